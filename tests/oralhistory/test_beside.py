"""A translation beside the words spoken: each passage once, at the passage that it tells."""

import pytest
from django.test import Client

from oralhistory.models import Interview
from oralhistory.told_passages import CueView, Piece, set_beside
from tests.make import make_language
from tests.oralhistory.make import make_interview, make_transcript


def view(key: str, start_ms: int | None) -> CueView:
    end_ms = None if start_ms is None else start_ms + 1000
    return CueView(key, 1, start_ms, end_ms, "", "", [Piece(key)], False, True, "")


def beside(views: list[CueView], others: list[CueView]) -> list[list[str]]:
    set_beside(views, others)
    return [[other.key for other in one.beside] for one in views]


def test_the_same_passage_stands_beside_itself_wherever_it_begins() -> None:
    spoken = [view("a", 0), view("b", 1000), view("c", 2000)]
    assert beside(spoken, [view("b", 5000), view("a", 0)]) == [["a"], ["b"], []]


def test_a_passage_of_its_own_stands_beside_the_last_that_begins_before() -> None:
    spoken = [view("a", 0), view("b", 1000)]
    assert beside(spoken, [view("x", 900), view("y", 1000), view("z", 9000)]) == [
        ["x"],
        ["y", "z"],
    ]


def test_what_comes_before_everything_or_has_no_time_stands_first() -> None:
    spoken = [view("a", 500), view("b", 1000)]
    assert beside(spoken, [view("x", 100), view("y", None)]) == [["x", "y"], []]
    assert beside([view("a", None)], [view("x", 100)]) == [["x"]]
    assert beside([], [view("x", 100)]) == []


def in_two_languages() -> Interview:
    interview = make_interview(published=True)
    make_transcript(
        interview=interview,
        cues=[{"text": "It rained."}, {"text": "A secret.", "is_withheld": True}],
    )
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Il pleuvait."}, {"text": "Un secret."}],
    )
    return interview


@pytest.mark.django_db
def test_the_page_shows_both_languages_and_offers_each_alone() -> None:
    address = in_two_languages().get_absolute_url()
    page = Client().get(address, {"language": "en", "beside": "fr"}).content.decode()
    assert '<div class="beside" lang="fr"><p dir="auto">' in page
    assert "It rained." in page
    assert "Il pleuvait." in page
    assert "secret" not in page
    assert 'href="?language=en#transcript">English alone' in page
    alone = Client().get(address, {"language": "fr"}).content.decode()
    assert "It rained." not in alone
    assert "English beside French" in alone


@pytest.mark.django_db
def test_a_language_that_is_not_there_stands_beside_nothing() -> None:
    address = in_two_languages().get_absolute_url()
    for asked in ("en", "rw", "<b>"):
        page = Client().get(address, {"beside": asked}).content.decode()
        assert 'class="beside"' not in page
