"""Parts of interviews that the rule returned: what closes a part by itself is still asked."""

import pytest
from django.utils import timezone

from oralhistory.models import Interview, MediaFile, Participation, PublicCue, Transcript
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_recording,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db
PARTS = (MediaFile, Participation, PublicCue, Transcript)


def told(*, published: bool = True) -> Interview:
    interview = make_interview(published=published)
    make_transcript(interview=interview, cues=[{"text": "Said."}])
    make_media(interview=interview)
    return interview


@pytest.mark.parametrize("model", PARTS)
def test_the_parts_of_what_the_rule_returned_are_those_that_are_public(model: type) -> None:
    interview, hidden = told(), told(published=False)
    keys = list(Interview.objects.public().values_list("pk", flat=True))
    assert keys == [interview.pk]
    for at in (None, timezone.now()):
        public = set(model.objects.public(at))  # type: ignore[attr-defined]
        assert set(model.objects.of_seen(keys)) == public  # type: ignore[attr-defined]
        assert public
        assert not any(part.interview_id == hidden.pk for part in public)


def test_what_closes_a_part_by_itself_closes_it_here_too() -> None:
    interview = told()
    make_recording(interview=interview, content=b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\0" * 40)
    make_transcript(interview=interview, cues=[{"text": "A draft."}], current=False)
    keys = [interview.pk]
    assert [one.role for one in MediaFile.objects.of_seen(keys)] == ["redacted"]
    assert [one.version for one in Transcript.objects.of_seen(keys)] == [1]
    make_restriction(interview=interview, part="recording")
    make_restriction(interview=interview, part="transcript")
    for model in (MediaFile, PublicCue, Transcript):
        assert not model.objects.of_seen(keys).exists()
