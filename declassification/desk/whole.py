"""The whole desk: its blocks in the order in which a director reads them."""

from collections.abc import Callable
from datetime import date

from declassification.desk import standing, time
from declassification.desk.blocks import SHOWN, Block

Maker = Callable[[date, int | None], Block]

# The order is that of urgency: what can be lost comes first.
BLOCKS: dict[str, Maker] = {
    "rights": time.rights_about_to_lapse,
    "remedies": time.remedies_now_open,
    "replies": standing.replies_to_classify,
    "ball": standing.ball_with_us,
    "dormant": standing.dormant,
    "states": standing.by_state,
    "authorities": standing.by_authority,
    "documents": standing.documents,
    "regressions": standing.setbacks,
    "automatic": time.automatic_dates,
    "missed": time.missed_deadlines,
    "workload": standing.workload,
}
# Tables of numbers are shown whole.
WHOLE = frozenset({"states", "authorities", "documents", "workload"})
# What has days of its own, for a calendar: every right, also those that end later than the desk
# shows, what authorities owe, what we must answer, and the dates that come by law.
DATED: dict[str, Maker] = {
    "rights": time.every_right,
    "answers": time.answers_due,
    "ball": standing.ball_with_us,
    "automatic": time.automatic_dates,
}


def desk(today: date) -> list[Block]:
    """Return the blocks of the desk as they stand today, in their order."""
    return [make(today, None if name in WHOLE else SHOWN) for name, make in BLOCKS.items()]
