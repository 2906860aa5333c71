import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from briefingbooks.models.books import Book, BookPartQuerySet
from briefingbooks.models.entries import Entry
from collections_app.models import Recorded
from collections_app.models.concerns import new_code
from collections_app.publication import Ruled


class Severity(models.TextChoices):
    """What an error touches."""

    TYPOGRAPHIC = "typographic", gettext_lazy("typographic")
    FACTUAL = "factual", gettext_lazy("factual")
    SUBSTANTIVE = "substantive", gettext_lazy("substantive")


class ErratumQuerySet(BookPartQuerySet):
    """Corrections: as public as the book, and as the entry in which the words stand."""

    def public(self, at: datetime | None = None) -> Self:
        return super().public(at).filter(self.beside_shown(Entry.objects.public(at)))

    def beside_shown(self, entries: models.QuerySet) -> Q:
        """Say which corrections stand in no entry, or in one of these."""
        return Q(entry__isnull=True) | Q(entry__in=entries)


class Erratum(Ruled, Recorded):
    """A correction of a book: what stood there, what stands there now, when and why.

    It is tied to an anchor that readers cite. Once a correction is told it stays: the day is
    that of the decision. `fixed_in` is the number of the edition of the book that has it right.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="errata")
    anchor = models.CharField(
        "where", max_length=200, help_text="The address within the book: doc-e7k3, fn-cable."
    )
    # Words of an entry whose record is closed later are closed with it.
    entry = models.ForeignKey(
        Entry,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="errata",
    )
    where = models.CharField(
        "in words",
        max_length=200,
        blank=True,
        help_text="How readers find the place: “Note 14”. Filled in from the book if left empty.",
    )
    severity = models.CharField(max_length=11, choices=Severity.choices)
    was = models.TextField("it said", blank=True, help_text="Empty where words were added.")
    now = models.TextField("it says now", blank=True, help_text="Empty where words went out.")
    note = models.TextField("public note", blank=True, help_text="Why, and on which source.")
    credited_as = models.CharField(
        "credited to",
        max_length=160,
        blank=True,
        help_text="Only whoever agreed to be named, and as they wished.",
    )
    decided_on = models.DateField("date", default=timezone.localdate)
    fixed_in = models.PositiveSmallIntegerField(
        "fixed in edition",
        null=True,
        blank=True,
        help_text="The number of the edition that has it right; empty while there is none.",
    )

    objects: ClassVar = ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = "correction"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(was="") | ~Q(now=""), name="a_correction_says_what_it_corrects"
            )
        ]

    def __str__(self) -> str:
        return f"{self.where or self.anchor}, {self.decided_on:%Y-%m-%d}"


class ErrorReportQuerySet(models.QuerySet):
    """What readers say is wrong. Nothing of it is ever public."""

    def waiting(self) -> Self:
        """Return the reports that nobody has decided yet, the oldest first."""
        return self.filter(state=ErrorReport.State.NEW).order_by("received_at")

    def decided_before(self, instant: datetime) -> Self:
        """Return what was decided before an instant and still holds words of the reader."""
        return self.filter(forgotten_at__isnull=True, decided_at__lt=instant)

    def waiting_since(self, instant: datetime) -> Self:
        """Return what nobody decided since an instant and still says who wrote."""
        waiting = self.filter(state=ErrorReport.State.NEW, received_at__lt=instant)
        return waiting.exclude(name="", email="", credit_as="")


class ErrorReport(models.Model):
    """What a reader says is wrong in a book, and what an editor decided.

    It is in confidence: no part of the public record, of its history or of any log. What is
    right of it becomes an `Erratum`, in the words of the editor.
    """

    class State(models.TextChoices):
        NEW = "new", "new"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"
        ALREADY_RIGHT = "already_right", "already right"

    WHO = ("name", "email", "credit_as")
    PERSONAL = (*WHO, "says", "should_say", "source", "reason")

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="error_reports")
    code = models.CharField(
        "reference", max_length=14, unique=True, default=new_code, editable=False
    )
    # The same form sent twice is kept once.
    sent_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    received_at = models.DateTimeField("received", default=timezone.now, editable=False)
    anchor = models.CharField(max_length=200, help_text="For the house only.")
    where = models.CharField(max_length=200, blank=True, help_text="For the house only.")
    says = models.TextField("it says", blank=True, help_text="For the house only.")
    should_say = models.TextField(blank=True, help_text="For the house only.")
    source = models.TextField(blank=True, help_text="For the house only.")
    name = models.CharField(max_length=200, blank=True, help_text="For the house only.")
    email = models.EmailField("e-mail", blank=True, help_text="For the house only.")
    wants_credit = models.BooleanField("agrees to be named", default=False)
    credit_as = models.CharField(max_length=160, blank=True, help_text="For the house only.")
    state = models.CharField(max_length=13, choices=State.choices, default=State.NEW)
    reason = models.TextField("why it was decided so", blank=True, help_text="For the house only.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField("decided", null=True, blank=True)
    erratum = models.OneToOneField(
        Erratum, null=True, blank=True, on_delete=models.SET_NULL, related_name="report"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "reported error"
        default_permissions: ClassVar = ("view", "decide")
        ordering = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="new") | Q(decided_at__isnull=False),
                name="a_decided_error_report_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.code
