from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone

from collections_app.models import (
    Advisory,
    ArchivalItem,
    Language,
    Place,
    Recorded,
    RightsStatement,
    Subject,
    allot_references,
)
from collections_app.models.historical import DATE_ORDER, HistoricallyDated
from collections_app.publication import Gap, Publishable, PublishableQuerySet
from oralhistory.clock import seconds
from oralhistory.gaps import gaps_of
from oralhistory.models.agreements import ReleaseAgreement
from oralhistory.models.participations import Participation
from oralhistory.models.restrictions import Restriction

if TYPE_CHECKING:
    from collections_app.models import User


class Workflow(models.TextChoices):
    """How far the house has come with an interview. It opens nothing."""

    PLANNED = "planned", "planned"
    RECORDED = "recorded", "recorded"
    TRANSCRIBING = "transcribing", "being transcribed"
    AUDITING = "auditing", "transcript being compared with the recording"
    NARRATOR_REVIEW = "narrator_review", "with the narrator for review"
    APPROVED = "approved", "approved by the narrator"


def card_parts() -> list[str | Prefetch]:
    """Return what is loaded with an interview for a line about it; the place only if public."""
    return ["languages", Prefetch("place", Place.objects.public())]


class InterviewQuerySet(PublishableQuerySet):
    """Interviews: nothing is public that a narrator has not agreed to."""

    def published(self) -> Self:
        """Return the published interviews whose every narrator allows the record; at least one.

        One of which even the record is restricted is not among them.
        """
        unlisted = Restriction.objects.in_force("record").filter(interview=OuterRef("pk"))
        return super().published().consented().filter(~Exists(unlisted))

    def consented(self) -> Self:
        """Return the interviews with a narrator, of which every narrator allows the record.

        The agreement that counts is the last version, documented and not withdrawn.
        """
        narrators = Participation.objects.narrators().filter(interview=OuterRef("pk"))
        agreed = ReleaseAgreement.objects.in_force("record").values("participation")
        return self.filter(Exists(narrators), ~Exists(narrators.exclude(pk__in=agreed)))

    def for_card(self) -> Self:
        """Load what one line of a list prints."""
        return self.prefetch_related(*card_parts())

    def in_order(self) -> Self:
        """Put the interviews in the order in which they were held."""
        return self.order_by(*DATE_ORDER, "ref")

    def open_on_request(self) -> Self:
        """Return the interviews of which a part is closed but may be asked for.

        Not those whose words and sounds an advisory keeps in the house: nothing could be granted.
        """
        asked = Restriction.objects.open_on_request().filter(interview=OuterRef("pk"))
        return self.filter(Exists(asked)).exclude(
            pk__in=self.model._default_manager.for_staff_only().values("pk")
        )

    def for_staff_only(self) -> Self:
        """Return the interviews whose words and sounds an advisory keeps in the house."""
        return self.filter(advisories__behaviour=Advisory.Behaviour.STAFF_ONLY)


class Interview(Publishable, HistoricallyDated, Recorded):
    """A recorded conversation in which a narrator tells what they lived through (OHA; DACS).

    Three things are kept apart: how far the work has come (`workflow`), what the participants
    agreed to (`ReleaseAgreement`), and whether the house published it (`state`). The date is the
    day of the interview.
    """

    OWN_WORDS = (
        "title",
        "summary",
        "circumstances",
        "date_display",
        "content_notice",
        "access_statement",
    )

    ref = models.CharField(
        "reference",
        max_length=32,
        unique=True,
        blank=True,
        help_text="Given automatically (FTP-OH-0001) and fixed for ever at first publication.",
    )
    title = models.CharField(
        max_length=300,
        help_text="Shown in public. It must not name a narrator whose name is protected.",
    )
    summary = models.TextField(
        blank=True, help_text="What the narrator tells of, in a short paragraph for readers."
    )
    circumstances = models.TextField(
        "circumstances of the interview",
        blank=True,
        help_text="Why and how it was made, who was present. Shown to the reader.",
    )
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interviews",
        help_text="Where the interview took place; shown if the place is public.",
    )
    languages = models.ManyToManyField(
        Language, blank=True, related_name="interviews", help_text="Languages spoken in it."
    )
    subjects = models.ManyToManyField(Subject, blank=True, related_name="interviews")
    advisories = models.ManyToManyField(
        Advisory,
        blank=True,
        related_name="interviews",
        help_text="An advisory that is for the house only keeps transcript and recording closed.",
    )
    content_notice = models.TextField(
        blank=True,
        help_text="A calm, specific sentence shown before transcript and recording; the reader "
        "then chooses to go on.",
    )
    access_statement = models.TextField(
        blank=True,
        help_text="In words for readers: what is closed, why and until when, if the narrator "
        "agrees to say so. What is open is stated automatically.",
    )
    rights = models.ForeignKey(
        RightsStatement, null=True, blank=True, on_delete=models.PROTECT, related_name="interviews"
    )
    workflow = models.CharField(
        max_length=16,
        choices=Workflow.choices,
        default=Workflow.PLANNED,
        help_text="How far the work has come. Changing it opens and closes nothing.",
    )
    is_demonstration = models.BooleanField(
        default=False, help_text="Marked on every page; kept out of statistics and feeds."
    )
    notes = models.TextField(blank=True, help_text="For the house only; never shown.")
    documents = models.ManyToManyField(
        ArchivalItem, through="DocumentMentioned", related_name="interviews"
    )
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    _history_m2m_fields = ("languages", "subjects", "advisories")
    objects: ClassVar = InterviewQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["ref"]
        constraints = [*Publishable.Meta.constraints, *HistoricallyDated.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.ref:
            self.ref = allot_references("OH")[0]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("oralhistory:interview-detail", args=[self.ref])

    def parts_on_request(self) -> list[str]:
        """Return the parts that are closed and may be asked for. One query."""
        asked = Restriction.objects.open_on_request().filter(interview=self)
        return list(dict.fromkeys(asked.order_by("pk").values_list("part", flat=True)))

    def moment_url(self, ms: int) -> str:
        """Return the address of a moment of the interview, given in milliseconds."""
        return f"{self.get_absolute_url()}#t={seconds(ms)}"

    def clean(self) -> None:
        super().clean()
        if self.pk and self.first_published_at:
            published = Interview.objects.values_list("ref", flat=True).get(pk=self.pk)
            if published != self.ref:
                raise ValidationError({"ref": f"The reference was published as {published}."})

    def publish(self, *, by: "User | None", public_from: datetime | None = None) -> None:
        """Publish the interview; at first publication its reference is fixed for ever."""
        self.first_published_at = self.first_published_at or public_from or timezone.now()
        super().publish(by=by, public_from=public_from)

    def words_for_readers(self) -> Iterator[tuple[str, str]]:
        """Yield what the house itself writes about the interview for readers, by field."""
        for field in self.OWN_WORDS:
            yield field, getattr(self, field)
        parts = (
            ("documents_mentioned", "note"),
            ("media", "label"),
            ("transcripts", "made_by"),
            ("restrictions", "public_statement"),
        )
        for part, field in parts if self.pk else ():
            for words in getattr(self, part).values_list(field, flat=True):
                yield part, words

    def publication_gaps(self) -> list[Gap]:
        """Narrator, agreement, privacy, title, summary, language; then what stays closed."""
        of_any_record = super().publication_gaps()
        said = {(gap.field, gap.message) for gap in of_any_record}
        own = [gap for gap in gaps_of(self) if (gap.field, gap.message) not in said]
        return own + of_any_record
