"""One instant as clocks in several places show it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

KIGALI = "Africa/Kigali"


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock in a zone shows: date and time in words, and the name of the zone there."""

    zone: str
    there: datetime

    @property
    def words(self) -> str:
        """In the form “9 January 2014, 10:00 EST”."""
        return f"{self.there.day} {self.there:%B %Y, %H:%M %Z}"

    @property
    def city(self) -> str:
        return self.zone.rpartition("/")[2].replace("_", " ")


def clocks_of(instant: datetime, zone: str) -> list[Clock]:
    """Return the clocks of the zone in which it was chosen, of Kigali and of UTC, each once."""
    zones = dict.fromkeys([zone or "UTC", KIGALI, "UTC"])
    return [Clock(one, instant.astimezone(ZoneInfo(one))) for one in zones]


def embargo_words(instant: datetime, zone: str) -> str:
    """Return the line of an embargo: “Embargoed until 9 Jan 2014 10:00 EST · 17:00 Kigali”."""
    first = Clock(zone or "UTC", instant.astimezone(ZoneInfo(zone or "UTC")))
    when = f"{date_format(first.there, 'j M Y')} {first.there:%H:%M %Z}"
    said = _("Embargoed until {when}").format(when=when)
    if first.zone == KIGALI:
        return said
    kigali = instant.astimezone(ZoneInfo(KIGALI))
    is_same_day = kigali.date() == first.there.date()
    day = "" if is_same_day else f"{date_format(kigali, 'j M')} "
    return f"{said} · {day}{kigali:%H:%M} Kigali"
