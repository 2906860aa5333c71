"""Passages and versions at the desk: corrected, given to speakers, withheld, made current."""

import pytest
from django.test import Client

from oralhistory.models import Cue, CueRedaction, Participation, PublicCue, Transcript
from oralhistory.public_cues import WITHHELD
from oralhistory.redacting import open_again, withhold
from tests import cast
from tests.oralhistory.desks import (
    OF_A_PASSAGE,
    act,
    at,
    empty_groups,
    make_conversation,
    sign_in,
    words_of,
)
from tests.oralhistory.make import make_interview, make_media, make_transcript

pytestmark = pytest.mark.django_db


def test_an_editor_makes_a_version_current(client: Client) -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(interview=interview, cues=[{"text": "Yes."}], current=False)
    sign_in(client, cast.editor)
    act(client, "transcript", "make_current", [transcript])
    assert PublicCue.objects.public().get().text == "Yes."
    act(client, "transcript", "take_from_readers", [transcript])
    assert not PublicCue.objects.exists()


def test_a_version_that_lost_a_withheld_passage_is_refused_with_the_moment(client: Client) -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"is_withheld": True}])
    new = make_transcript(interview=interview, current=False)
    sign_in(client, cast.editor)
    act(client, "transcript", "make_current", [new])
    assert "at 0:00, has no counterpart" in words_of(client.get(at("transcript", "changelist")))
    act(client, "transcript", "make_current_as_checked", [new])
    new.refresh_from_db()
    assert new.is_current


def test_a_transcriber_does_not_decide_what_becomes_public(client: Client) -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(interview=interview, cues=[{"is_withheld": True}])
    draft = make_transcript(interview=interview, cues=[{"is_withheld": True}], current=False)
    sign_in(client, cast.transcriber)
    act(client, "transcript", "make_current", [draft])
    act(client, "cue", "give_back", list(transcript.cues.all()))
    draft.refresh_from_db()
    assert not draft.is_current
    assert transcript.cues.withheld().exists()


def test_a_transcriber_begins_a_new_draft(client: Client) -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "Wrods."}])
    sign_in(client, cast.transcriber)
    answer = act(client, "transcript", "draft_from", [transcript])
    draft = Transcript.objects.get(based_on=transcript)
    assert answer.url == at("transcript", "change", draft.pk)
    assert "Made from version 1" in words_of(client.get(at("transcript", "history", draft.pk)))


def test_what_was_done_to_passages_stands_in_the_history_of_the_interview(client: Client) -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(interview=interview, cues=[{"text": "Wrods."}, {"text": "No."}])
    person = sign_in(client, cast.editor)
    withhold(transcript.cues.all(), by=person, reason="She asked.")
    open_again(transcript.cues.all(), by=person)
    assert [row.history_type for row in CueRedaction.changes.all()] == ["-", "-", "+", "+"]
    for kind, record in (("interview", interview), ("transcript", transcript)):
        told = words_of(client.get(at(kind, "history", record.pk)))
        assert "Withheld: 2 passages" in told
        assert "Given back: 2 redactions" in told
        assert "She asked." in told


def test_passages_are_withheld_for_a_reason_and_given_back(client: Client) -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    cue = make_transcript(interview=interview, cues=[{"text": "Kanarivogel"}]).cues.get()
    sign_in(client, cast.transcriber)
    question = act(client, "cue", "withhold", [cue])
    assert "never shown to the public" in words_of(question)
    assert not Cue.objects.withheld().exists()
    act(client, "cue", "withhold", [cue], answered="yes", reason="She asked.", replacement="")
    assert PublicCue.objects.get().text == WITHHELD
    assert not media.is_public()
    sign_in(client, cast.editor)
    act(client, "cue", "give_back", [cue])
    assert PublicCue.objects.get().text == "Kanarivogel"
    assert media.is_public()


def test_words_of_one_passage_are_withheld(client: Client) -> None:
    interview = make_interview(published=True)
    cues = make_transcript(
        interview=interview, cues=[{"text": "I saw Kanarivogel and Kana."}, {}]
    ).cues.all()
    sign_in(client, cast.transcriber)
    asked = {"answered": "yes", "reason": "She asked."}
    for chosen, words, said in (
        (cues, "Kanarivogel", "Choose one passage"),
        (cues[:1], "Kana", "more than once"),
        (cues[:1], "Nobody", "not in it"),
    ):
        answer = act(client, "cue", "withhold", list(chosen), words=words, **asked)
        assert said in words_of(answer)
    assert not CueRedaction.objects.exists()
    act(client, "cue", "withhold", [cues[0]], words="Kanarivogel", until="2040-01-01", **asked)
    assert PublicCue.objects.first().text == "I saw [withheld] and Kana."  # type: ignore[union-attr]
    again = act(client, "cue", "withhold", [cues[0]], words="saw Kanarivogel", **asked)
    assert "withheld already" in words_of(again)
    shown = words_of(client.get(at("cue", "change", cues[0].pk)))
    assert "“Kanarivogel”" in shown


def test_it_is_said_who_speaks(client: Client) -> None:
    interview = make_conversation()
    transcript = make_transcript(interview=interview, cues=[{"speaker": None}, {"speaker": None}])
    jean = Participation.objects.get(public_name="Jean")
    sign_in(client, cast.transcriber)
    cues = list(transcript.cues.all())
    assert "Jean" in words_of(act(client, "cue", "say_who_speaks", cues))
    act(client, "cue", "say_who_speaks", cues, answered="yes", speaker=jean.pk)
    assert {cue.speaker_label for cue in PublicCue.objects.all()} == {"Jean"}
    stranger = make_interview().participations.get()
    act(client, "cue", "say_who_speaks", cues, answered="yes", speaker=stranger.pk)
    assert {cue.speaker_label for cue in PublicCue.objects.all()} == {"Jean"}


def test_words_of_a_draft_are_corrected_and_those_of_a_settled_version_not(client: Client) -> None:
    interview = make_interview()
    narrator = interview.participations.get()
    sent = {"position": 1, "start_ms": "0:01", "end_ms": "0:05.5", "text": "Words."}
    sign_in(client, cast.transcriber)
    for current, text in [(False, "Words."), (True, "Wrods.")]:
        cue = make_transcript(
            interview=interview, cues=[{"text": "Wrods."}], current=current
        ).cues.get()
        answer = client.post(
            at("cue", "change", cue.pk),
            sent | {"speaker": narrator.pk, **empty_groups(OF_A_PASSAGE)},
        )
        assert answer.status_code == 302, words_of(answer)
        cue.refresh_from_db()
        assert cue.text == text
    assert "Settled: make a new draft" in words_of(client.get(at("cue", "change", cue.pk)))


def test_a_change_of_a_participant_reaches_readers_at_once(client: Client) -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    make_transcript(interview=interview, cues=[{}])
    narrator = interview.participations.get()
    sign_in(client, cast.cataloguer)
    answer = client.post(
        at("participation", "change", narrator.pk),
        {
            "interview": interview.pk,
            "role": "narrator",
            "identity_mode": "anonymous",
            "public_name": "",
            "position": 0,
        },
    )
    assert answer.status_code == 302, words_of(answer)
    assert PublicCue.objects.get().speaker_label == "Narrator"
