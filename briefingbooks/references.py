"""What a book's text mentions, as rows: checked when the text is saved, protected from deletion."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from briefingbooks.markup import Mention, nearest, note_problems
from briefingbooks.models import (
    Book,
    ChronologyEvent,
    Entry,
    Footnote,
    Reference,
    Section,
    Source,
)
from briefingbooks.texts import BookText, texts_of
from collections_app.models import ArchivalItem
from oralhistory.models import Interview

_TARGETS: dict[str, tuple[type[models.Model], str, str]] = {
    "doc": (ArchivalItem, "ref", "item"),
    "entry": (Entry, "key", "to_entry"),
    "cite": (Source, "key", "source"),
    "testimony": (Interview, "ref", "interview"),
}
_WORDS = {"doc": "item", "entry": "entry in this book", "cite": "source", "testimony": "interview"}


def replaced(texts: list[BookText], owner: models.Model, **sources: str) -> list[BookText]:
    """Return the texts as they would be with other words in some fields of `owner`."""
    kept = [text for text in texts if not (_is(text.owner, owner) and text.field in sources)]
    return [*kept, *(BookText(owner, field, words, "") for field, words in sources.items())]


def _is(one: models.Model, other: models.Model) -> bool:
    return type(one) is type(other) and one.pk == other.pk and one.pk is not None


def problems_in(book: Book, texts: Sequence[BookText]) -> list[tuple[BookText, str]]:
    """List what is wrong with the texts of a book: markup, notes, and keys that do not exist."""
    found = [(text, str(problem)) for text in texts for problem in text.parsed.problems]
    for index, problem in note_problems([text.parsed for text in texts]):
        found.append((texts[index], str(problem)))
    targets = _targets(book, [mention for text in texts for mention in text.parsed.mentions])
    for text in texts:
        for mention in text.parsed.mentions:
            if mention.key not in targets[mention.role]:
                found.append((text, _unknown(book, mention)))
    return found


def _unknown(book: Book, mention: Mention) -> str:
    hint = nearest(mention.key, _all_keys(book, mention.role))
    kind = _WORDS[mention.role]
    return f"Line {mention.line}: there is no {kind} “{mention.key}”{hint}"


def _all_keys(book: Book, role: str) -> list[str]:
    model, field, _ = _TARGETS[role]
    rows = model._default_manager.all()
    rows = rows.filter(book=book) if model is Entry else rows
    return list(rows.values_list(field, flat=True))


def _targets(book: Book, mentions: Iterable[Mention]) -> dict[str, dict[str, Any]]:
    keys: dict[str, set[str]] = {role: set() for role in _TARGETS}
    for mention in mentions:
        keys[mention.role].add(mention.key)
    found = {}
    for role, (model, field, _) in _TARGETS.items():
        rows = model._default_manager.filter(**{f"{field}__in": keys[role]})
        rows = rows.filter(book=book) if model is Entry else rows
        found[role] = dict(rows.values_list(field, "pk")) if keys[role] else {}
    return found


def derive_references(book: Book) -> None:
    """Write the notes and mentions of a book's text as rows, in the transaction of the save.

    Raises `ValidationError` naming text and line for each thing that is wrong; then nothing
    changes. What the rows point to is protected from deletion.
    """
    texts = texts_of(book)
    problems = problems_in(book, texts)
    if problems:
        raise ValidationError([f"In the {text.where}: {message}" for text, message in problems])
    with transaction.atomic():
        Reference.objects.filter(book=book).delete()
        Footnote.objects.filter(book=book).delete()
        notes = Footnote.objects.bulk_create(_footnotes(book, texts))
        Reference.objects.bulk_create(_rows(book, texts, {note.label: note for note in notes}))


def _footnotes(book: Book, texts: Sequence[BookText]) -> list[Footnote]:
    bodies = {label: note for text in texts for label, note in text.parsed.notes.items()}
    order = dict.fromkeys(label for text in texts for label, _ in text.parsed.calls)
    return [
        Footnote(book=book, label=label, number=number, text_md=bodies[label].source)
        for number, label in enumerate(order, start=1)
    ]


def _rows(book: Book, texts: Sequence[BookText], notes: dict[str, Footnote]) -> list[Reference]:
    targets = _targets(book, [mention for text in texts for mention in text.parsed.mentions])
    rows: list[Reference] = []
    for text in texts:
        for mention in text.parsed.mentions:
            row = Reference(
                book=book,
                footnote=notes.get(mention.note),
                role=mention.role,
                key=mention.key,
                locator=mention.locator[:160],
                position=len(rows),
            )
            setattr(row, f"{_TARGETS[mention.role][2]}_id", targets[mention.role][mention.key])
            for model, name in ((Section, "section"), (Entry, "entry"), (ChronologyEvent, "event")):
                if isinstance(text.owner, model):
                    setattr(row, name, text.owner)
            rows.append(row)
    return rows
