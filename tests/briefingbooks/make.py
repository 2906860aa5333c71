"""Builders of books and their parts; keyword-only, each record checked as a form would check it."""

from datetime import date, datetime
from typing import Any

from briefingbooks.models import (
    Book,
    BookLink,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    Section,
    Source,
)
from briefingbooks.quoting import freeze
from collections_app.models import ArchivalItem
from oralhistory.models import Interview
from tests.make import checked, make_item, make_link, next_number, published_if


def make_book(
    *,
    title: str = "",
    published: bool = False,
    public_from: datetime | None = None,
    with_parts: bool = True,
    **fields: Any,
) -> Book:
    """Make a book; with a section and an editor, as it needs them to be published."""
    number = next_number()
    fields = {
        "slug": f"book-{number}",
        "summary_md": "What the book says.",
        "posted_on": date(2026, 1, 11),
    } | fields
    book = checked(Book(title=title or f"Book {number}", **fields))
    if with_parts:
        make_section(book=book)
        checked(Contribution(book=book, credited_as="A. Editor"))
    return published_if(book, published, public_from)


def make_section(*, book: Book, body_md: str = "Text.", **fields: Any) -> Section:
    number = next_number()
    fields = {"heading": f"Section {number}", "slug": f"s-{number}", "position": number} | fields
    return checked(Section(book=book, body_md=body_md, **fields))


def make_entry(
    *,
    book: Book,
    item: ArchivalItem | None = None,
    interview: Interview | None = None,
    **fields: Any,
) -> Entry:
    """Add a document to a book: a public item unless another record is given."""
    if item is None and interview is None:
        item = make_item(published=True)
    fields = {"position": next_number()} | fields
    return checked(Entry(book=book, item=item, interview=interview, **fields))


def make_testimony(
    *, book: Book, interview: Interview, start_ms: int = 0, end_ms: int = 3_600_000, **fields: Any
) -> Entry:
    """Add testimony to a book with the words that may be quoted of it now."""
    entry = make_entry(book=book, interview=interview, start_ms=start_ms, end_ms=end_ms, **fields)
    freeze(entry, None)
    return entry


def make_entry_link(*, entry: Entry, note: str = "Why it matters.") -> EntryLink:
    return checked(EntryLink(entry=entry, link=make_link(), note=note))


def make_book_link(*, book: Book, note: str = "Why it matters.", **fields: Any) -> BookLink:
    return checked(BookLink(book=book, link=make_link(**fields), note=note))


def make_event(*, book: Book, title: str = "", **fields: Any) -> ChronologyEvent:
    fields = {"date_edtf": "1994-01-11"} | fields
    return checked(ChronologyEvent(book=book, title=title or f"Event {next_number()}", **fields))


def make_source(*, key: str = "", **fields: Any) -> Source:
    fields = {
        "authors": "Ann Author",
        "authors_sorted": "Author, Ann",
        "title": "A Book",
        "short_title": "Book",
        "year": "2003",
    } | fields
    return checked(Source(key=key or f"author-{next_number()}", **fields))
