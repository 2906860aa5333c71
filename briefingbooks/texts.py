"""The texts of a book in the order of reading: summary, sections, documents, chronology, about.

One list feeds the numbering of notes, the check at saving and the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from briefingbooks import markup
from briefingbooks.models import Book, ChronologyEvent, Entry, Section


@dataclass
class BookText:
    """One text field of a book or of one of its parts."""

    owner: models.Model
    field: str
    source: str
    where: str

    @cached_property
    def parsed(self) -> markup.Text:
        return markup.parse(self.source)


FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Section: ("body_md",),
    Entry: ("annotation_md", "analysis_md"),
    ChronologyEvent: ("text_md",),
}


def texts_in_order(
    book: Book,
    sections: Iterable[Section],
    entries: Iterable[Entry],
    events: Iterable[ChronologyEvent],
) -> list[BookText]:
    """Return the texts of a book in reading order, from rows already loaded."""
    texts = [BookText(book, "summary_md", book.summary_md, "summary")]
    for section in sections:
        texts.append(BookText(section, "body_md", section.body_md, f"section “{section.heading}”"))
    for entry in entries:
        texts.append(BookText(entry, "annotation_md", entry.annotation_md, f"what {entry.key} is"))
        texts.append(BookText(entry, "analysis_md", entry.analysis_md, f"why {entry.key} matters"))
    for event in events:
        texts.append(BookText(event, "text_md", event.text_md, f"event “{event.title}”"))
    texts.append(BookText(book, "about_md", book.about_md, "about this book"))
    return texts


def texts_of(book: Book) -> list[BookText]:
    """Load the texts of a book, in reading order. Three queries."""
    if book.pk is None:
        return texts_in_order(book, [], [], [])
    return texts_in_order(book, book.sections.all(), book.entries.all(), book.events.all())
