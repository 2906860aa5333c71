from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from briefingbooks import markup
from briefingbooks.models.keys import new_event_key
from briefingbooks.models.stages import Staged, StagedQuerySet
from collections_app.models import (
    Agent,
    ArchivalItem,
    LinkUse,
    Place,
    Recorded,
    Subject,
)
from collections_app.models.changes import Historied
from collections_app.models.historical import DATE_ORDER, HistoricallyDated
from collections_app.publication import Gap, Ruled, RuledQuerySet
from oralhistory.models import Interview


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


class BookQuerySet(StagedQuerySet):
    """Briefing books."""

    def for_card(self) -> Self:
        """Load what one line of a list prints."""
        return self.select_related("series").order_by("-posted_on", "-number")

    def for_page(self, at: datetime | None = None) -> Self:
        """Load what the head of the reading page prints."""
        point = Subject.objects.public(at).filter(pk=OuterRef("turning_point"))
        places = Place.objects.public(at)
        shown = places.filter(
            item_places__item__in=ArchivalItem.objects.public(at),
            item_places__item__entries__book=OuterRef("pk"),
        )
        translated = Book.objects.filter(translation_of=OuterRef("pk"))
        return self.select_related("series", "turning_point").annotate(
            turning_point_is_public=Exists(point),
            has_places=Exists(shown) | Exists(places.filter(events__book=OuterRef("pk"))),
            has_translations=Exists(translated) | Q(translation_of__isnull=False),
        )


class Book(Staged, HistoricallyDated, Recorded):
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
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        help_text="The book in its first language, if this is a translation of it. The pages of "
        "both lead to each other while both are public.",
    )
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

    class Meta(Staged.Meta):
        verbose_name = "briefing book"
        ordering = ["-posted_on", "-number", "title"]
        constraints = [
            *Staged.Meta.constraints,
            *HistoricallyDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "number"], name="book_number_once_in_a_series"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefingbooks:book-detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.translation_of is not None:
            if self.translation_of.pk == self.pk or self.translation_of.translation_of_id:
                raise ValidationError({"translation_of": "Choose the book in its first language."})
            if self.pk is not None and self.translations.exists():
                raise ValidationError({"translation_of": "Other books are translations of this."})
            if self.translation_of.language == self.language:
                raise ValidationError({"language": "The original is in the same language."})

    @property
    def deck_lines(self) -> list[str]:
        return [line.strip() for line in self.decks.splitlines() if line.strip()]

    def publication_gaps(self, at: datetime | None = None) -> list[Gap]:
        """What editors must finish first, asked as of the instant `at` (now, unless told).

        `gate.what_blocks` adds what other rooms know, and where each is settled.
        """
        gaps = []
        if not self.posted_on:
            gaps.append(Gap("posted_on", "The date of posting is not set."))
        if not self.summary_md.strip():
            gaps.append(Gap("summary_md", "The summary is empty."))
        if self.pk is None:
            return gaps
        if not self.sections.exists():
            gaps.append(Gap("sections", "The book has no section."))
        if not self.contributions.exists():
            gaps.append(Gap("contributions", "No editor or author is named."))
        if not self.entries.exists():
            gaps.append(Gap("entries", "The book shows no document.", blocks=False))
        for entry in self.entries.without_quotation():
            gaps.append(Gap("entries", f"Entry {entry.key} quotes no words yet."))
        for entry in self.entries.unseen(at):
            gaps.append(Gap("entries", f"Entry {entry.key} ({entry.target}) is not public."))
        for record in self._cited_but_unseen(at):
            gaps.append(Gap("sections", f"The text cites {record}, which is not public."))
        return gaps + super().publication_gaps()

    def _cited_but_unseen(self, at: datetime | None) -> list[models.Model]:
        items = ArchivalItem.objects.filter(references__book=self)
        interviews = Interview.objects.filter(references__book=self)
        return [
            *items.exclude(pk__in=ArchivalItem.objects.public(at).values("pk")).distinct(),
            *interviews.exclude(pk__in=Interview.objects.public(at).values("pk")).distinct(),
        ]


class BookPartQuerySet(RuledQuerySet):
    """Parts of a book: as public as the book."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(book__in=Book.objects.public(at))

    def of_seen(self, book: Book) -> Self:
        """Return the parts of a book of which the rule has answered that it may be seen."""
        return self.filter(book=book)


class Contribution(Ruled, Historied):
    """A person's part in making a book, as credited then."""

    class Role(models.TextChoices):
        EDITOR = "editor", gettext_lazy("Edited by")
        AUTHOR = "author", gettext_lazy("By")
        ASSISTANCE = "assistance", gettext_lazy("Editorial assistance")
        CONTRIBUTOR = "contributor", gettext_lazy("With contributions by")
        TRANSLATOR = "translator", gettext_lazy("Translated by")
        DECLASSIFICATION = "declassification", gettext_lazy("Declassification")

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
    """A dated event of a book's chronology; a sourced event shows its notes.

    The key never changes: the address of the event is made of it.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="events")
    key = models.CharField(max_length=12, default=new_event_key, editable=False)
    title = models.CharField(max_length=200)
    text_md = models.TextField(
        "text", blank=True, help_text="Same markup as sections, notes included."
    )
    place = models.CharField(max_length=120, blank=True)
    mapped_place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name="place on the map",
        help_text="Where the event stands on the map of the book; shown if the place is public.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Order among events of the same moment."
    )

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta:
        verbose_name = "event"
        ordering = [*DATE_ORDER, "position", "pk"]
        constraints = [
            *HistoricallyDated.Meta.constraints,
            models.UniqueConstraint(fields=["book", "key"], name="event_key_once_in_a_book"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        return f"event-{self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new event a key that no other event of its book has."""
        if self._state.adding and self.book_id is not None:
            others = ChronologyEvent.objects.filter(book=self.book_id)
            taken = set(others.values_list("key", flat=True))
            while self.key in taken:
                self.key = new_event_key()
        super().save(*args, **kwargs)
