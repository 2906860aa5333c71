"""The public acts at a desk: asked for, refused with reasons, done, scheduled and taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from collections_app.admin.publishing import NAMED_AT_MOST
from collections_app.models import (
    ArchivalItem,
    Subject,
)
from collections_app.publication import PublicationState
from tests import cast
from tests.collections_app.desks import (
    act_on,
    act_on_selection,
    at_desk,
    errors_of,
    list_of,
    messages_of,
    page_of,
    send,
)
from tests.make import (
    make_item,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db

REASON = {"reason": "The holder asked for it.", "notice": "Withdrawn at the holder's request."}


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def a_draft_with_gaps() -> ArchivalItem:
    return make_item(is_sensitivity_reviewed=False, held_at=make_repository(published=True))


def test_the_panel_tells_what_blocks_and_what_is_only_advice(cataloguer: Client) -> None:
    item = make_item(is_sensitivity_reviewed=False, date_edtf="", title="<script>alert(1)</script>")
    page = cataloguer.get(page_of(item)).content.decode()
    blocking, _, advice = page.partition("Worth a look")
    assert 'href="#id_is_sensitivity_reviewed">Nobody has reviewed sensitivity yet.' in blocking
    assert 'href="#copies-group">Describe a copy' in blocking
    assert "No date is given" in advice
    assert "<script>alert" not in page


def test_publishing_is_refused_with_the_gaps_and_succeeds_without(cataloguer: Client) -> None:
    item = a_draft_with_gaps()
    response = send(cataloguer, page_of(item), {}, button="publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert "Nobody has reviewed sensitivity yet." in messages_of(response)
    response = send(cataloguer, page_of(item), {"is_sensitivity_reviewed": "on"}, button="publish")
    item.refresh_from_db()
    assert item.is_public()
    assert item.published_by is not None
    assert item.first_published_at is not None
    assert f"Published: {item}" in messages_of(response)
    assert "View on site" in response.content.decode()


def test_a_form_with_an_error_publishes_nothing(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    response = send(cataloguer, page_of(item), {"date_edtf": "11/01/1994"}, button="publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert "11/01/1994" in errors_of(response)


def test_of_several_records_the_ready_are_published_and_the_others_named(
    cataloguer: Client,
) -> None:
    ready, lacking = make_item(held_at=make_repository()), a_draft_with_gaps()
    public = make_item(published=True)
    since = public.public_from
    response = act_on_selection(cataloguer, [ready, lacking, public], "publish")
    for item in (ready, lacking, public):
        item.refresh_from_db()
    assert (ready.state, lacking.state) == (PublicationState.PUBLISHED, PublicationState.DRAFT)
    assert public.public_from == since
    told = messages_of(response)
    assert f"Published: {ready}" in told
    assert f"{lacking} – Nobody has reviewed sensitivity yet." in told
    assert f"{public} – It is public already." in told


def test_many_records_are_named_up_to_a_number(cataloguer: Client) -> None:
    archive = make_repository()
    items = [make_item(held_at=archive) for _ in range(NAMED_AT_MOST + 3)]
    assert "and 3 more" in messages_of(act_on_selection(cataloguer, items, "publish"))
    assert ArchivalItem.objects.public().count() == NAMED_AT_MOST + 3


def test_a_record_is_published_from_an_instant_on_somebodys_wall(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    asked = cataloguer.get(act_on(item, "publish-from")).content.decode()
    assert "Time zone" in asked
    response = cataloguer.post(
        act_on(item, "publish-from"),
        {"answered": "yes", "date": "2094-01-11", "time": "09:00", "zone": "Africa/Kigali"},
        follow=True,
    )
    item.refresh_from_db()
    assert item.public_from == datetime(2094, 1, 11, 7, 0, tzinfo=UTC)
    assert item.state == PublicationState.PUBLISHED
    assert not item.is_public()
    assert "Preview" in response.content.decode()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"date": "1994-01-11", "time": "09:00", "zone": "UTC"}, "has passed"),
        ({"date": "", "time": "09:00", "zone": "UTC"}, "required"),
        ({"date": "2094-02-30", "time": "09:00", "zone": "UTC"}, "valid date"),
        ({"date": "2094-01-11", "time": "09:00", "zone": "Kigali"}, "valid choice"),
        ({"date": "2027-03-28", "time": "02:30", "zone": "Europe/Brussels"}, "time zone"),
    ],
)
def test_an_instant_that_is_none_is_asked_for_again(
    cataloguer: Client, answers: dict[str, str], told: str
) -> None:
    item = make_item(held_at=make_repository())
    response = cataloguer.post(act_on(item, "publish-from"), {"answered": "yes", **answers})
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert told in errors_of(response)


def test_an_embargo_does_not_hide_what_is_public_already(cataloguer: Client) -> None:
    item = make_item(published=True)
    later = {"date": "2094-01-11", "time": "09:00", "zone": "UTC"}
    response = act_on_selection(cataloguer, [item], "publish_from", **later)
    assert item.is_public()
    assert "It is public already." in messages_of(response)


def test_a_withdrawal_needs_a_reason_and_keeps_the_notice(cataloguer: Client) -> None:
    item = make_item(published=True)
    response = cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", "reason": "  "})
    assert "required" in errors_of(response)
    assert item.is_public()
    cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", **REASON})
    item.refresh_from_db()
    assert item.state == PublicationState.WITHDRAWN
    assert item.withdrawal_reason == REASON["reason"]
    assert item.withdrawal_notice == REASON["notice"]


def test_several_records_are_withdrawn_after_one_question(cataloguer: Client) -> None:
    items = [make_item(published=True), make_item(published=True)]
    draft = make_item()
    asked = act_on_selection(cataloguer, [*items, draft], "withdraw")
    assert "will be left as it is" in asked.content.decode()
    assert ArchivalItem.objects.public().count() == 2
    response = act_on_selection(cataloguer, [*items, draft], "withdraw", **REASON)
    assert ArchivalItem.objects.public().count() == 0
    assert f"{draft} – Only a published record can be withdrawn." in messages_of(response)


def test_a_public_act_is_not_done_by_following_a_link(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    assert cataloguer.get(act_on(item, "publish")).status_code == 302
    assert not item.is_public()
    assert cataloguer.post(act_on(item, "burn")).status_code == 404


def test_public_acts_are_signed_in_the_history_of_the_record(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    cataloguer.post(act_on(item, "publish"))
    cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", **REASON})
    history = cataloguer.get(page_of(item).replace("change/", "history/")).content.decode()
    assert "Published: 1 item" in history
    assert "Withdrawn: 1 item" in history


def test_a_draft_goes_to_review_by_whoever_may_change_it(cataloguer: Client) -> None:
    item = make_item()
    send(cataloguer, page_of(item), {"abstract": "A better word."}, button="send-to-review")
    item.refresh_from_db()
    assert (item.state, item.abstract) == (PublicationState.IN_REVIEW, "A better word.")


@pytest.mark.parametrize("person", [cast.transcriber, cast.editor, cast.director])
def test_who_may_not_publish_sees_no_button_and_is_refused(person: Any) -> None:
    item, client = make_item(held_at=make_repository()), at_desk(person())
    page = client.get(page_of(item)).content.decode()
    assert 'value="publish"' not in page
    for verb in ("publish", "publish-from", "send-to-review", "withdraw"):
        assert client.post(act_on(item, verb), {"answered": "yes", **REASON}).status_code == 403
    act_on_selection(client, [item], "publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT


@pytest.mark.parametrize(
    ("state", "made"),
    [
        ("draft", {}),
        ("public", {"published": True}),
        ("scheduled", {"public_from": timezone.now() + timedelta(days=9)}),
    ],
)
def test_lists_are_narrowed_by_where_records_stand(
    cataloguer: Client, state: str, made: dict[str, Any]
) -> None:
    wanted = make_subject(**made)
    make_subject()
    make_subject(published=True)
    make_subject(public_from=timezone.now() + timedelta(days=9))
    response = cataloguer.get(list_of(Subject), {"publication": state})
    found = response.context["cl"].queryset
    assert wanted in found
    assert len(found) == 2
