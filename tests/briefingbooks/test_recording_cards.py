"""Testimony on a card is heard as on the page of its interview, or not at all."""

import pytest
from django.test import Client

from briefingbooks.models import Book
from collections_app.models import Advisory
from oralhistory.models import Interview
from tests.briefingbooks.make import make_book, make_testimony
from tests.make import make_advisory
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_media,
    make_restriction,
    make_transcript,
    rewritten,
    sound,
)

pytestmark = pytest.mark.django_db


def quoted(**fields: object) -> tuple[Book, Interview]:
    """Quote from 0:10 to 0:20 an interview whose recording is open."""
    interview = make_interview(**fields)  # type: ignore[arg-type]
    make_transcript(interview=interview, cues=[{"text": f"Words {n}."} for n in range(6)])
    rewritten(interview).publish(by=None)
    make_media(interview=interview, duration_ms=60_000)
    book = make_book(published=True)
    make_testimony(book=book, interview=interview, start_ms=10_000, end_ms=20_000)
    return book, interview


def page_of(client: Client, book: Book) -> str:
    return client.get(book.get_absolute_url()).content.decode()


def test_the_open_recording_plays_from_where_it_is_quoted(client: Client) -> None:
    book, interview = quoted()
    media = interview.media.get(role="redacted")
    page = page_of(client, book)
    assert f'src="{media.get_absolute_url()}#t=10,20"' in page
    assert 'preload="none"' in page
    assert "Heard with the agreement of everyone who speaks." in page
    assert client.get(media.get_absolute_url()).status_code == 200


def test_a_closed_recording_is_not_told_and_its_statement_is(client: Client) -> None:
    book, interview = quoted()
    make_restriction(interview=interview, part="recording", public_statement="Closed until 2040.")
    page = page_of(client, book)
    assert "<audio" not in page
    assert "/media/" not in page
    assert "Closed until 2040." in page


def test_consent_that_is_taken_back_silences_the_card(client: Client) -> None:
    book, interview = quoted()
    narrator = interview.participations.get()
    make_agreement(participation=narrator, allows=("record", "transcript", "quotation"))
    assert "<audio" not in page_of(client, book)


def test_where_the_interview_asks_first_the_card_leads_there(client: Client) -> None:
    by_words, _ = quoted(content_notice="Speaks of killing.")
    by_advisory, interview = quoted()
    interview.advisories.add(make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH))
    for book in (by_words, by_advisory):
        page = page_of(client, book)
        assert "<audio" not in page
        assert "A notice comes before this recording" in page


def test_of_several_parts_the_one_is_played_in_which_the_words_are(client: Client) -> None:
    book, interview = quoted()
    interview.media.update(duration_ms=5_000)
    assert "<audio" not in page_of(client, book)
    later = make_media(
        interview=interview,
        content=sound(seconds=2),
        duration_ms=60_000,
        offset_ms=5_000,
        position=1,
    )
    assert f'src="{later.get_absolute_url()}#t=5,15"' in page_of(client, book)
