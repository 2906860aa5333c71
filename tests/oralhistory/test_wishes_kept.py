"""What a narrator wishes in review reaches every version; nothing done in the house loses it."""

from typing import Any

import pytest
from django.db.models import RestrictedError
from django.test import Client

from oralhistory.cutting import merge, split
from oralhistory.models import NarratorRemark, PublicCue, Restriction, Transcript
from oralhistory.redacting import withhold
from oralhistory.restricting import lift
from oralhistory.reviewing import answer, remark
from oralhistory.versions import draft_from, make_current
from tests.make import make_language
from tests.oralhistory.conversations import Conversation
from tests.oralhistory.desks import words_of
from tests.oralhistory.make import make_restriction, make_review, make_transcript

pytestmark = pytest.mark.django_db


def read_in_review(client: Client, talk: Conversation, version: Transcript) -> str:
    _, token = make_review(participation=talk.rose, transcript=version)
    return words_of(client.get(f"/review/{token}/"))


def typed_anew(talk: Conversation, **fields: Any) -> Transcript:
    """Return a draft that a file brought: the same times, other keys, nothing withheld."""
    cues = [
        {"text": cue.text, "speaker": cue.speaker}
        for cue in talk.transcript.cues.order_by("position")
    ]
    language = fields.pop("language", talk.transcript.language)
    return make_transcript(
        interview=talk.interview, cues=cues, language=language, current=False, **fields
    )


def test_more_that_is_withheld_of_another_speaker_later_is_not_read_in_a_draft(
    client: Client,
) -> None:
    talk = Conversation()
    draft = draft_from(talk.transcript, by=None)
    withhold([talk.cue(4)], by=None, reason="She asked.")
    assert "I saw her" not in read_in_review(client, talk, draft)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_withheld_of_another_speaker_is_not_read_under_other_keys(
    client: Client, language: str
) -> None:
    talk = Conversation()
    kind = "translation" if language == "fr" else "transcription"
    other = typed_anew(talk, language=make_language(code=language, label_en=language), kind=kind)
    page = read_in_review(client, talk, other)
    assert "All of a secret" not in page
    assert "Musoni" not in page
    assert "I was at the river." in page


def test_a_wish_reaches_what_readers_read_under_other_keys() -> None:
    talk = Conversation()
    draft = typed_anew(talk)
    review, _ = make_review(participation=talk.rose, transcript=draft)
    remark(review, draft.cues.get(position=1), kind="withhold", words="")
    assert not PublicCue.objects.filter(text__contains="river").exists()
    assert PublicCue.objects.filter(text__contains="radio").exists()


def test_a_wish_about_a_translation_reaches_the_words_spoken_under_other_keys() -> None:
    talk = Conversation()
    french = typed_anew(talk, language=make_language(code="fr"), kind="translation")
    review, _ = make_review(participation=talk.rose, transcript=french)
    remark(review, french.cues.get(position=1), kind="withhold", words="")
    assert not PublicCue.objects.filter(text__contains="river").exists()


def test_a_wish_reaches_both_parts_of_a_passage_that_was_cut_meanwhile() -> None:
    talk = Conversation()
    review, _ = talk.sent()
    draft = draft_from(talk.transcript, by=None)
    split(draft.cues.get(position=1), 9, by=None)
    make_current(draft, by=None)
    remark(review, talk.cue(1), kind="withhold", words="")
    for words in ("I was at", "the river"):
        assert not PublicCue.objects.filter(text__contains=words).exists()


def test_a_wish_stands_with_the_passage_that_it_was_joined_to() -> None:
    talk = Conversation(current=False)
    review, _ = talk.sent()
    remark(review, talk.cue(2), kind="correct", words="From the wireless.")
    cue, _ = merge(talk.cue(1), by=None)
    kept = NarratorRemark.objects.get(review=review)
    assert (kept.cue, kept.words) == (cue, "From the wireless.")


def test_a_wish_is_told_to_whoever_gives_back_what_the_house_withheld_before() -> None:
    talk = Conversation()
    review, _ = talk.sent()
    remark(review, talk.cue(5), kind="withhold", words="")
    remark(review, talk.cue(5), kind="withhold", words="Still.")
    reason = talk.cue(5).redactions.get().reason
    assert reason == "The narrator asked.\nAlso the wish of the narrator in review."


@pytest.mark.parametrize("until_event", ["", "the end of the trial"])
def test_what_a_narrator_closes_stays_closed_when_the_house_opens_what_it_closed(
    until_event: str,
) -> None:
    talk = Conversation()
    basis = "narrator" if until_event else "unreviewed"
    before = make_restriction(
        interview=talk.interview, part="transcript", basis=basis, until_event=until_event
    )
    review, _ = talk.sent()
    answer(review, "withhold", words="")
    lift(before, reason="Looked at.", by=None)
    assert Restriction.objects.in_force("transcript").filter(basis="narrator").exists()
    assert not PublicCue.objects.filter(interview=talk.interview).exists()


def test_a_passage_is_not_deleted_while_somebody_wishes_something_of_it() -> None:
    talk = Conversation(current=False)
    review, _ = talk.sent()
    remark(review, talk.cue(2), kind="correct", words="From the wireless.")
    with pytest.raises(RestrictedError):
        talk.cue(2).delete()
    talk.cue(6).delete()
