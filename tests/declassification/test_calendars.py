"""The private calendar: what it holds, who may read it, and that a calendar program can."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar, Event
from lxml import html

from collections_app.models import User
from declassification.models import AccessRequest, CalendarFeed, open_feed
from declassification.stages import Outcome, Stage
from tests import cast
from tests.declassification.make import make_appeal, make_authority, make_request

pytestmark = pytest.mark.django_db
DESK = "/admin/declassification/desk/"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel("2016-09-26 09:00", tick=False):
        yield


@pytest.fixture
def director() -> User:
    return cast.director()


def address(user: User, scope: str = "all") -> str:
    return f"/calendars/{open_feed(user, scope)[1]}.ics"


def read(url: str) -> list[Event]:
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return [part for part in Calendar.from_ical(response.content).walk() if part.name == "VEVENT"]


def refused(**fields: Any) -> AccessRequest:
    request = make_request(stage=Stage.RECEIVED, **fields)
    request.decide(by=None, on=date(2016, 7, 8), outcome=Outcome.NO_RECORDS)
    return request


def test_a_calendar_program_reads_whole_days_with_reminders(director: User) -> None:
    request = refused(title="Grave, “long”; words, " + "and more " * 20)
    (event, _) = sorted(read(address(director)), key=lambda found: found.decoded("dtstart"))
    assert event.decoded("dtstart") == date(2016, 10, 6)
    assert request.number in str(event["summary"])
    assert request.title.strip() in str(event["description"])
    assert str(event["url"]).startswith("http://testserver/admin/")
    triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-14), timedelta(days=-3)]
    raw = Client().get(address(director)).content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_an_entry_keeps_its_identity_and_goes_when_the_right_is_used(director: User) -> None:
    request, url = refused(), address(director)
    first = {str(event["uid"]) for event in read(url)}
    assert {str(event["uid"]) for event in read(url)} == first
    make_appeal(request=request, on=date(2016, 9, 1), filed_on=date(2016, 9, 2))
    assert not any("appeal to the head" in str(event["summary"]) for event in read(url))


def test_a_calendar_of_ones_own_holds_what_is_assigned_to_one(director: User) -> None:
    refused(assigned_to=director, title="Mine")
    refused(title="Nobody's")
    refused(assigned_to=cast.administrator(), title="Theirs")
    mine = " ".join(str(event["description"]) for event in read(address(director, "mine")))
    assert "Mine" in mine
    assert "Theirs" not in mine
    assert "Nobody" not in mine
    assert len(read(address(director))) > len(read(address(director, "mine")))


def test_demonstrations_are_in_no_calendar(director: User) -> None:
    refused(is_demonstration=True, authority=make_authority(is_fictional=True))
    assert read(address(director)) == []


def test_a_calendar_may_be_narrowed_to_one_block(director: User) -> None:
    refused()
    make_request(stage=Stage.RECEIVED)
    url = address(director)
    assert read(f"{url}?block=answers") == []
    assert read(f"{url}?block=rights")
    assert Client().get(f"{url}?block=workload").status_code == 404


def revoke(feed: CalendarFeed) -> None:
    feed.revoke()


def dismiss(feed: CalendarFeed) -> None:
    User.objects.filter(pk=feed.user_id).update(is_active=False)


def demote(feed: CalendarFeed) -> None:
    feed.user.groups.clear()


@pytest.mark.parametrize("close", [revoke, dismiss, demote])
def test_a_token_ends_with_its_revocation_or_with_its_owners_right(
    director: User, close: Any
) -> None:
    refused()
    feed, token = open_feed(director, "all")
    assert Client().get(f"/calendars/{token}.ics").status_code == 200
    close(feed)
    gone = Client().get(f"/calendars/{token}.ics")
    missing = Client().get("/calendars/nothing.ics")
    assert (gone.status_code, missing.status_code) == (404, 404)
    assert gone.content == missing.content


def test_the_token_is_kept_nowhere_and_nothing_between_keeps_the_answer(director: User) -> None:
    feed, token = open_feed(director, "all")
    kept = CalendarFeed.objects.filter(pk=feed.pk).values().get()
    assert token not in str(kept)
    assert len(token) >= 43
    response = Client().get(f"/calendars/{token}.ics")
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert Client().post(f"/calendars/{token}.ics").status_code == 405


def test_the_address_is_made_and_revoked_at_the_desk_and_shown_once(desk: Client) -> None:
    made = html.fromstring(desk.post(f"{DESK}calendar/", {"scope": "mine"}).content.decode())
    (shown,) = made.xpath("//p[@class='desk-address']/code/text()")
    assert Client().get(shown).status_code == 200
    assert shown not in desk.get(DESK).content.decode()
    assert "last read on 26 September 2016" in desk.get(DESK).content.decode()
    feed = CalendarFeed.objects.get()
    stranger = Client()
    stranger.force_login(cast.administrator())
    assert stranger.post(f"{DESK}calendar/{feed.pk}/").status_code == 404
    assert desk.post(f"{DESK}calendar/{feed.pk}/").status_code == 302
    assert Client().get(shown).status_code == 404
    assert desk.post(f"{DESK}calendar/", {"scope": "everybody's"}).status_code == 404
    assert desk.get(f"{DESK}calendar/").status_code == 405
