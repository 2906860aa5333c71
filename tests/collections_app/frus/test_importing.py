"""A volume becomes draft items; a second import updates, never duplicates, and keeps edits."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collections_app.frus.importing import import_volume
from collections_app.frus.reading import read_volume
from collections_app.models import (
    ArchivalItem,
    Collection,
    Excision,
    ImportedRecord,
    PageText,
    ReferenceCounter,
    Repository,
    Status,
)
from tests.collections_app.frus.volumes import HEAD, TAIL, TELEGRAM, volume_file
from tests.make import make_excision

pytestmark = pytest.mark.django_db


def item(key: str) -> ArchivalItem:
    return ImportedRecord.objects.get(source="frustest", key=key).item


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_frus", str(path), *options, stdout=out)
    return out.getvalue()


def test_every_document_becomes_a_draft_with_its_facts(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    telegram = item("d1")
    assert telegram.state == "draft"
    assert telegram.kind == "cable"
    assert telegram.title == "Telegram From the Embassy in Burundi to the Department of State"
    assert telegram.date_edtf == "1969-05-01"
    assert telegram.marking_level == "secret"
    assert telegram.source_note.startswith("Source: National Archives, RG 59")
    assert telegram.rights.code == "NoC-US"
    said = [(row.role, row.agent.name) for row in telegram.item_agents.all()]
    assert said == [("sender", "Embassy in Burundi"), ("recipient", "Department of State")]
    assert [row.place.name for row in telegram.item_places.all()] == ["Bujumbura"]
    assert item("d4").kind == "editorial_note"


def test_the_volume_and_the_archive_are_two_copies_of_one_document(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    published, held = item("d1").copies.order_by("pk")
    assert published.is_shown
    assert published.collection.code == "frustest"
    assert published.extent == "excised"
    assert held.repository.name == "National Archives"
    assert held.reference_code == "RG 59, Central Files, POL 15 BURUNDI"
    assert not held.is_opened


def test_marks_notes_and_text_stand_where_they_were_printed(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    text = PageText.objects.get(page__copy__item=item("d1"))
    assert text.text == "Bujumbura, May 1, 1969\n\nThe situation. [2 lines not declassified]"
    assert text.page.label == "3"
    excision = Excision.objects.get(copy__item=item("d1"))
    assert text.text[excision.start : excision.end] == "[2 lines not declassified]"
    assert (excision.amount, excision.unit, excision.decision) == (2, "line", "denied")
    [note] = text.notes.all()
    assert (note.label, note.text, note.offset) == ("2", "A note.", len(text.text))


def test_documents_withheld_in_full_stand_in_the_state_they_are_in(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    assert item("d1").declassification_status == Status.IN_PART
    assert item("d2").declassification_status == Status.DENIED
    assert item("d3").declassification_status == Status.UNDER_REVIEW
    assert item("d4").declassification_status == Status.NOT_APPLICABLE
    assert not PageText.objects.filter(page__copy__item__in=[item("d2"), item("d3")]).exists()


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    path = volume_file(tmp_path)
    import_volume(read_volume(path))
    before = list(ArchivalItem.objects.values_list("pk", "updated_at"))
    outcome = import_volume(read_volume(path))
    assert (len(outcome.created), len(outcome.updated), len(outcome.unchanged)) == (0, 0, 4)
    assert list(ArchivalItem.objects.values_list("pk", "updated_at")) == before


def test_what_the_source_changed_is_updated_in_place(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    reference = item("d1").ref
    outcome = import_volume(read_volume(volume_file(tmp_path, text="The situation is grave.")))
    assert outcome.updated == [reference]
    text = PageText.objects.get(page__copy__item=item("d1"))
    assert "The situation is grave." in text.text
    assert Excision.objects.filter(copy__item=item("d1")).count() == 1


def test_what_a_curator_edited_is_kept_and_the_difference_reported(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    edited = item("d1")
    edited.title = "Our own title"
    edited.save()
    text = PageText.objects.get(page__copy__item=edited)
    text.text = "Corrected against the scan."
    text.save()
    outcome = import_volume(read_volume(volume_file(tmp_path, text="Changed at the source.")))
    assert {difference.field for difference in outcome.kept} == {"title", "pages"}
    assert item("d1").title == "Our own title"
    assert PageText.objects.get(pk=text.pk).text == "Corrected against the scan."


def test_pages_from_which_we_withhold_something_are_kept_as_they_are(tmp_path: Path) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    page = PageText.objects.get(page__copy__item=item("d1")).page
    ours = make_excision(copy=page.copy, page=page, made_by="us", printed_form="a name")
    outcome = import_volume(read_volume(volume_file(tmp_path, text="A name at the source.")))
    assert "pages" in {difference.field for difference in outcome.kept}
    assert Excision.objects.filter(pk=ours.pk, page=page).exists()


def test_a_published_item_stays_published_and_a_document_gone_is_left_alone(
    tmp_path: Path,
) -> None:
    import_volume(read_volume(volume_file(tmp_path)))
    outcome = import_volume(read_volume(volume_file(tmp_path, parts=TELEGRAM.format(text="x"))))
    assert [line.split(" ")[1] for line in outcome.gone] == ["(d2)", "(d3)", "(d4)"]
    assert ArchivalItem.objects.count() == 4


def test_a_dry_run_reports_everything_and_changes_nothing(tmp_path: Path) -> None:
    told = run(volume_file(tmp_path), "--dry-run")
    assert "4 documents, 3 marks" in told
    assert "Would be created: 4" in told
    assert "Dry run: nothing was changed." in told
    for model in (ArchivalItem, Collection, Repository, ImportedRecord, ReferenceCounter):
        assert not model.objects.exists()


def test_the_report_counts_by_status_and_says_what_the_front_matter_says(tmp_path: Path) -> None:
    told = run(volume_file(tmp_path), "--collection", "FRUS-TEST")
    assert "withheld in full" in told
    assert "not declassified in time" in told
    assert "not stated" in told
    assert Collection.objects.get(code="FRUS-TEST").state == "draft"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<TEI><body>", "Line 1"),
        ("not xml at all", "Line 1"),
        (HEAD.format(id="x") + TAIL, "no document"),
        (
            '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + "<TEI>&x;</TEI>",
            "Nothing was changed",
        ),
        (
            HEAD.format(id="x") + TELEGRAM.format(text="ok") + "<p>broken" + TAIL,
            "Line 16",
        ),
    ],
)
def test_a_broken_file_changes_nothing_and_says_where(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as problem:
        run(path)
    assert message in str(problem.value)
    assert "Nothing was changed" in str(problem.value)
    assert not ArchivalItem.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.xml"):
        run(tmp_path / "nowhere.xml")


@pytest.mark.parametrize(
    ("volume", "documents", "marks", "withheld", "pending"),
    [
        ("frus1969-76ve05p1", 333, 99, 4, 2),
        ("frus1969-76ve14p1", 190, 3, 1, 0),
        ("frus1961-63v06", 120, 0, 0, 0),
    ],
)
def test_real_volumes_arrive_as_counted_by_hand(
    shared_data: Path, volume: str, documents: int, marks: int, withheld: int, pending: int
) -> None:
    import_volume(read_volume(shared_data / "frus" / f"{volume}.xml"))
    items = ArchivalItem.objects.filter(imported_record__source=volume)
    assert items.count() == documents
    assert Excision.objects.filter(copy__item__in=items).count() == marks
    status = items.filter(declassification_status=Status.DENIED)
    assert (status.count(), items.filter(declassification_status=Status.UNDER_REVIEW).count()) == (
        withheld,
        pending,
    )
