"""Requests for access are decided at a desk of their own, by those who may."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oralhistory import granting
from oralhistory.models import InterviewRequest
from tests import cast
from tests.oralhistory.closed_interviews import closed
from tests.oralhistory.desks import act, at, sign_in, words_of
from tests.oralhistory.make import make_access_request, make_grant

pytestmark = pytest.mark.django_db


def deed(request: InterviewRequest, verb: str) -> str:
    return at("interviewrequest", "deed", request.pk, verb)


def test_an_editor_grants_at_the_desk_and_is_shown_the_address_once(client: Client) -> None:
    sign_in(client, cast.editor)
    request = make_access_request(interview=closed("transcript", "recording"))
    assert "request for access to an interview waits" in words_of(client.get("/admin/"))
    page = words_of(client.get(at("interviewrequest", "change", request.pk)))
    assert "ada@example.org" in page
    until = timezone.localdate() + timedelta(days=10)
    said = {"parts": ["recording"], "until": until, "reason": "Fine.", "answered": "yes"}
    shown = client.post(deed(request, "grant"), said)
    token = re.search(r"/access/([\w-]{43})/", words_of(shown))[1]  # type: ignore[index]
    assert granting.grant_of(token) == request
    again = words_of(client.get(at("interviewrequest", "change", request.pk)))
    assert token not in again
    assert client.post(deed(request, "grant"), said).status_code == 404
    longer = {"until": until + timedelta(days=30), "answered": "yes"}
    assert client.post(deed(request, "prolong"), longer).status_code == 302
    assert (
        client.post(deed(request, "revoke"), {"answered": "yes", "reason": "x"}).status_code == 302
    )
    assert granting.grant_of(token) is None


@pytest.mark.parametrize(
    ("verb", "changed"),
    [
        ("grant", {"parts": ["index"]}),
        ("grant", {"parts": []}),
        ("grant", {"until": "2010-01-01"}),
        ("grant", {"until": "9999-12-31"}),
        ("grant", {"until": "soon"}),
        ("grant", {"reason": ""}),
        ("grant", {"reason": "\x00"}),
        ("refuse", {"reason": ""}),
        ("refuse", {"message": "\x00"}),
    ],
)
def test_a_decision_that_lacks_something_is_asked_again(
    client: Client, verb: str, changed: dict[str, Any]
) -> None:
    sign_in(client, cast.editor)
    request = make_access_request(interview=closed("transcript"))
    until = timezone.localdate() + timedelta(days=10)
    said = {"parts": ["transcript"], "until": until, "reason": "Fine.", "answered": "yes"}
    answer = client.post(deed(request, verb), {**said, **changed})
    assert answer.status_code == 200
    assert "Please correct" in words_of(answer)
    request.refresh_from_db()
    assert request.state == "asked"


def test_only_who_may_decide_sees_requests(client: Client) -> None:
    request = make_access_request(interview=closed("transcript"))
    for person in (cast.transcriber, cast.cataloguer, cast.director):
        sign_in(client, person)
        for address in (
            at("interviewrequest", "changelist"),
            at("interviewrequest", "change", request.pk),
            deed(request, "grant"),
        ):
            assert client.get(address).status_code == 403, address
        assert "waits" not in words_of(client.get("/admin/"))


def test_odd_addresses_of_the_desk_are_not_found(client: Client) -> None:
    sign_in(client, cast.administrator)
    request = make_access_request(interview=closed("transcript"))
    for address in (
        at("interviewrequest", "change", 99),
        f"/admin/oralhistory/interviewrequest/{'9' * 40}/change/",
        "/admin/oralhistory/interviewrequest/x/change/",
        deed(request, "nothing"),
        deed(request, "prolong"),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(at("interviewrequest", "add")).status_code == 403
    assert act(client, "interviewrequest", "delete_selected", [request]).status_code in (200, 302)
    assert InterviewRequest.objects.exists()


def test_what_waits_stands_first_at_the_desk(client: Client) -> None:
    sign_in(client, cast.editor)
    interview = closed("transcript")
    granted, _ = make_grant(interview=interview)
    waiting = make_access_request(interview=interview)
    page = words_of(client.get(at("interviewrequest", "changelist")))
    assert page.index(waiting.code) < page.index(granted.code)


def test_the_calendar_of_a_question_finds_the_words_that_it_is_written_in(client: Client) -> None:
    sign_in(client, cast.editor)
    request = make_access_request(interview=closed("recording"))
    page = words_of(client.get(deed(request, "grant")))
    assert page.index("/admin/jsi18n/") < page.index("calendar.js")
