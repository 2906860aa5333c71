"""The laws as data: what the migration enters, and what real requests say about it."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from declassification.deadlines import due
from declassification.models import DeadlineRule, LegalRegime, WorkingCalendar
from declassification.terms import Start

SPREADSHEET_EPOCH = date(1899, 12, 30)

pytestmark = pytest.mark.django_db


def test_two_laws_are_entered_with_source_and_verification() -> None:
    assert set(LegalRegime.objects.values_list("code", flat=True)) == {"us-foia", "fr-crpa"}
    rules = DeadlineRule.objects.all()
    assert Counter(rules.values_list("regime__code", flat=True)) == {"us-foia": 5, "fr-crpa": 5}
    assert not rules.filter(source="").exists()
    assert set(rules.filter(verification="memory").values_list("code", flat=True)) == {
        "litigation_limit"
    }


@pytest.mark.parametrize(
    ("code", "amount", "unit", "refuses"),
    [
        ("determination", 20, "working_day", False),
        ("silence_refusal", 1, "month", True),
        ("cada_referral", 2, "month", False),
        ("appeal_filing", 90, "calendar_day", False),
        ("unusual_circumstances", 10, "working_day", False),
        ("confirmed_refusal", 2, "month", True),
    ],
)
def test_a_rule_says_how_long_and_whether_silence_refuses(
    code: str, amount: int, unit: str, refuses: bool
) -> None:
    rule = DeadlineRule.objects.get(code=code)
    assert (rule.amount, rule.unit, rule.lapse_is_refusal) == (amount, unit, refuses)
    rule.full_clean()


def test_each_law_has_one_rule_for_the_answer() -> None:
    answers = DeadlineRule.objects.filter(is_answer=True)
    assert set(answers.values_list("code", flat=True)) == {"determination", "silence_refusal"}


def test_a_rule_in_working_days_without_a_calendar_can_not_be_kept() -> None:
    rule = DeadlineRule.objects.filter(code="determination")
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.update(calendar=None)


@pytest.mark.parametrize(
    "wrong",
    [{"country": "XX"}, {"subdivision": "ZZ"}, {"weekend": "7"}, {"weekend": "0,1,2,3,4,5,6"}],
)
def test_a_calendar_that_can_not_be_is_refused_at_its_field(wrong: dict[str, str]) -> None:
    calendar = WorkingCalendar(**({"code": "c", "name": "C", "country": "US"} | wrong))
    with pytest.raises(ValidationError) as refusal:
        calendar.full_clean()
    assert set(refusal.value.message_dict) == set(wrong)


def test_kinds_of_request_under_a_law_are_known_codes() -> None:
    regime = LegalRegime(code="x", name="X", citation="x", request_kinds=["wish"])
    with pytest.raises(ValidationError, match="Write a list of these codes"):
        regime.full_clean()


def day_of(cell: str) -> date | None:
    """Read a date of the logs: ISO, or the serial number of a spreadsheet; else there is none."""
    cell = cell.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"\d{5}(\.0)?", cell):
        return SPREADSHEET_EPOCH + timedelta(days=int(float(cell)))
    return None


def test_twenty_working_days_reproduce_what_an_agency_computed(shared_data: Path) -> None:
    term = DeadlineRule.objects.get(code="determination").term()
    usable = same = 0
    for log in sorted((shared_data / "foia-logs").glob("*.csv")):
        with log.open(newline="", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                received, stated = day_of(row["received"]), day_of(row["due_as_stated_by_agency"])
                if received and stated and stated > received:
                    usable += 1
                    same += due(term, Start("receipt", received)).due == stated
    assert (usable, same) == (2142, 1880)
