from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from briefingbooks.models.book_events import BookEvent
from collections_app.publication import PublicationState, Publishable, PublishableQuerySet

if TYPE_CHECKING:
    from collections_app.models import User

DIGEST_LENGTH = 64


class Stage(models.TextChoices):
    """Where a book stands on its way to readers; derived, never typed."""

    DRAFTING = "drafting", "drafting"
    REVIEW = "review", "in review"
    CLEARED = "cleared", "cleared"
    SCHEDULED = "scheduled", "scheduled"
    RELEASED = "released", "released"
    WITHDRAWN = "withdrawn", "withdrawn"


class StagedQuerySet(PublishableQuerySet):
    """Records that a second person clears before they are released."""

    def at_stage(self, stage: str, at: datetime | None = None) -> Self:
        """Return what stands at a stage at the instant `at` (now, unless told)."""
        state, at = PublicationState, at or timezone.now()
        conditions = {
            Stage.DRAFTING: Q(state=state.DRAFT),
            Stage.REVIEW: Q(state=state.IN_REVIEW, cleared_at__isnull=True),
            Stage.CLEARED: Q(state=state.IN_REVIEW, cleared_at__isnull=False),
            Stage.SCHEDULED: Q(state=state.PUBLISHED, public_from__gt=at),
            Stage.RELEASED: Q(state=state.PUBLISHED, public_from__lte=at),
            Stage.WITHDRAWN: Q(state=state.WITHDRAWN),
        }
        return self.filter(conditions[Stage(stage)])


class Staged(Publishable):
    """A record that is sent to review, cleared by a second person, and only then released.

    The clearance is bound to what was cleared: `cleared_as` keeps a digest of every part that
    readers would get, `cleared_digest` one of them all. What changes later ends it.
    """

    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cleared_at = models.DateTimeField(null=True, blank=True, editable=False)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cleared_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, editable=False)
    cleared_as = models.JSONField(default=dict, blank=True, editable=False)
    clearance_ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    clearance_ended_by = models.TextField(
        "what ended the clearance", blank=True, editable=False, help_text="For the house only."
    )
    release_zone = models.CharField(
        max_length=40, blank=True, editable=False, help_text="On whose clock it was scheduled."
    )

    class Meta(Publishable.Meta):
        abstract = True
        default_permissions = (  # type: ignore[assignment]
            *Publishable.Meta.default_permissions,
            "clear",
            "release",
        )
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | Q(cleared_at__isnull=False),
                name="%(app_label)s_%(class)s_released_was_cleared",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(cleared_at__isnull=True),
                name="%(app_label)s_%(class)s_draft_is_not_cleared",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True)
                | Q(sent_by__isnull=True)
                | ~Q(cleared_by=F("sent_by")),
                name="%(app_label)s_%(class)s_second_person_clears",
            ),
        ]

    @property
    def stage(self) -> Stage:
        """Where the record stands now."""
        if self.state == PublicationState.PUBLISHED:
            is_out = self.public_from is not None and self.public_from <= timezone.now()
            return Stage.RELEASED if is_out else Stage.SCHEDULED
        if self.state == PublicationState.IN_REVIEW:
            return Stage.CLEARED if self.cleared_at else Stage.REVIEW
        is_draft = self.state == PublicationState.DRAFT
        return Stage.DRAFTING if is_draft else Stage.WITHDRAWN

    def publish(self, *, by: "User | None", public_from: datetime | None = None) -> NoReturn:
        """Refuse, always: what a second person clears is released by `releasing.release` alone."""
        raise ValidationError(
            "A book is not published by this act: it is sent to review, cleared by a second "
            "person and released, on its page “Review and release”."
        )

    def send_to_review(self, *, by: "User | None") -> None:
        """Hand a draft to a second reader. Raises `ValidationError` if it is not a draft."""
        with transaction.atomic():
            self.sent_at, self.sent_by = timezone.now(), by
            self.forget_clearance()
            super().send_to_review(by=by)
            self.note(BookEvent.Kind.SENT, by)

    def withdraw(self, *, by: "User | None", reason: str, notice: str = "") -> None:
        """Take it from the public, as `Publishable.withdraw`.

        Raises `ValidationError` for a notice on what nobody has read yet: it would tell of it.
        """
        if notice and self.stage != Stage.RELEASED:
            raise ValidationError("Nobody has read it yet: a notice would tell that it exists.")
        with transaction.atomic():
            super().withdraw(by=by, reason=reason, notice=notice)
            self.note(BookEvent.Kind.WITHDRAWN, by, words=reason)

    def forget_clearance(self, *, ended_by: str = "") -> None:
        """Take back that somebody cleared it, and say what ended it; kept by the caller."""
        self.cleared_at, self.cleared_by = None, None
        self.cleared_digest, self.cleared_as = "", {}
        self.clearance_ended_at = timezone.now() if ended_by else None
        self.clearance_ended_by = ended_by

    def note(self, kind: str, by: "User | None", **told: Any) -> None:
        """Write down what was done."""
        BookEvent.objects.create(book=self, kind=kind, by=by, **told)  # type: ignore[misc]
