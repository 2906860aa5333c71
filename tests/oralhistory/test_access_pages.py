"""Asking for access, and the private pages of a grant, as they are met from outside."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oralhistory import granting
from oralhistory.models import Interview, InterviewRequest, MediaFile, PublicCue
from tests.make import make_language
from tests.oralhistory.closed_interviews import closed
from tests.oralhistory.desks import words_of
from tests.oralhistory.make import (
    make_grant,
    make_interview,
    make_recording,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def asking(interview: Interview) -> str:
    return f"{interview.get_absolute_url()}access/"


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Ada Reader",
        "email": "ada@example.org",
        "purpose": "A thesis about radio.",
        "parts": ["transcript"],
        "accepts": "on",
        "sent_as": str(uuid4()),
        **changed,
    }


def whole(answer: Any, *own: str) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer apart from what names its own address, and the second it was given."""
    body = CSRF.sub(b"", b"".join(answer.streaming_content) if answer.streaming else answer.content)
    for word in own:
        body = body.replace(word.encode(), b"-")
    headers = {name: value for name, value in answer.items() if name != "Expires"}
    return answer.status_code, body, headers


def test_the_page_of_an_interview_offers_to_ask_where_something_is_open_on_request(
    client: Client,
) -> None:
    offered, not_offered = closed("transcript"), closed("transcript", level="closed")
    link = f'<a href="{asking(offered)}"'
    assert link in words_of(client.get(offered.get_absolute_url()))
    assert "Ask for access" not in words_of(client.get(not_offered.get_absolute_url()))


def test_a_request_is_kept_and_its_reference_told_after_leading_on(client: Client) -> None:
    interview = closed("transcript", "recording")
    page = words_of(client.get(asking(interview)))
    assert "Transcript" in page
    assert "Index" not in re.findall(r'<label for="id_parts_\d">([^<]*)', page)
    answer = client.post(asking(interview), answers(institution="X"))
    assert answer.status_code == 302
    request = InterviewRequest.objects.get()
    assert (request.name, request.parts, request.state) == ("Ada Reader", ["transcript"], "asked")
    assert "I use what I read" in request.conditions
    thanks = client.get(answer["Location"])
    assert request.code in words_of(thanks)
    assert "Ada" not in words_of(thanks) + answer["Location"]
    assert (thanks["X-Robots-Tag"], answer["X-Robots-Tag"]) == ("noindex, nofollow",) * 2


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "\x00"},
        {"email": ""},
        {"email": "nobody"},
        {"email": "a@b\r\nBcc: c@example.org"},
        {"email": f"{'x' * 250}@example.org"},
        {"institution": "x" * 201},
        {"institution": "a\x00b"},
        {"purpose": ""},
        {"purpose": "  "},
        {"purpose": "x" * 5_001},
        {"purpose": "\x00"},
        {"parts": []},
        {"parts": ["recording"]},
        {"parts": ["record"]},
        {"parts": ["transcript", "'"]},
        {"accepts": ""},
    ],
)
def test_a_form_that_lacks_something_is_shown_again_with_what_was_typed(
    client: Client, changed: dict[str, Any]
) -> None:
    answer = client.post(asking(closed("transcript")), answers(**changed))
    assert answer.status_code == 200
    assert "This could not be sent yet" in words_of(answer)
    assert not InterviewRequest.objects.exists()


def test_odd_numbers_of_a_form_are_taken_as_a_new_one(client: Client) -> None:
    for sent_as in ("", "x", "0" * 500):
        answer = client.post(asking(closed("transcript")), answers(sent_as=sent_as))
        assert answer.status_code == 302
    assert InterviewRequest.objects.count() == 3


def test_the_same_form_sent_twice_is_kept_once(client: Client) -> None:
    interview, sent = closed("transcript"), answers()
    first, second = (client.post(asking(interview), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert InterviewRequest.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(client: Client) -> None:
    interview = closed("transcript")
    answer = client.post(asking(interview), answers(website="https://example.org"))
    assert client.get(answer["Location"]).status_code == 200
    assert not InterviewRequest.objects.exists()


def test_much_from_one_connection_has_to_wait(client: Client) -> None:
    cache.clear()
    interview = closed("transcript")
    codes = [client.post(asking(interview), answers()).status_code for _ in range(12)]
    cache.clear()
    assert codes == [302] * 10 + [429] * 2


def test_no_reference_is_shown_that_was_not_given(client: Client) -> None:
    interview = closed("transcript")
    received = f"{asking(interview)}received/"
    for forged in ("", "?reference=K7QM-3XDA-9PWT", "?reference=K7QM-3XDA-9PWT:abc"):
        assert client.get(received + forged).status_code == 404


def hidden_ones() -> dict[str, Callable[[Interview], object]]:
    return {
        "draft": lambda one: Interview.objects.filter(pk=one.pk).update(state="draft"),
        "withdrawn": lambda one: one.withdraw(by=None, reason="Asked for."),
        "withdrawn with a notice": lambda one: one.withdraw(
            by=None, reason="Asked for.", notice="Taken back."
        ),
        "on hold": lambda one: one.hold(by=None),
        "not listed": lambda one: make_restriction(interview=one, part="record", level="closed"),
        "embargoed": lambda one: Interview.objects.filter(pk=one.pk).update(
            public_from=timezone.now() + timedelta(days=1)
        ),
        "nothing on request": lambda one: [
            granting.Restriction.objects.filter(interview=one).update(level="closed")
        ],
        "closed harder": lambda one: make_restriction(
            interview=one, part="transcript", level="reading_room"
        ),
    }


@pytest.mark.parametrize("how", hidden_ones())
@pytest.mark.parametrize("under", ["access/", "access/received/?reference=x"])
def test_what_can_not_be_asked_for_and_what_does_not_exist_are_the_same_answer(
    client: Client, how: str, under: str
) -> None:
    interview = closed("transcript")
    hidden_ones()[how](interview)
    found = []
    for ref in (interview.ref, "FTP-OH-9999"):
        for deed in (client.get, client.head, lambda url: client.post(url, answers())):
            with CaptureQueriesContext(connection) as queries:
                answer = deed(f"/interviews/{ref}/{under}")
            found.append((*whole(answer, ref), len(queries)))
    assert found[:3] == found[3:]
    if under == "access/":
        assert {code for code, *_ in found} == {404}
        assert {count for *_, count in found} == {1}
    assert not InterviewRequest.objects.exists()


def test_an_interview_that_is_not_listed_changes_no_answer_at_all(client: Client) -> None:
    """Everything that is counted, listed or searched says the same as if it did not exist."""
    shown = closed("transcript")
    lists = ["/", "/interviews/", "/search/?q=river", "/interviews/?language=en", "/places/",
             f"{shown.place.get_absolute_url()}", shown.get_absolute_url()]  # fmt: skip
    before = [whole(client.get(address)) for address in lists]
    hidden = closed("transcript")
    make_restriction(interview=hidden, part="record", level="closed", public_statement="River.")
    after = [whole(client.get(address)) for address in lists]
    assert before == after
    for address in ("", "access/", "transcript.vtt"):
        there = client.get(f"/interviews/{hidden.ref}/{address}")
        missing = client.get(f"/interviews/FTP-OH-9999/{address}")
        assert whole(there, hidden.ref) == whole(missing, "FTP-OH-9999")


def test_a_sealed_interview_is_listed_with_its_sentence_and_without_its_words(
    client: Client,
) -> None:
    sentence = "Closed until 2040 at the wish of the narrator."
    interview = closed(
        "transcript", "recording", "index", level="closed", public_statement=sentence
    )
    page = words_of(client.get(interview.get_absolute_url()))
    assert sentence in page
    assert "river" not in page
    assert interview.title in words_of(client.get("/interviews/"))


def test_a_grant_shows_what_was_granted_and_keeps_the_rest_closed(client: Client) -> None:
    interview = closed("transcript", "recording", "index")
    _, token = make_grant(interview=interview)
    page = words_of(client.get(f"/access/{token}/"))
    assert "What I saw at the river." in page
    assert "At the river" in page
    assert "given to Ada Reader" in page
    assert "I use it for this alone." in page
    for secret in ("Musoni", "Odette", "Uwimana", "A whole secret"):
        assert secret not in page
    assert not PublicCue.objects.filter(interview=interview).exists()
    public = words_of(client.get(interview.get_absolute_url()))
    assert "What I saw at the river." not in public
    assert f"/interviews/{interview.ref}/transcript" not in page
    captions = client.get(f"/access/{token}/transcript.vtt?language=en").content.decode()
    assert "What I saw at the river." in captions
    assert "Musoni" not in captions
    assert "Odette" not in captions


def test_only_the_granted_part_opens(client: Client) -> None:
    interview = closed("transcript", "recording", "index")
    _, token = make_grant(interview=interview, parts=["index"])
    page = words_of(client.get(f"/access/{token}/"))
    assert "At the river" in page
    assert "What I saw" not in page
    assert "<audio" not in page
    assert client.get(f"/access/{token}/transcript.vtt").status_code == 404
    media = interview.media.get(role="redacted")
    assert client.get(heard(token, media)).status_code == 404


def heard(token: str, media: MediaFile) -> str:
    return f"/access/{token}/media/{media.uuid}/{media.download_name}"


def test_a_granted_recording_is_the_silent_copy_in_ranges_and_its_use_is_written_down(
    client: Client,
) -> None:
    interview = closed("recording")
    request, token = make_grant(interview=interview)
    media = interview.media.get(role="redacted")
    assert heard(token, media) in words_of(client.get(f"/access/{token}/"))
    answer = client.get(heard(token, media), headers={"range": "bytes=10-19"})
    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (206, 10)
    assert client.head(heard(token, media)).status_code == 200
    assert client.get(heard(token, media), headers={"range": "bytes=999999-"}).status_code == 416
    visit = request.visits.get()
    assert (visit.part, visit.first_byte, visit.last_byte) == ("recording", 10, 19)
    master = make_recording(interview=interview, role=MediaFile.Role.MASTER, content=None, name="m")
    for other in (interview.media.get(role="access"), master):
        assert client.get(heard(token, other)).status_code == 404
    assert client.get(heard(token, media) + "x").status_code == 404
    assert client.get(media.get_absolute_url()).status_code == 404


def test_a_copy_made_for_other_silences_is_not_heard(client: Client) -> None:
    interview = closed("recording")
    _, token = make_grant(interview=interview)
    media = interview.media.get(role="redacted")
    MediaFile.objects.filter(pk=media.pk).update(silences="older")
    assert client.get(heard(token, media)).status_code == 404
    assert "<audio" not in words_of(client.get(f"/access/{token}/"))


def test_every_answer_under_a_token_is_private(client: Client) -> None:
    interview = closed("transcript", "recording")
    _, token = make_grant(interview=interview)
    media = interview.media.get(role="redacted")
    for address in (f"/access/{token}/", f"/access/{token}/transcript.vtt", heard(token, media)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"].startswith("noindex")


def test_whatever_opens_nothing_is_the_answer_of_what_does_not_exist(client: Client) -> None:
    interview, other = closed("transcript"), closed("transcript")
    _, old = make_grant(interview=interview, days=1)
    revoked, back = make_grant(interview=interview)
    granting.revoke(revoked, reason="Asked for.", by=None)
    _, held = make_grant(interview=other)
    other.hold(by=None)
    _, good = make_grant(interview=interview)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        missing = whole(client.get(f"/access/{'never-given' * 4}/"))
        for token in (old, back, held, "x", "0" * 43, good[:-1], good + "x", "%00", "é", "..."):
            for under in ("", "transcript.vtt", f"media/{uuid4()}/recording.wav"):
                answer = client.get(f"/access/{token}/{under}")
                assert whole(answer) == missing, token
        assert client.get(f"/access/{good}/").status_code == 200


def test_a_grant_of_one_interview_never_opens_another(client: Client) -> None:
    mine, other = closed("transcript", "recording"), closed("transcript", "recording")
    _, token = make_grant(interview=mine)
    assert client.get(heard(token, other.media.get(role="redacted"))).status_code == 404
    page = words_of(client.get(f"/access/{token}/?ref={other.ref}&language=fr"))
    assert mine.title in page
    assert other.title not in page
    for address in (other.get_absolute_url(), f"{other.get_absolute_url()}transcript.vtt"):
        assert "What I saw" not in client.get(address).content.decode()


def test_withholding_more_reaches_who_was_granted_access_at_once(client: Client) -> None:
    interview = closed("transcript")
    _, token = make_grant(interview=interview)
    make_restriction(interview=interview, part="transcript", level="closed")
    assert client.get(f"/access/{token}/").status_code == 404


def test_a_token_stays_out_of_what_is_logged(client: Client, capsys: Any) -> None:
    seen: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.getMessage())

    handler = Keep()
    handler.addFilter(logging.getLogger("django").handlers[0].filters[0])
    logging.getLogger("django").addHandler(handler)
    try:
        client.get("/access/" + "q" * 43 + "/")
    finally:
        logging.getLogger("django").removeHandler(handler)
    assert seen == ["Not Found: /access/.../"]


def test_the_private_page_costs_the_same_however_long_the_interview(client: Client) -> None:
    counts = []
    for number in (3, 60):
        interview = make_interview()
        make_transcript(interview=interview, cues=[{"text": "Said."}] * number)
        make_restriction(interview=interview, part="transcript", level="on_request")
        interview.publish(by=None)
        _, token = make_grant(interview=interview)
        client.get(f"/access/{token}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/access/{token}/").content.count(b'class="cue"') == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_a_translation_is_read_under_the_token_too(client: Client) -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "What I saw."}])
    make_restriction(interview=interview, part="transcript", level="on_request")
    interview.publish(by=None)
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Ce que j’ai vu."}],
    )
    _, token = make_grant(interview=interview)
    assert "Ce que j’ai vu." in words_of(client.get(f"/access/{token}/?language=fr"))
    assert "What I saw" in words_of(client.get(f"/access/{token}/?language=%00"))
