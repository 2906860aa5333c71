"""What an interview lacks before publication, and what readers would not get to see."""

from typing import Any

import pytest

from collections_app.models import Privacy
from collections_app.publication import NotReady
from oralhistory.models import Interview, Role
from tests.make import make_agent, make_item, make_place, make_subject
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def gaps(interview: Interview, *, blocks: bool) -> dict[str, str]:
    found = [gap for gap in interview.publication_gaps() if gap.blocks is blocks]
    return {gap.field: gap.message for gap in found}


def test_a_complete_interview_lacks_nothing_that_blocks() -> None:
    assert gaps(make_interview(), blocks=True) == {}


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"summary": " "}, "summary", "The summary is empty"),
        ({"languages": []}, "languages", "No language is given"),
        ({"narrators": []}, "participations", "No narrator is named"),
        ({"narrators": [{"allows": None}]}, "participations", "has no documented agreement"),
        ({"narrators": [{}, {"allows": []}]}, "participations", "has no documented agreement"),
    ],
)
def test_publication_is_blocked_with_the_reason(
    fields: dict[str, Any], field: str, message: str
) -> None:
    interview = make_interview(**fields)
    assert message in gaps(interview, blocks=True)[field]
    with pytest.raises(NotReady, match=message):
        interview.publish(by=None)
    interview.refresh_from_db()
    assert (interview.state, interview.first_published_at) == ("draft", None)


def test_a_protected_name_in_the_description_blocks_and_is_not_repeated() -> None:
    agent = make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": agent}], summary="Beatrice Uwizeye tells.")
    make_transcript(interview=interview, made_by="Béatrice Uwizeye", current=False)
    found = gaps(interview, blocks=True)
    assert found["summary"] == "The name of a protected person stands in “summary”."
    assert "“transcripts”" in found["transcripts"]


def test_a_part_of_a_protected_name_in_the_words_is_for_a_person_to_judge() -> None:
    agent = make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": agent}])
    make_transcript(interview=interview, cues=[{}, {"text": "They called Béatrice."}])
    assert "is spoken at 0:10" in gaps(interview, blocks=False)["transcripts"]


@pytest.mark.parametrize(
    ("allows", "message"),
    [(None, "name and words stay closed"), (["record"], "does not allow the transcript")],
)
def test_other_speakers_without_agreement_are_advice(
    allows: list[str] | None, message: str
) -> None:
    interview = make_interview()
    make_participation(interview=interview, role=Role.INTERVIEWER, allows=allows)
    assert message in gaps(interview, blocks=False)["participations"]
    assert gaps(interview, blocks=True) == {}


def test_what_stays_closed_or_unseen_is_advice() -> None:
    interview = make_interview(date_edtf="", place=make_place(), narrators=[{"allows": ["record"]}])
    interview.subjects.add(make_subject())
    make_mentioned(interview=interview, item=make_item())
    make_media(interview=interview)
    advice = gaps(interview, blocks=False)
    assert advice["date_edtf"].startswith("No date is given")
    assert advice["transcripts"].startswith("No transcript is current")
    assert advice["media"].startswith("The recording stays closed")
    for field in ("place", "subjects", "documents_mentioned"):
        assert "is not public and will not be shown" in advice[field]


def test_a_recording_shorter_than_its_transcript_is_advice() -> None:
    interview = make_interview()
    make_media(interview=interview, duration_ms=8000)
    make_transcript(interview=interview, cues=[{}])
    words = gaps(interview, blocks=False)["media"]
    assert words == "The transcript runs to 0:09, the recording to 0:08."


def test_withheld_passages_are_counted() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}, {"is_withheld": True}])
    assert gaps(interview, blocks=False)["transcripts"].endswith("something is withheld: 1.")


def test_an_interview_not_yet_saved_can_be_asked() -> None:
    assert "participations" in {gap.field for gap in Interview().publication_gaps()}


def test_the_reference_is_fixed_at_first_publication() -> None:
    interview = make_interview(published=True)
    interview.ref = "FTP-OH-9999"
    with pytest.raises(Exception, match="was published as"):
        interview.full_clean()


def test_every_word_that_readers_see_is_searched_for_protected_names() -> None:
    agent = make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": agent}])
    make_transcript(interview=interview, cues=[{}], made_by="B. Uwizeye")
    make_mentioned(interview=interview, item=make_item(published=True), note="Madame Uwizeye")
    make_media(interview=interview, label="Uwizeye, part 1")
    found = gaps(interview, blocks=True)
    assert set(found) == {"transcripts", "documents_mentioned", "media"}
