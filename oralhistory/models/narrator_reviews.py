from datetime import date, datetime
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oralhistory.models.cues import Cue
from oralhistory.models.participations import Participation
from oralhistory.models.transcripts import Transcript


class NarratorReviewQuerySet(models.QuerySet):
    """Reviews by narrators. Nothing of them is ever public."""

    def open(self, at: datetime | None = None) -> Self:
        """Return those whose private address leads somewhere at the instant `at` (now)."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def unanswered(self, on: date) -> Self:
        """Return those still open of which no answer has come by the day it was asked for."""
        return self.open().filter(answered_at__isnull=True, due_on__lte=on)

    def to_settle(self) -> Self:
        """Return those that were answered and of which nobody has recorded what followed."""
        return self.filter(answered_at__isnull=False, settled_at__isnull=True)


class NarratorReview(models.Model):
    """A version of a transcript sent to a participant to be read, corrected and answered for.

    The private address is shown once to whoever makes it, and only its digest is kept. The answer
    is evidence: it is written once and publishes nothing.
    """

    class Answer(models.TextChoices):
        APPROVE = "approve", "approves"
        CHANGES = "changes", "approves if the changes are made"
        WITHHOLD = "withhold", "does not approve, or withdraws"

    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="reviews",
        verbose_name="participant",
    )
    transcript = models.ForeignKey(
        Transcript, on_delete=models.RESTRICT, related_name="narrator_reviews"
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_on = models.DateField("sent", default=timezone.localdate)
    due_on = models.DateField("answer hoped for by", null=True, blank=True)
    expires_at = models.DateTimeField("address ends")
    opened_at = models.DateTimeField("first opened", null=True, blank=True)
    answered_at = models.DateTimeField("answered", null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_words = models.TextField(
        "words with the answer", blank=True, help_text="For the house only."
    )
    revoked_at = models.DateTimeField("taken back", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.TextField("what followed", blank=True, help_text="For the house only.")

    objects: ClassVar = NarratorReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "review by a narrator"
        verbose_name_plural = "reviews by narrators"
        default_permissions: ClassVar = ("view", "send")
        ordering = ["-sent_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_answer_of_a_narrator_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(answered_at__isnull=False),
                name="only_an_answered_review_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.transcript}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def state(self) -> str:
        """How it stands, in words for the house."""
        if self.answered_at:
            return self.get_answer_display()
        if self.revoked_at:
            return "taken back"
        if not self.is_open:
            return "ended without an answer"
        return "opened, no answer yet" if self.opened_at else "not opened yet"

    def clean(self) -> None:
        if not (self.transcript_id and self.participation_id):
            return
        if self.transcript.interview_id != self.participation.interview_id:
            raise ValidationError({"transcript": "This is a version of another interview."})


class NarratorRemark(models.Model):
    """What a participant wishes of one passage under review. Only ever added: the last counts."""

    class Kind(models.TextChoices):
        WITHHOLD = "withhold", "withhold this passage"
        CORRECT = "correct", "correct this"
        NOTHING = "nothing", "nothing any more"

    review = models.ForeignKey(NarratorReview, on_delete=models.CASCADE, related_name="remarks")
    cue = models.ForeignKey(
        Cue, on_delete=models.RESTRICT, related_name="+", verbose_name="passage"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField(blank=True, help_text="Read by the house and by who wrote them.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "remark of a narrator"
        default_permissions: ClassVar = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.cue}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new remark. Raises `ValidationError` for one that is kept already."""
        if not self._state.adding:
            raise ValidationError("What somebody wished is not rewritten: add another remark.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError("What somebody wished is not taken away.")
