"""What follows the decision on an appeal: the next level of the law, or the day of a letter."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from declassification.models import AccessRequest, Appeal, DeadlineRule, remedy_warnings
from tests.declassification.by_hand import appealed, asked, due_under, refused, said_of, terms_of
from tests.declassification.desks import change

pytestmark = pytest.mark.django_db
DESK = "/admin/declassification/desk/"


def ways_on(request: AccessRequest) -> list[tuple[str, date | None]]:
    """Return our rights that stand open, with the day that must not be missed."""
    fresh = AccessRequest.objects.get(pk=request.pk)
    return [(one.term.name, one.act_by) for one in fresh.clock().rights]


def seen_at(desk: Client, anchor: str) -> str:
    page = html.fromstring(desk.get(DESK).content.decode())
    (found,) = page.xpath(f"//section[@id='{anchor}']")
    return " ".join(found.text_content().split())


def before_the_commissioner(**decision: Any) -> tuple[AccessRequest, Appeal]:
    request = refused(asked("uk-foia", date(2026, 5, 11)), date(2026, 6, 8))
    review = appealed(request, "internal_review", date(2026, 6, 15))
    review.act("decide", by=None, on=date(2026, 7, 13), outcome="affirmed")
    complaint = appealed(request, "regulator", date(2026, 7, 20), parent=review)
    complaint.act("decide", by=None, on=date(2026, 11, 10), outcome="affirmed", **decision)
    return request, complaint


# --- A level after the level that decided --------------------------------------------------------


@time_machine.travel("2026-11-22 09:00", tick=False)
def test_after_the_commissioner_twenty_eight_days_to_the_tribunal(desk: Client) -> None:
    request, _ = before_the_commissioner(reply_by=date(2026, 12, 8), received_on=date(2026, 11, 12))
    # 30 November is the twentieth day.
    assert due_under(request, "tribunal_appeal") == [date(2026, 12, 8)]
    (right,) = terms_of(request, "tribunal_appeal")
    assert (right.stated_on, right.term.level) == (date(2026, 12, 8), "tribunal")
    assert ("appeal to the information tribunal", date(2026, 12, 8)) in ways_on(request)
    assert "appeal to the information tribunal until 8 December 2026" in " ".join(
        desk.get(change(request)).content.decode().split()
    )
    soon = seen_at(desk, "rights")
    assert "8 Dec" in soon
    assert "appeal to the information tribunal" in soon
    assert remedy_warnings(request, "tribunal", date(2026, 12, 8)) == []
    appealed(request, "tribunal", date(2026, 11, 20))
    assert "information tribunal" not in dict(ways_on(request))


def test_a_date_that_the_letter_names_comes_first_where_it_is_earlier() -> None:
    request, _ = before_the_commissioner(reply_by=date(2026, 12, 4))
    assert ("appeal to the information tribunal", date(2026, 12, 4)) in ways_on(request)


def test_after_the_tribunal_twenty_eight_days_to_ask_for_leave() -> None:
    request, complaint = before_the_commissioner()
    tribunal = appealed(request, "tribunal", date(2026, 11, 20), parent=complaint)
    with time_machine.travel("2027-03-20 09:00", tick=False):
        tribunal.act("decide", by=None, on=date(2027, 3, 1), outcome="affirmed")
        # 1 March, of which 30 days are left, and 29 March is the twenty-eighth.
        assert due_under(request, "upper_tribunal_leave") == [date(2027, 3, 29)]


# --- The day of a letter where the law as recorded has no rule -----------------------------------


@time_machine.travel("2026-11-22 09:00", tick=False)
@pytest.mark.parametrize(
    ("law", "level", "outcome"),
    [
        ("un-arms", "head", "affirmed"),
        ("irmct", "chamber", "affirmed"),
        ("nato", "head", "reversed_part"),
        ("us-foia", "agency_appeal", "affirmed"),
        ("us-mdr", "iscap", "affirmed"),
        ("be-publicite", "regulator", "unfavourable"),
        ("fr-crpa", "regulator", "unfavourable"),
    ],
)
def test_a_day_named_by_a_decision_on_appeal_is_a_right_of_ours_under_any_law(
    law: str, level: str, outcome: str, desk: Client
) -> None:
    request = refused(asked(law, date(2026, 8, 3)), date(2026, 8, 31))
    appeal = appealed(request, level, date(2026, 9, 7))
    appeal.act(
        "decide", by=None, on=date(2026, 11, 10), outcome=outcome, reply_by=date(2026, 12, 8)
    )
    assert date(2026, 12, 8) in [day for _, day in ways_on(request)]
    assert "8 Dec" in seen_at(desk, "rights")
    assert "until 8 December 2026" in desk.get(change(request)).content.decode()
    assert not request.deadlines.missed(date(2026, 12, 8)).filter(stated_on="2026-12-08").exists()
    assert request.deadlines.missed(date(2026, 12, 9)).filter(stated_on="2026-12-08").exists()


@time_machine.travel("2026-11-22 09:00", tick=False)
@pytest.mark.parametrize("law", ["un-arms", "irmct", "uk-foia", "us-foia", "us-mdr", "fr-crpa"])
def test_a_day_named_by_a_refusal_is_a_right_of_ours_under_any_law(law: str) -> None:
    request = refused(asked(law, date(2026, 10, 5)), date(2026, 11, 2), reply_by=date(2026, 11, 30))
    assert [day for _, day in ways_on(request)].count(date(2026, 11, 30)) == 1


def test_the_day_of_a_letter_is_met_by_what_we_file_after_it_and_falls_with_a_release() -> None:
    request = refused(asked("un-arms", date(2026, 8, 3)), date(2026, 8, 31))
    first = appealed(request, "head", date(2026, 9, 7))
    first.act("decide", by=None, on=date(2026, 10, 1), outcome="affirmed", reply_by="2026-10-20")
    (right,) = terms_of(request, "")
    assert (right.due, right.stated_on, right.is_open) == (None, date(2026, 10, 20), True)
    assert "names 20 October 2026" in " ".join(right.computed.explanation)
    appealed(request, "mediation", date(2026, 10, 12), parent=first)
    (right,) = terms_of(request, "")
    assert right.met_on == date(2026, 10, 12)


def test_the_day_of_a_letter_does_not_stand_as_their_question_to_us(desk: Client) -> None:
    request = refused(asked("un-arms", date(2026, 8, 3)), date(2026, 8, 31))
    appeal = appealed(request, "head", date(2026, 9, 7))
    appeal.act("decide", by=None, on=date(2026, 10, 1), outcome="remanded", reply_by="2026-12-20")
    request.refresh_from_db()
    request.ask_clarification(by=None, on=date(2026, 10, 5), reply_by=date(2026, 12, 1))
    with time_machine.travel("2026-11-22 09:00", tick=False):
        ball = seen_at(desk, "ball")
    assert "1 Dec" in ball
    assert "20 Dec" not in ball


# --- France: the court, and the supreme court after it -------------------------------------------


def derogation() -> tuple[AccessRequest, Appeal]:
    request = asked("fr-derogation", date(2026, 1, 5))
    request.acknowledge(by=None, on=date(2026, 1, 5))
    refused(request, date(2026, 2, 2))
    referral = appealed(request, "regulator", date(2026, 2, 16))
    referral.act("acknowledge", by=None, on=date(2026, 2, 19))
    return request, referral


def test_silence_after_the_commission_confirms_a_refused_derogation_and_opens_the_court() -> None:
    request, _ = derogation()
    assert due_under(request, "cada_opinion") == [date(2026, 3, 19)]
    assert due_under(request, "confirmed_refusal") == [date(2026, 4, 19)]
    assert due_under(request, "tribunal") == [date(2026, 6, 19)]
    assert "refusal by silence on 19 April 2026" in said_of(request, "tribunal")
    (warning,) = remedy_warnings(request, "court", date(2026, 4, 1))
    assert "Too early" in warning
    assert remedy_warnings(request, "court", date(2026, 5, 1)) == []


def test_a_confirmed_refusal_of_a_derogation_opens_two_months_to_the_court() -> None:
    request, referral = derogation()
    referral.act("decide", by=None, on=date(2026, 3, 12), outcome="favourable")
    referral.act("confirm_refusal", by=None, on=date(2026, 3, 31))
    assert due_under(request, "tribunal") == [date(2026, 5, 31)]


@pytest.mark.parametrize("law", ["fr-crpa", "fr-derogation"])
def test_two_months_to_the_supreme_court_after_the_administrative_one(law: str) -> None:
    request = refused(asked(law, date(2025, 1, 6)), date(2025, 1, 20))
    court = appealed(request, "court", date(2025, 6, 2))
    court.act(
        "decide", by=None, on=date(2026, 3, 20), outcome="affirmed", received_on=date(2026, 3, 31)
    )
    assert due_under(request, "cassation") == [date(2026, 5, 31)]
    (right,) = terms_of(request, "cassation")
    assert right.term.level == "cassation"
    appealed(request, "cassation", date(2026, 5, 4), parent=court)
    assert terms_of(request, "cassation")[0].met_on == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("law", "code"),
    [
        ("fr-derogation", "confirmed_refusal"),
        ("fr-derogation", "tribunal"),
        ("fr-derogation", "cassation"),
        ("fr-crpa", "cassation"),
        ("uk-foia", "tribunal_appeal"),
        ("uk-foia", "upper_tribunal_leave"),
        ("uk-foia", "public_interest"),
    ],
)
def test_what_was_entered_names_its_source_and_how_far_it_was_verified(law: str, code: str) -> None:
    rule = DeadlineRule.objects.get(regime__code=law, code=code)
    assert rule.source
    assert rule.verification in ("seen", "secondary", "memory")
    assert rule.verification != "seen" or "https://" in rule.source
    rule.full_clean()


# --- A referral, and another one -----------------------------------------------------------------


def test_a_second_referral_leaves_the_term_of_the_first_where_it_was() -> None:
    request = asked("us-mdr", date(2025, 1, 13))
    request.refer(by=None, on=date(2025, 3, 1), party="Department of State")
    # March 30, April 60, May 91, June 121, July 152, 28 August 180.
    assert due_under(request, "nara_referral_determination") == [date(2025, 8, 28)]
    request.refer(by=None, on=date(2025, 4, 1), party="Central Intelligence Agency")
    first, second = terms_of(request, "nara_referral_determination")
    assert (first.computed.start.on, first.due) == (date(2025, 3, 1), date(2025, 8, 28))
    assert (second.computed.start.on, second.due) == (date(2025, 4, 1), date(2025, 9, 28))
    assert first.is_open
    assert second.is_open
