"""A correction sets right every day that an entry tells, and what follows from it goes along."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from declassification.deciding import Ruling, decide_document
from declassification.models import AccessRequest, Decision, RequestEvent
from declassification.stages import Determination, Stage
from tests.declassification.by_hand import appealed, asked, due_under, refused, terms_of
from tests.declassification.desks import answers
from tests.declassification.make import make_decision, make_document, make_request
from tests.make import make_item

pytestmark = pytest.mark.django_db
RECEIVED, DECIDED = date(2024, 1, 31), date(2024, 3, 1)


def entry(request: AccessRequest, kind: str) -> RequestEvent:
    return next(event for event in request.standing_events() if event.kind == kind)


def correct(request: AccessRequest, kind: str, on: date = DECIDED, **dates: Any) -> RequestEvent:
    request.refresh_from_db()
    return request.correct(entry(request, kind), by=None, on=on, note="The stamp.", **dates)


def correct_url(request: AccessRequest, event: RequestEvent) -> str:
    name = "admin:declassification_accessrequest_correct"
    return reverse(name, args=[request.pk, event.pk])


def test_the_day_on_which_a_refusal_reached_us_is_set_right_and_our_right_moves() -> None:
    request = refused(asked("us-mdr", RECEIVED), DECIDED, received_on=date(2024, 3, 4))
    assert due_under(request, "agency_appeal_filing") == [date(2024, 5, 3)]
    correct(request, "decided", received_on=date(2024, 3, 11))
    assert due_under(request, "agency_appeal_filing") == [date(2024, 5, 10)]
    made = correct(request, "decided", received_on=None)
    assert made.received_on is None
    # Its own date is taken, to be safe.
    (right,) = terms_of(request, "agency_appeal_filing")
    assert (right.due, right.computed.is_estimated) == (date(2024, 4, 30), True)


def test_the_day_that_the_letter_names_is_set_right() -> None:
    request = refused(asked("us-foia", RECEIVED), DECIDED, reply_by=date(2024, 4, 1))
    correct(request, "decided", reply_by=date(2024, 5, 1))
    (right,) = terms_of(request, "appeal_filing")
    assert (right.stated_on, right.act_by) == (date(2024, 5, 1), date(2024, 5, 1))


def test_what_a_correction_does_not_name_stays() -> None:
    days = {"received_on": date(2024, 3, 4), "reply_by": date(2024, 5, 1)}
    request = refused(asked("us-foia", RECEIVED), DECIDED, **days)
    made = correct(request, "decided", on=date(2024, 3, 2))
    assert (made.received_on, made.reply_by) == tuple(days.values())


def test_the_due_date_that_the_authority_states_is_set_right() -> None:
    request = asked("us-foia", RECEIVED)
    request.state_due_date(by=None, on=date(2024, 2, 5), stated_due_on=date(2024, 3, 30))
    correct(request, "date_stated", on=date(2024, 2, 5), stated_due_on=date(2024, 3, 13))
    assert request.clock(date(2024, 2, 10)).stated_due_on == date(2024, 3, 13)


def test_the_arrival_of_a_decision_on_appeal_is_set_right() -> None:
    request = refused(asked("us-mdr", RECEIVED), DECIDED)
    appeal = appealed(request, "agency_appeal", date(2024, 3, 20))
    appeal.act("decide", by=None, on=date(2024, 5, 2), outcome="affirmed")
    correct(request, "appeal_decided", on=date(2024, 5, 2), received_on=date(2024, 5, 10))
    assert due_under(request, "iscap_after_final_denial") == [date(2024, 7, 9)]


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("decided", {"received_on": date(2024, 2, 1)}, "before it was written"),
        ("decided", {"reply_by": date(2024, 2, 1)}, "is before the letter"),
        ("decided", {"received_on": date(2999, 1, 1)}, "lies in the future"),
        ("received", {"reply_by": date(2024, 3, 1)}, "no such day"),
        ("decided", {"stated_due_on": date(2024, 3, 1)}, "no such day"),
    ],
)
def test_a_day_that_can_not_be_is_refused_at_its_field(
    kind: str, wrong: dict[str, date], words: str
) -> None:
    request = refused(asked("us-foia", RECEIVED), DECIDED)
    entries = request.events.count()
    with pytest.raises(ValidationError) as refusal:
        correct(request, kind, on=entry(request, kind).date, **wrong)
    (field,) = wrong
    assert words in refusal.value.message_dict[field][0]
    assert request.events.count() == entries


def test_the_page_asks_for_the_days_that_an_entry_can_tell_and_for_no_others(desk: Client) -> None:
    request = refused(asked("us-foia", RECEIVED), DECIDED, received_on=date(2024, 3, 4))
    received = correct_url(request, entry(request, "received"))
    fields = desk.get(received).context["form"].fields
    assert not {"received_on", "reply_by", "stated_due_on"} & set(fields)
    url = correct_url(request, entry(request, "decided"))
    form = desk.get(url).context["form"]
    assert form.initial["received_on"] == date(2024, 3, 4)
    facts = answers(request, on="2024-03-01", note="The stamp.", received_on="2024-02-01")
    refusal = desk.post(url, facts)
    assert "before it was written" in refusal.context["form"].errors["received_on"][0]
    facts |= {"received_on": "2024-03-06", "reply_by": "2024-06-10"}
    assert desk.post(url, facts).status_code == 302
    made = entry(AccessRequest.objects.get(pk=request.pk), "decided")
    assert (made.received_on, made.reply_by) == (date(2024, 3, 6), date(2024, 6, 10))


def test_a_letter_that_reached_us_in_the_future_is_refused_at_its_field(desk: Client) -> None:
    request = asked("us-foia", RECEIVED)
    tomorrow = request.authority.today() + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        refused(request, DECIDED, received_on=tomorrow)
    assert "lies in the future" in refusal.value.message_dict["received_on"][0]
    url = reverse("admin:declassification_accessrequest_act", args=[request.pk, "decide"])
    facts = answers(request, on="2024-03-01", outcome="no_records", received_on=str(tomorrow))
    form = desk.post(url, facts).context["form"]
    assert "lies in the future" in form.errors["received_on"][0]


# --- Decisions on documents --------------------------------------------------------------------


def test_a_decision_and_its_copy_follow_the_corrected_day() -> None:
    decision = make_decision(on=date(2016, 5, 20))
    request = AccessRequest.objects.get(pk=decision.request.pk)
    request.correct(entry(request, "document_decided"), by=None, on=date(2016, 5, 23), note="Stamp")
    request.correct(entry(request, "document_decided"), by=None, on=date(2016, 5, 24), note="Again")
    decision = Decision.objects.select_related("copy").get(pk=decision.pk)
    assert decision.decided_on == date(2016, 5, 24)
    assert decision.copy is not None
    assert decision.copy.released_on == date(2016, 5, 24)
    assert decision.copy.obtained_on == "24 May 2016"


def test_what_was_written_on_the_copy_by_hand_does_not_follow() -> None:
    decision = make_decision(on=date(2016, 5, 20))
    assert decision.copy is not None
    decision.copy.released_on, decision.copy.obtained_on = date(2016, 5, 1), "spring of 2016"
    decision.copy.save()
    request = AccessRequest.objects.get(pk=decision.request.pk)
    request.correct(entry(request, "document_decided"), by=None, on=date(2016, 5, 23), note="Stamp")
    decision.copy.refresh_from_db()
    assert (decision.copy.released_on, decision.copy.obtained_on) == (
        date(2016, 5, 1),
        "spring of 2016",
    )


def test_the_decision_follows_through_the_page_of_the_correction(desk: Client) -> None:
    decision = make_decision(on=date(2016, 5, 20))
    request = AccessRequest.objects.get(pk=decision.request.pk)
    event = entry(request, "document_decided")
    facts = answers(request, on="2016-05-23", note="The stamp.", reply_by="2016-09-01")
    assert desk.post(correct_url(request, event), facts).status_code == 302
    decision.refresh_from_db()
    assert decision.decided_on == date(2016, 5, 23)


@pytest.mark.parametrize(
    ("law", "code", "due"),
    [
        # 29 February 19, 31 March 50, 30 April 80.
        ("us-foia", "appeal_filing", date(2024, 5, 10)),
        # 19, 50, and the tenth of April.
        ("us-mdr", "agency_appeal_filing", date(2024, 4, 10)),
        ("fr-crpa", "cada_referral", date(2024, 4, 10)),
        ("fr-derogation", "cada_referral", date(2024, 4, 10)),
    ],
)
def test_a_document_that_was_not_found_opens_an_appeal_before_the_whole_is_decided(
    law: str, code: str, due: date
) -> None:
    request = asked(law, RECEIVED)
    document = make_document(request=request, item=make_item(published=True))
    ruling = Ruling(Determination.NO_RECORD)
    with time_machine.travel("2024-02-20T12:00:00Z", tick=False):
        decide_document(document, ruling, by=None, on=date(2024, 2, 10))
        assert due in due_under(request, code)
        assert request.deadlines.usable().filter(rule__code=code, due_on=due).exists()


@pytest.mark.parametrize("determination", [Determination.RELEASED_FULL, Determination.REFERRED])
def test_a_release_in_full_or_a_referral_opens_no_appeal(determination: str) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    make_decision(request=request, determination=determination, on=date(2016, 7, 20))
    assert due_under(request, "appeal_filing") == []
