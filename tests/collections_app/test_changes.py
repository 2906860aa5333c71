"""The history of a record says what changed, by which deed, and nothing twice."""

import pytest

from collections_app.history import create_many, update_many
from collections_app.models import ArchivalItem, ChangeSet, ItemKind
from collections_app.models.changes import recording
from tests import cast
from tests.make import make_item, make_subject

pytestmark = pytest.mark.django_db

DESK = ChangeSet.Source.DESK


def kinds(item: ArchivalItem) -> str:
    """The kinds of change of an item, oldest first: + made, ~ changed, - deleted."""
    return "".join(item.changes.order_by("history_id").values_list("history_type", flat=True))


def test_a_save_that_changes_nothing_leaves_no_row() -> None:
    item = make_item(title="Cable")
    made = kinds(item)
    item.save()
    item.save()
    assert kinds(item) == made


def test_a_save_that_changes_a_field_leaves_one_row_with_the_values_after_it() -> None:
    item = make_item(title="Cable")
    made = kinds(item)
    item.title = "Fax"
    item.save()
    assert kinds(item) == f"{made}~"
    assert list(item.changes.values_list("title", flat=True)[:2]) == ["Fax", "Cable"]


def test_a_term_added_or_taken_away_is_a_change() -> None:
    item, subject = make_item(), make_subject()
    made = kinds(item)
    item.subjects.add(subject)
    assert [row.subject_id for row in item.changes.first().subjects.all()] == [subject.pk]
    item.subjects.add(subject)
    item.subjects.remove(subject)
    assert kinds(item) == f"{made}~~"
    assert not item.changes.first().subjects.exists()


def test_a_deed_gathers_its_changes_under_who_and_why() -> None:
    person = cast.cataloguer()
    with recording(by=person, source=DESK, title="Saved", reason="The date was misread"):
        item = make_item(title="Cable")
        item.title = "Fax"
        item.save()
    deed = ChangeSet.objects.get()
    assert (deed.by, deed.reason) == (person, "The date was misread")
    assert set(item.changes.values_list("change_set", "history_user")) == {(deed.pk, person.pk)}


def test_a_deed_that_changes_nothing_leaves_no_trace() -> None:
    item = make_item()
    with recording(by=cast.cataloguer(), source=DESK):
        item.save()
    assert not ChangeSet.objects.exists()


def test_a_deed_inside_a_deed_is_part_of_it() -> None:
    with recording(by=None, source=ChangeSet.Source.IMPORT, title="outer"):
        make_item()
        with recording(by=None, source=DESK, title="inner"):
            make_item()
    assert ChangeSet.objects.get().title == "outer"


def test_many_records_at_once_have_their_history_too() -> None:
    items = [
        ArchivalItem(ref=f"FTP-9{n}", kind=ItemKind.CABLE, title=f"Cable {n}") for n in range(3)
    ]
    with recording(by=None, source=ChangeSet.Source.IMPORT):
        kept = create_many(ArchivalItem, items)
        for item in kept:
            item.title = "Renamed"
        update_many(ArchivalItem, kept, ["title"])
    deed = ChangeSet.objects.get()
    for item in kept:
        assert kinds(item) == "+~"
        assert set(item.changes.values_list("change_set", flat=True)) == {deed.pk}
    assert ArchivalItem.objects.filter(title="Renamed").count() == 3


def test_a_deleted_record_stays_in_the_history() -> None:
    item = make_item(title="Cable")
    key = item.pk
    item.delete()
    assert ArchivalItem.changes.filter(id=key, history_type="-").get().title == "Cable"


def test_what_leads_to_a_history_is_of_one_class_and_knows_its_record() -> None:
    one, other = make_item(), make_item()
    assert type(one.changes) is type(other.changes) is type(ArchivalItem.changes)
    assert {row.ref for row in one.changes.all()} == {one.ref}
    assert {row.ref for row in ArchivalItem.changes.all()} == {one.ref, other.ref}
