"""The deadline engine against dates counted by hand on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declassification.deadlines import OverlappingPauses, due, elapsed, later
from declassification.terms import (
    Actor,
    Bound,
    Extension,
    Pause,
    Start,
    Term,
    Unit,
    WorkingDays,
)

US = WorkingDays("US federal working days", country="US")
NO_HOLIDAYS = WorkingDays("weekdays")
TWENTY = Term("answer to the request", 20, Unit.WORKING_DAY, US, law="Freedom of Information Act")
TEN_MORE = Term("more time", 10, Unit.WORKING_DAY, US)
MONTH = Term("answer to the request", 1, Unit.MONTH, law="CRPA")


def receipt(*day: int) -> Start:
    return Start("receipt", date(*day))


@pytest.mark.parametrize(
    ("received", "expected", "holidays"),
    [
        # Memorial Day, 30 May 2016.
        ((2016, 5, 3), date(2016, 6, 1), ["Memorial Day"]),
        # No holiday between.
        ((2016, 3, 1), date(2016, 3, 29), []),
        # Veterans Day and Thanksgiving Day 2010.
        ((2010, 11, 1), date(2010, 12, 1), ["Veterans Day", "Thanksgiving Day"]),
        # Received on a Saturday: the first day counted is Monday.
        ((2016, 3, 5), date(2016, 4, 1), []),
        # Independence Day 2020 fell on a Saturday and was kept on Friday, 3 July.
        ((2020, 6, 15), date(2020, 7, 14), ["Independence Day (observed)"]),
        # Christmas 2011 fell on a Sunday and was kept on Monday; New Year's Day 2012 likewise.
        (
            (2011, 12, 12),
            date(2012, 1, 11),
            ["Christmas Day (observed)", "New Year's Day (observed)"],
        ),
        # Christmas and New Year's Day across the turn of 2021: both kept on a Friday before.
        (
            (2021, 12, 13),
            date(2022, 1, 12),
            ["Christmas Day (observed)", "New Year's Day (observed)"],
        ),
        # Juneteenth is a holiday from 2021 on, not before.
        ((2020, 6, 1), date(2020, 6, 29), []),
        ((2022, 6, 1), date(2022, 6, 30), ["Juneteenth National Independence Day (observed)"]),
        # Across 29 February 2016.
        ((2016, 2, 16), date(2016, 3, 15), []),
    ],
)
def test_twenty_us_working_days(
    received: tuple[int, int, int], expected: date, holidays: list[str]
) -> None:
    found = due(TWENTY, receipt(*received))
    assert found.due == expected
    assert [name for _, name in found.skipped] == holidays
    assert found.counted == 20


def test_the_day_of_the_start_event_is_not_counted_and_the_explanation_says_so() -> None:
    one_day = Term("answer", 1, Unit.WORKING_DAY, NO_HOLIDAYS)
    found = due(one_day, receipt(2016, 5, 3))
    assert found.due == date(2016, 5, 4)
    assert any("That day is not counted." in line for line in found.explanation)


def test_the_explanation_names_start_count_holidays_and_end() -> None:
    words = " ".join(due(TWENTY, receipt(2016, 5, 3)).explanation)
    assert "Freedom of Information Act allows 20 working days from receipt" in words
    assert "Starts with receipt on 3 May 2016." in words
    assert "20 working days counted (US federal working days)" in words
    assert "Not counted: 30 May 2016, Memorial Day." in words
    assert "Ends on Wednesday, 1 June 2016" in words


def test_an_estimated_start_is_said_to_be_estimated() -> None:
    start = Start("receipt", date(2016, 5, 3), is_estimated=True, how="it was sent a week before.")
    found = due(TWENTY, start)
    assert found.is_estimated
    assert "estimated as 3 May 2016: it was sent a week before." in " ".join(found.explanation)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        (date(2023, 1, 31), 1, Unit.MONTH, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, Unit.MONTH, date(2024, 2, 29)),
        (date(2023, 1, 30), 1, Unit.MONTH, date(2023, 2, 28)),
        (date(2023, 3, 31), 1, Unit.MONTH, date(2023, 4, 30)),
        (date(2023, 2, 28), 1, Unit.MONTH, date(2023, 3, 28)),
        (date(2023, 12, 31), 2, Unit.MONTH, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, Unit.MONTH, date(2024, 1, 15)),
        (date(2024, 2, 29), 1, Unit.YEAR, date(2025, 2, 28)),
        (date(2020, 2, 29), 4, Unit.YEAR, date(2024, 2, 29)),
        (date(2016, 5, 3), 6, Unit.YEAR, date(2022, 5, 3)),
        (date(2016, 5, 3), 6, Unit.WEEK, date(2016, 6, 14)),
        (date(2015, 12, 15), 90, Unit.CALENDAR_DAY, date(2016, 3, 14)),
        (date(2016, 2, 1), 60, Unit.CALENDAR_DAY, date(2016, 4, 1)),
    ],
)
def test_months_and_years_follow_the_calendar(
    start: date, amount: int, unit: str, expected: date
) -> None:
    assert later(start, amount, unit) == expected
    assert due(Term("t", amount, unit), Start("receipt", start)).due == expected


def test_a_term_may_run_on_to_the_end_of_the_year() -> None:
    at_25 = Term("automatic declassification", 25, Unit.YEAR, to_year_end=True)
    assert due(at_25, Start("date of the document", date(1994, 4, 7))).due == date(2019, 12, 31)


def test_a_pause_stops_the_count_and_the_rest_is_counted_after_it() -> None:
    pause = Pause(date(2016, 5, 10), date(2016, 5, 24), "clarification")
    found = due(TWENTY, receipt(2016, 5, 3), pauses=[pause])
    # Counted: 4-6, 9, 10 May (5 days); then 25-27 May (3), 31 May - 3 June (4), 6-10 and 13-15.
    assert found.due == date(2016, 6, 15)
    assert found.paused_days == 14
    assert "stood still from 10 May 2016 to 24 May 2016: clarification." in " ".join(
        found.explanation
    )


def test_a_pause_moves_a_month_by_its_days() -> None:
    pause = Pause(date(2023, 2, 10), date(2023, 2, 15), "clarification")
    assert due(MONTH, receipt(2023, 1, 31), pauses=[pause]).due == date(2023, 3, 5)


def test_two_pauses_add_up() -> None:
    pauses = [
        Pause(date(2023, 2, 20), date(2023, 2, 22), "fee"),
        Pause(date(2023, 2, 10), date(2023, 2, 15), "clarification"),
    ]
    assert due(MONTH, receipt(2023, 1, 31), pauses=pauses).due == date(2023, 3, 7)


def test_a_pause_after_the_end_changes_nothing() -> None:
    pause = Pause(date(2016, 6, 2), date(2016, 7, 1), "fee")
    found = due(TWENTY, receipt(2016, 5, 3), pauses=[pause])
    assert found.due == date(2016, 6, 1)
    assert found.pauses == ()


def test_an_open_pause_leaves_no_due_date() -> None:
    found = due(TWENTY, receipt(2016, 5, 3), pauses=[Pause(date(2016, 5, 10), None, "fee")])
    assert found.due is None
    assert found.paused_since == date(2016, 5, 10)
    assert found.counted == 5
    assert "There is no due date until the clock goes on." in found.explanation


def test_overlapping_pauses_are_refused() -> None:
    first, second = (
        Pause(date(2016, 5, 10), date(2016, 5, 20), "fee"),
        Pause(date(2016, 5, 19), date(2016, 5, 25), "clarification"),
    )
    with pytest.raises(OverlappingPauses, match="10 May 2016 and from 19 May 2016 overlap"):
        due(TWENTY, receipt(2016, 5, 3), pauses=[first, second])
    with pytest.raises(OverlappingPauses):
        due(TWENTY, receipt(2016, 5, 3), pauses=[Pause(date(2016, 5, 10), None, "fee"), second])


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        due(TWENTY, receipt(2016, 5, 3), pauses=[Pause(date(2016, 5, 10), date(2016, 5, 9), "")])


def test_an_extension_is_counted_on_from_the_end_of_the_term() -> None:
    found = due(TWENTY, receipt(2016, 5, 3), extensions=[Extension(TEN_MORE, date(2016, 5, 20))])
    assert found.due == date(2016, 6, 15)
    assert found.counted == 30
    assert "Extended by 10 working days on 20 May 2016 (more time)." in found.explanation


def test_a_pause_within_an_extension_moves_it() -> None:
    found = due(
        TWENTY,
        receipt(2016, 5, 3),
        pauses=[Pause(date(2016, 6, 3), date(2016, 6, 10), "fee")],
        extensions=[Extension(TEN_MORE, date(2016, 5, 20))],
    )
    assert found.due == date(2016, 6, 22)


def test_a_closure_of_the_authority_is_skipped_by_name() -> None:
    closed = WorkingDays("US", country="US", closures=((date(2016, 5, 17), "closed by a flood"),))
    found = due(Term("answer", 20, Unit.WORKING_DAY, closed), receipt(2016, 5, 3))
    assert found.due == date(2016, 6, 2)
    assert (date(2016, 5, 17), "closed by a flood") in found.skipped


def test_another_weekend_is_another_weekend() -> None:
    friday_and_saturday = WorkingDays("w", weekend=frozenset({4, 5}))
    found = due(Term("answer", 5, Unit.WORKING_DAY, friday_and_saturday), receipt(2016, 5, 5))
    assert found.due == date(2016, 5, 12)


def test_a_rule_without_a_time_has_no_due_date_and_says_so() -> None:
    found = due(Term("decision", None, "", law="Access policy"), receipt(2016, 5, 3))
    assert found.due is None
    assert found.explanation == ("Access policy sets no time for this (decision).",)


def test_working_days_without_a_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="names no calendar"):
        due(Term("answer", 20, Unit.WORKING_DAY), receipt(2016, 5, 3))


def test_our_own_minimum_says_that_the_letter_may_give_longer() -> None:
    term = Term(
        "appeal", 90, Unit.CALENDAR_DAY, actor=Actor.REQUESTER, bound=Bound.MINIMUM, on_lapse="lost"
    )
    found = due(term, Start("the decision", date(2016, 8, 1)))
    assert found.due == date(2016, 10, 30)
    assert "The rule as recorded does not move a date that falls on a weekend." in found.explanation
    assert "This is the least the law gives: the letter may give longer." in found.explanation
    assert "If it passes: lost." in found.explanation


def test_time_taken_is_counted_by_the_same_rules() -> None:
    assert elapsed(date(2016, 5, 3), date(2016, 6, 1), US) == 20
    assert elapsed(date(2016, 5, 3), date(2016, 6, 1), None) == 29
    pause = Pause(date(2016, 5, 10), date(2016, 5, 24), "fee")
    assert elapsed(date(2016, 5, 3), date(2016, 6, 15), US, [pause]) == 20


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


@given(start=days, amount=st.integers(min_value=1, max_value=60))
def test_working_days_end_on_a_working_day_and_count_back(start: date, amount: int) -> None:
    found = due(Term("answer", amount, Unit.WORKING_DAY, US), Start("receipt", start))
    assert found.due is not None
    assert not US.is_weekend(found.due)
    assert not US.why_closed(found.due)
    assert elapsed(start, found.due, US) == amount


@given(start=days, months=st.integers(min_value=1, max_value=60))
def test_months_end_in_the_month_they_name(start: date, months: int) -> None:
    end = later(start, months, Unit.MONTH)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(start=days, length=st.integers(min_value=0, max_value=40), offset=st.integers(0, 40))
def test_a_pause_never_brings_a_date_nearer(start: date, length: int, offset: int) -> None:
    pause = Pause(
        start + timedelta(days=offset), start + timedelta(days=offset + length), "clarification"
    )
    plain = due(MONTH, Start("receipt", start)).due
    moved = due(MONTH, Start("receipt", start), pauses=[pause]).due
    assert plain is not None
    assert moved is not None
    assert moved - plain in (timedelta(days=length), timedelta(days=0))
    assert moved >= plain
