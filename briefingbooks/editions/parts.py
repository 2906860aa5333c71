"""What an issue shows that may be closed one day, as rows: written when the issue is made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from briefingbooks.editions.striking import slug_of
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.pictures import key_of
from briefingbooks.formats.shown_sound import stretches_shown
from briefingbooks.formats.shown_texts import rows_shown
from briefingbooks.mentions_in_text import cited_as, held_as_stated
from briefingbooks.models import Book, EditionPart, QuotedPassage
from briefingbooks.pages import BookPage
from briefingbooks.quotation_cards import quotations_of
from collections_app.models import ArchivalItem, Copy, Derivative, Place, Repository
from collections_app.publication import Visitor
from oralhistory.models import Interview, Participation
from oralhistory.speakers import public_names

Kind = EditionPart.Kind


def parts_of(
    book: Book, page: BookPage, pictures: Mapping[str, Picture], stranger: Visitor, at: datetime
) -> list[EditionPart]:
    """Return the parts of a page assembled for a stranger at an instant; not yet kept."""
    return [
        *_records(book, page, at),
        *_holdings(page, at),
        *_citations(page, at),
        *_passages(book, page, stranger, at),
        *_images(pictures, at),
        *_texts(page, at),
        *_sounds(page, at),
    ]


def _records(book: Book, page: BookPage, at: datetime) -> Iterator[EditionPart]:
    """Yield the records shown, documents and interviews with the title that they bear now."""
    shown = page.shown
    for item in ArchivalItem.objects.filter(pk__in=shown.items).order_by("pk"):
        yield EditionPart(kind=Kind.ITEM, item=item, words=item.title)
    for interview in Interview.objects.filter(pk__in=shown.interviews).order_by("pk"):
        yield EditionPart(kind=Kind.INTERVIEW, interview=interview, words=interview.title)
    for agent, label in sorted(shown.people.items()):
        yield EditionPart(kind=Kind.PERSON, agent_id=agent, label=label)
    beside = [*(one.url for one in page.related), *(one.url for one in page.translations)]
    for slug in sorted({slug_of(address) for address in beside} - {""}):
        yield EditionPart(kind=Kind.BOOK, label=slug)
    if page.turning_point is not None:
        slug = slug_of(page.turning_point[1])
        yield EditionPart(kind=Kind.POINT, label=slug, keys={"subject": book.turning_point_id})


def _holdings(page: BookPage, at: datetime) -> Iterator[EditionPart]:
    """Yield the copies shown, and the archives and collections that may be named as holding."""
    shown = page.shown
    for copy in Copy.objects.filter(pk__in=shown.copies).for_display(at).order_by("pk"):
        label, anchor = f"c{copy.pk}", shown.copies[copy.pk]
        yield EditionPart(kind=Kind.COPY, copy=copy, where=anchor, label=label)
        if copy.has_public_repository:
            keys = {"repository": copy.repository_id}
            if copy.has_public_collection:
                keys["collection"] = copy.collection_id
            yield EditionPart(kind=Kind.HOLDING, copy=copy, where=anchor, label=label, keys=keys)
    stated = ArchivalItem.objects.filter(pk__in=shown.stated)
    named = stated.filter(held_at__in=Repository.objects.public(at)).order_by("pk")
    for item in named:
        keys = {"repository": item.held_at_id}
        yield EditionPart(kind=Kind.HOLDING, item=item, label=held_as_stated(item.ref), keys=keys)


def _citations(page: BookPage, at: datetime) -> Iterator[EditionPart]:
    """Yield whom notes name of the interviews that they cite, and where these took place."""
    people: dict[int, list[Participation]] = defaultdict(list)
    asked = Participation.objects.filter(interview__in=page.shown.cited)
    for person in asked.with_consent().order_by("interview", "position", "pk"):
        people[person.interview_id].append(person)
    for some in people.values():
        names = public_names(some)
        for person in some:
            if not names[person.pk].is_withheld:
                yield EditionPart(
                    kind=Kind.SPEAKER,
                    interview_id=person.interview_id,
                    agent=person.agent,
                    label=names[person.pk].label,
                    keys={"participation": person.pk},
                )
    placed = Interview.objects.filter(pk__in=page.shown.cited, place__in=Place.objects.public(at))
    for interview in placed.order_by("pk"):
        keys, label = {"place": interview.place_id}, cited_as(interview.ref)
        yield EditionPart(kind=Kind.PLACE, interview=interview, label=label, keys=keys)


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
    """Yield the stretches of recordings that the offline copy holds."""
    for one in stretches_shown(page, at):
        yield EditionPart(
            kind=Kind.SOUND,
            where=one.anchor,
            interview_id=one.interview,
            sha256=one.sha256,
            gaps=[one.start_ms, one.end_ms],
        )
