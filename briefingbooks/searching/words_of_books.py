"""The words of books that are searched: what editors wrote, and the works that their notes cite.

They are written in the transaction in which a book changes, or something it shows. What stands on
the page but belongs to another record (the title of a document, quoted testimony) is found with
that record. The text of a document or testimony that nobody may see is no part of it, nor are the
notes that it alone calls.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from briefingbooks.markup import parse
from briefingbooks.models import (
    Book,
    ChronologyEvent,
    Entry,
    Footnote,
    Reference,
    Section,
    Source,
)
from briefingbooks.searching.words_shown import WordsShown, called_in
from briefingbooks.texts import BookText, texts_of
from collections_app.dependants import on_change
from collections_app.models import Agent, ArchivalItem
from collections_app.search_index.forgetting import forget_with
from collections_app.search_index.index import WordIndex
from collections_app.search_index.rebuilding import Rebuilt, rebuild_with
from collections_app.search_index.rows import Row
from collections_app.search_index.stems import tongue_of
from oralhistory.models import Interview

if TYPE_CHECKING:
    from collections_app.models import User

BOOKS = WordIndex("briefingbooks_words")
# Kinds of rows; part 0 of the texts is the summary, of the titles that of the book.
TITLE, TEXT, NOTE, ENTRY, EVENT, ABOUT = KINDS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one owner of texts says, and from when."""

    kind: int
    part: int
    words: str
    since: datetime


def write_words(book: Book, by: "User | None" = None) -> None:
    """Have the index hold what readers may search of a book, and nothing else."""
    _write([book.pk])


def heading_of(owner: models.Model) -> str:
    """Return what a part of a book is called, as an editor typed it."""
    if isinstance(owner, Section):
        return owner.heading
    if isinstance(owner, ChronologyEvent):
        return "\n".join(filter(None, [owner.title, owner.place]))
    return owner.title_override if isinstance(owner, Entry) else ""


def words_of_notes(notes: Iterable[Footnote], shown: WordsShown) -> dict[int, str]:
    """Return what notes say, by their keys: what was typed and which works they cite."""
    by_key = {note.pk: note for note in notes}
    works: dict[int, list[str]] = defaultdict(list)
    cited = Reference.objects.filter(footnote__in=by_key, source__isnull=False).order_by("position")
    for row in cited.select_related("source__same_as").prefetch_related(
        "source__creators", "source__same_as__creators"
    ):
        if row.footnote_id is not None and row.source is not None:
            works[row.footnote_id].append(_said_of(row.source.same_as or row.source))
    return {
        key: "\n".join([*shown.blocks(parse(note.text_md).tokens), *works[key]])
        for key, note in by_key.items()
    }


def register() -> None:
    """Write what changes, and say how all is written anew; called when the application starts."""
    on_change(Book, write_words)
    on_change(Source, _source_changed)
    on_change(ArchivalItem, _item_changed, _items_changed)
    on_change(Interview, _interview_changed)
    on_change(Agent, _agent_changed)
    forget_with(Book, BOOKS)
    rebuild_with(Rebuilt("books", BOOKS, _books_after, _write))


def _write(keys: Iterable[int]) -> None:
    with transaction.atomic():
        rows: dict[int, Iterable[Row]] = dict.fromkeys(keys, ())
        for book in Book.objects.published().filter(pk__in=rows):
            tongue = tongue_of(book.language)
            rows[book.pk] = [
                Row(told.kind, told.part, told.words, tongue, told.since) for told in _told(book)
            ]
        BOOKS.write_all(rows)


def _told(book: Book) -> Iterator[_Told]:
    since: Any = book.public_from
    words_shown = WordsShown([book.pk], max(since, timezone.now()))
    yield _Told(TITLE, 0, "\n".join([book.title, *book.deck_lines]), since)
    shown = _shown_since(book)
    called: dict[str, datetime] = {}
    words: dict[tuple[int, int], list[str]] = defaultdict(list)
    for text in texts_of(book):
        place = _place_of(text)
        if place[0] == ENTRY and place[1] not in shown:
            continue
        at = shown.get(place[1], since) if place[0] == ENTRY else since
        if place not in words:
            words[place].append(heading_of(text.owner))
        words[place] += words_shown.blocks(text.parsed.tokens)
        for label in called_in(words_shown.tokens(text.parsed.tokens)):
            called[label] = min(at, called.get(label, at))
    for (kind, part), lines in words.items():
        at = shown.get(part, since) if kind == ENTRY else since
        yield _Told(kind, part, "\n".join(filter(None, lines)), at)
    yield from _notes(book, called, words_shown)


def _place_of(text: BookText) -> tuple[int, int]:
    kinds: dict[type[models.Model], int] = {Section: TEXT, Entry: ENTRY, ChronologyEvent: EVENT}
    kind = kinds.get(type(text.owner))
    if kind is not None:
        return kind, text.owner.pk
    return (ABOUT if text.field == "about_md" else TEXT), 0


def _shown_since(book: Book) -> dict[int, datetime]:
    """Return from when each entry is shown, by its key; those of hidden records are left out."""
    items = ArchivalItem.objects.published().filter(entries__book=book)
    interviews = Interview.objects.published().filter(entries__book=book)
    due = {("item", pk): at for pk, at in items.values_list("pk", "public_from")}
    due |= {("interview", pk): at for pk, at in interviews.values_list("pk", "public_from")}
    found: dict[int, datetime] = {}
    start: Any = book.public_from
    for entry in book.entries.all():
        shown = ("item", entry.item_id) if entry.item_id else ("interview", entry.interview_id)
        if at := due.get(shown):
            found[entry.pk] = max(start, at)
    return found


def _notes(book: Book, called: dict[str, datetime], shown: WordsShown) -> Iterator[_Told]:
    """Tell the notes that are called where readers see it, each with the works that it cites."""
    notes = list(Footnote.objects.filter(book=book, label__in=called))
    words = words_of_notes(notes, shown)
    for note in notes:
        yield _Told(NOTE, note.pk, words[note.pk], called[note.label])


def _said_of(work: Source) -> str:
    makers = [
        " ".join(filter(None, [one.given, one.family, one.suffix, one.literal]))
        for one in work.creators.all()
    ]
    return ", ".join([*makers, work.title])


def _source_changed(source: Source, by: "User | None") -> None:
    cited = models.Q(source=source) | models.Q(source__same_as=source)
    _write(_books(Reference.objects.filter(cited)))


def _item_changed(item: ArchivalItem, by: "User | None") -> None:
    _items_changed([item], by)


def _items_changed(items: list[ArchivalItem], by: "User | None") -> None:
    keys = [item.pk for item in items]
    shown = _books(Entry.objects.filter(item__in=keys))
    _write({*shown, *_books(Reference.objects.filter(item__in=keys))})


def _interview_changed(interview: Interview, by: "User | None") -> None:
    _write(_books(Entry.objects.filter(interview=interview)))


def _agent_changed(agent: Agent, by: "User | None") -> None:
    _write(_books(Reference.objects.filter(agent=agent)))


def _books(rows: models.QuerySet) -> list[int]:
    return list(rows.order_by().values_list("book", flat=True).distinct())


def _books_after(number: int) -> Iterator[int]:
    return iter(Book.objects.filter(pk__gt=number).order_by("pk").values_list("pk", flat=True))
