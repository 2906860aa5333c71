"""The directors' desks: verbs as buttons, refusals at their fields, and who may do what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collections_app.models import Copy
from declassification.admin.acting_forms import VERB_FORMS
from declassification.models import AccessRequest, Authority, DeadlineRule, RequestEvent
from declassification.stages import TRANSITIONS, Determination, Stage, possible_verbs
from tests import cast
from tests.declassification.make import (
    LATER,
    RECEIVED,
    fr_crpa,
    make_authority,
    make_document,
    make_request,
)
from tests.make import make_exemption, make_item

pytestmark = pytest.mark.django_db
LIST = "/admin/declassification/accessrequest/"
CANARY = "zxcanaryqv"


@pytest.fixture
def desk(client: Client) -> Client:
    """The browser of a signed-in director."""
    client.force_login(cast.director())
    return client


def change(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_change", args=[request.pk])


def act(request: AccessRequest, verb: str) -> str:
    return reverse("admin:declassification_accessrequest_act", args=[request.pk, verb])


def answers(request: AccessRequest, **facts: Any) -> dict[str, Any]:
    return {"on": "2016-05-10", "revision": request.revision} | facts


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
    for verb in VERB_FORMS:
        if verb != "record_receipt":
            assert (act(request, verb) in words) is (verb in offered), verb


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
        (Stage.RECEIVED, "release_part", {}, Stage.ROLLING),
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
    rule = DeadlineRule.objects.get(code="unusual_circumstances")
    other = DeadlineRule.objects.get(code="determination")
    refused = desk.post(act(request, "extend"), answers(request, rule=other.pk))
    assert "Select a valid choice" in refused.content.decode()
    assert desk.post(act(request, "extend"), answers(request, rule=rule.pk)).status_code == 302
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
    AccessRequest.objects.get(pk=request.pk).add_note(by=None, on=LATER, note="They called.")
    response = desk.post(act(request, "acknowledge"), seen)
    assert "Somebody else has acted" in response.content.decode()
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


@pytest.mark.parametrize(
    ("person", "opens", "acts"),
    [
        (cast.director, True, True),
        (cast.administrator, True, False),
        (cast.editor, True, False),
        (cast.cataloguer, False, False),
        (cast.transcriber, False, False),
    ],
)
def test_who_may_open_the_desk_and_who_may_act(
    client: Client, person: Callable[[], Any], opens: bool, acts: bool
) -> None:
    request = make_request(stage=Stage.SENT, strategy=CANARY)
    request.add_note(by=None, on=date(2016, 4, 26), note=CANARY)
    client.force_login(person())
    page = client.get(change(request))
    assert page.status_code == (200 if opens else 403)
    assert client.get(LIST).status_code == (200 if opens else 403)
    assert (act(request, "record_receipt") in page.content.decode()) is acts
    done = client.post(act(request, "record_receipt"), answers(request, on="2016-05-03"))
    assert done.status_code == (302 if acts else 403)
    request.refresh_from_db()
    assert request.stage == (Stage.RECEIVED if acts else Stage.SENT)


def test_the_editor_reads_requests_without_strategy_notes_and_log(client: Client) -> None:
    authority = make_authority(notes=CANARY)
    request = make_request(authority=authority, stage=Stage.SENT, strategy=CANARY, notes=CANARY)
    request.add_note(by=None, on=date(2016, 4, 26), note=CANARY)
    client.force_login(cast.editor())
    assert CANARY not in client.get(change(request)).content.decode()


def test_nobody_changes_or_deletes_the_log_at_the_desk(desk: Client) -> None:
    assert set(RequestEvent._meta.default_permissions) == {"add", "view"}
    request = make_request(stage=Stage.SENT)
    delete = reverse("admin:declassification_accessrequest_delete", args=[request.pk])
    assert desk.get(delete).status_code == 403
    draft = make_request()
    delete = reverse("admin:declassification_accessrequest_delete", args=[draft.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 302
    assert not AccessRequest.objects.filter(pk=draft.pk).exists()


def test_saving_the_page_changes_words_and_never_the_state(desk: Client) -> None:
    authority = make_authority()
    facts = {
        "kind": "foia",
        "authority": authority.pk,
        "regime": DeadlineRule.objects.get(code="determination").regime.pk,
        "title": "Cables from Kigali",
        "priority": "2",
        "stage": Stage.CLOSED,
        **management("reference_numbers", "documents"),
    }
    response = desk.post(f"{LIST}add/", facts)
    assert response.status_code == 302, response.content.decode()
    request = AccessRequest.objects.get()
    assert (request.stage, request.title) == (Stage.DRAFT, "Cables from Kigali")
    facts |= {"title": "Telegrams", **management("decisions", "events")}
    assert desk.post(change(request), facts).status_code == 302
    request.refresh_from_db()
    assert request.title == "Telegrams"


def management(*prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}-{name}": "0"
        for prefix in prefixes
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def test_the_page_shows_the_due_date_with_its_explanation_and_what_is_missing(
    desk: Client,
) -> None:
    words = desk.get(change(make_request(stage=Stage.RECEIVED, scope=""))).content.decode()
    assert "Not counted: 30 May 2016, Memorial Day." in words
    assert "Say which documents are asked for." in words


def test_a_rule_not_yet_checked_is_marked(desk: Client) -> None:
    DeadlineRule.objects.filter(code="determination").update(verification="memory")
    words = desk.get(change(make_request(stage=Stage.RECEIVED))).content.decode()
    assert "Not yet checked against the law: answer to the request." in words


def test_lists_are_narrowed_by_time_and_ball(desk: Client) -> None:
    overdue = make_request(stage=Stage.RECEIVED)
    soon = make_request(stage=Stage.APPROVED)
    today = soon.authority.today()
    soon.send(by=None, on=today - timedelta(days=20))
    soon.record_receipt(by=None, on=today - timedelta(days=20))
    paused = make_request(stage=Stage.RECEIVED)
    paused.ask_fee(by=None, on=LATER, stops_clock=True)
    closed = make_request(stage=Stage.CLOSED, published=True)
    everything = {overdue, soon, paused, closed}
    for query, expected in (
        ("time=overdue", {overdue}),
        ("time=soon", {soon}),
        ("time=paused", {paused}),
        ("ball=us", {paused}),
        ("ball=authority", {overdue, soon}),
        ("ball=nobody", {closed}),
        ("publication=public", {closed}),
        ("", everything),
    ):
        words = desk.get(f"{LIST}?{query}").content.decode()
        found = {request for request in everything if request.number in words}
        assert found == expected, query


@pytest.mark.parametrize("many", [1, 11])
def test_the_list_costs_the_same_queries_for_one_and_for_eleven(
    desk: Client, many: int, django_assert_num_queries: Any
) -> None:
    director = cast.director()
    for _ in range(many):
        make_request(stage=Stage.RECEIVED, by=director, assigned_to=director)
    desk.get(LIST)
    # Who asks, what the filters offer, what is overdue, and the list with its clocks.
    with django_assert_num_queries(23):
        desk.get(f"{LIST}?time=overdue")


@pytest.mark.parametrize("name", ["authority", "legalregime", "deadlinerule", "workingcalendar"])
def test_the_other_desks_open_for_the_director(desk: Client, name: str) -> None:
    make_authority()
    assert desk.get(f"/admin/declassification/{name}/").status_code == 200
    assert desk.get(f"/admin/declassification/{name}/add/").status_code == 200
    model = AccessRequest._meta.apps.get_model("declassification", name)
    pk = model.objects.first().pk
    assert desk.get(f"/admin/declassification/{name}/{pk}/change/").status_code == 200


def test_working_days_without_a_calendar_are_refused_at_the_desk(desk: Client) -> None:
    rule = DeadlineRule.objects.get(code="determination")
    rule.calendar = None
    with pytest.raises(Exception, match="need a calendar"):
        rule.full_clean()


def test_two_answers_to_a_request_are_not_in_force_at_once() -> None:
    rule = DeadlineRule.objects.get(code="determination")
    rule.pk, rule._state.adding = None, True
    with pytest.raises(Exception, match="already the answer"):
        rule.full_clean()
    rule.valid_from, rule.valid_to = None, date(1997, 10, 1)
    rule.full_clean()


def test_publishing_from_the_desk_obeys_the_gaps(desk: Client) -> None:
    hidden: Authority = make_authority(published=False)
    request = make_request(authority=hidden)
    name = "admin:declassification_accessrequest_publication"
    url = reverse(name, args=[request.pk, "publish"])
    words = desk.post(url, follow=True).content.decode()
    assert "Publish the authority first" in words
    assert not AccessRequest.objects.public().exists()
    hidden.publish(by=None)
    desk.post(url)
    assert AccessRequest.objects.public().exists()
