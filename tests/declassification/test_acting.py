"""The verbs as buttons and forms: what they record, and what they refuse at which field."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collections_app.models import Copy
from declassification.admin.acting_forms import VERB_FORMS
from declassification.models import AccessRequest
from declassification.stages import Determination, Stage
from declassification.transitions import TRANSITIONS, possible_verbs
from tests import cast
from tests.declassification.desks import LIST, act, answers, change
from tests.declassification.make import (
    LATER,
    RECEIVED,
    fr_crpa,
    make_appeal,
    make_document,
    make_request,
    rule,
)
from tests.make import make_exemption, make_item

pytestmark = pytest.mark.django_db


def test_every_verb_has_a_form_but_those_that_are_part_of_another() -> None:
    assert set(TRANSITIONS) - set(VERB_FORMS) == {"record_receipt_late", "decide_document"}


@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_of_a_request_opens_at_every_state_and_offers_what_is_possible(
    desk: Client, stage: str
) -> None:
    request = make_request(stage=stage, items=[make_item()])
    response = desk.get(change(request))
    assert response.status_code == 200
    words = response.content.decode()
    offered = {step.verb for step in possible_verbs(stage)} & set(VERB_FORMS)
    for verb in set(VERB_FORMS) - {"record_receipt", "record_silence"}:
        assert (act(request, verb) in words) is (verb in offered), verb


def test_what_only_another_law_knows_is_not_offered(desk: Client) -> None:
    american = make_request(stage=Stage.RECEIVED)
    french = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    for verb, knows, does_not in (
        ("record_silence", french, american),
        ("extend", american, french),
    ):
        assert act(knows, verb) in desk.get(change(knows)).content.decode()
        assert act(does_not, verb) not in desk.get(change(does_not)).content.decode()


def test_receipt_can_be_recorded_late_until_it_is_known(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    request.acknowledge(by=None, on=LATER)
    assert act(request, "record_receipt") in desk.get(change(request)).content.decode()
    desk.post(act(request, "record_receipt"), answers(request, on="2016-05-03"))
    request.refresh_from_db()
    assert request.stage == Stage.ACKNOWLEDGED
    assert act(request, "record_receipt") not in desk.get(change(request)).content.decode()


def test_a_verb_is_done_through_its_form(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    asked = desk.get(act(request, "record_receipt"))
    assert "The authority received the request." in asked.content.decode()
    letter = SimpleUploadedFile("ack.pdf", b"%PDF-1.7 received")
    facts = {"on": "2016-05-03", "note": "Stamped.", "channel": "post", "letter": letter}
    response = desk.post(act(request, "record_receipt"), answers(request, **facts), follow=True)
    assert "Recorded: Record its receipt." in response.content.decode()
    request.refresh_from_db()
    event = request.standing_events()[-1]
    assert (request.stage, event.date, event.note) == (Stage.RECEIVED, RECEIVED, "Stamped.")
    assert event.recorded_by is not None
    assert event.letter_name == "ack.pdf"


@pytest.mark.parametrize(
    ("stage", "verb", "facts", "leads_to"),
    [
        (Stage.DRAFT, "approve", {}, Stage.APPROVED),
        (Stage.APPROVED, "send", {}, Stage.SENT),
        (Stage.SENT, "mark_returned", {}, Stage.RETURNED),
        (Stage.RECEIVED, "acknowledge", {"stated_due_on": "2016-06-30"}, Stage.ACKNOWLEDGED),
        (Stage.ACKNOWLEDGED, "start_processing", {}, Stage.IN_PROCESS),
        (Stage.RECEIVED, "ask_clarification", {"stops_clock": "on"}, Stage.CLARIFICATION_DUE),
        (Stage.CLARIFICATION_DUE, "answer_clarification", {}, Stage.IN_PROCESS),
        (Stage.RECEIVED, "ask_fee", {"fee": "USD 25.00"}, Stage.FEE_DUE),
        (Stage.FEE_DUE, "settle_fee", {}, Stage.IN_PROCESS),
        (Stage.RECEIVED, "refer", {"party": "another office"}, Stage.REFERRED),
        (Stage.ROLLING, "release_part", {}, Stage.ROLLING),
        (Stage.RECEIVED, "state_due_date", {"stated_due_on": "2016-06-30"}, Stage.RECEIVED),
        (Stage.RECEIVED, "decide", {"outcome": "no_records"}, Stage.DECIDED),
        (Stage.DECIDED, "close", {"on": "2016-06-10"}, Stage.CLOSED),
        (Stage.CLOSED, "reopen", {"on": "2016-06-10", "note": "Remanded."}, Stage.IN_PROCESS),
        (Stage.RECEIVED, "withdraw_request", {}, Stage.WITHDRAWN),
        (Stage.CLOSED, "add_note", {"note": "Call.", "direction": "in"}, Stage.CLOSED),
    ],
)
def test_each_verb_leads_where_the_table_says(
    desk: Client, stage: str, verb: str, facts: dict[str, Any], leads_to: str
) -> None:
    request = make_request(stage=stage)
    assert desk.get(act(request, verb)).status_code == 200
    response = desk.post(act(request, verb), answers(request, **facts))
    assert response.status_code == 302, response.content.decode()
    request.refresh_from_db()
    assert request.stage == leads_to


def test_more_time_is_taken_under_a_rule_of_this_law_alone(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    allowed, other = rule("unusual_circumstances"), rule("determination")
    refused = desk.post(act(request, "extend"), answers(request, rule=other.pk))
    assert "Select a valid choice" in refused.content.decode()
    assert desk.post(act(request, "extend"), answers(request, rule=allowed.pk)).status_code == 302
    request.refresh_from_db()
    assert request.clock(LATER).due == date(2016, 6, 15)


def test_supersession_and_silence_through_their_forms(desk: Client) -> None:
    first, second = make_request(stage=Stage.SENT), make_request()
    desk.post(act(first, "supersede"), answers(first, superseded_by=second.pk))
    first.refresh_from_db()
    assert (first.stage, first.superseded_by) == (Stage.SUPERSEDED, second)
    silent = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    early = desk.post(act(silent, "record_silence"), answers(silent))
    assert "has until 3 June 2016" in early.content.decode()
    desk.post(act(silent, "record_silence"), answers(silent, on="2016-06-04"))
    silent.refresh_from_db()
    assert silent.outcome == "implicit_refusal"


def test_a_refusal_stands_at_the_field_it_is_about(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    tomorrow = request.authority.today() + timedelta(days=1)
    response = desk.post(act(request, "record_receipt"), answers(request, on=tomorrow))
    assert response.status_code == 200
    assert "lies in the future" in response.context["form"].errors["on"][0]
    bad = SimpleUploadedFile("letter.pdf", b"MZ\x90\x00\x03 not a letter")
    response = desk.post(act(request, "record_receipt"), answers(request, letter=bad))
    assert response.context["form"].errors["letter"]
    request.refresh_from_db()
    assert request.stage == Stage.SENT


def test_a_verb_not_possible_now_says_what_is(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    response = desk.get(act(request, "close"), follow=True)
    assert "is in the state “sent”. Possible now: Record its receipt" in response.content.decode()
    posted = desk.post(act(request, "close"), answers(request))
    assert "Possible now" in posted.content.decode()


def test_a_form_that_was_open_while_somebody_else_acted_is_refused(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    seen = answers(request)
    other = cast.director()
    AccessRequest.objects.get(pk=request.pk).add_note(by=other, on=LATER, note="They called.")
    response = desk.post(act(request, "acknowledge"), seen)
    words = response.content.decode()
    assert "Somebody else has acted" in words
    assert f"(noted upon: recorded by {other} on " in words
    request.refresh_from_db()
    assert request.stage == Stage.RECEIVED


def test_a_verb_needs_a_token_against_forgery() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.director())
    request = make_request(stage=Stage.SENT)
    assert strict.post(act(request, "record_receipt"), answers(request)).status_code == 403


def test_an_entry_is_corrected_through_its_form(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    wrong = request.standing_events()[-1]
    url = reverse("admin:declassification_accessrequest_correct", args=[request.pk, wrong.pk])
    assert url in desk.get(change(request)).content.decode()
    assert desk.get(url).status_code == 200
    facts = answers(request, on="2016-05-04", note="The stamp says so.")
    assert desk.post(url, facts).status_code == 302
    request.refresh_from_db()
    assert request.standing_events()[-1].date == date(2016, 5, 4)
    assert "wrong: corrected by a later entry" in desk.get(change(request)).content.decode()


def decide_url(request: AccessRequest) -> tuple[str, Any]:
    document = make_document(request=request, item=make_item(published=True))
    name = "admin:declassification_accessrequest_decide"
    return reverse(name, args=[request.pk, document.pk]), document


def test_a_decision_is_recorded_with_one_form_and_makes_the_copy(desk: Client) -> None:
    request = make_request(stage=Stage.IN_PROCESS, published=True)
    url, document = decide_url(request)
    assert url in desk.get(change(request)).content.decode()
    code = make_exemption(code="(y)(3)")
    facts = answers(
        request,
        determination=Determination.RELEASED_PART,
        exemptions=[code.pk],
        statutes="(y)(3): 50 U.S.C. 3024(i)",
        agency_number="C1",
        access_condition="open",
        is_act_of_originator="on",
    )
    assert desk.post(url, facts).status_code == 302
    copy = Copy.objects.public().get(item=document.item)
    assert (copy.extent, copy.access_condition, copy.agency_number) == ("excised", "open", "C1")
    decision = request.decisions.get()
    assert decision.citations.get().statute == "50 U.S.C. 3024(i)"
    assert "released with excisions" in desk.get(change(request)).content.decode()


def test_a_statute_without_its_ground_is_refused_at_its_field(desk: Client) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    url, _ = decide_url(request)
    facts = answers(request, determination="withheld", access_condition="not_reviewed")
    for statutes, reason in (("(b)(3): 50 U.S.C.", "Not among"), ("no colon", "a colon")):
        response = desk.post(url, facts | {"statutes": statutes})
        assert reason in response.context["form"].errors["statutes"][0]


def test_a_letter_is_handed_out_as_a_download_to_who_may_read_the_log(client: Client) -> None:
    request = make_request(stage=Stage.APPROVED)
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 the letter")
    event = request.send(by=None, on=date(2016, 4, 26), letter=letter)
    url = reverse("admin:declassification_accessrequest_letter", args=[request.pk, event.pk])
    client.force_login(cast.director())
    response = client.get(url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the letter"  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    other = reverse("admin:declassification_accessrequest_letter", args=[0, event.pk])
    assert client.get(other).status_code == 404
    client.force_login(cast.editor())
    assert client.get(url).status_code == 403
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("person", [cast.director, cast.administrator])
@pytest.mark.parametrize("object_id", ["abc", "0", "1_2F", "99999999999999999999", "²"])
@pytest.mark.parametrize(
    "page", ["letters/1/", "act/send/", "correct/1/", "decide/1/", "publication/publish/"]
)
def test_the_pages_of_a_request_that_is_not_there_are_not_found(
    client: Client, person: Callable[[], Any], object_id: str, page: str
) -> None:
    client.force_login(person())
    for answer in (client.get, client.post):
        assert answer(f"{LIST}{object_id}/{page}").status_code == 404


def test_a_part_that_is_not_there_is_not_found(desk: Client) -> None:
    request = make_request(stage=Stage.SENT)
    for page in ("letters", "correct", "decide"):
        for part in (0, 99999999999999999999):
            assert desk.get(f"{LIST}{request.pk}/{page}/{part}/").status_code == 404
    assert desk.get(f"{LIST}{request.pk}/act/destroy/").status_code == 404


def test_closing_while_a_right_runs_asks_once_more(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    today = timezone.localdate()
    request.decide(by=None, on=today - timedelta(days=3), outcome="no_records")
    assert 'name="in_spite"' in desk.get(act(request, "close")).content.decode()
    facts = answers(request, on=str(today))
    refused = desk.post(act(request, "close"), facts).content.decode()
    assert "A right of ours still runs (appeal to the head of the agency" in refused
    request.refresh_from_db()
    assert request.stage == Stage.DECIDED
    assert desk.post(act(request, "close"), facts | {"in_spite": "on"}).status_code == 302
    request.refresh_from_db()
    assert request.stage == Stage.CLOSED
    assert not request.deadlines.usable().exists()


def begin(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_begin_appeal", args=[request.pk])


def test_an_appeal_is_begun_through_its_form_in_spite_of_a_warning_that_was_read(
    desk: Client,
) -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.decide(by=None, on=LATER, outcome="no_records")
    facts = answers(request, on="2016-07-20", level="iscap", against="no_records")
    warned = desk.post(begin(request), facts).content.decode()
    assert "knows no appeal to the classification appeals panel" in warned
    assert not request.appeals.exists()
    facts |= {"level": "agency_appeal", "grounds": "The search was narrow."}
    # In May 2016 the law had no ninety days yet: each agency set its own time.
    assert "Nothing in the log" in desk.post(begin(request), facts).content.decode()
    assert desk.post(begin(request), facts | {"in_spite": "on"}).status_code == 302
    assert request.appeals.get().grounds == "The search was narrow."


def test_a_step_of_an_appeal_is_recorded_with_its_letter(desk: Client) -> None:
    appeal = make_appeal(grounds="OUR REASONS")
    request = appeal.request
    page = desk.get(change(request)).content.decode()
    step = reverse(
        "admin:declassification_accessrequest_appeal_step", args=[request.pk, appeal.pk, "file"]
    )
    assert step in page
    letter = SimpleUploadedFile("appeal.txt", b"Dear Sir or Madam")
    response = desk.post(step, answers(request, on="2016-07-11", letter=letter))
    assert response.status_code == 302, response.content.decode()
    event = request.events.get(kind="appeal_filed")
    assert (event.letter_name, event.appeal) == ("appeal.txt", appeal)
    decide = step.replace("/file/", "/decide/")
    request.refresh_from_db()
    refused = desk.post(decide, answers(request, on="2016-08-01", outcome="favourable"))
    assert "Select a valid choice" in refused.content.decode()
    done = desk.post(decide, answers(request, on="2016-08-01", outcome="remanded"))
    assert done.status_code == 302, done.content.decode()
    request.refresh_from_db()
    assert request.stage == Stage.IN_PROCESS


@pytest.mark.parametrize("person", ["cataloguer", "administrator", "editor"])
def test_appeals_are_for_directors(person: str, client: Client) -> None:
    appeal = make_appeal()
    client.force_login(getattr(cast, person)())
    step = reverse(
        "admin:declassification_accessrequest_appeal_step",
        args=[appeal.request.pk, appeal.pk, "file"],
    )
    for url in (begin(appeal.request), step):
        assert client.get(url).status_code in (403, 404)
        assert client.post(url, answers(appeal.request)).status_code in (403, 404)


def test_a_letter_is_kept_now_and_classified_later_through_its_forms(desk: Client) -> None:
    request = make_request(stage=Stage.RECEIVED)
    empty = desk.post(act(request, "record_reply"), answers(request)).content.decode()
    assert "Attach the letter, or say in a note what came" in empty
    desk.post(act(request, "record_reply"), answers(request, note="Forty pages"))
    request.refresh_from_db()
    reply = request.events.get(kind="reply")
    page = desk.get(change(request)).content.decode()
    assert "A letter of 10 May 2016 waits to be classified (Forty pages)" in page
    url = f"{act(request, 'acknowledge')}?reply={reply.pk}"
    assert f'value="{reply.pk}"' in desk.get(url).content.decode()
    desk.post(url, answers(request, classifies=reply.pk))
    assert request.events.get(kind="acknowledged").classifies == reply
    assert not request.events.all().to_classify().exists()
