"""What a book's text mentions, as rows: checked when the text is saved, protected from deletion."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction

from briefingbooks.glossary_uses import derive_uses
from briefingbooks.markup import Mention
from briefingbooks.markup.texts import LINK
from briefingbooks.models import (
    Book,
    ChronologyEvent,
    Entry,
    Footnote,
    FootnoteCitation,
    Reference,
    Section,
)
from briefingbooks.targets import TARGETS, copy_number, find_targets
from briefingbooks.text_checks import problems_in
from briefingbooks.texts import BookText, texts_of
from collections_app.models import ExternalLink, User

__all__ = ["derive_references", "problems_in", "replaced", "rows_of"]


def replaced(texts: list[BookText], owner: models.Model, **sources: str) -> list[BookText]:
    """Return the texts as they would be with other words in some fields of `owner`."""
    kept = [text for text in texts if not (_is(text.owner, owner) and text.field in sources)]
    return [*kept, *(BookText(owner, field, words, "") for field, words in sources.items())]


def _is(one: models.Model, other: models.Model) -> bool:
    return type(one) is type(other) and one.pk == other.pk and one.pk is not None


def derive_references(book: Book, by: User | None = None) -> None:
    """Write the notes and mentions of a book's text as rows, in the transaction of the save.

    Raises `ValidationError` naming text and line for each thing that is wrong; then nothing
    changes. What the rows point to is protected from deletion. An address linked for the first
    time becomes an external link, described by `by`.
    """
    texts = texts_of(book)
    problems = problems_in(book, texts)
    if problems:
        raise ValidationError([f"In the {text.where}: {message}" for text, message in problems])
    with transaction.atomic():
        links = _links(texts, by)
        Reference.objects.filter(book=book).delete()
        Footnote.objects.filter(book=book).delete()
        notes = Footnote.objects.bulk_create(_footnotes(book, texts))
        rows = rows_of(book, texts, {note.label: note for note in notes}, links)
        Reference.objects.bulk_create(row for row, _mention in rows)
        FootnoteCitation.objects.bulk_create(_citations(rows))
        derive_uses(book, texts)


def _links(texts: Sequence[BookText], by: User | None) -> dict[str, int]:
    """Return the external links of the texts by address; make those that are not known yet."""
    words = {link.key: link.words for text in texts for link in text.parsed.links}
    if not words:
        return {}
    rows = ExternalLink.objects.filter(url__in=words)
    known = dict(rows.values_list("url", "pk"))
    for url, title in words.items():
        if url not in known:
            link = ExternalLink(url=url, title=title[:300], created_by=by, updated_by=by)
            link.save()
            known[url] = link.pk
    return known


def _footnotes(book: Book, texts: Sequence[BookText]) -> list[Footnote]:
    bodies = {label: note for text in texts for label, note in text.parsed.notes.items()}
    order = dict.fromkeys(label for text in texts for label, _ in text.parsed.calls)
    return [
        Footnote(book=book, label=label, number=number, text_md=bodies[label].source)
        for number, label in enumerate(order, start=1)
    ]


Row = tuple[Reference, Mention]


def rows_of(
    book: Book, texts: Sequence[BookText], notes: dict[str, Footnote], links: dict[str, int]
) -> list[Row]:
    """Return the rows that the texts of a book should have, unsaved, each with its mention.

    What is not found is left out; `links` are external links by address.
    """
    targets = find_targets(book, [one for text in texts for one in text.parsed.mentions])
    rows: list[Row] = []
    for text in texts:
        for mention in text.parsed.named:
            for target in _targets(mention, targets, links):
                row = _row(book, text.owner, mention, notes.get(mention.note), target)
                row.position = len(rows)
                rows.append((row, mention))
    return rows


def _targets(
    mention: Mention, targets: dict[str, dict[str, int]], links: dict[str, int]
) -> list[dict[str, int]]:
    """Return what the rows of a mention point to: one row, or one for each copy compared."""
    if mention.role == LINK:
        return [{"link_id": links[mention.key]}] if mention.key in links else []
    found = targets[mention.role].get(mention.key)
    if found is None:
        return []
    one = {f"{TARGETS[mention.role][2]}_id": found}
    return [one | {"copy_id": copy_number(copy)} for copy in mention.copies] or [one]


def _row(
    book: Book,
    owner: models.Model,
    mention: Mention,
    note: Footnote | None,
    target: dict[str, int],
) -> Reference:
    row = Reference(
        book=book,
        footnote=note,
        role=mention.role,
        key=mention.key,
        locator=mention.locator[:160],
        **target,
    )
    for model, name in ((Section, "section"), (Entry, "entry"), (ChronologyEvent, "event")):
        if isinstance(owner, model):
            setattr(row, name, owner)
    return row


def _citations(rows: Iterable[Row]) -> list[FootnoteCitation]:
    """Return what each note cites, in order, and whether the book cites it there first."""
    places: dict[int, int] = {}
    seen: set[tuple[str, str]] = set()
    found = []
    for row, mention in sorted(rows, key=lambda pair: _in_order_of_notes(pair[0])):
        is_first = (row.role, row.key) not in seen
        seen.add((row.role, row.key))
        if row.footnote is None:
            continue
        places[row.footnote.number] = order = places.get(row.footnote.number, 0) + 1
        found.append(
            FootnoteCitation(
                note=row.footnote,
                order=order,
                reference=row,
                prefix=mention.prefix[:300],
                suffix=mention.suffix[:300],
                is_first=is_first,
            )
        )
    return found


def _in_order_of_notes(row: Reference) -> tuple[int, int]:
    return (row.footnote.number if row.footnote else 0, row.position)
