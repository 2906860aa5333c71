"""The directors' desks: who may open them, how lists are narrowed, what saving does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declassification.models import AccessRequest, Authority, DeadlineRule, RequestEvent
from declassification.stages import Stage
from tests import cast
from tests.declassification.desks import LIST, act, answers, change, management
from tests.declassification.make import (
    LATER,
    make_authority,
    make_reference_number,
    make_request,
    rule,
    us_foia,
)

pytestmark = pytest.mark.django_db
CANARY = "zxcanaryqv"


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


@pytest.mark.parametrize("person", [cast.editor, cast.director, cast.administrator])
@pytest.mark.parametrize(
    "lookup",
    [
        "strategy",
        "strategy__startswith",
        "notes__contains",
        "withdrawal_reason__startswith",
        "events__note__startswith",
        "decisions__note__startswith",
        "documents__notes__startswith",
        "reference_numbers__value__startswith",
        "authority__notes__startswith",
        "authority__contacts__name__startswith",
        "superseded_by__strategy__startswith",
    ],
)
def test_nobody_narrows_the_list_by_what_is_for_the_house(
    client: Client, person: Callable[[], Any], lookup: str
) -> None:
    make_request(strategy=CANARY, notes=CANARY)
    client.force_login(person())
    for value in ("zx", "something else"):
        assert client.get(LIST, {lookup: value}).status_code == 400
    assert client.get(LIST, {"stage__exact": Stage.DRAFT}).status_code == 200


def test_only_who_may_read_their_numbers_searches_by_them(client: Client) -> None:
    number = make_reference_number(value=CANARY)
    for person, finds in ((cast.editor, False), (cast.director, True), (cast.administrator, True)):
        client.force_login(person())
        words = client.get(LIST, {"q": CANARY}).content.decode()
        assert (number.request.number in words) is finds


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
        "regime": us_foia().pk,
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


def test_the_page_shows_the_due_date_with_its_explanation_and_what_is_missing(
    desk: Client,
) -> None:
    words = desk.get(change(make_request(stage=Stage.RECEIVED, scope=""))).content.decode()
    assert "Not counted: 30 May 2016, Memorial Day." in words
    assert "Say which documents are asked for." in words


def test_a_rule_not_yet_checked_is_marked(desk: Client) -> None:
    DeadlineRule.objects.filter(code="determination", regime=us_foia()).update(
        verification="memory"
    )
    words = desk.get(change(make_request(stage=Stage.RECEIVED))).content.decode()
    assert "Not yet checked against the law: answer to the request; suit." in words


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
    with django_assert_num_queries(19):
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
    known = rule("determination")
    known.calendar = None
    with pytest.raises(Exception, match="need a calendar"):
        known.full_clean()


def test_two_answers_to_a_request_are_not_in_force_at_once() -> None:
    known = rule("determination")
    known.pk, known._state.adding = None, True
    with pytest.raises(Exception, match="already the answer"):
        known.full_clean()
    known.valid_from, known.valid_to = None, date(1997, 10, 1)
    known.full_clean()


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


def test_the_log_names_people_without_a_link_that_its_readers_may_not_follow(
    client: Client,
) -> None:
    director = cast.director()
    request = make_request(stage=Stage.SENT)
    request.add_note(by=director, on=date(2016, 4, 26), note="A call")
    client.force_login(director)
    page = client.get(change(request)).content.decode()
    assert f"<p>{director}</p>" in page
    assert reverse("admin:collections_app_user_change", args=[director.pk]) not in page
