from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models.interviews import Interview


class PublicCueQuerySet(RuledQuerySet):
    """The only words of interviews that pages, captions, search, books and exports read."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(interview__in=Interview.objects.public(at))

    def quotable(self) -> Self:
        """Return the passages that books may quote: their speaker allows quotation."""
        return self.filter(is_quotable=True)

    def between(self, start_ms: int, end_ms: int) -> Self:
        """Return the passages that begin from `start_ms` up to, not including, `end_ms`."""
        return self.filter(start_ms__gte=start_ms, start_ms__lt=end_ms)

    def as_spoken(self) -> Self:
        """Return the passages in the words that were spoken, without translations."""
        return self.filter(is_translation=False)


class PublicCue(Ruled):
    """A passage as the public reads it, written by `public_cues.rewrite_public_cues` alone.

    Where a passage is withheld the words that stand instead are kept here and the passage itself
    is not, nor the name of anyone whose name is protected.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="public_cues")
    transcript = models.ForeignKey(
        "Transcript", on_delete=models.CASCADE, related_name="public_cues"
    )
    language = models.ForeignKey(
        "collections_app.Language", on_delete=models.PROTECT, related_name="+"
    )
    is_translation = models.BooleanField()
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    speaker_label = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    is_withheld = models.BooleanField()
    is_quotable = models.BooleanField()

    objects: ClassVar = PublicCueQuerySet.as_manager()

    class Meta:
        verbose_name = "public passage"
        ordering = ["transcript", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "position"], name="public_cue_position_once"
            ),
            models.CheckConstraint(
                condition=Q(is_withheld=False) | Q(is_quotable=False),
                name="a_withheld_passage_is_not_quoted",
            ),
        ]
        indexes = [models.Index(fields=["interview", "start_ms"], name="public_cue_moment_idx")]

    def __str__(self) -> str:
        return f"{self.interview.ref}, passage {self.position}"
