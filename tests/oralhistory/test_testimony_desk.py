"""The desk of dates: what somebody must look at, and nothing that opens by itself."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oralhistory.models import Interview, PublicCue
from oralhistory.redacting import withhold
from oralhistory.reviewing import answer
from tests import cast
from tests.oralhistory.desks import sign_in, words_of
from tests.oralhistory.make import (
    make_access_request,
    make_grant,
    make_interview,
    make_participation,
    make_restriction,
    make_review,
    make_transcript,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/oralhistory/desk/"
BLOCKS = {
    "Requests for access": "Decide about the request",
    "Restrictions whose day has come": "Lift it with a reason, or give another day",
    "Withheld passages to look at again": "Give it back, or give another day",
    "Access about to end": "Prolong it, or let it end",
    "Answers of narrators": "Record what follows",
    "Reviews without an answer": "Ask the participant, or take the address back",
    "Agreements to get or renew": "Get the agreement signed and documented",
    "Tasks": "Compare it again",
}


def tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


def with_everything() -> Interview:
    """Make an interview of which every kind of date comes within the week."""
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{"text": "A first."}, {"text": "B."}])
    make_restriction(interview=interview, part="transcript", level="on_request", until=tomorrow())
    interview.publish(by=None)
    withhold([transcript.cues.all()[1]], by=None, reason="Asked.", until=tomorrow())
    make_access_request(interview=interview)
    make_grant(interview=interview, days=4)
    person = interview.participations.get()
    make_review(participation=person, transcript=transcript, due_on=tomorrow())
    review, _ = make_review(participation=person, transcript=transcript)
    answer(review, "changes", words="")
    make_participation(interview=interview, role="interviewer", allows=None)
    interview.tasks.create(kind="audit", words="Compare it again", due_on=tomorrow())
    return interview


def test_each_date_that_has_come_stands_with_what_is_to_be_done(client: Client) -> None:
    with_everything()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        sign_in(client, cast.administrator)
        page = words_of(client.get(DESK))
        links = [part.split('"')[0] for part in page.split('<td><a href="')[1:]]
        for title, to_do in BLOCKS.items():
            assert title in page
            assert to_do in page, title
        assert len(links) >= len(BLOCKS)
        assert {client.get(link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_the_desk_and_the_day_open_nothing_by_themselves(client: Client) -> None:
    interview = with_everything()
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        sign_in(client, cast.administrator)
        client.get(DESK)
        assert interview.restrictions.in_force().count() == 1
        assert not PublicCue.objects.filter(interview=interview).exists()
        assert client.post(DESK).status_code == 405


def test_nothing_is_said_of_what_has_not_come(client: Client) -> None:
    interview = make_interview(published=True)
    later = timezone.localdate() + timedelta(days=60)
    make_restriction(interview=interview, part="recording", until=later)
    interview.tasks.create(kind="audit", words="Compare it again", due_on=later)
    sign_in(client, cast.administrator)
    page = words_of(client.get(DESK))
    assert "None has come." in page
    assert "Compare it again" not in page


def test_each_person_sees_the_parts_for_which_they_have_the_right(client: Client) -> None:
    with_everything()
    sign_in(client, cast.transcriber)
    page = words_of(client.get(DESK))
    assert "Restrictions whose day has come" in page
    assert "Requests for access" not in page
    assert "Agreements to get" not in page
    assert "Testimony desk" in words_of(client.get("/admin/"))
    sign_in(client, cast.director)
    assert client.get(DESK).status_code == 403
    assert "Testimony desk" not in words_of(client.get("/admin/"))


def test_the_desk_costs_the_same_for_one_and_for_eleven(client: Client) -> None:
    sign_in(client, cast.administrator)
    costs = []
    with_everything()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        client.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
    costs.append(len(queries))
    for _ in range(10):
        with_everything()
    with (
        time_machine.travel(timezone.now() + timedelta(days=2), tick=False),
        CaptureQueriesContext(connection) as queries,
    ):
        client.get(DESK)
    costs.append(len(queries))
    assert costs[0] == costs[1] <= 26
