"""Builders of press releases, news and corrections; each record checked as a form would do it."""

from datetime import date, datetime
from typing import Any

from briefingbooks.models import (
    Boilerplate,
    Book,
    Erratum,
    ErrorReport,
    InTheNews,
    PressAsset,
    PressBoilerplate,
    PressBook,
    PressContact,
    PressQuote,
    PressRelease,
)
from collections_app.models import ArchivalItem
from tests.briefingbooks.make import make_book
from tests.make import checked, make_item, make_link, next_number, published_if


def make_release(
    *,
    headline: str = "",
    book: Book | None = None,
    published: bool = False,
    public_from: datetime | None = None,
    with_parts: bool = True,
    **fields: Any,
) -> PressRelease:
    """Make a press release; with a public book and a contact, as it needs them to be published."""
    number = next_number()
    fields = {
        "slug": f"release-{number}",
        "place": "Kigali",
        "issued_on": date(2026, 1, 11),
        "body_md": "The book is public.",
    } | fields
    release = checked(PressRelease(headline=headline or f"Release {number}", **fields))
    if with_parts:
        announce(release, book or make_book(published=True))
        make_contact(release=release)
    return published_if(release, published, public_from)


def announce(release: PressRelease, book: Book) -> PressBook:
    return checked(PressBook(release=release, book=book, position=next_number()))


def make_contact(*, release: PressRelease, **fields: Any) -> PressContact:
    fields = {"name": "Press Desk", "mail": "press@example.org", "is_printed": True} | fields
    return checked(PressContact(release=release, **fields))


def make_quote(*, release: PressRelease, **fields: Any) -> PressQuote:
    fields = {
        "speaker": "Ann Speaker",
        "role": "director",
        "text": "These are my words.",
        "approved_on": date(2026, 1, 9),
        "approval": "Letter to the press desk.",
        "position": next_number(),
    } | fields
    return checked(PressQuote(release=release, **fields))


def make_asset(
    *, release: PressRelease, item: ArchivalItem | None = None, **fields: Any
) -> PressAsset:
    fields = {"caption": "A photograph", "credit": "The Archive", "rights": "Press use."} | fields
    item = item or make_item(kind="photograph", published=True)
    return checked(PressAsset(release=release, item=item, position=next_number(), **fields))


def make_boilerplate(*, release: PressRelease, text: str = "We publish books.") -> Boilerplate:
    """Add a paragraph about a partner to a release."""
    boilerplate = checked(Boilerplate(heading=f"About partner {next_number()}", text=text))
    checked(PressBoilerplate(release=release, boilerplate=boilerplate, position=next_number()))
    return boilerplate


def make_news(*, book: Book, **fields: Any) -> InTheNews:
    fields = {
        "outlet": "The Paper",
        "byline": "R. Eporter",
        "title": "A book is out",
        "published_on": date(2026, 1, 12),
        "note": "A summary.",
    } | fields
    return checked(InTheNews(book=book, link=make_link(), **fields))


def make_erratum(*, book: Book, anchor: str = "summary", **fields: Any) -> Erratum:
    fields = {"severity": "factual", "was": "Monday", "now": "Tuesday"} | fields
    return checked(Erratum(book=book, anchor=anchor, **fields))


def make_report(*, book: Book, anchor: str = "summary", **fields: Any) -> ErrorReport:
    fields = {"says": "Monday", "should_say": "Tuesday", "source": "A calendar."} | fields
    return checked(ErrorReport(book=book, anchor=anchor, **fields))
