"""The books of the demonstration: the published one, and the draft that proves the rule."""

import re
from typing import Any

from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from briefingbooks.demonstration.sources import load_sources
from briefingbooks.models import (
    Book,
    BookEvent,
    BookLink,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    GlossaryTerm,
    Section,
    Series,
    Stage,
)
from briefingbooks.quoting import freeze
from briefingbooks.references import derive_references
from collections_app.models import Place
from oralhistory.clock import read_clock

# The texts name documents by keys of the data, as {doc}`@cable`; books name them by reference.
_KEY = re.compile(r"(\{doc\}`[^`]*?)@([a-z0-9-]+)")


def load_books(demonstration: Demonstration) -> None:
    """Keep the works cited and both books; a new book is made whole, and its references derived."""
    load_sources(demonstration)
    for row in reading.rows("glossary.toml", "term"):
        _term(demonstration, row)
    data = reading.document("book.toml")
    series, _ = demonstration.keep(
        Series,
        {"slug": data["series"]["slug"]},
        {**data["series"], "introduction": plain(data["introduction"])},
    )
    published = {
        **data,
        "summary": reading.words("summary.md"),
        "about": reading.words("about.md"),
        "entry": reading.rows("entries_*.toml", "entry"),
        "event": reading.rows("chronology_*.toml", "event"),
    }
    for row in (published, reading.document("draft_book.toml")):
        _book(demonstration, series, row)


def release_books(demonstration: Demonstration) -> None:
    """Release the book that was made, as an editor and a second person do, if nobody else did."""
    book = Book.objects.get(slug=reading.document("book.toml")["slug"])
    if book.stage == Stage.DRAFTING and not BookEvent.objects.filter(book=book).exists():
        releasing.send_to_review(book, by=None)
        releasing.clear(book, by=None)
        releasing.release(book, by=None)


def _term(demonstration: Demonstration, row: Row) -> GlossaryTerm:
    agent = demonstration.get("agent", row.get("agent", ""))
    term, _ = demonstration.keep(GlossaryTerm, {"key": row["key"]}, {**row, "agent": agent})
    return term


def _book(demonstration: Demonstration, series: Series, row: Row) -> None:
    values = {
        "series": series,
        "number": row["number"],
        "title": row["title"],
        "slug": row["slug"],
        "decks": plain(row["decks"]),
        "summary_md": with_references(demonstration, row["summary"]),
        "about_md": with_references(demonstration, row.get("about", "")),
        "content_notice": plain(row.get("content_notice", "")),
        "turning_point": demonstration.get("subject", row.get("turning_point", "")),
        "date_edtf": row.get("date", ""),
        "is_demonstration": True,
    }
    found = Book.objects.filter(slug=row["slug"]).first()
    if found is not None:
        demonstration.compare(found, values)
        _compare_parts(demonstration, found, row)
        return
    posted = timezone.localdate()
    book = demonstration.make(Book, {**values, "posted_on": posted})
    _add_parts(demonstration, book, row)
    derive_references(book)


def _add_parts(demonstration: Demonstration, book: Book, row: Row) -> None:
    for position, section in enumerate(row["section"], start=1):
        values = _section(demonstration, section)
        demonstration.add(Section, {"book": book, "position": position, **values})
    for position, entry in enumerate(row["entry"], start=1):
        _entry(demonstration, book, position, entry)
    for event in row.get("event", []):
        demonstration.add(ChronologyEvent, {"book": book, **_event(demonstration, event)})
    for position, credit in enumerate(row["contributions"], start=1):
        demonstration.add(Contribution, {"book": book, "position": position, **credit})
    for position, use in enumerate(row.get("link", []), start=1):
        link = demonstration.get("link", use["link"])
        values = {"link": link, "note": use["note"], "position": position}
        demonstration.add(BookLink, {"book": book, **values})


def _compare_parts(demonstration: Demonstration, book: Book, row: Row) -> None:
    """Compare the texts of a book that was found; a part that somebody took out stays out."""
    sections = {section.slug: section for section in book.sections.all()}
    for section in row["section"]:
        if section["slug"] in sections:
            demonstration.compare(sections[section["slug"]], _section(demonstration, section))
    entries = {entry.key: entry for entry in book.entries.all()}
    for entry in row["entry"]:
        if entry["key"] in entries:
            demonstration.compare(entries[entry["key"]], _entry_values(demonstration, entry))


def _section(demonstration: Demonstration, row: Row) -> dict[str, Any]:
    text = reading.words(row["file"]) if "file" in row else row["text"]
    return {
        "heading": row["heading"],
        "slug": row["slug"],
        "kind": row.get("kind", Section.Kind.ESSAY),
        "body_md": with_references(demonstration, text),
    }


def _entry(demonstration: Demonstration, book: Book, position: int, row: Row) -> None:
    values = _entry_values(demonstration, row)
    entry = demonstration.add(Entry, {"book": book, "position": position, **values})
    if entry.interview is not None:
        freeze(entry, by=None)
    for place, use in enumerate(row.get("links", []), start=1):
        link = demonstration.get("link", use["link"])
        values = {"link": link, "note": use["note"], "position": place}
        demonstration.add(EntryLink, {"entry": entry, **values})


def _entry_values(demonstration: Demonstration, row: Row) -> dict[str, Any]:
    return {
        "key": row["key"],
        "item": demonstration.get("item", row.get("item", "")),
        "interview": demonstration.get("interview", row.get("interview", "")),
        "start_ms": read_clock(row["from"]) if "from" in row else None,
        "end_ms": read_clock(row["to"]) if "to" in row else None,
        "annotation_md": with_references(demonstration, row["what"]),
        "analysis_md": with_references(demonstration, row["why"]),
        "content_notice": row.get("content_notice", ""),
        "is_key_document": row.get("key_document", False),
    }


def _event(demonstration: Demonstration, row: Row) -> dict[str, Any]:
    return {
        "title": row["title"],
        "text_md": with_references(demonstration, row["text"]),
        "place": row.get("place", ""),
        "mapped_place": _place_named(demonstration, row.get("place", "")),
        "date_edtf": row["date"],
        "date_display": row.get("date_display", ""),
        "position": row.get("position", 0),
    }


def _place_named(demonstration: Demonstration, name: str) -> Place | None:
    """Return the place that the data describe under this name, if they do."""
    places = demonstration.keys("place").values()
    return next((place for place in places if place.name == name), None)


def with_references(demonstration: Demonstration, text: str) -> str:
    """Return a text with the references of this installation in the place of the keys."""

    def reference(found: re.Match[str]) -> str:
        return found[1] + demonstration.get("item", found[2]).ref

    return _KEY.sub(reference, plain(text))
