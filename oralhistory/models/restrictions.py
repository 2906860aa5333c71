from datetime import date, datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app.models import Recorded
from collections_app.publication import Ruled, RuledQuerySet


class RestrictionQuerySet(RuledQuerySet):
    """Restrictions; of those in force the public is told the sentence written for it."""

    def public(self, at: datetime | None = None) -> Self:
        interviews = self.model._meta.get_field("interview").related_model
        told = self.in_force().exclude(public_statement="")
        return told.filter(interview__in=interviews._default_manager.public(at))

    def in_force(self, part: str = "") -> Self:
        """Return what has not been lifted; a date that has passed lifts nothing."""
        standing = self.filter(lifted_on__isnull=True)
        return standing.filter(part=part) if part else standing

    def open_on_request(self) -> Self:
        """Return those in force of parts that nothing but “open on request” closes."""
        harder = self.model._default_manager.in_force().exclude(level=self.model.Level.ON_REQUEST)
        same_part = harder.filter(interview=OuterRef("interview"), part=OuterRef("part"))
        asked = self.in_force().filter(level=self.model.Level.ON_REQUEST)
        return asked.filter(~Exists(same_part))

    def to_look_at(self, on: date) -> Self:
        """Return the restrictions in force whose date has come: somebody decides about them."""
        return self.in_force().filter(until__lte=on)


class Restriction(Ruled, Recorded):
    """A part of an interview that is closed, why and until when (ISAD(G) 3.4.1; DACS 4.1).

    It can only close, never open: what nobody agreed to stays closed without any restriction. Its
    date is a day to look again, not a day on which it ends; somebody lifts it, with a reason.
    """

    class Part(models.TextChoices):
        RECORD = "record", gettext_lazy("everything: the interview is not listed")
        INDEX = "index", gettext_lazy("the index")
        TRANSCRIPT = "transcript", gettext_lazy("the transcript")
        RECORDING = "recording", gettext_lazy("the recording")

    class Level(models.TextChoices):
        ON_REQUEST = "on_request", "open on request"
        READING_ROOM = "reading_room", "open in the reading room only"
        CLOSED = "closed", "closed"

    class Basis(models.TextChoices):
        NARRATOR = "narrator", "wish of the narrator"
        THIRD_PERSONS = "third_persons", "privacy of third persons"
        SECURITY = "security", "danger to somebody"
        LAW = "law", "law or court order"
        PROCEEDINGS = "proceedings", "proceedings under way"
        UNREVIEWED = "unreviewed", "not reviewed yet"

    interview = models.ForeignKey(
        "Interview", on_delete=models.CASCADE, related_name="restrictions"
    )
    part = models.CharField(max_length=10, choices=Part.choices)
    level = models.CharField(
        max_length=12,
        choices=Level.choices,
        default=Level.CLOSED,
        help_text="“On request” offers readers a form; each request is decided by somebody.",
    )
    basis = models.CharField(max_length=13, choices=Basis.choices, default=Basis.NARRATOR)
    until = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which the desk asks whether to lift it. Empty: for an indefinite "
        "time. It never opens by itself.",
    )
    until_event = models.CharField(
        "until what happens",
        max_length=200,
        blank=True,
        help_text="Instead of a date: “the death of the narrator”. For the house only.",
    )
    public_statement = models.CharField(
        max_length=400,
        blank=True,
        help_text="What readers are told: “The recording is closed until 2040 at the narrator's "
        "wish.” Say nothing that it protects.",
    )
    notes = models.TextField(blank=True, help_text="For the house only.")
    lifted_on = models.DateField(null=True, blank=True, editable=False)
    lifted_because = models.TextField(
        blank=True, editable=False, help_text="Why it was lifted. For the house only."
    )

    objects: ClassVar = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["interview", "part", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_because=""),
                name="a_restriction_is_lifted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(part="record") | Q(level="closed"),
                name="what_is_not_listed_is_not_asked_for",
            ),
        ]
        indexes = [models.Index(fields=["part", "interview"], name="restriction_part_idx")]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.get_level_display()}"

    @property
    def is_in_force(self) -> bool:
        return self.lifted_on is None

    def clean(self) -> None:
        if self.part == self.Part.RECORD and self.level != self.Level.CLOSED:
            words = "An interview that is not listed can not be asked for: choose “closed”."
            raise ValidationError({"level": words})
        if self.until and self._state.adding and self.until <= timezone.localdate():
            raise ValidationError({"until": "This day has passed."})
