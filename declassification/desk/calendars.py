"""The dates of the desk as a calendar (RFC 5545) that any calendar program can subscribe to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from declassification.desk.blocks import Line
from declassification.desk.whole import DATED

REMIND_BEFORE_DAYS = (14, 3)


def lines_of(names: Iterable[str], today: date, who: int | None = None) -> list[Line]:
    """Return the lines that have a day, demonstrations left out; with `who`, only that person's."""
    found = [line for name in names for line in DATED[name](today, None).lines]
    real = [line for line in found if line.day and not line.is_demonstration]
    return [line for line in real if who is None or line.who == who]


def calendar_of(lines: Iterable[Line], *, host: str, now: datetime) -> bytes:
    """Return the lines as a calendar of whole days, each with reminders; `host` as https://name.

    An entry keeps its identity as long as what it stands for does, so that a program that reads
    the calendar again moves it and does not show it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Open Record//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{settings.SITE_NAME}: deadlines")
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for line in lines:
        calendar.add_component(_event(line, host, now))
    return calendar.to_ical()


def _event(line: Line, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{line.key.replace(' ', '-')}@{host.partition('://')[2]}")
    event.add("dtstamp", now)
    event.add("dtstart", line.day)
    event.add("summary", line.words)
    cells = [*line.cells, line.caution]
    event.add("description", "\n".join(cell for cell in cells if cell))
    event.add("url", f"{host}{line.url}")
    event.add("transp", "TRANSPARENT")
    for days in REMIND_BEFORE_DAYS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", line.words)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
