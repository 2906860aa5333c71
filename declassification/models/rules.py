from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.models.changes import Historied
from declassification.models.authorities import Authority
from declassification.models.regimes import LegalRegime, Verification, WorkingCalendar
from declassification.terms import (
    Actor,
    Bound,
    Level,
    StartEvent,
    Term,
    Unit,
)

# What of a rule does not say what the law says: changing it leaves a confirmation as it is.
OF_THE_HOUSE = frozenset({"id", "name", "note", "verification", "confirmed_by", "confirmed_on"})


class DeadlineRuleQuerySet(models.QuerySet):
    """Rules about time. The house reads them all: law is public."""

    def more_time(self, regime: int | None, level: str = "") -> Self:
        """Keep the rules of a law that add time to an answer, or to that on appeals of a level."""
        return self.filter(regime=regime, level=level).exclude(extends="")


class DeadlineRule(Historied):
    """One rule of a law about time, as data: who, from what, how long, and what follows.

    A rule is in force on the days from `valid_from` to `valid_to`; either may be open. When a law
    changes, the rule is ended and a new one made, so that old requests keep their own law.
    """

    regime = models.ForeignKey(LegalRegime, on_delete=models.PROTECT, related_name="rules")
    authority = models.ForeignKey(
        Authority,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_rules",
        help_text="Only for a rule of one authority that goes before the general one.",
    )
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=160, help_text="In plain words: answer to the request.")
    actor = models.CharField("whose clock", max_length=10, choices=Actor)
    start_event = models.CharField(max_length=24, choices=StartEvent, blank=True)
    start_note = models.CharField(max_length=300, blank=True)
    level = models.CharField(
        "about the",
        max_length=16,
        choices=Level,
        blank=True,
        help_text="Their clock: whose answer this is, if not the answer to the request. Ours: what "
        "must be filed in time.",
    )
    after = models.CharField(
        "after the rule",
        max_length=50,
        blank=True,
        help_text="The code of the rule whose answer, or whose end without an answer, starts this "
        "one.",
    )
    is_answer = models.BooleanField(
        "the answer to a request",
        default=False,
        help_text="By this rule the due date of a request is computed.",
    )
    amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Leave empty where the law sets no time."
    )
    unit = models.CharField(max_length=14, choices=Unit, blank=True)
    maximum = models.PositiveSmallIntegerField(
        "at the very most",
        null=True,
        blank=True,
        help_text="In the same unit, where the law allows up to so much in hard cases.",
    )
    calendar = models.ForeignKey(
        WorkingCalendar,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rules",
        help_text="Required for working days.",
    )
    bound = models.CharField("the date is", max_length=10, choices=Bound, default=Bound.LATEST)
    rounds_to_year_end = models.BooleanField("counted to 31 December", default=False)
    marking = models.CharField(
        "for documents marked",
        max_length=60,
        blank=True,
        help_text="For terms that run from the date of the document: only for this level.",
    )
    exempted_under = models.CharField(
        max_length=20,
        blank=True,
        help_text="For such terms: only where this exemption was cited, by its first signs: 50X.",
    )
    exception = models.CharField(
        max_length=200, blank=True, help_text="For what it does not hold; shown to readers."
    )
    extends = models.CharField(
        max_length=50, blank=True, help_text="The code of the rule to which this one adds time."
    )
    max_times = models.PositiveSmallIntegerField("at most how often", default=1)
    requires = models.CharField(
        max_length=300, blank=True, help_text="Written notice, for example."
    )
    tolled_by = models.TextField("what stops the clock", blank=True, help_text="One to a line.")
    on_lapse = models.CharField(
        "if it passes", max_length=300, blank=True, help_text="Shown to readers. No full stop."
    )
    lapse_is_refusal = models.BooleanField("silence is a refusal", default=False)
    opens = models.CharField(
        max_length=50, blank=True, help_text="The code of the rule that begins when this one ends."
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    validity_note = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=500, blank=True)
    verification = models.CharField(
        "how far verified", max_length=10, choices=Verification, default=Verification.MEMORY
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who of the house has read the rule in the law itself.",
    )
    confirmed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering = ["regime", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit=Unit.WORKING_DAY) | Q(calendar__isnull=False),
                name="working_days_name_their_calendar",
                violation_error_message="Working days need a calendar that says which they are.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, unit="") | (Q(amount__gt=0) & ~Q(unit="")),
                name="a_term_has_an_amount_and_a_unit",
                violation_error_message="Give both an amount and a unit, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="a_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(is_answer=False) | Q(actor=Actor.AUTHORITY),
                name="the_answer_is_the_authoritys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime.code}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A rule that says something else than what was confirmed is confirmed no longer."""
        if self.confirmed_on and not self._state.adding and kwargs.get("update_fields") is None:
            before = DeadlineRule.objects.filter(pk=self.pk, confirmed_on__isnull=False).first()
            if before is not None and before.says() != self.says():
                self.confirmed_by = self.confirmed_on = None
        super().save(*args, **kwargs)

    def says(self) -> dict[str, Any]:
        """Return what the rule says of the law, its source included: what is confirmed of it."""
        fields = self._meta.concrete_fields
        return {f.name: getattr(self, f.attname) for f in fields if f.name not in OF_THE_HOUSE}

    def clean(self) -> None:
        """Refuse at its field what the constraints refuse without naming one."""
        if bool(self.amount) != bool(self.unit) or self.amount == 0:
            missing = "amount" if self.unit or self.amount == 0 else "unit"
            raise ValidationError({missing: "Give both an amount and a unit, or neither."})
        if self.unit == Unit.WORKING_DAY and self.calendar is None:
            words = "Working days need a calendar that says which they are."
            raise ValidationError({"calendar": words})
        if self.is_answer:
            self._refuse_two_answers_at_once()

    def _refuse_two_answers_at_once(self) -> None:
        others = DeadlineRule.objects.filter(
            regime=self.regime_id, authority=self.authority, is_answer=True
        ).exclude(pk=self.pk)
        for other in others:
            starts_before_its_end = (
                not other.valid_to or not self.valid_from or (self.valid_from <= other.valid_to)
            )
            ends_after_its_start = (
                not self.valid_to or not other.valid_from or (self.valid_to >= other.valid_from)
            )
            if starts_before_its_end and ends_after_its_start:
                raise ValidationError(
                    f"“{other.name}” is already the answer to a request in the same time: end it "
                    "before this one begins."
                )

    @property
    def is_verified(self) -> bool:
        """Whether it was read in the text cited, or confirmed by somebody of the house."""
        return bool(self.confirmed_on) or self.verification == Verification.SEEN

    def term(self, authority_id: int | None = None) -> Term:
        """Return the rule as the deadline engine reads it, for a request to one authority."""
        return Term(
            name=self.name,
            amount=self.amount,
            unit=self.unit,
            calendar=self.calendar.working_days(authority_id) if self.calendar else None,
            law=self.regime.name,
            code=self.code,
            key=self.pk,
            actor=self.actor,
            start=self.start_event,
            bound=self.bound,
            to_year_end=self.rounds_to_year_end,
            extends=self.extends,
            after=self.after,
            is_answer=self.is_answer,
            is_override=self.authority_id is not None,
            level=self.level,
            maximum=self.maximum,
            requires=self.requires,
            lapse_is_refusal=self.lapse_is_refusal,
            may_pause=bool(self.tolled_by),
            on_lapse=self.on_lapse,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            source=self.source,
            verification=Verification.SEEN if self.is_verified else self.verification,
        )
