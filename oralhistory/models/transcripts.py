import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.languages import day_words
from collections_app.models import Language, Recorded
from collections_app.models.files import private_storage
from collections_app.publication import Ruled
from oralhistory.models.interviews import Interview
from oralhistory.models.parts import PartOfInterviewQuerySet
from oralhistory.models.public_cues import PublicCue


def _by_id(transcript: "Transcript", filename: str) -> str:
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"transcripts/{transcript.uuid.hex[:2]}/{transcript.uuid.hex}.{suffix}"


class TranscriptQuerySet(PartOfInterviewQuerySet):
    """Versions of transcripts. What they say in public stands in `PublicCue`, never here."""

    def of_seen(self, interviews: QuerySet | Iterable[int]) -> Self:
        return super().of_seen(interviews).shown()

    def shown(self) -> Self:
        """Return the current versions of which readers of the interview may read something."""
        passages = PublicCue.objects.filter(transcript=OuterRef("pk"))
        return self.filter(Exists(passages), is_current=True)

    def standing(self) -> Self:
        """Return the versions that count: current ones, and drafts that may become current."""
        newer = Transcript.objects.filter(
            interview=OuterRef("interview"),
            language=OuterRef("language"),
            is_current=True,
            version__gt=OuterRef("version"),
        )
        return self.filter(~Exists(newer))


class Transcript(Ruled, Recorded):
    """One version of the words of an interview, in one language (OHA: transcript; audit edit).

    A version that came from a file keeps that file byte for byte. A draft is worked on; once
    audited, approved or current its words do not change any more: a correction is a new version
    that remembers from which one it was made. One version in each language is current, and of
    the original words only one at all.
    """

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", gettext_lazy("transcription")
        MACHINE = "machine", gettext_lazy("machine transcription")
        EDITED = "edited", gettext_lazy("transcription edited for reading")
        TRANSLATION = "translation", gettext_lazy("translation")

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        AUDITED = "audited", "audited: compared with the recording"
        APPROVED = "approved", "approved by the narrator"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="transcripts")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.TRANSCRIPTION)
    version = models.PositiveSmallIntegerField(editable=False)
    status = models.CharField(
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        help_text="The words of a draft can be corrected; of an audited or approved version they "
        "can not.",
    )
    approved_on = models.DateField(
        null=True, blank=True, help_text="When the narrator approved this version."
    )
    is_current = models.BooleanField(
        "current",
        default=False,
        editable=False,
        help_text="The version that readers see. Changed by the action Make current.",
    )
    first_shown_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="From then on it may be cited: its words stand and it is not deleted.",
    )
    made_by = models.CharField(
        max_length=200, blank=True, help_text="Person or program. Shown to the reader."
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    original = models.FileField(
        "file as it came",
        storage=private_storage,
        upload_to=_by_id,
        max_length=200,
        blank=True,
        editable=False,
    )
    original_name = models.CharField(max_length=255, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    import_warnings = models.JSONField(default=list, blank=True, editable=False)
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = TranscriptQuerySet.as_manager()

    class Meta:
        ordering = ["interview", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "language", "version"], name="transcript_version_once"
            ),
            models.UniqueConstraint(
                fields=["interview", "language"],
                condition=Q(is_current=True),
                name="one_current_transcript_in_a_language",
            ),
            models.UniqueConstraint(
                fields=["interview"],
                condition=Q(is_current=True) & ~Q(kind="translation"),
                name="one_current_transcript_of_the_words_spoken",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_on__isnull=False),
                name="an_approved_transcript_says_when",
            ),
        ]

    def __str__(self) -> str:
        words = f"{self.interview.ref}, {self.language}, version {self.version}"
        return f"{words} (current)" if self.is_current else words

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.version:
            last = Transcript.objects.filter(
                interview=self.interview, language=self.language
            ).aggregate(last=Max("version"))["last"]
            self.version = (last or 0) + 1
        super().save(*args, **kwargs)

    @property
    def is_translation(self) -> bool:
        return self.kind == self.Kind.TRANSLATION

    @property
    def is_settled(self) -> bool:
        """Whether the words of this version stand for good."""
        return self.first_shown_at is not None or self.status != self.Status.DRAFT

    @property
    def cited_as(self) -> str:
        words = _("{kind} in {language}, version {number}")
        kind, language = self.get_kind_display(), self.language.label
        return words.format(kind=kind, language=language, number=self.version)

    def _kind_in_words(self) -> str:
        words = _("{kind} in {language}")
        return words.format(kind=self.get_kind_display(), language=self.language.label)

    @property
    def in_words(self) -> str:
        """Say for readers what this version is: kind, language, version, how it was checked."""
        parts = [self._kind_in_words(), _("version {number}").format(number=self.version)]
        if self.made_by:
            parts.append(_("made by {name}").format(name=self.made_by))
        if self.status == self.Status.APPROVED and self.approved_on:
            on = day_words(self.approved_on)
            parts.append(_("approved by the narrator on {day}").format(day=on))
        elif self.status == self.Status.AUDITED:
            parts.append(_("compared with the recording"))
        else:
            parts.append(_("not yet compared with the recording"))
        words = ", ".join(parts)
        return f"{words[0].upper()}{words[1:]}."

    def clean(self) -> None:
        if self.status == self.Status.APPROVED and not self.approved_on:
            raise ValidationError({"approved_on": "Say when the narrator approved it."})
        if self.approved_on and self.status != self.Status.APPROVED:
            raise ValidationError({"status": "A date of approval is given: choose “approved”."})
        if self.pk and self.status == self.Status.DRAFT:
            stored = Transcript.objects.values_list("status", flat=True).get(pk=self.pk)
            if stored != self.Status.DRAFT:
                raise ValidationError({"status": "Settled words stay settled: make a new draft."})
