"""What press releases, news and corrections show, and what of them nobody may be shown."""

from typing import Any

from briefingbooks.models import Book, Entry
from tests.briefingbooks.make import make_book
from tests.briefingbooks.press_make import (
    announce,
    make_asset,
    make_boilerplate,
    make_contact,
    make_erratum,
    make_news,
    make_quote,
    make_release,
    make_report,
)
from tests.make import make_copy, make_derivative, make_item, make_page


def plant_press(house: Any, closed: Entry, *, shown: str, hidden: str) -> None:
    """Announce a public book; beside it plant all that a stranger never reads of press rooms."""
    draft = make_item(kind="photograph", title=hidden, known_from=hidden)
    house.release = make_release(
        headline=f"{shown} announced",
        book=house.book,
        body_md=f"{shown} and {{doc}}`{draft.ref}`, {{doc}}`{house.item.ref}`.",
    )
    _parts(house.release, shown)
    make_quote(release=house.release, text=hidden, speaker=hidden, approved_on=None)
    make_contact(release=house.release, name=hidden, role=hidden, is_printed=False)
    asset = make_asset(release=house.release, item=draft, caption=hidden, credit=hidden)
    page = make_page(copy=make_copy(item=draft, opened=True))
    make_derivative(page=page, kind="display", content=hidden.encode())
    _publish_past_the_gaps(house, house.release)
    assert house.release.is_public()
    assert not asset.is_public()
    for how in ("draft", "in_review", "embargoed", "withdrawn", "tombstone", "held"):
        release = make_release(headline=f"{hidden} {how}", subhead=hidden, book=house.book)
        _parts(release, hidden)
        house.hide(release, how)
    _announce_too_early(house, hidden)
    _plant_corrections(house.book, closed, shown=shown, hidden=hidden)


def _parts(release: Any, words: str) -> None:
    make_quote(release=release, text=f"{words} words", speaker=words)
    make_contact(release=release, name=words)
    make_asset(release=release, caption=words)
    make_boilerplate(release=release, text=words)


def _publish_past_the_gaps(house: Any, release: Any) -> None:
    """Leave words in a public release that its parts' own rules keep from strangers."""
    rows = type(release)._base_manager.filter(pk=release.pk)
    rows.update(state="published", public_from=house.book.public_from)
    release.refresh_from_db()


def _announce_too_early(house: Any, hidden: str) -> None:
    """Publish a release whose book is not public any more."""
    book = make_book(title=hidden, published=True)
    release = make_release(headline=f"{hidden} early", book=house.book, published=True)
    announce(release, book)
    book.hold(by=None)
    house.hidden += [release, book]


def _plant_corrections(book: Book, closed: Entry, *, shown: str, hidden: str) -> None:
    """Correct a public book, in public words, in words of a closed entry, and as readers ask."""
    make_news(book=book, title=f"{shown} in the news")
    make_erratum(book=book, was=f"{shown} was", now=f"{shown} is")
    make_erratum(book=book, anchor=closed.anchor, entry=closed, was=hidden, now=hidden)
    make_report(
        book=book, says=hidden, should_say=hidden, source=hidden, name=hidden,
        email="hidden@example.org", credit_as=hidden, wants_credit=True, reason=hidden,
    )  # fmt: skip
    draft = make_book(title=hidden)
    make_news(book=draft, title=hidden, outlet=hidden, note=hidden)
    make_erratum(book=draft, was=hidden, now=hidden, note=hidden, credited_as=hidden)
