"""Builders of books and their parts; keyword-only, each record checked as a form would check it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.citing.reading_names import date_in, names_in
from briefingbooks.models import (
    Book,
    BookLink,
    BookRelation,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    GlossaryTerm,
    Section,
    Source,
)
from briefingbooks.quoting import freeze
from collections_app.models import ArchivalItem, User
from oralhistory.models import Interview
from tests.make import checked, make_item, make_link, next_number


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
    return released(book, public_from) if published or public_from else book


def released(book: Book, public_from: datetime | None = None, by: User | None = None) -> Book:
    """Release a book as the house's own programs do: reviewed, cleared, out at once or later.

    An instant that has passed is written past the deed, which refuses it.
    """
    is_past = public_from is not None and public_from <= timezone.now()
    if book.state == "draft":
        releasing.send_to_review(book, by=None)
    releasing.clear(book, by=by)
    note = "What is new." if book.editions.exists() else ""
    releasing.release(book, by=by, at=None if is_past else public_from, change_note=note)
    if is_past:
        Book.objects.filter(pk=book.pk).update(public_from=public_from)
        book.refresh_from_db()
    return book


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


def make_source(
    *,
    key: str = "",
    authors: str = "Ann Author",
    authors_sorted: str = "",
    year: str = "2003",
    **fields: Any,
) -> Source:
    """Make a published work; its names and its date are given as lines of words."""
    fields = {
        "title": "A Book",
        "short_title": "Book",
        **dict(zip(("date_edtf", "date_display"), date_in(year), strict=True)),
    } | fields
    source = checked(Source(key=key or f"author-{next_number()}", **fields))
    turned = authors_sorted or ("Author, Ann" if authors == "Ann Author" else "")
    names, is_edited = names_in(authors, turned)
    source.set_creators(names, "editor" if is_edited else "author")
    return source


def make_term(*, label: str = "UNAMIR", **fields: Any) -> GlossaryTerm:
    number = next_number()
    fields = {"key": f"term-{number}", "full_form": f"Full form {number}"} | fields
    return checked(GlossaryTerm(label=label, **fields))


def make_relation(*, book: Book, other: Book | None = None, **fields: Any) -> BookRelation:
    """Relate a book to another one, or to a posting elsewhere where none is given."""
    fields = {"link": None if other else make_link()} | fields
    return checked(BookRelation(book=book, other=other, **fields))
