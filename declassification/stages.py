"""Where a request stands: its states, how it can end, and what its log records.

A state says where the request stands, the outcome says how it ended; whether it is overdue, and
with whom the ball lies, is computed and never stored.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Stage(TextChoices):
    """Where a request stands. Not to be confused with its publication."""

    DRAFT = "draft", gettext_lazy("draft")
    APPROVED = "approved", gettext_lazy("approved, not yet sent")
    SENT = "sent", gettext_lazy("sent")
    RECEIVED = "received", gettext_lazy("received")
    ACKNOWLEDGED = "acknowledged", gettext_lazy("acknowledged")
    IN_PROCESS = "in_process", gettext_lazy("in process")
    CLARIFICATION_DUE = "clarification_due", gettext_lazy("clarification asked of us")
    FEE_DUE = "fee_due", gettext_lazy("fee asked of us")
    REFERRED = "referred", gettext_lazy("referred to another authority")
    ROLLING = "rolling", gettext_lazy("first documents released, more expected")
    DECIDED = "decided", gettext_lazy("decided")
    CLOSED = "closed", gettext_lazy("closed")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn by us")
    SUPERSEDED = "superseded", gettext_lazy("superseded by another request")
    RETURNED = "returned", gettext_lazy("returned without being dealt with")


class Outcome(TextChoices):
    """How a request ended (after the closures of the annual reports of US agencies)."""

    GRANTED_FULL = "granted_full", gettext_lazy("granted in full")
    GRANTED_PART = "granted_part", gettext_lazy("granted in part")
    DENIED_FULL = "denied_full", gettext_lazy("denied in full")
    NO_RECORDS = "no_records", gettext_lazy("no such documents found")
    NEITHER = "neither", gettext_lazy("existence neither confirmed nor denied")
    NOT_THIS_AUTHORITY = "not_this_authority", gettext_lazy("not held by this authority")
    IMPROPER = "improper", gettext_lazy("refused as not properly made")
    DUPLICATE = "duplicate", gettext_lazy("refused as a duplicate")
    IMPLICIT_REFUSAL = "implicit_refusal", gettext_lazy("refused by silence")
    ADMIN_CLOSED = "admin_closed", gettext_lazy("closed by the authority without a decision")


class Determination(TextChoices):
    """What an authority decided on one document."""

    RELEASED_FULL = "released_full", gettext_lazy("released in full")
    RELEASED_PART = "released_part", gettext_lazy("released with excisions")
    WITHHELD = "withheld", gettext_lazy("withheld in full")
    NO_RECORD = "no_record", gettext_lazy("not found")
    NEITHER = "neither", gettext_lazy("existence neither confirmed nor denied")
    REFERRED = "referred", gettext_lazy("referred to another authority for decision")


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
    REPLY = "reply", "answered by a letter, to be classified"
    FEE_REFUSED = "fee_refused", "refused a waiver of fees or priority"
    PUBLIC_RELEASE = "public_release", "met with a public release of an excised copy"
    NOTICE_GIVEN = "notice_given", "met with a notice of an intended release"
    APPEAL_BEGUN = "appeal_begun", "taken to appeal, in preparation"
    APPEAL_FILED = "appeal_filed", "appealed"
    APPEAL_RECEIVED = "appeal_received", "appealed, and the appeal received"
    APPEAL_ACKNOWLEDGED = "appeal_acknowledged", "appealed, and the appeal registered"
    APPEAL_EXTENDED = "appeal_extended", "appealed, and more time taken for the appeal"
    MATERIALS_REQUESTED = "materials_requested", "asked for by those who hear the appeal"
    MATERIALS_RECEIVED = "materials_received", "sent to those who hear the appeal"
    APPEAL_REVIEWED = "appeal_reviewed", "under review on appeal"
    APPEAL_DECIDED = "appeal_decided", "decided on appeal"
    REFUSAL_CONFIRMED = "refusal_confirmed", "refused again after the opinion"
    APPEAL_CLOSED = "appeal_closed", "closed on appeal without a decision"
    APPEAL_WITHDRAWN = "appeal_withdrawn", "freed of the appeal, withdrawn by us"


APPEAL_KINDS = frozenset(
    {
        EventKind.APPEAL_BEGUN,
        EventKind.APPEAL_FILED,
        EventKind.APPEAL_RECEIVED,
        EventKind.APPEAL_ACKNOWLEDGED,
        EventKind.APPEAL_EXTENDED,
        EventKind.MATERIALS_REQUESTED,
        EventKind.MATERIALS_RECEIVED,
        EventKind.APPEAL_REVIEWED,
        EventKind.APPEAL_DECIDED,
        EventKind.REFUSAL_CONFIRMED,
        EventKind.APPEAL_CLOSED,
        EventKind.APPEAL_WITHDRAWN,
    }
)


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
REFUSED = frozenset(
    {
        Determination.RELEASED_PART,
        Determination.WITHHELD,
        Determination.NO_RECORD,
        Determination.NEITHER,
    }
)
SHOWING = frozenset({Determination.RELEASED_FULL, Determination.RELEASED_PART})
NEEDS_DECISIONS = frozenset({Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.DENIED_FULL})


def ball_with(stage: str) -> Ball:
    """Say who has to act next on a request at this stage."""
    if stage in BALL_WITH_US:
        return Ball.US
    return Ball.NOBODY if stage in ENDED else Ball.AUTHORITY


# What stands beside the way of a request: it may be dated before what was recorded earlier.
BESIDE_THE_WAY = APPEAL_KINDS | {
    EventKind.NOTE,
    EventKind.REPLY,
    EventKind.DATE_STATED,
    EventKind.EXTENDED,
    EventKind.DOCUMENT_DECIDED,
    EventKind.FEE_REFUSED,
    EventKind.PUBLIC_RELEASE,
    EventKind.NOTICE_GIVEN,
}

# The days that a letter of each kind may tell besides its own: what a correction can set right.
DAYS_TOLD: dict[str, tuple[str, ...]] = {
    EventKind.DECIDED: ("received_on", "reply_by"),
    EventKind.DOCUMENT_DECIDED: ("received_on", "reply_by"),
    EventKind.APPEAL_DECIDED: ("received_on", "reply_by"),
    EventKind.CLARIFICATION_ASKED: ("reply_by",),
    EventKind.FEE_ASKED: ("reply_by",),
    EventKind.FEE_REFUSED: ("received_on",),
    EventKind.REPLY: ("received_on",),
    EventKind.ACKNOWLEDGED: ("stated_due_on",),
    EventKind.PROCESSING: ("stated_due_on",),
    EventKind.PART_RELEASED: ("stated_due_on",),
    EventKind.EXTENDED: ("stated_due_on",),
    EventKind.DATE_STATED: ("stated_due_on",),
}
