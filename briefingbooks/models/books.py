from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from briefingbooks import markup
from collections_app.models import (
    Agent,
    ArchivalItem,
    LinkUse,
    Recorded,
    Subject,
)
from collections_app.models.changes import Historied
from collections_app.models.historical import DATE_ORDER, HistoricallyDated
from collections_app.publication import (
    Gap,
    Publishable,
    PublishableQuerySet,
    Ruled,
    RuledQuerySet,
)


class Series(Historied):
    """A numbered series of books, published by an initiative and its partners."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    partners = models.CharField(max_length=300, blank=True)
    introduction = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BookQuerySet(PublishableQuerySet):
    """Briefing books."""

    def for_card(self) -> Self:
        """Load what one line of a list prints."""
        return self.select_related("series").order_by("-posted_on", "-number")

    def for_page(self) -> Self:
        """Load what the head of the reading page prints."""
        point = Subject.objects.public().filter(pk=OuterRef("turning_point"))
        return self.select_related("series", "turning_point").annotate(
            turning_point_is_public=Exists(point)
        )


class Book(Publishable, HistoricallyDated, Recorded):
    """An electronic briefing book: one turning point told through annotated evidence.

    The historical date is that of the turning point. The text stands in its sections; its
    documents and testimony are entries; both are assembled from the records as they are now.
    """

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="books"
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="In the series; gaps are accepted."
    )
    title = models.CharField(max_length=300)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address, which readers cite for ever."
    )
    decks = models.TextField(
        blank=True, help_text="Up to three lines under the title, one to a line."
    )
    language = models.CharField(max_length=8, default="en")
    dateline = models.CharField(max_length=120, blank=True, help_text="Washington, DC.")
    summary_md = models.TextField(
        "summary",
        help_text="The lead: what the book says, in a paragraph. Same markup as sections.",
    )
    content_notice = models.TextField(
        blank=True, help_text="Calm and specific; shown before the text. Empty if none is needed."
    )
    turning_point = models.ForeignKey(
        Subject,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="books",
        limit_choices_to={"kind": Subject.Kind.TURNING_POINT},
    )
    posted_on = models.DateField(null=True, blank=True, help_text="Printed as “Posted”.")
    updated_on = models.DateField(null=True, blank=True, help_text="Printed as “Updated”.")
    contact = models.CharField(max_length=200, blank=True, help_text="Public contact of the book.")
    about_md = models.TextField("about this book", blank=True)
    is_demonstration = models.BooleanField(default=False, help_text="Marked on every page.")
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = BookQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "briefing book"
        ordering = ["-posted_on", "-number", "title"]
        constraints = [
            *Publishable.Meta.constraints,
            *HistoricallyDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "number"], name="book_number_once_in_a_series"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefingbooks:book-detail", args=[self.slug])

    @property
    def deck_lines(self) -> list[str]:
        return [line.strip() for line in self.decks.splitlines() if line.strip()]

    def publication_gaps(self) -> list[Gap]:
        """What an editor must finish first: text, editors, records that readers may see."""
        gaps = []
        if not self.posted_on:
            gaps.append(Gap("posted_on", "The date of posting is not set."))
        if self.pk is None:
            return gaps
        if not self.sections.exists():
            gaps.append(Gap("sections", "The book has no section."))
        if not self.contributions.exists():
            gaps.append(Gap("contributions", "No editor or author is named."))
        if not self.entries.exists():
            gaps.append(Gap("entries", "The book shows no document.", blocks=False))
        for entry in self.entries.without_quotation():
            gaps.append(Gap("entries", f"Entry {entry.key} quotes no words yet.", blocks=False))
        for entry in self.entries.unseen():
            gaps.append(Gap("entries", f"Entry {entry.key} ({entry.target}) is not public."))
        cited = self.references.filter(item__isnull=False)
        for reference in cited.exclude(item__in=ArchivalItem.objects.public()).select_related(
            "item"
        ):
            gaps.append(Gap("sections", f"The text cites {reference.item}, which is not public."))
        return gaps + super().publication_gaps()


class BookPartQuerySet(RuledQuerySet):
    """Parts of a book: as public as the book."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(book__in=Book.objects.public(at))


class Contribution(Ruled, Historied):
    """A person's part in making a book, as credited then."""

    class Role(models.TextChoices):
        EDITOR = "editor", "Edited by"
        AUTHOR = "author", "By"
        ASSISTANCE = "assistance", "Editorial assistance"
        CONTRIBUTOR = "contributor", "With contributions by"
        TRANSLATOR = "translator", "Translated by"
        DECLASSIFICATION = "declassification", "Declassification"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="contributions")
    agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    credited_as = models.CharField(max_length=160, help_text="The name as printed.")
    role = models.CharField(max_length=18, choices=Role.choices, default=Role.EDITOR)
    affiliation = models.CharField(max_length=200, blank=True, help_text="At the time.")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.credited_as}"


class Section(Ruled, Historied):
    """A part of a book's text, in CommonMark with footnotes and roles (see `markup`)."""

    class Kind(models.TextChoices):
        ESSAY = "essay", "essay"
        BACKGROUND = "background", "background"
        FINDINGS = "findings", "findings"
        CONCLUSION = "conclusion", "conclusion"
        READING = "further_reading", "further reading"
        METHOD = "method", "how this book was made"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=80,
        help_text="Anchor of the section: cited, so it stays when the heading changes.",
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.ESSAY)
    body_md = models.TextField("text", help_text=markup.HELP)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "slug"], name="section_anchor_once_in_a_book")
        ]

    def __str__(self) -> str:
        return self.heading


class BookLink(Ruled, LinkUse):
    """An external link of a book as a whole: further reading, with a word on why it matters."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="links")

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "external link"
        constraints = [
            models.UniqueConstraint(fields=["book", "link"], name="book_links_to_an_address_once")
        ]


class ChronologyEvent(Ruled, HistoricallyDated, Historied):
    """A dated event of a book's chronology; a sourced event shows its notes."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(max_length=200)
    text_md = models.TextField(
        "text", blank=True, help_text="Same markup as sections, notes included."
    )
    place = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Order among events of the same moment."
    )

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta:
        verbose_name = "event"
        ordering = [*DATE_ORDER, "position", "pk"]
        constraints = [*HistoricallyDated.Meta.constraints]

    def __str__(self) -> str:
        return self.title
