"""The first day of a right: an event opens it on its own day, a silence on the day after."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from declassification.models import AccessRequest, Deadline, remedy_warnings
from tests.declassification.by_hand import appealed, asked, refused, terms_of
from tests.declassification.desks import act, answers

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def open_on(request: AccessRequest, code: str, today: date) -> bool:
    """Say whether a right runs on a day, after a look that the kept rows say the same."""
    clock = AccessRequest.objects.get(pk=request.pk).clock(today)
    usable = request.deadlines.usable(today).filter(rule__code=code)
    runs = any(one.term.code == code for one in clock.rights)
    comes = any(one.term.code == code for one in clock.rights_to_come)
    assert usable.exists() == runs
    assert not (runs and comes)
    return runs


def test_a_refusal_opens_the_appeal_on_its_own_day() -> None:
    request = refused(asked("us-foia", date(2024, 2, 1)), date(2024, 2, 20))
    days = (date(2024, 2, 19), date(2024, 2, 20), date(2024, 2, 21))
    assert [open_on(request, "appeal_filing", day) for day in days] == [False, True, True]
    assert remedy_warnings(request, "agency_appeal", date(2024, 2, 20)) == []
    (too_early,) = remedy_warnings(request, "agency_appeal", date(2024, 2, 19))
    assert too_early.endswith("becomes possible on 20 February 2024.")


def test_a_letter_opens_a_right_on_the_day_on_which_it_reached_us() -> None:
    request = asked("us-mdr", date(2022, 5, 2))
    refused(request, date(2022, 12, 20), received_on=date(2023, 1, 2))
    days = (date(2023, 1, 1), date(2023, 1, 2), date(2023, 1, 3))
    assert [open_on(request, "agency_appeal_filing", day) for day in days] == [False, True, True]


@pytest.mark.parametrize(
    ("law", "received", "code", "last_day"),
    [
        ("fr-crpa", date(2024, 1, 31), "cada_referral", date(2024, 2, 29)),
        ("us-mdr", date(2024, 2, 29), "iscap_after_silence", date(2025, 2, 28)),
        ("us-foia", date(2024, 1, 31), "litigation_limit", date(2024, 2, 29)),
    ],
)
def test_silence_opens_a_right_on_the_day_after_the_time_ended(
    law: str, received: date, code: str, last_day: date
) -> None:
    request = asked(law, received)
    days = (last_day - ONE_DAY, last_day, last_day + ONE_DAY)
    assert [open_on(request, code, day) for day in days] == [False, False, True]
    (right,) = terms_of(request, code)
    assert (right.computed.start.on, right.opens_on) == (last_day, last_day + ONE_DAY)
    kept = request.deadlines.get(rule__code=code)
    assert (kept.starts_on, kept.opens_on) == (last_day, last_day + ONE_DAY)
    level = kept.level
    assert "Too early" in remedy_warnings(request, level, last_day)[0]
    assert remedy_warnings(request, level, last_day + ONE_DAY) == []


def test_a_lost_appeal_opens_the_suit_on_the_day_of_its_decision() -> None:
    request = refused(asked("us-foia", date(2024, 10, 1)), date(2024, 10, 21))
    appeal = appealed(request, "agency_appeal", date(2024, 10, 22))
    appeal.act("receive", by=None, on=date(2024, 10, 23))
    appeal.act("decide", by=None, on=date(2024, 10, 31), outcome="affirmed")
    days = (date(2024, 10, 30), date(2024, 10, 31), date(2024, 11, 1))
    assert [open_on(request, "litigation_limit", day) for day in days] == [False, True, True]


def test_what_was_filed_on_the_last_day_of_their_time_was_too_early_to_use_the_right() -> None:
    early, in_time = (asked("fr-crpa", date(2024, 1, 31)) for _ in range(2))
    appealed(early, "regulator", date(2024, 2, 29))
    appealed(in_time, "regulator", date(2024, 3, 1))
    assert [one.met_on for one in terms_of(early, "cada_referral")] == [None]
    assert [one.met_on for one in terms_of(in_time, "cada_referral")] == [date(2024, 3, 1)]


@time_machine.travel("2024-02-20T18:00:00Z", tick=False)
def test_a_refusal_that_came_today_is_on_the_desk_today_and_can_be_appealed(desk: Client) -> None:
    request = refused(asked("us-foia", date(2024, 2, 1)), date(2024, 2, 20))
    assert request.deadlines.usable().filter(rule__code="appeal_filing").exists()
    begin = f"/admin/declassification/accessrequest/{request.pk}/appeals/begin/"
    facts = {"on": "2024-02-20", "level": "agency_appeal", "against": "no_records"}
    assert desk.get(act(request, "close")).status_code == 200
    words = desk.post(act(request, "close"), answers(request, on="2024-02-20")).content.decode()
    assert "A right of ours still runs (appeal to the head of the agency" in words
    assert desk.post(begin, answers(request, **facts)).status_code == 302


def test_dates_kept_before_first_days_were_kept_are_told_apart_by_what_they_say() -> None:
    silent = asked("fr-crpa", date(2024, 1, 31))
    refusal = refused(asked("us-foia", date(2024, 2, 1)), date(2024, 2, 20))
    known = {row.pk: row.opens_on for one in (silent, refusal) for row in one.deadlines.all()}
    Deadline.objects.update(opens_on=date(1900, 1, 1))
    name = "declassification.migrations.0011_first_day_of_a_right"
    import_module(name).tell_silence_from_events(apps, None)
    assert dict(Deadline.objects.values_list("pk", "opens_on")) == known
    assert not silent.keep_deadlines()
