"""What the log of a request tells the clocks: refusals, questions to us, appeals and their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from declassification.appeal_stages import SENDS_BACK
from declassification.cases import Appealed, Question, Refusal
from declassification.explaining import in_words
from declassification.stages import ADVERSE, APPEAL_KINDS, EventKind
from declassification.terms import Start, StartEvent

_ANSWERS = {
    EventKind.CLARIFICATION_ASKED: EventKind.CLARIFICATION_GIVEN,
    EventKind.FEE_ASKED: EventKind.FEE_SETTLED,
}
_STARTS = {
    EventKind.REFERRED: (StartEvent.REFERRED, "the referral"),
    EventKind.NOTICE_GIVEN: (StartEvent.NOTICE, "the notice"),
    EventKind.PUBLIC_RELEASE: (StartEvent.PUBLIC_RELEASE, "the public release"),
}
_PROVES_RECEIPT = APPEAL_KINDS - {
    EventKind.APPEAL_BEGUN,
    EventKind.APPEAL_FILED,
    EventKind.APPEAL_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """What the clocks need to know of one entry of the log."""

    kind: str
    on: date
    is_estimated: bool = False
    stops_clock: bool = False
    stated_due_on: date | None = None
    extension: int | None = None
    outcome: str = ""
    reached_us_on: date | None = None
    reply_by: date | None = None
    appeal: int | None = None
    appeal_outcome: str = ""
    is_adverse: bool = False


@dataclass(frozen=True, slots=True)
class HeardAppeal:
    """An appeal as it is recorded; its days are in the log. `delivery_days` are calendar days."""

    key: int | None
    level: str
    stage: str
    outcome: str
    delivery_days: int
    against: str = ""


def last(happenings: Sequence[Happening], kind: str) -> date | None:
    """Return the day of the last entry of a kind."""
    return next((event.on for event in reversed(happenings) if event.kind == kind), None)


def refusals(happenings: Sequence[Happening]) -> list[Refusal]:
    """Return the adverse decisions, one to a day, and whether the request was taken up after them.

    A decision on one document before the decision on the whole request is an interim one. One that
    an appeal sent back is gone; one before a request was taken up otherwise stands until the next.
    """
    found: dict[tuple[date, bool], Refusal] = {}
    for event in happenings:
        if event.appeal is not None and event.appeal_outcome in SENDS_BACK:
            found.clear()
        if event.kind == EventKind.REOPENED:
            found = {key: replace(one, was_taken_up=True) for key, one in found.items()}
        is_final = event.kind == EventKind.DECIDED and event.outcome in ADVERSE
        is_interim = event.kind == EventKind.DOCUMENT_DECIDED and event.is_adverse
        if is_final or is_interim:
            refusal = Refusal(event.on, event.reached_us_on, event.reply_by, is_final)
            found[event.on, is_final] = refusal
    final_days = {refusal.on for refusal in found.values() if refusal.is_final}
    return [r for r in found.values() if r.is_final or r.on not in final_days]


def starts(happenings: Sequence[Happening], receipt: Start | None) -> list[tuple[str, Start]]:
    """Return the other events of a request from which the terms of a law run."""
    return list(_starts(happenings, receipt))


def _starts(happenings: Sequence[Happening], receipt: Start | None) -> Iterator[tuple[str, Start]]:
    if receipt is not None:
        yield StartEvent.RECEIVED, receipt
    registered = last(happenings, EventKind.ACKNOWLEDGED)
    if registered is not None:
        yield StartEvent.REGISTERED, Start("registration", registered)
    for event in happenings:
        if event.kind in _STARTS:
            name, words = _STARTS[EventKind(event.kind)]
            yield name, Start(words, event.on)
        if event.kind == EventKind.FEE_REFUSED:
            yield (
                StartEvent.FEE_REFUSAL_RECEIVED,
                Start("receipt of that refusal", event.reached_us_on or event.on),
            )


def questions(happenings: Sequence[Happening]) -> list[Question]:
    """Return the questions to us that name a day for our answer."""
    found = []
    for number, event in enumerate(happenings):
        if event.kind not in _ANSWERS or event.reply_by is None:
            continue
        answer = _ANSWERS[EventKind(event.kind)]
        following = (e.on for e in happenings[number + 1 :] if e.kind == answer)
        found.append(Question(event.kind, event.on, event.reply_by, next(following, None)))
    return found


def appealed(appeal: HeardAppeal, happenings: Sequence[Happening]) -> Appealed:
    """Return what the log says of one appeal; receipt not recorded is estimated, and said so."""
    own = [event for event in happenings if event.appeal == appeal.key]
    filed_on = last(own, EventKind.APPEAL_FILED)
    received = _received(own, filed_on, appeal)
    acknowledged = last(own, EventKind.APPEAL_ACKNOWLEDGED)
    decided = next((e for e in reversed(own) if e.kind == EventKind.APPEAL_DECIDED), None)
    return Appealed(
        key=appeal.key,
        level=appeal.level,
        stage=appeal.stage,
        outcome=appeal.outcome,
        filed_on=filed_on,
        received=received,
        registered=Start("registration of the appeal", acknowledged) if acknowledged else received,
        decided_on=decided.on if decided else None,
        decision_reached_us_on=decided.reached_us_on if decided else None,
        appeal_by=decided.reply_by if decided else None,
        confirmed_on=last(own, EventKind.REFUSAL_CONFIRMED),
        ended_on=last(own, EventKind.APPEAL_WITHDRAWN) or last(own, EventKind.APPEAL_CLOSED),
        against=appeal.against,
    )


def _received(own: Sequence[Happening], filed_on: date | None, appeal: HeardAppeal) -> Start | None:
    words = "receipt of the appeal"
    known = last(own, EventKind.APPEAL_RECEIVED)
    if known is not None:
        return Start(words, known)
    if filed_on is None:
        return None
    assumed = filed_on + timedelta(days=appeal.delivery_days)
    proof = min((event.on for event in own if event.kind in _PROVES_RECEIPT), default=None)
    if proof is not None and proof <= assumed:
        return Start(words, proof, True, "those who hear it first wrote about it on this day.")
    how = (
        f"it was filed on {in_words(filed_on)}, and {appeal.delivery_days} days are allowed for "
        "delivery."
    )
    return Start(words, assumed, True, how)
