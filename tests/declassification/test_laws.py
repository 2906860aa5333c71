"""The laws as data: what the migration enters, and what real requests say about it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from collections_app.models import ExemptionCode
from declassification.models import Authority, DeadlineRule, LegalRegime, WorkingCalendar
from tests.declassification.make import rule as rule_of

pytestmark = pytest.mark.django_db


def studied(shared_data: Path) -> dict[str, Any]:
    """Read the laws as they were studied, to see that none was left out."""
    return json.loads((shared_data.parent / "design" / "legal-regimes.json").read_text())


def test_every_law_and_rule_that_was_studied_is_entered(shared_data: Path) -> None:
    known = set(DeadlineRule.objects.values_list("regime__code", "code"))
    wanted = {
        (law["code"], rule["code"])
        for law in studied(shared_data)["regimes"]
        for rule in law["rules"]
    }
    assert len(wanted) == 44
    assert wanted <= known
    assert known - wanted == {
        ("us-pra", "notice_extension"),
        ("us-foia", "appeal_unusual_circumstances"),
    }
    codes = {law["code"] for law in studied(shared_data)["regimes"]}
    assert set(LegalRegime.objects.values_list("code", flat=True)) == codes
    assert len(codes) == 14


def test_every_rule_names_its_source_and_can_be_kept() -> None:
    assert not DeadlineRule.objects.filter(source="").exists()
    for rule in DeadlineRule.objects.select_related("regime"):
        rule.full_clean()
    for record in [*LegalRegime.objects.all(), *WorkingCalendar.objects.all()]:
        record.full_clean()
    for authority in Authority.objects.all():
        authority.full_clean()
        assert not authority.is_public()


def test_every_exemption_entered_fits_its_columns_on_any_database() -> None:
    for exemption in ExemptionCode.objects.all():
        exemption.full_clean()
    assert ExemptionCode.objects.filter(scheme="UN").count() == 2


def test_what_is_from_memory_is_marked_until_somebody_confirms_it() -> None:
    from_memory = DeadlineRule.objects.filter(verification="memory")
    assert set(from_memory.values_list("regime__code", "code")) == {
        ("us-foia", "litigation_limit"),
        ("us-auto", "at_25"),
        ("uk-foia", "ico_complaint"),
    }
    assert not any(rule.is_verified for rule in from_memory)


def test_rules_of_one_authority_stand_beside_the_general_one() -> None:
    own = DeadlineRule.objects.exclude(authority=None)
    assert set(own.values_list("authority__name", "code", "amount", "unit")) == {
        ("United States Department of State", "appeal_filing", 90, "calendar_day"),
        ("United States Department of State", "fee_or_expedite_appeal", 30, "calendar_day"),
        ("Central Intelligence Agency", "appeal_filing", 90, "calendar_day"),
        ("Central Intelligence Agency", "agency_appeal_filing", 45, "calendar_day"),
        ("United States Department of the Interior", "appeal_filing", 90, "working_day"),
        ("Defense Intelligence Agency", "appeal_filing", 60, "calendar_day"),
    }


@pytest.mark.parametrize(
    ("law", "code", "amount", "unit", "refuses"),
    [
        ("us-foia", "determination", 20, "working_day", False),
        ("fr-crpa", "silence_refusal", 1, "month", True),
        ("fr-crpa", "cada_referral", 2, "month", False),
        ("us-foia", "appeal_filing", 90, "calendar_day", False),
        ("us-foia", "unusual_circumstances", 10, "working_day", False),
        ("fr-crpa", "confirmed_refusal", 2, "month", True),
    ],
)
def test_a_rule_says_how_long_and_whether_silence_refuses(
    law: str, code: str, amount: int, unit: str, refuses: bool
) -> None:
    rule = rule_of(code, law)
    assert (rule.amount, rule.unit, rule.lapse_is_refusal) == (amount, unit, refuses)
    rule.full_clean()


def test_no_law_has_two_rules_for_the_answer() -> None:
    answers = list(DeadlineRule.objects.filter(is_answer=True).values_list("regime", flat=True))
    assert len(answers) == len(set(answers)) == 9


def test_a_rule_in_working_days_without_a_calendar_can_not_be_kept() -> None:
    rule = DeadlineRule.objects.filter(code="determination", regime__code="us-foia")
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


def test_twenty_working_days_reproduce_what_an_agency_computed(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_deadlines", shared_data / "foia-logs")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("87.8 % of 2,142 usable rows of 2,161 (1,880)")
    assert lines[2].split() == ["21", "days", "(+1):", "31", "rows"]


def test_a_log_is_read_whatever_its_style_of_dates_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["2016-05-03,2016-06-01", "42493.0,42522.0", "5/3/2016,6/2/2016", "-,2016-06-01", "x,"]
    (tmp_path / "log.csv").write_text("Received,Due\n" + "\n".join(rows))
    call_command("check_deadlines", tmp_path)
    words = capsys.readouterr().out
    assert words.startswith("66.7 % of 3 usable rows of 5 (2)")
    assert "21 days (+1): 1 rows" in words


def test_what_is_no_log_is_named_and_the_run_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="There is no log"):
        call_command("check_deadlines", tmp_path)
    (tmp_path / "a.csv").write_text("received,closed\n")
    (tmp_path / "b.csv").write_text("received,due\n2016-05-03,2016-06-01\n")
    (tmp_path / "c.csv").write_bytes(b"received,due\n\xff\xfe\n")
    with pytest.raises(CommandError, match="Not every log"):
        call_command("check_deadlines", tmp_path)
    captured = capsys.readouterr()
    assert captured.out.startswith("100.0 % of 1 usable rows")
    assert "a.csv: no column is named due_as_stated_by_agency or due" in captured.err
    assert "c.csv: not a table" in captured.err
