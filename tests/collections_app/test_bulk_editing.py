"""One change to many records: previewed, made as one deed, undone as one."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from collections_app.models import AccessCondition, ArchivalItem, ChangeSet, Copy
from collections_app.undoing import undo
from tests import cast
from tests.collections_app.desks import at_desk, list_of, messages_of
from tests.make import (
    make_advisory,
    make_collection,
    make_copy,
    make_item,
    make_repository,
    make_rights,
    make_subject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return at_desk(cast.cataloguer())


def said(response: HttpResponse) -> str:
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def sent(response: HttpResponse) -> dict[str, list[str]]:
    """Return the hidden fields of a page of the bulk edit as a browser sends them."""
    main = html.fromstring(response.content.decode()).get_element_by_id("content-main")
    fields: dict[str, list[str]] = {}
    for hidden in main.xpath(".//input[@type='hidden']"):
        fields.setdefault(hidden.get("name"), []).append(hidden.get("value"))
    return fields


def choose(client: Client, records: list[Any], operation: str = "", **answers: Any) -> HttpResponse:
    fields: dict[str, Any] = {
        "action": "change_many",
        "_selected_action": [str(record.pk) for record in records],
        "index": "0",
    }
    if operation:
        fields |= {"operation": operation, **answers}
    if answers:
        fields["answered"] = "yes"
    return client.post(list_of(type(records[0])), fields)


def confirm(client: Client, preview: HttpResponse, model: Any, **more: str) -> HttpResponse:
    return client.post(list_of(model), sent(preview) | more, follow=True)


def test_a_subject_is_added_after_a_look_and_taken_back_as_a_whole(desk: Client) -> None:
    subject = make_subject(label_en="Arms")
    items = [make_item(title=f"Cable {n}") for n in range(3)]
    items[0].subjects.add(subject)
    assert "Add subjects" in said(choose(desk, items))
    preview = choose(desk, items, "add-subjects", subjects=[subject.pk])
    assert "2 would change, 1 is so already" in said(preview)
    assert "added: Arms" in said(preview)
    assert subject.items.count() == 1
    done = confirm(desk, preview, ArchivalItem, _reason="All are about arms")
    assert "2 changed, 1 were so already" in messages_of(done)
    assert subject.items.count() == 3
    deed = ChangeSet.objects.get(source="bulk")
    assert deed.reason == "All are about arms"
    assert f"/admin/collections_app/changeset/{deed.pk}/undo/" in messages_of(done)
    undo(deed, by=deed.by)
    assert list(subject.items.all()) == [items[0]]


def test_rights_are_set_and_shown_before_and_after(desk: Client) -> None:
    rights, items = make_rights(code="NoC-US"), [make_item(), make_item()]
    preview = choose(desk, items, "set-rights", rights=rights.pk)
    assert f"now {rights}" in said(preview)
    confirm(desk, preview, ArchivalItem)
    assert ArchivalItem.objects.filter(rights=rights).count() == 2
    assert items[0].changes.first().change_set.source == "bulk"


def test_a_status_is_overridden_with_its_note_and_follows_the_copies_again(desk: Client) -> None:
    item = make_item()
    make_copy(item=item, extent="in_full", is_act_of_originator=True)
    note = {"status_override": "denied", "status_override_note": "Seen in a letter"}
    assert "This field is required" in said(
        choose(desk, [item], "override-status", status_override="denied")
    )
    confirm(desk, choose(desk, [item], "override-status", **note), ArchivalItem)
    item.refresh_from_db()
    assert (item.declassification_status, item.status_override_note) == (
        "denied",
        "Seen in a letter",
    )
    confirm(desk, choose(desk, [item], "clear-override"), ArchivalItem)
    item.refresh_from_db()
    assert item.declassification_status == "in_full"


def test_an_advisory_is_added_by_a_cataloguer_and_removed_by_who_may_publish() -> None:
    advisory, item = make_advisory(), make_item()
    desk = at_desk(cast.cataloguer())
    preview = choose(desk, [item], "add-advisories", advisories=[advisory.pk])
    confirm(desk, preview, ArchivalItem)
    assert list(item.advisories.all()) == [advisory]
    preview = choose(desk, [item], "remove-advisories", advisories=[advisory.pk])
    confirm(desk, preview, ArchivalItem)
    assert not item.advisories.exists()


def test_who_may_not_change_items_changes_none_at_once() -> None:
    item = make_item()
    for person in (cast.editor(), cast.director(), cast.transcriber()):
        desk = at_desk(person)
        desk.post(
            list_of(ArchivalItem),
            {
                "action": "change_many",
                "_selected_action": [str(item.pk)],
                "operation": "sensitivity-not-reviewed",
                "confirmed": "yes",
                "expected": "1",
            },
        )
    assert not ChangeSet.objects.exists()


def test_what_can_not_be_so_is_refused_by_name(desk: Client) -> None:
    archive = make_repository()
    collection = make_collection(repository=archive)
    ours, other = make_copy(repository=archive), make_copy(reference_code="Elsewhere")
    preview = choose(desk, [ours, other], "set-collection", collection=collection.pk)
    assert "1 would change" in said(preview)
    assert f"is held by {other.repository}, not by {archive}" in said(preview)
    confirm(desk, preview, Copy)
    assert list(collection.copies.all()) == [ours]


def test_an_opened_copy_is_closed_before_its_condition_changes(desk: Client) -> None:
    copy = make_copy(opened=True)
    preview = choose(desk, [copy], "set-condition", access_condition="sealed")
    assert "is opened to the public: close it first" in said(preview)
    confirm(desk, choose(desk, [copy], "close"), Copy)
    confirm(desk, choose(desk, [copy], "set-condition", access_condition="sealed"), Copy)
    copy.refresh_from_db()
    assert (copy.is_opened, copy.access_condition) == (False, AccessCondition.SEALED)


def test_nothing_opens_copies_in_bulk(desk: Client) -> None:
    copy = make_copy()
    page = said(choose(desk, [copy]))
    assert "Close to the public" in page
    assert "Open" not in page.partition("Choose what to change")[2].partition("Back")[0]


def test_what_changed_between_look_and_confirmation_is_looked_at_again(desk: Client) -> None:
    items = [make_item(is_sensitivity_reviewed=False) for _ in range(2)]
    preview = choose(desk, items, "sensitivity-reviewed")
    items[0].is_sensitivity_reviewed = True
    items[0].save()
    again = confirm(desk, preview, ArchivalItem)
    assert "Look again" in messages_of(again)
    assert not ChangeSet.objects.filter(source="bulk").exists()
    confirm(desk, again, ArchivalItem)
    assert ArchivalItem.objects.filter(is_sensitivity_reviewed=True).count() == 2


def test_all_of_a_long_list_are_changed_across_its_pages(desk: Client) -> None:
    items = [make_item(is_sensitivity_reviewed=False) for _ in range(60)]
    make_item(kind="fax", is_sensitivity_reviewed=False)
    fields = {
        "action": "change_many",
        "_selected_action": [str(items[0].pk)],
        "select_across": "1",
        "index": "0",
        "operation": "sensitivity-reviewed",
    }
    url = f"{list_of(ArchivalItem)}?kind__exact=cable"
    preview = desk.post(url, fields)
    assert "60 would change" in said(preview)
    desk.post(url, sent(preview))
    assert ArchivalItem.objects.filter(is_sensitivity_reviewed=True).count() == 60


def test_many_are_changed_with_few_queries(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    subject = make_subject()
    items = [make_item() for _ in range(40)]
    preview = choose(desk, items, "add-subjects", subjects=[subject.pk])
    fields = sent(preview)
    with django_assert_max_num_queries(70):
        desk.post(list_of(ArchivalItem), fields)
    assert subject.items.count() == 40
