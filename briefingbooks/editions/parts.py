"""What an issue shows that may be closed one day, as rows: written when the issue is made."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from briefingbooks.editions.striking import slug_of
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.pictures import key_of
from briefingbooks.formats.shown_texts import rows_shown
from briefingbooks.models import Book, EditionPart, QuotedPassage
from briefingbooks.pages import BookPage
from briefingbooks.quotation_cards import quotations_of
from collections_app.models import Derivative
from collections_app.publication import Visitor
from oralhistory.models import Interview

Kind = EditionPart.Kind


def parts_of(
    book: Book, page: BookPage, pictures: Mapping[str, Picture], stranger: Visitor, at: datetime
) -> list[EditionPart]:
    """Return the parts of a page assembled for a stranger at an instant; not yet kept."""
    return [
        *_records(page),
        *_passages(book, page, stranger, at),
        *_images(pictures, at),
        *_texts(page, at),
        *_sounds(page, at),
    ]


def _records(page: BookPage) -> Iterator[EditionPart]:
    shown = page.shown
    for item in sorted(shown.items):
        yield EditionPart(kind=Kind.ITEM, item_id=item)
    for copy, anchor in sorted(shown.copies.items()):
        yield EditionPart(kind=Kind.COPY, copy_id=copy, where=anchor, label=f"c{copy}")
    for interview in sorted(shown.interviews):
        yield EditionPart(kind=Kind.INTERVIEW, interview_id=interview)
    for agent, label in sorted(shown.people.items()):
        yield EditionPart(kind=Kind.PERSON, agent_id=agent, label=label)
    beside = [*(one.url for one in page.related), *(one.url for one in page.translations)]
    for slug in sorted({slug_of(address) for address in beside} - {""}):
        yield EditionPart(kind=Kind.BOOK, label=slug)


def _passages(book: Book, page: BookPage, stranger: Visitor, at: datetime) -> Iterator[EditionPart]:
    for row in quotations_of(book, stranger, at):
        if row.words and row.transcript.interview_id in page.shown.interviews:
            yield _passage(row)


def _passage(row: QuotedPassage) -> EditionPart:
    return EditionPart(
        kind=Kind.PASSAGE,
        where=row.entry.anchor,
        interview_id=row.transcript.interview_id,
        transcript=row.transcript,
        language=row.language_id,
        key=row.key,
        label=row.speaker,
        words=row.words,
        gaps=row.gaps,
    )


def _images(pictures: Mapping[str, Picture], at: datetime) -> Iterator[EditionPart]:
    """Yield the pictures by the address that they have on the page."""
    keys = {address: key_of(address) for address in pictures}
    made = Derivative.objects.public(at).filter(uuid__in=[key for key in keys.values() if key])
    pages = dict(made.values_list("uuid", "page"))
    for address, picture in sorted(pictures.items()):
        yield EditionPart(
            kind=Kind.IMAGE,
            page_id=pages.get(keys[address]),
            sha256=picture.sha256,
            label=address,
        )


def _texts(page: BookPage, at: datetime) -> Iterator[EditionPart]:
    texts, notes = rows_shown(page, at)
    for text in texts:
        yield EditionPart(kind=Kind.TEXT, text=text, gaps=text.cuts)
    for note in notes:
        yield EditionPart(kind=Kind.NOTE, note=note, words=note.public_text)


def _sounds(page: BookPage, at: datetime) -> Iterator[EditionPart]:
    """Yield the interviews of which the offline copy may hold the sound of what is quoted."""
    heard = {entry.ref for entry in page.entries if entry.is_testimony and entry.player}
    for interview in Interview.objects.public(at).filter(ref__in=heard):
        yield EditionPart(kind=Kind.SOUND, interview=interview)
