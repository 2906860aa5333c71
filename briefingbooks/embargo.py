"""An embargo as clocks show it: in the place of the release, and in Kigali. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from collections_app.languages import day_words

KIGALI = "Africa/Kigali"


def clocks(instant: datetime, zone: str) -> list[str]:
    """Return an instant in a time zone and in Kigali time, once where they are the same zone."""
    return [_clock(instant, name) for name in dict.fromkeys([zone, KIGALI])]


def _clock(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    words = f"{day_words(local)}, {local:%H:%M} {local.tzname()}"
    return words if place == local.tzname() else f"{words} ({place})"
