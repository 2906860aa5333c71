"""What the history must know of books and their parts: see `collections_app.curation`."""

from typing import Any

from briefingbooks.models import (
    Book,
    BookLink,
    BookRelation,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    Section,
    Source,
    SourceCreator,
)
from briefingbooks.quoting import follow_excerpt
from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.curated_records import BOUNDS, DATE
from collections_app.curation import Curated
from collections_app.curation import register as say
from collections_app.models import User

_BOOK = (
    *("series", "number", "title", "slug", "decks", "language", "dateline", "summary_md"),
    "translation_of",
    *("content_notice", "turning_point", "posted_on", "updated_on", "contact", "about_md", *DATE),
)
_ENTRY = (
    *("position", "item", "shown_copy", "interview", "start_ms", "end_ms"),
    *("quoted_language", "title_override", "source_line_override"),
    *("annotation_md", "analysis_md", "content_notice", "is_key_document"),
)
LINK = ("link", "note", "position")
_SOURCE = (
    *("kind", "title", "short_title", "genre", "container", "edition", "volume", "issue"),
    *("pages", "place", "publisher", "number", "doi", "isbn", "archive", "archive_location"),
    *("language", "original_language", "link", "accessed_on", "same_as", "edition_of", *DATE),
)
_NAME = ("position", "role", "family", "given", "suffix", "literal")


def register() -> None:
    """Say it of every record of this room; called once, when the application starts."""
    say(Book, Curated(told=_BOOK, kept_with=BOUNDS, follow=_books_follow))
    section = ("heading", "slug", "kind", "body_md", "position")
    say(Section, Curated(part_of="book", told=section, stays=_stays_in_its_book))
    ends = ("first_key", "last_key")
    say(Entry, Curated(part_of="book", told=_ENTRY, kept_with=ends, stays=_stays_in_its_book))
    event = ("title", "text_md", "place", "mapped_place", "position", *DATE)
    say(ChronologyEvent, Curated(part_of="book", told=event, kept_with=BOUNDS))
    relation = ("kind", "other", "link", "posted_on", "note", "position")
    say(BookRelation, Curated(part_of="book", told=relation))
    credit = ("agent", "credited_as", "role", "affiliation", "position")
    say(Contribution, Curated(part_of="book", told=credit))
    say(BookLink, Curated(part_of="book", told=LINK))
    say(Source, Curated(told=_SOURCE, kept_with=BOUNDS, follow=_sources_follow))
    say(SourceCreator, Curated(part_of="source", told=_NAME))
    say(EntryLink, Curated(part_of="entry__book", told=LINK))


def _stays_in_its_book(part: Any) -> str:
    """Readers cite the parts of a published book by number: the desk takes none out."""
    return "stands in a published book: its number is cited" if part.book.published_at else ""


def _sources_follow(sources: list[Any], by: User | None) -> None:
    dependants.announce_changes(Source, sources, by=by)


def _books_follow(books: list[Any], by: User | None) -> None:
    for book in books:
        derive_references(book)
        for entry in book.entries.select_related("interview"):
            follow_excerpt(entry, by)
        dependants.announce_change(book, by=by)
