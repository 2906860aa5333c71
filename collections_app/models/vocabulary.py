from django.db import models

from collections_app.languages import said
from collections_app.models.changes import Historied
from collections_app.models.links import http_url


class Language(Historied):
    """A language of documents and interviews, by its ISO 639 code."""

    code = models.CharField(max_length=8, primary_key=True, help_text="ISO 639, for example rw.")
    label_en = models.CharField("name", max_length=60)
    label_fr = models.CharField("name in French", max_length=60, blank=True)

    class Meta:
        ordering = ["label_en"]

    def __str__(self) -> str:
        return self.label_en

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return said(self, "label")


class RightsStatement(Historied):
    """What may be done with a document: rightsstatements.org or Creative Commons, by its URI."""

    class Kind(models.TextChoices):
        IN_COPYRIGHT = "in_copyright", "in copyright"
        NO_COPYRIGHT = "no_copyright", "no copyright"
        OTHER = "other", "other"
        LICENCE = "licence", "Creative Commons licence"

    code = models.CharField(max_length=20, unique=True)
    uri = models.CharField("URI", max_length=200, unique=True, validators=[http_url])
    label_en = models.CharField("label", max_length=160)
    label_fr = models.CharField("label in French", max_length=160, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    is_open = models.BooleanField(default=False, help_text="Anyone may reuse the document.")

    class Meta:
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.label_en

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return said(self, "label")


class Advisory(Historied):
    """A calm, specific notice about difficult material, and what the page does about it."""

    class Behaviour(models.TextChoices):
        NOTICE = "notice", "a notice above the material"
        CLICK_THROUGH = "click_through", "the reader chooses to see the material"
        STAFF_ONLY = "staff_only", "the material is for the house only"

    code = models.SlugField(max_length=40, unique=True)
    label_en = models.CharField("label", max_length=120)
    label_fr = models.CharField("label in French", max_length=120, blank=True)
    text_en = models.TextField("text", help_text="Shown to the reader before the material.")
    text_fr = models.TextField("text in French", blank=True)
    behaviour = models.CharField(max_length=14, choices=Behaviour.choices, default=Behaviour.NOTICE)

    class Meta:
        verbose_name_plural = "advisories"
        ordering = ["label_en"]

    def __str__(self) -> str:
        return self.label_en

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return said(self, "label")

    @property
    def text(self) -> str:
        """What is said to readers, in the language of the page."""
        return said(self, "text")


class ExemptionCode(Historied):
    """The legal ground an authority cites for withholding words, with a sentence for readers."""

    scheme = models.CharField(max_length=20, help_text="The law: FOIA, EO 13526, CRPA.")
    code = models.CharField(max_length=20, help_text="As printed on the release: (b)(1).")
    label_en = models.CharField("label", max_length=160)
    label_fr = models.CharField("label in French", max_length=160, blank=True)
    explanation_en = models.TextField("explanation", help_text="One sentence, shown to readers.")
    explanation_fr = models.TextField("explanation in French", blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="exemption_code_once_per_law")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return said(self, "label")

    @property
    def explanation(self) -> str:
        """The sentence for readers, in the language of the page."""
        return said(self, "explanation")
