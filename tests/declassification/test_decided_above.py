"""After a level has decided it is not offered again; the desk and the request say the same."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from lxml import html

from declassification.models import AccessRequest, Appeal, begin_appeal, remedy_warnings
from tests.declassification.by_hand import appealed, asked, refused, terms_of
from tests.declassification.desks import change

pytestmark = pytest.mark.django_db
DESK = "/admin/declassification/desk/"
TODAY = "2026-11-22 09:00"


def remedies(desk: Client) -> str:
    page = html.fromstring(desk.get(DESK).content.decode())
    (found,) = page.xpath("//section[@id='remedies']")
    return " ".join(found.text_content().split())


def page_of(desk: Client, request: AccessRequest) -> str:
    return " ".join(desk.get(change(request)).content.decode().split())


def silent() -> AccessRequest:
    request = asked("us-mdr", date(2025, 1, 13))
    request.refer(by=None, on=date(2025, 3, 1), party="Department of State")
    return request


def before_the_panel(against: str = "silence") -> tuple[AccessRequest, Appeal]:
    request = silent()
    filed = date(2026, 2, 10)
    panel = begin_appeal(request, level="iscap", against=against, by=None, on=filed)
    panel.act("file", by=None, on=filed)
    return request, panel


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize("against", ["silence", "denial"])
@pytest.mark.parametrize("outcome", ["reversed_part", "affirmed", "reversed_full", "remanded"])
def test_a_panel_that_has_decided_on_silence_is_not_offered_again(
    outcome: str, against: str, desk: Client
) -> None:
    request, panel = before_the_panel(against)
    panel.act("decide", by=None, on=date(2026, 9, 1), outcome=outcome)
    shown = remedies(desk)
    assert "within 60 days" not in shown
    assert request.number not in shown
    fresh = AccessRequest.objects.get(pk=request.pk)
    assert not fresh.clock().is_overdue
    assert "days over" not in page_of(desk, request)
    assert "1 September 2026" in page_of(desk, request)
    (warning,) = remedy_warnings(fresh, "iscap", date(2026, 10, 1))
    assert "was decided already" in warning
    assert terms_of(request, "iscap_after_silence")[0].met_on == date(2026, 2, 10)


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize("outcome", ["untimely", None])
def test_who_has_not_ruled_on_the_matter_leaves_the_authority_overdue(
    outcome: str | None, desk: Client
) -> None:
    request, panel = before_the_panel()
    if outcome:
        panel.act("decide", by=None, on=date(2026, 9, 1), outcome=outcome)
    assert "answer to the request overdue by 313 days" in remedies(desk)
    assert "within 60 days" not in remedies(desk)
    assert AccessRequest.objects.get(pk=request.pk).clock().is_overdue


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("law", "level", "against", "outcome"),
    [
        ("us-foia", "agency_appeal", "fee", "affirmed"),
        ("us-foia", "agency_appeal", "speed", "reversed_full"),
        ("us-foia", "mediation", "silence", "settled"),
        ("fr-derogation", "regulator", "silence", "favourable"),
    ],
)
def test_what_does_not_rule_on_silence_leaves_the_answer_owed(
    law: str, level: str, against: str, outcome: str
) -> None:
    request, filed = asked(law, date(2025, 1, 13)), date(2026, 2, 10)
    appeal = begin_appeal(request, level=level, against=against, by=None, on=filed)
    appeal.act("file", by=None, on=filed)
    appeal.act("decide", by=None, on=date(2026, 9, 1), outcome=outcome)
    clock = AccessRequest.objects.get(pk=request.pk).clock()
    assert clock.is_overdue
    assert request.deadlines.overdue().filter(is_answer=True).exists()


@time_machine.travel(TODAY, tick=False)
def test_what_was_refused_on_a_part_and_appealed_leaves_the_rest_overdue() -> None:
    request = refused(asked("us-mdr", date(2025, 1, 13)), date(2025, 12, 1))
    request.reopen(by=None, on=date(2025, 12, 20), note="They look again.")
    appeal = appealed(request, "agency_appeal", date(2026, 1, 20))
    appeal.act("decide", by=None, on=date(2026, 3, 2), outcome="affirmed")
    clock = AccessRequest.objects.get(pk=request.pk).clock()
    assert "taken up again" in " ".join(clock.answer.explanation if clock.answer else ())


@time_machine.travel("2026-02-20 09:00", tick=False)
def test_a_remedy_that_silence_opened_is_named_while_it_can_be_used(desk: Client) -> None:
    silent()
    assert "the classification appeals panel can be asked, within 60 days" in remedies(desk)


@time_machine.travel("2026-04-20 09:00", tick=False)
def test_a_remedy_whose_time_has_passed_is_not_named_as_open(desk: Client) -> None:
    silent()
    shown = remedies(desk)
    assert "answer to the request overdue by 97 days" in shown
    assert "within 60 days" not in shown
    assert "the time for this ended on 14 Mar" in shown


@time_machine.travel("2026-02-20 09:00", tick=False)
def test_the_page_of_a_request_tells_every_term_of_theirs_that_the_desk_tells(
    desk: Client,
) -> None:
    request = silent()
    words = "answer of an agency to which the National Archives referred it"
    assert f"{words} overdue by 176 days" in remedies(desk)
    shown = page_of(desk, request)
    assert f"Theirs: {words} until 28 August 2025" in shown
    assert "176 days over" in shown
