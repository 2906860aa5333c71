"""Every desk of the ground floor: it opens, runs no inline script and names its fields."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import ForeignKey, ManyToManyField, Model
from django.test import Client
from django.urls import reverse
from lxml import html

from collections_app import roles
from collections_app.admin.copies import CopyAdmin
from collections_app.concerns import receive
from collections_app.models import (
    Advisory,
    Agent,
    ArchivalItem,
    ChangeSet,
    CheckRun,
    Collection,
    Concern,
    Copy,
    DigitalFile,
    ExemptionCode,
    ExternalLink,
    FileFixity,
    Homonym,
    ImportBatch,
    ImportMapping,
    Language,
    LookAlike,
    Page,
    PageText,
    Place,
    Repository,
    RightsStatement,
    Subject,
    User,
)
from collections_app.models.changes import recording
from tests import cast
from tests.collections_app.desks import at_desk, list_of, new, page_of
from tests.make import (
    make_agent,
    make_collection,
    make_derivative,
    make_excision,
    make_item,
    make_item_agent,
    make_item_link,
    make_item_place,
    make_page_text,
)

pytestmark = pytest.mark.django_db

DESKS = {
    model: desk
    for model, desk in admin.site._registry.items()
    if model._meta.app_label == "collections_app"
}
IN_ORDER_OF_WORK = [
    *("Items", "Copies", "Files", "Pages", "Texts of pages"),
    *("Imports", "Mappings", "Change sets"),
    *("People and bodies", "Possible doubles", "Homonyms", "Archives", "Collections"),
    *("Places", "Subjects", "Rights statements", "Advisories", "Languages", "Exemption codes"),
    *("External links", "Checks", "Stored files", "Concerns of people affected"),
]


@pytest.fixture
def superuser() -> Client:
    return at_desk(User.objects.create_superuser("root", password=cast.PASSWORD))


def a_house_with_something_of_each() -> dict[type[Model], Model]:
    item = make_item(published=True)
    make_item_agent(item=item, agent=make_agent())
    make_item_link(item=item)
    make_item_place(item=item)
    text = make_page_text(page=make_derivative().page)
    make_excision(copy=text.page.copy, page=text.page)
    return {
        ArchivalItem: item,
        Copy: text.page.copy,
        Page: text.page,
        PageText: text,
        Agent: Agent.objects.get(),
        Repository: text.page.copy.repository,
        Collection: make_collection(),
        Place: Place.objects.get(),
        Subject: Subject.objects.create(label_en="Warning"),
        RightsStatement: RightsStatement.objects.first(),
        Advisory: Advisory.objects.first(),
        Language: Language.objects.first(),
        ExemptionCode: ExemptionCode.objects.first(),
        ExternalLink: ExternalLink.objects.get(),
        User: cast.editor(),
        **_of_the_daily_work(item),
    }


def _of_the_daily_work(item: ArchivalItem) -> dict[type[Model], Model]:
    alike = [make_agent(name=f"Ndiaye, {name}").pk for name in ("Babacar", "Babakar")]
    with recording(by=None, source="bulk", title="A morning's work"):
        homonym = Homonym.objects.create(agent_id=alike[0], record=item, reason="Born in 1802.")
    return {
        DigitalFile: DigitalFile.objects.create(
            copy=Copy.objects.get(), file="m.tif", original_name="m.tif", sha256="1" * 64
        ),
        ChangeSet: homonym.changes.get().change_set,
        Homonym: homonym,
        LookAlike: LookAlike.objects.create(
            kind="agent", one=min(alike), other=max(alike), likeness=90
        ),
        ImportBatch: ImportBatch.objects.create(file_name="box.csv", file="imports/box.csv"),
        ImportMapping: ImportMapping.objects.create(name="Tate"),
        CheckRun: CheckRun.objects.create(kind="fixity"),
        FileFixity: FileFixity.objects.create(storage="originals", name="a.tif"),
        Concern: receive(
            {"kind": "removal", "relation": "self", "message": "Please.", "contact": "a@b.org"},
            sent_as=uuid4(),
        ),
    }


def breaches_of_policy(page: Any) -> list[str]:
    """Return what a browser would refuse under a policy without inline scripts and styles."""
    scripts = [part for part in page.iter("script") if not part.get("src")]
    data = [part for part in scripts if part.get("type") == "application/json"]
    inline = [part for part in scripts if part not in data] + list(page.iter("style"))
    attributes = [
        f"{part.tag} {name}"
        for part in page.iter()
        for name in part.attrib
        if name == "style" or name.startswith("on")
    ]
    return [html.tostring(part).decode()[:80] for part in inline] + attributes


def test_every_page_of_every_desk_opens_and_keeps_the_policy(superuser: Client) -> None:
    records = a_house_with_something_of_each()
    assert set(records) == set(DESKS)
    index = html.fromstring(superuser.get(reverse("admin:index")).content.decode())
    links = set(index.xpath("//a/@href"))
    for model, record in records.items():
        adds = [new(model)] if new(model) in links else []
        for url in (list_of(model), *adds, page_of(record)):
            response = superuser.get(url)
            assert response.status_code == 200, url
            assert breaches_of_policy(html.fromstring(response.content.decode())) == [], url


def test_every_field_of_a_row_has_a_name_that_is_read_out(superuser: Client) -> None:
    records = a_house_with_something_of_each()
    for record in (records[ArchivalItem], records[Copy], records[Agent]):
        page = html.fromstring(superuser.get(page_of(record)).content.decode())
        rows = [row for table in page.find_class("tabular") for row in table.iter("td")]
        fields = [part for row in rows for part in row.iter("input", "select", "textarea")]
        shown = [part for part in fields if part.get("type") != "hidden"]
        assert shown
        assert [part.name for part in shown if not part.get("aria-label")] == []


def test_the_index_shows_the_desks_in_the_order_of_work(superuser: Client) -> None:
    rooms = superuser.get(reverse("admin:index")).context["app_list"]
    assert rooms[0]["app_label"] == "collections_app"
    assert [desk["name"] for desk in rooms[0]["models"]] == IN_ORDER_OF_WORK
    assert rooms[-1]["name"] == "People of the house"
    assert [desk["object_name"] for desk in rooms[-1]["models"]] == ["User", "Group"]


def test_somebody_without_a_desk_sees_no_heading_without_desks() -> None:
    client = at_desk(cast.transcriber())
    rooms = client.get(reverse("admin:index")).context["app_list"]
    assert all(room["models"] for room in rooms)
    assert "People of the house" not in [room["name"] for room in rooms]


@pytest.mark.parametrize("desk", DESKS.values(), ids=lambda desk: type(desk).__name__)
def test_a_desk_lets_choose_by_typing_and_edits_nothing_in_lists(desk: ModelAdmin) -> None:
    assert not desk.list_editable
    chosen = set(desk.autocomplete_fields)
    shown = set(re.findall(r"'(\w+)'", str(desk.fieldsets or desk.fields or [])))
    choices = {
        field.name
        for field in desk.model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField) and field.editable
    }
    assert choices & shown <= chosen | {"user_permissions"}


def test_a_page_of_an_excision_is_one_of_its_own_copy(superuser: Client) -> None:
    records = a_house_with_something_of_each()
    other = make_derivative().page
    page = html.fromstring(superuser.get(page_of(records[Copy])).content.decode())
    offered = page.xpath('//select[@name="excisions-0-page"]/option/@value')
    assert str(records[Page].pk) in offered
    assert str(other.pk) not in offered


def test_the_desk_of_copies_hides_the_field_for_files_from_who_may_not_add_any() -> None:
    record = a_house_with_something_of_each()[Copy]
    assert "id_uploads" in at_desk(cast.cataloguer()).get(page_of(record)).content.decode()
    transcriber = at_desk(cast.transcriber()).get(page_of(record)).content.decode()
    assert "id_uploads" not in transcriber
    assert CopyAdmin.form.base_fields["uploads"].required is False


def test_a_transcriber_types_beside_the_image_of_the_page() -> None:
    page = make_derivative().page
    client = at_desk(cast.transcriber())
    form = client.get(f"{new(PageText)}?page={page.pk}").content.decode()
    assert 'class="page-picture"' in form
    assert client.get(f"{new(PageText)}?page=x%27").status_code == 200
    words = {
        "page": page.pk,
        "kind": "transcription",
        "language": "en",
        "text": "The text of the page.",
        "notes-TOTAL_FORMS": "0",
        "notes-INITIAL_FORMS": "0",
    }
    client.post(new(PageText), words)
    text = PageText.objects.get()
    assert text.text == "The text of the page."
    assert text.created_by is not None
    assert text.created_by.groups.get().name == roles.TRANSCRIBER
