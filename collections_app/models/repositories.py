from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from collections_app.models.links import http_url
from collections_app.models.recorded import Recorded
from collections_app.publication import Gap, Publishable, PublishableQuerySet

CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    "Use letters, digits, full stops, hyphens and underscores, beginning with a letter or digit.",
)


class Repository(Publishable, Recorded):
    """An archive, library or office that holds documents (ISDIAH; DACS 2.2)."""

    code = models.CharField(
        max_length=20,
        unique=True,
        validators=[CODE],
        help_text="Short and lasting, for example UNARMS. It is part of public addresses.",
    )
    name = models.CharField(max_length=255, help_text="The authorized form of the name.")
    other_names = models.TextField(blank=True, help_text="One name to a line, any language.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    country = models.CharField(
        max_length=2,
        blank=True,
        help_text="Two letters of ISO 3166-1, for example RW.",
    )
    city = models.CharField(
        max_length=120, blank=True, help_text="As the archive itself states it; blank if unknown."
    )
    address = models.TextField(blank=True)
    website = models.CharField(max_length=500, blank=True, validators=[http_url])
    catalogue_url = models.CharField(max_length=500, blank=True, validators=[http_url])
    how_to_request = models.TextField(
        "how to request access",
        blank=True,
        help_text="Shown to the public: opening, reading room, how anyone may ask for a document.",
    )
    description = models.TextField(blank=True)
    wikidata_id = models.CharField(max_length=20, null=True, blank=True, unique=True)
    isil = models.CharField("ISIL", max_length=20, null=True, blank=True, unique=True)
    is_partner = models.BooleanField(default=False)

    objects: ClassVar = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "archive"
        verbose_name_plural = "archives"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collections_app:archive-detail", args=[self.code])

    def clean(self) -> None:
        self.wikidata_id = self.wikidata_id or None
        self.isil = self.isil or None

    def publication_gaps(self) -> list[Gap]:
        gaps = []
        if not self.how_to_request:
            gaps.append(
                Gap("how_to_request", "Say how anyone may ask for a document here.", blocks=False)
            )
        if not self.city:
            gaps.append(Gap("city", "The city is not stated.", blocks=False))
        return gaps + super().publication_gaps()
