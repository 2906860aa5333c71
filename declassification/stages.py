"""How a request goes on: its states, the verbs that lead from one to the next, and why not.

A state says where the request stands, the outcome says how it ended; whether it is overdue, and
with whom the ball lies, is computed and never stored.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Stage(TextChoices):
    """Where a request stands. Not to be confused with its publication."""

    DRAFT = "draft", "draft"
    APPROVED = "approved", "approved, not yet sent"
    SENT = "sent", "sent"
    RECEIVED = "received", "received"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    IN_PROCESS = "in_process", "in process"
    CLARIFICATION_DUE = "clarification_due", "clarification asked of us"
    FEE_DUE = "fee_due", "fee asked of us"
    REFERRED = "referred", "referred to another authority"
    ROLLING = "rolling", "first documents released, more expected"
    DECIDED = "decided", "decided"
    CLOSED = "closed", "closed"
    WITHDRAWN = "withdrawn", "withdrawn by us"
    SUPERSEDED = "superseded", "superseded by another request"
    RETURNED = "returned", "returned without being dealt with"


class Outcome(TextChoices):
    """How a request ended (after the closures of the annual reports of US agencies)."""

    GRANTED_FULL = "granted_full", "granted in full"
    GRANTED_PART = "granted_part", "granted in part"
    DENIED_FULL = "denied_full", "denied in full"
    NO_RECORDS = "no_records", "no such documents found"
    NEITHER = "neither", "existence neither confirmed nor denied"
    NOT_THIS_AUTHORITY = "not_this_authority", "not held by this authority"
    IMPROPER = "improper", "refused as not properly made"
    DUPLICATE = "duplicate", "refused as a duplicate"
    IMPLICIT_REFUSAL = "implicit_refusal", "refused by silence"
    ADMIN_CLOSED = "admin_closed", "closed by the authority without a decision"


class Determination(TextChoices):
    """What an authority decided on one document."""

    RELEASED_FULL = "released_full", "released in full"
    RELEASED_PART = "released_part", "released with excisions"
    WITHHELD = "withheld", "withheld in full"
    NO_RECORD = "no_record", "not found"
    NEITHER = "neither", "existence neither confirmed nor denied"
    REFERRED = "referred", "referred to another authority for decision"


class EventKind(TextChoices):
    """What an entry of the log records; the words complete "the request was ..."."""

    APPROVED = "approved", "approved"
    SENT = "sent", "sent"
    RECEIVED = "received", "received"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    PROCESSING = "processing", "taken into process"
    CLARIFICATION_ASKED = "clarification_asked", "answered by asking us for clarification"
    CLARIFICATION_GIVEN = "clarification_given", "clarified by us"
    FEE_ASKED = "fee_asked", "answered by asking us for a fee"
    FEE_SETTLED = "fee_settled", "freed of the fee, paid or waived"
    REFERRED = "referred", "referred to another authority"
    PART_RELEASED = "part_released", "met with a first release"
    EXTENDED = "extended", "given more time"
    DATE_STATED = "date_stated", "given a due date by the authority"
    DOCUMENT_DECIDED = "document_decided", "decided for one document"
    DECIDED = "decided", "decided"
    SILENCE = "silence", "refused by silence"
    CLOSED = "closed", "closed"
    REOPENED = "reopened", "reopened"
    WITHDRAWN = "withdrawn", "withdrawn by us"
    SUPERSEDED = "superseded", "superseded by another request"
    RETURNED = "returned", "returned"
    NOTE = "note", "noted upon"


class Ball(TextChoices):
    """Who has to act next."""

    US = "us", "us"
    AUTHORITY = "authority", "the authority"
    NOBODY = "nobody", "nobody"


PREPARING = frozenset({Stage.DRAFT, Stage.APPROVED})
WITH_AUTHORITY = frozenset(
    {Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.IN_PROCESS, Stage.REFERRED, Stage.ROLLING}
)
ASKED_OF_US = frozenset({Stage.CLARIFICATION_DUE, Stage.FEE_DUE})
AWAITING_ANSWER = WITH_AUTHORITY | ASKED_OF_US | {Stage.SENT}
ENDED = frozenset({Stage.CLOSED, Stage.WITHDRAWN, Stage.SUPERSEDED})
ANSWERED = frozenset({Stage.DECIDED, Stage.CLOSED})
EVERY = frozenset(Stage)

BALL_WITH_US = PREPARING | ASKED_OF_US | {Stage.RETURNED, Stage.DECIDED}

ADVERSE = frozenset(Outcome) - {Outcome.GRANTED_FULL}
NEEDS_DECISIONS = frozenset({Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.DENIED_FULL})


def ball_with(stage: str) -> Ball:
    """Say who has to act next on a request at this stage."""
    if stage in BALL_WITH_US:
        return Ball.US
    return Ball.NOBODY if stage in ENDED else Ball.AUTHORITY


@dataclass(frozen=True, slots=True)
class Transition:
    """What one verb does: from which states, to which, and what it leaves in the log.

    Without a target the state stays. `not_before` names what may not be later than the verb's
    date; without it, nothing on the way of the request may. `public_words` are offered for the
    public timeline; the director may change or drop them.
    """

    verb: str
    label: str
    kind: EventKind
    sources: frozenset[Stage]
    target: Stage | None = None
    public_words: str = ""
    not_before: frozenset[EventKind] | None = None


_SENT = frozenset({EventKind.SENT, EventKind.RETURNED})
_ARRIVED = _SENT | {EventKind.RECEIVED}
_NOTHING: frozenset[EventKind] = frozenset()

# What stands beside the way of a request: it may be dated before what was recorded earlier.
BESIDE_THE_WAY = frozenset(
    {EventKind.NOTE, EventKind.DATE_STATED, EventKind.EXTENDED, EventKind.DOCUMENT_DECIDED}
)

TRANSITIONS = {
    step.verb: step
    for step in (
        Transition(
            "approve",
            "Approve for sending",
            EventKind.APPROVED,
            frozenset({Stage.DRAFT}),
            Stage.APPROVED,
        ),
        Transition(
            "send",
            "Record that it was sent",
            EventKind.SENT,
            frozenset({Stage.APPROVED, Stage.RETURNED}),
            Stage.SENT,
            "The request was sent.",
        ),
        Transition(
            "record_receipt",
            "Record its receipt",
            EventKind.RECEIVED,
            frozenset({Stage.SENT}),
            Stage.RECEIVED,
            "The authority received the request.",
        ),
        Transition(
            "record_receipt_late",
            "Record when it was received",
            EventKind.RECEIVED,
            WITH_AUTHORITY | ASKED_OF_US,
            None,
            "The authority received the request.",
            _SENT,
        ),
        Transition(
            "acknowledge",
            "Record the acknowledgement",
            EventKind.ACKNOWLEDGED,
            frozenset({Stage.SENT, Stage.RECEIVED}),
            Stage.ACKNOWLEDGED,
            "The authority confirmed that it has the request.",
        ),
        Transition(
            "start_processing",
            "Record that work has begun",
            EventKind.PROCESSING,
            frozenset({Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.REFERRED}),
            Stage.IN_PROCESS,
            "The authority began to search and review.",
        ),
        Transition(
            "ask_clarification",
            "They ask for clarification",
            EventKind.CLARIFICATION_ASKED,
            WITH_AUTHORITY,
            Stage.CLARIFICATION_DUE,
            "The authority asked us to clarify the request.",
        ),
        Transition(
            "answer_clarification",
            "We have clarified",
            EventKind.CLARIFICATION_GIVEN,
            frozenset({Stage.CLARIFICATION_DUE}),
            Stage.IN_PROCESS,
            "We answered the authority’s question.",
        ),
        Transition(
            "ask_fee",
            "They ask for a fee",
            EventKind.FEE_ASKED,
            WITH_AUTHORITY,
            Stage.FEE_DUE,
            "The authority asked for a fee.",
        ),
        Transition(
            "settle_fee",
            "The fee is paid or waived",
            EventKind.FEE_SETTLED,
            frozenset({Stage.FEE_DUE}),
            Stage.IN_PROCESS,
            "The question of the fee was settled.",
        ),
        Transition(
            "refer",
            "They refer it to another authority",
            EventKind.REFERRED,
            WITH_AUTHORITY - {Stage.REFERRED},
            Stage.REFERRED,
            "The authority passed the request on to another authority.",
        ),
        Transition(
            "release_part",
            "A first release, more to come",
            EventKind.PART_RELEASED,
            WITH_AUTHORITY,
            Stage.ROLLING,
            "The authority released a first part; more is expected.",
        ),
        Transition(
            "extend",
            "They take more time under the law",
            EventKind.EXTENDED,
            WITH_AUTHORITY | ASKED_OF_US,
            None,
            "The authority took more time, as the law allows.",
            _ARRIVED,
        ),
        Transition(
            "state_due_date",
            "They state a due date",
            EventKind.DATE_STATED,
            AWAITING_ANSWER,
            None,
            "The authority said by when it expects to answer.",
            _SENT,
        ),
        Transition(
            "decide_document",
            "Record the decision on a document",
            EventKind.DOCUMENT_DECIDED,
            WITH_AUTHORITY | ASKED_OF_US | {Stage.DECIDED},
            None,
            "",
            _ARRIVED,
        ),
        Transition(
            "decide",
            "Record the decision on the request",
            EventKind.DECIDED,
            WITH_AUTHORITY | ASKED_OF_US,
            Stage.DECIDED,
            "The authority decided.",
        ),
        Transition(
            "record_silence",
            "Record the refusal by silence",
            EventKind.SILENCE,
            WITH_AUTHORITY | {Stage.SENT},
            Stage.DECIDED,
            "The authority did not answer in time; under the law this is a refusal.",
        ),
        Transition(
            "close",
            "Close",
            EventKind.CLOSED,
            frozenset({Stage.DECIDED}),
            Stage.CLOSED,
            "The request was closed.",
        ),
        Transition(
            "reopen",
            "Reopen",
            EventKind.REOPENED,
            ANSWERED,
            Stage.IN_PROCESS,
            "The request was taken up again.",
        ),
        Transition(
            "withdraw_request",
            "We withdraw it",
            EventKind.WITHDRAWN,
            PREPARING | AWAITING_ANSWER | {Stage.RETURNED},
            Stage.WITHDRAWN,
            "We withdrew the request.",
        ),
        Transition(
            "supersede",
            "Another request takes its place",
            EventKind.SUPERSEDED,
            PREPARING | AWAITING_ANSWER | {Stage.RETURNED},
            Stage.SUPERSEDED,
            "Another request took the place of this one.",
        ),
        Transition(
            "mark_returned",
            "It came back without being dealt with",
            EventKind.RETURNED,
            frozenset({Stage.SENT}),
            Stage.RETURNED,
            "The request came back without being dealt with.",
        ),
        Transition("add_note", "Add a note", EventKind.NOTE, EVERY, not_before=_NOTHING),
    )
}


def possible_verbs(stage: str) -> list[Transition]:
    """Return the verbs that are possible at a stage, in the order in which they are usual."""
    return [step for step in TRANSITIONS.values() if stage in step.sources]


def why_not(step: Transition, stage: str, number: str) -> str:
    """Say why a verb is refused at this stage and what is possible instead."""
    possible = "; ".join(other.label for other in possible_verbs(stage))
    return (
        f"“{step.label}” is not possible: {number} is in the state “{Stage(stage).label}”. "
        f"Possible now: {possible}."
    )
