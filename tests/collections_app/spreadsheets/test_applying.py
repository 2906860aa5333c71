"""A checked table applied: everything with its history, in one transaction, or nothing."""

from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collections_app import dependants
from collections_app.models import (
    Agent,
    ArchivalItem,
    ChangeSet,
    Copy,
    ExternalLink,
    ImportBatch,
    ImportMode,
    ItemAgent,
    ItemLink,
    ItemPlace,
    Place,
    Status,
    Subject,
)
from collections_app.publication import PublicationState
from collections_app.spreadsheets import applying, batches
from tests import cast
from tests.collections_app.spreadsheets.sheets import bring_in, check, table
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_item_agent,
    make_item_link,
    make_language,
    make_link,
    make_place,
    make_repository,
    make_rights,
    make_subject,
)

pytestmark = pytest.mark.django_db


WHOLE_ROW = {
    "title": "Request for protection of informant",
    "kind": "cable",
    "date": "11 January 1994",
    "date_time": "18:45",
    "languages": "English | fr",
    "rights": "noc-us",
    "sender": "Dallaire, Roméo",
    "recipient": "Baril, Maurice | Annan, Kofi",
    "place_created_at": "Kigali",
    "subjects": "arms caches | informants",
    "copy.1.repository": "unarms",
    "copy.1.collection": "UNARMS-S-1062",
    "copy.1.reference_code": "S-1062-0001",
    "copy.1.extent": "in_full",
    "copy.1.is_act_of_originator": "oui",
    "copy.1.released_on": "2004-05-01",
    "link.1.url": "https://example.org/fax",
    "link.1.note": "The text as published.",
    "agent.1.name": "Baril, Maurice",
    "agent.1.role": "recipient",
    "agent.1.on": "11 January, 20:10",
}


def test_a_row_becomes_an_item_with_all_its_parts() -> None:
    person, archive = cast.cataloguer(), make_repository(code="UNARMS")
    collection = make_collection(repository=archive, code="UNARMS-S-1062")
    make_rights(code="NoC-US")
    make_language(code="fr")
    file = table(WHOLE_ROW)
    batch = bring_in(file, by=person, reads_dates=True, creates=("agents", "places", "subjects"))
    item = ArchivalItem.objects.get(title__startswith="Request")
    assert item.ref.startswith("FTP-")
    assert (item.date_edtf, item.date_display, str(item.date_time)) == (
        "1994-01-11",
        "",
        "18:45:00",
    )
    assert str(item.date_earliest) == "1994-01-11"
    assert item.created_by == person
    assert item.state == PublicationState.DRAFT
    assert item.declassification_status == Status.IN_FULL
    people = item.item_agents.order_by("position").values_list("role", "agent__name", "on")
    assert list(people) == [
        ("sender", "Dallaire, Roméo", ""),
        ("recipient", "Baril, Maurice", "11 January, 20:10"),
        ("recipient", "Annan, Kofi", ""),
    ]
    assert {str(place) for place in item.places.all()} == {"Kigali"}
    assert set(item.languages.values_list("code", flat=True)) == {"en", "fr"}
    copy = item.copies.get()
    assert (copy.collection, copy.is_opened) == (collection, False)
    link = item.links.get()
    assert (link.link.title, link.note) == (item.title, "The text as published.")
    assert batch.state == ImportBatch.State.APPLIED
    assert batch.counts["create"] == 1


def test_everything_that_is_made_has_its_history_under_one_deed() -> None:
    person, archive = cast.cataloguer(), make_repository()
    rows = [{"title": str(number), "sender": f"Person {number} of the file"} for number in range(3)]
    same = {"kind": "cable", "subjects": "one | two", "copy.1.repository": archive.code,
            "link.1.url": "https://example.org/", "link.1.note": "Why.",
            "place": "Butare"}  # fmt: skip
    batch = bring_in(table(*rows, **same), by=person, creates=("agents", "places", "subjects"))
    deed = batch.change_set
    assert deed is not None
    assert (deed.by, deed.source) == (person, ChangeSet.Source.IMPORT)
    assert str(batch) == deed.title
    numbers = {
        model: model.changes.filter(change_set=deed, history_type="+").count()
        for model in (ArchivalItem, Agent, Subject, Place, Copy, ItemAgent, ItemPlace,
                      ExternalLink, ItemLink)
    }  # fmt: skip
    assert numbers == {
        ArchivalItem: 3, Agent: 3, Subject: 2, Place: 1, Copy: 3, ItemAgent: 3, ItemPlace: 3,
        ExternalLink: 1, ItemLink: 3,
    }  # fmt: skip
    row = ArchivalItem.changes.filter(change_set=deed).first()
    assert row.subjects.count() == 2
    assert row.history_user == person
    assert ChangeSet.objects.count() == 1


def test_an_update_writes_what_the_file_says_and_keeps_the_rest() -> None:
    kept, gone, new = make_subject(), make_subject(), make_subject()
    item = make_item(title="Before", abstract="Stays.", subjects=[kept, gone])
    sender = make_item_agent(item=item, role="sender", note="A note that stays.")
    cleared = make_item_agent(item=item, role="copied")
    other = make_agent()
    row = {
        "ref": item.ref,
        "title": "After",
        "abstract": "",
        "subjects": f"{kept.label_en} | {new.label_en}",
        "sender": f"{other.name} | {sender.agent.name}",
        "copied": "[clear]",
    }
    batch = bring_in(table(row))
    item.refresh_from_db()
    assert (item.title, item.abstract) == ("After", "Stays.")
    assert set(item.subjects.all()) == {kept, new}
    assert [part.agent for part in item.item_agents.all()] == [other, sender.agent]
    sender.refresh_from_db()
    assert sender.note == "A note that stays."
    assert not ItemAgent.objects.filter(pk=cleared.pk).exists()
    history = item.changes.filter(change_set=batch.change_set)
    assert [one.history_type for one in history] == ["~"]
    assert set(history[0].subjects.values_list("subject", flat=True)) == {kept.pk, new.pk}
    assert ItemAgent.changes.filter(change_set=batch.change_set, history_type="-").count() == 1
    assert batch.counts == batch.counts | {"update": 1}


def test_a_further_copy_is_added_and_a_known_one_is_changed() -> None:
    item = make_item()
    first = make_copy(item=item, is_shown=True, reference_code="A")
    row = {
        "ref": item.ref,
        "copy.1.id": str(first.pk),
        "copy.1.released_by": "The agency",
        "copy.2.repository": first.repository.code,
        "copy.2.reference_code": "B",
        "copy.2.is_shown": "yes",
        "copy.2.extent": "excised",
        "copy.2.is_act_of_originator": "yes",
    }
    bring_in(table(row))
    first.refresh_from_db()
    second = item.copies.exclude(pk=first.pk).get()
    assert (first.released_by, first.is_shown) == ("The agency", False)
    assert (second.reference_code, second.is_shown) == ("B", True)
    item.refresh_from_db()
    assert item.declassification_status == Status.IN_PART


def test_links_are_described_once_and_their_notes_may_change() -> None:
    link, item = make_link(title="Known"), make_item()
    use = make_item_link(item=item, link=make_link(), note="Old.")
    rows = [
        {"ref": item.ref, "link.1.url": use.link.url, "link.1.note": "New.",
         "link.2.url": link.url, "link.2.note": "Second.", "link.2.title": "Another title"},
        {"title": "x", "kind": "cable", "link.1.url": link.url, "link.1.note": "Third."},
        {"title": "y", "kind": "cable", "link.1.url": "https://new.example/", "link.1.note": "N."},
        {"title": "z", "kind": "cable", "link.1.url": "https://new.example/", "link.1.note": "N."},
    ]  # fmt: skip
    bring_in(table(*rows))
    assert {(one.link.url, one.note) for one in item.links.all()} == {
        (use.link.url, "New."),
        (link.url, "Second."),
    }
    link.refresh_from_db()
    assert link.title == "Known"
    assert ExternalLink.objects.count() == 3


def test_references_that_a_file_brings_are_never_given_out_again() -> None:
    rows = [{"ref": "FTP-0007", "title": "a"}, {"title": "b"}, {"ref": "OLD-1", "title": "c"}]
    bring_in(table(*rows, kind="cable"))
    refs = set(ArchivalItem.objects.values_list("ref", flat=True))
    assert refs == {"FTP-0007", "FTP-0008", "OLD-1"}
    assert make_item().ref == "FTP-0009"


def test_nothing_is_written_where_a_row_has_an_error() -> None:
    batch = batches.receive(table({"title": "x"}, {"title": "y"}), "x.csv", by=None)
    batch.save()
    batches.check_batch(batch)
    with pytest.raises(batches.NotApplied, match="errors"):
        batches.apply_batch(batch, by=None)
    assert not ArchivalItem.objects.exists()


def test_what_changed_since_the_check_is_checked_again() -> None:
    item = make_item(title="Before")
    batch = batches.receive(table({"ref": item.ref, "title": "After"}), "x.csv", by=None)
    batch.save()
    batches.check_batch(batch)
    ArchivalItem.objects.filter(pk=item.pk).update(title="After")
    with pytest.raises(batches.NotApplied, match="changed since the check"):
        batches.apply_batch(batch, by=None)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert not item.changes.filter(change_set__isnull=False).exists()


def test_a_file_that_is_no_longer_the_same_is_refused() -> None:
    batch = batches.receive(table({"title": "x", "kind": "cable"}), "x.csv", by=None)
    batch.save()
    batches.check_batch(batch)
    batch.file.storage.delete(batch.file.name)
    batch.file.storage.save(batch.file.name, ContentFile(b"title,kind\ny,cable\n"))
    with pytest.raises(batches.NotApplied, match="no longer"):
        batches.apply_batch(batch, by=None)


def test_an_import_is_applied_once() -> None:
    batch = bring_in(table({"title": "x", "kind": "cable"}))
    with pytest.raises(batches.NotApplied, match="Only a checked import"):
        batches.apply_batch(batch, by=None)
    assert ArchivalItem.objects.count() == 1


def test_a_disk_that_fills_in_the_middle_leaves_nothing() -> None:
    rows = [{"title": str(number), "sender": f"P {number}"} for number in range(1000)]
    batch = batches.receive(
        table(*rows, kind="cable"), "x.csv", by=None,
        manner=batches.Manner(creates=("agents",)),
    )  # fmt: skip
    batch.save()
    batches.check_batch(batch)
    original, times = applying.write_some, []

    def fills_up(*args: object) -> None:
        times.append(1)
        if len(times) == 3:
            raise OSError(28, "No space left on device")
        original(*args)  # type: ignore[arg-type]

    with mock.patch.object(applying, "write_some", fills_up), pytest.raises(OSError, match="space"):
        batches.apply_batch(batch, by=None)
    assert not ArchivalItem.objects.exists()
    assert not Agent.objects.exists()
    assert not ChangeSet.objects.exists()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED


def test_every_changed_item_is_announced_and_no_other() -> None:
    changed, same = make_item(title="a"), make_item(title="b")
    told: list[str] = []
    rows = [{"ref": changed.ref, "title": "c"}, {"ref": same.ref, "title": "b"}]
    with mock.patch.object(dependants, "announce_changes") as announced:
        bring_in(table(*rows))
    for call in announced.call_args_list:
        told += [item.ref for item in call.args[1]]
    assert told == [changed.ref]


def test_only_a_change_that_readers_see_moves_the_date_of_the_description() -> None:
    item = make_item(title="a", published=True)
    ArchivalItem.objects.filter(pk=item.pk).update(described_at=None)
    bring_in(table({"ref": item.ref, "archivist_note": "For the house."}))
    item.refresh_from_db()
    assert item.described_at is None
    bring_in(table({"ref": item.ref, "title": "b"}))
    item.refresh_from_db()
    assert item.described_at is not None
    assert item.state == PublicationState.PUBLISHED


def test_new_terms_have_addresses_of_their_own_and_are_drafts() -> None:
    make_place(name="Kigali")
    names = " | ".join(["kigali (town)", "Kigali town", "!!!", "???"])
    bring_in(table({"title": "x", "kind": "cable", "place_mentioned": names}), creates=("places",))
    slugs = list(Place.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 5
    assert all(slugs)
    assert {place.state for place in Place.objects.all()} == {PublicationState.DRAFT}


def test_a_row_does_not_cost_more_queries_in_a_longer_file() -> None:
    archive = make_repository()

    def queries(rows: int) -> int:
        same = {"kind": "cable", "subjects": "s", "author": "a", "copy.1.repository": archive.code}
        file = table(*({"title": str(number)} for number in range(rows)), **same)
        with CaptureQueriesContext(connection) as captured:
            bring_in(file, creates=("agents", "subjects"))
        return len(captured)

    queries(1)
    few, many = queries(10), queries(300)
    assert many - few <= 80, (few, many)  # rows are inserted some at a time


def test_an_upsert_makes_and_changes_in_one_deed() -> None:
    item = make_item(title="old")
    rows = [{"ref": item.ref, "title": "new"}, {"title": "made", "kind": "letter"}]
    batch = bring_in(table(*rows), ImportMode.UPSERT)
    assert batch.counts == batch.counts | {"create": 1, "update": 1}
    again = check(table({"ref": item.ref, "title": "new"}))
    assert again.actions == ["unchanged"]
    only_same = bring_in(table({"ref": item.ref, "title": "new"}))
    assert only_same.change_set is None
    assert only_same.state == ImportBatch.State.APPLIED
