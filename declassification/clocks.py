"""Both clocks of a request, read from its log: theirs (overdue) and ours (rights that lapse).

Nothing here is stored. “We sent it” starts no clock of a law; where receipt is not known it is
estimated, and everything that follows from it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from declassification.cases import Case, Running
from declassification.deadlines import due, elapsed
from declassification.explaining import in_words
from declassification.happenings import (
    Happening,
    HeardAppeal,
    appealed,
    last,
    questions,
    refusals,
    starts,
)
from declassification.rights import extensions_of, running
from declassification.stages import (
    ANSWERED,
    AWAITING_ANSWER,
    BESIDE_THE_WAY,
    Ball,
    EventKind,
    ball_with,
)
from declassification.terms import (
    Bound,
    Computed,
    Extension,
    Pause,
    Start,
    StartEvent,
    Term,
)

SOON = 14

_ASKED = {
    EventKind.CLARIFICATION_ASKED: "the authority asked us for clarification",
    EventKind.FEE_ASKED: "the authority asked us for a fee",
}
_PROVES_RECEIPT = (
    frozenset(EventKind)
    - BESIDE_THE_WAY
    - {
        EventKind.APPROVED,
        EventKind.SENT,
        EventKind.RECEIVED,
        EventKind.RETURNED,
        EventKind.SILENCE,
        EventKind.WITHDRAWN,
        EventKind.SUPERSEDED,
    }
)
_ENDS = (EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.SUPERSEDED)
_ENDS_PAUSE = _PROVES_RECEIPT | {EventKind.SILENCE, EventKind.WITHDRAWN, EventKind.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a request stands in time, on the day `today` in the authority's zone."""

    stage: str
    today: date
    outcome: str = ""
    sent_on: date | None = None
    receipt: Start | None = None
    answer: Computed | None = None
    answered_on: date | None = None
    stated_due_on: date | None = None
    running: tuple[Running, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def ball(self) -> Ball:
        return ball_with(self.stage)

    @property
    def paused_since(self) -> date | None:
        """The day on which the clock stopped, while it stands still."""
        return next((pause.start for pause in self.pauses if pause.end is None), None)

    @property
    def is_running(self) -> bool:
        return self.stage in AWAITING_ANSWER and self.paused_since is None

    @property
    def due(self) -> date | None:
        return self.answer.due if self.answer else None

    @property
    def days_left(self) -> int | None:
        """Days to the due date, negative once it has passed; nothing unless the clock runs."""
        if self.due is None or not self.is_running:
            return None
        return (self.due - self.today).days

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    def is_due_within(self, days: int = SOON) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= days

    @property
    def rights(self) -> list[Running]:
        """Our own terms that have begun and wait for us, also those that passed unused."""
        return [one for one in self.running if one.is_ours and one.is_open and self._begun(one)]

    @property
    def rights_to_come(self) -> list[Running]:
        """Our own terms that begin if another passes without an answer."""
        return [one for one in self.running if one.is_ours and one.is_open and not self._begun(one)]

    def _begun(self, one: Running) -> bool:
        is_possible_only_later = one.term.bound == Bound.EARLIEST
        return one.opens_on <= self.today and not is_possible_only_later

    @property
    def took(self) -> tuple[int, int] | None:
        """Days from receipt to answer: by the calendar, and as the law counts them."""
        if self.receipt is None or self.answered_on is None or self.answer is None:
            return None
        works = self.answer.term.calendar
        start, end = self.receipt.on, self.answered_on
        return (end - start).days, elapsed(start, end, works, self.pauses)


def read_clock(
    *,
    stage: str,
    outcome: str,
    happenings: Sequence[Happening],
    terms: Sequence[Term],
    delivery_days: int,
    today: date,
    appeals: Sequence[HeardAppeal] = (),
) -> Clock:
    """Read both clocks of a request from its log, in the order of its way, and the law's terms.

    `delivery_days` (calendar days) are added to the day of sending where receipt is not known.
    """
    sent_on = last(happenings, EventKind.SENT)
    receipt = _receipt(happenings, sent_on, delivery_days)
    pauses = _pauses(happenings)
    more = _extensions(happenings, terms)
    first = _answer(happenings, terms, receipt, pauses, more)
    answer = _taken_up_again(first, last(happenings, EventKind.REOPENED))
    answered_on = _answered_on(happenings) if stage in ANSWERED else None
    case = _case(stage, outcome, terms, answer, happenings, appeals, receipt)
    if answer is not first and first is not None:
        case = replace(case, first_answer=_before_it_was_taken_up(first, happenings))
    case = replace(case, extensions=more)
    return Clock(
        stage=stage,
        today=today,
        outcome=outcome,
        sent_on=sent_on,
        receipt=receipt,
        answer=answer,
        answered_on=answered_on,
        stated_due_on=_stated(happenings),
        running=tuple(running(case)),
        pauses=pauses,
    )


def _case(
    stage: str,
    outcome: str,
    terms: Sequence[Term],
    answer: Computed | None,
    happenings: Sequence[Happening],
    appeals: Sequence[HeardAppeal],
    receipt: Start | None,
) -> Case:
    return Case(
        stage=stage,
        outcome=outcome,
        terms=terms,
        answer=answer,
        answered_on=last(happenings, EventKind.DECIDED),
        refusals=refusals(happenings),
        starts=starts(happenings, receipt),
        questions=questions(happenings),
        appeals=[appealed(appeal, happenings) for appeal in appeals],
        ended_on=next((e.on for e in reversed(happenings) if e.kind in _ENDS), None),
    )


def _answered_on(happenings: Sequence[Happening]) -> date | None:
    answers = (EventKind.DECIDED, EventKind.SILENCE)
    return next((event.on for event in reversed(happenings) if event.kind in answers), None)


def _stated(happenings: Sequence[Happening]) -> date | None:
    stated = (event.stated_due_on for event in reversed(happenings) if event.stated_due_on)
    return next(stated, None)


def _receipt(
    happenings: Sequence[Happening], sent_on: date | None, delivery_days: int
) -> Start | None:
    known = [event for event in happenings if event.kind == EventKind.RECEIVED]
    if known:
        last = known[-1]
        how = "recorded as an estimate." if last.is_estimated else ""
        return Start("receipt", last.on, last.is_estimated, how)
    if sent_on is None:
        return None
    proofs = (event.on for event in happenings if event.kind in _PROVES_RECEIPT)
    proof = next((on for on in proofs if on >= sent_on), None)
    assumed = sent_on + timedelta(days=delivery_days)
    if proof is not None and proof <= assumed:
        return Start("receipt", proof, True, "the authority first wrote about it on this day.")
    how = f"it was sent on {in_words(sent_on)}, and {delivery_days} days are allowed for delivery."
    return Start("receipt", assumed, True, how)


def _pauses(happenings: Sequence[Happening]) -> tuple[Pause, ...]:
    pauses = []
    for number, event in enumerate(happenings):
        if not event.stops_clock:
            continue
        following = (e.on for e in happenings[number + 1 :] if e.kind in _ENDS_PAUSE)
        why = _ASKED.get(EventKind(event.kind), "the law stops it")
        pauses.append(Pause(event.on, next(following, None), why))
    return tuple(pauses)


def _answer(
    happenings: Sequence[Happening],
    terms: Sequence[Term],
    receipt: Start | None,
    pauses: Sequence[Pause],
    more: Sequence[Extension],
) -> Computed | None:
    if receipt is None:
        return None
    start = _registration(happenings, receipt)
    term = answer_term(terms, start.on)
    if term is None:
        return None
    if term.start != StartEvent.REGISTERED:
        start = receipt
    return due(term, start, pauses=pauses, extensions=extensions_of(more, term))


def _extensions(happenings: Sequence[Happening], terms: Sequence[Term]) -> list[Extension]:
    by_key = {known.key: known for known in terms}
    return [
        Extension(by_key[event.extension], event.on, event.appeal)
        for event in happenings
        if event.extension is not None and event.extension in by_key
    ]


def _taken_up_again(answer: Computed | None, on: date | None) -> Computed | None:
    if answer is None or on is None:
        return answer
    line = (
        f"The request was taken up again on {in_words(on)}. The law as recorded sets no new time "
        "for the answer."
    )
    return Computed(answer.term, answer.start, None, explanation=(line,))


def _before_it_was_taken_up(answer: Computed, happenings: Sequence[Happening]) -> Running:
    """Return the first answer with its day, if there was one: its silence keeps what it opened."""
    before = takewhile(lambda event: event.kind != EventKind.REOPENED, happenings)
    decided = (event.on for event in before if event.kind == EventKind.DECIDED)
    return Running(answer, met_on=next(decided, None))


def _registration(happenings: Sequence[Happening], receipt: Start) -> Start:
    on = last(happenings, EventKind.ACKNOWLEDGED)
    if on is not None:
        return Start("registration", on)
    how = "registration is not recorded; the day of receipt is taken, to be safe."
    return Start("registration", receipt.on, True, how)


def answer_term(terms: Sequence[Term], on: date) -> Term | None:
    """Return the rule about the answer to a request that was in force on a day.

    A rule of one authority goes before the general one.
    """
    in_force = [term for term in terms if term.is_answer and term.holds_on(on)]
    return max(in_force, key=lambda term: term.is_override, default=None)
