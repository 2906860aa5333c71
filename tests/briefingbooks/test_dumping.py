"""Everything public in one folder: whole or not at all, and the same values as the API."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from briefingbooks import dumping
from briefingbooks.open_data import kinds
from briefingbooks.open_data.kinds import KINDS
from tests.briefingbooks.make import make_book, make_entry
from tests.declassification.make import make_request
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_item_agent,
    make_place,
    make_subject,
)
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.django_db
ROOT = Path(dumping.__file__).resolve().parent.parent


@pytest.fixture
def target(tmp_path: Path, settings: Any) -> Path:
    settings.SITE_URL = "http://testserver"
    return tmp_path / "public"


def dump(target: Path) -> str:
    said = StringIO()
    call_command("dump_public", str(target), stdout=said)
    return said.getvalue()


def lines(target: Path, kind: str) -> list[Any]:
    return [json.loads(line) for line in (target / f"{kind}.jsonl").read_text().splitlines()]


def rows(target: Path, kind: str) -> list[dict[str, str]]:
    with (target / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def make_world() -> None:
    """One public and one hidden record of every kind."""
    for is_public, word in ((True, "SHOWN"), (False, "CANARY")):
        collection = make_collection(title=f"{word} papers", published=is_public)
        item = make_item(title=f"{word} cable", published=is_public)
        make_copy(item=item, repository=collection.repository, collection=collection)
        person = make_agent(name=f"{word}, Person", published=is_public)
        make_item_agent(item=item, agent=person)
        make_place(name=f"{word}ville", published=is_public, latitude="-1.94", longitude="30.06")
        make_subject(label_en=f"{word} affair", published=is_public)
        interview = make_interview(title=f"{word} interview", published=is_public)
        cues = [{"text": f"{word} words."}, {"text": "CANARY", "is_withheld": True}]
        make_transcript(interview=interview, cues=cues)
        book = make_book(title=f"{word} book", published=is_public)
        make_entry(book=book, item=item)
        make_request(title=f"{word} request", published=is_public)


def test_the_folder_holds_every_public_record_and_nothing_hidden(target: Path) -> None:
    make_world()
    said = dump(target)
    assert "1 items" in said
    everything = "".join(path.read_text() for path in target.iterdir())
    assert "CANARY" not in everything
    for kind in KINDS:
        assert len(rows(target, kind.name)) == len(lines(target, kind.name)) > 0, kind.name
        assert "SHOWN" in (target / f"{kind.name}.csv").read_text() or kind.name == "archives"


def test_the_values_are_those_of_the_api(target: Path, client: Client) -> None:
    make_world()
    dump(target)
    for kind in KINDS:
        if kind is not kinds.PASSAGES:
            listed = client.get(f"/api/v1/{kind.name}").json()["results"]
            dumped = lines(target, kind.name)
            assert [one["id"] for one in dumped] == [one["id"] for one in listed]
            assert {*dumped[0]} == {*listed[0]}
            assert dumped[0]["url"] == listed[0]["url"]


def test_the_table_says_the_same_as_the_lines(target: Path) -> None:
    make_world()
    dump(target)
    [row], [line] = rows(target, "items"), lines(target, "items")
    assert next(iter(row)) == "id"
    assert row["date.edtf"] == line["date"]["edtf"]
    assert row["languages"] == "|".join(line["languages"])
    assert json.loads(row["people"]) == line["people"]
    place = next(row for row in rows(target, "places") if row["name"] == "SHOWNville")
    assert (place["latitude"], place["lies_in.id"]) == ("-1.94", "")


def test_no_cell_is_a_formula(target: Path) -> None:
    make_item(title="=cmd()", abstract="+1", credit_line="@x", published=True)
    dump(target)
    [row] = rows(target, "items")
    assert (row["title"], row["abstract"], row["credit_line"]) == ("'=cmd()", "'+1", "'@x")
    assert lines(target, "items")[0]["title"] == "=cmd()"


def test_checksums_and_description_are_true(target: Path) -> None:
    make_world()
    dump(target)
    sums = dict(
        reversed(line.split("  ")) for line in (target / "SHA256SUMS").read_text().splitlines()
    )
    assert {*sums, "SHA256SUMS"} == {path.name for path in target.iterdir()}
    for name, digest in sums.items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest
    package = json.loads((target / "datapackage.json").read_text())
    assert package["created"].startswith(f"{timezone.now():%Y-%m-%d}")
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{sums[resource['path']]}"
        assert resource["bytes"] == (target / resource["path"]).stat().st_size
        if resource["format"] == "csv":
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert len(rows(target, resource["name"])) == resource["records"]
            header = (target / resource["path"]).read_text("utf-8-sig").splitlines()[0]
            assert header.split(",") == names
    assert "sha256sum -c" in (target / "README.txt").read_text()


def test_a_long_list_is_read_in_stretches(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "AT_ONCE", 3)
    places = [make_place(published=True) for _ in range(8)]
    dump(target)
    assert [one["id"] for one in lines(target, "places")] == [place.slug for place in places]


def test_nothing_is_written_over_and_nothing_half_is_left(target: Path) -> None:
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        dump(target)
    assert [path.name for path in target.iterdir()] == ["mine.txt"]
    other = target.with_name("other")
    with (
        mock.patch.object(dumping, "_readme", side_effect=OSError(28, "No space left on device")),
        pytest.raises(CommandError, match="disk is full"),
    ):
        dump(other)
    assert sorted(path.name for path in target.parent.iterdir()) == ["public"]


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from briefingbooks import dumping
from briefingbooks.open_data.kinds import Kind
from collections_app.progress import Progress
Kind.records = lambda kind: type("None_", (), {"count": staticmethod(lambda: 0)})()
def killed(kind, absolute):
    os.kill(os.getpid(), signal.SIGKILL)
    yield
Kind.all_values = killed
dumping.dump_public(Path(sys.argv[1]), Progress())
"""


def test_a_dump_that_is_killed_leaves_no_folder_and_the_next_one_cleans_up(target: Path) -> None:
    script = target.with_name("killed.py")
    script.write_text(KILLED)
    where = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, target], env=where, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()
    assert [path.name for path in target.parent.glob(".*")] == [".public.incomplete"]
    dump(target)
    assert not target.with_name(".public.incomplete").exists()
    assert (target / "SHA256SUMS").exists()
