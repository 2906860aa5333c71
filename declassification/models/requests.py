from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from collections_app import dependants
from collections_app.declassification_status import refresh_status
from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    Copy,
    Recorded,
    Subject,
    allot_references,
)
from collections_app.publication import Gap, PublicationState, Publishable, PublishableQuerySet
from declassification.clocks import SOON
from declassification.models.authorities import Authority
from declassification.models.deadlines import Deadline
from declassification.models.proceedings import WAY_FIELDS
from declassification.models.regimes import LegalRegime, RequestKind
from declassification.models.verbs import Conducted
from declassification.stages import (
    BALL_WITH_US,
    ENDED,
    PREPARING,
    Ball,
    Determination,
    Stage,
)

if TYPE_CHECKING:
    from collections_app.models import User

# What somebody was let see by permission or under seal is never told, not even that it exists.
NEVER_TOLD = (AccessCondition.PERSONAL_PERMISSION, AccessCondition.SEALED)

# What the clocks of a request are computed from.
CLOCK_RELATIONS = (
    "authority",
    "events__decision",
    "appeals__body",
    "regime__rules__calendar__closures",
)


class AccessRequestQuerySet(PublishableQuerySet):
    """Requests; public only together with the authority they are addressed to."""

    def public(self, at: datetime | None = None) -> Self:
        return super().public(at).filter(authority__in=Authority.objects.public(at))

    def counted(self) -> Self:
        """Leave out demonstrations: they are in no statistics and no feed."""
        return self.filter(is_demonstration=False)

    def for_card(self) -> Self:
        """Load what one line of a list prints."""
        return self.select_related("authority", "regime")

    def with_clock(self) -> Self:
        """Load what the clocks are computed from: six more queries, however many requests."""
        return self.prefetch_related(*CLOCK_RELATIONS)

    def ball_with(self, ball: Ball) -> Self:
        """Keep the requests on which this side has to act next."""
        ours, nobodys = Stage.values, ENDED
        stages = {
            Ball.US: BALL_WITH_US,
            Ball.NOBODY: nobodys,
            Ball.AUTHORITY: frozenset(ours) - BALL_WITH_US - nobodys,
        }
        return self.filter(stage__in=sorted(stages[ball]))

    def overdue(self, today: date | None = None) -> Self:
        """Keep the requests whose term has passed unanswered; none whose clock stands still."""
        answers = Deadline.objects.filter(is_answer=True).overdue(today)
        return self.filter(pk__in=answers.order_by().values("request"))

    def due_soon(self, within: int = SOON, today: date | None = None) -> Self:
        """Keep the requests whose answer is due within so many days."""
        answers = Deadline.objects.filter(is_answer=True).due_within(within, today)
        return self.filter(pk__in=answers.order_by().values("request"))

    def paused(self) -> Self:
        """Keep the requests whose clock stands still."""
        standing_still = Deadline.objects.waiting().filter(paused_since__isnull=False)
        return self.filter(pk__in=standing_still.values("request"))


class Priority(models.IntegerChoices):
    HIGH = 1, "high"
    NORMAL = 2, "normal"
    LOW = 3, "low"


class AccessRequest(Conducted, Publishable, Recorded):
    """A request to an authority to open documents, by whatever law or custom.

    Its state is changed by verbs that write the log; what it became is the outcome; its due date
    is computed. The public reads title, scope, law, public words of the log and decisions, and
    only once a director has published the request.
    """

    number = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(max_length=18, choices=RequestKind)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="requests")
    regime = models.ForeignKey(
        LegalRegime,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name="law or policy",
        help_text="Its rules give the due date. Leave empty where no law applies.",
    )
    title = models.CharField(
        max_length=300, help_text="Public once the request is published. Name what is asked for."
    )
    scope = models.TextField(
        blank=True,
        help_text="Public once the request is published: which documents, of what time, by whom.",
    )
    items = models.ManyToManyField(
        ArchivalItem, through="RequestedDocument", related_name="access_requests"
    )
    turning_point = models.ForeignKey(
        Subject,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="access_requests",
        limit_choices_to={"kind": Subject.Kind.TURNING_POINT},
    )
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    strategy = models.TextField(
        blank=True, help_text="For the house only; never shown, published or not."
    )
    notes = models.TextField(blank=True, help_text="For the house only; never shown.")
    is_demonstration = models.BooleanField(
        "demonstration, never sent",
        default=False,
        help_text="Marked on every page; kept out of statistics and feeds.",
    )

    objects: ClassVar = AccessRequestQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "request"
        ordering = ["-number"]
        constraints = [*Publishable.Meta.constraints, *Conducted.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number = self.number or allot_references("R")[0]
        if not self._state.adding and kwargs.get("update_fields") is None:
            # A form that was open for long must not undo what a verb did meanwhile.
            names = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = [name for name in names if name not in WAY_FIELDS]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("declassification:request-detail", args=[self.number])

    def clean(self) -> None:
        kinds = self.regime.request_kinds if self.regime else []
        if kinds and self.kind and self.kind not in kinds:
            names = ", ".join(str(RequestKind(kind).label) for kind in kinds)
            raise ValidationError({"kind": f"Under this law the kind of request is: {names}."})

    def publication_gaps(self) -> list[Gap]:
        """List what a reader of the public page would miss, and what must not be published."""
        gaps = []
        if not self.scope:
            gaps.append(Gap("scope", "Say which documents are asked for."))
        if not self.authority.is_public():
            gaps.append(Gap("authority", f"Publish the authority first: {self.authority}."))
        if self.is_demonstration != self.authority.is_fictional:
            gaps.append(
                Gap(
                    "is_demonstration",
                    "A demonstration is addressed to a fictional authority, and nothing else is.",
                )
            )
        if self.stage in PREPARING and not self.is_demonstration:
            message = "It has not been sent: publishing it would announce it to the authority."
            gaps.append(Gap("stage", message, blocks=False))
        if self.pk is None:
            return gaps
        return gaps + super().publication_gaps() + self._untold()

    def _untold(self) -> list[Gap]:
        gaps = []
        if not self.events.told().exists():
            message = "No entry of the log has words for the public: the timeline will be empty."
            gaps.append(Gap("events", message, blocks=False))
        for item in self.items.exclude(state=PublicationState.PUBLISHED):
            message = f"“{item}” is not public and will not be shown."
            gaps.append(Gap("documents", message, blocks=False))
        withheld = [Determination.WITHHELD, Determination.RELEASED_PART]
        decisions = self.decisions.filter(determination__in=withheld)
        for decision in decisions.filter(exemptions__isnull=True):
            message = f"No exemption is cited for “{decision.document}”."
            gaps.append(Gap("decisions", message, blocks=False))
        return gaps

    def _let_follow(self, by: "User | None") -> None:
        super()._let_follow(by)
        self.show_or_hide_releases(by=by)
        for item in self.items.all():
            dependants.announce_change(item, by=by)

    def show_or_hide_releases(self, *, by: "User | None") -> int:
        """Let the copies that this request brought follow its publication; return how many changed.

        While the request is not public, or its embargo has not passed, they are known to the house
        only and change no status; so is the copy of a document that is kept from readers. To be
        called inside the transaction of what changed the request.
        """
        is_public, changed = self.is_public(), 0
        with transaction.atomic():
            copies = Copy.objects.filter(decision__request=self)
            for copy in copies.select_related("item", "decision__document"):
                is_told = is_public and copy.decision.document.is_told
                is_internal = not is_told or copy.access_condition in NEVER_TOLD
                if copy.is_internal != is_internal:
                    copy.is_internal, copy.updated_by = is_internal, by
                    copy.save(update_fields=["is_internal", "updated_by", "updated_at"])
                    refresh_status(copy.item, by=by)
                    dependants.announce_change(copy.item, by=by)
                    changed += 1
        return changed
