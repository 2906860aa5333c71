"""Cases that are easily counted wrongly, day by day from the words of the laws."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from declassification.models import AccessRequest, Appeal, Refused, WorkingCalendar
from declassification.stages import Outcome
from declassification.terms import Bound
from tests.declassification.by_hand import appealed, asked, due_under, refused, said_of, terms_of
from tests.declassification.desks import act, answers, change
from tests.declassification.make import rule

pytestmark = pytest.mark.django_db


# --- United Kingdom ------------------------------------------------------------------------------


def test_the_date_of_an_internal_review_tells_the_forty_days_that_it_takes_at_the_very_most() -> (
    None
):
    request = refused(asked("uk-foia", date(2024, 6, 3)), date(2024, 7, 1))
    review = appealed(request, "internal_review", date(2024, 8, 1))
    review.act("receive", by=None, on=date(2024, 8, 2))
    assert due_under(request, "internal_review_reply") == [date(2024, 9, 3)]
    # 3 September is the twentieth: 4-6 (23), 9-13 (28), 16-20 (33), 23-27 (38), 30, 1 October.
    most = "At the very most, in hard cases: 40 working days, to 1 October 2024."
    assert most in said_of(request, "internal_review_reply")
    assert "At the very most" not in said_of(request, "internal_review_request")


# --- United States: more time for an appeal ------------------------------------------------------


def foia_on_appeal(received: date = date(2024, 12, 20)) -> tuple[AccessRequest, Appeal]:
    request = refused(asked("us-foia", date(2024, 10, 1)), date(2024, 10, 21))
    appeal = appealed(request, "agency_appeal", date(2024, 12, 16))
    appeal.act("receive", by=None, on=received)
    return request, appeal


def more_time() -> Any:
    return rule("appeal_unusual_circumstances")


def test_ten_working_days_more_for_an_appeal_in_unusual_circumstances() -> None:
    request, appeal = foia_on_appeal()
    assert due_under(request, "appeal_determination") == [date(2025, 1, 22)]
    appeal.act("extend", by=None, on=date(2025, 1, 15), rule=more_time())
    # 23-24 (2), 27-31 (7), 3-5 February (10).
    assert due_under(request, "appeal_determination") == [date(2025, 2, 5)]
    assert "Extended by 10 working days on 15 January 2025" in said_of(
        request, "appeal_determination"
    )
    # The suit that silence opens waits as long.
    assert due_under(request, "litigation_limit") == [date(2031, 2, 5)]


def test_time_taken_for_one_appeal_lengthens_no_other_and_not_the_answer() -> None:
    request, first = foia_on_appeal()
    first.act("extend", by=None, on=date(2025, 1, 15), rule=more_time())
    first.act("withdraw", by=None, on=date(2025, 1, 16))
    second = appealed(request, "agency_appeal", date(2025, 1, 17))
    second.act("receive", by=None, on=date(2025, 1, 21))
    # 22-24 (3), 27-31 (8), 3-7 (13), 10-14 (18), 18 (without Washington's birthday), 19.
    assert due_under(request, "appeal_determination") == [date(2025, 2, 5), date(2025, 2, 19)]
    second.act("extend", by=None, on=date(2025, 1, 30), rule=more_time())
    with pytest.raises(ValidationError, match="allows no more") as refusal:
        second.act("extend", by=None, on=date(2025, 1, 31), rule=more_time())
    assert set(refusal.value.message_dict) == {"rule"}


def test_more_time_for_an_appeal_needs_a_rule_about_such_appeals() -> None:
    _, appeal = foia_on_appeal()
    for wrong in (None, rule("unusual_circumstances"), rule("notice_extension", "us-pra")):
        with pytest.raises(ValidationError, match="only under a rule") as refusal:
            appeal.act("extend", by=None, on=date(2025, 1, 15), rule=wrong)
        assert set(refusal.value.message_dict) == {"rule"}
    open_request = asked("us-foia", date(2024, 10, 1))
    with pytest.raises(ValidationError, match="only under a rule"):
        open_request.extend(by=None, on=date(2024, 10, 8), rule=more_time())


def test_more_time_is_not_possible_where_the_law_gives_none() -> None:
    request = refused(asked("us-mdr", date(2022, 5, 2)), date(2022, 12, 1))
    appeal = appealed(request, "agency_appeal", date(2022, 12, 27))
    assert "extend" not in [step.verb for step in appeal.possible()]
    with pytest.raises(Refused, match="is not possible") as refusal:
        appeal.act("extend", by=None, on=date(2023, 1, 5), rule=more_time())
    assert refusal.value.messages[0].count("They take more time") == 1


def test_more_time_for_an_appeal_is_recorded_through_its_form(desk: Client) -> None:
    request, appeal = foia_on_appeal()
    name = "admin:declassification_accessrequest_appeal_step"
    step = reverse(name, args=[request.pk, appeal.pk, "extend"])
    assert step in desk.get(change(request)).content.decode()
    facts = answers(request, on="2025-01-15")
    without = desk.post(step, facts).context["form"]
    assert without.errors["rule"] == ["This field is required."]
    other = desk.post(step, facts | {"rule": rule("unusual_circumstances").pk}).context["form"]
    assert "Select a valid choice" in other.errors["rule"][0]
    done = desk.post(step, facts | {"rule": more_time().pk})
    assert done.status_code == 302, done.content.decode()
    assert due_under(request, "appeal_determination") == [date(2025, 2, 5)]


def test_the_form_of_the_request_does_not_offer_what_is_for_appeals(desk: Client) -> None:
    request = asked("us-foia", date(2024, 10, 1))
    offered = desk.get(act(request, "extend")).context["form"].fields["rule"].queryset
    assert [found.code for found in offered] == ["unusual_circumstances"]


# --- United States: closings that are no holidays ------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # 9 January 2025, closed by order: 2-3 (2), 6-10 (7), 13-17 (12), 21-24 (16), 27-30.
        (date(2024, 12, 31), date(2025, 1, 30)),
        # 24 December 2024 alike: 23-24 (2), 26-27 (4), 30-31 (6), 2-3 (8), 6-10 (13)...
        (date(2024, 12, 20), date(2025, 1, 22)),
        # 5 December 2018: 3-7 (5), 10-14 (10), 17-21 (15), 24 (16), 26-28 (19), 31.
        (date(2018, 11, 30), date(2018, 12, 31)),
        # 26 December 2014: 8-12 (5), 15-19 (10), 22-24 (13), 26 (14), 29-31 (17), 2, 5-6 January.
        (date(2014, 12, 5), date(2015, 1, 6)),
    ],
)
def test_a_day_on_which_an_order_closed_the_agencies_is_counted(received: date, due: date) -> None:
    request = asked("us-foia", received)
    assert due_under(request, "determination") == [due]
    assert "is no legal public holiday" in WorkingCalendar.objects.get(code="us-federal").source


# --- United States: classified documents ---------------------------------------------------------


@pytest.mark.parametrize(
    ("reviewed", "last", "first"),
    [
        (date(2020, 2, 29), date(2022, 2, 28), "1 March 2022"),
        (date(2020, 2, 28), date(2022, 2, 28), "1 March 2022"),
        (date(2022, 2, 28), date(2024, 2, 28), "29 February 2024"),
        (date(2020, 5, 10), date(2022, 5, 10), "11 May 2022"),
    ],
)
def test_the_bar_on_asking_again_lasts_to_the_end_of_the_anniversary(
    reviewed: date, last: date, first: str
) -> None:
    request = refused(asked("us-mdr", date(2019, 8, 1)), reviewed)
    (bar,) = terms_of(request, "re_request_bar")
    assert (bar.due, bar.term.bound) == (last, Bound.EARLIEST)
    said = said_of(request, "re_request_bar")
    assert f"it is possible from {first}." in said
    assert "at the end of the day" not in said
    # A bar is no right of ours: it is neither about to lapse nor missed.
    for today in (last - timedelta(days=1), last, last + timedelta(days=1)):
        named = request.deadlines.usable(today).filter(rule__code="re_request_bar")
        assert not named.exists()
        assert not request.deadlines.missed(today).filter(rule__code="re_request_bar").exists()


def test_a_late_denial_opens_the_agency_appeal_and_leaves_the_way_to_the_panel_open() -> None:
    request = asked("us-mdr", date(2020, 5, 1))
    assert due_under(request, "iscap_after_silence") == [date(2021, 6, 30)]
    refused(request, date(2021, 6, 1), received_on=date(2021, 6, 4))
    (panel,) = terms_of(request, "iscap_after_silence")
    assert (panel.opens_on, panel.due, panel.is_open) == (date(2021, 5, 2), date(2021, 6, 30), True)
    # 26 June days, 31 July (57), 3 August.
    assert due_under(request, "agency_appeal_filing") == [date(2021, 8, 3)]
    names = set(request.deadlines.usable(date(2021, 6, 30)).values_list("rule__code", flat=True))
    assert names == {"iscap_after_silence", "agency_appeal_filing"}
    names = set(request.deadlines.usable(date(2021, 7, 1)).values_list("rule__code", flat=True))
    assert names == {"agency_appeal_filing"}


def test_a_denial_on_the_last_day_of_the_year_leaves_no_silence() -> None:
    request = refused(asked("us-mdr", date(2020, 5, 1)), date(2021, 5, 1))
    assert due_under(request, "iscap_after_silence") == []
    assert due_under(request, "agency_appeal_filing") == [date(2021, 6, 30)]


@pytest.mark.parametrize(
    ("law", "level", "opened"),
    [
        ("us-foia", "agency_appeal", "litigation_limit"),
        ("us-mdr", "agency_appeal", "iscap_after_appeal_silence"),
        ("us-mdr", "agency_appeal", "iscap_after_final_denial"),
        ("uk-foia", "internal_review", "ico_complaint"),
        ("fr-crpa", "regulator", "tribunal"),
    ],
)
def test_an_appeal_closed_without_a_decision_in_its_time_opens_nothing(
    law: str, level: str, opened: str
) -> None:
    request = refused(asked(law, date(2024, 2, 1)), date(2024, 2, 15))
    appeal = appealed(request, level, date(2024, 3, 1))
    appeal.act("receive", by=None, on=date(2024, 3, 4))
    appeal.act("close_without_decision", by=None, on=date(2024, 3, 20))
    assert due_under(request, opened) == []
    assert not request.deadlines.filter(rule__code=opened).exists()


# --- France --------------------------------------------------------------------------------------


def test_an_express_refusal_after_a_recorded_silence_opens_two_months_anew() -> None:
    request = asked("fr-crpa", date(2024, 1, 31))
    request.record_silence(by=None, on=date(2024, 3, 4))
    request.reopen(by=None, on=date(2024, 4, 10), note="They answered after all.")
    refused(request, date(2024, 4, 12))
    silence, express = terms_of(request, "cada_referral")
    assert (silence.opens_on, silence.due) == (date(2024, 3, 1), date(2024, 4, 29))
    assert "the decision of 12 April 2024" in silence.ended_why
    assert (express.opens_on, express.due, express.is_open) == (
        date(2024, 4, 12),
        date(2024, 6, 12),
        True,
    )


@pytest.mark.parametrize(
    ("refused_on", "due"),
    [
        (date(2024, 2, 29), [date(2024, 4, 29)]),
        (date(2024, 3, 1), [date(2024, 4, 29), date(2024, 5, 1)]),
        (date(2024, 4, 29), [date(2024, 4, 29), date(2024, 6, 29)]),
    ],
)
def test_an_express_refusal_at_the_edges_of_silence(refused_on: date, due: list[date]) -> None:
    request = asked("fr-crpa", date(2024, 1, 31))
    request.decide(by=None, on=refused_on, outcome=Outcome.NO_RECORDS)
    assert due_under(request, "cada_referral") == due
    waiting = [one for one in terms_of(request, "cada_referral") if one.is_open]
    assert [one.due for one in waiting] == due[-1:]
