"""Two people at one record: the second is told, sees what the first did, and loses nothing."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from collections_app.models import ArchivalItem, ChangeSet, Copy, DigitalFile, ItemAgent
from collections_app.models.changes import recording
from tests import cast
from tests.collections_app.desks import Fields, at_desk, form_on, page_of, row, send
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
    make_subject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Client:
    return at_desk(cast.cataloguer())


@pytest.fixture
def ben() -> Client:
    return at_desk(cast.administrator())


def said(response: HttpResponse) -> str:
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def fields_of(response: HttpResponse) -> Fields:
    """Return the fields of the form that came back, as a browser would send them again."""
    forms = html.fromstring(response.content.decode()).forms
    form = next(form for form in forms if (form.get("id") or "").endswith("_form"))
    fields: dict[str, list[Any]] = {}
    for name, value in form.form_values():
        # A browser leaves out the line break with which a tall field begins.
        fields.setdefault(name, []).append(value.removeprefix("\n"))
    return fields


def save(client: Client, url: str, fields: Fields) -> HttpResponse:
    return client.post(url, fields | {"_save": "Save"}, follow=True)


def test_the_second_is_told_and_both_are_kept(ana: Client, ben: Client) -> None:
    item = make_item(title="Cable", abstract="Short", extent="1 page")
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"title": "Fax"})
    response = save(ben, url, opened | {"abstract": "Longer"})
    assert "saved this record while you were working on it" in said(response)
    assert "was Cable now Fax" in said(response)
    assert "cataloguer" in said(response)
    item.refresh_from_db()
    assert (item.title, item.abstract) == ("Fax", "Short")
    again = fields_of(response)
    assert (again["title"], again["abstract"]) == (["Fax"], ["Longer"])
    save(ben, url, again)
    item.refresh_from_db()
    assert (item.title, item.abstract, item.extent) == ("Fax", "Longer", "1 page")


def test_a_field_that_both_changed_is_marked_and_the_second_has_the_last_word(
    ana: Client, ben: Client
) -> None:
    item = make_item(title="Cable")
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"title": "Fax"})
    response = save(ben, url, opened | {"title": "Telegram"})
    field = html.fromstring(response.content.decode()).find_class("field-title")[0]
    assert "changed this too; it says now: Fax. Yours will replace it." in field.text_content()
    again = fields_of(response)
    assert again["title"] == ["Telegram"]
    save(ben, url, again)
    item.refresh_from_db()
    assert item.title == "Telegram"
    kept = list(item.changes.values_list("title", flat=True)[:3])
    assert kept == ["Telegram", "Fax", "Cable"]


def test_a_third_person_is_noticed_in_between(ana: Client, ben: Client) -> None:
    item = make_item(title="Cable")
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"title": "Fax"})
    again = fields_of(save(ben, url, opened | {"abstract": "Mine"}))
    send(ana, url, {"extent": "2 pages"})
    response = save(ben, url, again)
    assert "2 pages" in said(response)
    item.refresh_from_db()
    assert item.abstract != "Mine"


def test_terms_and_ticks_of_the_first_are_kept_too(ana: Client, ben: Client) -> None:
    item = make_item()
    subject, url = make_subject(), page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"subjects": [subject.pk], "is_sensitivity_reviewed": "on"})
    again = fields_of(save(ben, url, opened | {"abstract": "Mine"}))
    save(ben, url, again)
    item.refresh_from_db()
    assert (item.abstract, item.is_sensitivity_reviewed) == ("Mine", True)
    assert list(item.subjects.all()) == [subject]


def test_rows_added_by_both_are_all_kept(ana: Client, ben: Client) -> None:
    item = make_item()
    one, two = make_agent(name="One"), make_agent(name="Two")
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, row("item_agents", 0, role="author", agent=one.pk, position=0))
    response = save(
        ben, url, opened | row("item_agents", 0, role="sender", agent=two.pk, position=0)
    )
    assert "Added: person or body author One" in said(response)
    assert item.item_agents.count() == 1
    save(ben, url, fields_of(response))
    assert {str(role) for role in item.item_agents.all()} == {"author One", "from Two"}


def test_a_row_that_the_first_removed_stays_away_unless_something_was_typed_in_it(
    ana: Client, ben: Client
) -> None:
    item = make_item()
    first = make_item_agent(item=item, agent=make_agent(name="Untouched"))
    second = make_item_agent(item=item, agent=make_agent(name="Touched"), role="sender")
    third = make_item_agent(item=item, agent=make_agent(name="Stays"), role="shown")
    url = page_of(item)
    opened = form_on(ben, url)
    places = {opened[f"item_agents-{n}-id"][0]: n for n in range(3)}
    gone = {f"item_agents-{places[str(one.pk)]}-DELETE": "on" for one in (first, second)}
    send(ana, url, gone)
    assert item.item_agents.count() == 1
    typed = {f"item_agents-{places[str(second.pk)]}-note": "Typed"}
    typed |= {f"item_agents-{places[str(third.pk)]}-note": "Typed too"}
    response = save(ben, url, opened | typed)
    assert response.status_code == 200
    assert "Removed: person or body from Touched" in said(response)
    assert "1 row in which you typed had been removed" in said(response)
    save(ben, url, fields_of(response))
    assert {(role.agent.name, role.note) for role in item.item_agents.all()} == {
        ("Touched", "Typed"),
        ("Stays", "Typed too"),
    }


def test_a_row_that_both_changed_is_marked_in_its_place(ana: Client, ben: Client) -> None:
    item = make_item()
    make_item_agent(item=item, agent=make_agent(name="Writer"))
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"item_agents-0-note": "Hers", "item_agents-0-source": "Her source"})
    response = save(ben, url, opened | {"item_agents-0-note": "His"})
    assert "it says now: Hers. Yours will replace it." in said(response)
    again = fields_of(response)
    assert again["item_agents-0-source"] == ["Her source"]
    save(ben, url, again)
    role = ItemAgent.objects.get()
    assert (role.note, role.source) == ("His", "Her source")


def test_what_was_done_at_the_page_of_a_part_is_noticed(ana: Client, ben: Client) -> None:
    copy = make_copy(reference_code="Box 1")
    url = page_of(copy.item)
    opened = form_on(ben, url)
    send(ana, page_of(copy), {"reference_code": "Box 2"})
    response = save(ben, url, opened | {"abstract": "Mine"})
    assert "was Box 1 now Box 2" in said(response)
    save(ben, url, fields_of(response))
    copy.refresh_from_db()
    assert copy.reference_code == "Box 2"
    assert ArchivalItem.objects.get().abstract == "Mine"


def test_what_the_house_does_by_itself_is_no_conflict(ben: Client) -> None:
    copy = make_copy()
    url = page_of(copy)
    opened = form_on(ben, url)
    make_page_text(page=make_page(copy=copy))
    response = save(ben, url, opened | {"reference_code": "Box 9"})
    assert "while you were working" not in said(response)
    assert Copy.objects.get().reference_code == "Box 9"
    assert not DigitalFile.objects.exists()


def test_nothing_changed_by_others_is_no_conflict(ana: Client, ben: Client) -> None:
    item = make_item(title="Cable")
    url = page_of(item)
    opened = form_on(ben, url)
    send(ana, url, {"title": "Fax"})
    send(ana, url, {"title": "Cable"})
    save(ben, url, opened | {"abstract": "Mine"})
    assert ArchivalItem.objects.get().abstract == "Mine"


def test_a_form_that_comes_back_for_an_error_still_notices(ana: Client, ben: Client) -> None:
    item = make_item(title="Cable")
    url = page_of(item)
    opened = form_on(ben, url)
    refused = fields_of(save(ben, url, opened | {"date_edtf": "nonsense"}))
    send(ana, url, {"title": "Fax"})
    response = save(ben, url, refused | {"date_edtf": "1994"})
    assert "while you were working on it" in said(response)


def test_a_record_deleted_meanwhile_gives_back_what_was_typed(ana: Client, ben: Client) -> None:
    item = make_item(title="Cable")
    url = page_of(item)
    opened = form_on(ben, url)
    with recording(by=cast.editor(), source=ChangeSet.Source.DESK):
        item.delete()
    response = ben.post(url, opened | {"abstract": "Typed for an hour", "_save": "Save"})
    assert response.status_code == 409
    assert "Typed for an hour" in said(response)
    assert "deleted this record" in said(response)


def test_a_form_without_a_version_is_saved_as_before(ben: Client) -> None:
    item = make_item(title="Cable")
    fields = form_on(ben, page_of(item))
    fields.pop("_version")
    save(ben, page_of(item), fields | {"title": "Fax"})
    assert ArchivalItem.objects.get().title == "Fax"


def test_a_version_that_can_not_be_read_breaks_nothing(ben: Client) -> None:
    item = make_item(title="Cable")
    fields = form_on(ben, page_of(item)) | {"_version": "x:y :: 12 collections_app.ArchivalItem:-1"}
    assert save(ben, page_of(item), fields | {"title": "Fax"}).status_code == 200
