"""Both clocks of a request, as they follow from its log."""

from datetime import date

import pytest

from declassification.clocks import Clock, Happening, read_clock
from declassification.models import (
    AccessRequest,
    Authority,
    DeadlineRule,
    LocalClosure,
    WorkingCalendar,
)
from declassification.stages import Ball, Outcome, Stage
from declassification.terms import Actor, StartEvent, Term, Unit, WorkingDays
from tests.declassification.make import (
    LATER,
    RECEIVED,
    SENT,
    fr_crpa,
    make_authority,
    make_request,
    rule,
    us_foia,
)

pytestmark = pytest.mark.django_db
DUE = date(2016, 6, 1)


def test_sending_starts_no_clock_and_receipt_is_estimated_until_known() -> None:
    request = make_request(authority=make_authority(delivery_days=10), stage=Stage.SENT)
    clock = request.clock(date(2016, 5, 1))
    assert clock.receipt is not None
    assert (clock.receipt.on, clock.receipt.is_estimated) == (date(2016, 5, 6), True)
    assert clock.answer is not None
    assert clock.answer.is_estimated
    assert clock.due == date(2016, 6, 6)
    assert "10 days are allowed for delivery" in " ".join(clock.answer.explanation)


def test_an_acknowledgement_proves_receipt_no_later_than_its_day() -> None:
    request = make_request(authority=make_authority(delivery_days=30), stage=Stage.SENT)
    request.acknowledge(by=None, on=RECEIVED)
    clock = request.clock(LATER)
    assert clock.receipt is not None
    assert (clock.receipt.on, clock.receipt.is_estimated) == (RECEIVED, True)


def test_before_sending_there_is_no_clock() -> None:
    clock = make_request(stage=Stage.APPROVED).clock(LATER)
    assert (clock.answer, clock.is_overdue, clock.ball) == (None, False, Ball.US)


@pytest.mark.parametrize(
    ("today", "days_left", "is_overdue", "is_soon"),
    [
        (date(2016, 5, 17), 15, False, False),
        (date(2016, 5, 18), 14, False, True),
        (DUE, 0, False, True),
        (date(2016, 6, 2), -1, True, False),
    ],
)
def test_overdue_begins_on_the_day_after_the_due_date(
    today: date, days_left: int, is_overdue: bool, is_soon: bool
) -> None:
    clock = make_request(stage=Stage.RECEIVED).clock(today)
    assert clock.due == DUE
    assert (clock.days_left, clock.is_overdue) == (days_left, is_overdue)
    assert clock.is_due_within(14) is is_soon


def test_a_request_is_never_overdue_while_its_clock_stands_still() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.ask_clarification(by=None, on=LATER, stops_clock=True)
    clock = request.clock(date(2020, 1, 1))
    assert (clock.due, clock.is_overdue, clock.paused_since) == (None, False, LATER)
    request.answer_clarification(by=None, on=date(2016, 5, 24))
    clock = request.clock(date(2016, 6, 20))
    assert (clock.due, clock.is_overdue) == (date(2016, 6, 15), True)


def test_a_question_that_does_not_stop_the_clock_leaves_it_running() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.ask_fee(by=None, on=LATER, fee="USD 25.00")
    clock = request.clock(date(2016, 6, 2))
    assert (clock.due, clock.is_overdue, clock.ball) == (DUE, True, Ball.US)


def test_a_pause_that_began_after_the_term_ended_still_hides_overdue() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.ask_fee(by=None, on=date(2016, 7, 1), stops_clock=True)
    assert not request.clock(date(2016, 7, 10)).is_overdue


def test_more_time_under_the_law_moves_the_date() -> None:
    request = make_request(stage=Stage.RECEIVED)
    more = rule("unusual_circumstances")
    request.extend(by=None, on=LATER, rule=more, stated_due_on=date(2016, 6, 14))
    clock = request.clock(LATER)
    assert clock.due == date(2016, 6, 15)
    assert clock.stated_due_on == date(2016, 6, 14)


def test_a_corrected_receipt_moves_the_date() -> None:
    request = make_request(stage=Stage.RECEIVED)
    wrong = request.standing_events()[-1]
    request.correct(wrong, by=None, on=date(2016, 5, 4), note="The stamp says 4 May.")
    assert request.clock(LATER).due == date(2016, 6, 2)


def test_a_decided_request_is_not_overdue_and_says_how_long_it_took() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.decide(by=None, on=date(2016, 6, 10), outcome=Outcome.NO_RECORDS)
    clock = request.clock(date(2020, 1, 1))
    assert not clock.is_overdue
    assert clock.took == (38, 27)


def test_a_refusal_starts_our_own_clock() -> None:
    request = make_request(stage=Stage.RECEIVED, regime=us_foia())
    request.decide(by=None, on=date(2016, 8, 1), outcome=Outcome.NO_RECORDS)
    rights = {one.term.code: one.due for one in request.clock(date(2016, 8, 2)).rights}
    assert rights == {
        "appeal_filing": date(2016, 10, 30),
        # They were silent until after 1 June: from that day we could have sued.
        "litigation_limit": date(2022, 6, 1),
    }


def test_a_rule_that_was_not_yet_in_force_starts_no_clock() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.decide(by=None, on=date(2016, 6, 29), outcome=Outcome.NO_RECORDS)
    rights = request.clock(date(2016, 7, 2)).rights
    assert [one.term.code for one in rights] == ["litigation_limit"]


def test_silence_in_france_starts_our_two_months_on_the_day_the_month_ended() -> None:
    request = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    assert request.clock(LATER).due == date(2016, 6, 3)
    request.record_silence(by=None, on=date(2016, 7, 1))
    (referral,) = request.clock(date(2016, 7, 2)).rights
    assert (referral.term.code, referral.due) == ("cada_referral", date(2016, 8, 3))


def test_twenty_days_are_older_than_the_amendments_of_2016_but_not_than_those_of_1996() -> None:
    old, older = (make_request(stage=Stage.APPROVED) for _ in range(2))
    old.authority.delivery_days = older.authority.delivery_days = 0
    for request, day in ((old, date(2010, 11, 1)), (older, date(1996, 1, 2))):
        terms = request.terms()
        clock = read_clock(
            stage=Stage.RECEIVED,
            outcome="",
            happenings=[Happening("sent", day), Happening("received", day)],
            terms=terms,
            delivery_days=0,
            today=day,
        )
        assert (clock.due == date(2010, 12, 1)) if request is old else clock.answer is None


def test_a_closure_counts_for_its_authority_alone() -> None:
    calendar = WorkingCalendar.objects.get(code="us-federal")
    closed, other = make_authority(), make_authority()
    LocalClosure.objects.create(
        calendar=calendar, authority=closed, day=date(2016, 5, 17), reason="closed by a flood"
    )
    found = [
        make_request(authority=authority, stage=Stage.RECEIVED).clock(LATER).due
        for authority in (closed, other)
    ]
    assert found == [date(2016, 6, 2), DUE]


def test_a_rule_of_the_authority_goes_before_the_general_one() -> None:
    slow: Authority = make_authority()
    calendar = WorkingCalendar.objects.get(code="us-federal")
    DeadlineRule.objects.create(
        regime=us_foia(),
        authority=slow,
        code="determination",
        name="answer of this authority",
        actor=Actor.AUTHORITY,
        start_event=StartEvent.RECEIVED,
        is_answer=True,
        amount=30,
        unit=Unit.WORKING_DAY,
        calendar=calendar,
    )
    assert make_request(authority=slow, stage=Stage.RECEIVED).clock(LATER).due == date(2016, 6, 15)
    assert make_request(stage=Stage.RECEIVED).clock(LATER).due == DUE


def test_a_term_from_registration_starts_with_the_acknowledgement() -> None:
    term = Term("decision", 2, Unit.MONTH, start=StartEvent.REGISTERED, is_answer=True)
    clock = read_clock(
        stage=Stage.ACKNOWLEDGED,
        outcome="",
        happenings=[
            Happening("sent", SENT),
            Happening("received", RECEIVED),
            Happening("acknowledged", LATER),
        ],
        terms=[term],
        delivery_days=7,
        today=LATER,
    )
    assert clock.due == date(2016, 7, 10)


def test_without_a_law_there_is_no_due_date() -> None:
    clock: Clock = make_request(regime=None, kind="other", stage=Stage.RECEIVED).clock(LATER)
    assert (clock.answer, clock.due, clock.is_overdue) == (None, None, False)


def test_lists_by_clock_agree_with_the_clock_of_each_request() -> None:
    overdue = make_request(stage=Stage.RECEIVED)
    paused = make_request(stage=Stage.RECEIVED)
    paused.ask_fee(by=None, on=LATER, stops_clock=True)
    decided = make_request(stage=Stage.DECIDED)
    today, requests = date(2016, 7, 1), AccessRequest.objects.all()
    assert list(requests.overdue(today)) == [overdue]
    assert list(requests.paused()) == [paused]
    assert list(requests.due_soon(today=date(2016, 5, 20))) == [overdue]
    assert set(requests.ball_with(Ball.US)) == {paused, decided}
    assert set(requests.ball_with(Ball.AUTHORITY)) == {overdue}


@pytest.mark.parametrize("many", [1, 11])
def test_clocks_of_many_requests_cost_the_same_queries(
    many: int, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        make_request(stage=Stage.RECEIVED)
    # The dates are kept.
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(AccessRequest.objects.overdue(date(2016, 7, 1))) == many


def test_working_days_may_have_no_country() -> None:
    assert WorkingDays("weekdays").why_closed(date(2016, 12, 25)) == ""
