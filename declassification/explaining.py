"""How a computed date explains itself, to the desk and to readers alike."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.languages import day_words
from declassification.terms import Actor, Bound, Computed, Unit


def in_words(day: date) -> str:
    """Write a date out: 3 May 2016."""
    return day_words(day)


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 day, 2 days."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def days_said(number: int) -> str:
    """Say how many days of the calendar."""
    return ngettext("{number} day", "{number} days", number).format(number=number)


def working_days_said(number: int) -> str:
    """Say how many working days."""
    return ngettext("{number} working day", "{number} working days", number).format(number=number)


def explanation(found: Computed) -> tuple[str, ...]:
    """Say in order where the term starts, what was counted, what stopped it, and where it ends."""
    return (*_about_start(found), *_about_count(found), *_about_pauses(found), *_about_end(found))


def _about_start(found: Computed) -> Iterator[str]:
    term, start = found.term, found.start
    said = _("{law} gives us {length} from {event} ({rule}).")
    if term.actor == Actor.AUTHORITY:
        said = _("{law} allows {length} from {event} ({rule}).")
    law = term.law or _("The rule")
    yield said.format(law=law, length=term.length, event=start.event, rule=term.name)
    day = in_words(start.on)
    if start.is_estimated:
        yield _("Starts with {event}, estimated as {day}: {how} That day is not counted.").format(
            event=start.event, day=day, how=start.how
        )
    else:
        yield _("Starts with {event} on {day}. That day is not counted.").format(
            event=start.event, day=day
        )
    for extension in found.extensions:
        yield (
            _("Extended by {length} on {day} ({name}).").format(
                length=extension.term.length,
                day=in_words(extension.on),
                name=extension.term.name,
            )
        )


def _about_count(found: Computed) -> Iterator[str]:
    works = found.term.calendar
    if found.term.unit != Unit.WORKING_DAY or works is None:
        if found.term.unit in (Unit.MONTH, Unit.YEAR):
            yield _("Months and years are counted by the calendar, not by days.")
        if found.term.to_year_end:
            yield _("The term runs on to 31 December of the year in which it ends.")
        return
    weekends = ngettext("{number} day of weekends", "{number} days of weekends", found.weekend_days)
    left_out = [weekends.format(number=found.weekend_days)]
    if found.skipped:
        number = len(found.skipped)
        closed = ngettext("{number} holiday or closure", "{number} holidays or closures", number)
        left_out.append(closed.format(number=number))
    yield _("{days} counted ({calendar}); left out: {left_out}.").format(
        days=working_days_said(found.counted),
        calendar=works.name,
        left_out=_(" and ").join(left_out),
    )
    for day, reason in found.skipped:
        yield _("Not counted: {day}, {reason}.").format(day=in_words(day), reason=reason)


def _about_pauses(found: Computed) -> Iterator[str]:
    for pause in found.pauses:
        if pause.end is None:
            yield _("The clock has stood still since {day}: {why}.").format(
                day=in_words(pause.start), why=pause.why
            )
        else:
            yield (
                _("The clock stood still from {day} to {until}: {why}.").format(
                    day=in_words(pause.start), until=in_words(pause.end), why=pause.why
                )
            )
    if found.paused_days:
        days = days_said(found.paused_days)
        yield _("Not counted because the clock stood still: {days}.").format(days=days)


def _about_end(found: Computed) -> Iterator[str]:
    term = found.term
    if found.due is None:
        yield _("There is no due date until the clock goes on.")
        return
    if term.bound == Bound.EARLIEST:
        first = in_words(found.due + timedelta(days=1))
        yield _("The bar ends with {day}: it is possible from {first}.").format(
            day=in_words(found.due), first=first
        )
    else:
        yield _("Ends on {weekday}, {day}, at the end of the day.").format(
            weekday=format_date(found.due, "l"), day=in_words(found.due)
        )
    if found.at_most is not None:
        most = in_words(found.at_most)
        yield _("At the very most, in hard cases: {longest}, to {most}.").format(
            longest=term.longest, most=most
        )
    if term.unit != Unit.WORKING_DAY and found.due.weekday() in (5, 6):
        yield _("The rule as recorded does not move a date that falls on a weekend.")
    if term.bound == Bound.MINIMUM:
        yield _("This is the least the law gives: the letter may give longer.")
    if term.on_lapse:
        yield _("If it passes: {on_lapse}.").format(on_lapse=term.on_lapse)
