from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from collections_app.models.agents import WIKIDATA
from collections_app.models.changes import Historied
from collections_app.models.slugs import free_slug
from collections_app.publication import Publishable, PublishableQuerySet


def refuse_circle(record: models.Model, field: str, message: str) -> None:
    """Raise `ValidationError` on `field` if following it leads back to the record itself."""
    seen, wider = {record.pk}, getattr(record, field)
    while wider is not None and record.pk is not None:
        if wider.pk in seen:
            raise ValidationError({field: message})
        seen.add(wider.pk)
        wider = getattr(wider, field)


class Place(Publishable, Historied):
    """A place where a document was made, sent to, or which it shows or mentions."""

    class Kind(models.TextChoices):
        COUNTRY = "country", gettext_lazy("country")
        PREFECTURE = "prefecture", gettext_lazy("prefecture or province")
        COMMUNE = "commune", gettext_lazy("commune or district")
        CITY = "city", gettext_lazy("city or town")
        SITE = "site", gettext_lazy("site")

    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CITY)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name="lies in",
    )
    other_names = models.TextField(blank=True, help_text="One name to a line.")
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    geonames_id = models.PositiveIntegerField("GeoNames", null=True, blank=True, unique=True)
    wikidata_id = models.CharField(
        max_length=20, null=True, blank=True, unique=True, validators=[WIKIDATA]
    )
    note = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="place_does_not_lie_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(Place, self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("collections_app:place-detail", args=[self.slug])

    def clean(self) -> None:
        self.wikidata_id = self.wikidata_id or None
        refuse_circle(self, "parent", "A place can not lie in itself or in one of its own parts.")
