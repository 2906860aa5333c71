"""The director's desk: what stands in which block, in which order, at what cost, for whom."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from collections_app.models import MarkingScheme, Status, Subject
from declassification.desk.whole import BLOCKS
from declassification.durations import percentile
from declassification.models import AccessRequest, Deadline
from declassification.stages import Outcome, Stage
from tests import cast
from tests.declassification.make import (
    fr_crpa,
    law,
    make_appeal,
    make_authority,
    make_document,
    make_request,
    release,
)
from tests.make import make_copy, make_item, make_subject

pytestmark = pytest.mark.django_db
DESK = "/admin/declassification/desk/"
MONDAY = "2016-09-26 09:00"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def block(client: Client, anchor: str) -> str:
    page = html.fromstring(client.get(DESK).content.decode())
    (found,) = page.xpath(f"//section[@id='{anchor}']")
    return " ".join(found.text_content().split())


def refused(on: date, **fields: Any) -> AccessRequest:
    request = make_request(stage=Stage.RECEIVED, **fields)
    request.decide(by=None, on=on, outcome=Outcome.NO_RECORDS)
    return request


def test_the_desk_stands_at_its_fixed_address_with_its_blocks_in_order(desk: Client) -> None:
    assert reverse("admin:directors_desk") == DESK
    page = html.fromstring(desk.get(DESK).content.decode())
    order = [section.get("id") for section in page.xpath("//section[@id]")]
    assert order == [*BLOCKS, "calendar"]
    assert list(BLOCKS) == [
        "rights",
        "remedies",
        "replies",
        "ball",
        "dormant",
        "states",
        "authorities",
        "documents",
        "regressions",
        "automatic",
        "missed",
        "workload",
    ]
    assert f'href="{DESK}"' in desk.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [("director", 200), ("administrator", 200), ("cataloguer", 403), ("editor", 403)],
)
def test_the_desk_is_for_those_who_may_read_dates(person: str, status: int) -> None:
    client = Client()
    client.force_login(getattr(cast, person)())
    assert client.get(DESK).status_code == status
    assert client.get(f"{DESK}rights.csv").status_code == status


def test_a_right_about_to_lapse_leads_to_the_appeal_and_one_used_is_gone(desk: Client) -> None:
    request = refused(date(2016, 7, 8), title="The evacuation cables")
    words = block(desk, "rights")
    assert "6 Oct 2016 10 days appeal to the head of the agency" in words
    assert "The evacuation cables" in words
    begin = reverse("admin:declassification_accessrequest_begin_appeal", args=[request.pk])
    assert begin in desk.get(DESK).content.decode()
    make_appeal(request=request, on=date(2016, 9, 1), filed_on=date(2016, 9, 2))
    assert "appeal to the head" not in block(desk, "rights")


def test_the_last_day_is_still_a_day_and_the_next_is_too_late() -> None:
    refused(date(2016, 6, 30), authority=make_authority(time_zone="America/New_York"))
    director = cast.director()

    def blocks_at(moment: str) -> tuple[str, str]:
        with time_machine.travel(moment, tick=False):
            client = Client()
            client.force_login(director)
            return block(client, "rights"), block(client, "missed")

    rights, missed = blocks_at("2016-09-28 18:00")
    assert "28 Sep 2016 today appeal" in rights
    assert "28 Sep 2016" not in missed
    # 03:00 in Universal Time is still the evening of the 28th in Washington.
    rights, missed = blocks_at("2016-09-29 03:00")
    assert "28 Sep 2016 today appeal" in rights
    assert "28 Sep 2016" not in missed
    rights, missed = blocks_at("2016-09-29 18:00")
    assert "28 Sep 2016" not in rights
    assert "28 Sep 2016" in missed


def test_what_is_overdue_says_what_is_possible_and_a_paused_clock_is_not_overdue(
    desk: Client,
) -> None:
    make_request(stage=Stage.RECEIVED, title="Silent")
    paused = make_request(stage=Stage.RECEIVED, title="Waiting for us")
    paused.ask_clarification(by=None, on=date(2016, 5, 10), stops_clock=True)
    words = block(desk, "remedies")
    assert "answer to the request overdue by 117 days" in words
    assert "a suit is possible" in words
    assert "Silent" in words
    assert "Waiting for us" not in words


def test_silence_that_refuses_opens_our_right_though_nobody_recorded_it(desk: Client) -> None:
    make_request(
        regime=fr_crpa(),
        kind="access",
        stage=Stage.APPROVED,
        title="Silent ministry",
    ).send(by=None, on=date(2016, 7, 25))
    request = AccessRequest.objects.get()
    request.record_receipt(by=None, on=date(2016, 8, 1))
    words = block(desk, "rights")
    assert "1 Nov 2016 36 days referral to the CADA" in words
    with time_machine.travel("2016-09-01 09:00", tick=False):
        assert "referral to the CADA" not in block(desk, "rights")


def test_replies_wait_until_somebody_says_what_they_mean(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    reply = request.record_reply(by=None, on=date(2016, 9, 20), note="Forty pages.")
    assert "20 Sep 2016" in block(desk, "replies")
    assert "6 days" in block(desk, "replies")
    release(request, on=date(2016, 9, 20))
    request.release_part(by=None, on=date(2016, 9, 20), classifies=reply)
    assert "Every letter that came is recorded" in block(desk, "replies")


def test_a_question_with_a_day_stands_among_rights_and_with_the_ball(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED, title="Fees")
    request.ask_fee(by=None, on=date(2016, 9, 19), reply_by=date(2016, 10, 3))
    assert "3 Oct 2016 7 days our answer about the fee" in block(desk, "rights")
    assert "fee asked of us 3 Oct 2016" in block(desk, "ball")
    request.settle_fee(by=None, on=date(2016, 9, 20))
    assert "our answer" not in block(desk, "rights")


def test_a_law_without_a_time_reminds_us_after_silence(desk: Client) -> None:
    request = make_request(regime=law("un-arms"), kind="un_access", stage=Stage.RECEIVED)
    assert "146 days" in block(desk, "dormant")
    request.add_note(by=None, on=date(2016, 9, 1), note="Wrote again.")
    assert "Nobody has been silent" in block(desk, "dormant")


def test_states_are_counted_by_turning_point_with_the_age_of_the_oldest(desk: Client) -> None:
    fax = make_subject(label_en="The fax", kind=Subject.Kind.TURNING_POINT)
    for stage in (Stage.DRAFT, Stage.RECEIVED, Stage.RECEIVED):
        make_request(stage=stage, turning_point=fax)
    make_request(is_demonstration=True, authority=make_authority(is_fictional=True))
    words = block(desk, "states")
    assert "The fax 1 2 3 153 days" in words
    assert "no turning point" not in words


def test_authorities_are_told_by_median_and_ninetieth_percentile(desk: Client) -> None:
    authority = make_authority(name="Slow Agency")
    for days in (10, 20, 100):
        on = date(2016, 5, 3) + timedelta(days=days)
        refused(on, authority=authority)
    make_request(stage=Stage.RECEIVED, authority=authority)
    assert "Slow Agency 4 3 0 0 0 20 100 146" in block(desk, "authorities")


@pytest.mark.parametrize(
    ("numbers", "share", "found"),
    [([1], 0.9, 1), (list(range(1, 11)), 0.9, 9), (list(range(1, 12)), 0.9, 10), ([3, 1], 0.5, 1)],
)
def test_a_percentile_is_one_of_the_numbers(numbers: list[int], share: float, found: int) -> None:
    assert percentile(numbers, share) == found


def test_a_classified_document_that_comes_of_age_is_announced(desk: Client) -> None:
    item = make_item(title="Old cable", date_edtf="1992-03-03")
    type(item).objects.filter(pk=item.pk).update(
        marking_scheme=MarkingScheme.US,
        marking_level="secret",
        declassification_status=Status.DENIED,
    )
    words = block(desk, "automatic")
    assert "31 Dec 2017" in words
    assert "Old cable" in words
    assert "rule not yet checked against the law" in words


def test_each_block_can_be_taken_as_a_table_whole_and_harmless(desk: Client) -> None:
    for number in range(15):
        refused(date(2016, 7, 8), title=f"=cmd|' /C calc'!A{number}")
    assert "All 15 as a table" in block(desk, "rights")
    for name in BLOCKS:
        response = desk.get(f"{DESK}{name}.csv")
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(desk.get(f"{DESK}rights.csv").content.decode())))
    assert rows[0][:4] == ["Until", "Left", "Right", "Request"]
    assert len(rows) == 16
    assert all(row[-1].startswith("http://testserver/admin/") for row in rows[1:])
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert desk.get(f"{DESK}nothing.csv").status_code == 404


def test_a_release_that_withholds_more_than_an_earlier_one_is_flagged(desk: Client) -> None:
    item = make_item(title="The memorandum", published=True)
    facts = {"item": item, "opened": True, "how_obtained": "foia"}
    make_copy(extent="in_full", released_on=date(2004, 5, 1), **facts)
    make_copy(extent="excised", released_on=date(2013, 10, 1), **facts)
    words = block(desk, "regressions")
    assert "1 Oct 2013" in words
    assert "The memorandum" in words
    assert "1 May 2004" in words


def test_a_release_that_readers_do_not_know_yet_is_flagged_for_the_house_alone(
    desk: Client,
) -> None:
    item = make_item(title="The memorandum", published=True)
    make_copy(item=item, opened=True, extent="in_full", released_on=date(2004, 5, 1))
    later = make_copy(item=item, extent="withheld", released_on=date(2013, 10, 1), is_internal=True)
    assert "1 Oct 2013" in block(desk, "regressions")
    page = desk.get(DESK).content.decode()
    assert reverse("admin:collections_app_copy_change", args=[later.pk]) in page
    assert "2013" not in Client().get(item.get_absolute_url()).content.decode()


def test_who_has_the_ball_is_counted_as_the_desk_lists_it(desk: Client) -> None:
    make_request(stage=Stage.DECIDED)
    make_request(stage=Stage.FEE_DUE)
    assert "nobody 2 1" in block(desk, "workload")


@pytest.mark.parametrize("many", [1, 11])
def test_the_desk_costs_the_same_queries_for_one_and_for_eleven(
    desk: Client, many: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(many):
        request = refused(date(2016, 7, 8), authority=make_authority(name=f"A{number}"))
        make_document(request=request, item=make_item())
        make_request(stage=Stage.RECEIVED).record_reply(by=None, on=date(2016, 9, 1), note="x")
    desk.get(DESK)
    # Two for each list (its first lines, its number), one for each table, and who looks.
    with django_assert_num_queries(44):
        desk.get(DESK)


def test_dates_follow_a_closure_entered_later(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    before = Deadline.objects.get(request=request, is_answer=True).due_on
    calendar = law("us-foia").rules.get(code="determination").calendar
    calendar.closures.create(day=date(2016, 5, 16), reason="closed by snow")
    from_desk = reverse("admin:declassification_workingcalendar_change", args=[calendar.pk])
    page = html.fromstring(desk.get(from_desk).content.decode())
    form = page.forms[-1] if "closures-TOTAL_FORMS" in page.forms[-1].fields else page.forms[1]
    answers = {name: value for name, value in form.form_values() if value is not None}
    assert desk.post(from_desk, answers).status_code == 302
    after = Deadline.objects.get(request=request, is_answer=True)
    assert before == date(2016, 6, 1)
    assert after.due_on == date(2016, 6, 2)
    assert "Not counted: 16 May 2016, closed by snow." in after.explanation
