"""Both clocks of a request, read from its log: theirs (overdue) and ours (rights that lapse).

Nothing here is stored. “We sent it” starts no clock of a law; where receipt is not known it is
estimated, and everything that follows from it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declassification.appeal_stages import OPINIONS, AppealOutcome, Trigger
from declassification.cases import Appealed, Case, Running
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
    Level,
    Pause,
    Start,
    StartEvent,
    Term,
)

SOON = 14

_ASKED = {
    EventKind.CLARIFICATION_ASKED: gettext_lazy("the authority asked us for clarification"),
    EventKind.FEE_ASKED: gettext_lazy("the authority asked us for a fee"),
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

    @property
    def theirs(self) -> list[Running]:
        """What the authority owes besides the answer, and has not given: the desk tells it too."""
        owed = [one for one in self.running if not one.is_ours and one.is_open]
        return [one for one in owed if not one.term.is_answer and one.due is not None]

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
    heard = [appealed(appeal, happenings) for appeal in appeals]
    above = _decided_above(first, heard, happenings)
    reopened = last(happenings, EventKind.REOPENED)
    answer = _taken_up_again(first, reopened) if reopened else _no_longer_owed(first, above)
    answered_on = _answered_on(happenings) if stage in ANSWERED else None
    case = _case(stage, outcome, terms, answer, happenings, heard, receipt)
    if answer is not first and first is not None:
        case = replace(case, first_answer=_before_it_was_taken_up(first, happenings))
    case = replace(case, extensions=more, decided_above=above)
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
    appeals: Sequence[Appealed],
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
        appeals=appeals,
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
        how = _("recorded as an estimate.") if last.is_estimated else ""
        return Start(_("receipt"), last.on, last.is_estimated, how)
    if sent_on is None:
        return None
    proofs = (event.on for event in happenings if event.kind in _PROVES_RECEIPT)
    proof = next((on for on in proofs if on >= sent_on), None)
    assumed = sent_on + timedelta(days=delivery_days)
    if proof is not None and proof <= assumed:
        return Start(
            _("receipt"), proof, True, _("the authority first wrote about it on this day.")
        )
    how = _("it was sent on {day}, and {delivery_days} days are allowed for delivery.").format(
        day=in_words(sent_on), delivery_days=delivery_days
    )
    return Start(_("receipt"), assumed, True, how)


def _pauses(happenings: Sequence[Happening]) -> tuple[Pause, ...]:
    pauses = []
    for number, event in enumerate(happenings):
        if not event.stops_clock:
            continue
        following = (e.on for e in happenings[number + 1 :] if e.kind in _ENDS_PAUSE)
        why = str(_ASKED.get(EventKind(event.kind), _("the law stops it")))
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


def _decided_above(
    answer: Computed | None, appeals: Sequence[Appealed], happenings: Sequence[Happening]
) -> Appealed | None:
    """Return the appeal against silence that was decided before any answer came.

    An opinion decides nothing, and who finds an appeal too late has not ruled on the matter.
    """
    if answer is None or answer.due is None:
        return None
    answers = {EventKind.DECIDED, EventKind.SILENCE}
    answered = min((e.on for e in happenings if e.kind in answers), default=date.max)
    refused = min((r.on for r in refusals(happenings)), default=date.max)
    return next(
        (
            one
            for one in appeals
            if one.decided_on is not None
            and one.decided_on < answered
            and one.filed_on is not None
            and one.filed_on > answer.due
            and _rules_on_silence(one, was_refused=refused <= one.filed_on)
        ),
        None,
    )


def _rules_on_silence(appeal: Appealed, *, was_refused: bool) -> bool:
    if appeal.level == Level.MEDIATION or appeal.outcome in OPINIONS | {AppealOutcome.UNTIMELY}:
        return False
    if appeal.against in (Trigger.FEE, Trigger.SPEED):
        return False
    return appeal.against == Trigger.SILENCE or not was_refused


def _no_longer_owed(answer: Computed | None, above: Appealed | None) -> Computed | None:
    if answer is None or above is None or above.decided_on is None:
        return answer
    how = AppealOutcome(above.outcome).label
    line = _(
        "No answer came in time. On {day} it was decided on appeal "
        "({level}: {how}). The law as recorded sets no new time for the answer."
    ).format(day=in_words(above.decided_on), level=Level(above.level).label, how=how)
    return Computed(answer.term, answer.start, None, explanation=(*answer.explanation, line))


def _taken_up_again(answer: Computed | None, on: date | None) -> Computed | None:
    if answer is None or on is None:
        return answer
    line = _(
        "The request was taken up again on {day}. The law as recorded "
        "sets no new time for the answer."
    ).format(day=in_words(on))
    return Computed(answer.term, answer.start, None, explanation=(line,))


def _before_it_was_taken_up(answer: Computed, happenings: Sequence[Happening]) -> Running:
    """Return the first answer with its day, if there was one: its silence keeps what it opened."""
    before = takewhile(lambda event: event.kind != EventKind.REOPENED, happenings)
    decided = (event.on for event in before if event.kind == EventKind.DECIDED)
    return Running(answer, met_on=next(decided, None))


def _registration(happenings: Sequence[Happening], receipt: Start) -> Start:
    on = last(happenings, EventKind.ACKNOWLEDGED)
    if on is not None:
        return Start(_("registration"), on)
    how = _("registration is not recorded; the day of receipt is taken, to be safe.")
    return Start(_("registration"), receipt.on, True, how)


def answer_term(terms: Sequence[Term], on: date) -> Term | None:
    """Return the rule about the answer to a request that was in force on a day.

    A rule of one authority goes before the general one.
    """
    in_force = [term for term in terms if term.is_answer and term.holds_on(on)]
    return max(in_force, key=lambda term: term.is_override, default=None)
