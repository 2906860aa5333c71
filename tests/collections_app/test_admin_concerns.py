"""The desk of concerns: everything from reading to closing, for the few who may."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from collections_app.concern_targets import key_of
from collections_app.concerns import receive
from collections_app.models import Concern
from tests import cast
from tests.collections_app.desks import at_desk, messages_of
from tests.make import make_item

pytestmark = pytest.mark.django_db

LIST = "/admin/collections_app/concern/"


def a_concern(**fields: Any) -> Concern:
    facts = {"kind": "removal", "relation": "self", "message": "Her photograph.",
             "name": "Named Person", "contact": "person@example.org"}  # fmt: skip
    return receive(facts | fields, sent_as=uuid4())


def page_of(concern: Concern) -> str:
    return f"{LIST}{concern.pk}/change/"


def verb(concern: Concern, name: str) -> str:
    return f"{LIST}{concern.pk}/do/{name}/"


@pytest.fixture
def keeper() -> Client:
    return at_desk(cast.keeper_of_concerns())


def test_a_concern_is_read_hidden_decided_closed_and_forgotten(keeper: Client) -> None:
    item = make_item(title="Larkspur", published=True)
    concern = a_concern(page_address=item.get_absolute_url())
    assert "1 request of a person affected waits." in keeper.get("/admin/").content.decode()
    assert concern.code in keeper.get(LIST).content.decode()
    page = keeper.get(page_of(concern)).content.decode()
    for words in ("Her photograph.", "person@example.org", item.get_absolute_url()):
        assert words in page
    page = keeper.get(verb(concern, "hide")).content.decode()
    assert f'value="{key_of(item)}"' in page
    assert "checked" in page
    answer = keeper.post(verb(concern, "hide"), {"records": key_of(item)}, follow=True)
    assert "Hidden from everyone outside: 1." in messages_of(answer)
    assert Client().get(item.get_absolute_url()).status_code == 404
    assert verb(concern, "close") not in answer.content.decode()
    keeper.post(verb(concern, "note"), {"words": "Called."})
    answer = keeper.post(
        verb(concern, "decide"),
        {"outcome": "refused", "decision": "It is of public record.", "follow": "show"},
        follow=True,
    )
    assert Client().get(item.get_absolute_url()).status_code == 200
    assert "It is of public record." in answer.content.decode()
    keeper.post(verb(concern, "close"), {"words": ""})
    answer = keeper.post(verb(concern, "forget"), {}, follow=True)
    assert "person@example.org" not in answer.content.decode()
    concern.refresh_from_db()
    assert (concern.stage, concern.contact) == ("closed", "")
    assert keeper.get(verb(concern, "hide")).status_code == 404


def test_other_pages_are_looked_up_and_nothing_typed_is_lost(keeper: Client) -> None:
    one, other = make_item(published=True), make_item(published=True)
    concern = a_concern(page_address=one.get_absolute_url())
    typed = {"addresses": f"https://x.org{other.get_absolute_url()}\n/nothing/", "look": "yes",
             "words": "Both.", "shown": key_of(one)}  # fmt: skip
    page = keeper.post(verb(concern, "hide"), typed).content.decode()
    assert f'value="{key_of(other)}"' in page
    assert "Both." in page
    assert one.is_public()
    keeper.post(verb(concern, "hide"), typed | {"look": ""} | {"records": [key_of(other)]})
    typed.pop("look")
    keeper.post(verb(concern, "hide"), typed | {"records": [key_of(other)]})
    assert (one.is_public(), other.is_public()) == (True, False)


def test_what_is_hidden_is_shown_again_one_by_one(keeper: Client) -> None:
    one, other = make_item(published=True), make_item(published=True)
    concern = a_concern(page_address="")
    typed = {"addresses": f"{one.get_absolute_url()}\n{other.get_absolute_url()}"}
    keeper.post(verb(concern, "hide"), typed | {"records": [key_of(one), key_of(other)]})
    first = concern.targets.first()
    assert first is not None
    keeper.post(verb(concern, "show"), {"targets": [first.pk]})
    assert (one.is_public(), other.is_public()) == (True, False)


def test_nothing_chosen_or_said_changes_nothing(keeper: Client) -> None:
    concern = a_concern()
    assert "Choose what to hide" in keeper.post(verb(concern, "hide"), {}).content.decode()
    assert keeper.post(verb(concern, "note"), {"words": " "}).status_code == 200
    foreign = {"records": "collections_app.user.1"}
    assert "Nothing was done" in keeper.post(verb(concern, "hide"), foreign).content.decode()
    concern.refresh_from_db()
    assert concern.stage == "new"


@pytest.mark.parametrize("role", ["cataloguer", "editor", "director", "transcriber"])
def test_nobody_else_reads_a_word_of_it(role: str) -> None:
    concern = a_concern()
    client = at_desk(getattr(cast, role)())
    for address in (LIST, page_of(concern), verb(concern, "hide"), verb(concern, "note")):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"words": "x"}).status_code == 403, address
    assert "oncern" not in client.get("/admin/").content.decode()


def test_a_cataloguer_sees_on_hold_and_not_why() -> None:
    item = make_item(published=True)
    concern = a_concern(page_address=item.get_absolute_url())
    at_desk(cast.administrator()).post(verb(concern, "hide"), {"records": key_of(item)})
    client = at_desk(cast.cataloguer())
    desk = f"/admin/collections_app/archivalitem/{item.pk}"
    pages = [client.get(f"{desk}/{page}/").content.decode() for page in ("change", "history")]
    assert "On hold" in pages[0]
    assert "on hold" in client.get("/admin/collections_app/archivalitem/").content.decode()
    for page in pages:
        assert concern.code not in page
        assert "person@example.org" not in page
    assert not LogEntry.objects.filter(object_repr__contains=concern.code).exists()


def test_a_concern_is_neither_added_nor_changed_nor_deleted_by_hand(keeper: Client) -> None:
    concern = a_concern()
    assert keeper.get(f"{LIST}add/").status_code == 403
    assert keeper.get(f"{LIST}{concern.pk}/delete/").status_code == 403
    keeper.post(page_of(concern), {"message": "Changed"})
    concern.refresh_from_db()
    assert concern.message == "Her photograph."
    assert keeper.get(f"{LIST}999999/change/").status_code == 404
