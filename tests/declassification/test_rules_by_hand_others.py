"""Dates that run from the age of a document, laws without a time, and days in far time zones."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from collections_app.models import ExemptionCode, Status
from declassification.deciding import Ruling, decide_document
from declassification.desk.time import automatic_dates
from declassification.models import RequestKind
from declassification.stages import Stage
from tests.declassification.by_hand import asked, due_under, said_of
from tests.declassification.make import law, make_authority, make_document, make_request
from tests.make import make_item

pytestmark = pytest.mark.django_db
MIDDLE_OF_JANUARY = date(2026, 1, 15)
AT_25 = "automatic declassification at 25 years"
CONFIDENTIEL = "review of what is marked Confidentiel"


def dated(day: str, scheme: str, level: str = "secret") -> Any:
    item = make_item(date_edtf=day)
    type(item).objects.filter(pk=item.pk).update(
        marking_scheme=scheme,
        marking_level=level,
        declassification_status=Status.CLASSIFIED,
    )
    return item


def to_come() -> dict[str, date | None]:
    """Return what the desk announces on 15 January 2026: rule and day."""
    lines = automatic_dates(MIDDLE_OF_JANUARY, None).lines
    return {line.cells[2].partition(": ")[2]: line.day for line in lines}


@pytest.mark.parametrize(
    ("written", "scheme", "level", "name", "day"),
    [
        # To 31 December of the year in which the term ends, on both edges of the year.
        ("2001-01-01", "us", "secret", AT_25, (2026, 12, 31)),
        ("2001-12-31", "us", "secret", AT_25, (2026, 12, 31)),
        ("2007-12-31", "be", "confidential", CONFIDENTIEL, (2027, 12, 31)),
        # Thirty and fifty years after a leap day there is none.
        ("1996-02-29", "be", "secret", "review of what is marked Secret", (2026, 2, 28)),
        ("1976-02-29", "be", "top_secret", "review of what is marked Très secret", (2026, 2, 28)),
        ("1926-04-06", "be", "top_secret", "end of every classification", (2026, 4, 6)),
        ("2006-01-30", "un", "confidential", "opening at 20 years", (2026, 1, 30)),
        ("1997-04-07", "nato", "secret", "examination for disclosure at 30 years", (2027, 4, 7)),
    ],
)
def test_the_desk_announces_the_day_on_which_a_document_comes_of_age(
    written: str, scheme: str, level: str, name: str, day: tuple[int, int, int]
) -> None:
    dated(written, scheme, level)
    assert to_come() == {name: date(*day)}


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("1976-03-15", "50X1-HUM", "automatic declassification at 50 years"),
        ("1951-03-15", "75X1", "automatic declassification at 75 years"),
    ],
)
def test_what_was_exempted_longer_is_announced_where_that_exemption_was_cited(
    written: str, code: str, name: str
) -> None:
    item = dated(written, "us")
    assert to_come() == {}
    request = make_request(stage=Stage.RECEIVED, regime=law("us-mdr"), kind=RequestKind.MDR)
    exemption, _ = ExemptionCode.objects.get_or_create(
        code=code, defaults={"scheme": "EO13526", "label_en": code, "explanation_en": code}
    )
    ruling = Ruling("withheld", exemptions={exemption: ""})
    decide_document(make_document(request=request, item=item), ruling, by=None, on=date(2016, 6, 1))
    assert to_come() == {name: date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("code", "rule", "name"),
    [
        ("un-arms", "early_or_classified_request", "answer to the request"),
        ("irmct", "request", "answer to the request"),
    ],
)
def test_a_request_under_a_law_without_a_time_is_never_overdue_and_says_why(
    code: str, rule: str, name: str
) -> None:
    request = asked(code, date(2016, 2, 29))
    assert due_under(request, rule) == [None]
    assert said_of(request, rule) == f"{law(code).name} sets no time for this ({name})."
    assert not request.clock(date(2026, 1, 1)).is_overdue
    assert not request.deadlines.overdue(date(2026, 1, 1)).exists()


def test_laws_without_rules_for_requests_give_no_dates() -> None:
    for code in ("nato", "be-classif", "rw"):
        request = asked(code, date(2016, 2, 29))
        assert request.clock().running == ()


@pytest.mark.parametrize(
    ("zone", "is_there_already"),
    [("America/New_York", False), ("Africa/Kigali", True), ("Europe/Paris", True)],
)
def test_late_in_the_evening_in_washington_it_is_the_next_day_in_kigali(
    zone: str, is_there_already: bool
) -> None:
    with time_machine.travel("2026-07-01 03:30", tick=False):
        request = make_request(authority=make_authority(time_zone=zone), stage=Stage.SENT)
        if is_there_already:
            request.record_receipt(by=None, on=date(2026, 7, 1))
            # 2 July (1), the third is kept for the fourth, 6-10 (6), 13-17, 20-24 (16), 27-30.
            assert due_under(request, "determination") == [date(2026, 7, 30)]
        else:
            with pytest.raises(ValidationError, match="lies in the future: it is 30 June 2026"):
                request.record_receipt(by=None, on=date(2026, 7, 1))


def test_a_date_passes_when_the_day_ends_where_the_authority_is() -> None:
    for zone, is_overdue in (("America/New_York", False), ("Africa/Kigali", True)):
        request = asked("us-foia", date(2024, 8, 5))
        type(request.authority).objects.filter(pk=request.authority_id).update(time_zone=zone)
        with time_machine.travel("2024-09-04 03:30", tick=False):
            fresh = type(request).objects.get(pk=request.pk)
            assert fresh.clock().is_overdue is is_overdue
            assert fresh.deadlines.overdue().exists() is is_overdue
