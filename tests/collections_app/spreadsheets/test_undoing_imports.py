"""An import taken back: all of it, or, where somebody worked since, nothing, and it is said why."""

import io

import pytest
from django.core.exceptions import ValidationError

from collections_app.models import (
    Agent,
    ArchivalItem,
    Copy,
    ExternalLink,
    ImportBatch,
    ItemAgent,
    Subject,
)
from collections_app.spreadsheets import batches
from collections_app.undoing import EditedSince
from tests import cast
from tests.collections_app.spreadsheets.sheets import bring_in, table
from tests.make import make_copy, make_item, make_item_agent, make_repository, make_subject

pytestmark = pytest.mark.django_db


def brought_in() -> tuple[ImportBatch, ArchivalItem]:
    """Return an import that made two items and changed the third in every part."""
    subject, archive = make_subject(), make_repository()
    old = make_item(title="Before", subjects=[subject])
    make_item_agent(item=old, role="sender")
    make_copy(item=old, repository=archive, reference_code="A", is_shown=True)
    rows = [
        {"title": "New 1", "kind": "letter", "sender": "Somebody New"},
        {"title": "New 2", "kind": "letter"},
        {"ref": old.ref, "title": "After", "sender": "[clear]", "subjects": "another",
         "copy.1.reference_code": "A", "copy.1.released_by": "The agency",
         "copy.2.repository": archive.code, "copy.2.reference_code": "B",
         "copy.2.is_shown": "yes"},
    ]  # fmt: skip
    same = {"copy.1.repository": archive.code, "link.1.url": "https://example.org/",
            "link.1.note": "Why."}  # fmt: skip
    return bring_in(table(*rows, **same), creates=("agents", "subjects")), old


def test_everything_an_import_did_is_put_back() -> None:
    batch, old = brought_in()
    batches.undo_batch(batch, by=cast.cataloguer())
    batch.refresh_from_db()
    old.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE
    assert ArchivalItem.objects.get() == old
    assert old.title == "Before"
    assert old.subjects.count() == 1
    assert old.subjects.get().label_en != "another"
    assert ItemAgent.objects.get().role == "sender"
    copy = Copy.objects.get()
    assert (copy.reference_code, copy.released_by, copy.is_shown) == ("A", "", True)
    assert not ExternalLink.objects.exists()
    assert not Agent.objects.filter(name="Somebody New").exists()
    assert not Subject.objects.filter(label_en="another").exists()


def test_references_of_items_taken_back_are_not_given_out_again() -> None:
    batch, _ = brought_in()
    refs = set(ArchivalItem.objects.values_list("ref", flat=True))
    batches.undo_batch(batch, by=None)
    assert make_item().ref not in refs


def test_what_was_edited_since_is_named_and_everything_stays() -> None:
    batch, old = brought_in()
    new = ArchivalItem.objects.get(title="New 1")
    new.title = "Edited since"
    new.save()
    with pytest.raises(EditedSince) as refusal:
        batches.undo_batch(batch, by=None)
    assert new.ref in " ".join(refusal.value.records)
    old.refresh_from_db()
    batch.refresh_from_db()
    assert old.title == "After"
    assert batch.state == ImportBatch.State.APPLIED


def test_an_item_published_since_is_not_taken_back() -> None:
    batch, _ = brought_in()
    new = ArchivalItem.objects.get(title="New 2")
    ArchivalItem.objects.filter(pk=new.pk).update(abstract="x", is_sensitivity_reviewed=True)
    new.refresh_from_db()
    new.rights = make_item().rights
    new.save()
    new.publish(by=None)
    with pytest.raises(EditedSince):
        batches.undo_batch(batch, by=None)
    assert ArchivalItem.objects.filter(pk=new.pk).exists()


def test_a_term_that_was_used_elsewhere_since_stays_with_all_else() -> None:
    batch, _ = brought_in()
    make_item(subjects=[Subject.objects.get(label_en="another")])
    with pytest.raises(EditedSince) as refusal:
        batches.undo_batch(batch, by=None)
    assert "linked since" in " ".join(refusal.value.records)


def test_an_import_is_taken_back_once_and_may_come_again() -> None:
    file = table({"title": "x", "kind": "cable"})
    batch = bring_in(file)
    batches.undo_batch(batch, by=None)
    with pytest.raises(ValidationError, match="Only an applied import"):
        batches.undo_batch(batch, by=None)
    assert bring_in(io.BytesIO(file.getvalue())).state == ImportBatch.State.APPLIED
    assert ArchivalItem.objects.count() == 1


def test_an_import_that_changed_nothing_can_be_taken_back() -> None:
    item = make_item(title="same")
    batch = bring_in(table({"ref": item.ref, "title": "same"}))
    batches.undo_batch(batch, by=None)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE
