from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from briefingbooks.models.books import Book, BookPartQuerySet, ChronologyEvent, Section
from briefingbooks.models.entries import Entry
from briefingbooks.models.sources import Source
from collections_app.models import Agent, ArchivalItem, Copy, ExternalLink
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models import Interview


class Footnote(Ruled):
    """A note of a book, derived from its text: the text is the source of truth.

    The anchor comes from the label, the number from the order of reading, so that inserting a
    note changes no address.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="footnotes")
    label = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text_md = models.TextField()

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta:
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "label"], name="note_label_once_in_a_book")
        ]

    def __str__(self) -> str:
        return f"note {self.number} ({self.label})"


class ReferenceQuerySet(BookPartQuerySet):
    """Mentions in the texts of books; the text of a hidden entry mentions nothing."""

    def public(self, at: datetime | None = None) -> Self:
        return (
            super().public(at).filter(Q(entry__isnull=True) | Q(entry__in=Entry.objects.public(at)))
        )


class Reference(Ruled):
    """A mention in a book's text, derived when the text is saved; what it names can not vanish."""

    class Role(models.TextChoices):
        DOC = "doc", "document"
        ENTRY = "entry", "entry"
        CITE = "cite", "source"
        TESTIMONY = "testimony", "testimony"
        PHOTO = "photo", "photograph"
        PERSON = "person", "person or body"
        COMPARE = "compare", "comparison"
        LINK = "link", "external link"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="references")
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(
        ChronologyEvent, null=True, on_delete=models.CASCADE, related_name="+"
    )
    footnote = models.ForeignKey(
        Footnote, null=True, on_delete=models.CASCADE, related_name="references"
    )
    role = models.CharField(max_length=10, choices=Role.choices)
    key = models.CharField(max_length=1000)
    locator = models.CharField(max_length=160, blank=True)
    item = models.ForeignKey(
        ArchivalItem, null=True, on_delete=models.PROTECT, related_name="references"
    )
    to_entry = models.ForeignKey(
        Entry, null=True, on_delete=models.PROTECT, related_name="references"
    )
    source = models.ForeignKey(
        Source, null=True, on_delete=models.PROTECT, related_name="references"
    )
    interview = models.ForeignKey(
        Interview, null=True, on_delete=models.PROTECT, related_name="references"
    )
    copy = models.ForeignKey(Copy, null=True, on_delete=models.PROTECT, related_name="references")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="references")
    link = models.ForeignKey(
        ExternalLink, null=True, on_delete=models.PROTECT, related_name="references"
    )
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["book", "position"]

    def __str__(self) -> str:
        return f"{{{self.role}}}`{self.key}` in {self.book}"


class CitationQuerySet(RuledQuerySet):
    """What notes cite: as public as the mention."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(reference__in=Reference.objects.public(at))


class FootnoteCitation(Ruled):
    """One thing that a note cites, in the order of the note: derived with the mention itself.

    `prefix` is what the editor wrote before it ("Compare"), `suffix` what follows the last one;
    both as plain words. `is_first` where the book names it nowhere before.
    """

    note = models.ForeignKey(Footnote, on_delete=models.CASCADE, related_name="citations")
    order = models.PositiveSmallIntegerField()
    reference = models.OneToOneField(Reference, on_delete=models.CASCADE, related_name="citation")
    prefix = models.CharField(max_length=300, blank=True)
    suffix = models.CharField(max_length=300, blank=True)
    is_first = models.BooleanField()

    objects: ClassVar = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["note", "order"]
        constraints = [
            models.UniqueConstraint(fields=["note", "order"], name="citation_order_once_in_a_note")
        ]

    def __str__(self) -> str:
        return f"{self.note}: {self.target}"

    @property
    def target(self) -> models.Model | None:
        """The record cited."""
        one = self.reference
        return one.item or one.to_entry or one.source or one.interview or one.agent or one.link

    @property
    def locator(self) -> str:
        return self.reference.locator
