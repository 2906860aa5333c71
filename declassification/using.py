"""Whether a right of ours was used, what took its place, and rights that only a letter names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from declassification.appeal_stages import SENDS_BACK, AppealStage
from declassification.cases import Appealed, Case, Occasion, Refusal, Running
from declassification.explaining import in_words
from declassification.stages import Outcome
from declassification.terms import Actor, Bound, Computed, Start, StartEvent, Term


def filed(case: Case, right: Running, since: date) -> date | None:
    """Return when we did what the term asks: filed before that body, after what started it.

    What we took back while there was still time was not used up: it can be filed again.
    """
    level = right.term.level
    if not level or right.term.bound == Bound.EARLIEST:
        return None
    own = [appeal for appeal in case.appeals if appeal.level == level]
    days = [appeal.filed_on for appeal in own if not taken_back(appeal, right.act_by)]
    return min((day for day in days if day is not None and day >= since), default=None)


def taken_back(appeal: Appealed, until: date | None) -> bool:
    if appeal.stage != AppealStage.WITHDRAWN or appeal.ended_on is None:
        return False
    return until is None or appeal.ended_on <= until


def overtaken(case: Case, right: Running, occasion: Occasion) -> str:
    """Say what took the place of a right before its last day; one that had passed stays missed."""
    if case.outcome == Outcome.GRANTED_FULL:
        return "everything was released"
    refusal = occasion.refusal
    if refusal is not None and refusal.is_final and not refusal.was_taken_up:
        return ""
    if refusal is None and occasion.event != StartEvent.REFUSAL_OR_SILENCE:
        return ""
    return _later_refusal(case, occasion.since, right.act_by)


def stated_alone(case: Case, ours: Sequence[Running]) -> Iterator[Running]:
    """Return as rights the days that letters of refusal name and no rule of the law carries.

    The law as recorded may know no further level; what the letter says lapses all the same.
    """
    for refusal in case.refusals:
        until = refusal.appeal_by
        if until is not None and not _is_carried(ours, None, until):
            right = _named(Start("the decision", refusal.on), until)
            met = _went_further(case, refusal.on, until)
            yield _standing(case, right, met, _is_open_to_a_later(refusal))
    for appeal in case.appeals:
        until, on = appeal.appeal_by, appeal.decided_on
        if until is not None and on is not None and not _is_carried(ours, appeal.key, until):
            right = _named(Start("the decision or opinion on the appeal", on), until, appeal.key)
            met = _went_further(case, on, until, appeal)
            yield _standing(case, right, met, appeal.outcome in SENDS_BACK)


def _is_carried(ours: Sequence[Running], appeal: int | None, until: date) -> bool:
    return any(one.stated_on == until and one.appeal == appeal for one in ours)


def _named(start: Start, until: date, appeal: int | None = None) -> Running:
    name = "going further, by the day that their letter names"
    term = Term(name, None, "", actor=Actor.REQUESTER, source="their letter")
    line = (
        f"The letter of {in_words(start.on)} names {in_words(until)} as the last day for going "
        "further. No rule of the law is recorded for this."
    )
    return Running(Computed(term, start, None, explanation=(line,)), appeal, stated_on=until)


def _went_further(
    case: Case, since: date, until: date, besides: Appealed | None = None
) -> date | None:
    others = [one for one in case.appeals if one is not besides and not taken_back(one, until)]
    days = [one.filed_on for one in others if one.filed_on and one.filed_on >= since]
    return min(days, default=None)


def _is_open_to_a_later(refusal: Refusal) -> bool:
    return not refusal.is_final or refusal.was_taken_up


def _standing(case: Case, right: Running, met: date | None, may_be_overtaken: bool) -> Running:
    """Return a right that a letter names with what met it, or what took its place."""
    ended = ""
    if met is None and case.outcome == Outcome.GRANTED_FULL:
        ended = "everything was released"
    elif met is None and may_be_overtaken:
        ended = _later_refusal(case, right.opens_on, right.act_by)
    return replace(right, met_on=met, ended_why=ended)


def _later_refusal(case: Case, since: date, until: date | None) -> str:
    days = [r.on for r in case.refusals if r.is_final and r.on > since]
    if days and min(days) <= (until or date.max):
        return f"the decision of {in_words(min(days))} on the whole request gives a new term"
    return ""
