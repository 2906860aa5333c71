"""What stands beside a book: press releases about it, what newspapers wrote, and corrections."""

from collections.abc import Collection
from datetime import datetime

from briefingbooks.models import Book, Erratum, InTheNews, PressRelease
from briefingbooks.pages import Announcement, BookPage, Correction, NewsView
from collections_app.links_said import links_said


def with_press(page: BookPage, book: Book, at: datetime | None = None) -> BookPage:
    """Add to an assembled page what stands beside the book. Three queries."""
    page.news, page.press = news_of(book), announcements_of(book, at)
    page.corrections = corrections_of(book, {one.anchor for one in page.entries if one.is_hidden})
    return page


def news_of(book: Book) -> list[NewsView]:
    """Return what outlets published about a book, newest first. One query."""
    news = list(InTheNews.objects.of_seen(book).select_related("link"))
    return [
        NewsView(one.outlet, one.byline, one.title, one.published_on, link)
        for one, link in zip(news, links_said(news), strict=True)
    ]


def announcements_of(book: Book, at: datetime | None = None) -> list[Announcement]:
    """Return the public press releases that announce a book, newest first. One query."""
    releases = PressRelease.objects.public(at).filter(announced__book=book)
    return [
        Announcement(one.headline, one.get_absolute_url(), one.issued_on, one.language)
        for one in releases
    ]


def corrections_of(book: Book, hidden: Collection[str]) -> list[Correction]:
    """Return the corrections of a book, newest first, without those inside hidden entries.

    `hidden` are anchors of entries. One query.
    """
    rows = Erratum.objects.of_seen(book).select_related("entry")
    corrections = [
        Correction(
            number=one.pk,
            anchor=one.anchor,
            entry=one.entry.anchor if one.entry else "",
            where=one.where or one.anchor,
            on=one.decided_on,
            severity=one.get_severity_display(),
            was=one.was,
            now=one.now,
            note=one.note,
            credited_as=one.credited_as,
            fixed_in=one.fixed_in,
        )
        for one in rows
    ]
    return [one for one in corrections if one.entry not in hidden]
