from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from collections_app.models import Place
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models.interviews import Interview


class SessionQuerySet(RuledQuerySet):
    """Sittings of an interview: as public as the interview."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(interview__in=Interview.objects.public(at))


class Session(Ruled, Historied):
    """One sitting of an interview: a day, a place, how it was held (OHA: session)."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "in person"
        REMOTE = "remote", "from a distance"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField(null=True, blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interview_sessions",
        help_text="Shown if the place is public.",
    )
    mode = models.CharField(max_length=9, choices=Mode.choices, default=Mode.IN_PERSON)
    notes = models.TextField(
        blank=True, help_text="Observations of the interviewer. For the house only."
    )

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["interview", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "number"], name="session_number_once_in_an_interview"
            )
        ]

    def __str__(self) -> str:
        return f"session {self.number}"
