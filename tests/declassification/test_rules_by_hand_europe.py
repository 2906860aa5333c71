"""Dates under the laws of the United Kingdom, France and Belgium, counted by hand."""

from datetime import date

import pytest

from declassification.models import remedy_warnings
from tests.declassification.by_hand import appealed, asked, due_under, refused, said_of, terms_of
from tests.declassification.make import law, make_request

pytestmark = pytest.mark.django_db


# --- United Kingdom: a bank holiday in any part is no working day ----------------------------


@pytest.mark.parametrize(
    ("received", "due", "kept"),
    [
        # St Andrew's Day of 2024, a Saturday, is kept on Monday: 28-29 (2), 3-6 (6), 9-13 (11)...
        (date(2024, 11, 27), date(2024, 12, 30), ["2 December", "25 December", "26 December"]),
        (date(2024, 12, 20), date(2025, 1, 23), ["1 January 2025", "2 January 2025"]),
        (date(2024, 6, 24), date(2024, 7, 23), ["12 July 2024"]),
        # 25 and 26 December and 1 and 2 January all at week-ends: four other days are kept.
        (
            date(2021, 12, 17),
            date(2022, 1, 20),
            ["27 December", "28 December", "3 January", "4 January"],
        ),
    ],
)
def test_twenty_working_days_from_receipt(received: date, due: date, kept: list[str]) -> None:
    request = asked("uk-foia", received)
    assert due_under(request, "response") == [due]
    said = said_of(request, "response")
    assert all(f"Not counted: {day}" in said for day in kept)


def test_a_question_that_stops_the_clock_moves_the_answer() -> None:
    request = asked("uk-foia", date(2024, 6, 24))
    request.ask_clarification(by=None, on=date(2024, 6, 26), stops_clock=True)
    assert due_under(request, "response") == [None]
    request.answer_clarification(by=None, on=date(2024, 7, 1))
    # 25-26 June (2); 2-5 July (6), 8-11 (10), 15-19 (15), 22-26 (20).
    assert due_under(request, "response") == [date(2024, 7, 26)]


def test_an_internal_review_is_asked_for_in_forty_working_days() -> None:
    request = refused(asked("uk-foia", date(2024, 2, 1)), date(2024, 3, 1))
    # March 19 (without 18 and 29), 2-30 April (39, without the first), 1 May.
    assert due_under(request, "internal_review_request") == [date(2024, 5, 1)]
    said = said_of(request, "internal_review_request")
    for holiday in ("18 March 2024, ", "29 March 2024, Good Friday", "1 April 2024, Easter Monday"):
        assert f"Not counted: {holiday}" in said


def test_a_review_is_answered_in_twenty_working_days_and_the_commissioner_asked_in_six_weeks() -> (
    None
):
    request = refused(asked("uk-foia", date(2024, 6, 3)), date(2024, 7, 1))
    review = appealed(request, "internal_review", date(2024, 8, 1))
    review.act("receive", by=None, on=date(2024, 8, 2))
    # The first and the last Monday of August: 6-9 (4), 12-16, 19-23 (14), 27-30 (18), 2-3.
    assert due_under(request, "internal_review_reply") == [date(2024, 9, 3)]
    review.act(
        "decide", by=None, on=date(2024, 8, 30), outcome="affirmed", received_on=date(2024, 9, 5)
    )
    # 30 September is the 25th of 42 days.
    assert due_under(request, "ico_complaint") == [date(2024, 10, 17)]


def test_six_weeks_may_end_on_a_leap_day() -> None:
    request = refused(asked("uk-foia", date(2023, 10, 2)), date(2023, 10, 20))
    review = appealed(request, "internal_review", date(2023, 12, 1))
    review.act("decide", by=None, on=date(2024, 1, 18), outcome="affirmed")
    assert due_under(request, "ico_complaint") == [date(2024, 2, 29)]


# --- France: administrative documents --------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "silent", "until"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), date(2024, 4, 29)),
        (date(2023, 1, 31), date(2023, 2, 28), date(2023, 4, 28)),
        (date(2023, 11, 30), date(2023, 12, 30), date(2024, 2, 29)),
        (date(2023, 12, 3), date(2024, 1, 3), date(2024, 3, 3)),
    ],
)
def test_a_month_of_silence_refuses_and_opens_two_months_to_the_commission(
    received: date, silent: date, until: date
) -> None:
    request = asked("fr-crpa", received)
    assert due_under(request, "silence_refusal") == [silent]
    assert due_under(request, "cada_referral") == [until]
    assert "from refusal, or" not in said_of(request, "silence_refusal")
    assert "Starts with the refusal by silence on" in said_of(request, "cada_referral")


def test_an_express_refusal_opens_two_months_that_end_with_february() -> None:
    request = refused(asked("fr-crpa", date(2023, 12, 11)), date(2023, 12, 31))
    assert due_under(request, "cada_referral") == [date(2024, 2, 29)]


def test_silence_after_an_estimated_receipt_says_that_our_right_may_end_earlier() -> None:
    request = make_request(regime=law("fr-crpa"), kind="access")
    for verb in ("approve", "send"):
        getattr(request, verb)(by=None, on=date(2024, 1, 2))
    request.record_receipt(by=None, on=date(2024, 1, 31), is_estimated=True)
    assert due_under(request, "cada_referral") == [date(2024, 4, 29)]
    assert "if that was earlier, so is this" in said_of(request, "cada_referral")
    # The stamp shows that it arrived weeks before: so did the silence, and so our right ends.
    request.record_receipt(by=None, on=date(2024, 1, 4))
    assert due_under(request, "cada_referral") == [date(2024, 4, 4)]
    assert "estimated" not in said_of(request, "cada_referral")


def test_the_opinion_in_a_month_and_the_answer_after_it_in_two_from_registration() -> None:
    request = refused(asked("fr-crpa", date(2023, 11, 2)), date(2023, 11, 30))
    referral = appealed(request, "regulator", date(2023, 12, 20))
    referral.act("acknowledge", by=None, on=date(2023, 12, 31))
    assert due_under(request, "cada_opinion") == [date(2024, 1, 31)]
    assert due_under(request, "confirmed_refusal") == [date(2024, 2, 29)]
    # Silence confirms the refusal; the court can be asked for two months after it.
    assert due_under(request, "tribunal") == [date(2024, 4, 29)]
    referral.act("decide", by=None, on=date(2024, 1, 20), outcome="favourable")
    referral.act("confirm_refusal", by=None, on=date(2024, 1, 30))
    assert due_under(request, "tribunal") == [date(2024, 3, 30)]


def test_an_opinion_a_month_after_registration_on_the_last_of_march() -> None:
    request = refused(asked("fr-crpa", date(2024, 2, 2)), date(2024, 2, 29))
    referral = appealed(request, "regulator", date(2024, 3, 28))
    referral.act("acknowledge", by=None, on=date(2024, 3, 31))
    assert due_under(request, "cada_opinion") == [date(2024, 4, 30)]
    assert due_under(request, "confirmed_refusal") == [date(2024, 5, 31)]


# --- France: early access to archives --------------------------------------------------------


def test_two_months_from_registration_for_a_derogation_then_two_to_the_commission() -> None:
    request = asked("fr-derogation", date(2023, 12, 28))
    request.acknowledge(by=None, on=date(2023, 12, 31))
    assert due_under(request, "decision") == [date(2024, 2, 29)]
    assert due_under(request, "cada_referral") == [date(2024, 4, 29)]
    assert "from registration on 31 December 2023" not in said_of(request, "cada_referral")
    assert "Starts with registration on 31 December 2023" in said_of(request, "decision")


def test_without_a_registration_a_derogation_counts_from_receipt_and_says_that_it_is_a_guess() -> (
    None
):
    request = asked("fr-derogation", date(2023, 12, 28))
    (answer,) = terms_of(request, "decision")
    assert (answer.due, answer.computed.is_estimated) == (date(2024, 2, 28), True)
    assert "registration is not recorded" in said_of(request, "decision")


# --- Belgium: documents of the administration ------------------------------------------------


def test_thirty_days_of_silence_refuse_in_belgium() -> None:
    request = asked("be-publicite", date(2024, 1, 30))
    assert due_under(request, "reply") == [date(2024, 2, 29)]
    assert "If it passes: silence counts as a refusal." in said_of(request, "reply")


def test_reconsideration_in_belgium_has_no_time_and_is_open_all_the_same() -> None:
    request = refused(asked("be-publicite", date(2024, 1, 30)), date(2024, 2, 20))
    (right,) = terms_of(request, "reconsideration_and_cada")
    assert (right.due, right.is_ours, right.is_open) == (None, True, True)
    assert "sets no time for this" in said_of(request, "reconsideration_and_cada")
    assert remedy_warnings(request, "regulator", date(2025, 2, 20)) == []
    assert not request.deadlines.missed(date(2025, 2, 20)).exists()


def test_the_belgian_opinion_in_thirty_days_and_the_decision_fifteen_after_it() -> None:
    request = refused(asked("be-publicite", date(2023, 1, 2)), date(2023, 1, 20))
    referral = appealed(request, "regulator", date(2023, 1, 27))
    referral.act("receive", by=None, on=date(2023, 1, 30))
    assert due_under(request, "cada_opinion") == [date(2023, 3, 1)]
    referral.act("decide", by=None, on=date(2023, 2, 20), outcome="favourable")
    assert due_under(request, "authority_after_opinion") == [date(2023, 3, 7)]


def test_fifteen_days_after_an_opinion_in_a_leap_year() -> None:
    request = refused(asked("be-publicite", date(2024, 1, 2)), date(2024, 1, 20))
    referral = appealed(request, "regulator", date(2024, 1, 27))
    referral.act("decide", by=None, on=date(2024, 2, 20), outcome="unfavourable")
    assert due_under(request, "authority_after_opinion") == [date(2024, 3, 6)]
