"""Narrators read their words under a private address, ask for changes, and answer."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oralhistory.cutting import split
from oralhistory.models import (
    Cue,
    Interview,
    MediaFile,
    NarratorRemark,
    NarratorReview,
    PublicCue,
    Restriction,
    ReviewTask,
)
from oralhistory.redacting import withhold_words
from oralhistory.reviewing import answer, remark, revoke, settle
from oralhistory.versions import draft_from
from tests.oralhistory.conversations import Conversation
from tests.oralhistory.desks import words_of
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_recording,
    make_review,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db


def said_of(token: str, cue: Cue) -> str:
    return f"/review/{token}/passages/{cue.key}/"


def test_the_narrator_reads_the_conversation_without_the_protected_names_of_others(
    client: Client,
) -> None:
    talk = Conversation()
    review, token = talk.sent()
    assert token not in str(NarratorReview.objects.filter(pk=review.pk).values().get())
    page = words_of(client.get(f"/review/{token}/"))
    for shown in ("I was at the river.", "I saw her, and", "My own withheld words."):
        assert shown in page
    for secret in ("Uwimana", "Odette", "Musoni", "All of a secret", "A note of the house"):
        assert secret not in page
    review.refresh_from_db()
    assert review.opened_at is not None


def test_the_answer_is_private_and_lets_a_form_say_from_which_site_it_comes(
    client: Client,
) -> None:
    _, token = Conversation().sent()
    page = client.get(f"/review/{token}/")
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["Referrer-Policy"] == "strict-origin"


def test_the_page_speaks_the_language_of_the_interview_or_the_one_chosen(client: Client) -> None:
    _, token = Conversation(language="fr").sent(due_on=timezone.localdate())
    assert "Merci de relire vos paroles" in words_of(client.get(f"/review/{token}/"))
    assert "Please read your words" in words_of(client.get(f"/review/{token}/?language=en"))
    _, other = Conversation(language="rw").sent()
    assert "Please read your words" in words_of(client.get(f"/review/{other}/?language=%00"))
    assert "J’approuve" in words_of(client.get(f"/review/{other}/?language=fr"))


def test_a_passage_that_the_narrator_wishes_withheld_is_withheld_at_once(client: Client) -> None:
    talk = Conversation()
    draft = draft_from(talk.transcript, by=None)
    _, token = talk.sent()
    cue = talk.cue(1)
    answer = client.post(said_of(token, cue), {"wish": "withhold", "words": "For my sister."})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#p-{cue.key}")
    assert cue.redactions.get().reason == "wish of the narrator in review"
    assert draft.cues.get(key=cue.key).redactions.exists()
    assert not PublicCue.objects.filter(text__contains="river").exists()
    assert "You asked us to withhold this passage" in words_of(client.get(f"/review/{token}/"))
    client.post(said_of(token, cue), {"wish": "nothing"})
    assert cue.redactions.exists()
    assert NarratorRemark.objects.count() == 2


def test_a_reason_that_stands_already_is_not_written_over(client: Client) -> None:
    talk = Conversation()
    review, _ = talk.sent()
    remark(review, talk.cue(5), kind="withhold", words="")
    assert talk.cue(5).redactions.get().reason.startswith("The narrator asked.")


def test_words_withheld_in_a_passage_become_the_whole_passage(client: Client) -> None:
    talk = Conversation()
    review, _ = talk.sent()
    remark(review, talk.cue(6), kind="withhold", words="")
    assert [one.is_whole for one in talk.cue(6).redactions.order_by("start")].count(True) == 1


def test_a_correction_is_kept_as_a_remark_and_changes_no_word(client: Client) -> None:
    talk = Conversation()
    _, token = talk.sent()
    cue = talk.cue(2)
    for words in ("From the wireless.", "From the radio set."):
        client.post(said_of(token, cue), {"wish": "correct", "words": words})
    cue.refresh_from_db()
    assert cue.text == "I heard it from the radio."
    page = words_of(client.get(f"/review/{token}/"))
    assert "From the radio set." in page
    assert "wireless" not in page
    task = ReviewTask.objects.get(kind="narrator_review")
    assert task.state == "open"
    kept = NarratorRemark.objects.first()
    assert kept is not None
    for deed in (kept.save, kept.delete):
        with pytest.raises(ValidationError):
            deed()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"wish": "correct", "words": ""}, "Say how it should read"),
        ({"wish": "correct", "words": "x" * 10_001}, "Say how it should read"),
        ({"wish": "publish", "words": "x"}, "Choose what you wish"),
        ({}, "Choose what you wish"),
        ({"wish": "correct", "words": "\x00"}, "Say how it should read"),
    ],
)
def test_a_remark_that_lacks_something_is_asked_again(
    client: Client, sent: dict[str, str], said: str
) -> None:
    talk = Conversation()
    _, token = talk.sent()
    shown = client.post(said_of(token, talk.cue(1)), sent)
    assert shown.status_code == 422
    assert said in words_of(shown)
    assert not NarratorRemark.objects.exists()


def test_a_passage_of_another_interview_is_not_found(client: Client) -> None:
    talk, other = Conversation(), Conversation()
    _, token = talk.sent()
    for key in (other.cue(1).key, "x", "%00", "é"):
        sent = client.post(f"/review/{token}/passages/{key}/", {"wish": "withhold"})
        assert sent.status_code == 404
    assert not other.cue(1).redactions.exists()
    assert client.get(said_of(token, talk.cue(1))).status_code == 405


@pytest.mark.parametrize("said", ["approve", "changes", "withhold"])
def test_an_answer_is_given_once_and_publishes_nothing(client: Client, said: str) -> None:
    talk = Conversation(current=False)
    review, token = talk.sent()
    Interview.objects.filter(pk=talk.interview.pk).update(state="draft")
    first = client.post(f"/review/{token}/answer/", {"answer": said, "words": "Thank you."})
    assert first.status_code == 302
    for again in ("approve", "withhold"):
        assert client.post(f"/review/{token}/answer/", {"answer": again}).status_code == 422
    review.refresh_from_db()
    talk.transcript.refresh_from_db()
    assert (review.answer, review.answer_words) == (said, "Thank you.")
    assert (talk.transcript.status, talk.transcript.is_current) == ("draft", False)
    assert not talk.interview.is_public()
    task = ReviewTask.objects.get(kind="narrator_review")
    assert task.due_on is not None
    page = words_of(client.get(f"/review/{token}/"))
    assert "You have answered" in page
    assert "<form" not in page[page.index("<main") : page.index("</main")]
    assert client.post(said_of(token, talk.cue(1)), {"wish": "withhold"}).status_code == 422


@pytest.mark.parametrize(
    "sent", [{}, {"answer": "yes"}, {"answer": "approve", "words": "x" * 10_001}]
)
def test_an_answer_that_is_none_is_asked_again(client: Client, sent: dict[str, str]) -> None:
    review, token = Conversation().sent()
    assert client.post(f"/review/{token}/answer/", sent).status_code == 422
    review.refresh_from_db()
    assert review.answered_at is None


def test_who_does_not_approve_closes_words_sound_and_index_at_once(client: Client) -> None:
    talk = Conversation()
    make_media(interview=talk.interview)
    _, token = talk.sent()
    assert PublicCue.objects.filter(interview=talk.interview).exists()
    client.post(f"/review/{token}/answer/", {"answer": "withhold"})
    assert not PublicCue.objects.filter(interview=talk.interview).exists()
    assert not MediaFile.objects.public().exists()
    parts = Restriction.objects.in_force().filter(basis="narrator").values_list("part", flat=True)
    assert sorted(parts) == ["index", "recording", "transcript"]
    assert "are closed to everybody outside" in words_of(client.get(f"/review/{token}/"))


def test_whatever_leads_nowhere_is_the_answer_of_what_never_was(client: Client) -> None:
    talk, held = Conversation(), Conversation()
    _, old = talk.sent(days=1)
    taken, back = talk.sent()
    revoke(taken)
    _, good = talk.sent(days=60)
    _, on_hold = held.sent(days=60)
    held.interview.hold(by=None)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        nothing = client.get(f"/review/{'never-given' * 4}/")
        for token in (old, back, on_hold, "x", good[:-1], "%00", "é"):
            answer = client.get(f"/review/{token}/")
            assert (answer.status_code, answer.content) == (404, nothing.content)
            assert dict(answer.items()) == dict(nothing.items())
            for under in ("answer/", f"passages/{talk.cue(1).key}/"):
                assert (
                    client.post(f"/review/{token}/{under}", {"wish": "withhold"}).status_code == 404
                )
        assert client.get(f"/review/{good}/").status_code == 200
    assert not talk.cue(1).redactions.exists()


def played(page: str) -> list[str]:
    return re.findall(r'<audio[^>]* src="([^"]+)"', page)


def test_the_narrator_hears_the_copy_that_is_silent_where_something_is_withheld(
    client: Client,
) -> None:
    talk = Conversation()
    copy = make_media(interview=talk.interview)
    _, token = talk.sent()
    (address,) = played(words_of(client.get(f"/review/{token}/")))
    assert str(copy.uuid) in address
    heard = client.get(address, headers={"range": "bytes=0-3"})
    assert (heard.status_code, heard["Referrer-Policy"]) == (206, "no-referrer")
    access = talk.interview.media.get(role="access")
    other = address.replace(str(copy.uuid), str(access.uuid))
    assert client.get(other).status_code == 404
    withhold_words(talk.cue(1), 0, 1, by=None, reason="Asked.")
    assert played(words_of(client.get(f"/review/{token}/"))) == []
    assert client.get(address).status_code == 404


def test_where_nothing_is_withheld_the_narrator_hears_the_recording_itself(client: Client) -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{"text": "I spoke."}])
    rewritten(interview)
    access = make_recording(interview=interview)
    make_recording(interview=interview, role="master", content=None, name="master.wav")
    _, token = make_review(participation=interview.participations.get(), transcript=transcript)
    (address,) = played(words_of(client.get(f"/review/{token}/")))
    assert str(access.uuid) in address


def test_a_draft_that_names_a_protected_person_is_read_without_its_recording(
    client: Client,
) -> None:
    talk = Conversation(current=False)
    make_media(interview=talk.interview)
    _, token = talk.sent()
    page = words_of(client.get(f"/review/{token}/"))
    assert "Uwimana" not in page
    assert played(page) == []


def test_what_another_version_withholds_of_another_speaker_stays_withheld(client: Client) -> None:
    talk = Conversation()
    draft = draft_from(talk.transcript, by=None)
    for redaction in [one for cue in draft.cues.all() for one in cue.redactions.all()]:
        redaction.delete()
    _, token = make_review(participation=talk.rose, transcript=draft)
    page = words_of(client.get(f"/review/{token}/"))
    assert "All of a secret" not in page
    assert "Musoni" not in page


def test_an_approval_is_recorded_by_staff_with_the_day_of_the_answer() -> None:
    talk = Conversation()
    review, _ = talk.sent()
    answer(review, "approve", words="")
    settle(review, outcome="Approved.", approves=talk.transcript, by=None)
    talk.transcript.refresh_from_db()
    assert talk.transcript.status == "approved"
    assert talk.transcript.approved_on == timezone.localdate()
    assert not ReviewTask.objects.filter(state="open", kind="narrator_review").exists()
    with pytest.raises(ValidationError):
        settle(review, outcome="Again.", approves=None, by=None)


def test_only_the_version_that_was_approved_becomes_approved() -> None:
    talk = Conversation()
    later = draft_from(talk.transcript, by=None)
    for said, version in (("approve", later), ("withhold", talk.transcript)):
        review, _ = talk.sent()
        with pytest.raises(ValidationError):
            settle(review, outcome="Too early.", approves=None, by=None)
        answer(review, said, words="")
        for outcome, approves in (("", None), ("Done.", version)):
            with pytest.raises(ValidationError):
                settle(review, outcome=outcome, approves=approves, by=None)
    review, _ = talk.sent()
    answer(review, "changes", words="")
    with pytest.raises(ValidationError):
        settle(review, outcome="Done.", approves=Conversation().transcript, by=None)
    settle(review, outcome="The changes are made.", approves=later, by=None)
    later.refresh_from_db()
    assert later.status == "approved"


def test_the_page_costs_the_same_however_long_the_interview(client: Client) -> None:
    counts = []
    for number in (3, 60):
        interview = make_interview()
        transcript = make_transcript(interview=interview, cues=[{"text": "Said."}] * number)
        person = interview.participations.get()
        _, token = make_review(participation=person, transcript=transcript)
        client.get(f"/review/{token}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/review/{token}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_much_from_one_connection_has_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr("oralhistory.views_review.MOST_AN_HOUR", 1)
    talk = Conversation()
    _, token = talk.sent()
    sent = {"wish": "correct", "words": "x"}
    codes = [client.post(said_of(token, talk.cue(1)), sent).status_code for _ in range(2)]
    cache.clear()
    assert codes == [302, 422]


def test_a_form_sent_by_a_browser_passes_the_check_of_its_origin() -> None:
    """`no-referrer` would make browsers send “Origin: null” with a form, which is refused."""
    client = Client(enforce_csrf_checks=True)
    talk = Conversation()
    _, token = talk.sent()
    page = client.get(f"/review/{token}/")
    field = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert field is not None
    sent = {"wish": "correct", "words": "x", "csrfmiddlewaretoken": field[1]}
    address = said_of(token, talk.cue(1))
    assert client.post(address, sent, headers={"origin": "null"}).status_code == 403
    ours = client.post(address, sent, headers={"origin": "http://testserver"})
    assert ours.status_code == 302


def test_what_another_says_and_was_withheld_after_a_draft_was_cut_stays_closed_in_the_draft(
    client: Client,
) -> None:
    talk = Conversation()
    current = talk.cue(4)
    Cue.objects.filter(pk=current.pk).update(text="She left. Then she came back by boat.")
    current.redactions.all().delete()
    draft = draft_from(talk.transcript, by=None)
    split(draft.cues.get(key=current.key), len("She left."), by=None)
    current.refresh_from_db()
    withhold_words(
        current, current.text.index("by boat"), len(current.text) - 1, by=None, reason="x"
    )
    _, token = make_review(participation=talk.rose, transcript=draft)
    page = words_of(client.get(f"/review/{token}/"))
    assert "by boat" not in page
    assert "I was at the river." in page
