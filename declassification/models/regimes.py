import holidays
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.languages import shown_language
from collections_app.models.changes import Historied
from declassification.models.authorities import Authority
from declassification.terms import (
    WorkingDays,
    parts_of,
)


class Verification(models.TextChoices):
    """How far somebody of the house has checked a statement about a law."""

    SEEN = "seen", "read in the text cited"
    SECONDARY = "secondary", "read in a text about the law"
    MEMORY = "memory", "not yet checked: do not rely on it"


class RequestKind(models.TextChoices):
    """By which door a document is asked for."""

    FOIA = "foia", "request under the US Freedom of Information Act"
    MDR = "mdr", "mandatory declassification review"
    ISCAP_APPEAL = "iscap_appeal", "appeal to the classification appeals panel"
    FOI = "foi", "freedom of information request"
    ACCESS = "access", "request for administrative documents"
    DEROGATION = "derogation", "request for early access to closed archives"
    DECLASSIFICATION = "declassification", "request for declassification"
    UN_ACCESS = "un_access", "request to the archives of the United Nations"
    TRIBUNAL_ACCESS = "tribunal_access", "request to a tribunal"
    DISCLOSURE = "disclosure", "request for public disclosure"
    OTHER = "other", "other request"


class WorkingCalendar(Historied):
    """Which days count as working days under a law: weekends, public holidays, closures.

    Public holidays, moved ones included, come from the `holidays` library; what it can not know
    is entered as a closure.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, help_text="Shown to readers where a date is explained.")
    country = models.CharField(
        "holidays of",
        max_length=3,
        blank=True,
        help_text="Two letters of ISO 3166-1, for example US. Leave empty for no public holidays.",
    )
    subdivision = models.CharField(
        "parts",
        max_length=60,
        blank=True,
        help_text="States or regions, separated by commas: a holiday in any of them counts.",
    )
    weekend = models.CharField(
        max_length=13,
        default="5,6",
        help_text="Days that are never working days, counted from Monday = 0: 5,6.",
    )
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        known = holidays.list_supported_countries()
        if self.country and self.country not in known:
            raise ValidationError({"country": f"No public holidays are known for {self.country}."})
        strange = set(parts_of(self.subdivision)) - set(known.get(self.country, []))
        if strange:
            names = ", ".join(sorted(strange))
            raise ValidationError({"subdivision": f"{self.country} has no such part: {names}."})
        days = self.weekend.split(",") if self.weekend else []
        if not set(days) <= set("0123456") or len(set(days)) == 7:
            raise ValidationError({"weekend": "Write days from 0 to 6, separated by commas."})

    def working_days(self, authority_id: int | None = None) -> WorkingDays:
        """Return the calendar as one authority keeps it, its own closures included."""
        closures = tuple(
            (closure.day, closure.reason)
            for closure in self.closures.all()
            if closure.authority_id in (None, authority_id)
        )
        weekend = frozenset(int(day) for day in self.weekend.split(",") if day)
        return WorkingDays(self.name, self.country, self.subdivision, weekend, closures)


class LocalClosure(Historied):
    """A day on which authorities, or one of them, were closed though it was no holiday."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="closures")
    authority = models.ForeignKey(
        Authority,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text="Leave empty if every authority under this calendar was closed.",
    )
    day = models.DateField()
    reason = models.CharField(max_length=200, help_text="Shown to readers: closed by snow.")
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "closure"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                condition=Q(authority__isnull=True),
                name="a_calendar_has_a_closure_once",
            ),
            models.UniqueConstraint(
                fields=["calendar", "day", "authority"], name="an_authority_has_a_closure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class LegalRegime(Historied):
    """A law or policy under which documents may be asked for. Law is public: nothing is hidden."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_fr = models.CharField("name in French", max_length=200, blank=True)
    citation = models.CharField(max_length=300, help_text="5 U.S.C. 552")
    country = models.CharField(max_length=4, blank=True, help_text="US, FR; UN, NATO.")
    request_kinds = models.JSONField(
        default=list, blank=True, help_text="The kinds of request made under it, as codes."
    )
    summary = models.TextField(blank=True, help_text="One or two sentences, shown to readers.")
    bars = models.TextField(
        "when no request is possible", blank=True, help_text="One case to a line."
    )
    reminder_days = models.PositiveSmallIntegerField(
        "remind us after",
        null=True,
        blank=True,
        help_text="Days without any entry in the log, where the law itself sets no time.",
    )
    source = models.CharField(max_length=500, blank=True)
    verification = models.CharField(
        "how far verified", max_length=10, choices=Verification, default=Verification.MEMORY
    )
    notes = models.TextField(blank=True, help_text="For the house only.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.citation})"

    @property
    def name_shown(self) -> str:
        """Its name in the language of the page."""
        return (self.name_fr if shown_language() == "fr" else "") or self.name

    def clean(self) -> None:
        kinds = self.request_kinds
        if not isinstance(kinds, list) or not set(map(str, kinds)) <= set(RequestKind.values):
            known = ", ".join(RequestKind.values)
            raise ValidationError({"request_kinds": f"Write a list of these codes: {known}."})
