"""The commands: what they print, what they leave behind, and how they end."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from collections_app.models import Agent, ArchivalItem, ChangeSet, ImportBatch, ImportMapping
from collections_app.spreadsheets.reading import open_table
from tests import cast
from tests.make import make_collection, make_copy, make_item

pytestmark = pytest.mark.django_db

NEW = "title,kind,sender,width\nCable 1,cable,Nobody Yet,12\n"


def written(folder: Path, text: str, name: str = "items.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def said(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_check_prints_everything_and_leaves_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, NEW)
    with pytest.raises(CommandError, match=r"1 of 1 rows have errors\. Nothing was changed"):
        said("import_items", file, "--check")
    printed = said("import_items", file, "--check", "--create-terms", "agents")
    assert "1 rows: 1 to create" in printed
    assert "Left out, as no column of ours is called so: width." in printed
    assert "agents: “Nobody Yet”, 1 times, from row 2" in printed
    assert "nothing was changed" in printed
    assert not ImportBatch.objects.exists()
    assert not Agent.objects.exists()


def test_an_import_is_applied_and_taken_back(tmp_path: Path) -> None:
    person = cast.cataloguer()
    file = written(tmp_path, NEW)
    printed = said("import_items", file, "--apply", create_terms="agents", by=person.username)
    batch = ImportBatch.objects.get()
    assert f"Import {batch.number} applied: 1 created" in printed
    assert ArchivalItem.objects.get().created_by == person
    assert "was taken back" in said("undo_import", str(batch.number))
    assert not ArchivalItem.objects.exists()


def test_a_refused_import_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        said("import_items", written(tmp_path, "title,kind\nx,\n"), "--apply")
    assert not ImportBatch.objects.exists()
    assert not ChangeSet.objects.exists()


def test_an_undoing_that_is_refused_names_what_was_edited(tmp_path: Path) -> None:
    said("import_items", written(tmp_path, "title,kind\nx,cable\n"), "--apply")
    item = ArchivalItem.objects.get()
    item.title = "Edited"
    item.save()
    out = io.StringIO()
    with pytest.raises(CommandError, match="stays as it is"):
        call_command("undo_import", str(ImportBatch.objects.get().number), stderr=out)
    assert item.ref in out.getvalue()


def test_a_mapping_is_saved_and_used_for_the_next_file(tmp_path: Path) -> None:
    first = written(tmp_path, "acno,name,size\nA-1,Sword,3 m\n")
    said(
        "import_items", first, "--apply", "--map", "acno=original_number", "--map", "name=title",
        "--map", "size=extent", "--constant", "kind=object", "--save-mapping", "Museum",
    )  # fmt: skip
    assert ImportMapping.objects.get().columns["acno"] == "original_number"
    second = written(tmp_path, "ACNO;Name;Size\nA-2;Shield;1 m\n", "second.csv")
    said("import_items", second, "--apply", "--mapping", "Museum")
    item = ArchivalItem.objects.get(original_number="A-2")
    assert (item.title, item.kind, item.extent) == ("Shield", "object", "1 m")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mapping", "None"], "There is no mapping None"),
        (["--map", "a=nonsense"], "there is no column “nonsense”"),
        (["--create-terms", "languages"], "Terms that can be made"),
        (["--by", "nobody"], "nobody called nobody"),
        (["--sheet", "x", "--save-mapping", "y"], "--check writes nothing"),
    ],
)
def test_wrong_words_are_refused_before_anything(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=words):
        said("import_items", written(tmp_path, NEW), "--check", *arguments)


def test_files_that_can_not_be_read_are_refused(tmp_path: Path) -> None:
    for name, content in {
        "a.csv": b"",
        "b.xlsx": b"PK\x03\x04",
        "c.xls": b"\xd0\xcf\x11\xe0",
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match="Nothing was changed"):
            said("import_items", str(tmp_path / name), "--check")
    with pytest.raises(CommandError, match="There is no file"):
        said("import_items", str(tmp_path / "nowhere.csv"), "--check")


def test_the_whole_report_is_written_as_a_table(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    said(
        "import_items", written(tmp_path, NEW), "--check", create_terms="agents", report=str(report)
    )
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:3] == ["row", "ref", "title"]
    assert rows[1][:4] == ["2", "", "Cable 1", "a new item"]


def test_items_are_exported_whole_by_collection_and_by_reference(tmp_path: Path) -> None:
    collection = make_collection(code="UNARMS-1")
    inside, outside = make_item(), make_item()
    make_copy(item=inside, repository=collection.repository, collection=collection)

    def refs(name: str, *arguments: str) -> set[str]:
        assert "For the house only" in said("export_items", str(tmp_path / name), *arguments)
        with (tmp_path / name).open("rb") as file:
            return {row.cells[0] for row in open_table(file).rows()}

    assert refs("all.csv") == {inside.ref, outside.ref}
    assert refs("collection.xlsx", "--collection", "UNARMS-1") == {inside.ref}
    assert refs("one.csv", "--items", outside.ref) == {outside.ref}
    with pytest.raises(CommandError, match="no item FTP-404"):
        said("export_items", str(tmp_path / "x.csv"), "--items", "FTP-404")
    with pytest.raises(CommandError, match="ending"):
        said("export_items", str(tmp_path / "x.ods"))


def test_an_export_that_fails_leaves_the_former_file(tmp_path: Path) -> None:
    make_item()
    target = tmp_path / "no such folder" / "items.csv"
    with pytest.raises(CommandError, match="Nothing was written"):
        said("export_items", str(target))
    assert not list(tmp_path.iterdir())
