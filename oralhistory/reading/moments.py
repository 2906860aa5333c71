"""Moments as transcripts write them: 0:00, [01:43], 1:02:03.5, 754.2. Whole milliseconds."""

import re

from oralhistory.clock import HOUR, LONGEST, MINUTE, SECOND

_CLOCK = re.compile(
    r"(?:(?P<hours>[0-9]{1,3}):)?(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-9]{1,2})"
    r"(?:[.,](?P<fraction>[0-9]{1,6}))?"
)
_SECONDS = re.compile(r"(?P<seconds>[0-9]{1,6})(?:[.,](?P<fraction>[0-9]{1,9}))?\s*s?")
_AROUND = "[]() \t\xa0\ufeff"
_WRITTEN = r"(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
IN_BRACKETS = re.compile(rf"\[\s*({_WRITTEN})\s*(?:(?:-->|-|–)\s*{_WRITTEN}\s*)?\]")


def moment(words: str, *, seconds: bool = False) -> int | None:
    """Read a moment; `None` for anything else. A bare number counts as seconds if that is said."""
    words = words.strip(_AROUND)
    match = _CLOCK.fullmatch(words)
    if match is not None:
        hours, minutes, whole = (int(match[part] or 0) for part in ("hours", "minutes", "seconds"))
        if whole > 59 or (match["hours"] and minutes > 59):
            return None
        total = hours * HOUR + minutes * MINUTE + whole * SECOND
    else:
        match = _SECONDS.fullmatch(words) if seconds else None
        if match is None:
            return None
        total = int(match["seconds"]) * SECOND
    total += int((match["fraction"] or "0").ljust(3, "0")[:3])
    return total if total < LONGEST else None
