"""The transcriber's desk: who may be there, what it sends and what it is answered."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oralhistory.models import Cue, CueRedaction, PublicCue, SilencePlan, Transcript
from oralhistory.versions import draft_from, make_current
from tests import cast
from tests.oralhistory.desks import make_conversation, sign_in, words_of
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_recording,
    make_transcript,
    sound,
)

pytestmark = pytest.mark.django_db


def desk(transcript: Transcript, page: str = "", **rest: Any) -> str:
    name = f"admin:oralhistory_transcript_desk{page}"
    return reverse(name, kwargs={"pk": transcript.pk, **rest})


def send(client: Client, transcript: Transcript, deed: str, **body: Any) -> Any:
    address = desk(transcript, "_do", deed=deed)
    return client.post(address, json.dumps(body), content_type="application/json")


def make_draft(*texts: str, **fields: Any) -> Transcript:
    cues = [{"text": text} for text in texts]
    return make_transcript(interview=make_interview(), cues=cues, current=False, **fields)


def told(answer: Any) -> Any:
    return json.loads(answer.content)


@pytest.mark.parametrize("person", [cast.director, cast.keeper_of_concerns])
def test_who_may_not_see_passages_is_refused_every_page(client: Client, person: Any) -> None:
    transcript = make_draft("Kanarivogel.")
    sign_in(client, person)
    pages = [desk(transcript, page) for page in ("", "_times", "_speakers", "_draft")]
    pages.append(reverse("admin:oralhistory_transcript_compare", args=[transcript.pk]))
    for page in pages:
        assert client.get(page).status_code == 403
    assert send(client, transcript, "save").status_code == 403


@pytest.mark.parametrize("page", ["", "_times", "_speakers"])
def test_a_reader_is_led_to_the_sign_in(client: Client, page: str) -> None:
    transcript = make_draft("Kanarivogel.")
    answer = client.get(desk(transcript, page))
    assert answer.status_code == 302
    assert "/login/" in answer.url


def test_an_editor_reads_the_desk_and_corrects_nothing(client: Client) -> None:
    transcript = make_draft("One.")
    cue = transcript.cues.get()
    sign_in(client, cast.editor)
    page = words_of(client.get(desk(transcript)))
    assert "One." in page
    assert "may read this draft" in page
    for deed in ("save", "split", "merge", "withhold", "give-back"):
        assert send(client, transcript, deed, cue=cue.pk).status_code == 403
    assert client.get(desk(transcript, "_times")).status_code == 403


def test_words_are_saved_and_the_row_comes_back(client: Client) -> None:
    transcript = make_draft("Wrods.")
    cue = transcript.cues.get()
    person = sign_in(client, cast.transcriber)
    answer = send(
        client,
        transcript,
        "save",
        cue=cue.pk,
        stood={"text": "Wrods.", "start_ms": 0, "end_ms": 9000, "speaker": str(cue.speaker_id)},
        now={"text": "Words. ", "start_ms": "0:00.5"},
    )
    assert answer.status_code == 200
    assert ">Words. </p>" in told(answer)["rows"][0]["html"]
    cue.refresh_from_db()
    assert (cue.text, cue.start_ms) == ("Words. ", 500)
    assert cue.changes.first().change_set.by == person


def test_another_speaker_is_saved(client: Client) -> None:
    interview = make_conversation()
    rose, jean = interview.participations.all()
    transcript = make_transcript(interview=interview, cues=[{"speaker": rose}], current=False)
    sign_in(client, cast.transcriber)
    for was, now in ((rose, jean), (jean, None), (None, rose)):
        sent = {
            "stood": {"speaker": str(was.pk) if was else ""},
            "now": {"speaker": str(now.pk) if now else ""},
        }
        answer = send(client, transcript, "save", cue=transcript.cues.get().pk, **sent)
        assert answer.status_code == 200
        assert transcript.cues.get().speaker == now


def test_what_was_changed_meanwhile_comes_back_and_nothing_is_written(client: Client) -> None:
    transcript = make_draft("One.")
    cue = transcript.cues.get()
    Cue.objects.update(text="Two.")
    sign_in(client, cast.transcriber)
    sent = {"cue": cue.pk, "stood": {"text": "One."}, "now": {"text": "Three."}}
    answer = send(client, transcript, "save", **sent)
    assert answer.status_code == 409
    assert ">Two.</p>" in told(answer)["rows"][0]["html"]
    assert Cue.objects.get().text == "Two."


@pytest.mark.parametrize(
    ("now", "field"),
    [
        ({"text": ""}, "text"),
        ({"start_ms": "soon"}, "start_ms"),
        ({"end_ms": ""}, "end_ms"),
        ({"speaker": "999999"}, "speaker"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client: Client, now: Any, field: str) -> None:
    transcript = make_draft("One.")
    cue = transcript.cues.get()
    stood = {"text": "One.", "start_ms": 0, "end_ms": 9000, "speaker": str(cue.speaker_id)}
    sign_in(client, cast.transcriber)
    answer = send(client, transcript, "save", cue=cue.pk, stood=stood, now=now)
    assert answer.status_code == 422
    assert list(told(answer)["errors"]) == [field]


def test_a_passage_of_another_transcript_is_not_found(client: Client) -> None:
    transcript, other = make_draft("One."), make_draft("Two.")
    sent = {"cue": other.cues.get().pk, "stood": {"text": "Two."}, "now": {"text": "x"}}
    sign_in(client, cast.transcriber)
    assert send(client, transcript, "save", **sent).status_code == 404
    assert send(client, transcript, "burn").status_code == 404
    assert client.get(desk(transcript, "_do", deed="save")).status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"cue": "x", "now": {}}', '{"cue": null}'])
def test_what_no_desk_sends_is_refused(client: Client, body: str) -> None:
    transcript = make_draft("One.")
    sign_in(client, cast.transcriber)
    address = desk(transcript, "_do", deed="save")
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 400


def test_nothing_is_done_without_the_token_of_the_page() -> None:
    transcript = make_draft("One.")
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.transcriber())
    assert send(careful, transcript, "save").status_code == 403


def test_a_passage_is_cut_and_joined_again(client: Client) -> None:
    transcript = make_draft("One. Two.", "Three.")
    cue = transcript.cues.first()
    sign_in(client, cast.transcriber)
    cut = told(send(client, transcript, "split", cue=cue.pk, stood="One. Two.", at=5, at_ms=4000))
    assert [row["pk"] for row in cut["rows"]] == [cue.pk, cut["focus"]]
    joined = told(send(client, transcript, "merge", cue=cue.pk, stood=["One.", "Two."]))
    assert joined["removed"] == [cut["focus"]]
    assert list(transcript.cues.values_list("text", flat=True)) == ["One. Two.", "Three."]
    late = send(client, transcript, "merge", cue=cue.pk, stood=["One. Two.", "Trhee."])
    assert late.status_code == 409


def test_words_are_withheld_by_code_points_and_given_back_with_a_reason(client: Client) -> None:
    text = "\U0001f426 saw Kanarivogel."
    transcript = make_draft(text)
    make_current(transcript, by=None)
    cue = transcript.cues.get()
    sign_in(client, cast.transcriber)
    sent = {"cue": cue.pk, "start": 6, "end": 17, "words": "Kanarivogel"}
    assert list(told(send(client, transcript, "withhold", **sent))["errors"]) == ["reason"]
    answer = send(client, transcript, "withhold", **sent, reason="She asked.")
    assert '<mark class="desk-withheld">Kanarivogel</mark>' in told(answer)["rows"][0]["html"]
    assert PublicCue.objects.get().text == "\U0001f426 saw [withheld]."
    redaction = CueRedaction.objects.get()
    back = {"redaction": redaction.pk, "reason": "She agreed."}
    assert send(client, transcript, "give-back", **back).status_code == 403
    sign_in(client, cast.administrator)
    assert send(client, transcript, "give-back", redaction=redaction.pk).status_code == 422
    assert send(client, transcript, "give-back", **back).status_code == 200
    assert PublicCue.objects.get().text == text
    assert CueRedaction.changes.first().change_set.reason == "She agreed."


def test_a_whole_passage_is_withheld(client: Client) -> None:
    transcript = make_draft("One.")
    sign_in(client, cast.transcriber)
    sent = {"cue": transcript.cues.get().pk, "start": None, "reason": "She asked."}
    assert "is-withheld" in told(send(client, transcript, "withhold", **sent))["rows"][0]["html"]
    assert CueRedaction.objects.get().is_whole


def test_other_words_than_those_seen_are_not_withheld(client: Client) -> None:
    transcript = make_draft("One. Two.")
    sign_in(client, cast.transcriber)
    sent = {"cue": transcript.cues.get().pk, "start": 0, "end": 3, "words": "Two", "reason": "x"}
    assert send(client, transcript, "withhold", **sent).status_code == 409
    assert not CueRedaction.objects.exists()


def test_a_settled_version_is_read_only_and_leads_to_a_draft(client: Client) -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "One."}])
    sign_in(client, cast.transcriber)
    page = words_of(client.get(desk(transcript)))
    assert "Begin a draft from this version" in page
    assert "data-corrects" not in page
    sent = {"cue": transcript.cues.get().pk, "stood": {"text": "One."}, "now": {"text": "x"}}
    assert send(client, transcript, "save", **sent).status_code == 422
    answer = client.post(desk(transcript, "_draft"))
    draft = Transcript.objects.get(based_on=transcript)
    assert answer.url == desk(draft)
    assert "data-corrects" in words_of(client.get(desk(draft)))


def test_the_recording_is_heard_by_who_may_hear_it(client: Client) -> None:
    transcript = make_draft("One.")
    make_media(interview=transcript.interview)
    master = make_recording(interview=transcript.interview, role="master", content=sound(3))
    access = transcript.interview.media.get(role="access")
    sign_in(client, cast.transcriber)
    page = words_of(client.get(desk(transcript)))
    assert access.get_absolute_url() in page
    assert master.get_absolute_url() not in page
    access.delete()
    assert master.get_absolute_url() in words_of(client.get(desk(transcript)))
    assert client.get(master.get_absolute_url()).status_code == 200


def test_the_desk_asks_no_more_of_the_database_for_more_passages(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    transcript = make_draft(*[f"Words {number}." for number in range(60)])
    sign_in(client, cast.transcriber)
    with django_assert_max_num_queries(16):
        client.get(desk(transcript))


def test_times_are_moved_after_a_look(client: Client) -> None:
    transcript = make_draft("One.", "Two.")
    second = transcript.cues.last()
    CueRedaction.objects.create(cue=second, reason="x", mute_start_ms=11_000, mute_end_ms=12_000)
    sign_in(client, cast.transcriber)
    sent = {"form": "shift", "shift-by_ms": "1500", "shift-first": "2"}
    page = client.post(desk(transcript, "_times"), sent)
    assert "1 passages get other times, and 1 silences" in words_of(page)
    assert transcript.cues.last().start_ms == 10_000
    seen = page.context["preview"]["seen"]
    client.post(desk(transcript, "_times"), {**sent, "seen": seen})
    assert [cue.start_ms for cue in transcript.cues.all()] == [0, 11_500]
    assert SilencePlan.objects.get().windows == [[12_500, 13_500]]


def test_times_that_were_changed_meanwhile_are_looked_at_again(client: Client) -> None:
    transcript = make_draft("One.", "Two.")
    sign_in(client, cast.transcriber)
    sent = {"form": "shift", "shift-by_ms": "1500", "shift-first": "1"}
    seen = client.post(desk(transcript, "_times"), sent).context["preview"]["seen"]
    Cue.objects.filter(position=1).update(start_ms=100)
    page = client.post(desk(transcript, "_times"), {**sent, "seen": seen})
    assert "look again" in words_of(page)
    assert transcript.cues.first().start_ms == 100


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"form": "shift", "shift-by_ms": "-1", "shift-first": "1"}, "would begin before"),
        ({"form": "shift", "shift-by_ms": "0", "shift-first": "1"}, "other than none"),
        ({"form": "shift", "shift-by_ms": "5", "shift-first": "9"}, "No passage from there"),
        ({"form": "stretch", "stretch-one": "9"}, "required"),
    ],
)
def test_times_that_can_not_be_are_refused(client: Client, sent: Any, said: str) -> None:
    transcript = make_draft("One.", "Two.")
    sign_in(client, cast.transcriber)
    assert said in words_of(client.post(desk(transcript, "_times"), sent))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("1", "9", "no passage of this number"),
        ("1", "1", "different times"),
    ],
)
def test_anchors_that_can_not_be_are_refused(
    client: Client, one: str, other: str, said: str
) -> None:
    transcript = make_draft("One.", "Two.")
    sign_in(client, cast.transcriber)
    sent = {
        "form": "stretch",
        "stretch-one": one,
        "stretch-one_at": "0:00",
        "stretch-other": other,
        "stretch-other_at": "0:05",
    }
    assert said in words_of(client.post(desk(transcript, "_times"), sent))


def test_times_are_stretched_between_two_moments(client: Client) -> None:
    transcript = make_draft("One.", "Two.", "Three.")
    sign_in(client, cast.transcriber)
    sent = {
        "form": "stretch",
        "stretch-one": "1",
        "stretch-one_at": "0:01",
        "stretch-other": "3",
        "stretch-other_at": "0:41",
    }
    seen = client.post(desk(transcript, "_times"), sent).context["preview"]["seen"]
    client.post(desk(transcript, "_times"), {**sent, "seen": seen})
    times = [(cue.start_ms, cue.end_ms) for cue in transcript.cues.all()]
    assert times == [(1000, 19_000), (21_000, 39_000), (41_000, 59_000)]


def test_labels_are_spelt_out_in_one_form(client: Client) -> None:
    interview = make_conversation()
    rose, jean = interview.participations.all()
    cues = [{"label": "R", "speaker": None}, {"label": "Q", "speaker": None}]
    transcript = make_transcript(interview=interview, cues=cues, current=False)
    sign_in(client, cast.transcriber)
    form = client.get(desk(transcript, "_speakers")).context["form"]
    guessed = {field.label: field.initial for field in form}
    assert guessed == {"R": rose, "Q": jean}
    client.post(desk(transcript, "_speakers"), {"speaker_0": jean.pk, "speaker_1": rose.pk})
    assert [cue.speaker for cue in transcript.cues.all()] == [rose, jean]


def test_versions_are_compared_with_a_sentence_first(client: Client) -> None:
    interview = make_conversation()
    first = make_transcript(
        interview=interview, cues=[{"text": f"Words {n} of it."} for n in range(5)]
    )
    draft = draft_from(first, by=None)
    cues = list(draft.cues.all())
    cues[0].delete()
    Cue.objects.filter(pk=cues[1].pk).update(text="Words 1 of that.")
    Cue.objects.filter(pk=cues[2].pk).update(end_ms=29_500)
    Cue.objects.filter(pk=cues[3].pk).update(speaker=interview.participations.last())
    Cue.objects.create(transcript=draft, position=9, text="New words.")
    sign_in(client, cast.editor)
    page = words_of(client.get(reverse("admin:oralhistory_transcript_compare", args=[draft.pk])))
    assert (
        "Version 2 against version 1. Passages: 1 changed in words, 1 in time, 1 in speaker, "
        "1 added, 1 gone; 1 are the same." in page
    )
    assert "<del>it.</del><ins>that.</ins>" in page
    assert "<del>Rose</del> <ins>Jean</ins>" in page
    assert "Words 4 of it." in page  # beside the passage that was added


def test_only_versions_of_one_language_are_compared(client: Client) -> None:
    first, other = make_draft("One."), make_draft("Two.")
    sign_in(client, cast.editor)
    address = reverse("admin:oralhistory_transcript_compare", args=[first.pk])
    assert client.get(address, {"with": other.pk}).status_code == 404
    assert "no other version" in words_of(client.get(address))


def test_the_desk_is_found_from_the_transcript_and_the_interview(client: Client) -> None:
    transcript = make_draft("One.")
    sign_in(client, cast.transcriber)
    for noun, record in (("transcript", transcript), ("interview", transcript.interview)):
        page = client.get(reverse(f"admin:oralhistory_{noun}_change", args=[record.pk]))
        assert desk(transcript) in words_of(page)
