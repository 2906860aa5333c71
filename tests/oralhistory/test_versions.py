"""Versions of transcripts: one is read, settled words stand, what was withheld stays withheld."""

import pytest
from django.core.exceptions import ValidationError

from oralhistory.models import PublicCue, Transcript
from oralhistory.public_cues import WITHHELD
from oralhistory.versions import draft_from, make_current, take_from_readers
from tests.make import make_language
from tests.oralhistory.make import make_cue, make_interview, make_transcript

pytestmark = pytest.mark.django_db


def read() -> list[str]:
    return [cue.text for cue in PublicCue.objects.order_by("transcript", "position")]


def test_versions_are_counted_in_each_language() -> None:
    interview = make_interview()
    french = make_language(code="fr", label_en="French")
    versions = [
        make_transcript(interview=interview, current=False).version,
        make_transcript(interview=interview, current=False).version,
        make_transcript(interview=interview, language=french, current=False).version,
    ]
    assert versions == [1, 2, 1]


def test_one_version_of_the_words_spoken_is_read() -> None:
    interview = make_interview()
    first = make_transcript(interview=interview, cues=[{"text": "Old."}])
    french = make_language(code="fr", label_en="French")
    second = make_transcript(interview=interview, cues=[{"text": "New."}], language=french)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert read() == ["New."]


def test_a_translation_is_read_beside_the_words_spoken() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "Words."}])
    french = make_language(code="fr", label_en="French")
    make_transcript(
        interview=interview, cues=[{"text": "Mots."}], language=french, kind="translation"
    )
    assert read() == ["Words.", "Mots."]


def test_a_version_can_be_taken_from_readers() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{}])
    take_from_readers(transcript, by=None)
    assert read() == []


@pytest.mark.parametrize(
    "cue",
    [
        {"text": "The same at another time, told anew.", "start_ms": 8_999, "end_ms": 30_000},
        {"text": "something  SECRET", "start_ms": 70_000, "end_ms": 80_000},
    ],
)
def test_what_was_withheld_stays_withheld_in_a_new_version(cue: dict) -> None:
    interview = make_interview()
    old = {"text": "Something secret", "is_withheld": True, "replacement": "[Not for the public]"}
    make_transcript(interview=interview, cues=[old])
    new = make_transcript(
        interview=interview, cues=[cue, {"text": "Free.", "start_ms": 90_000, "end_ms": 90_500}]
    )
    assert read() == ["[Not for the public]", "Free."]
    assert list(new.cues.withheld()) == [new.cues.first()]


def test_a_withheld_passage_without_a_counterpart_stops_a_new_version() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "Something secret", "is_withheld": True}])
    new = make_transcript(interview=interview, current=False)
    make_cue(transcript=new, number=5, text="Something else")
    with pytest.raises(ValidationError, match="at 0:00, has no counterpart"):
        make_current(new, by=None)
    assert read() == [WITHHELD]
    make_current(new, by=None, passages_checked=True)
    assert read() == ["Something else"]


def test_what_was_withheld_in_a_draft_never_read_is_not_forgotten() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"is_withheld": True}], current=False)
    make_transcript(interview=interview, cues=[{"text": "The same words."}])
    assert read() == [WITHHELD]


def test_a_new_draft_begins_with_everything_of_the_version_before() -> None:
    old = make_transcript(
        interview=make_interview(), cues=[{"text": "Wrods."}, {"is_withheld": True}]
    )
    draft = draft_from(old, by=None)
    assert (draft.version, draft.status, draft.is_current, draft.based_on) == (
        2,
        "draft",
        False,
        old,
    )
    fields = ("key", "position", "text", "speaker", "redactions__key", "redactions__reason")
    assert list(draft.cues.values_list(*fields)) == list(old.cues.values_list(*fields))


def test_words_of_a_settled_version_do_not_change() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "Wrods."}])
    cue = transcript.cues.get()
    cue.text = "Words."
    with pytest.raises(ValidationError, match="The words of this version are settled"):
        cue.full_clean()


def test_words_that_were_once_read_stand_even_when_taken_from_readers() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "Wrods."}])
    take_from_readers(transcript, by=None)
    with pytest.raises(ValidationError, match="settled"):
        make_cue(transcript=transcript, number=5)


def test_an_audited_version_does_not_become_a_draft_again() -> None:
    transcript = make_transcript(interview=make_interview(), status="audited", current=False)
    transcript.status = "draft"
    with pytest.raises(ValidationError, match="Settled words stay settled"):
        transcript.full_clean()


def test_words_of_a_draft_can_be_corrected() -> None:
    transcript = make_transcript(
        interview=make_interview(), cues=[{"text": "Wrods."}], current=False
    )
    cue = transcript.cues.get()
    cue.text = "Words."
    cue.full_clean()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "approved"}, "approved_on"),
        ({"approved_on": "2012-01-01"}, "status"),
    ],
)
def test_an_approval_has_a_date_and_a_date_an_approval(fields: dict, field: str) -> None:
    transcript = Transcript(interview=make_interview(), language=make_language(), **fields)
    with pytest.raises(ValidationError) as refusal:
        transcript.full_clean(exclude=["version"])
    assert field in refusal.value.message_dict


def test_a_version_says_for_readers_how_far_it_can_be_trusted() -> None:
    interview = make_interview()
    transcript = make_transcript(
        interview=interview, status="approved", approved_on="2025-05-02", made_by="J. Doe"
    )
    transcript.refresh_from_db()
    assert transcript.in_words == (
        "Transcription in English, version 1, made by J. Doe, "
        "approved by the narrator on 2 May 2025."
    )
