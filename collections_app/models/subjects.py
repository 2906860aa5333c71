from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from collections_app.languages import said
from collections_app.models.changes import Historied
from collections_app.models.historical import HistoricallyDated
from collections_app.models.links import http_url
from collections_app.models.places import refuse_circle
from collections_app.models.slugs import free_slug
from collections_app.publication import Publishable, PublishableQuerySet


class Subject(Publishable, HistoricallyDated, Historied):
    """A term of our thesaurus (SKOS concept): a topic, an event, or a turning point.

    A turning point is a moment at which the world could have decided otherwise.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", gettext_lazy("topic")
        EVENT = "event", gettext_lazy("event")
        TURNING_POINT = "turning_point", gettext_lazy("turning point")

    label_en = models.CharField("label", max_length=160, help_text="Preferred label in English.")
    label_fr = models.CharField("label in French", max_length=160, blank=True)
    alternative_labels = models.TextField(blank=True, help_text="One label to a line.")
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.TOPIC)
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower"
    )
    scope_note = models.TextField(blank=True, help_text="What the term covers; shown to readers.")
    uri = models.CharField(
        "URI",
        max_length=300,
        null=True,
        blank=True,
        unique=True,
        validators=[http_url],
        help_text="The same concept in a published vocabulary.",
    )

    objects: ClassVar = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["label_en"]
        constraints = [
            *Publishable.Meta.constraints,
            *HistoricallyDated.Meta.constraints,
            models.UniqueConstraint(fields=["label_en", "kind"], name="subject_label_once_a_kind"),
            models.CheckConstraint(
                condition=Q(broader__isnull=True) | ~Q(broader=F("id")),
                name="subject_is_not_broader_than_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.label_en

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return said(self, "label")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(Subject, self.label_en)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        page = "turning-point-detail" if self.kind == self.Kind.TURNING_POINT else "subject-detail"
        return reverse(f"collections_app:{page}", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self.uri = self.uri or None
        refuse_circle(
            self, "broader", "A term can not be broader than itself or than one of its wider terms."
        )
