"""“Description last changed” moves when readers could see the change, and for nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from collections_app.history import create_many, link_many, update_many
from collections_app.models import (
    ArchivalItem,
    Copy,
    Excision,
    ItemAgent,
    ItemRelation,
    Privacy,
)
from collections_app.models.changes import recording
from collections_app.undoing import undo
from tests import cast
from tests.briefingbooks.make import make_book, make_section
from tests.make import (
    make_advisory,
    make_agent,
    make_collection,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_item_agent,
    make_item_link,
    make_item_place,
    make_page,
    make_page_text,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 2, 3, 12, tzinfo=UTC)


def long_described(record: Any) -> Any:
    """Return a record whose description last changed long ago."""
    type(record).objects.filter(pk=record.pk).update(described_at=LONG_AGO)
    record.refresh_from_db()
    return record


def has_moved(record: Any) -> bool:
    return type(record).objects.get(pk=record.pk).described_at != LONG_AGO


def changed(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


@pytest.fixture
def item() -> ArchivalItem:
    return long_described(make_item(published=True, is_sensitivity_reviewed=True))


SEEN: dict[str, Callable[[Any], Any]] = {
    "title": lambda item: changed(item, title="Another title"),
    "date": lambda item: changed(item, date_edtf="1994-04-06"),
    "subject": lambda item: item.subjects.add(make_subject(published=True)),
    "role of a public person": lambda item: make_item_agent(item=item),
    "public place": lambda item: make_item_place(item=item),
    "copy": lambda item: make_copy(item=item),
    "link": lambda item: make_item_link(item=item),
    "excision of an authority": lambda item: make_excision(copy=make_copy(item=item)),
    "internal copy revealed": lambda item: changed(
        make_copy(item=item, is_internal=True), is_internal=False
    ),
    "many at once": lambda item: (
        setattr(item, "credit_line", "Gift"),
        update_many(ArchivalItem, [item], ["credit_line"]),
    ),
    "subjects of many": lambda item: link_many(
        ArchivalItem, "subjects", {item: {make_subject(published=True).pk}}
    ),
    "roles of many": lambda item: create_many(
        ItemAgent, [ItemAgent(item=item, agent=make_agent(published=True))]
    ),
}


@pytest.mark.parametrize("what", SEEN)
def test_what_readers_see_moves_the_date(what: str, item: ArchivalItem) -> None:
    SEEN[what](item)
    assert has_moved(item)


def recreated(item: ArchivalItem) -> None:
    """Make an internal copy with everything that can hang on it."""
    copy = make_copy(item=item, is_internal=True)
    changed(copy, reference_code="Box 9")
    make_excision(copy=copy)
    page = make_page(copy=copy)
    make_page_text(page=page)
    make_derivative(page=page)
    copy.delete()


HIDDEN: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda item: item.save(),
    "note for the house": lambda item: changed(item, archivist_note="A note"),
    "review of sensitivity": lambda item: changed(item, is_sensitivity_reviewed=False),
    "hold": lambda item: item.hold(by=None),
    "hold and its end": lambda item: (item.hold(by=None), item.lift_hold(by=None)),
    "withdrawal": lambda item: item.withdraw(by=None, reason="A mistake"),
    "status": lambda item: changed(item, declassification_status="in_full"),
    "advisory": lambda item: item.advisories.add(make_advisory()),
    "internal copy": recreated,
    "hidden subject": lambda item: item.subjects.add(make_subject()),
    "role of a hidden person": lambda item: make_item_agent(item=item, agent=make_agent()),
    "hidden place": lambda item: make_item_place(item=item, place=make_place()),
    "relation to a hidden item": lambda item: ItemRelation.objects.create(
        from_item=item, to_item=make_item(), kind="refers_to"
    ),
    "hidden subjects of many": lambda item: link_many(
        ArchivalItem, "subjects", {item: {make_subject().pk}}
    ),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_nobody_outside_sees_leaves_no_trace(what: str, item: ArchivalItem) -> None:
    HIDDEN[what](item)
    assert not has_moved(item)


def test_where_it_is_held_shows_only_if_the_archive_does() -> None:
    item = long_described(make_item(held_at=None, known_from="A list", published=True))
    changed(item, held_at=make_repository())
    assert not has_moved(item)
    changed(item, held_at=make_repository(published=True))
    assert has_moved(item)


def test_what_we_withhold_ourselves_and_notes_on_copies_leave_no_trace() -> None:
    copy = make_copy(opened=True)
    page = make_page(copy=copy)
    text = make_page_text(page=page)
    item = long_described(copy.item)
    make_excision(copy=copy, page=page, made_by=Excision.MadeBy.US)
    changed(text, text="With a ⟦name⟧ in it")
    changed(copy, notes="Keep an eye on this", is_opened=False)
    assert not has_moved(item)


def test_of_a_protected_person_nothing_moves_the_date() -> None:
    agent = long_described(make_agent(privacy=Privacy.WITHHELD))
    changed(agent, name="Another, Name", functions="Clerk", history="Life", notes="Note")
    changed(agent, privacy=Privacy.PSEUDONYM, public_name="The clerk")
    assert not has_moved(agent)
    known = long_described(make_agent(name="Known, Person"))
    changed(known, functions="Minister")
    assert has_moved(known)


def test_a_save_of_something_older_does_not_turn_the_date_back(item: ArchivalItem) -> None:
    stale = ArchivalItem.objects.get(pk=item.pk)
    changed(item, title="Another title")
    changed(stale, archivist_note="A note")
    assert has_moved(item)


def test_an_undoing_that_readers_see_moves_the_date(item: ArchivalItem) -> None:
    with recording(by=None, source="desk") as deed:
        changed(item, title="Another title")
    long_described(item)
    assert deed.change_set is not None
    undo(deed.change_set, by=None)
    assert has_moved(item)


def test_parts_move_the_date_of_the_record_whose_page_shows_them() -> None:
    collection, book = long_described(make_collection()), long_described(make_book())
    changed(collection, notes="For us")
    assert not has_moved(collection)
    changed(collection, arrangement="By date")
    make_section(book=book)
    assert has_moved(collection)
    assert has_moved(book)


def test_public_pages_say_when_the_description_last_changed(client: Client) -> None:
    copy = make_copy(item=make_item(published=True))
    agent, archive = make_agent(published=True), copy.repository
    collection = make_collection(repository=archive, published=True)
    book = make_book(published=True)
    interview = make_interview(published=True)
    for record in (copy.item, agent, archive, collection, book, interview):
        long_described(record)
        page = client.get(record.get_absolute_url()).content.decode()
        assert '<time datetime="2020-02-03">3 February 2020</time>' in page, record


def test_a_record_held_and_shown_again_looks_as_if_nothing_had_happened(client: Client) -> None:
    item = long_described(make_item(published=True))
    url = item.get_absolute_url()
    before = client.get(url).content
    item.hold(by=cast.cataloguer())
    assert client.get(url).status_code == 404
    item.lift_hold(by=cast.cataloguer())
    assert client.get(url).content == before
    assert not Copy.objects.exists()
