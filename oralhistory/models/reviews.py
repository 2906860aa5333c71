from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.models import Recorded
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models.interviews import Interview
from oralhistory.models.transcripts import Transcript


class HouseQuerySet(RuledQuerySet):
    """Records that never leave the house."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()


class ReviewTask(Ruled, Recorded):
    """A piece of work on an interview: what, by whom, until when."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "get the agreement"
        TRANSCRIBE = "transcribe", "transcribe"
        AUDIT = "audit", "compare the transcript with the recording"
        TRANSLATE = "translate", "translate"
        INDEX = "index", "index"
        PRIVACY = "privacy", "answer the six questions"
        REDACT = "redact", "look at a redaction"
        NARRATOR_REVIEW = "narrator_review", "review by the narrator"
        ANCHOR = "anchor", "find the place of a note"
        RESTRICTION = "restriction", "decide about a restriction whose day has come"
        EXCERPT = "excerpt", "look at a quotation in a book"
        OTHER = "other", "other"

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        DROPPED = "dropped", "not needed"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interview_tasks",
    )
    due_on = models.DateField("due", null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    words = models.CharField(
        "what to do", max_length=400, blank=True, help_text="For the house only."
    )
    outcome = models.TextField(blank=True, help_text="What came of it. For the house only.")

    objects: ClassVar = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = "task"
        ordering = ["state", "due_on", "pk"]
        indexes = [
            models.Index(
                fields=["interview"], condition=Q(state="open"), name="interview_task_open_idx"
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview.ref}: {self.get_kind_display()}"


class PrivacyCheckQuerySet(HouseQuerySet):
    """Privacy checks: to each is only ever added another."""

    def update(self, **fields: Any) -> int:
        raise ValidationError(PrivacyCheck.NEVER_CHANGED)


class PrivacyCheck(Ruled, Recorded):
    """Six questions that somebody answered about an interview before it goes to the public.

    After Boyd, “Informed Accessioning” (Oral History in the Digital Age, 2015): whoever held or
    indexed an interview is asked before it is put online. The questions are of this house. An
    answer that is “open” keeps the interview from being published. Never changed: who looks
    again, adds a check.
    """

    class Answer(models.TextChoices):
        NO = "no", "no"
        SETTLED = "settled", "yes, and it is dealt with"
        OPEN = "open", "yes, and it is not dealt with"

    NEVER_CHANGED = "A check is never changed or deleted: add a new one."
    QUESTIONS = (
        (
            "names_protected",
            "Does anybody say or show who a protected person is?",
            "By name, nickname, kinship, post, voice or face.",
        ),
        (
            "tells_of_others",
            "Does it tell of the health, family, sexual violence suffered, or guilt of others?",
            "Third persons who did not agree, above all where no public record says so.",
        ),
        (
            "endangers",
            "Could anybody alive be put in danger?",
            "Addresses, whereabouts, protected witnesses, those who hid or were hidden.",
        ),
        (
            "asked_to_leave_out",
            "Does a speaker ask for something to be left out?",
            "While speaking, in a letter, or in the agreement.",
        ),
        (
            "is_bound_by_law",
            "Is anything said that law, court or duty of silence binds?",
            "Proceedings under way, closed hearings, classified matters, defamation.",
        ),
        (
            "needs_a_notice",
            "Is there anything that readers should be warned of?",
            "Violence, the killing of children, sexual violence, suicide.",
        ),
    )

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="privacy_checks"
    )
    transcript = models.ForeignKey(
        Transcript,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The version that was read; empty if only the recording was heard.",
    )
    names_protected = models.CharField(max_length=7, choices=Answer.choices)
    tells_of_others = models.CharField(max_length=7, choices=Answer.choices)
    endangers = models.CharField(max_length=7, choices=Answer.choices)
    asked_to_leave_out = models.CharField(max_length=7, choices=Answer.choices)
    is_bound_by_law = models.CharField(max_length=7, choices=Answer.choices)
    needs_a_notice = models.CharField(max_length=7, choices=Answer.choices)
    notes = models.TextField(
        blank=True, help_text="Where, and how it is dealt with. For the house only."
    )

    objects: ClassVar = PrivacyCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "privacy check"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return "privacy check, passed" if self.is_passed else "privacy check, something is open"

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """Question, what it means, and the answer, in the order in which they are asked."""
        return [
            (question, meaning, self.Answer(getattr(self, field)).label)
            for field, question, meaning in self.QUESTIONS
        ]

    @property
    def is_passed(self) -> bool:
        given = [getattr(self, field) for field, _, _ in self.QUESTIONS]
        return self.Answer.OPEN not in given

    def clean(self) -> None:
        if self.transcript and self.transcript.interview_id != self.interview_id:
            raise ValidationError({"transcript": "This is a version of another interview."})
        given = [getattr(self, field) for field, _, _ in self.QUESTIONS]
        if any(answer != self.Answer.NO for answer in given) and not self.notes.strip():
            raise ValidationError({"notes": "Say where, and how it is dealt with."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new check. Raises `ValidationError` for one that is kept already."""
        if not self._state.adding:
            raise ValidationError(self.NEVER_CHANGED)
        super().save(*args, **kwargs)
