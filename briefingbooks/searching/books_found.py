"""Which books have the words that a reader looks for, and where in them they stand.

The index of words proposes, the rule decides: a book counts if it is public, and so does a place in
it. Each thing asked for stands somewhere in the book; places that have all of them come first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from briefingbooks.markup import Text, parse
from briefingbooks.models import Book, ChronologyEvent, Entry, Footnote, Section
from briefingbooks.searching.words_of_books import (
    ABOUT,
    BOOKS,
    ENTRY,
    EVENT,
    NOTE,
    TEXT,
    TITLE,
    words_of_notes,
)
from briefingbooks.searching.words_shown import WordsShown
from collections_app.search_index.asking import Asked
from collections_app.search_index.quoting import Piece, places_found, quotation
from collections_app.search_index.rows import Hit
from collections_app.search_index.stems import tongue_of

PLACES_SHOWN = 4
PLACES_WEIGHED = 3
_QUOTED = (TEXT, ENTRY, EVENT, NOTE, ABOUT)


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place in a book where the words stand: its address, its name, a few words around them."""

    url: str
    label: str
    quotation: list[Piece]


@dataclass(frozen=True, slots=True)
class BookFound:
    """A book in which words were found; none of its places are named if only its title has them."""

    book: Book
    places: list[PlaceFound]


@dataclass(frozen=True, slots=True)
class _Text:
    """What one row of the index was made of: its name, and its blocks, each with its anchor."""

    label: str
    blocks: list[tuple[str, str]]


def books_with(books: QuerySet[Book], asked: Asked) -> QuerySet[Book]:
    """Narrow public books to those that have everything asked for, wherever it stands."""
    for term in asked.terms:
        books = books.filter(pk__in=BOOKS.groups_with(Asked((term,))))
    return books


def by_relevance(books: QuerySet[Book], asked: Asked) -> QuerySet[Book]:
    """Put first the books whose title has all the words, then those that say them in one place."""
    ranks = [
        When(Q(pk__in=BOOKS.groups_with(asked, [TITLE])), then=Value(0)),
        When(Q(pk__in=BOOKS.groups_with(asked)), then=Value(1)),
    ]
    rank = Case(*ranks, default=Value(2), output_field=IntegerField())
    return books.annotate(rank=rank).order_by("rank", "-posted_on", "-number", "pk")


def found_in(books: Sequence[Book], asked: Asked) -> list[BookFound]:
    """Say for each of some public books where the words stand, in the same order.

    Ten queries at most, however many books.
    """
    keys = [book.pk for book in books]
    pairs = [(key, kind) for key in keys for kind in _QUOTED]
    hits: dict[int, list[Hit]] = defaultdict(list)
    for hit in BOOKS.first(asked, pairs, PLACES_WEIGHED):
        hits[hit.group].append(hit)
    without = [(key, kind) for key, kind in pairs if key not in hits]
    for hit in BOOKS.first(asked, without, PLACES_WEIGHED, is_any=True):
        hits[hit.group].append(hit)
    texts = _Texts(books, [hit for some in hits.values() for hit in some])
    return [BookFound(book, list(_places(book, hits[book.pk], texts, asked))) for book in books]


def _places(book: Book, hits: Iterable[Hit], texts: "_Texts", asked: Asked) -> Iterator[PlaceFound]:
    tongue, shown = tongue_of(book.language), 0
    for hit in sorted(hits, key=attrgetter("kind", "part")):
        text = texts.of(hit)
        if text is None or shown == PLACES_SHOWN:
            continue
        anchor, words = max(text.blocks, key=lambda block: _number_said(block[1], asked, tongue))
        places = places_found(words, asked, tongue)
        if places:
            shown += 1
            url = f"{book.get_absolute_url()}#{anchor}"
            yield PlaceFound(url, text.label, quotation(words, places))


def _number_said(words: str, asked: Asked, tongue: str) -> int:
    return sum(bool(places_found(words, Asked((term,)), tongue)) for term in asked.terms)


class _Texts:
    """The texts of some rows of the index, each kind read once."""

    def __init__(self, books: Iterable[Book], hits: Iterable[Hit]) -> None:
        self.books = {book.pk: book for book in books}
        parts: dict[int, set[int]] = defaultdict(set)
        for hit in hits:
            parts[hit.kind].add(hit.part)
        self.rows: dict[int, dict[int, Any]] = {
            TEXT: Section.objects.public().in_bulk(parts[TEXT]),
            ENTRY: Entry.objects.public().numbered().in_bulk(parts[ENTRY]),
            EVENT: ChronologyEvent.objects.public().in_bulk(parts[EVENT]),
            NOTE: Footnote.objects.public().in_bulk(parts[NOTE]),
        }
        self.shown = WordsShown(self.books)
        self.notes = words_of_notes(self.rows[NOTE].values(), self.shown)

    def of(self, hit: Hit) -> _Text | None:
        """Return the text of a hit; nothing where the rule does not show it."""
        if hit.part == 0:
            book = self.books[hit.group]
            is_about = hit.kind == ABOUT
            words = book.about_md if is_about else book.summary_md
            anchor = "about" if is_about else "summary"
            return _Text(
                _("About this book") if is_about else _("Summary"),
                self._blocks(parse(words), anchor),
            )
        row = self.rows[hit.kind].get(hit.part)
        if row is None or row.book_id != hit.group:
            return None
        return self._text_of(row)

    def _text_of(self, row: Any) -> _Text:
        if isinstance(row, Section):
            blocks = [(row.slug, row.heading), *self._blocks(parse(row.body_md), row.slug)]
            return _Text(row.heading, blocks)
        if isinstance(row, Footnote):
            words = " ".join(self.notes[row.pk].split("\n"))
            label = _("note {number}").format(number=row.number)
            return _Text(label, [(f"fn-{row.label}", words)])
        if isinstance(row, ChronologyEvent):
            words = " · ".join(filter(None, [row.title, row.place]))
            blocks = [
                (row.anchor, words),
                *self._blocks(parse(row.text_md), row.anchor, counts=False),
            ]
            return _Text(_("Chronology"), blocks)
        blocks = [(row.anchor, row.title_override)]
        blocks += self._blocks(parse(row.annotation_md), row.anchor, counts=False)
        blocks += self._blocks(parse(row.analysis_md), row.anchor, counts=False)
        kind = _("Testimony {number}") if row.interview_id else _("Document {number}")
        return _Text(kind.format(number=row.number), blocks)

    def _blocks(self, text: Text, anchor: str, *, counts: bool = True) -> list[tuple[str, str]]:
        """Return each block of a text with the anchor nearest to it (`paragraphs.with_anchors`)."""
        blocks, number = [(anchor, "")], 0
        tokens = self.shown.tokens(text.tokens)
        for token, inline in pairwise(tokens):
            is_paragraph = token.type == "paragraph_open" and token.level == 0
            number += is_paragraph
            if inline.type == "inline":
                place = f"{anchor}-p{number}" if counts and is_paragraph else anchor
                blocks.append((place, "\n".join(self.shown.blocks([inline]))))
        return blocks
