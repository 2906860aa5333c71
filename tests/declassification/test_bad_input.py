"""What can not be is refused with its reason, by the deed and at its field on the page alike."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from declassification.deadlines import OverlappingPauses, due
from declassification.deciding import Ruling, decide_document
from declassification.models import (
    AccessRequest,
    DeadlineRule,
    Decision,
    NeverChanged,
    Refused,
    RequestEvent,
    begin_appeal,
)
from declassification.stages import Outcome, Stage
from declassification.terms import Pause, Start
from tests.declassification.desks import LIST, act, answers, change, form_facts
from tests.declassification.make import (
    LATER,
    RECEIVED,
    make_appeal,
    make_document,
    make_request,
    rule,
)
from tests.make import make_item

pytestmark = pytest.mark.django_db
BEFORE = date(2016, 5, 2)
RULES = "/admin/declassification/deadlinerule/"


def refusal_of(response: Any, field: str) -> str:
    """Return what the page says at a field; the page is shown again and nothing was done."""
    assert response.status_code == 200, response
    return " ".join(response.context["form"].errors[field])


def on_top(response: Any) -> str:
    assert response.status_code == 200, response
    return " ".join(response.context["form"].non_field_errors())


def decide_url(request: AccessRequest) -> str:
    document = make_document(request=request, item=make_item(published=True))
    name = "admin:declassification_accessrequest_decide"
    return reverse(name, args=[request.pk, document.pk])


def tomorrow_of(request: AccessRequest) -> date:
    return request.authority.today() + timedelta(days=1)


# --- A decision before receipt -------------------------------------------------------------------


def test_a_decision_before_receipt_is_refused_by_the_deed() -> None:
    request = make_request(stage=Stage.RECEIVED)
    document = make_document(request=request, item=make_item(published=True))
    for deed in (
        lambda: request.decide(by=None, on=BEFORE, outcome=Outcome.NO_RECORDS),
        lambda: decide_document(document, Ruling("withheld"), by=None, on=BEFORE),
    ):
        with pytest.raises(ValidationError) as refusal:
            deed()
        words = "2 May 2016 is before 3 May 2016, when the request was received."
        assert refusal.value.message_dict == {"on": [words]}


def test_a_decision_before_receipt_is_refused_at_its_field(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    facts = answers(request, on=str(BEFORE), outcome="no_records")
    words = refusal_of(desk.post(act(request, "decide"), facts), "on")
    assert words == "2 May 2016 is before 3 May 2016, when the request was received."
    ruling = {"determination": "withheld", "access_condition": "not_reviewed"}
    document = desk.post(decide_url(request), answers(request, on=str(BEFORE), **ruling))
    assert "is before 3 May 2016" in refusal_of(document, "on")
    assert not Decision.objects.exists()


def test_a_decision_on_what_was_never_received_is_refused_on_the_page(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    facts = answers(request, outcome="no_records")
    assert "Possible now: Record its receipt" in on_top(desk.post(act(request, "decide"), facts))
    request.refresh_from_db()
    assert request.stage == Stage.SENT


# --- More time without a rule --------------------------------------------------------------------


def test_more_time_without_a_rule_of_this_law_is_refused_by_the_deed() -> None:
    request = make_request(stage=Stage.RECEIVED)
    for wrong in (None, rule("determination"), rule("notice_extension", "us-pra")):
        with pytest.raises(ValidationError, match="only under a rule of this law") as refusal:
            request.extend(by=None, on=LATER, rule=wrong)
        assert set(refusal.value.message_dict) == {"rule"}


def test_more_time_without_a_rule_is_refused_at_its_field(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    url = act(request, "extend")
    assert refusal_of(desk.post(url, answers(request)), "rule") == "This field is required."
    for wrong in (rule("determination"), rule("notice_extension", "us-pra")):
        words = refusal_of(desk.post(url, answers(request, rule=wrong.pk)), "rule")
        assert "Select a valid choice" in words
    request.extend(by=None, on=LATER, rule=rule("unusual_circumstances"))
    again = desk.post(url, answers(request, rule=rule("unusual_circumstances").pk))
    assert "was used on 10 May 2016 and allows no more" in refusal_of(again, "rule")


# --- A day in the future -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "verb", "facts"),
    [
        (Stage.DRAFT, "approve", {}),
        (Stage.APPROVED, "send", {}),
        (Stage.SENT, "record_receipt", {}),
        (Stage.RECEIVED, "acknowledge", {}),
        (Stage.RECEIVED, "ask_fee", {"stops_clock": True}),
        (Stage.RECEIVED, "decide", {"outcome": "no_records"}),
        (Stage.RECEIVED, "add_note", {"note": "They will call."}),
        (Stage.DECIDED, "close", {}),
    ],
)
def test_an_entry_dated_tomorrow_is_refused_by_deed_and_page(
    desk: Client, stage: str, verb: str, facts: dict[str, Any]
) -> None:
    request = make_request(stage=stage)
    tomorrow, entries = tomorrow_of(request), request.events.count()
    with pytest.raises(ValidationError) as refusal:
        getattr(request, verb)(by=None, on=tomorrow, **facts)
    assert "lies in the future" in refusal.value.message_dict["on"][0]
    posted = answers(request, on=str(tomorrow), in_spite="on", **facts)
    assert "lies in the future" in refusal_of(desk.post(act(request, verb), posted), "on")
    assert request.events.count() == entries


def test_a_decision_on_a_document_dated_tomorrow_is_refused_at_its_field(desk: Client) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    facts = {"determination": "withheld", "access_condition": "not_reviewed"}
    posted = answers(request, on=str(tomorrow_of(request)), **facts)
    assert "lies in the future" in refusal_of(desk.post(decide_url(request), posted), "on")
    assert not Decision.objects.exists()


def test_an_appeal_and_its_steps_dated_tomorrow_are_refused_by_deed_and_page(desk: Client) -> None:
    appeal = make_appeal()
    request = appeal.request
    tomorrow = tomorrow_of(request)
    for deed in (
        lambda: appeal.act("file", by=None, on=tomorrow),
        lambda: begin_appeal(request, level="court", against="denial", by=None, on=tomorrow),
    ):
        with pytest.raises(ValidationError, match="lies in the future"):
            deed()
    request = AccessRequest.objects.get(pk=request.pk)
    name = "admin:declassification_accessrequest"
    step = reverse(f"{name}_appeal_step", args=[request.pk, appeal.pk, "file"])
    begin = reverse(f"{name}_begin_appeal", args=[request.pk])
    posted = answers(request, on=str(tomorrow), in_spite="on", level="court", against="denial")
    for url in (step, begin):
        assert "lies in the future" in refusal_of(desk.post(url, posted), "on")
    assert request.appeals.count() == 1


def test_a_correction_to_tomorrow_is_refused_by_deed_and_page(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    event, tomorrow = request.standing_events()[-1], tomorrow_of(request)
    with pytest.raises(ValidationError, match="lies in the future"):
        request.correct(event, by=None, on=tomorrow, note="Stamp")
    url = reverse("admin:declassification_accessrequest_correct", args=[request.pk, event.pk])
    posted = answers(request, on=str(tomorrow), note="Stamp")
    assert "lies in the future" in refusal_of(desk.post(url, posted), "on")


# --- A release without a determination -----------------------------------------------------------


@pytest.mark.parametrize("outcome", ["granted_full", "granted_part", "denied_full"])
def test_a_release_or_denial_without_a_determination_is_refused_at_its_field(
    desk: Client, outcome: str
) -> None:
    request = make_request(stage=Stage.RECEIVED, items=[make_item(published=True)])
    with pytest.raises(Refused) as refusal:
        request.decide(by=None, on=LATER, outcome=outcome)
    assert "needs a decision on at least one document" in refusal.value.message_dict["outcome"][0]
    posted = desk.post(act(request, "decide"), answers(request, outcome=outcome))
    assert "needs a decision on at least one document" in refusal_of(posted, "outcome")
    request.refresh_from_db()
    assert (request.stage, request.outcome) == (Stage.RECEIVED, "")


def test_an_outcome_against_the_determinations_is_refused_at_its_field(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    document = make_document(request=request, item=make_item(published=True))
    decide_document(document, Ruling("withheld"), by=None, on=LATER)
    request.refresh_from_db()
    posted = desk.post(act(request, "decide"), answers(request, outcome="granted_full"))
    assert "not a release in full" in refusal_of(posted, "outcome")


@pytest.mark.parametrize("determination", ["", "opened"])
def test_a_ruling_without_a_determination_is_refused_by_deed_and_page(
    desk: Client, determination: str
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    document = make_document(request=request, item=make_item(published=True))
    with pytest.raises(ValidationError) as refusal:
        decide_document(document, Ruling(determination), by=None, on=LATER)
    assert refusal.value.message_dict == {"determination": ["Say what was decided."]}
    facts = answers(request, determination=determination, access_condition="open")
    assert refusal_of(desk.post(decide_url(request), facts), "determination")
    assert not Decision.objects.exists()


# --- A rule without a calendar -------------------------------------------------------------------


def rule_facts(known: DeadlineRule, **facts: Any) -> dict[str, Any]:
    names = [field.name for field in DeadlineRule._meta.fields if field.name != "id"]
    values = {name: getattr(known, f"{name}_id", getattr(known, name)) for name in names}
    return {name: value for name, value in values.items() if value not in (None, False)} | facts


def test_a_rule_in_working_days_without_a_calendar_is_refused_at_its_field(desk: Client) -> None:
    known = rule("determination")
    known.calendar = None
    with pytest.raises(ValidationError) as refusal:
        known.full_clean()
    assert "need a calendar" in refusal.value.message_dict["calendar"][0]
    with pytest.raises(ValueError, match="names no calendar"):
        due(known.term(), Start("receipt", RECEIVED))
    new = {"code": "slow", "is_answer": ""}
    for url, facts in ((f"{RULES}{known.pk}/change/", {}), (f"{RULES}add/", new)):
        page = desk.post(url, rule_facts(known, **facts))
        assert page.status_code == 200
        errors = page.context["adminform"].form.errors
        assert "need a calendar" in errors["calendar"][0]
    assert rule("determination").calendar is not None
    assert not DeadlineRule.objects.filter(code="slow").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"unit": ""}, "unit"), ({"amount": ""}, "amount"), ({"amount": 0}, "amount")],
)
def test_half_a_term_is_refused_at_the_half_that_is_missing(
    desk: Client, wrong: dict[str, Any], field: str
) -> None:
    known = rule("appeal_filing")
    page = desk.post(f"{RULES}{known.pk}/change/", rule_facts(known, **wrong))
    assert page.status_code == 200
    errors = page.context["adminform"].form.errors
    assert "Give both an amount and a unit" in errors[field][0]


# --- Pauses that overlap -------------------------------------------------------------------------


def test_pauses_that_overlap_are_refused_by_the_count() -> None:
    pauses = [Pause(RECEIVED, LATER, "a question"), Pause(date(2016, 5, 5), None, "a fee")]
    with pytest.raises(OverlappingPauses, match="from 3 May 2016 and from 5 May 2016 overlap"):
        due(rule("determination").term(), Start("receipt", RECEIVED), pauses=pauses)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ask_clarification", "ask_fee"),
        ("ask_fee", "ask_clarification"),
        ("ask_fee", "ask_fee"),
    ],
)
def test_a_second_pause_while_the_clock_stands_still_is_refused_by_deed_and_page(
    desk: Client, first: str, second: str
) -> None:
    request = make_request(stage=Stage.RECEIVED)
    getattr(request, first)(by=None, on=LATER, stops_clock=True)
    with pytest.raises(Refused, match="two pauses can not overlap"):
        getattr(request, second)(by=None, on=date(2016, 5, 12), stops_clock=True)
    facts = answers(request, on="2016-05-12", stops_clock="on")
    assert "two pauses can not overlap" in on_top(desk.post(act(request, second), facts))
    led_back = desk.get(act(request, second), follow=True).content.decode()
    assert "two pauses can not overlap" in led_back
    assert len(AccessRequest.objects.get(pk=request.pk).clock(date(2016, 6, 1)).pauses) == 1


def test_a_correction_can_not_make_pauses_overlap(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.ask_clarification(by=None, on=date(2016, 5, 5), stops_clock=True)
    request.answer_clarification(by=None, on=LATER)
    asked = request.ask_fee(by=None, on=date(2016, 5, 12), stops_clock=True)
    early = date(2016, 5, 6)
    with pytest.raises(ValidationError, match="can not be before 10 May 2016"):
        request.correct(asked, by=None, on=early, note="Stamp")
    url = reverse("admin:declassification_accessrequest_correct", args=[request.pk, asked.pk])
    posted = answers(request, on=str(early), note="Stamp")
    assert "can not be before 10 May 2016" in refusal_of(desk.post(url, posted), "on")
    # One may begin on the day on which the other ends.
    assert desk.post(url, answers(request, on=str(LATER), note="Stamp")).status_code == 302


# --- An entry deleted ----------------------------------------------------------------------------


def test_no_entry_is_deleted_by_deed_or_page(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    event, entries = request.standing_events()[-1], request.events.count()
    for deed in (event.delete, request.events.all().delete):
        with pytest.raises(NeverChanged, match="Record a correction: both stay"):
            deed()
    for page in ("delete", "change"):
        url = f"/admin/declassification/requestevent/{event.pk}/{page}/"
        assert desk.post(url, {"post": "yes"}).status_code == 404
    inline = {
        "events-TOTAL_FORMS": "1",
        "events-INITIAL_FORMS": "1",
        "events-0-id": event.pk,
        "events-0-request": request.pk,
        "events-0-DELETE": "on",
        "events-0-note": "rewritten",
    }
    desk.post(change(request), form_facts(request, **inline))
    assert request.events.count() == entries
    assert RequestEvent.objects.get(pk=event.pk).note == ""


def test_a_request_with_a_log_is_deleted_neither_alone_nor_among_others(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    url = reverse("admin:declassification_accessrequest_delete", args=[request.pk])
    assert desk.post(url, {"post": "yes"}).status_code == 403
    many = {"action": "delete_selected", "_selected_action": [request.pk], "post": "yes"}
    desk.post(LIST, many)
    assert AccessRequest.objects.filter(pk=request.pk).exists()
