"""The history of a record tells who changed what, when and why, and brings a version back."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from lxml import html

from collections_app.admin.deeds import REASON
from collections_app.models import Agent, ArchivalItem, ChangeSet, Copy, ItemAgent, User
from collections_app.models.changes import recording
from collections_app.undoing import undo
from collections_app.word_diff import word_diff
from tests import cast
from tests.collections_app.desks import at_desk, form_on, messages_of, page_of, row, send
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return cast.cataloguer()


@pytest.fixture
def desk(ana: User) -> Client:
    return at_desk(ana)


def of(record: Any, page: str, *keys: Any) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=keys)


def words(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    main = html.fromstring(response.content.decode()).get_element_by_id("content")
    return " ".join(main.text_content().split())


def history(client: Client, record: Any) -> str:
    return words(client, of(record, "history", record.pk))


def test_a_save_at_a_desk_is_one_deed_with_its_reason(desk: Client, ana: User) -> None:
    item = make_item(title="Cable")
    agent = make_agent(name="Writer, A.", published=True)
    rows = row("item_agents", 0, role="author", agent=agent.pk, position=0)
    send(desk, page_of(item), {"title": "Fax", REASON: "The form was misread"} | rows)
    deed = ChangeSet.objects.get()
    assert (deed.by, deed.source, deed.reason) == (ana, "desk", "The form was misread")
    assert deed.title == f"Changed: item {ArchivalItem.objects.get()}"
    assert ItemAgent.changes.get().change_set == item.changes.first().change_set == deed


def test_a_save_that_changes_nothing_is_no_deed(desk: Client) -> None:
    item = make_item()
    make_item_agent(item=item)
    make_copy(item=item)
    done = ChangeSet.objects.count()
    send(desk, page_of(item), {})
    assert ChangeSet.objects.count() == done


def test_the_history_tells_before_and_after_in_words(desk: Client) -> None:
    old, new = make_subject(label_en="Old term"), make_subject(label_en="New term")
    item = make_item(title="Cable", kind="cable", subjects=[old])
    changes = {
        "kind": "fax",
        "subjects": [new.pk],
        "title_is_supplied": "on",
        REASON: "Seen on paper",
    }
    send(desk, page_of(item), changes)
    said = history(desk, item)
    assert "Kind was cable or telegram now fax" in said
    assert "Title supplied by us was no now yes" in said
    assert "added: New term" in said
    assert "removed: Old term" in said
    assert "Why: Seen on paper" in said
    assert "cataloguer" in said
    assert "{" not in said


def test_changes_of_the_parts_stand_in_the_history_of_the_record(desk: Client) -> None:
    item = make_item()
    agent = make_agent(name="Writer, A.")
    role = make_item_agent(item=item, agent=agent)
    copy = make_copy(item=item, reference_code="Box 1")
    text = make_page_text(page=make_page(copy=copy), text="The first word.")
    with recording(by=None, source="desk"):
        text.text = "The last word."
        text.save()
    with recording(by=None, source="desk"):
        copy.reference_code = "Box 2"
        copy.save()
    with recording(by=None, source="desk"):
        role.delete()
    agent.name = "Renamed, A."
    agent.save()
    said = history(desk, item)
    assert "Removed: person or body author Renamed, A." in said
    assert "was Box 1 now Box 2" in said
    assert "The [removed: first][added: last] word." in said
    assert "was Box 1 now Box 2" in history(desk, copy)


def test_a_related_record_that_is_gone_is_still_named(desk: Client) -> None:
    item, archive = make_item(), make_repository(name="Archive of the Sea")
    item.held_at = archive
    item.save()
    item.held_at = None
    item.save()
    archive.delete()
    assert "was Archive of the Sea now empty" in history(desk, item)


def test_names_that_somebody_may_not_see_are_not_told(ana: User) -> None:
    item = make_item()
    make_item_agent(item=item, agent=make_agent(name="Hidden, Name"))
    assert "Hidden, Name" in history(at_desk(ana), item)
    assert "Hidden, Name" not in history(at_desk(cast.transcriber()), item)


def test_the_history_is_for_who_may_see_the_record() -> None:
    item = make_item(title="Cable")
    outsider = at_desk(cast.outsider_with_account())
    assert "Cable" not in outsider.get(of(item, "history", item.pk), follow=True).content.decode()
    agent = make_agent()
    assert at_desk(cast.transcriber()).get(of(agent, "history", agent.pk)).status_code == 403


def test_a_long_history_is_read_page_by_page_with_as_many_queries(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    item = make_item(title="Title 0")
    make_copy(item=item)
    for number in range(1, 46):
        with recording(by=None, source="desk"):
            item.title = f"Title {number}"
            item.save()
            make_item_agent(item=item, agent=make_agent(name=f"Agent {number}"))
    url = of(item, "history", item.pk)
    desk.get(url)
    with django_assert_max_num_queries(75):
        first = words(desk, url)
    assert "Title 45" in first
    assert "Title 3 " not in first
    assert "Title 3 " in words(desk, f"{url}?p=3")


def test_a_version_is_restored_after_a_look_at_what_will_change(desk: Client, ana: User) -> None:
    item = make_item(title="Cable", abstract="Short")
    at = item.changes.first().history_date
    send(desk, page_of(item), {"title": "Fax", "abstract": "Shorter"})
    url = f"{of(item, 'restore', item.pk)}?at={at.isoformat().replace('+', '%2B')}"
    said = words(desk, url)
    assert "was Fax now Cable" in said
    assert ArchivalItem.objects.get().title == "Fax"
    response = desk.post(url, {"confirmed": "yes", "reason": "It was right"}, follow=True)
    assert "Restored" in messages_of(response)
    item.refresh_from_db()
    assert (item.title, item.abstract) == ("Cable", "Short")
    deed = item.changes.first().change_set
    assert (deed.source, deed.reason, deed.by) == ("restore", "It was right", ana)


def test_rows_of_the_page_come_back_if_one_asks_for_it(desk: Client) -> None:
    item = make_item(title="Cable")
    kept, gone = make_item_agent(item=item), make_item_agent(item=item, role="sender")
    at = gone.changes.first().history_date
    with recording(by=None, source="desk"):
        gone.delete()
        new = make_item_agent(item=item, role="recipient")
        copy = make_copy(item=item)
    url = f"{of(item, 'restore', item.pk)}?at={at.isoformat().replace('+', '%2B')}"
    desk.post(url, {"confirmed": "yes"})
    assert {one.pk for one in item.item_agents.all()} == {kept.pk, new.pk}
    desk.post(f"{url}&with_parts=1", {"confirmed": "yes"})
    assert {one.role for one in item.item_agents.all()} == {"author", "sender"}
    assert Copy.objects.filter(pk=copy.pk).exists()


def test_a_restored_version_never_changes_what_is_public(desk: Client) -> None:
    item = make_item(title="Cable", published=True)
    at = item.changes.first().history_date
    item.title = "Fax"
    item.save()
    item.withdraw(by=None, reason="A mistake")
    url = f"{of(item, 'restore', item.pk)}?at={at.isoformat().replace('+', '%2B')}"
    desk.post(url, {"confirmed": "yes"})
    item.refresh_from_db()
    assert (item.title, item.state) == ("Cable", "withdrawn")


def test_who_may_only_look_restores_nothing() -> None:
    item = make_item(title="Cable")
    at = item.changes.first().history_date
    url = f"{of(item, 'restore', item.pk)}?at={at.isoformat().replace('+', '%2B')}"
    assert at_desk(cast.editor()).post(url, {"confirmed": "yes"}).status_code == 403


def test_a_deleted_record_is_listed_and_made_again_with_its_parts(desk: Client) -> None:
    item = make_item(title="Lost cable", subjects=[make_subject()])
    make_item_agent(item=item)
    copy = make_copy(item=item)
    make_page_text(page=make_page(copy=copy), text="Its words")
    key = item.pk
    desk.post(of(item, "delete", key), {"post": "yes"})
    assert not ArchivalItem.objects.exists()
    assert ChangeSet.objects.get().title.startswith("Deleted: item")
    assert "Lost cable" in words(desk, of(item, "deleted"))
    desk.post(of(item, "return", key), {"confirmed": "yes"}, follow=True)
    again = ArchivalItem.objects.get()
    assert (again.pk, again.title, again.subjects.count()) == (key, "Lost cable", 1)
    assert again.item_agents.count() == 1
    assert again.copies.get().pages.get().texts.get().text == "Its words"
    assert "None was deleted" in words(desk, of(item, "deleted"))


def test_the_message_after_a_save_leads_to_its_undoing(desk: Client) -> None:
    item = make_item(title="Cable")
    response = send(desk, page_of(item), {"title": "Fax"})
    deed = ChangeSet.objects.get()
    address = reverse("admin:collections_app_changeset_undo", args=[deed.pk])
    assert address in messages_of(response)
    assert "was Fax now Cable" in words(desk, address)
    done = desk.post(address, follow=True)
    assert "Undone" in messages_of(done)
    item.refresh_from_db()
    assert item.title == "Cable"


def test_nobody_undoes_what_they_could_not_do(ana: User) -> None:
    item = make_item(title="Cable")
    with recording(by=ana, source="desk", title="A deed"):
        item.title = "Fax"
        item.save()
    address = reverse("admin:collections_app_changeset_undo", args=[ChangeSet.objects.get().pk])
    editor = at_desk(cast.editor())
    assert "You may not change items" in words(editor, address)
    editor.post(address)
    assert ArchivalItem.objects.get().title == "Fax"
    assert at_desk(cast.transcriber()).get(address).status_code == 403


def test_the_list_of_deeds_says_which_were_undone(desk: Client, ana: User) -> None:
    item = make_item(title="Cable")
    send(desk, page_of(item), {"title": "Fax"})
    undo(ChangeSet.objects.get(), by=ana)
    said = words(desk, reverse("admin:collections_app_changeset_changelist"))
    assert "Changed: item" in said
    assert "undone" in said


def test_a_protected_name_stands_in_no_title_of_a_deed(desk: Client) -> None:
    agent = make_agent(name="Secret, Name", privacy="withheld")
    send(desk, page_of(agent), {"functions": "Clerk"})
    assert ChangeSet.objects.get().title == "Changed: a person or body"
    assert Agent.objects.get().functions == "Clerk"


def test_only_words_around_a_change_are_repeated() -> None:
    text = "word " * 200
    pieces = word_diff(f"{text}old {text}", f"{text}new {text}")
    assert [piece.kind for piece in pieces] == [
        *("left_out", "same", "removed", "added", "same", "left_out")
    ]
    assert (pieces[2].text, pieces[3].text) == ("old", "new")
    assert len(pieces[1].text) < 100


def test_the_form_asks_why(desk: Client) -> None:
    assert REASON in form_on(desk, page_of(make_item()))


def test_a_deleted_record_is_made_again_only_by_who_may_make_all_its_parts(desk: Client) -> None:
    copy = make_copy()
    make_page(copy=copy)
    key = copy.pk
    with recording(by=None, source="desk", title="A deed"):
        Copy.objects.get(pk=key).delete()
    director = at_desk(cast.director())
    answer = director.post(of(copy, "return", key), {"confirmed": "yes"}, follow=True)
    assert "You may not add pages" in messages_of(answer)
    assert not Copy.objects.filter(pk=key).exists()
    desk.post(of(copy, "return", key), {"confirmed": "yes"})
    assert Copy.objects.get(pk=key).pages.count() == 1


def test_who_may_only_add_makes_nothing_again() -> None:
    item = make_item(title="Lost cable")
    key = item.pk
    ArchivalItem.objects.get(pk=key).delete()
    user = cast.editor()
    user.user_permissions.add(Permission.objects.get(codename="add_archivalitem"))
    client = at_desk(user)
    assert client.post(of(item, "return", key), {"confirmed": "yes"}).status_code == 403
    assert of(item, "return", key) not in client.get(of(item, "deleted")).content.decode()
    assert not ArchivalItem.objects.exists()
