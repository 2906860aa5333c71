"""Who may see an interview, its words and its sound: nothing that a speaker has not agreed to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from collections_app.models import Advisory
from oralhistory.models import (
    Cue,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    ReleaseAgreement,
    Role,
    Transcript,
)
from tests import cast
from tests.make import make_advisory, make_item
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db


def is_public(interview: Interview) -> bool:
    in_list = Interview.objects.public().filter(pk=interview.pk).exists()
    assert in_list == interview.is_public()
    return in_list


RELEASES = [
    ("draft", None, False),
    ("in_review", None, False),
    ("published", -1, True),
    ("published", +1, False),
    ("withdrawn", -1, False),
]
AGREEMENTS: list[tuple[dict[str, Any] | None, bool]] = [
    (None, False),
    ({"allows": ()}, False),
    ({"allows": ("record",)}, True),
    ({"allows": ("record",), "signed_on": None, "signed_by": ""}, False),
    ({"allows": ("record",), "spoken_at": ""}, False),
    ({"allows": ("record",), "withdrawn_on": date(2012, 1, 1)}, False),
]


@pytest.mark.parametrize(("agreement", "allowed"), AGREEMENTS)
@pytest.mark.parametrize(("state", "opens_in", "released"), RELEASES)
def test_an_interview_is_public_if_published_open_and_agreed(
    agreement: dict[str, Any] | None, allowed: bool, state: str, opens_in: int, released: bool
) -> None:
    interview = make_interview(narrators=[{"allows": None}])
    if agreement is not None:
        make_agreement(participation=interview.participations.get(), **agreement)
    opens = timezone.now() + timedelta(days=opens_in) if opens_in else None
    Interview.objects.filter(pk=interview.pk).update(state=state, public_from=opens)
    assert is_public(interview) is (allowed and released)


def test_an_interview_without_a_narrator_is_not_public() -> None:
    interview = make_interview(published=True)
    Participation.objects.filter(interview=interview).update(role=Role.INTERVIEWER)
    assert not is_public(interview)


def test_every_narrator_has_to_agree() -> None:
    interview = make_interview(published=True)
    assert is_public(interview)
    second = make_participation(interview=interview, allows=None)
    assert not is_public(interview)
    make_agreement(participation=second, allows=["record"])
    assert is_public(interview)


def test_an_interviewer_without_agreement_does_not_hide_the_record() -> None:
    interview = make_interview(published=True)
    make_participation(interview=interview, role=Role.INTERVIEWER, allows=None)
    assert is_public(interview)


def test_the_last_version_of_an_agreement_counts() -> None:
    interview = make_interview(published=True)
    narrator = interview.participations.get()
    make_agreement(participation=narrator, allows=())
    assert not is_public(interview)
    make_agreement(participation=narrator, allows=["record"])
    assert is_public(interview)


def test_an_embargo_is_asked_of_the_instant_given() -> None:
    release = timezone.now() + timedelta(days=2)
    interview = make_interview(public_from=release)
    found = Interview.objects.filter(pk=interview.pk)
    assert not found.public(release - timedelta(seconds=1)).exists()
    assert found.public(release).exists()


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (cast.reader, False),
        (cast.outsider_with_account, False),
        (cast.cataloguer, True),
        (cast.transcriber, True),
        (cast.editor, True),
        (cast.director, True),
        (cast.administrator, True),
    ],
)
def test_a_draft_is_visible_to_the_house_alone(person: Any, sees: bool) -> None:
    interview = make_interview()
    assert Interview.objects.visible_to(person()).filter(pk=interview.pk).exists() is sees


def test_parts_of_an_interview_are_as_public_as_the_interview() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{}])
    make_media(interview=interview)
    make_mentioned(interview=interview, item=make_item(published=True))
    parts = [
        Participation.objects.all(),
        PublicCue.objects.all(),
        Transcript.objects.all(),
        MediaFile.objects.all(),
        interview.documents_mentioned.all(),
    ]
    assert all(found.public().exists() for found in parts)
    Interview.objects.get(pk=interview.pk).withdraw(by=None, reason="A test.")
    assert not any(found.public().exists() for found in parts)


def test_transcribed_words_and_agreements_are_never_public() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{}])
    assert Cue.objects.exists()
    assert not Cue.objects.public().exists()
    assert ReleaseAgreement.objects.exists()
    assert not ReleaseAgreement.objects.public().exists()


def test_a_document_that_is_not_public_is_not_mentioned() -> None:
    interview = make_interview(published=True)
    make_mentioned(interview=interview, item=make_item())
    assert not interview.documents_mentioned.public().exists()


@pytest.mark.parametrize(
    ("role", "narrator", "interviewer", "opens"),
    [
        ("access", ["record", "transcript", "recording"], ["record", "recording"], True),
        ("master", ["record", "transcript", "recording"], ["record", "recording"], False),
        ("access", ["record", "transcript"], ["record", "recording"], False),
        ("access", ["record", "recording"], ["record"], False),
        ("access", ["record", "recording"], None, False),
        ("access", ["record", "recording"], ["record", "recording"], True),
    ],
)
def test_a_recording_opens_if_everyone_who_is_heard_allows_it(
    role: str, narrator: list[str], interviewer: list[str] | None, opens: bool
) -> None:
    interview = make_interview(narrators=[{"allows": narrator}], published=True)
    make_participation(interview=interview, role=Role.INTERVIEWER, allows=interviewer)
    media = make_media(interview=interview, role=role)
    assert MediaFile.objects.public().filter(pk=media.pk).exists() is opens
    assert media.is_public() is opens


def test_somebody_who_is_not_heard_keeps_no_recording_closed() -> None:
    interview = make_interview(published=True)
    make_participation(interview=interview, role=Role.OTHER, allows=None)
    assert make_media(interview=interview).is_public()


def test_one_withheld_passage_closes_the_recording() -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    make_transcript(interview=interview, cues=[{}, {}])
    assert media.is_public()
    make_transcript(interview=interview, cues=[{}, {"is_withheld": True}])
    assert not media.is_public()


def test_a_passage_withheld_in_a_draft_closes_the_recording_too() -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    make_transcript(interview=interview, cues=[{"is_withheld": True}], current=False)
    assert not media.is_public()


def test_words_of_a_speaker_without_agreement_close_the_recording() -> None:
    interview = make_interview(published=True)
    other = make_participation(interview=interview, role=Role.OTHER, allows=None)
    media = make_media(interview=interview)
    make_transcript(interview=interview, cues=[{}, {"speaker": other}])
    assert not media.is_public()


def test_an_advisory_for_the_house_only_closes_words_and_sound() -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    make_transcript(interview=interview, cues=[{}])
    interview.advisories.add(make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY))
    interview = rewritten(interview)
    assert interview.is_public()
    assert not media.is_public()
    assert not PublicCue.objects.exists()


def test_an_unmarked_advisory_closes_nothing() -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    interview.advisories.add(make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH))
    assert media.is_public()
