"""Dates under the laws of the United States, counted by hand from their words and a calendar."""

from datetime import date

import pytest

from declassification.models import AccessRequest, Appeal, DeadlineRule
from declassification.terms import Bound
from tests.declassification.by_hand import appealed, asked, due_under, refused, said_of, terms_of
from tests.declassification.make import rule

pytestmark = pytest.mark.django_db
STATE = "United States Department of State"
CIA = "Central Intelligence Agency"
INTERIOR = "United States Department of the Interior"
ARCHIVES = "National Archives and Records Administration"
DIA = "Defense Intelligence Agency"


# --- Freedom of Information Act ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "kept"),
    [
        # 4 July 2026 is a Saturday: 29 June to 2 July (4), 6-10 (9), 13-17 (14), 20-24 (19), 27.
        (date(2026, 6, 26), date(2026, 7, 27), ["3 July 2026"]),
        # Juneteenth of 2021, a Saturday, and 4 July, a Sunday, are both kept on another day.
        (date(2021, 6, 15), date(2021, 7, 15), ["18 June 2021", "5 July 2021"]),
        # In 2020 the nineteenth of June was a Friday like any other.
        (date(2020, 6, 15), date(2020, 7, 14), ["3 July 2020"]),
        (date(2015, 11, 6), date(2015, 12, 8), ["11 November 2015", "26 November 2015"]),
        # Veterans Day on a Sunday.
        (date(2018, 11, 8), date(2018, 12, 10), ["12 November 2018", "22 November 2018"]),
        # Christmas and New Year on Saturdays, kept on both Fridays, the second in the old year.
        (date(2021, 12, 15), date(2022, 1, 14), ["24 December 2021", "31 December 2021"]),
        # 29 February is a working day: 1-2 (2), 5-9, 12-16 (12), 20-23 (16), 26-29 (20).
        (date(2024, 1, 31), date(2024, 2, 29), ["19 February 2024"]),
    ],
)
def test_twenty_working_days_from_receipt(received: date, due: date, kept: list[str]) -> None:
    request = asked("us-foia", received)
    assert due_under(request, "determination") == [due]
    said = said_of(request, "determination")
    assert "20 working days counted" in said
    assert all(f"Not counted: {day}, " in said for day in kept)
    assert said.count("Not counted: ") == len(kept)


def test_a_date_says_its_start_its_holidays_by_name_its_pause_its_extension_and_its_end() -> None:
    request = asked("us-foia", date(2024, 8, 5))
    request.ask_clarification(by=None, on=date(2024, 8, 8), stops_clock=True)
    request.answer_clarification(by=None, on=date(2024, 8, 15))
    # 6-8 August (3); 16 (4), 19-23 (9), 26-30 (14), 3-6 September (18), 9-10 (20).
    assert due_under(request, "determination") == [date(2024, 9, 10)]
    more = rule("unusual_circumstances")
    request.extend(by=None, on=date(2024, 8, 20), rule=more)
    # Ten more: 11-13 (3), 16-20 (8), 23, 24.
    assert due_under(request, "determination") == [date(2024, 9, 24)]
    said = said_of(request, "determination")
    for words in (
        "Starts with receipt on 5 August 2024. That day is not counted.",
        "Extended by 10 working days on 20 August 2024",
        "30 working days counted",
        "Not counted: 2 September 2024, Labor Day.",
        "The clock stood still from 8 August 2024 to 15 August 2024",
        "Not counted because the clock stood still: 7 days.",
        "Ends on Tuesday, 24 September 2024",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Twenty days end on 30 July (the fourth left out); 31-2 August (3), 5-9 (8), 12, 13.
        (date(2024, 7, 1), date(2024, 8, 13)),
        # Twenty end on 3 September, after Labor Day; 4-6 (3), 9-13 (8), 16, 17.
        (date(2024, 8, 5), date(2024, 9, 17)),
    ],
)
def test_ten_working_days_more_in_unusual_circumstances(received: date, due: date) -> None:
    request = asked("us-foia", received)
    request.extend(by=None, on=received, rule=rule("unusual_circumstances"))
    assert due_under(request, "determination") == [due]


@pytest.mark.parametrize(
    ("authority", "decided", "reached_us", "due"),
    [
        # 31 July is the 31st day, 31 August the 62nd.
        ("", date(2016, 6, 30), None, [date(2016, 9, 28)]),
        ("", date(2016, 6, 29), None, []),
        # 31 December 30, 31 January 61, and a leap day.
        ("", date(2023, 12, 1), date(2023, 12, 20), [date(2024, 2, 29)]),
        (STATE, date(2023, 12, 5), date(2023, 12, 15), [date(2024, 3, 14)]),
        (STATE, date(2016, 6, 20), date(2016, 6, 29), []),
        (CIA, date(2021, 11, 1), date(2021, 11, 9), [date(2022, 1, 30)]),
        # July 21, August 22 (43), September 20 (63), October 22 (85), November 1, 4-7.
        (INTERIOR, date(2024, 7, 1), date(2024, 7, 9), [date(2024, 11, 7)]),
        (DIA, date(2016, 6, 29), None, [date(2016, 8, 28)]),
        (DIA, date(2016, 6, 30), None, [date(2016, 9, 28)]),
    ],
)
def test_an_appeal_is_filed_in_the_time_of_the_agency_or_else_of_the_statute(
    authority: str, decided: date, reached_us: date | None, due: list[date]
) -> None:
    request = asked("us-foia", date(2016, 5, 3), authority=authority)
    refused(request, decided, received_on=reached_us)
    assert due_under(request, "appeal_filing") == due


def test_what_the_letter_names_is_kept_beside_the_least_that_the_law_gives() -> None:
    request = asked("us-foia", date(2023, 11, 1))
    refused(request, date(2023, 12, 1), reply_by=date(2024, 3, 8))
    (right,) = terms_of(request, "appeal_filing")
    assert (right.due, right.stated_on) == (date(2024, 2, 29), date(2024, 3, 8))
    assert "the letter may give longer" in said_of(request, "appeal_filing")


def test_the_answer_to_an_appeal_is_due_in_twenty_working_days() -> None:
    request = refused(asked("us-foia", date(2024, 10, 1)), date(2024, 11, 1))
    appeal = appealed(request, "agency_appeal", date(2024, 12, 16))
    appeal.act("receive", by=None, on=date(2024, 12, 20))
    # 23-24 (2), 26-27 (4), 30-31 (6), 2-3 January (8), 6-10 (13), 13-17 (18), 21-22.
    assert due_under(request, "appeal_determination") == [date(2025, 1, 22)]
    said = said_of(request, "appeal_determination")
    assert "Not counted: 20 January 2025, Martin Luther King Jr. Day." in said


def test_a_refusal_about_fees_is_appealed_to_the_department_of_state_in_thirty_days() -> None:
    days = {"on": date(2024, 1, 20), "received_on": date(2024, 1, 31)}
    ours, others = (
        asked("us-foia", date(2024, 1, 5), authority=STATE),
        asked("us-foia", date(2024, 1, 5)),
    )
    for request in (ours, others):
        request.refuse_fee_waiver(by=None, **days)
    # 29 February is the 29th day.
    assert due_under(ours, "fee_or_expedite_appeal") == [date(2024, 3, 1)]
    assert due_under(others, "fee_or_expedite_appeal") == []


def test_a_suit_is_possible_for_six_years_after_silence_or_a_lost_appeal() -> None:
    silent = asked("us-foia", date(2024, 1, 31))
    assert due_under(silent, "litigation_limit") == [date(2030, 2, 28)]
    request = refused(asked("us-foia", date(2024, 10, 1)), date(2024, 10, 21))
    assert due_under(request, "litigation_limit") == []
    appeal = appealed(request, "agency_appeal", date(2024, 10, 22))
    appeal.act("receive", by=None, on=date(2024, 10, 23))
    appeal.act("decide", by=None, on=date(2024, 10, 31), outcome="affirmed")
    assert due_under(request, "litigation_limit") == [date(2030, 10, 31)]


# --- Mandatory declassification review -----------------------------------------------------------


def test_a_year_for_a_review_then_sixty_days_to_the_panel() -> None:
    request = asked("us-mdr", date(2024, 2, 29))
    assert due_under(request, "determination") == [date(2025, 2, 28)]
    # 31 March is the 31st day.
    assert due_under(request, "iscap_after_silence") == [date(2025, 4, 29)]
    assert "Months and years are counted by the calendar" in said_of(request, "determination")


@pytest.mark.parametrize(
    ("authority", "due", "is_estimated"),
    [("", date(2023, 3, 3), False), (CIA, date(2023, 2, 3), False)],
)
def test_a_refused_review_is_appealed_from_receipt_but_at_the_cia_from_mailing(
    authority: str, due: date, is_estimated: bool
) -> None:
    request = asked("us-mdr", date(2022, 5, 2), authority=authority)
    refused(request, date(2022, 12, 20), received_on=date(2023, 1, 2))
    (right,) = terms_of(request, "agency_appeal_filing")
    assert (right.due, right.computed.is_estimated) == (due, is_estimated)


def test_a_refusal_whose_arrival_is_not_recorded_counts_from_its_own_date_and_says_so() -> None:
    request = refused(asked("us-mdr", date(2022, 5, 2)), date(2022, 12, 20))
    # 31 December 11, 31 January 42, 18 February 60.
    assert due_under(request, "agency_appeal_filing") == [date(2023, 2, 18)]
    assert "its own date is taken, to be safe" in said_of(request, "agency_appeal_filing")


def mdr_on_appeal(received: date) -> tuple[AccessRequest, Appeal]:
    request = refused(asked("us-mdr", date(2022, 5, 2)), date(2022, 12, 1))
    appeal = appealed(request, "agency_appeal", date(2022, 12, 27))
    appeal.act("receive", by=None, on=received)
    return request, appeal


def test_a_hundred_and_eighty_days_for_the_appeal_then_sixty_to_the_panel() -> None:
    request, _ = mdr_on_appeal(date(2023, 1, 2))
    # 31 January 29, 28 February 57, 31 March 88, 30 April 118, 31 May 149, 30 June 179.
    assert due_under(request, "agency_appeal_decision") == [date(2023, 7, 1)]
    assert due_under(request, "iscap_after_appeal_silence") == [date(2023, 8, 30)]
    assert due_under(request, "iscap_after_final_denial") == []


def test_sixty_days_to_the_panel_from_receipt_of_the_agencys_last_word() -> None:
    request, appeal = mdr_on_appeal(date(2023, 11, 1))
    appeal.act(
        "decide",
        by=None,
        on=date(2023, 12, 15),
        outcome="affirmed",
        received_on=date(2024, 1, 2),
    )
    # 31 January 29, 29 February 58.
    assert due_under(request, "iscap_after_final_denial") == [date(2024, 3, 2)]
    assert due_under(request, "iscap_after_appeal_silence") == []


def test_an_agency_to_which_the_archives_referred_it_has_a_hundred_and_eighty_days() -> None:
    request = asked("us-mdr", date(2023, 8, 1), authority=ARCHIVES)
    request.refer(by=None, on=date(2023, 9, 3), party="the agency of origin")
    # 30 September 27, 31 October 58, November 88, December 119, January 150, 29 February 179.
    assert due_under(request, "nara_referral_determination") == [date(2024, 3, 1)]


def test_excisions_opened_in_a_presidential_library_are_appealed_in_sixty_days() -> None:
    request = asked("us-mdr", date(2019, 8, 1))
    request.record_public_release(by=None, on=date(2019, 12, 31))
    assert due_under(request, "presidential_library_appeal") == [date(2020, 2, 29)]


def test_the_same_document_is_asked_for_again_after_two_years() -> None:
    request = refused(asked("us-mdr", date(2019, 8, 1)), date(2020, 2, 29))
    (again,) = terms_of(request, "re_request_bar")
    assert (again.due, again.term.bound) == (date(2022, 2, 28), Bound.EARLIEST)


# --- The panel, and notice to the Presidents ------------------------------------------------------


def test_the_panel_has_no_time_and_its_date_says_so() -> None:
    request = asked("us-iscap", date(2023, 1, 10))
    assert due_under(request, "panel_decision") == [None]
    assert "sets no time for this (decision of the panel)" in said_of(request, "panel_decision")
    assert not request.clock(date(2026, 1, 1)).is_overdue


def test_the_petition_of_an_agency_head_has_neither_start_nor_time() -> None:
    petition = DeadlineRule.objects.get(code="agency_head_petition")
    assert (petition.amount, petition.start_event) == (None, "")
    request = refused(asked("us-iscap", date(2023, 1, 10)), date(2024, 1, 10))
    assert due_under(request, "agency_head_petition") == []


def test_sixty_working_days_for_the_two_presidents_and_thirty_more_once() -> None:
    request = asked("us-pra", date(2024, 10, 1))
    request.record_notice(by=None, on=date(2024, 11, 4))
    # November 17 (without the 11th and 28th), December 21 (38), January 21 (59), 3 February.
    assert due_under(request, "notice") == [date(2025, 2, 3)]
    more = rule("notice_extension", "us-pra")
    request.extend(by=None, on=date(2025, 1, 28), rule=more)
    # February 18 (without the 17th), 3-7 March (23), 10-14 (28), 17, 18.
    assert due_under(request, "notice") == [date(2025, 3, 18)]
    assert "Extended by 30 working days on 28 January 2025" in said_of(request, "notice")
