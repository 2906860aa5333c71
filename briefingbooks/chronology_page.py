"""The chronology of one book on a page of its own: all events, or those of some years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from briefingbooks.pages import BookPage, EventView, NoteView
from collections_app import dates

LONGEST = 40
_ID = re.compile(r'\bid="([^"]+)"')
_HERE = re.compile(r'href="#([^"]+)"')
NOT_UNDERSTOOD = gettext_lazy(
    "“{}” was not understood: write a year, a month or a day, as 1994, 1994-04, 1994-04-06."
)
BACKWARD = gettext_lazy("The first year is later than the last: nothing was left out.")


@dataclass(frozen=True, slots=True)
class Period:
    """The period asked for: the words as typed, the days they mean, and what was wrong."""

    first: str = ""
    last: str = ""
    earliest: date | None = None
    latest: date | None = None
    problem: str = ""

    @property
    def is_asked(self) -> bool:
        return bool(self.earliest or self.latest)


@dataclass(frozen=True, slots=True)
class ChronologyPage:
    """The events that can fall into a period, and the notes that they call."""

    period: Period
    events: list[EventView]
    notes: list[NoteView]
    total: int


def read_period(first: str, last: str) -> Period:
    """Read a period as a reader types it: each side a year, a month or a day; either may be empty.

    Never raises: what can not be read narrows nothing, and is said.
    """
    first, last = (words.replace("\x00", "").strip()[:LONGEST] for words in (first, last))
    bounds = []
    for words in (first, last):
        try:
            bounds.append(dates.parse(words) if words else None)
        except ValueError:
            return Period(first, last, problem=NOT_UNDERSTOOD.format(words))
    earliest = bounds[0].earliest if bounds[0] else None
    latest = bounds[1].latest if bounds[1] else None
    if earliest and latest and earliest > latest:
        return Period(first, last, problem=str(BACKWARD))
    return Period(first, last, earliest, latest)


def chronology_of(page: BookPage, period: Period) -> ChronologyPage:
    """Return the events of an assembled book that can have happened in a period.

    An event whose date is uncertain or a span is there if any day of it falls into the period;
    one without a date only while no period is asked for. Notes keep their numbers, and links to
    what stands on the page of the book lead there.
    """
    shown = [event for event in page.events if _may_fall(event, period)]
    calls = {anchor for event in shown for anchor in _ID.findall(event.html)}
    notes = [
        replace(note, calls=[call for call in note.calls if call[1] in calls])
        for note in page.notes
        if any(anchor in calls for _, anchor in note.calls)
    ]
    here = {note.anchor for note in notes} | {event.anchor for event in shown}
    return ChronologyPage(
        period,
        [replace(event, html=_led_back(event.html, here, page.url)) for event in shown],
        [replace(note, html=_led_back(note.html, here, page.url)) for note in notes],
        len(page.events),
    )


def _may_fall(event: EventView, period: Period) -> bool:
    if not period.is_asked:
        return True
    if not event.earliest and not event.latest:
        return False
    after = period.earliest and event.latest and event.latest < period.earliest.isoformat()
    before = period.latest and event.earliest and event.earliest > period.latest.isoformat()
    return not after and not before


def _led_back(html: SafeString, here: Iterable[str], url: str) -> SafeString:
    kept = set(here)

    def lead(link: re.Match[str]) -> str:
        return link[0] if link[1] in kept else f'href="{url}#{link[1]}"'

    return mark_safe(_HERE.sub(lead, html))  # noqa: S308 - only the page of a fragment is added
