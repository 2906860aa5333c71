"""The card of testimony: who speaks when, what stands instead, at the same cost for any number."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.pages import EntryView, Line
from oralhistory.models import Interview
from oralhistory.redacting import withhold
from tests import cast
from tests.briefingbooks.make import make_book, make_testimony
from tests.oralhistory.make import make_interview, make_participation, make_transcript

pytestmark = pytest.mark.django_db


def told(passages: int, **fields: object) -> Interview:
    interview = make_interview(**fields)  # type: ignore[arg-type]
    cues = [{"text": f"Passage {n}."} for n in range(passages)]
    make_transcript(interview=interview, cues=cues)
    interview.publish(by=None)
    return interview


def card_of(book: Book) -> EntryView:
    public = Book.objects.public().for_page().get(pk=book.pk)
    return assemble(public, cast.reader()).entries[0]


def words_of(line: Line) -> str:
    return "".join(piece.words for piece in line.pieces)


def test_a_speaker_is_named_where_somebody_begins_to_speak() -> None:
    interview = make_interview(narrators=[{"public_name": "Ann"}])
    asks = make_participation(interview=interview, role="interviewer", public_name="Ben")
    make_transcript(
        interview=interview,
        cues=[{"text": "One."}, {"text": "Two."}, {"text": "Three?", "speaker": asks}],
    )
    interview.publish(by=None)
    book = make_book(published=True)
    make_testimony(book=book, interview=interview)
    lines = card_of(book).lines
    assert [line.speaker for line in lines] == ["Ann", "", "Ben"]
    assert [line.time for line in lines] == ["0:00", "0:10", "0:20"]


def test_after_a_notice_the_speaker_is_named_again() -> None:
    interview = told(3, narrators=[{"public_name": "Ann"}])
    book = make_book(published=True)
    make_testimony(book=book, interview=interview)
    withhold([interview.transcripts.get().cues.get(position=2)], by=None, reason="Asked.")
    lines = card_of(book).lines
    assert [line.speaker for line in lines] == ["Ann", "", "Ann"]
    assert [bool(line.notice) for line in lines] == [False, True, False]
    assert words_of(lines[2]) == "Passage 2."


def test_the_page_costs_the_same_for_one_passage_and_for_many(client: Client) -> None:
    counts = []
    for entries, passages in [(1, 1), (5, 11)]:
        book = make_book(published=True)
        for _ in range(entries):
            make_testimony(book=book, interview=told(passages))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(book.get_absolute_url()).content.decode()
        assert page.count("<blockquote") == entries * passages
        counts.append(len(queries))
    assert counts[0] == counts[1]
