"""Reviews are sent to narrators at a desk, and what followed from the answer is recorded there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import RestrictedError
from django.test import Client
from django.utils import timezone

from oralhistory.cutting import split
from oralhistory.models import NarratorReview, PublicCue
from oralhistory.reviewing import answer, remark
from oralhistory.versions import draft_from
from tests import cast
from tests.oralhistory.conversations import Conversation
from tests.oralhistory.desks import at, sign_in, words_of
from tests.oralhistory.make import make_restriction, make_review, make_transcript

pytestmark = pytest.mark.django_db


def test_an_interviewer_sends_a_version_and_is_shown_the_address_once(client: Client) -> None:
    person = sign_in(client, cast.transcriber)
    talk = Conversation()
    sent = sending(talk)
    shown = client.post(at("narratorreview", "add"), sent)
    token = re.search(r"/review/([\w-]{43})/", words_of(shown))[1]  # type: ignore[index]
    review = NarratorReview.objects.get()
    assert review.made_by == person
    assert client.get(f"/review/{token}/").status_code == 200
    page = words_of(client.get(at("narratorreview", "change", review.pk)))
    assert token not in page
    assert client.post(deed(review, "revoke"), {"answered": "yes"}).status_code == 302
    assert client.get(f"/review/{token}/").status_code == 404


def sending(talk: Conversation, **changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "participation": talk.rose.pk,
        "transcript": talk.transcript.pk,
        "due_on": today + timedelta(days=5),
        "until": today + timedelta(days=20),
        **changed,
    }


def deed(review: NarratorReview, verb: str) -> str:
    return at("narratorreview", "deed", review.pk, verb)


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2010-01-01"},
        {"until": "9999-12-31"},
        {"until": ""},
        {"until": "x"},
        {"due_on": "2010-01-01"},
        {"due_on": "9999-12-31"},
        {"participation": ""},
        {"participation": "999999"},
        {"transcript": "x"},
        {"transcript": "99999999999999999999999"},
    ],
)
def test_an_address_that_makes_no_sense_is_not_made(
    client: Client, changed: dict[str, Any]
) -> None:
    sign_in(client, cast.transcriber)
    answer = client.post(at("narratorreview", "add"), sending(Conversation(), **changed))
    assert answer.status_code == 200
    assert not NarratorReview.objects.exists()


def test_a_version_of_another_interview_or_without_words_is_not_sent(client: Client) -> None:
    sign_in(client, cast.editor)
    talk, other = Conversation(), Conversation()
    empty = make_transcript(interview=talk.interview, current=False)
    for version in (other.transcript, empty):
        sent = sending(talk, transcript=version.pk)
        assert client.post(at("narratorreview", "add"), sent).status_code == 200
    assert not NarratorReview.objects.exists()


def test_the_answer_is_settled_at_the_desk(client: Client) -> None:
    sign_in(client, cast.transcriber)
    talk = Conversation()
    review, _ = talk.sent()
    assert client.get(deed(review, "settle")).status_code == 404
    remark(review, talk.cue(2), kind="correct", words="From the wireless.")
    answer(review, "approve", words="Thank you all.")
    page = words_of(client.get(at("narratorreview", "change", review.pk)))
    assert "From the wireless." in page
    assert "Thank you all." in page
    for changed in ({"outcome": ""}, {"approves": "99"}, {"outcome": "\x00"}):
        sent = {"answered": "yes", "outcome": "x", "approves": talk.transcript.pk, **changed}
        assert client.post(deed(review, "settle"), sent).status_code == 200
    sent = {"answered": "yes", "outcome": "Done.", "approves": talk.transcript.pk}
    assert client.post(deed(review, "settle"), sent).status_code == 302
    talk.transcript.refresh_from_db()
    assert talk.transcript.status == "approved"


def test_who_has_no_work_with_narrators_sees_no_review(client: Client) -> None:
    sign_in(client, cast.director)
    review, _ = Conversation().sent()
    for address in (
        at("narratorreview", "changelist"),
        at("narratorreview", "add"),
        at("narratorreview", "change", review.pk),
    ):
        assert client.get(address).status_code == 403
    assert client.get(deed(review, "revoke")).status_code == 404


def test_a_version_that_was_sent_stays_as_long_as_its_review() -> None:
    talk = Conversation(current=False)
    review, _ = talk.sent()
    with pytest.raises(RestrictedError):
        talk.transcript.delete()
    assert NarratorReview.objects.filter(pk=review.pk).exists()


def test_a_wish_about_a_part_of_a_cut_passage_closes_the_passage_that_readers_get() -> None:
    talk = Conversation()
    draft = draft_from(talk.transcript, by=None)
    _, second = split(draft.cues.get(position=1), len("I was"), by=None)
    review, _ = make_review(participation=talk.rose, transcript=draft)
    remark(review, second, kind="withhold", words="")
    read = PublicCue.objects.filter(interview=talk.interview, position=1)
    assert [cue.is_withheld for cue in read] == [True]
    assert not PublicCue.objects.filter(text__contains="river").exists()


def test_a_refusal_stands_beside_what_the_house_had_closed_already() -> None:
    talk = Conversation()
    make_restriction(interview=talk.interview, part="transcript", basis="law")
    review, _ = talk.sent()
    answer(review, "withhold", words="")
    closed = talk.interview.restrictions.in_force("transcript")
    assert set(closed.values_list("basis", flat=True)) == {"law", "narrator"}
