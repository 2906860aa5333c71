"""How a computed date explains itself, to the desk and to readers alike."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.dateformat import format as format_date

from declassification.terms import Actor, Bound, Computed, Unit


def in_words(day: date) -> str:
    """Write a date out: 3 May 2016."""
    return format_date(day, "j F Y")


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 day, 2 days."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def explanation(found: Computed) -> tuple[str, ...]:
    """Say in order where the term starts, what was counted, what stopped it, and where it ends."""
    return (*_about_start(found), *_about_count(found), *_about_pauses(found), *_about_end(found))


def _about_start(found: Computed) -> Iterator[str]:
    term, start = found.term, found.start
    whose = "allows" if term.actor == Actor.AUTHORITY else "gives us"
    yield f"{term.law or 'The rule'} {whose} {term.length} from {start.event} ({term.name})."
    day = in_words(start.on)
    if start.is_estimated:
        yield f"Starts with {start.event}, estimated as {day}: {start.how} That day is not counted."
    else:
        yield f"Starts with {start.event} on {day}. That day is not counted."
    for extension in found.extensions:
        yield (
            f"Extended by {extension.term.length} on {in_words(extension.on)} "
            f"({extension.term.name})."
        )


def _about_count(found: Computed) -> Iterator[str]:
    works = found.term.calendar
    if found.term.unit != Unit.WORKING_DAY or works is None:
        if found.term.unit in (Unit.MONTH, Unit.YEAR):
            yield "Months and years are counted by the calendar, not by days."
        if found.term.to_year_end:
            yield "The term runs on to 31 December of the year in which it ends."
        return
    left_out = [counted(found.weekend_days, "day") + " of weekends"]
    if found.skipped:
        left_out.append(counted(len(found.skipped), "holiday or closure", "holidays or closures"))
    yield (
        f"{counted(found.counted, 'working day')} counted ({works.name}); left out: "
        f"{' and '.join(left_out)}."
    )
    for day, reason in found.skipped:
        yield f"Not counted: {in_words(day)}, {reason}."


def _about_pauses(found: Computed) -> Iterator[str]:
    for pause in found.pauses:
        if pause.end is None:
            yield f"The clock has stood still since {in_words(pause.start)}: {pause.why}."
        else:
            yield (
                f"The clock stood still from {in_words(pause.start)} to {in_words(pause.end)}: "
                f"{pause.why}."
            )
    if found.paused_days:
        days = counted(found.paused_days, "day")
        yield f"Not counted because the clock stood still: {days}."


def _about_end(found: Computed) -> Iterator[str]:
    term = found.term
    if found.due is None:
        yield "There is no due date until the clock goes on."
        return
    if term.bound == Bound.EARLIEST:
        first = in_words(found.due + timedelta(days=1))
        yield f"The bar ends with {in_words(found.due)}: it is possible from {first}."
    else:
        yield f"Ends on {found.due:%A}, {in_words(found.due)}, at the end of the day."
    if found.at_most is not None:
        most = in_words(found.at_most)
        yield f"At the very most, in hard cases: {term.longest}, to {most}."
    if term.unit != Unit.WORKING_DAY and found.due.weekday() in (5, 6):
        yield "The rule as recorded does not move a date that falls on a weekend."
    if term.bound == Bound.MINIMUM:
        yield "This is the least the law gives: the letter may give longer."
    if term.on_lapse:
        yield f"If it passes: {term.on_lapse}."
