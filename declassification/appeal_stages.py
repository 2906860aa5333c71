"""How an appeal goes on: its states, the steps between them, and how it can end.

An appeal has a way of its own beside that of the request: the request stays decided while the
refusal is disputed, and is taken up again when the matter is sent back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from declassification.stages import EventKind
from declassification.terms import Level


class AppealStage(TextChoices):
    """Where an appeal stands."""

    PREPARING = "preparing", gettext_lazy("in preparation")
    FILED = "filed", gettext_lazy("filed")
    RECEIVED = "received", gettext_lazy("received")
    ACKNOWLEDGED = "acknowledged", gettext_lazy("acknowledged")
    MATERIALS_REQUESTED = "materials_requested", gettext_lazy("documents requested from the agency")
    MATERIALS_RECEIVED = "materials_received", gettext_lazy("documents received from the agency")
    UNDER_REVIEW = "under_review", gettext_lazy("under review")
    DECIDED = "decided", gettext_lazy("decided")
    ADMIN_CLOSED = "admin_closed", gettext_lazy("closed without a decision")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn by us")


class AppealOutcome(TextChoices):
    """How an appeal ended."""

    AFFIRMED = "affirmed", gettext_lazy("refusal upheld")
    REVERSED_PART = "reversed_part", gettext_lazy("refusal reversed in part")
    REVERSED_FULL = "reversed_full", gettext_lazy("refusal reversed")
    REMANDED = "remanded", gettext_lazy("sent back to be decided anew")
    FAVOURABLE = "favourable", gettext_lazy("opinion in favour of access")
    UNFAVOURABLE = "unfavourable", gettext_lazy("opinion against access")
    SETTLED = "settled", gettext_lazy("settled")
    UNTIMELY = "untimely", gettext_lazy("refused as out of time")


class Trigger(TextChoices):
    """What an appeal is directed against."""

    DENIAL = "denial", gettext_lazy("a denial in full")
    PARTIAL_DENIAL = "partial_denial", gettext_lazy("a denial in part")
    SILENCE = "silence", gettext_lazy("silence")
    NO_RECORDS = "no_records", gettext_lazy("“no such documents found”")
    SEARCH = "search", gettext_lazy("a search that was not adequate")
    NEITHER = "neither", gettext_lazy("a refusal to confirm or deny")
    FEE = "fee", gettext_lazy("a decision about fees")
    SPEED = "speed", gettext_lazy("a refusal to treat it with priority")
    OTHER = "other", gettext_lazy("another decision")


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
