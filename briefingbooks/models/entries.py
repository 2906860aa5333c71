import secrets
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from briefingbooks import markup
from briefingbooks.models.books import Book, BookPartQuerySet
from collections_app.models import ArchivalItem, Copy, Language, LinkUse, Recorded
from collections_app.publication import Ruled, RuledQuerySet, among
from oralhistory.keys import KEY_LENGTH
from oralhistory.models import Interview

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key() -> str:
    """Return a key for an entry, such as `e7k3m`: without letters that are easily confused."""
    return "e" + "".join(secrets.choice(_LETTERS) for _ in range(4))


class EntryQuerySet(BookPartQuerySet):
    """Entries of books; what they show follows the rule of the item or interview itself."""

    def _shown(self, at: datetime | None = None) -> Q:
        items, interviews = ArchivalItem.objects.public(at), Interview.objects.public(at)
        return Q(among(items, "item")) | Q(among(interviews, "interview"))

    def public(self, at: datetime | None = None) -> Self:
        """Return the entries of public books whose item or interview is public."""
        return super().public(at).filter(self._shown(at))

    def of_seen(self, book: Book) -> Self:
        """Return all entries of a book that may be seen, those with hidden records included.

        A hidden record keeps its number, so that no other number changes; `entry_cards` shows
        nothing of it but that number.
        """
        return super().of_seen(book)

    def numbered(self) -> Self:
        """Add `number`, the place of each entry in its book, from 1: what readers call it by."""
        before = Q(position__lt=OuterRef("position")) | Q(
            position=OuterRef("position"), pk__lte=OuterRef("pk")
        )
        ahead = Entry.objects.filter(before, book=OuterRef("book")).order_by().values("book")
        return self.annotate(number=Subquery(ahead.annotate(n=Count("pk")).values("n")))

    def unseen(self, at: datetime | None = None) -> Self:
        """Return the entries whose item or interview the public may not see at the instant `at`."""
        return self.exclude(self._shown(at)).select_related("item", "interview")

    def without_quotation(self) -> Self:
        """Return the testimony of which no words were ever taken."""
        return self.filter(interview__isnull=False, quotation__isnull=True)


class Entry(Ruled, Recorded):
    """One numbered document or testimony of a book, with what it is and why it matters.

    The key never changes and is never used again: it stands in texts and addresses. The number
    that readers see is its place in the book. Testimony is chosen by times, in milliseconds, or
    by passages; `first_key` and `last_key` are those of its first and last passage, by which they
    are found again in later versions. What is quoted of it are the rows of `QuotedPassage`.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0)
    item = models.ForeignKey(
        ArchivalItem, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    shown_copy = models.ForeignKey(
        Copy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
        help_text="Which copy of the document this book shows; empty for the copy shown first.",
    )
    interview = models.ForeignKey(
        Interview, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    start_ms = models.PositiveIntegerField(
        "excerpt from", null=True, blank=True, help_text="Milliseconds from the beginning."
    )
    end_ms = models.PositiveIntegerField(
        "excerpt to", null=True, blank=True, help_text="Milliseconds from the beginning."
    )
    quoted_language = models.ForeignKey(
        Language,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="language of the excerpt",
        help_text="Empty for the words as they were spoken; otherwise the language of the "
        "transcript or translation to quote.",
    )
    first_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    last_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    title_override = models.CharField(max_length=400, blank=True)
    source_line_override = models.CharField(max_length=400, blank=True)
    annotation_md = models.TextField("what it is", blank=True, help_text=markup.HELP)
    analysis_md = models.TextField("why it matters", blank=True, help_text=markup.HELP)
    content_notice = models.CharField(max_length=300, blank=True)
    is_key_document = models.BooleanField(default=False)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "key"], name="entry_key_once_in_a_book"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, interview__isnull=True)
                | Q(item__isnull=True, interview__isnull=False),
                name="an_entry_shows_exactly_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(interview__isnull=True, start_ms__isnull=True, end_ms__isnull=True)
                | Q(interview__isnull=False, start_ms__isnull=False, end_ms__gt=F("start_ms"))
                | Q(interview__isnull=False, start_ms__isnull=True, end_ms__isnull=True)
                & ~Q(first_key="")
                & ~Q(last_key=""),
                name="an_excerpt_has_a_beginning_and_a_later_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.target}"

    @property
    def target(self) -> ArchivalItem | Interview | None:
        """The one thing the entry shows."""
        return self.item or self.interview

    @property
    def anchor(self) -> str:
        return f"doc-{self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._take_free_key()
        super().save(*args, **kwargs)

    def _take_free_key(self) -> None:
        """Give a new entry a key that no other entry of its book has."""
        if not self._state.adding or self.book_id is None:
            return
        taken = set(Entry.objects.filter(book=self.book_id).values_list("key", flat=True))
        while self.key in taken:
            self.key = new_key()

    def clean(self) -> None:
        self._take_free_key()
        if bool(self.item_id) == bool(self.interview_id):
            raise ValidationError("Choose exactly one: an item, or an excerpt of an interview.")
        self._refuse_half_an_excerpt()
        if self.shown_copy and self.shown_copy.item_id != self.item_id:
            raise ValidationError({"shown_copy": "This copy belongs to another item."})

    def _refuse_half_an_excerpt(self) -> None:
        times = (self.start_ms, self.end_ms)
        if self.item_id and times != (None, None):
            raise ValidationError({"start_ms": "Only an excerpt of an interview has times."})
        if not self.interview_id:
            return
        if times == (None, None) and self.first_key and self.last_key:
            return
        if self.start_ms is None or self.end_ms is None:
            raise ValidationError({"start_ms": "An excerpt needs a beginning and an end."})
        if self.start_ms >= self.end_ms:
            raise ValidationError({"end_ms": "The excerpt must end after it begins."})


class EntryLinkQuerySet(RuledQuerySet):
    """Links of entries: as public as the entry and what it shows."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(entry__in=Entry.objects.public(at))

    def of_seen(self, book: Book) -> Self:
        """Return the links of a book's entries; those of hidden records are for no card."""
        return self.filter(entry__book=book)


class EntryLink(Ruled, LinkUse):
    """An external link of one entry, with a word on why it matters."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")

    objects: ClassVar = EntryLinkQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "external link"
        constraints = [
            models.UniqueConstraint(fields=["entry", "link"], name="entry_links_to_an_address_once")
        ]
