from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.clock import clock
from oralhistory.keys import KEY_LENGTH, new_key
from oralhistory.models.participations import Participation
from oralhistory.models.transcripts import Transcript


class CueQuerySet(RuledQuerySet):
    """Passages as they were transcribed. The public reads `PublicCue` instead, always."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()

    def standing(self) -> Self:
        """Return the passages of the versions that count."""
        return self.filter(transcript__in=Transcript.objects.standing())

    def withheld(self) -> Self:
        """Return the passages of which something is withheld, each once."""
        return self.filter(pk__in=CueRedaction.objects.values("cue"))


class Cue(Ruled, Historied):
    """A passage of a transcript, said by one speaker (WebVTT cue). Times are milliseconds.

    A transcript without times has passages without them. The key of a passage stays the same in
    every later version and in its translations: by it the same passage is found again.
    """

    WORDS = ("position", "start_ms", "end_ms", "label", "text")

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    key = models.CharField(max_length=KEY_LENGTH, default=new_key, editable=False)
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField("from", null=True, blank=True)
    end_ms = models.PositiveIntegerField("to", null=True, blank=True)
    speaker = models.ForeignKey(
        Participation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cues",
        help_text="Without a known speaker the passage is public only if every participant "
        "allows the transcript.",
    )
    label = models.CharField(
        "speaker in the file", max_length=160, blank=True, help_text="Never shown to the public."
    )
    text = models.TextField(
        help_text="What was said. Words that were not heard for certain stand in brackets with a "
        "question mark: [Kigali?]."
    )

    objects: ClassVar = CueQuerySet.as_manager()

    class Meta:
        verbose_name = "passage"
        ordering = ["transcript", "position"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "position"], name="cue_position_once"),
            models.UniqueConstraint(fields=["transcript", "key"], name="cue_key_once"),
            models.CheckConstraint(
                condition=Q(end_ms__gte=F("start_ms")) | Q(end_ms__isnull=True),
                name="a_cue_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(start_ms__isnull=True, end_ms__isnull=True)
                | Q(start_ms__isnull=False, end_ms__isnull=False),
                name="a_cue_has_both_times_or_none",
            ),
        ]

    def __str__(self) -> str:
        when = f", {clock(self.start_ms)}" if self.start_ms is not None else ""
        return f"passage {self.position}{when}"

    @property
    def is_timed(self) -> bool:
        return self.start_ms is not None

    @property
    def time(self) -> tuple[int, int] | None:
        """When it is spoken, in milliseconds; `None` where its end is not known either."""
        if self.start_ms is None or self.end_ms is None or self.end_ms <= self.start_ms:
            return None
        return self.start_ms, self.end_ms

    def clean(self) -> None:
        if (self.start_ms is None) != (self.end_ms is None):
            field = "start_ms" if self.start_ms is None else "end_ms"
            raise ValidationError({field: "Give both times, or neither."})
        if self.start_ms is not None and self.end_ms < self.start_ms:  # type: ignore[operator]
            raise ValidationError({"end_ms": "The passage ends before it begins."})
        of_interview = self.transcript.interview_id if self.transcript_id else None
        if self.speaker and self.speaker.interview_id != of_interview:
            raise ValidationError({"speaker": "This person takes part in another interview."})
        if self.transcript_id and self.transcript.is_settled and self._changes_words():
            raise ValidationError(
                "The words of this version are settled. Make a new draft from it and correct that."
            )

    def _changes_words(self) -> bool:
        stored = Cue.objects.filter(pk=self.pk).values(*self.WORDS).first()
        return stored is None or any(
            getattr(self, field) != value for field, value in stored.items()
        )


class CueRedactionQuerySet(RuledQuerySet):
    """Redactions are for the house: of each the public gets only the words shown instead."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()

    def standing(self) -> Self:
        """Return the redactions in the versions that count."""
        return self.filter(cue__transcript__in=Transcript.objects.standing())


class CueRedaction(Ruled, Historied):
    """Words of a passage that the public neither reads nor hears, and what is shown instead.

    Without a span the whole passage is withheld; with one, the words from `start` up to, not
    including, `end` (code points). Where those words are not the ones that were marked (`quote`),
    the whole passage counts as withheld until somebody marks it again. The recording is silent
    from `mute_start_ms` to `mute_end_ms`: the time of the whole passage, unless somebody listened
    and set a narrower window.
    """

    SPAN = ("start", "end", "quote")
    WINDOW = ("mute_start_ms", "mute_end_ms")
    COPIED = ("key", "reason", "replacement", "until", "answers", *SPAN, *WINDOW)

    cue = models.ForeignKey(
        Cue, on_delete=models.CASCADE, related_name="redactions", verbose_name="passage"
    )
    key = models.CharField(max_length=KEY_LENGTH, default=new_key, editable=False)
    start = models.PositiveIntegerField("first letter", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("after the last", null=True, blank=True, editable=False)
    quote = models.TextField(
        "words withheld", blank=True, editable=False, help_text="For the house only."
    )
    reason = models.TextField("reason for withholding", help_text="For the house only.")
    replacement = models.CharField(
        "words shown instead",
        max_length=300,
        blank=True,
        help_text="Shown to the reader in place of what is withheld. Tell nothing that it "
        "withholds.",
    )
    until = models.DateField(
        "look again on",
        null=True,
        blank=True,
        help_text="On that day the desk asks whether it may be given back. It never opens by "
        "itself.",
    )
    answers = models.CharField(
        max_length=KEY_LENGTH,
        blank=True,
        editable=False,
        help_text="The key of the redaction in another language whose words these are.",
    )
    mute_start_ms = models.PositiveIntegerField("silent from", null=True, blank=True)
    mute_end_ms = models.PositiveIntegerField("silent to", null=True, blank=True)

    objects: ClassVar = CueRedactionQuerySet.as_manager()

    class Meta:
        verbose_name = "redaction"
        ordering = ["cue", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__gt=F("start"))
                | (Q(start__isnull=False, end=F("start")) & ~Q(answers="")),
                name="a_redaction_has_a_whole_span_or_none",
            ),
            models.CheckConstraint(
                condition=Q(mute_start_ms__isnull=True, mute_end_ms__isnull=True)
                | Q(mute_end_ms__gt=F("mute_start_ms")),
                name="a_silence_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_redaction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"redaction in {self.cue}"

    @property
    def is_whole(self) -> bool:
        return self.start is None

    @property
    def root(self) -> str:
        """The key that this redaction shares with those that answer it in other languages."""
        return self.answers or self.key

    def still_fits(self, text: str) -> bool:
        """Say whether the words that were marked stand where they were."""
        return self.start is not None and text[self.start : self.end] == self.quote

    def window(self, cue: Cue) -> tuple[int, int] | None:
        """Return when the recording is silent, in milliseconds; `None` where nobody knows.

        A passage of which only the beginning is known lasts nobody knows how long.
        """
        if self.mute_start_ms is not None and self.mute_end_ms is not None:
            return self.mute_start_ms, self.mute_end_ms
        return cue.time

    def clean(self) -> None:
        if not self.reason.strip():
            raise ValidationError({"reason": "Say why; readers do not see this."})
        if (self.mute_start_ms is None) != (self.mute_end_ms is None):
            raise ValidationError({"mute_end_ms": "Give both ends of the silence, or neither."})
        if self.mute_start_ms is not None and self.mute_end_ms <= self.mute_start_ms:  # type: ignore[operator]
            raise ValidationError({"mute_end_ms": "The silence ends before it begins."})
