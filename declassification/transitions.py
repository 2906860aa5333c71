"""How a request goes on: the verbs that lead from one state to the next, and why not."""

from dataclasses import dataclass

from declassification.stages import (
    ANSWERED,
    ASKED_OF_US,
    AWAITING_ANSWER,
    EVERY,
    PREPARING,
    WITH_AUTHORITY,
    EventKind,
    Stage,
)


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
            WITH_AUTHORITY,
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
        Transition(
            "refuse_fee_waiver",
            "They refuse a fee waiver or priority",
            EventKind.FEE_REFUSED,
            AWAITING_ANSWER,
            None,
            "The authority refused to waive the fee or to treat the request with priority.",
            _SENT,
        ),
        Transition(
            "record_public_release",
            "They open an excised copy to the public",
            EventKind.PUBLIC_RELEASE,
            WITH_AUTHORITY | ANSWERED,
            None,
            "The archive opened an excised copy to the public.",
            _ARRIVED,
        ),
        Transition(
            "record_notice",
            "Notice of an intended release is given",
            EventKind.NOTICE_GIVEN,
            WITH_AUTHORITY,
            None,
            "The archive gave notice that it intends to release the documents.",
            _ARRIVED,
        ),
        Transition(
            "record_reply",
            "A letter came; what it says is recorded later",
            EventKind.REPLY,
            EVERY - PREPARING,
            None,
            "",
            _NOTHING,
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
    asks_again = step.target in ASKED_OF_US and stage in ASKED_OF_US
    overlap = "They wait for our answer already: two pauses can not overlap. "
    return (
        f"“{step.label}” is not possible: {number} is in the state “{Stage(stage).label}”. "
        f"{overlap if asks_again else ''}Possible now: {possible}."
    )
