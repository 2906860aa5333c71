from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from collections_app.models import Recorded
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models.cues import Cue
from oralhistory.models.interviews import Interview


class AnnotationQuerySet(RuledQuerySet):
    """Notes as the house wrote them; the public reads `PublicNote`."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()


class Annotation(Ruled, Recorded):
    """A note on words of a transcript (W3C Web Annotation: body, target, text quote selector).

    It keeps the words that it is about. In a new version it stands at those words if they are
    found exactly once near their place; otherwise somebody is asked, and it is never moved in
    silence.
    """

    class Kind(models.TextChoices):
        FOOTNOTE = "footnote", gettext_lazy("footnote")
        IDENTIFICATION = (
            "identification",
            gettext_lazy("identification of a person, place or thing"),
        )
        CORRECTION = "correction", gettext_lazy("correction of what was said")
        COMMENT = "comment", gettext_lazy("comment")

    class Anchoring(models.TextChoices):
        FIRM = "firm", "stands at its words"
        UNCERTAIN = "uncertain", "its words were not found: look where it belongs"

    COPIED = ("start", "end", "quote", "kind", "body", "is_shown", "anchoring", "created_by")

    cue = models.ForeignKey(
        Cue, on_delete=models.CASCADE, related_name="annotations", verbose_name="passage"
    )
    start = models.PositiveIntegerField("first letter", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("after the last", null=True, blank=True, editable=False)
    quote = models.TextField(
        "words it is about",
        blank=True,
        help_text="As they stand in the passage. Empty: the whole passage.",
    )
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.FOOTNOTE)
    body = models.TextField("note")
    is_shown = models.BooleanField(
        "shown to readers",
        default=True,
        help_text="A note is never shown beside words that are withheld.",
    )
    anchoring = models.CharField(
        max_length=9, choices=Anchoring.choices, default=Anchoring.FIRM, editable=False
    )

    objects: ClassVar = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["cue", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=F("start")),
                name="a_note_is_about_a_span_or_a_passage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.cue}"

    def clean(self) -> None:
        if not self.quote or self.cue_id is None:
            self.start = self.end = None
            return
        if self.start is not None and self.cue.text[self.start : self.end] == self.quote:
            return
        found = self.cue.text.count(self.quote)
        if found != 1:
            how = "not in the passage" if not found else "in the passage more than once"
            raise ValidationError({"quote": f"These words are {how}."})
        self.start = self.cue.text.index(self.quote)
        self.end = self.start + len(self.quote)


class PublicNoteQuerySet(RuledQuerySet):
    """The only notes on transcripts that pages and exports read."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(interview__in=Interview.objects.public(at))


class PublicNote(Ruled):
    """A note as the public reads it, written by `public_cues.rewrite_public_cues` alone.

    `position` is that of its passage; `start` and `end` count in the public words of it.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="public_notes")
    transcript = models.ForeignKey(
        "Transcript", on_delete=models.CASCADE, related_name="public_notes"
    )
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=14, choices=Annotation.Kind.choices)
    body = models.TextField()

    objects: ClassVar = PublicNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "public note"
        ordering = ["transcript", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "number"], name="public_note_number_once_in_a_transcript"
            )
        ]

    def __str__(self) -> str:
        return f"note {self.number}"
