from typing import ClassVar, Self

from django.db import models

from collections_app.models.changes import Historied
from declassification.drafting.placeholders import refuse_unknown_names
from declassification.models.regimes import LegalRegime


class LetterLanguage(models.TextChoices):
    ENGLISH = "en", "English"
    FRENCH = "fr", "French"


class LetterPurpose(models.TextChoices):
    """At which point of a request a letter is written."""

    REQUEST = "request", "request"
    CLARIFICATION = "clarification", "answer to a question"
    FEE_WAIVER = "fee_waiver", "waiver of fees"
    FOLLOW_UP = "follow_up", "follow-up when overdue"
    AGENCY_APPEAL = "agency_appeal", "appeal within the agency"
    PANEL_APPEAL = "panel_appeal", "appeal to the panel"
    INTERNAL_REVIEW = "internal_review", "internal review"
    COMMISSION = "commission", "referral to the commission or regulator"
    OTHER = "other", "other letter"


class LetterTemplateQuerySet(models.QuerySet):
    """Templates of letters: a list of the house, of which nothing is public."""

    def offered(self) -> Self:
        """Keep those in use, with the law that each is written for."""
        return self.filter(is_active=True).select_related("regime")


class LetterTemplate(Historied):
    """The text of a letter that directors write again and again, with places to be filled in.

    A letter made from it is a draft: a person reads it, changes it and sends it.
    """

    name = models.CharField(max_length=160, unique=True)
    language = models.CharField(
        max_length=2, choices=LetterLanguage, default=LetterLanguage.ENGLISH
    )
    purpose = models.CharField(max_length=16, choices=LetterPurpose)
    regime = models.ForeignKey(
        LegalRegime,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letter_templates",
        verbose_name="law or policy",
        help_text="Offered first for requests under this law. Leave empty if it fits any.",
    )
    subject = models.CharField(max_length=300, validators=[refuse_unknown_names])
    body = models.TextField(
        validators=[refuse_unknown_names],
        help_text="From the salutation to the signature. An empty line parts paragraphs. Sender, "
        "addressee, date and references stand above it by themselves.",
    )
    is_active = models.BooleanField("in use", default=True)
    notes = models.TextField(blank=True, help_text="For the house only: when to use it.")

    objects: ClassVar = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
