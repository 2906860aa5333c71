"""The letter about rights that lapse: to whom, when, and never twice."""

from datetime import date
from smtplib import SMTPException
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from collections_app.models import User
from declassification.models import DigestWish
from declassification.stages import Outcome, Stage
from tests import cast
from tests.declassification.make import make_appeal, make_authority, make_request

pytestmark = pytest.mark.django_db
DESK = "/admin/declassification/desk/"


@pytest.fixture
def director() -> User:
    person = cast.director()
    person.email = "director@museum.example"
    person.save()
    DigestWish.objects.create(user=person)
    return person


def send_on(day: str) -> list[str]:
    """Send the letters of a day; return what they say."""
    mail.outbox.clear()
    with time_machine.travel(f"{day} 06:00", tick=False):
        call_command("send_digests")
    return [message.body for message in mail.outbox]


def refused(**fields: Any) -> Any:
    request = make_request(stage=Stage.RECEIVED, **fields)
    request.decide(by=None, on=date(2016, 7, 8), outcome=Outcome.NO_RECORDS)
    return request


def test_a_right_is_told_at_sixty_thirty_fourteen_and_three_days(director: User) -> None:
    request = refused(title="A title that no letter carries")
    told = {
        day: len(send_on(day))
        for day in ("2016-08-06", "2016-08-07", "2016-08-08", "2016-09-06", "2016-09-21")
    }
    assert told == {
        "2016-08-06": 0,
        "2016-08-07": 1,
        "2016-08-08": 0,
        "2016-09-06": 1,
        "2016-09-21": 0,
    }
    (letter,) = send_on("2016-09-22")
    assert f"6 October 2016 (14 days): appeal to the head of the agency, {request.number}" in letter
    assert "A title" not in letter
    (last,) = send_on("2016-10-03")
    assert "(3 days)" in last
    assert send_on("2016-10-04") == []


def test_a_missed_morning_is_made_up_for_by_the_next(director: User) -> None:
    refused()
    assert len(send_on("2016-08-10")) == 1
    assert send_on("2016-08-11") == []
    (letter,) = send_on("2016-09-25")
    assert "(11 days)" in letter


def test_a_right_that_was_used_and_a_demonstration_are_not_told(director: User) -> None:
    make_appeal(request=refused(), on=date(2016, 7, 9), filed_on=date(2016, 7, 9))
    refused(is_demonstration=True, authority=make_authority(is_fictional=True))
    assert send_on("2016-09-25") == []


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_only_people_of_the_house_with_an_address_are_told(
    director: User, fields: dict[str, Any]
) -> None:
    refused()
    User.objects.filter(pk=director.pk).update(**fields)
    assert send_on("2016-09-25") == []


def test_somebody_who_may_no_longer_read_dates_is_not_told(director: User) -> None:
    refused()
    director.groups.clear()
    assert send_on("2016-09-25") == []


def test_a_letter_that_fails_is_tried_again_and_the_run_says_so(
    director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused()

    def fail(*args: Any) -> None:
        raise SMTPException("no route")

    with monkeypatch.context() as broken:
        broken.setattr("declassification.desk.digests.EmailMessage.send", fail)
        with pytest.raises(CommandError, match="1 could not be sent"):
            send_on("2016-09-25")
    assert len(send_on("2016-09-26")) == 1


def test_the_letter_is_wished_and_ended_at_the_desk(desk: Client) -> None:
    desk.post(f"{DESK}digest/", {"wish": "yes"})
    assert "You are told by e-mail" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}digest/", {"wish": "no"})
    assert not DigestWish.objects.exists()
    assert desk.get(f"{DESK}digest/").status_code == 405
