"""The items desk at work: a document described, its status told, its changes announced."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app import dependants
from collections_app.models import (
    ArchivalItem,
    Copy,
    ItemAgent,
    Page,
    Repository,
    Status,
)
from collections_app.publication import PublicationState
from tests import cast
from tests.collections_app.desks import (
    act_on_selection,
    at_desk,
    errors_of,
    list_of,
    messages_of,
    new,
    page_of,
    row,
    send,
)
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_repository,
    make_rights,
    make_subject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def test_a_cataloguer_describes_a_cable_with_its_sender_and_its_copy() -> None:
    person = cast.cataloguer()
    client = at_desk(person)
    archive, agent = make_repository(published=True), make_agent(published=True)
    words = {
        "kind": "cable",
        "title": "Request for protection",
        "date_edtf": "1994-01-11",
        "abstract": "The force commander reports.",
        "rights": make_rights().pk,
        "is_sensitivity_reviewed": "on",
        **row("item_agents", 0, agent=agent.pk, role="sender", is_certain="on", position="0"),
        **row(
            "copies",
            0,
            repository=archive.pk,
            copy_type="fax",
            how_obtained="published",
            is_act_of_originator="on",
            extent="in_full",
            access_condition="open",
            is_opened="on",
            is_shown="on",
        ),
    }
    response = send(client, new(ArchivalItem), words)
    assert "was added successfully" in messages_of(response), errors_of(response)
    item = ArchivalItem.objects.get()
    assert item.ref == "FTP-0001"
    assert item.created_by == item.updated_by == person
    assert ItemAgent.objects.get(item=item).role == "sender"
    copy = Copy.objects.get(item=item)
    assert copy.created_by == person
    assert item.declassification_status == Status.IN_FULL
    assert item.state == PublicationState.DRAFT


def test_the_status_follows_when_a_copy_is_changed_on_either_page(cataloguer: Client) -> None:
    copy = make_copy(extent="in_full", is_act_of_originator=True, how_obtained="foia")
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.IN_FULL
    send(cataloguer, page_of(copy), {"extent": "excised"})
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.IN_PART
    send(
        cataloguer, page_of(copy.item), {"copies-0-withdrawn_on": "", "copies-0-extent": "withheld"}
    )
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.DENIED


def test_whoever_shows_a_record_is_told_after_its_parts_are_saved(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []

    def listen(item: ArchivalItem, by: Any) -> None:
        told.append([subject.label_en for subject in item.subjects.all()])

    monkeypatch.setattr(dependants, "_on_change", {ArchivalItem: [listen]})
    item, subject = make_item(), make_subject(label_en="Early warning")
    send(cataloguer, page_of(item), {"subjects": [subject.pk]})
    assert told[-1] == ["Early warning"]


def test_what_a_listener_refuses_is_not_saved_at_all(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(item: ArchivalItem, by: Any) -> None:
        raise RuntimeError("the index is broken")

    item = make_item(title="As it was")
    monkeypatch.setattr(dependants, "_on_change", {ArchivalItem: [refuse]})
    with pytest.raises(RuntimeError, match="index is broken"):
        send(cataloguer, page_of(item), {"title": "As it may not be"})
    item.refresh_from_db()
    assert item.title == "As it was"


def test_what_was_ever_published_is_never_deleted() -> None:
    client = at_desk(cast.administrator())
    published, draft = make_item(published=True), make_item()
    published.withdraw(by=None, reason="A mistake.")
    copy = make_copy(item=published)
    for record in (published, copy):
        assert (
            client.post(page_of(record).replace("change/", "delete/"), {"post": "yes"}).status_code
            == 403
        )
    client.post(page_of(draft).replace("change/", "delete/"), {"post": "yes"})
    assert list(ArchivalItem.objects.all()) == [published]
    response = act_on_selection(client, [published], "delete_selected")
    assert response.status_code == 200
    assert ArchivalItem.objects.count() == 1


@pytest.mark.parametrize("model", [ArchivalItem, Copy, Repository, Page])
def test_a_list_asks_as_much_for_eleven_records_as_for_one(cataloguer: Client, model: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert cataloguer.get(list_of(model)).status_code == 200
        return len(captured)

    def make_one() -> None:
        copy = make_copy(item=make_item(published=True))
        Page.objects.create(copy=copy, number=1)

    make_one()
    queries()
    few = queries()
    for _ in range(10):
        make_one()
    # Two archives instead of one turn a filter of archives on, which asks once.
    assert queries() <= few + 1


def test_a_volume_read_as_a_whole_is_marked_as_reviewed_and_published_at_once(
    cataloguer: Client,
) -> None:
    items = [make_item(known_from="A list", is_sensitivity_reviewed=False) for _ in range(3)]
    act_on_selection(cataloguer, items, "publish")
    assert not ArchivalItem.objects.public().exists()
    act_on_selection(cataloguer, items, "mark_sensitivity_reviewed")
    act_on_selection(cataloguer, items, "publish")
    assert ArchivalItem.objects.public().count() == 3
