"""How long the law allows and how long it took, in sentences for readers. Pure."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declassification.clocks import Clock
from declassification.explaining import days_said, in_words, working_days_said
from declassification.stages import ANSWERED, Outcome
from declassification.terms import Unit


def timing_sentences(clock: Clock) -> Iterator[str]:
    """Yield what the law allows for an answer, and what has come of it."""
    answer = clock.answer
    if answer is None or answer.term.amount is None:
        yield _("The law sets no time for an answer.")
        return
    yield _("The law allows {length} from {event}.").format(
        length=answer.term.length, event=answer.start.event
    )
    for extension in answer.extensions:
        yield _("The authority took {length} more, as the law allows.").format(
            length=extension.term.length
        )
    if answer.is_estimated:
        yield _("The day of {event} is not known; it is estimated.").format(
            event=answer.start.event
        )
    if clock.stage in ANSWERED:
        yield from _how_long(clock)
    elif clock.paused_since:
        yield _("The clock has stood still since {day}.").format(day=in_words(clock.paused_since))
    elif clock.due and clock.is_running:
        days = clock.days_left or 0
        if days < 0:
            yield _ran_out(clock.due, -days)
        else:
            yield _("An answer is due by {day}.").format(day=in_words(clock.due))


def _how_long(clock: Clock) -> Iterator[str]:
    if clock.took is None or clock.answered_on is None or clock.answer is None:
        return
    if clock.outcome == Outcome.IMPLICIT_REFUSAL and clock.due:
        yield _("No answer came by {day}; under this law that is a refusal.").format(
            day=in_words(clock.due)
        )
        return
    calendar_days, days = clock.took
    took = days_said(calendar_days)
    if clock.answer.term.unit == Unit.WORKING_DAY:
        took = f"{took}, {working_days_said(days)}"
    words = _("It took {time}, until {day}.")
    if clock.due and clock.answered_on > clock.due:
        words = _("It took {time}, until {day}; the time had ended on {due}.")
    due = in_words(clock.due) if clock.due else ""
    yield words.format(time=took, day=in_words(clock.answered_on), due=due)


def _ran_out(due: date, days: int) -> str:
    words = ngettext(
        "The time ran out on {day}, {number} day ago.",
        "The time ran out on {day}, {number} days ago.",
        days,
    )
    return words.format(day=in_words(due), number=days)
