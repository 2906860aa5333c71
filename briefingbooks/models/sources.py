from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef

from briefingbooks.models.books import Book
from collections_app.models import ExternalLink, Recorded
from collections_app.publication import Ruled, RuledQuerySet

KEY = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$",
    "A key has small letters, digits and hyphens, for example dallaire-2003.",
)


class SourceQuerySet(RuledQuerySet):
    """Published works; a reader sees those that a public book cites."""

    def public(self, at: datetime | None = None) -> Self:
        # A join, not an import: the mentions stand above this module.
        cited = self.model._default_manager.filter(
            pk=OuterRef("pk"), references__book__in=Book.objects.public(at)
        )
        return self.filter(Exists(cited))


class Source(Ruled, Recorded):
    """A published work that notes cite and the bibliography lists (Chicago notes style).

    The key is immutable: it stands in the text of books.
    """

    class Kind(models.TextChoices):
        BOOK = "book", "book"
        CHAPTER = "chapter", "chapter"
        ARTICLE = "article", "journal article"
        NEWS = "news", "newspaper or magazine article"
        REPORT = "report", "report"
        UN_DOCUMENT = "un_document", "United Nations document"
        LEGISLATION = "legislation", "law or regulation"
        WEB_PAGE = "web_page", "web page"
        POSTING = "posting", "briefing book or posting"

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.BOOK)
    authors = models.CharField(
        max_length=300, blank=True, help_text="As printed in a note: Roméo Dallaire."
    )
    authors_sorted = models.CharField(
        max_length=300, blank=True, help_text="As sorted in the bibliography: Dallaire, Roméo."
    )
    title = models.CharField(max_length=400)
    short_title = models.CharField(
        max_length=160, blank=True, help_text="For later notes: Shake Hands."
    )
    container = models.CharField(
        max_length=300, blank=True, help_text="Journal, newspaper, series or collection."
    )
    volume = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.CharField("date", max_length=60, blank=True, help_text="2003; 21 April 1994.")
    number = models.CharField("symbol or number", max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    link = models.ForeignKey(
        ExternalLink, null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["authors_sorted", "title"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"
