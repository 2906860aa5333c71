from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from briefingbooks.models.books import Book
from collections_app.models import ExternalLink
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet


class BookRelationQuerySet(RuledQuerySet):
    """Relations of books: told where both books are public."""

    def public(self, at: datetime | None = None) -> Self:
        books = Book.objects.public(at)
        return self.filter(Q(other=None) | Q(other__in=books), book__in=books)

    def of_seen(self, book: Book, at: datetime | None = None) -> Self:
        """Return the relations of a book, from both sides, whose other side is public."""
        books = Book.objects.public(at)
        own = Q(book=book) & (Q(other=None) | Q(other__in=books))
        return self.filter(own | Q(other=book, book__in=books)).select_related(
            "book", "other", "link"
        )


class BookRelation(Ruled, Historied):
    """What a book has to do with another one, or with a posting elsewhere; read from both sides."""

    class Kind(models.TextChoices):
        FOLLOWS = "follows", "follows"
        RELATED = "related", "is related to"
        SUPERSEDES = "supersedes", "supersedes"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RELATED)
    other = models.ForeignKey(
        Book, null=True, blank=True, on_delete=models.PROTECT, related_name="related_from"
    )
    link = models.ForeignKey(
        ExternalLink,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="book_relations",
        verbose_name="posting elsewhere",
        help_text="Instead of a book of this house: its title and publisher are those of the link.",
    )
    posted_on = models.DateField(
        null=True, blank=True, help_text="When the posting elsewhere appeared."
    )
    note = models.CharField(
        max_length=300, blank=True, help_text="What the reader finds there; shown."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = BookRelationQuerySet.as_manager()

    class Meta:
        verbose_name = "related book or posting"
        verbose_name_plural = "related books and postings"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, link__isnull=True)
                | Q(other__isnull=True, link__isnull=False),
                name="a_book_is_related_to_exactly_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("book")),
                name="a_book_is_not_related_to_itself",
            ),
            models.UniqueConstraint(fields=["book", "other"], name="books_are_related_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other or self.link}"

    def clean(self) -> None:
        if bool(self.other_id) == bool(self.link_id):
            raise ValidationError(
                "Choose exactly one: a book of this house or a posting elsewhere."
            )
        if self.other_id and self.other_id == self.book_id:
            raise ValidationError({"other": "A book is not related to itself."})
