"""The index as readers get it: nothing of it tells what is withheld."""

import pytest

from collections_app.models import Privacy
from oralhistory.models import IndexPoint, PublicIndexPoint
from oralhistory.redacting import withhold
from tests.make import make_agent, make_language, make_place
from tests.oralhistory.make import (
    make_index_point,
    make_interview,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db

QUOTED = {"partial_transcript": "I was there", "keywords": "roads; ;fear "}


def test_a_point_is_told_in_each_language_with_its_keywords() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}])
    point = make_index_point(interview=interview, title="The road", words=QUOTED)
    french = make_language(code="fr", label_en="French")
    point.texts.create(language=french, title="La route")
    rewritten(interview)
    english = PublicIndexPoint.objects.get(language="en")
    assert (english.partial_transcript, english.keywords) == ("I was there", ["roads", "fear"])
    assert PublicIndexPoint.objects.filter(title="La route").exists()


def test_a_point_near_something_withheld_waits_until_somebody_cleared_it() -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{}, {}, {}])
    near = make_index_point(interview=interview, start_ms=5_000, title="Near", words=QUOTED)
    make_index_point(interview=interview, start_ms=20_000, title="Later")
    withhold([transcript.cues.all()[1]], by=None, reason="She asked.")
    assert [point.title for point in PublicIndexPoint.objects.all()] == ["Later"]
    near.is_cleared = True
    near.save()
    rewritten(interview)
    told = PublicIndexPoint.objects.get(point=near)
    assert (told.title, told.partial_transcript) == ("Near", "")
    withhold([transcript.cues.first()], by=None, reason="She asked again.")
    assert not PublicIndexPoint.objects.filter(point=near).exists()
    assert not IndexPoint.objects.get(pk=near.pk).is_cleared


def test_a_point_that_is_withheld_or_names_a_protected_person_is_not_told() -> None:
    narrator = make_agent(name="Uwizeye, B", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    make_index_point(interview=interview, is_withheld=True)
    make_index_point(interview=interview, words={"synopsis": "Uwizeye's house."})
    make_index_point(interview=interview, places=[{"name": "House of Uwizeye"}])
    assert not PublicIndexPoint.objects.exists()
    assert not IndexPoint.objects.public().exists()


@pytest.mark.parametrize(
    ("allows", "is_told", "quotes"),
    [
        (["record", "transcript"], True, "I was there"),
        (["record", "recording"], True, ""),
        (["record"], False, ""),
    ],
)
def test_an_index_leads_to_what_the_narrator_allows(
    allows: list[str], is_told: bool, quotes: str
) -> None:
    interview = make_interview(narrators=[{"allows": allows}])
    make_index_point(interview=interview, words=QUOTED)
    told = list(PublicIndexPoint.objects.values_list("partial_transcript", flat=True))
    assert told == ([quotes] if is_told else [])


def test_places_and_people_of_a_point_are_told_as_far_as_they_are_public() -> None:
    interview = make_interview(published=True)
    hidden = make_place(name="Hidden")
    point = make_index_point(
        interview=interview, places=[{"name": "A hill"}, {"place": hidden, "name": ""}]
    )
    assert [str(place) for place in type(point.places.get(place=None)).objects.public()] == [
        "A hill"
    ]
