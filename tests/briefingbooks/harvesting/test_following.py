"""What harvesters know of records follows them: out, changed, gone, back, never there."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from briefingbooks.models import HarvestedRecord
from collections_app.models import ArchivalItem
from tests.briefingbooks.harvesting.asking import headers, statuses
from tests.briefingbooks.make import make_book, make_entry
from tests.make import make_collection, make_copy, make_item, make_repository
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    """Stop the clock; `shift` moves it on."""
    with time_machine.travel(START, tick=False) as stopped:
        yield stopped


def stamp(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_every_kind_appears_when_it_is_published_under_its_own_name() -> None:
    archive = make_repository(published=True)
    made = [
        make_item(published=True).ref,
        make_interview(published=True).ref,
        f"collections/{make_collection(repository=archive, published=True).code}",
        f"books/{make_book(published=True).slug}",
    ]
    assert statuses() == dict.fromkeys(made, "")


def test_a_draft_never_appears_and_leaves_nothing_when_it_is_deleted() -> None:
    item = make_item()
    item.delete()
    assert statuses() == {}
    assert not HarvestedRecord.objects.exists()


def test_what_was_public_and_is_withdrawn_held_or_deleted_is_a_deletion(clock: Any) -> None:
    items = [make_item(published=True) for _ in range(3)]
    clock.shift(10)
    items[0].withdraw(by=None, reason="A doubt.")
    items[1].hold(by=None)
    items[2].delete()
    assert headers() == {item.ref: (stamp(10), "deleted") for item in items}


def test_what_comes_back_is_a_record_again_later_than_its_deletion(clock: Any) -> None:
    item = make_item(published=True)
    clock.shift(10)
    item.hold(by=None)
    clock.shift(10)
    item.lift_hold(by=None)
    assert headers() == {item.ref: (stamp(20), "")}
    clock.shift(10)
    item.withdraw(by=None, reason="A doubt.")
    clock.shift(10)
    assert headers() == {item.ref: (stamp(30), "deleted")}
    item.publish(by=None)
    assert headers() == {item.ref: (stamp(40), "")}


def test_an_embargo_appears_at_its_second_and_not_if_it_ends_before(clock: Any) -> None:
    later = START + timedelta(seconds=100)
    due, dropped = make_item(public_from=later), make_item(public_from=later)
    assert headers() == {}
    dropped.withdraw(by=None, reason="A doubt.")
    assert headers() == {}
    clock.shift(99)
    assert headers() == {}
    clock.shift(1)
    assert headers() == {due.ref: (stamp(100), "")}


def test_a_record_put_back_for_a_later_day_stays_deleted_until_then(clock: Any) -> None:
    item = make_item(published=True)
    clock.shift(10)
    item.withdraw(by=None, reason="A doubt.")
    item.publish(by=None, public_from=START + timedelta(seconds=50))
    assert headers() == {item.ref: (stamp(10), "deleted")}
    clock.shift(40)
    assert headers() == {item.ref: (stamp(50), "")}


def test_a_public_record_put_under_an_embargo_is_deleted_until_its_day(clock: Any) -> None:
    item = make_item(published=True)
    clock.shift(10)
    item.publish(by=None, public_from=START + timedelta(seconds=50))
    assert headers() == {item.ref: (stamp(10), "deleted")}
    clock.shift(10)
    item.withdraw(by=None, reason="A doubt.")
    clock.shift(100)
    assert headers() == {item.ref: (stamp(10), "deleted")}


def test_a_change_that_readers_see_moves_the_datestamp_though_nobody_announces_it(
    clock: Any,
) -> None:
    item = make_item(published=True)
    clock.shift(10)
    item.title = "Another title"
    item.save()
    assert headers() == {item.ref: (stamp(10), "")}
    clock.shift(10)
    item.archivist_note = "For the house."
    item.save()
    assert headers() == {item.ref: (stamp(10), "")}


def test_a_change_under_embargo_leaves_the_day_as_it_was(clock: Any) -> None:
    item = make_item(public_from=START + timedelta(seconds=50))
    clock.shift(10)
    item.title = "Another title"
    item.save()
    clock.shift(40)
    assert headers() == {item.ref: (stamp(50), "")}


def test_a_deletion_tells_the_sets_that_readers_may_still_know_of(clock: Any) -> None:
    archive = make_repository(published=True)
    wide = make_collection(repository=archive, code="WIDE", published=True)
    near = make_collection(
        repository=archive, code="NEAR", parent=wide, level="series", published=True
    )
    item = make_item(published=True)
    make_copy(item=item, repository=archive, collection=near)
    shown, secret = make_book(slug="shown", published=True), make_book(slug="secret")
    for book in (shown, secret):
        make_entry(book=book, item=item)
    call_command("rebuild_harvest", stdout=StringIO())
    item.withdraw(by=None, reason="A doubt.")
    row = HarvestedRecord.objects.deleted().get()
    assert row.sets.split() == ["book:shown", "collection:NEAR", "collection:WIDE"]
    assert statuses(set="collection:WIDE")[item.ref] == "deleted"
    assert statuses(set="book:shown")[item.ref] == "deleted"
    near.withdraw(by=None, reason="A doubt.")
    assert item.ref not in statuses(set="collection:NEAR")


def test_the_command_fills_what_is_missing_takes_nothing_else_for_new_and_can_be_repeated(
    clock: Any,
) -> None:
    item, gone = make_item(published=True), make_item(published=True)
    clock.shift(10)
    gone.withdraw(by=None, reason="A doubt.")
    HarvestedRecord.objects.live().delete()
    said = StringIO()
    for _ in range(2):
        call_command("rebuild_harvest", stdout=said)
        assert headers() == {item.ref: (stamp(0), ""), gone.ref: (stamp(10), "deleted")}
    assert "Written for harvesters: 2 items." in said.getvalue()


def test_a_row_alone_shows_nothing_that_the_rule_hides() -> None:
    item = make_item(published=True)
    ArchivalItem.objects.filter(pk=item.pk).update(state="draft")
    assert statuses() == {}
