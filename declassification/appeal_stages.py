"""How an appeal goes on: its states, the steps between them, and how it can end.

An appeal has a way of its own beside that of the request: the request stays decided while the
refusal is disputed, and is taken up again when the matter is sent back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from declassification.stages import EventKind
from declassification.terms import Level


class AppealStage(TextChoices):
    """Where an appeal stands."""

    PREPARING = "preparing", "in preparation"
    FILED = "filed", "filed"
    RECEIVED = "received", "received"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    MATERIALS_REQUESTED = "materials_requested", "documents requested from the agency"
    MATERIALS_RECEIVED = "materials_received", "documents received from the agency"
    UNDER_REVIEW = "under_review", "under review"
    DECIDED = "decided", "decided"
    ADMIN_CLOSED = "admin_closed", "closed without a decision"
    WITHDRAWN = "withdrawn", "withdrawn by us"


class AppealOutcome(TextChoices):
    """How an appeal ended."""

    AFFIRMED = "affirmed", "refusal upheld"
    REVERSED_PART = "reversed_part", "refusal reversed in part"
    REVERSED_FULL = "reversed_full", "refusal reversed"
    REMANDED = "remanded", "sent back to be decided anew"
    FAVOURABLE = "favourable", "opinion in favour of access"
    UNFAVOURABLE = "unfavourable", "opinion against access"
    SETTLED = "settled", "settled"
    UNTIMELY = "untimely", "refused as out of time"


class Trigger(TextChoices):
    """What an appeal is directed against."""

    DENIAL = "denial", "a denial in full"
    PARTIAL_DENIAL = "partial_denial", "a denial in part"
    SILENCE = "silence", "silence"
    NO_RECORDS = "no_records", "“no such documents found”"
    SEARCH = "search", "a search that was not adequate"
    NEITHER = "neither", "a refusal to confirm or deny"
    FEE = "fee", "a decision about fees"
    SPEED = "speed", "a refusal to treat it with priority"
    OTHER = "other", "another decision"


ADVERSE_ENDS = frozenset(
    {
        AppealOutcome.AFFIRMED,
        AppealOutcome.REVERSED_PART,
        AppealOutcome.UNFAVOURABLE,
        AppealOutcome.UNTIMELY,
    }
)
SENDS_BACK = frozenset(
    {AppealOutcome.REMANDED, AppealOutcome.REVERSED_PART, AppealOutcome.REVERSED_FULL}
)
# A commission on access gives an opinion; the authority may follow it or not.
OPINIONS = frozenset({AppealOutcome.FAVOURABLE, AppealOutcome.UNFAVOURABLE})
GIVES_OPINIONS = frozenset({Level.REGULATOR, Level.MEDIATION})

BEFORE_THE_BODY = frozenset(
    {
        AppealStage.FILED,
        AppealStage.RECEIVED,
        AppealStage.ACKNOWLEDGED,
        AppealStage.MATERIALS_REQUESTED,
        AppealStage.MATERIALS_RECEIVED,
        AppealStage.UNDER_REVIEW,
    }
)
OPEN = BEFORE_THE_BODY | {AppealStage.PREPARING}


@dataclass(frozen=True, slots=True)
class AppealStep:
    """What one verb does to an appeal; without a target its state stays."""

    verb: str
    label: str
    kind: EventKind
    sources: frozenset[AppealStage]
    target: AppealStage | None
    public_words: str = ""


APPEAL_STEPS = {
    step.verb: step
    for step in (
        AppealStep(
            "file",
            "Record that it was filed",
            EventKind.APPEAL_FILED,
            frozenset({AppealStage.PREPARING}),
            AppealStage.FILED,
            "We appealed.",
        ),
        AppealStep(
            "receive",
            "Record its receipt",
            EventKind.APPEAL_RECEIVED,
            frozenset({AppealStage.FILED}),
            AppealStage.RECEIVED,
            "The appeal was received.",
        ),
        AppealStep(
            "acknowledge",
            "Record the acknowledgement or registration",
            EventKind.APPEAL_ACKNOWLEDGED,
            frozenset({AppealStage.FILED, AppealStage.RECEIVED}),
            AppealStage.ACKNOWLEDGED,
            "The appeal was registered.",
        ),
        AppealStep(
            "extend",
            "They take more time under the law",
            EventKind.APPEAL_EXTENDED,
            BEFORE_THE_BODY,
            None,
            "More time was taken for the appeal, as the law allows.",
        ),
        AppealStep(
            "request_materials",
            "The documents are requested from the agency",
            EventKind.MATERIALS_REQUESTED,
            frozenset({AppealStage.FILED, AppealStage.RECEIVED, AppealStage.ACKNOWLEDGED}),
            AppealStage.MATERIALS_REQUESTED,
        ),
        AppealStep(
            "receive_materials",
            "The documents have come from the agency",
            EventKind.MATERIALS_RECEIVED,
            frozenset({AppealStage.MATERIALS_REQUESTED}),
            AppealStage.MATERIALS_RECEIVED,
        ),
        AppealStep(
            "review",
            "It is under review",
            EventKind.APPEAL_REVIEWED,
            BEFORE_THE_BODY - {AppealStage.UNDER_REVIEW},
            AppealStage.UNDER_REVIEW,
            "The appeal is under review.",
        ),
        AppealStep(
            "decide",
            "Record the decision or opinion",
            EventKind.APPEAL_DECIDED,
            BEFORE_THE_BODY,
            AppealStage.DECIDED,
            "The appeal was decided.",
        ),
        AppealStep(
            "confirm_refusal",
            "The authority confirms its refusal",
            EventKind.REFUSAL_CONFIRMED,
            BEFORE_THE_BODY | {AppealStage.DECIDED},
            None,
            "After the opinion the authority confirmed its refusal.",
        ),
        AppealStep(
            "close_without_decision",
            "It is closed without a decision",
            EventKind.APPEAL_CLOSED,
            BEFORE_THE_BODY,
            AppealStage.ADMIN_CLOSED,
            "The appeal was closed without a decision.",
        ),
        AppealStep(
            "withdraw",
            "We withdraw it",
            EventKind.APPEAL_WITHDRAWN,
            OPEN,
            AppealStage.WITHDRAWN,
            "We withdrew the appeal.",
        ),
    )
}


def possible_steps(stage: str, level: str) -> list[AppealStep]:
    """Return the steps possible for an appeal; only an opinion can be answered by a refusal."""
    return [
        step
        for step in APPEAL_STEPS.values()
        if stage in step.sources
        and (step.kind != EventKind.REFUSAL_CONFIRMED or level in GIVES_OPINIONS)
    ]


def why_no_step(
    step: AppealStep, stage: str, level: str, possible_now: Sequence[AppealStep]
) -> str:
    """Say why a step is refused now, and what is possible instead."""
    possible = "; ".join(other.label for other in possible_now) or "nothing more"
    return (
        f"“{step.label}” is not possible: the {Level(level).label} is in the state "
        f"“{AppealStage(stage).label}”. Possible now: {possible}."
    )
