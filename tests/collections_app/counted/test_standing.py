"""What is kept and followed is, after every deed, what is read anew from the database."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from collections_app.counted import notes, standing
from collections_app.counted.noting import NOTED, events, trigger
from collections_app.counted.standing import Standing, followed
from collections_app.counted.values import ARCHIVE, KIND, PAGES, PERSON
from collections_app.merging import merge
from collections_app.models import (
    Advisory,
    ArchivalItem,
    Copy,
    DigitalFile,
    Excision,
    ItemAgent,
    ItemKind,
    ItemPlace,
    Page,
    PageNote,
)
from collections_app.models.copy_terms import CopyType
from tests import make

pytestmark = pytest.mark.django_db


def plain(known: Standing) -> dict[str, Any]:
    """Return what is known as values that can be compared."""
    values = {
        (question, value): set(keys)
        for question, sets in known.values.items()
        for value, keys in sets.items()
        if keys
    }
    order = [key for key in known.by_date.keys if key in known.published]
    return {"values": values, "shown": set(known.published), "due": known.due, "order": order}


@pytest.fixture
def house() -> ArchivalItem:
    """A document with all that is counted, and two others."""
    archive, other = make.make_repository(code="ONE"), make.make_repository(code="TWO")
    collection = make.make_collection(repository=archive)
    copies = [{"repository": archive, "collection": collection, "opened": True, "is_shown": True}]
    item = make.make_item(
        title="Whole", kind=ItemKind.CABLE, date_edtf="1994-01-11", copies=copies, published=True,
        subjects=[make.make_subject()], languages=[make.make_language(code="fr", label_en="F")],
    )  # fmt: skip
    make.make_item_agent(item=item, agent=make.make_agent(name="Annan, Kofi"))
    make.make_item_place(item=item, place=make.make_place())
    copy = item.copies.get()
    file = DigitalFile.objects.create(
        copy=copy, original_name="one.jpg", media_type="image/jpeg", bytes=1, position=1,
        processing=DigitalFile.State.READY,
    )  # fmt: skip
    page = make.make_page(copy=copy, file=file)
    make.make_page_note(page_text=make.make_page_text(page=page))
    make.make_item(title="Dated", date_edtf="1993/1994", held_at=other, published=True)
    make.make_item(title="Bare", published=True)
    holders = [{"repository": archive}, {"repository": other}]
    twice = make.make_item(title="Held twice", copies=holders, published=True)
    withheld_from = make.make_page(copy=twice.copies.get(repository=other))
    make.make_excision(
        copy=withheld_from.copy, page=withheld_from, made_by=Excision.MadeBy.US, is_burnt=True
    )
    return item


def hide(item: ArchivalItem) -> None:
    ArchivalItem.objects.filter(pk=item.pk).update(on_hold_since=timezone.now())


def keep_pages_for_the_house(item: ArchivalItem) -> None:
    item.advisories.add(make.make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY))


def keep_a_collection_for_the_house(item: ArchivalItem) -> None:
    copy = item.copies.get()
    assert copy.collection is not None
    copy.collection.advisories.add(make.make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY))


def keep_a_file_for_the_house(item: ArchivalItem) -> None:
    file = DigitalFile.objects.get(copy__item=item)
    file.advisories.add(make.make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY))


def by_hand(item: ArchivalItem) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE collections_app_archivalitem SET kind = 'map' WHERE id = %s", [item.pk]
        )


def merged(item: ArchivalItem) -> None:
    other = make.make_agent(name="Annan, K.")
    make.make_item_agent(item=ArchivalItem.objects.get(title="Bare"), agent=other)
    merge(ItemAgent.objects.get(item=item).agent, other, {}, by=None, reason="The same.")


def withheld(item: ArchivalItem) -> None:
    page = Page.objects.get(copy__item=item)
    make.make_excision(copy=page.copy, page=page, made_by=Excision.MadeBy.US)


def given_a_closed_text(_item: ArchivalItem) -> None:
    make.make_page_text(page=Page.objects.get(copy__item__title="Held twice"))


def moved(item: ArchivalItem) -> None:
    Copy.objects.filter(item=item).update(item=ArchivalItem.objects.get(title="Bare"))


def dated_anew(_item: ArchivalItem) -> None:
    ArchivalItem.objects.update(date_earliest="1995-04-07", date_latest=None)


def put_off(_item: ArchivalItem) -> None:
    ArchivalItem.objects.update(public_from=timezone.now() + timedelta(days=1))


def added(_item: ArchivalItem) -> None:
    for year in range(1990, 1999):
        make.make_item(date_edtf=str(year), published=True)


DEEDS: list[Callable[[ArchivalItem], Any]] = [
    given_a_closed_text,
    lambda _item: PageNote.objects.update(public_offset=None),
    hide, keep_pages_for_the_house, keep_a_collection_for_the_house, keep_a_file_for_the_house,
    by_hand, merged, withheld, moved, dated_anew, put_off, added,
    lambda item: item.withdraw(by=None, reason="Asked."),
    lambda item: item.delete(),
    lambda item: item.copies.all().delete(),
    lambda item: item.languages.clear(),
    lambda item: item.subjects.add(make.make_subject(label_en="Other")),
    lambda item: Copy.objects.filter(item=item).update(is_internal=True),
    lambda item: Copy.objects.filter(item=item).update(is_opened=False),
    lambda _item: Copy.objects.filter(repository__code="TWO").update(copy_type=CopyType.PRINT),
    lambda item: ArchivalItem.objects.filter(pk=item.pk).update(is_demonstration=True),
    lambda _item: ArchivalItem.objects.filter(title="Dated").update(held_at=None),
    lambda item: DigitalFile.objects.filter(copy__item=item).update(is_closed=True),
    lambda item: ItemPlace.objects.filter(item=item).delete(),
    lambda item: Page.objects.filter(copy__item=item).delete(),
]  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_after_a_deed_what_was_followed_is_what_is_read_anew(
    deed: Callable[[ArchivalItem], Any], house: ArchivalItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = followed(None)
    before = plain(known)
    deed(house)
    after = followed(known)
    assert plain(after) == plain(followed(None)) != before
    assert plain(known) == before  # whoever had begun goes on with what there was
    monkeypatch.setattr(standing, "FEW", -1)
    assert plain(followed(known)) == plain(after)


def test_where_nothing_happened_nothing_is_read(
    house: ArchivalItem, django_assert_num_queries: Any
) -> None:
    known = followed(followed(None))
    with django_assert_num_queries(2):
        assert followed(known).values is known.values


def test_after_very_many_changes_all_is_read_anew(
    house: ArchivalItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = followed(None)
    hide(house)
    monkeypatch.setattr(standing, "MOST_CHANGES", 1)
    assert plain(followed(known)) == plain(followed(None))


def test_notes_that_are_very_many_are_dropped_and_nobody_misses_them(
    house: ArchivalItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = followed(None)
    hide(house)
    monkeypatch.setattr(notes, "MOST_NOTES", 1)
    other = followed(None)
    assert plain(followed(known)) == plain(other) == plain(followed(other))


def test_an_embargo_opens_in_the_numbers_at_its_instant(house: ArchivalItem) -> None:
    opens = timezone.now() + timedelta(hours=1)
    ArchivalItem.objects.filter(pk=house.pk).update(public_from=opens)
    known = followed(None)
    assert house.pk not in known.public()
    with time_machine.travel(opens - timedelta(milliseconds=1), tick=False):
        assert house.pk not in known.public()
    with time_machine.travel(opens, tick=False):
        assert house.pk in known.public()


def test_what_is_not_public_has_no_number(house: ArchivalItem) -> None:
    hide(house)
    known = standing.standing()
    public = known.public()
    assert known.numbers(PERSON, public) == known.numbers(PAGES, public) == {}
    assert sum(known.numbers(KIND, public).values()) == 3
    assert sum(known.numbers(ARCHIVE, public).values()) == 4


def triggers() -> Iterator[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        yield from (name for (name,) in cursor.fetchall())


def test_every_table_that_is_counted_notes_its_changes() -> None:
    """A migration that rebuilds such a table in SQLite must run `note_changes` again."""
    wanted = {trigger(noted, event) for noted in NOTED for event in events(noted)}
    assert wanted - set(triggers()) == set()
