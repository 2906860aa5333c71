"""Index, notes, places and what is closed, as the page of an interview shows them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from oralhistory.assembly import Openness
from oralhistory.models import Interview, PublicCue, PublicNote
from oralhistory.redacting import withhold
from oralhistory.told_index import index_of
from oralhistory.told_passages import Piece, pieces_of
from tests.make import make_agent, make_item, make_language, make_link, make_place, make_subject
from tests.oralhistory.make import (
    make_annotation,
    make_index_point,
    make_interview,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def make_told() -> Interview:
    interview = make_interview()
    transcript = make_transcript(
        interview=interview, cues=[{"text": "I saw the road."}, {"text": "It was long."}]
    )
    first, second = transcript.cues.all()
    make_annotation(cue=first, quote="the road", body="The road to Huye.")
    make_annotation(cue=second, body="She laughs.")
    interview.publish(by=None)
    return interview


def read(client: Client, interview: Interview) -> str:
    return client.get(interview.get_absolute_url()).content.decode()


def test_a_note_stands_behind_its_words_and_leads_back(client: Client) -> None:
    interview = make_told()
    said = read(client, interview)
    key = interview.transcripts.get().cues.first().key
    assert 'the road<sup lang="en"><a id="note-ref-1" href="#note-1"' in said
    assert 'It was long.<sup lang="en"><a id="note-ref-2"' in said
    assert '<li id="note-1"><p>The road to Huye.' in said
    assert f'id="p-{key}"' in said


def test_words_are_cut_where_notes_and_gaps_stand() -> None:
    cue = PublicCue(text="I saw [him] there.", gaps=[[6, 11]])
    notes = [PublicNote(number=1, start=2, end=5), PublicNote(number=2, start=None, end=None)]
    assert pieces_of(cue, notes) == [
        Piece("I saw", notes=(1,)),
        Piece(" "),
        Piece("[him]", stands_instead=True),
        Piece(" there.", notes=(2,)),
    ]


def test_the_index_is_read_with_what_it_leads_to(client: Client) -> None:
    interview = make_told()
    place = make_place(name="Huye", published=True)
    point = make_index_point(
        interview=interview,
        start_ms=10_000,
        title="The road",
        words={"synopsis": "Going north.", "keywords": "roads;fear"},
        places=[
            {"place": place},
            {"place": make_place(name="Nowhere to be told")},
            {"name": "A hill", "latitude": "-1.9500", "longitude": "30"},
        ],
    )
    point.subjects.add(make_subject(label_en="Flight", published=True), make_subject(label_en="No"))
    point.items.add(make_item(title="A map", published=True), make_item(title="A secret map"))
    point.people.add(make_agent(name="Doe, Jane", published=True), make_agent(name="Nobody, A"))
    point.links.create(link=make_link(title="Elsewhere"), note="Tells more.")
    said = read(client, interview)
    for words in (
        'href="#t=10"',
        "The road",
        "Going north.",
        "roads, fear",
        "Flight",
        "A map",
        "Elsewhere",
        "Tells more.",
        "Places spoken of",
        ">Huye</a>",
        'href="geo:-1.95,30"',
    ):
        assert words in said, words
    for words in ("Nowhere to be told", "A secret map", "Nobody"):
        assert words not in said, words


def test_the_index_is_read_in_the_language_of_the_transcript() -> None:
    interview = make_told()
    point = make_index_point(interview=interview, title="The road")
    french = make_language(code="fr", label_en="French")
    point.texts.create(language=french, title="La route")
    make_index_point(interview=interview, start_ms=11_000, title="Later")
    assert [one.title for one in index_of(interview, AnonymousUser(), "fr")] == ["La route"]
    assert [one.title for one in index_of(interview, AnonymousUser(), "rw")] == [
        "The road",
        "Later",
    ]


@pytest.mark.parametrize("points", [1, 11])
def test_the_index_takes_as_many_queries_at_any_length(
    points: int, django_assert_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    interview = make_told()
    for number in range(points):
        point = make_index_point(
            interview=interview, start_ms=number * 1000, places=[{"name": "Hill"}]
        )
        point.items.add(make_item(published=True))
        point.links.create(link=make_link(), note="More.")
    with django_assert_num_queries(8):
        assert len(index_of(interview, AnonymousUser(), "en")) == points


def test_what_is_closed_is_said_in_the_words_written_for_it(client: Client) -> None:
    interview = make_told()
    make_restriction(
        interview=interview, part="transcript", public_statement="Closed until 2040.", notes="Kana."
    )
    said = read(client, interview)
    assert "Closed until 2040." in said
    assert "Kana." not in said
    assert "I saw the road" not in said


def test_a_note_goes_with_its_passage(client: Client) -> None:
    interview = make_told()
    withhold([interview.transcripts.get().cues.first()], by=None, reason="She asked.")
    said = read(client, interview)
    assert "The road to Huye." not in said
    assert "She laughs." in said


def test_the_page_says_whether_passages_or_only_words_of_them_are_withheld() -> None:
    assert Openness(3, 0, 0, False).in_words == "Transcript open in full. Recording not open."
    assert Openness(3, 2, 1, True).in_words == (
        "Transcript open, 2 passages and words in 1 passage withheld. Recording open."
    )
    assert Openness(3, 0, 2, True).in_words == (
        "Transcript open, words in 2 passages withheld. Recording open."
    )
