"""Every term that runs in a case: what the authority owes us by when, and which rights of ours end.

Pure computation on facts read from the log. A term starts with an event that its rule names; the
end of one without an answer may be the event that starts another. What is due is a date; whether
it has passed is for the reader of the date to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from declassification.appeal_stages import ADVERSE_ENDS, AppealStage
from declassification.cases import Appealed, Case, Refusal, Running
from declassification.deadlines import due
from declassification.explaining import in_words
from declassification.stages import EventKind, Outcome, Stage
from declassification.terms import (
    Actor,
    Bound,
    Computed,
    Extension,
    Level,
    Start,
    StartEvent,
    Term,
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event that may start terms; `after` is the rule whose answer or silence it is.

    `since` is the day of what was decided, also where the term runs only from its arrival.
    """

    event: str
    start: Start
    after: str = ""
    appeal: Appealed | None = None
    stated_on: date | None = None
    refusal: Refusal | None = None
    decided_on: date | None = None

    @property
    def since(self) -> date:
        return self.decided_on or self.start.on

    @property
    def can_be_used_from(self) -> date:
        """The first day on which what we file is about this, and not too early."""
        return self.start.opens_on if self.start.is_silence else self.since


def running(case: Case) -> list[Running]:
    """Return every term that started in a case, the authority's and ours, in order of their day."""
    theirs = list(_theirs(case))
    found = [*theirs, *_ours(case, theirs), *_questions(case)]
    ended = [replace(one, ended_why=one.ended_why or _why_ended(one, case)) for one in found]
    return sorted(ended, key=lambda one: (one.due is None, one.due or date.max, one.term.code))


def standing(terms: Iterable[Term], event: str, on: date) -> list[Term]:
    """Return the rules in force that an event starts; one authority's own goes before the rest."""
    in_force = [term for term in terms if term.holds_on(on)]
    special = {term.code for term in in_force if term.is_override}
    started = [term for term in in_force if term.start == event]
    return [term for term in started if term.is_override or term.code not in special]


# --- Their clocks ------------------------------------------------------------------------------


def _theirs(case: Case) -> Iterator[Running]:
    if case.answer is not None:
        yield Running(case.answer, met_on=case.answered_on)
    for occasion in [*_request_occasions(case), *_appeal_occasions(case)]:
        for term in standing(case.terms, occasion.event, occasion.start.on):
            if term.actor != Actor.AUTHORITY or term.is_answer or not _concerns(term, occasion):
                continue
            appeal = occasion.appeal
            met = _answered_appeal(appeal, term) if appeal else case.answered_on
            if met is not None and met < occasion.start.on:
                met = None
            yield Running(
                due(
                    term, occasion.start, extensions=extensions_of(case.extensions, term, occasion)
                ),
                appeal.key if appeal else None,
                met,
                _why_appeal_ended(appeal),
                ended_on=appeal.ended_on if appeal else None,
            )


def extensions_of(
    extensions: Iterable[Extension], term: Term, occasion: "Occasion | None" = None
) -> list[Extension]:
    """Return the extensions that lengthen a term, of those that came after its start.

    Time taken for one appeal lengthens no other, nor the answer to the request.
    """
    appeal = occasion.appeal.key if occasion and occasion.appeal else None
    own = (one for one in extensions if one.term.extends == term.code and one.appeal == appeal)
    return [one for one in own if occasion is None or one.on >= occasion.start.on]


def _request_occasions(case: Case) -> Iterator[Occasion]:
    for event, start in case.starts:
        yield Occasion(event, start)
    if case.answered_on and case.outcome != Outcome.IMPLICIT_REFUSAL:
        yield Occasion(StartEvent.LAST_REVIEW, Start("the last review", case.answered_on))
    if case.answered_on:
        yield Occasion(StartEvent.RESPONSE, Start("the answer", case.answered_on))


def _appeal_occasions(case: Case) -> Iterator[Occasion]:
    for appeal in case.appeals:
        if appeal.received:
            yield Occasion(StartEvent.APPEAL_RECEIVED, appeal.received, appeal=appeal)
        if appeal.registered:
            yield Occasion(StartEvent.APPEAL_REGISTERED, appeal.registered, appeal=appeal)
        if appeal.decided_on:
            start = Start("the decision or opinion on the appeal", appeal.decided_on)
            yield Occasion(StartEvent.APPEAL_DECIDED, start, appeal=appeal)


def _concerns(term: Term, occasion: Occasion) -> bool:
    return occasion.appeal is None or term.level in ("", occasion.appeal.level)


def _answered_appeal(appeal: Appealed, term: Term) -> date | None:
    """Return when an appeal was answered; a refusal confirmed ends the wait for following it."""
    if term.start == StartEvent.APPEAL_DECIDED or term.lapse_is_refusal:
        return appeal.confirmed_on
    return appeal.decided_on


def _why_appeal_ended(appeal: Appealed | None) -> str:
    if appeal is None or appeal.decided_on:
        return ""
    if appeal.stage == AppealStage.WITHDRAWN:
        return "the appeal was withdrawn"
    return "the appeal was closed" if appeal.stage == AppealStage.ADMIN_CLOSED else ""


# --- Our clocks --------------------------------------------------------------------------------


def _ours(case: Case, theirs: Sequence[Running]) -> Iterator[Running]:
    seen: set[tuple[str, date]] = set()
    for occasion in _occasions_for_us(case, theirs):
        for term in standing(case.terms, occasion.event, occasion.start.on):
            key = (term.code, occasion.start.on)
            if term.actor != Actor.REQUESTER or key in seen or not _follows(term, occasion, case):
                continue
            seen.add(key)
            appeal = occasion.appeal.key if occasion.appeal else None
            right = Running(due(term, occasion.start), appeal, stated_on=occasion.stated_on)
            met = _filed(case, right, occasion.can_be_used_from)
            ended = "" if met else _overtaken(case, right, occasion)
            yield replace(right, met_on=met, ended_why=ended)


def _occasions_for_us(case: Case, theirs: Sequence[Running]) -> list[Occasion]:
    first = [case.first_answer] if case.first_answer else []
    lapses = [one for one in [*first, *theirs] if _has_lapsed(one)]
    return [
        *_request_occasions(case),
        *(occasion for refusal in case.refusals for occasion in _refused(refusal)),
        *(occasion for one in lapses if one.due for occasion in _lapsed(one, one.due, case)),
        *(occasion for appeal in case.appeals for occasion in _lost(appeal)),
        *_suit_possible(case, lapses),
    ]


def _has_lapsed(one: Running) -> bool:
    """Whether a term of theirs ends without an answer, as far as the log knows."""
    if one.due is None or (one.ended_on is not None and one.ended_on <= one.due):
        return False
    return one.met_on is None or one.met_on > one.due


def _refused(refusal: Refusal) -> Iterator[Occasion]:
    words = "the decision" if refusal.is_final else "the decision on a part"
    decided = Start(words, refusal.on)
    for event in (StartEvent.REFUSAL, StartEvent.REFUSAL_OR_SILENCE):
        yield Occasion(event, decided, stated_on=refusal.appeal_by, refusal=refusal)
    yield Occasion(
        StartEvent.REFUSAL_RECEIVED,
        _reached_us("receipt of the decision", refusal.on, refusal.reached_us_on),
        stated_on=refusal.appeal_by,
        refusal=refusal,
        decided_on=refusal.on,
    )


def _reached_us(event: str, on: date, reached_us_on: date | None) -> Start:
    if reached_us_on is not None:
        return Start(event, reached_us_on)
    how = "when the letter reached us is not recorded; its own date is taken, to be safe."
    return Start(event, on, True, how)


def _lapsed(one: Running, on: date, case: Case) -> Iterator[Occasion]:
    keys = {appeal.key: appeal for appeal in case.appeals}
    appeal = keys.get(one.appeal) if one.appeal is not None else None
    how = "it follows from another date that is estimated; if that was earlier, so is this."
    estimate = (one.computed.is_estimated, how if one.computed.is_estimated else "", True)
    silent = Start(f"the end of the time for the {one.term.name}", on, *estimate)
    yield Occasion(StartEvent.LAPSE, silent, one.term.code, appeal)
    if one.term.lapse_is_refusal:
        refused = Start("the refusal by silence", on, *estimate)
        event = StartEvent.CONFIRMED_REFUSAL if appeal else StartEvent.REFUSAL_OR_SILENCE
        yield Occasion(event, refused, one.term.code, appeal)


def _lost(appeal: Appealed) -> Iterator[Occasion]:
    if appeal.confirmed_on:
        start = Start("the confirmed refusal", appeal.confirmed_on)
        yield Occasion(StartEvent.CONFIRMED_REFUSAL, start, appeal=appeal)
    if appeal.decided_on and appeal.outcome in ADVERSE_ENDS:
        start = _reached_us(
            "receipt of the decision on the appeal",
            appeal.decided_on,
            appeal.decision_reached_us_on,
        )
        yield Occasion(
            StartEvent.FINAL_DECISION_RECEIVED,
            start,
            appeal=appeal,
            stated_on=appeal.appeal_by,
            decided_on=appeal.decided_on,
        )


def _suit_possible(case: Case, lapses: Sequence[Running]) -> Iterator[Occasion]:
    """The first day on which a suit became possible: silence, or an appeal within that was lost."""
    days = [
        (one.due, True)
        for one in lapses
        if one.due and (one.term.is_answer or one.appeal is not None)
    ]
    days += [
        (appeal.decided_on, False)
        for appeal in case.appeals
        if appeal.decided_on
        and appeal.level == Level.AGENCY_APPEAL
        and appeal.outcome in ADVERSE_ENDS
    ]
    if days:
        on, is_silence = min(days)
        words = "the day on which a suit first became possible"
        start = Start(words, on, is_silence=is_silence)
        yield Occasion(StartEvent.CAUSE_OF_ACTION, start)


def _follows(term: Term, occasion: Occasion, case: Case) -> bool:
    """Whether a term of ours belongs to this occasion and not to one before another body."""
    if term.after and occasion.after and term.after != occasion.after:
        return False
    if occasion.appeal is None:
        return True
    named = next((other for other in case.terms if other.code == term.after), None)
    return term.level != occasion.appeal.level and (
        named is None or named.level == occasion.appeal.level
    )


def _filed(case: Case, right: Running, since: date) -> date | None:
    """Return when we did what the term asks: filed before that body, after what started it.

    What we took back while there was still time was not used up: it can be filed again.
    """
    level = right.term.level
    if not level or right.term.bound == Bound.EARLIEST:
        return None
    own = [appeal for appeal in case.appeals if appeal.level == level]
    days = [appeal.filed_on for appeal in own if not _taken_back(appeal, right.act_by)]
    return min((day for day in days if day is not None and day >= since), default=None)


def _taken_back(appeal: Appealed, until: date | None) -> bool:
    if appeal.stage != AppealStage.WITHDRAWN or appeal.ended_on is None:
        return False
    return until is None or appeal.ended_on <= until


def _overtaken(case: Case, right: Running, occasion: Occasion) -> str:
    """Say what took the place of a right before its last day; one that had passed stays missed."""
    if case.outcome == Outcome.GRANTED_FULL:
        return "everything was released"
    refusal = occasion.refusal
    if refusal is not None and refusal.is_final and not refusal.was_taken_up:
        return ""
    if refusal is None and occasion.event != StartEvent.REFUSAL_OR_SILENCE:
        return ""
    days = [r.on for r in case.refusals if r.is_final and r.on > occasion.since]
    until = right.act_by or date.max
    if days and min(days) <= until:
        return f"the decision of {in_words(min(days))} on the whole request gives a new term"
    return ""


def _questions(case: Case) -> Iterator[Running]:
    for asked in case.questions:
        wanted = "answer to their question"
        if asked.kind == EventKind.FEE_ASKED:
            wanted = "answer about the fee"
        term = Term(f"our {wanted}", None, "", actor=Actor.REQUESTER, source="their letter")
        line = (
            f"In its letter of {in_words(asked.on)} the authority wants our answer by "
            f"{in_words(asked.reply_by)}. No rule of the law is recorded for this."
        )
        computed = Computed(
            term, Start("the letter", asked.on), asked.reply_by, explanation=(line,)
        )
        yield Running(computed, met_on=asked.answered_on)


def _why_ended(one: Running, case: Case) -> str:
    if one.met_on is not None or _was_missed(one, case):
        return ""
    if case.stage == Stage.RETURNED:
        return "the request came back"
    if one.term.is_answer and case.outcome == Outcome.IMPLICIT_REFUSAL:
        return "the silence was recorded as a refusal"
    if case.stage == Stage.WITHDRAWN:
        return "we withdrew the request"
    if case.stage == Stage.SUPERSEDED:
        return "another request took the place of this one"
    if case.stage == Stage.CLOSED and one.is_ours and one.term.bound != Bound.EARLIEST:
        return "we closed the request"
    return ""


def _was_missed(one: Running, case: Case) -> bool:
    """Whether a right of ours had passed before the request came to its end."""
    if not one.is_ours or one.act_by is None or case.ended_on is None:
        return False
    return one.act_by < case.ended_on and one.term.bound != Bound.EARLIEST
