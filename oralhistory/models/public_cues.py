from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.keys import KEY_LENGTH
from oralhistory.models.interviews import Interview
from oralhistory.models.parts import PartOfInterviewQuerySet

OF_WHICH_SOMETHING_IS_WITHHELD = Q(is_withheld=True) | Q(is_partial=True)


class PublicCueQuerySet(PartOfInterviewQuerySet):
    """The only words of interviews that pages, captions, search, books and exports read."""

    def quotable(self) -> Self:
        """Return the passages that books may quote: their speaker allows quotation."""
        return self.filter(is_quotable=True)

    def withheld(self) -> Self:
        """Return the passages of which all or some words are withheld."""
        return self.filter(OF_WHICH_SOMETHING_IS_WITHHELD)

    def timed(self) -> Self:
        """Return the passages of which the time is known."""
        return self.filter(start_ms__isnull=False)

    def between(self, start_ms: int, end_ms: int) -> Self:
        """Return the passages that begin from `start_ms` up to, not including, `end_ms`."""
        return self.filter(start_ms__gte=start_ms, start_ms__lt=end_ms)

    def as_spoken(self) -> Self:
        """Return the passages in the words that were spoken, without translations."""
        return self.filter(is_translation=False)


class PublicCue(Ruled):
    """A passage as the public reads it, written by `public_cues.rewrite_public_cues` alone.

    Where words are withheld those that stand instead are kept here and the words themselves are
    not, nor the name of anyone whose name is protected. `gaps` are the spans `[start, end]` of the
    text that stand instead of words; only a passage that is open in part has any.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="public_cues")
    transcript = models.ForeignKey(
        "Transcript", on_delete=models.CASCADE, related_name="public_cues"
    )
    language = models.ForeignKey(
        "collections_app.Language", on_delete=models.PROTECT, related_name="+"
    )
    is_translation = models.BooleanField()
    key = models.CharField(max_length=KEY_LENGTH)
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)
    speaker_label = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    gaps = models.JSONField(default=list)
    is_withheld = models.BooleanField()
    is_partial = models.BooleanField(default=False)
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


class SilencePlanQuerySet(RuledQuerySet):
    """When recordings must be silent: for the house, and for the rule of recordings."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()


class SilencePlan(Ruled):
    """When the recordings of an interview must be silent, written by `rewrite_public_cues` alone.

    `windows` are `[start, end]` in milliseconds of the interview, in order and apart from each
    other; `None` where something withheld has no time, so that no recording can be let out. The
    digest names the windows: a recording made silent for others is not let out.
    """

    NOWHERE = ""  # the digest where nothing needs silence
    NOT_KNOWN = "?"

    interview = models.OneToOneField(
        Interview, on_delete=models.CASCADE, related_name="silence_plan"
    )
    windows = models.JSONField(null=True)
    digest = models.CharField(max_length=64, default=NOT_KNOWN)
    message = models.CharField(
        max_length=500, blank=True, help_text="Why copies were not made. For the house only."
    )

    objects: ClassVar = SilencePlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.interview.ref}, silences"
