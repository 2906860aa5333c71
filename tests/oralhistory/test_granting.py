"""Access to what is open on request: decided by deeds, each in one transaction."""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from collections_app.models import ChangeSet
from collections_app.secret_addresses import WithoutSecretAddresses, without_secrets
from oralhistory import granting
from oralhistory.consent import withdraw_consent
from oralhistory.models import GrantedVisit, Interview, InterviewRequest
from oralhistory.restricting import lift
from tests.make import make_advisory
from tests.oralhistory.make import (
    make_access_request,
    make_grant,
    make_interview,
    make_media,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"reason": "Serious work.", "message": "", "by": None}


def a_day(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def on_request(*parts: str) -> Interview:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "What was said."}])
    for part in parts or ("transcript",):
        make_restriction(interview=interview, part=part, level="on_request")
    interview.publish(by=None)
    return interview


def test_a_grant_gives_a_token_of_which_only_the_digest_is_kept() -> None:
    request, token = make_grant(interview=on_request())
    assert len(token) == 43
    stored = InterviewRequest.objects.filter(pk=request.pk).values().get()
    assert token not in str(stored)
    assert granting.grant_of(token) == request
    assert [event.kind for event in request.events.all()] == ["received", "granted"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"parts": []}, "parts"),
        ({"parts": ["recording"]}, "parts"),
        ({"parts": ["record"]}, "parts"),
        ({"until": a_day(-1)}, "until"),
        ({"until": a_day(367)}, "until"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(changed: dict[str, Any], field: str) -> None:
    request = make_access_request(interview=on_request())
    said = {**SAID, "parts": ["transcript"], "until": a_day(30), **changed}
    with pytest.raises(ValidationError) as refusal:
        granting.grant(request, **said)
    assert field in refusal.value.error_dict
    request.refresh_from_db()
    assert (request.state, request.token_sha256) == ("asked", "")


def test_a_part_that_something_harder_closes_can_be_neither_asked_for_nor_granted() -> None:
    interview = on_request("transcript", "recording")
    request = make_access_request(interview=interview)
    make_restriction(interview=interview, part="recording", level="closed")
    assert interview.parts_on_request() == ["transcript"]
    with pytest.raises(ValidationError):
        granting.grant(request, parts=["recording"], until=a_day(3), **SAID)


def test_nothing_of_an_interview_that_is_not_public_is_granted() -> None:
    interview = on_request()
    request = make_access_request(interview=interview)
    interview.withdraw(by=None, reason="Asked for.")
    with pytest.raises(ValidationError):
        granting.grant(request, parts=["transcript"], until=a_day(3), **SAID)


def test_a_grant_ends_with_its_last_day_of_the_house() -> None:
    request, token = make_grant(interview=on_request(), days=2)
    assert request.expires_at is not None
    with time_machine.travel(request.expires_at - timedelta(seconds=1), tick=False):
        assert granting.grant_of(token) is not None
    with time_machine.travel(request.expires_at, tick=False):
        assert granting.grant_of(token) is None


def test_a_grant_is_prolonged_under_the_same_address_and_never_shortened() -> None:
    request, token = make_grant(interview=on_request(), days=2)
    granting.prolong(request, until=a_day(20), by=None)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert granting.grant_of(token) is not None
    for day in (a_day(1), a_day(-1), a_day(400)):
        with pytest.raises(ValidationError):
            granting.prolong(request, until=day, by=None)


def test_what_was_taken_back_opens_nothing_and_may_be_granted_under_a_new_address() -> None:
    request, token = make_grant(interview=on_request())
    granting.revoke(request, reason="The narrator asked.", by=None)
    assert granting.grant_of(token) is None
    again = granting.grant(request, parts=["transcript"], until=a_day(3), **SAID)
    assert granting.grant_of(token) is None
    assert granting.grant_of(again) is not None
    kinds = [event.kind for event in request.events.all()]
    assert kinds == ["received", "granted", "revoked", "granted"]


def test_a_deed_that_comes_too_late_is_refused() -> None:
    request, _ = make_grant(interview=on_request())
    refused = make_access_request(interview=request.interview)
    granting.refuse(refused, reason="No.", message="We regret.", by=None)
    with pytest.raises(ValidationError):
        granting.grant(request, parts=["transcript"], until=a_day(3), **SAID)
    for deed in (granting.refuse, granting.withdraw):
        words = {"reason": "No.", "message": ""} if deed is granting.refuse else {}
        with pytest.raises(ValidationError):
            deed(refused, by=None, **words)
    with pytest.raises(ValidationError):
        granting.revoke(refused, reason="No.", by=None)
    with pytest.raises(ValidationError):
        granting.prolong(refused, until=a_day(5), by=None)


@pytest.mark.parametrize("closing", ["withdraw", "hold", "record", "consent", "staff only"])
def test_whatever_takes_the_interview_from_the_public_ends_what_was_granted(closing: str) -> None:
    interview = on_request()
    _, token = make_grant(interview=interview)
    if closing == "withdraw":
        interview.withdraw(by=None, reason="Asked for.")
    elif closing == "hold":
        interview.hold(by=None)
    elif closing == "record":
        make_restriction(interview=interview, part="record", level="closed")
    elif closing == "consent":
        person = interview.participations.get()
        withdraw_consent(person, on=timezone.localdate(), by=None)
    else:
        interview.advisories.add(make_advisory(behaviour="staff_only"))
    assert granting.grant_of(token) is None


def test_a_part_that_is_closed_harder_later_is_no_longer_open_to_the_grant() -> None:
    interview = on_request("transcript", "recording")
    request, _ = make_grant(interview=interview)
    assert granting.parts_open_to(request) == {"transcript", "recording"}
    make_restriction(interview=interview, part="transcript", level="reading_room")
    assert granting.parts_open_to(request) == {"recording"}


def test_a_restriction_that_is_lifted_leaves_the_grant_as_it_is() -> None:
    interview = on_request()
    request, token = make_grant(interview=interview)
    lift(interview.restrictions.get(), reason="Agreed.", by=None)
    assert granting.grant_of(token) == request


def test_no_token_that_was_never_given_opens_anything() -> None:
    request, token = make_grant(interview=on_request())
    odd = ["", " ", token[:-1], token + "A", token.swapcase(), request.token_sha256, "\ud800", "é"]
    assert [granting.grant_of(one) for one in odd] == [None] * len(odd)


def test_a_grant_without_an_end_or_an_address_can_not_be_stored() -> None:
    request = make_access_request(interview=on_request())
    for fields in ({}, {"expires_at": timezone.now()}, {"token_sha256": "a" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InterviewRequest.objects.filter(pk=request.pk).update(
                state="granted", decided_at=timezone.now(), **fields
            )


def test_uses_are_gathered_by_the_hour_and_never_rewritten() -> None:
    interview = on_request("recording")
    media = make_media(interview=interview)
    request, _ = make_grant(interview=interview)
    morning = timezone.now().replace(minute=3)
    for span in ((100, 200), (0, 50), (150, 400)):
        granting.note_visit(request, "recording", recording=media, span=span, at=morning)
    granting.note_visit(
        request, "recording", recording=media, span=(7, 9), at=morning + timedelta(hours=1)
    )
    for _ in range(2):
        granting.note_visit(request, "transcript", at=morning)
    spans = [(one.part, one.first_byte, one.last_byte) for one in request.visits.all()]
    assert sorted(spans, key=str) == [
        ("recording", 0, 400),
        ("recording", 7, 9),
        ("transcript", None, None),
    ]
    visit = request.visits.first()
    assert visit is not None
    for deed in (visit.save, visit.delete, request.events.all()[0].delete):
        with pytest.raises(ValidationError):
            deed()
    assert {field.name for field in GrantedVisit._meta.fields} == {
        *("id", "request", "part", "recording", "hour", "first_byte", "last_byte")
    }


def test_the_same_form_sent_twice_is_one_request() -> None:
    interview, sent_as = on_request(), uuid4()
    answers = {"name": "A", "email": "a@example.org", "purpose": "B", "parts": ["transcript"]}
    first = granting.receive(interview, answers, sent_as=sent_as)
    assert granting.receive(interview, answers, sent_as=sent_as) == first
    assert InterviewRequest.objects.count() == 1


def test_nothing_of_a_request_stands_in_the_history() -> None:
    before = ChangeSet.objects.count()
    request, _ = make_grant(interview=on_request(), name="Zoe Unheard")
    said = [str(one) + one.reason for one in ChangeSet.objects.all()[: before + 50]]
    assert "Unheard" not in "".join(said)
    assert not hasattr(InterviewRequest, "history")
    assert "Unheard" not in str(request)


def test_who_asked_is_erased_long_after_it_is_over_and_the_decision_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    interview = on_request()
    ended, token = make_grant(interview=interview, days=2)
    refused, waiting = [make_access_request(interview=interview) for _ in range(2)]
    granting.refuse(refused, reason="Because of Ada.", message="Dear Ada", by=None)
    lasting, _ = make_grant(interview=interview, days=365)
    with time_machine.travel(timezone.now() + timedelta(days=50), tick=False):
        call_command("forget_access_requests", "--days", "40")
        assert capsys.readouterr().out == "Erased: 2.\n"
        call_command("forget_access_requests", "--days", "40")
        assert capsys.readouterr().out == "Erased: 0.\n"
    for request in (ended, refused):
        request.refresh_from_db()
        kept = [getattr(request, field) for field in InterviewRequest.PERSONAL]
        assert kept == [""] * len(kept)
        assert (request.token_sha256, request.parts) == ("", ["transcript"])
    for request in (waiting, lasting):
        request.refresh_from_db()
        assert request.name == "Ada Reader"
    assert granting.grant_of(token) is None
    with pytest.raises(ValidationError):
        granting.grant(refused, parts=["transcript"], until=a_day(3), **SAID)


@pytest.mark.parametrize("days", ["0", "-3", "40000"])
def test_erasing_asks_for_a_sensible_number_of_days(days: str) -> None:
    with pytest.raises(CommandError):
        call_command("forget_access_requests", f"--days={days}")


TOKEN = "Zq3_x-" * 7 + "A"


@pytest.mark.parametrize("room", ["access", "review", "calendars"])
def test_no_token_reaches_a_log(room: str) -> None:
    for words in (
        f"Not Found: /{room}/{TOKEN}/",
        f'"GET /{room}/{TOKEN}/transcript.vtt?language=en HTTP/1.1" 200 5',
        f"Internal Server Error: /{room}/{TOKEN}.ics",
    ):
        record = logging.LogRecord("django", 40, "", 1, "%s", (words,), None)
        assert WithoutSecretAddresses().filter(record)
        assert TOKEN[:12] not in record.getMessage()
        assert f"/{room}/..." in record.getMessage()


def test_addresses_that_hold_no_token_are_logged_as_they_are() -> None:
    for words in ("/interviews/FTP-OH-0001/access/", "/access/", "/review/x/", "/items/FTP-0001/"):
        assert without_secrets(words) == words
