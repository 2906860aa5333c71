"""Bags are what RFC 8493 says, hold what they should, and are whole or not there."""

import errno
import json
import zipfile
from io import StringIO
from pathlib import Path

import bagit
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from collections_app.bags.safe_names import MOST_BYTES, safe_name
from collections_app.bags.writing import Bag
from collections_app.models import Advisory, ArchivalItem, Collection
from tests.canaries import BEHIND, HIDDEN, SHOWN, House
from tests.collections_app.preservation.masters import damage, make_master, path_of
from tests.make import (
    make_advisory,
    make_collection,
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_page_note,
    make_page_text,
    make_repository,
)

pytestmark = pytest.mark.django_db


def export(*arguments: object) -> str:
    out = StringIO()
    call_command("export_bag", *map(str, arguments), stdout=out)
    return out.getvalue()


def payload(bag: Path) -> dict[str, bytes]:
    data = bag / "data"
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    }


def make_described_item(**fields: object) -> ArchivalItem:
    item = make_item(title="Télégramme n° 1", **fields)
    copy = make_copy(item=item, opened=True, is_shown=True)
    page = make_page(copy=copy, file=make_master(copy=copy, name="scan du fax.tif"))
    make_page_note(page_text=make_page_text(page=page, text="Kigali, ⟦the name⟧ said."))
    make_derivative(page=page)
    return item


def test_the_library_of_the_standard_finds_a_bag_valid(tmp_path: Path) -> None:
    item = make_described_item()
    said = export(tmp_path / "bag", "--items", item.ref)
    assert "protected people" in said
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert bag.info["External-Identifier"] == item.ref
    number = len(payload(tmp_path / "bag"))
    size = sum(map(len, payload(tmp_path / "bag").values()))
    assert bag.info["Payload-Oxum"] == f"{size}.{number}"
    assert (tmp_path / "bag" / "bagit.txt").read_bytes() == (
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )


def test_a_bag_for_the_house_holds_masters_texts_and_all_that_is_described(tmp_path: Path) -> None:
    item = make_described_item()
    export(tmp_path / "bag", "--items", item.ref)
    found = payload(tmp_path / "bag")
    here = f"items/{item.ref}"
    master = item.copies.get().files.get()
    assert found[f"{here}/copy-1/masters/scan du fax.tif"] == path_of(master).read_bytes()
    text = found[f"{here}/copy-1/texts/00001.transcription.en.txt"].decode()
    assert text == "Kigali, ⟦the name⟧ said."
    description = json.loads(found[f"{here}/description.json"])
    assert description["title"] == "Télégramme n° 1"
    file = description["copies"][0]["files"][0]
    assert (file["sha256"], file["path"]) == (
        master.sha256, f"{here}/copy-1/masters/scan du fax.tif"
    )  # fmt: skip
    assert item.ref in found["items.csv"].decode()


def test_a_public_bag_holds_what_readers_may_have_and_no_master(tmp_path: Path) -> None:
    item = make_described_item(published=True)
    export(tmp_path / "bag", "--items", item.ref, "--public")
    found = payload(tmp_path / "bag")
    here = f"items/{item.ref}"
    assert sorted(found) == [
        f"{here}/copy-1/images/00001.jpg",
        f"{here}/copy-1/texts/00001.transcription.en.notes.json",
        f"{here}/copy-1/texts/00001.transcription.en.txt",
        f"{here}/description.json",
    ]
    assert "the name" not in found[f"{here}/copy-1/texts/00001.transcription.en.txt"].decode()
    assert bagit.Bag(str(tmp_path / "bag")).validate()


def test_no_hidden_word_stands_in_a_public_bag(tmp_path: Path) -> None:
    house = House()
    house.item.refresh_from_db()
    refs = list(ArchivalItem.objects.public().values_list("ref", flat=True))
    export(tmp_path / "items", "--items", *refs, "--public")
    export(tmp_path / "collection", "--collection", house.collection.code, "--public")
    for bag in ("items", "collection"):
        files = [path for path in (tmp_path / bag).rglob("*") if path.is_file()]
        whole = b"\n".join(path.read_bytes() for path in files).decode("utf-8", "replace").lower()
        names = " ".join(str(path.relative_to(tmp_path)) for path in files).lower()
        assert SHOWN.lower() in whole
        for word in (HIDDEN.lower(), BEHIND.lower()):
            assert word not in whole
            assert word not in names
    for hidden in house.hidden:
        if isinstance(hidden, ArchivalItem):
            with pytest.raises(CommandError, match="no public item"):
                export(tmp_path / "none", "--items", hidden.ref, "--public")
        if isinstance(hidden, Collection):
            with pytest.raises(CommandError):
                export(tmp_path / "none", "--collection", hidden.code, "--public")
    assert not (tmp_path / "none").exists()


def test_material_that_asks_for_a_choice_is_described_and_not_in_a_public_bag(
    tmp_path: Path,
) -> None:
    advisory = make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    item = make_described_item(published=True, advisories=[advisory])
    export(tmp_path / "bag", "--items", item.ref, "--public")
    found = payload(tmp_path / "bag")
    assert not [name for name in found if "/images/" in name]
    assert f"items/{item.ref}/description.json" in found


def test_a_collection_is_exported_with_all_its_parts(tmp_path: Path) -> None:
    archive = make_repository(published=True)
    top = make_collection(repository=archive, level="fonds")
    below = make_collection(repository=archive, parent=top, level="series", title="Cables")
    item = make_item()
    make_copy(item=item, repository=archive, collection=below)
    other = make_described_item()
    export(tmp_path / "bag", "--collection", top.code)
    found = payload(tmp_path / "bag")
    assert f"items/{item.ref}/description.json" in found
    assert not [name for name in found if other.ref in name]
    assert item.ref in found["finding-aid.ead3.xml"].decode()
    assert [one["title"] for one in json.loads(found["collections.json"])] == [top.title, "Cables"]


@pytest.mark.parametrize("how", ["damaged", "missing"])
def test_a_bag_never_vouches_for_a_file_that_is_not_what_it_was(tmp_path: Path, how: str) -> None:
    item = make_described_item()
    path = path_of(item.copies.get().files.get())
    damage(path) if how == "damaged" else path.unlink()
    with pytest.raises(CommandError, match=r"scan du fax\.tif.*No bag was written"):
        export(tmp_path / "bag", "--items", item.ref)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_described_item()

    def full(self: Bag, *args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Bag, "finish", full)
    with pytest.raises(CommandError, match="The disk is full"):
        export(tmp_path / "bag", "--items", item.ref)
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over(tmp_path: Path) -> None:
    item = make_described_item()
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine").touch()
    with pytest.raises(CommandError, match="not empty"):
        export(tmp_path / "bag", "--items", item.ref)


def test_a_bag_in_one_file_unpacks_to_a_valid_bag(tmp_path: Path) -> None:
    item = make_described_item()
    export(tmp_path / "bag", "--items", item.ref, "--zip")
    assert [path.name for path in tmp_path.iterdir()] == ["bag.zip"]
    zipfile.ZipFile(tmp_path / "bag.zip").extractall(tmp_path / "out")
    assert bagit.Bag(str(tmp_path / "out" / "bag")).validate()


def test_an_item_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="FTP-9999"):
        export(tmp_path / "bag", "--items", "FTP-9999")
    with pytest.raises(CommandError, match="no collection"):
        export(tmp_path / "bag", "--collection", "NONE")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("/etc/passwd", "_etc_passwd"),
        ("a\r\nb.tif", "ab.tif"),
        ("100%0A.tif", "100_0A.tif"),
        ("Te\u0301le\u0301gramme.pdf", "T\u00e9l\u00e9gramme.pdf"),
        ("CON.txt", "_CON.txt"),
        ("...", "file"),
        ("", "file"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("  scan 1 .tif  ", "scan 1.tif"),
    ],
)
def test_names_are_made_safe(words: str, name: str) -> None:
    assert safe_name(words) == name


def test_two_names_that_differ_by_case_alone_are_kept_apart() -> None:
    taken: set[str] = set()
    names = [safe_name(words, taken) for words in ("Scan.TIF", "scan.tif", "SCAN.tif")]
    assert len({name.casefold() for name in names}) == 3


@given(st.text())
def test_no_name_leads_anywhere_or_is_too_long(words: str) -> None:
    name = safe_name(words)
    assert name not in ("", ".", "..")
    assert not set(name) & set("/\\%\r\n\x00:")
    assert len(name.encode()) <= MOST_BYTES + 1
