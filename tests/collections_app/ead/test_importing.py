"""Finding aids brought in: everything or nothing, again without doubling, and taken back."""

from pathlib import Path
from typing import Any

import pytest

from collections_app.ead import importing
from collections_app.ead.importing import NotWritten, Outcome, import_finding_aid
from collections_app.ead.opening import BadFindingAid
from collections_app.ead.planning import Options, make_plan
from collections_app.models import (
    Agent,
    ArchivalItem,
    Collection,
    Copy,
    ExternalLink,
    ImportedRecord,
    Repository,
    Subject,
)
from collections_app.undoing import EditedSince, undo
from tests.collections_app.ead.finding_aids import ead, part, written
from tests.make import make_agent, make_collection, make_repository, make_subject

pytestmark = pytest.mark.django_db
LETTER = part("Letter", level="item", did="<unitid>7</unitid><container type='box'>2</container>")
TREE = part(
    "Cables",
    part("In", part("January", level="file") + part("February", level="file"), level="subseries")
    + LETTER,
    level="series",
)


def bring_in(folder: Path, text: str, **options: Any) -> Outcome:
    return import_finding_aid(written(folder, text), Options(**options))


def tree() -> list[tuple[int, str, str]]:
    found = Collection.objects.order_by("arrangement_key")
    return [(one.depth, one.level, one.title) for one in found]


def test_a_finding_aid_becomes_collections_and_items_in_its_order(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, ead(parts=TREE))
    assert tree() == [
        (0, "fonds", "Mission papers"),
        (1, "series", "Cables"),
        (2, "subseries", "In"),
        (3, "file", "January"),
        (3, "file", "February"),
    ]
    letter = ArchivalItem.objects.get()
    copy = letter.copies.get()
    assert (copy.reference_code, copy.collection.title) == ("7, Box 2", "Cables")
    assert outcome.counts["create"] == 6
    for one in Collection.objects.all():
        above = one.parent.path if one.parent else ""
        assert one.path == f"{above}{one.pk}/"
    assert {one.state for one in [*Collection.objects.all(), letter]} == {"draft"}
    assert Repository.objects.get().state == "draft"


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    plan = make_plan(written(tmp_path, ead(parts=TREE)), Options())
    assert plan.counts()["create"] == 6
    assert not Collection.objects.exists()
    assert not Repository.objects.exists()


def test_brought_in_again_it_changes_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, ead(parts=TREE))
    histories = Collection.changes.count()
    again = bring_in(tmp_path, ead(parts=TREE))
    assert again.counts["unchanged"] == 6
    assert Collection.changes.count() == histories


def test_what_the_archive_changed_is_updated_and_what_was_edited_here_is_kept(
    tmp_path: Path,
) -> None:
    said = "<scopecontent><p>{}</p></scopecontent><arrangement><p>{}</p></arrangement>"
    bring_in(tmp_path, ead(said.format("Old scope.", "Old order.")))
    fonds = Collection.objects.get()
    fonds.arrangement = "Our own words."
    fonds.save()
    outcome = bring_in(tmp_path, ead(said.format("New scope.", "New order.")))
    fonds.refresh_from_db()
    assert fonds.scope_and_content == "New scope."
    assert fonds.arrangement == "Our own words."
    assert outcome.counts["edits kept"] == 1
    assert "Our own words" in outcome.plan.steps[0].comparison.kept[0]
    once_more = bring_in(tmp_path, ead(said.format("New scope.", "New order.")))
    assert once_more.counts["edits kept"] == 1


def test_a_blank_keeps_what_stands(tmp_path: Path) -> None:
    bring_in(tmp_path, ead("<bioghist><p>History.</p></bioghist>"))
    bring_in(tmp_path, ead())
    assert Collection.objects.get().history == "History."


def test_a_new_part_in_the_middle_takes_its_place_and_nothing_doubles(tmp_path: Path) -> None:
    files = [part(name, level="file") for name in ("January", "March")]
    bring_in(tmp_path, ead(parts="".join(files)))
    january = Collection.objects.get(title="January")
    files.insert(1, part("February", level="file"))
    bring_in(tmp_path, ead(parts="".join(files)))
    assert [title for _, _, title in tree()] == ["Mission papers", "January", "February", "March"]
    assert Collection.objects.get(title="January").pk == january.pk


def test_a_title_corrected_by_the_archive_stays_the_same_record(tmp_path: Path) -> None:
    bring_in(tmp_path, ead(parts=part("Januray", level="file") + part("March", level="file")))
    wrong = Collection.objects.get(title="Januray")
    bring_in(tmp_path, ead(parts=part("January", level="file") + part("March", level="file")))
    assert Collection.objects.get(pk=wrong.pk).title == "January"
    assert Collection.objects.count() == 3


def test_what_is_no_longer_in_it_is_told_and_left(tmp_path: Path) -> None:
    bring_in(tmp_path, ead(parts=TREE))
    outcome = bring_in(tmp_path, ead())
    assert len(outcome.plan.gone) == 5
    assert Collection.objects.count() == 5


def test_a_branch_that_somebody_moved_here_stays_where_it_is(tmp_path: Path) -> None:
    text = ead(parts=part("A", part("Files", level="file"), level="series")
               + part("B", level="series"))  # fmt: skip
    bring_in(tmp_path, text)
    files, other = Collection.objects.get(title="Files"), Collection.objects.get(title="B")
    files.parent = other
    files.save()
    bring_in(tmp_path, text)
    assert Collection.objects.get(pk=files.pk).parent == other


TERMS = """<controlaccess><persname>Dallaire, Romeo, 1946-</persname>
<subject>Peacekeeping</subject><geogname>Kigali</geogname></controlaccess>"""
CREATOR = """<unittitle>Mission papers</unittitle><unitid>S-1062</unitid>
<origination><corpname>UNAMIR</corpname></origination>
<langmaterial><language langcode="fre">French</language></langmaterial>"""


def test_known_names_are_found_without_accents_dates_and_by_other_names(tmp_path: Path) -> None:
    person = make_agent(name="Dallaire, Roméo")
    body = make_agent(name="Mission for Rwanda", entity_type="corporate_body")
    body.names.create(name="unamir")
    subject = make_subject(label_en="peacekeeping")
    outcome = bring_in(tmp_path, ead(TERMS, did=CREATOR))
    fonds = Collection.objects.get()
    assert list(fonds.named_agents.all()) == [person]
    assert list(fonds.creators.all()) == [body]
    assert list(fonds.subjects.all()) == [subject]
    assert [one.code for one in fonds.languages.all()] == ["fr"]
    assert [one.name for one in outcome.plan.terms.unknown.values()] == ["Kigali"]
    assert "Not in our list of places (<geogname>): Kigali" in fonds.notes


def test_unknown_terms_are_made_only_if_asked_for(tmp_path: Path) -> None:
    bring_in(tmp_path, ead(TERMS, did=CREATOR))
    assert not Agent.objects.exists()
    assert not Subject.objects.exists()
    bring_in(tmp_path, ead(TERMS, did=CREATOR), creates=("agents", "subjects", "places"))
    fonds = Collection.objects.get()
    assert {agent.state for agent in Agent.objects.all()} == {"draft"}
    assert fonds.creators.get().entity_type == "corporate_body"
    assert fonds.places.get().name == "Kigali"
    assert "Not in our list" not in fonds.notes


def test_terms_added_here_stay_when_the_archive_adds_others(tmp_path: Path) -> None:
    ours, theirs = make_subject(label_en="Ours"), make_subject(label_en="Theirs")
    bring_in(tmp_path, ead("<controlaccess><subject>X</subject></controlaccess>"))
    fonds = Collection.objects.get()
    fonds.subjects.add(ours)
    bring_in(tmp_path, ead("<controlaccess><subject>Theirs</subject></controlaccess>"))
    assert set(fonds.subjects.all()) == {ours, theirs}


def test_digital_objects_become_links_with_a_note(tmp_path: Path) -> None:
    did = """<unittitle>A</unittitle><dao xlink:href="https://example.org/1" xlink:title="Scan">
    <daodesc><p>Colour scan.</p></daodesc></dao><dao xlink:href="scan.tif"/>"""
    bring_in(tmp_path, ead(did=did))
    bring_in(tmp_path, ead(did=did))
    fonds = Collection.objects.get()
    use = fonds.links.get()
    assert (use.link.url, use.link.title, use.note) == (
        "https://example.org/1", "Scan", "Colour scan.",
    )  # fmt: skip
    assert ExternalLink.objects.count() == 1
    assert "scan.tif" in fonds.notes


def test_the_archive_is_found_by_isil_name_or_code_and_else_made(tmp_path: Path) -> None:
    known = make_repository(code="MISSION", name="Archive of the Mission")
    bring_in(tmp_path, ead())
    assert Collection.objects.get().repository == known
    assert Collection.objects.get().code == "MISSION-S-1062"
    with pytest.raises(BadFindingAid, match="no archive with the code NONE"):
        bring_in(tmp_path, ead(), repository="NONE")
    with pytest.raises(BadFindingAid, match="does not say which archive"):
        bring_in(tmp_path, ead(archive=""))


def test_a_collection_described_by_hand_is_known_by_its_code(tmp_path: Path) -> None:
    archive = make_repository(code="MISSION", name="Archive of the Mission")
    ours = make_collection(repository=archive, code="MISSION-S-1062", title="Ours", level="fonds")
    bring_in(tmp_path, ead())
    assert Collection.objects.get().pk == ours.pk
    assert Collection.objects.get().title == "Mission papers"


def test_more_levels_than_there_are_refuse_the_whole_file(tmp_path: Path) -> None:
    deep = part("Deepest", level="file")
    for _ in range(30):
        deep = part("File", deep, level="file")
    with pytest.raises(NotWritten, match="at most 24 levels"):
        bring_in(tmp_path, ead(parts=deep))
    assert not Collection.objects.exists()


def test_twelve_levels_are_no_trouble(tmp_path: Path) -> None:
    deep = ""
    for number in range(12, 0, -1):
        deep = part(f"Level {number}", deep, name=f"c{number:02d}")
    bring_in(tmp_path, ead(parts=deep))
    assert Collection.objects.get(title="Level 12").depth == 12


def test_nothing_is_written_when_something_fails_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(importing, "_settle", fail)
    with pytest.raises(OSError, match="disk full"):
        bring_in(tmp_path, ead(TERMS, TREE), creates=("agents", "subjects"))
    for model in (Collection, ArchivalItem, Copy, Agent, ImportedRecord, Repository):
        assert not model.objects.exists(), model


def test_an_import_is_taken_back_whole(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, ead(TERMS, TREE), creates=("agents", "subjects", "places"))
    assert outcome.change_set is not None
    undo(outcome.change_set, by=None)
    for model in (Collection, ArchivalItem, Copy, Agent, ImportedRecord, Repository):
        assert not model.objects.exists(), model


def test_an_update_is_taken_back_to_what_stood_and_can_be_done_again(tmp_path: Path) -> None:
    files = part("January", level="file") + part("March", level="file")
    bring_in(tmp_path, ead("<bioghist><p>Old.</p></bioghist>", files))
    turned = part("March", level="file") + part("January", level="file")
    second = bring_in(tmp_path, ead("<bioghist><p>New.</p></bioghist>", turned))
    assert [title for _, _, title in tree()][1:] == ["March", "January"]
    assert second.change_set is not None
    undo(second.change_set, by=None)
    assert Collection.objects.get(parent=None).history == "Old."
    assert [title for _, _, title in tree()][1:] == ["January", "March"]
    third = bring_in(tmp_path, ead("<bioghist><p>New.</p></bioghist>", turned))
    assert third.counts["edits kept"] == 0
    assert Collection.objects.get(parent=None).history == "New."


def test_what_was_edited_since_is_named_and_nothing_is_taken_back(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, ead(parts=TREE))
    edited = Collection.objects.get(title="January")
    edited.scope_and_content = "Since."
    edited.save()
    assert outcome.change_set is not None
    with pytest.raises(EditedSince, match="January"):
        undo(outcome.change_set, by=None)
    assert Collection.objects.count() == 5


def test_writing_costs_the_same_queries_for_ten_files_and_for_forty(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    make_repository(code="MISSION", name="Archive of the Mission")
    for number in (10, 40):
        files = "".join(part(f"File {n} of {number}", level="file") for n in range(number))
        did = f"<unittitle>Papers</unittitle><unitid>{number}</unitid>"
        with django_assert_max_num_queries(90):
            bring_in(tmp_path, ead(did=did, parts=files))
