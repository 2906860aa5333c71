"""A deed is undone whole or not at all, and nothing closed opens by it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from collections_app.history import create_many, link_many, update_many
from collections_app.models import (
    Agent,
    ArchivalItem,
    ChangeSet,
    Copy,
    Excision,
    ItemAgent,
    ItemKind,
    Privacy,
    User,
)
from collections_app.models.changes import recording
from collections_app.publication import PublicationState
from collections_app.undoing import EditedSince, undo
from tests import cast
from tests.make import (
    make_advisory,
    make_agent,
    make_collection,
    make_copy,
    make_excision,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db
Source = ChangeSet.Source


@pytest.fixture
def ana() -> User:
    return cast.cataloguer()


def deed_of(person: User | None, source: str = Source.DESK) -> Any:
    return recording(by=person, source=source, title="A deed")


def last_deed() -> ChangeSet:
    return ChangeSet.objects.order_by("-pk")[0]


def test_a_changed_record_says_again_what_it_said(ana: User) -> None:
    old, new = make_subject(), make_subject()
    item = make_item(title="Cable", date_edtf="1994-01", subjects=[old])
    with deed_of(ana):
        item.title, item.date_edtf = "Fax", "1994-04-07"
        item.save()
        item.subjects.set([new])
    undoing = undo(last_deed(), by=ana)
    item.refresh_from_db()
    assert (item.title, item.date_edtf, str(item.date_latest)) == ("Cable", "1994-01", "1994-01-31")
    assert list(item.subjects.all()) == [old]
    assert (undoing.source, undoing.by) == (Source.UNDO, ana)
    assert ChangeSet.objects.get(undone_by=undoing).source == Source.DESK
    assert item.changes.first().change_set == undoing


def test_a_made_record_goes_with_everything_that_the_deed_made_for_it(ana: User) -> None:
    agent, archive = make_agent(), make_repository()
    with deed_of(ana, Source.IMPORT):
        item = make_item(subjects=[make_subject()])
        make_item_agent(item=item, agent=agent)
        copy = make_copy(item=item, repository=archive)
    undo(last_deed(), by=ana)
    assert not ArchivalItem.objects.filter(pk=item.pk).exists()
    assert not Copy.objects.filter(pk=copy.pk).exists()
    assert ArchivalItem.changes.filter(id=item.pk).first().history_type == "-"
    assert Agent.objects.filter(pk=agent.pk).exists()


def test_a_deleted_record_comes_back_with_its_key_and_its_terms(ana: User) -> None:
    subject = make_subject()
    item = make_item(title="Cable", subjects=[subject])
    role = make_item_agent(item=item)
    key, made = item.pk, item.created_at
    with deed_of(ana):
        item.delete()
    undo(last_deed(), by=ana)
    again = ArchivalItem.objects.get(pk=key)
    assert (again.title, list(again.subjects.all()), again.created_at) == ("Cable", [subject], made)
    assert ItemAgent.objects.get(item=again).agent == role.agent


def test_an_undoing_can_be_undone_and_only_once(ana: User) -> None:
    item = make_item(title="Cable")
    with deed_of(ana):
        item.title = "Fax"
        item.save()
    deed = last_deed()
    undoing = undo(deed, by=ana)
    with pytest.raises(ValidationError, match="undone already"):
        undo(deed, by=ana)
    undo(undoing, by=ana)
    item.refresh_from_db()
    assert item.title == "Fax"
    with pytest.raises(ValidationError, match="undone already"):
        undo(undoing, by=ana)


def test_what_was_edited_since_is_named_and_nothing_is_put_back(ana: User) -> None:
    first, second = make_item(title="One"), make_item(title="Two")
    with deed_of(ana, Source.BULK):
        for item in (first, second):
            item.credit_line = "Gift"
            item.save()
    deed = last_deed()
    with deed_of(cast.editor()):
        second.title = "Two, corrected"
        second.save()
    with pytest.raises(EditedSince) as refusal:
        undo(deed, by=ana)
    assert len(refusal.value.records) == 1
    assert "Two, corrected" in refusal.value.records[0]
    assert "editor" in refusal.value.records[0]
    first.refresh_from_db()
    assert first.credit_line == "Gift"
    assert ChangeSet.objects.get(pk=deed.pk).undone_by is None
    assert not ChangeSet.objects.filter(source=Source.UNDO).exists()


def test_an_edit_that_was_itself_undone_does_not_stand_in_the_way(ana: User) -> None:
    item = make_item(title="One")
    with deed_of(ana, Source.BULK):
        item.credit_line = "Gift"
        item.save()
    deed = last_deed()
    with deed_of(ana):
        item.title = "Two"
        item.save()
    undo(last_deed(), by=ana)
    undo(deed, by=ana)
    item.refresh_from_db()
    assert (item.title, item.credit_line) == ("One", "")


def test_what_the_house_wrote_by_itself_does_not_stand_in_the_way(ana: User) -> None:
    item, archive = make_item(), make_repository()
    with deed_of(ana, Source.IMPORT):
        copy = make_copy(item=item, repository=archive)
    page = make_page(copy=copy)
    make_page_text(page=page)
    undo(last_deed(), by=ana)
    assert not Copy.objects.filter(pk=copy.pk).exists()


def test_a_made_record_to_which_somebody_added_since_stays(ana: User) -> None:
    with deed_of(ana, Source.IMPORT):
        item = make_item(title="Imported")
    deed = last_deed()
    with deed_of(cast.editor()):
        make_copy(item=item, reference_code="Box 7")
    with pytest.raises(EditedSince, match=r"Box 7.*was made or linked since"):
        undo(deed, by=ana)
    assert ArchivalItem.objects.filter(pk=item.pk).exists()


def test_a_made_term_that_is_used_since_stays(ana: User) -> None:
    with deed_of(ana, Source.IMPORT):
        subject, agent = make_subject(), make_agent()
    deed = last_deed()
    item = make_item(title="Uses them", subjects=[subject])
    with pytest.raises(EditedSince, match="Uses them"):
        undo(deed, by=ana)
    item.subjects.clear()
    role = make_item_agent(item=item, agent=agent)
    with pytest.raises(EditedSince, match="made or linked"):
        undo(deed, by=ana)
    role.delete()
    undo(deed, by=ana)
    assert not Agent.objects.filter(pk=agent.pk).exists()


def test_a_term_that_the_same_deed_made_and_linked_is_no_obstacle(ana: User) -> None:
    item = make_item()
    with deed_of(ana, Source.IMPORT):
        item.subjects.add(make_subject(label_en="New term"))
    undo(last_deed(), by=ana)
    assert not item.subjects.exists()


def test_what_was_published_since_is_not_deleted(ana: User) -> None:
    with deed_of(ana, Source.IMPORT):
        item = make_item(is_sensitivity_reviewed=True)
        make_copy(item=item)
    deed = last_deed()
    item.publish(by=ana)
    with pytest.raises(EditedSince, match="published"):
        undo(deed, by=ana)
    assert ArchivalItem.objects.get(pk=item.pk).state == PublicationState.PUBLISHED


def test_neither_state_nor_hold_is_ever_put_back(ana: User) -> None:
    item = make_item(title="Cable", published=True)
    with deed_of(ana):
        item.title = "Fax"
        item.save()
        item.withdraw(by=ana, reason="A mistake")
    deed = last_deed()
    item.hold(by=None)
    undo(deed, by=ana)
    item.refresh_from_db()
    assert (item.title, item.state) == ("Cable", PublicationState.WITHDRAWN)
    assert item.on_hold_since is not None
    assert not item.is_public()


@pytest.mark.parametrize(("who", "is_opened"), [("cataloguer", True), ("director", False)])
def test_a_copy_opens_again_only_for_who_may_publish(who: str, is_opened: bool) -> None:
    copy = make_copy(opened=True)
    with deed_of(None):
        copy.is_opened, copy.notes = False, "Closed for a while"
        copy.save()
    undo(last_deed(), by=getattr(cast, who)())
    copy.refresh_from_db()
    assert (copy.notes, copy.is_opened) == ("", is_opened)


def test_undoing_by_a_program_opens_nothing() -> None:
    advisory = make_advisory(behaviour="staff_only")
    item, copy = make_item(), make_copy(opened=True)
    agent = make_agent(name="Known, Person")
    with deed_of(None):
        item.advisories.add(advisory)
        copy.is_opened = False
        copy.save()
        agent.privacy = Privacy.WITHHELD
        agent.save()
    undo(last_deed(), by=None)
    for record in (item, copy, agent):
        record.refresh_from_db()
    assert list(item.advisories.all()) == [advisory]
    assert not copy.is_opened
    assert agent.privacy == Privacy.WITHHELD


def test_a_name_that_is_protected_again_leaves_no_trace_in_the_address(ana: User) -> None:
    agent = make_agent(name="Known, Person", privacy=Privacy.WITHHELD)
    with deed_of(ana):
        agent.privacy = Privacy.PUBLIC
        agent.slug = ""
        agent.save()
    assert "known" in agent.slug
    undo(last_deed(), by=ana)
    agent.refresh_from_db()
    assert agent.privacy == Privacy.WITHHELD
    assert "known" not in agent.slug


def test_a_redaction_of_ours_goes_only_with_who_may_publish() -> None:
    page = make_page()
    with deed_of(None):
        ours = make_excision(copy=page.copy, page=page, made_by=Excision.MadeBy.US)
    deed = last_deed()
    with pytest.raises(ValidationError, match="keeps something closed"):
        undo(deed, by=cast.director())
    undo(deed, by=cast.cataloguer())
    assert not Excision.objects.filter(pk=ours.pk).exists()


def test_words_that_are_withheld_now_are_not_uncovered() -> None:
    text = make_page_text(text="The source is known.")
    with deed_of(None):
        text.text, text.source = "The source is ⟦known⟧.", "A person"
        text.save()
    undo(last_deed(), by=cast.transcriber())
    text.refresh_from_db()
    assert (text.public_text, text.source) == ("The source is ⟦⟧.", "")


def test_what_must_be_one_of_a_kind_changes_places(ana: User) -> None:
    item = make_item()
    first = make_copy(item=item, is_shown=True)
    second = make_copy(item=item)
    with deed_of(ana):
        first.is_shown = False
        first.save()
        second.is_shown = True
        second.save()
    undo(last_deed(), by=ana)
    shown = {copy.pk: copy.is_shown for copy in item.copies.all()}
    assert shown == {first.pk: True, second.pk: False}


def test_a_row_deleted_and_typed_again_gives_its_place_back(ana: User) -> None:
    role = make_item_agent(item=make_item())
    key = role.pk
    with deed_of(ana):
        item, agent = role.item, role.agent
        role.delete()
        make_item_agent(item=item, agent=agent)
    undo(last_deed(), by=ana)
    assert [row.pk for row in item.item_agents.all()] == [key]


def test_a_place_taken_since_is_said_and_nothing_comes_back(ana: User) -> None:
    role = make_item_agent(item=make_item())
    item, agent = role.item, role.agent
    with deed_of(ana):
        role.delete()
    deed = last_deed()
    make_item_agent(item=item, agent=agent)
    with pytest.raises(ValidationError, match="taken the place"):
        undo(deed, by=ana)
    assert item.item_agents.count() == 1


def test_the_status_of_a_document_follows_its_copies_back(ana: User) -> None:
    item, archive = make_item(), make_repository()
    with deed_of(ana):
        make_copy(item=item, repository=archive, extent="in_full", is_act_of_originator=True)
    ArchivalItem.objects.filter(pk=item.pk).update(declassification_status="in_full")
    undo(last_deed(), by=ana)
    item.refresh_from_db()
    assert item.declassification_status == "unknown"


def test_a_branch_moves_back_with_its_parts(ana: User) -> None:
    top = make_collection(level="fonds")
    branch = make_collection(level="series", repository=top.repository)
    leaf = make_collection(level="file", repository=top.repository, parent=branch)
    with deed_of(ana):
        branch.parent = top
        branch.save()
    undo(last_deed(), by=ana)
    branch.refresh_from_db()
    leaf.refresh_from_db()
    assert branch.path == f"{branch.pk}/"
    assert leaf.path == f"{branch.pk}/{leaf.pk}/"


def test_many_records_written_at_once_go_back_at_once(ana: User) -> None:
    subject = make_subject()
    known = [make_item(title=f"Known {number}") for number in range(3)]
    with deed_of(ana, Source.IMPORT):
        made = create_many(
            ArchivalItem,
            [ArchivalItem(ref=f"FTP-8{n}", kind=ItemKind.CABLE, title="New") for n in range(3)],
        )
        link_many(ArchivalItem, "subjects", {item: {subject.pk} for item in [*made, *known]})
        for item in known:
            item.title = "Renamed"
        update_many(ArchivalItem, known, ["title"])
    assert subject.items.count() == 6
    undo(last_deed(), by=ana)
    assert not ArchivalItem.objects.filter(title__in=["New", "Renamed"]).exists()
    assert not subject.items.exists()


def test_a_record_older_than_its_history_goes_back_too(ana: User) -> None:
    subject, new = make_subject(), make_subject()
    changed, linked, deleted = (
        make_item(title="Old", subjects=[subject]),
        make_item(subjects=[subject]),
        make_item(subjects=[subject]),
    )
    bulk = make_item(title="Old")
    ArchivalItem.changes.all().delete()
    key = deleted.pk
    with deed_of(ana):
        changed = ArchivalItem.objects.get(pk=changed.pk)
        changed.title = "New"
        changed.save()
        ArchivalItem.objects.get(pk=linked.pk).subjects.set([new])
        ArchivalItem.objects.get(pk=key).delete()
        bulk.title = "New"
        update_many(ArchivalItem, [bulk], ["title"])
    undo(last_deed(), by=ana)
    assert not ArchivalItem.objects.filter(title="New").exists()
    assert subject.items.filter(pk__in=[changed.pk, linked.pk, key]).count() == 3
