"""Which books need a record, public or not: told to who is about to withdraw or delete it."""

from typing import Any

from django.db import models
from django.urls import reverse

from briefingbooks.models import Book, Entry, Reference, Source
from collections_app.dependants import Use
from collections_app.models import Agent, ArchivalItem, Copy, ExternalLink
from oralhistory.models import Interview

# Which field of a mention points to a record of this kind.
NAMED_BY: dict[type[models.Model], str] = {
    ArchivalItem: "item",
    Copy: "copy",
    Interview: "interview",
    Source: "source",
    Agent: "agent",
    ExternalLink: "link",
}
_SHOWN_BY: dict[type[models.Model], str] = {
    ArchivalItem: "item",
    Copy: "shown_copy",
    Interview: "interview",
}


def books_that_need(record: Any) -> list[Use]:
    """Return each book that shows or names a record, with its places. At most two queries."""
    kind = type(record)
    places: dict[Book, list[str]] = {}
    notes: dict[Book, set[int]] = {}
    if kind in _SHOWN_BY:
        entries = Entry.objects.filter(**{_SHOWN_BY[kind]: record}).numbered()
        for entry in entries.select_related("book"):
            word = "testimony" if entry.interview_id else "document"
            places.setdefault(entry.book, []).append(f"{word} {entry.number}")
    rows = Reference.objects.filter(**{NAMED_BY[kind]: record})
    for row in rows.select_related("book", "footnote", "section", "event", "entry"):
        here = places.setdefault(row.book, [])
        if row.footnote:
            notes.setdefault(row.book, set()).add(row.footnote.number)
        elif (where := _where(row)) not in here:
            here.append(where)
    return [_use(book, words, sorted(notes.get(book, ()))) for book, words in places.items()]


def _where(row: Reference) -> str:
    if row.section:
        return f"section “{row.section.heading}”"
    if row.event:
        return f"event “{row.event.title}”"
    return f"the text of entry {row.entry.key}" if row.entry else "summary or about"


def _use(book: Book, words: list[str], notes: list[int]) -> Use:
    if notes:
        word = "note" if len(notes) == 1 else "notes"
        words = [*words, f"{word} {', '.join(map(str, notes))}"]
    page = reverse("admin:briefingbooks_book_change", args=[book.pk])
    return Use(book.title, page, "; ".join(words), len(notes))
