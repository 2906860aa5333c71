"""All sections of the sitemap: those of the rooms, books, editions, press, works, lists."""

from django.db.models import DateTimeField, F, QuerySet, Value
from django.urls import reverse

from briefingbooks.models import Book, Edition, Issue, PressRelease, Source
from collections_app import sitemaps as archive
from collections_app.sitemaps import Section, told
from declassification import sitemaps as tracker
from oralhistory import sitemaps as testimony

# Pages that gather others; every other page is a record of one of the sections.
PAGES = "pages"
GATHERING = (
    "briefingbooks:home",
    "briefingbooks:book-list",
    "collections_app:item-list",
    "oralhistory:interview-list",
    "collections_app:archive-list",
    "collections_app:locked",
    "declassification:request-list",
    "declassification:statistics",
    "briefingbooks:press-list",
    "briefingbooks:source-list",
    "collections_app:people-affected",
)


def _editions() -> QuerySet:
    """Return the editions of which readers get an issue; a page of a closed one is gone."""
    given = Issue.objects.public().values("edition")
    editions = Edition.objects.public().filter(pk__in=given).select_related("book")
    return editions.annotate(told_at=F("released_at")).order_by("pk")


def _works() -> QuerySet:
    """Return the works that public books cite; when their pages changed is not kept."""
    unknown = Value(None, output_field=DateTimeField(null=True))
    return Source.objects.public().main().annotate(told_at=unknown).order_by("pk")


_OWN = [
    Section("books", lambda: told(Book.objects.public())),
    Section("editions", _editions, has_languages=False),
    Section("press", lambda: told(PressRelease.objects.public())),
    Section("sources", _works),
]
_ROOMS = [*_OWN, *archive.SECTIONS, *testimony.SECTIONS, *tracker.SECTIONS]
SECTIONS: dict[str, Section] = {section.name: section for section in _ROOMS}


def gathering_pages() -> list[str]:
    """Return the addresses of the pages that gather others."""
    return [reverse(name) for name in GATHERING]
