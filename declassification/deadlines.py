"""By when somebody must act: pure computation that explains itself. No database, no clock of ours.

Days are plain dates in the authority's own time zone. The day of the event that starts a term is
never counted. Months and years follow the calendar: a month from 31 January ends on the last day
of February. While a clock stands still, no day counts.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from declassification.explaining import explanation, in_words
from declassification.terms import Computed, Extension, Pause, Start, Term, Unit, WorkingDays


class OverlappingPauses(ValueError):
    """Two stretches in which a clock stands still can not overlap."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of counting; `end` is empty when the clock stopped before enough days passed."""

    end: date | None
    counted: int
    weekend_days: int
    paused_days: int
    skipped: tuple[tuple[date, str], ...]


def later(day: date, amount: int, unit: str) -> date:
    """Return the day `amount` calendar days, weeks, months or years later, by the calendar."""
    if unit == Unit.CALENDAR_DAY:
        return day + timedelta(days=amount)
    if unit == Unit.WEEK:
        return day + timedelta(weeks=amount)
    months = amount * 12 if unit == Unit.YEAR else amount
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def due(
    term: Term,
    start: Start,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Computed:
    """Return the day on which a term ends, and how that was found.

    Raises `OverlappingPauses` for pauses that overlap, and `ValueError` for a pause that ends
    before it begins or for working days without a calendar.
    """
    in_order = _in_order(pauses)
    if term.amount is None:
        line = _("{law} sets no time for this ({name}).").format(law=term.law, name=term.name)
        return Computed(term, start, None, explanation=(line,))
    legs = list(_legs(term, start.on, in_order, extensions))
    end = legs[-1].end
    stopped = next((pause for pause in in_order if end is None and pause.end is None), None)
    reached = end or date.max
    found = Computed(
        term,
        start,
        end,
        counted=sum(leg.counted for leg in legs),
        skipped=tuple(day for leg in legs for day in leg.skipped),
        weekend_days=sum(leg.weekend_days for leg in legs),
        paused_days=sum(leg.paused_days for leg in legs),
        pauses=tuple(pause for pause in in_order if pause.start < reached),
        extensions=tuple(extensions),
        paused_since=stopped.start if stopped else None,
        at_most=_at_most(term, start.on, in_order),
    )
    return replace(found, explanation=explanation(found))


def _at_most(term: Term, start: date, pauses: list[Pause]) -> date | None:
    if term.maximum is None:
        return None
    return _count(start, replace(term, amount=term.maximum), pauses).end


def _in_order(pauses: Iterable[Pause]) -> list[Pause]:
    in_order = sorted(pauses, key=lambda pause: pause.start)
    for pause in in_order:
        if pause.end is not None and pause.end < pause.start:
            raise ValueError(f"The pause from {pause.start} ends before it begins.")
    for first, second in pairwise(in_order):
        if first.end is None or second.start < first.end:
            days = f"{in_words(first.start)} and from {in_words(second.start)}"
            raise OverlappingPauses(f"The pauses from {days} overlap.")
    return in_order


def _legs(
    term: Term, start: date, pauses: list[Pause], extensions: Sequence[Extension]
) -> Iterator[Leg]:
    at: date | None = start
    for part in [term, *(extension.term for extension in extensions)]:
        leg = _count(at, part, pauses) if at is not None else Leg(None, 0, 0, 0, ())
        yield leg
        at = leg.end


def _count(after: date, term: Term, pauses: list[Pause]) -> Leg:
    if term.unit == Unit.WORKING_DAY:
        if term.calendar is None:
            raise ValueError(f"“{term.name}” counts working days and names no calendar.")
        return _count_days(after, term.amount or 0, term.calendar, pauses)
    end = later(after, term.amount or 0, term.unit)
    if term.to_year_end:
        end = date(end.year, 12, 31)
    days = (end - after).days
    return _count_days(after, days, None, pauses)


def _count_days(after: date, amount: int, works: WorkingDays | None, pauses: list[Pause]) -> Leg:
    day, counted, weekend_days, paused_days = after, 0, 0, 0
    skipped: list[tuple[date, str]] = []
    while counted < amount:
        day += timedelta(days=1)
        pause = next((pause for pause in pauses if pause.covers(day)), None)
        if pause is not None:
            if pause.end is None:
                return Leg(None, counted, weekend_days, paused_days, tuple(skipped))
            paused_days += 1
        elif works is not None and works.is_weekend(day):
            weekend_days += 1
        elif works is not None and (reason := works.why_closed(day)):
            skipped.append((day, reason))
        else:
            counted += 1
    return Leg(day, counted, weekend_days, paused_days, tuple(skipped))


def elapsed(after: date, end: date, works: WorkingDays | None, pauses: Iterable[Pause] = ()) -> int:
    """Return how many days counted from the day after `after` to `end`, both by the same rules."""
    in_order = _in_order(pauses)
    days = (after + timedelta(days=number) for number in range(1, (end - after).days + 1))
    return sum(
        1
        for day in days
        if not any(pause.covers(day) for pause in in_order)
        and not (works is not None and (works.is_weekend(day) or works.why_closed(day)))
    )
