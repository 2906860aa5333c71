from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from collections_app.models import Agent, ArchivalItem, Language, LinkUse, Place, Subject
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.clock import clock
from oralhistory.models.interviews import Interview
from oralhistory.models.parts import PartOfInterviewQuerySet

SEPARATOR = ";"  # between keywords, as OHMS writes them


class IndexPointQuerySet(RuledQuerySet):
    """Points of an index. What they say in public stands in `PublicIndexPoint`, never here."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the points of public interviews of which readers are told something."""
        told = PublicIndexPoint.objects.filter(point=OuterRef("pk"))
        return self.filter(Exists(told), interview__in=Interview.objects.public(at))


class IndexPoint(Ruled, Historied):
    """A place in an interview where something begins that somebody may look for (OHMS: point).

    What it says stands in `IndexPointText`, once in each language. Where a passage within its
    time is withheld, readers get the point only after somebody said that it tells nothing of it.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="index_points")
    start_ms = models.PositiveIntegerField("from")
    end_ms = models.PositiveIntegerField(
        "to", null=True, blank=True, help_text="Empty: until the next point begins."
    )
    subjects = models.ManyToManyField(Subject, blank=True, related_name="index_points")
    items = models.ManyToManyField(
        ArchivalItem, blank=True, related_name="index_points", verbose_name="documents spoken of"
    )
    people = models.ManyToManyField(
        Agent,
        blank=True,
        related_name="index_points",
        help_text="Persons and bodies spoken of; shown if they are public.",
    )
    is_withheld = models.BooleanField(
        "withheld", default=False, help_text="Keeps the whole point from the public."
    )
    is_cleared = models.BooleanField(
        "tells nothing that is withheld",
        default=False,
        help_text="Somebody compared the point with what is withheld within its time. Taken back "
        "whenever something more is withheld there.",
    )
    notes = models.TextField(blank=True, help_text="For the house only.")

    _history_m2m_fields = ("subjects", "items", "people")
    objects: ClassVar = IndexPointQuerySet.as_manager()

    class Meta:
        verbose_name = "index point"
        ordering = ["interview", "start_ms", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_ms__isnull=True) | Q(end_ms__gte=F("start_ms")),
                name="an_index_point_does_not_end_before_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"index point at {clock(self.start_ms)}"

    def clean(self) -> None:
        if self.end_ms is not None and self.start_ms is not None and self.end_ms < self.start_ms:
            raise ValidationError({"end_ms": "The point ends before it begins."})


class PartOfPointQuerySet(RuledQuerySet):
    """Parts of an index point: as public as the point."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(point__in=IndexPoint.objects.public(at))


class IndexPointTextQuerySet(RuledQuerySet):
    """The words of points as the house wrote them; the public reads `PublicIndexPoint`."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()


class IndexPointText(Ruled, Historied):
    """What an index point says in one language (OHMS: title, synopsis, partial transcript)."""

    WORDS = ("title", "synopsis", "partial_transcript", "keywords")

    point = models.ForeignKey(IndexPoint, on_delete=models.CASCADE, related_name="texts")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    synopsis = models.TextField(blank=True)
    partial_transcript = models.TextField(
        blank=True,
        help_text="The first words of the passage. Not shown while anything near is withheld.",
    )
    keywords = models.TextField(blank=True, help_text="Separated by semicolons.")

    objects: ClassVar = IndexPointTextQuerySet.as_manager()

    class Meta:
        verbose_name = "words of an index point"
        ordering = ["point", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "language"], name="an_index_point_speaks_a_language_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def keyword_list(self) -> list[str]:
        return [word for part in self.keywords.split(SEPARATOR) if (word := part.strip())]


class IndexPointPlaceQuerySet(PartOfPointQuerySet):
    """Places spoken of: as public as the point, and as the place if it is one of ours."""

    def public(self, at: datetime | None = None) -> Self:
        named = Q(place__isnull=True) | Q(place__in=Place.objects.public(at))
        return super().public(at).filter(named)


class IndexPointPlace(Ruled, Historied):
    """A place spoken of at an index point (OHMS: gpspoints), ours or only named there."""

    point = models.ForeignKey(IndexPoint, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="index_point_places"
    )
    name = models.CharField(max_length=200, blank=True, help_text="As it is called there.")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    zoom = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar = IndexPointPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "place spoken of"
        verbose_name_plural = "places spoken of"
        ordering = ["point", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(name=""),
                name="a_place_spoken_of_is_named",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="a_place_spoken_of_lies_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.place)

    def clean(self) -> None:
        if not self.name.strip() and self.place is None:
            raise ValidationError({"name": "Name the place, or choose one."})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"latitude": "Give latitude and longitude, or neither."})
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise ValidationError({"latitude": "Latitudes go from -90 to 90."})
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise ValidationError({"longitude": "Longitudes go from -180 to 180."})


class IndexPointLink(Ruled, LinkUse):
    """An external link of an index point, with a word on why it matters."""

    point = models.ForeignKey(IndexPoint, on_delete=models.CASCADE, related_name="links")

    objects: ClassVar = PartOfPointQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "external link"
        constraints = [
            models.UniqueConstraint(
                fields=["point", "link"], name="an_index_point_links_to_an_address_once"
            )
        ]


class PublicIndexPointQuerySet(PartOfInterviewQuerySet):
    """The only words of indexes that pages, search and exports read."""


class PublicIndexPoint(Ruled):
    """An index point as the public reads it, written by `public_cues.rewrite_public_cues` alone."""

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="public_index_points"
    )
    point = models.ForeignKey(IndexPoint, on_delete=models.CASCADE, related_name="public_words")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=300)
    synopsis = models.TextField(blank=True)
    partial_transcript = models.TextField(blank=True)
    keywords = models.JSONField(default=list)

    objects: ClassVar = PublicIndexPointQuerySet.as_manager()

    class Meta:
        verbose_name = "public index point"
        ordering = ["interview", "start_ms", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "language"], name="public_index_point_once_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
