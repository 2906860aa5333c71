"""A request and its appeals as the terms of its law see them. Plain values, read from the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from declassification.terms import Actor, Computed, Extension, Start, Term


@dataclass(frozen=True, slots=True)
class Refusal:
    """An adverse decision: its day, when its letter reached us, until when it says we may act.

    It holds until a later one on the whole request: for good, or, where it was on a part or the
    request was taken up again after it, for the time being.
    """

    on: date
    reached_us_on: date | None = None
    appeal_by: date | None = None
    is_final: bool = True
    was_taken_up: bool = False


@dataclass(frozen=True, slots=True)
class Appealed:
    """What the clocks need to know of one appeal."""

    key: int | None
    level: str
    stage: str
    outcome: str = ""
    filed_on: date | None = None
    received: Start | None = None
    registered: Start | None = None
    decided_on: date | None = None
    decision_reached_us_on: date | None = None
    confirmed_on: date | None = None
    appeal_by: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the authority to us, and by when it wants the answer."""

    kind: str
    on: date
    reply_by: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Case:
    """A request and its appeals as the terms of its law see them."""

    stage: str
    outcome: str
    terms: Sequence[Term]
    answer: Computed | None = None
    answered_on: date | None = None
    refusals: Sequence[Refusal] = ()
    starts: Sequence[tuple[str, Start]] = ()
    questions: Sequence[Question] = ()
    appeals: Sequence[Appealed] = ()
    extensions: Sequence[Extension] = ()
    first_answer: "Running | None" = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """One term in a case. `met_on` is the day of what it waited for; `ended_why`, why it fell away.

    `stated_on` is the date that the letter itself names, kept beside ours; `ended_on`, the day on
    which an appeal ended without a decision.
    """

    computed: Computed
    appeal: int | None = None
    met_on: date | None = None
    ended_why: str = ""
    stated_on: date | None = None
    ended_on: date | None = None

    @property
    def term(self) -> Term:
        return self.computed.term

    @property
    def due(self) -> date | None:
        return self.computed.due

    @property
    def opens_on(self) -> date:
        """The first day on which it runs: that of an event, the day after a silence."""
        return self.computed.start.opens_on

    @property
    def is_ours(self) -> bool:
        return self.term.actor == Actor.REQUESTER

    @property
    def is_open(self) -> bool:
        return self.met_on is None and not self.ended_why

    @property
    def act_by(self) -> date | None:
        """The day that must not be missed: the earlier of the law's and the letter's."""
        known = [day for day in (self.due, self.stated_on) if day is not None]
        return min(known, default=None)
