"""A long book, written in bulk: documents with annotations, notes, events, words explained."""

from datetime import timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from briefingbooks.models import Book, ChronologyEvent, Contribution, Entry, Section
from briefingbooks.references import derive_references
from collections_app.models import AccessCondition, ArchivalItem, Copy, Derivative, Page
from tests.briefingbooks.make import make_book, make_source, make_term
from tests.declassification.make import set_publication
from tests.make import make_repository

SECTIONS, EVENTS, SOURCES, TERMS = 20, 60, 50, 40
PARAGRAPH = (
    "Words of a paragraph that says what the sources say, at some length and with care. " * 4
)


def make_long_book(*, entries: int = 200, notes: int = 500, slug: str = "long") -> Book:
    """Make a public book with so many entries and notes, in sections of equal length."""
    book = make_book(slug=slug, title="A long book", with_parts=False, content_notice="Notice.")
    _bulk(Contribution, [{"book": book, "credited_as": "A. Editor"}])
    items = _documents(entries, slug)
    for number in range(TERMS):
        make_term(label=f"ORG{number}", full_form=f"Organization number {number}", book=book)
    sources = [make_source(key=f"{slug}-{number}") for number in range(SOURCES)]
    _bulk(
        Entry,
        [
            {
                "book": book,
                "item": item,
                "key": f"e{number:04}",
                "position": number,
                "annotation_md": f"{PARAGRAPH} See ORG{number % TERMS}.",
                "analysis_md": PARAGRAPH,
            }
            for number, item in enumerate(items)
        ],
    )
    _bulk(Section, [_section(book, n, notes // SECTIONS, entries, slug) for n in range(SECTIONS)])
    for number in range(EVENTS):
        ChronologyEvent.objects.create(
            book=book,
            title=f"Event {number}",
            date_edtf=f"1994-{number % 12 + 1:02}",
            text_md=f"What happened.[^{slug}-{number % SECTIONS}-0]",
        )
    derive_references(book)
    set_publication(book, "published", timezone.now() - timedelta(days=1))
    assert len(sources) == SOURCES
    return book


def _documents(number: int, slug: str) -> list[ArchivalItem]:
    public = {"state": "published", "public_from": timezone.now() - timedelta(days=1)}
    archive = make_repository(published=True)
    items = _bulk(
        ArchivalItem,
        [
            {"ref": f"{slug.upper()}-{n:04}", "title": f"Telegram number {n}", **public}
            for n in range(number)
        ],
    )
    opened = {
        "repository": archive,
        "is_opened": True,
        "extent": "excised",
        "access_condition": AccessCondition.OPEN,
    }
    copies = _bulk(Copy, [{"item": item, **opened} for item in items for _ in range(2)])
    pages = _bulk(Page, [{"copy": copy, "number": 1} for copy in copies])
    kind = {"kind": Derivative.Kind.THUMBNAIL, "width": 120, "height": 160, "bytes": 1}
    _bulk(Derivative, [{"page": page, "file": f"{page.pk}.jpg", **kind} for page in pages])
    return items


def _section(book: Book, number: int, notes: int, entries: int, slug: str) -> dict[str, Any]:
    labels = [f"{slug}-{number}-{note}" for note in range(notes)]
    text = "\n\n".join(f"{PARAGRAPH}[^{label}]" for label in labels)
    text += "".join(
        f"\n\n[^{label}]: {{cite}}`{slug}-{(number + place) % SOURCES}; p. {place}`; "
        f"{{entry}}`e{(number * notes + place) % entries:04}`."
        for place, label in enumerate(labels)
    )
    return {
        "book": book,
        "heading": f"Section {number}",
        "slug": f"section-{number}",
        "position": number,
        "body_md": text,
    }


def _bulk(model: type[Model], rows: list[dict[str, Any]]) -> list[Any]:
    return QuerySet(model).bulk_create([model(**row) for row in rows])
