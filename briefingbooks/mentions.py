"""Where public books mention what the lower rooms hold: "Document 8", "note 14 of …"."""

from collections.abc import Callable
from typing import Any

from django.db import models

from briefingbooks.models import (
    Book,
    BookLink,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    QuotedPassage,
    Reference,
    Section,
)
from collections_app.dependants import Mention
from collections_app.models import ArchivalItem, Subject
from collections_app.public_words import DATED, OF_THE_LINK, Words
from oralhistory.models import Interview


def _mentions(record: models.Model, target: str) -> list[Mention]:
    places: dict[Book, list[str]] = {}
    entries = Entry.objects.public().filter(**{target: record}).numbered()
    for entry in entries.select_related("book"):
        kind = "Testimony" if entry.interview_id else "Document"
        places.setdefault(entry.book, []).append(f"{kind} {entry.number}")
    cited = Reference.objects.public().filter(**{target: record})
    notes: dict[Book, set[int]] = {}
    for reference in cited.select_related("book", "footnote"):
        words = places.setdefault(reference.book, [])
        if reference.footnote:
            notes.setdefault(reference.book, set()).add(reference.footnote.number)
        elif "in the text" not in words:
            words.append("in the text")
    for book, numbers in notes.items():
        label = "note" if len(numbers) == 1 else "notes"
        places[book].append(f"{label} {', '.join(map(str, sorted(numbers)))}")
    return [
        Mention(book.title, book.get_absolute_url(), "; ".join(words))
        for book, words in places.items()
    ]


def books_with_item(item: ArchivalItem) -> list[Mention]:
    """Return the public books that show or cite an item. Two queries."""
    return _mentions(item, "item")


def books_with_interview(interview: Interview) -> list[Mention]:
    """Return the public books that show or cite an interview. Two queries."""
    return _mentions(interview, "interview")


def books_on_turning_point(subject: Subject) -> list[Mention]:
    """Return the public books about a turning point. One query."""
    books = Book.objects.public().filter(turning_point=subject).for_card()
    return [Mention(book.title, book.get_absolute_url(), "briefing book") for book in books]


FINDERS: dict[type[models.Model], Callable[[Any], list[Mention]]] = {
    ArchivalItem: books_with_item,
    Interview: books_with_interview,
    Subject: books_on_turning_point,
}


BOOK_WORDS = (
    Words(
        Book,
        "pk",
        ("title", "slug", "decks", "dateline", "summary_md", "content_notice", "contact",
         "about_md", *DATED),
    ),
    Words(Book, "pk", ("series__name",), "series"),
    Words(Contribution, "book", ("credited_as", "affiliation"), "contributions"),
    Words(Section, "book", ("heading", "slug", "body_md"), "sections"),
    Words(
        Entry,
        "book",
        (
            "title_override",
            "source_line_override",
            "annotation_md",
            "analysis_md",
            "content_notice",
        ),
        "entries",
    ),
    Words(QuotedPassage, "entry__book", ("words", "speaker"), "quotations"),
    Words(EntryLink, "entry__book", ("note", *OF_THE_LINK), "entries"),
    Words(BookLink, "book", ("note", *OF_THE_LINK), "links"),
    Words(
        Reference, "book",
        ("source__authors", "source__authors_sorted", "source__title", "source__short_title",
         "source__container", "source__publisher", "source__number", "source__link__url"),
        "works cited", lambda rows: rows.filter(source__isnull=False),
    ),
    Words(ChronologyEvent, "book", ("title", "text_md", "place"), "events"),
)  # fmt: skip
