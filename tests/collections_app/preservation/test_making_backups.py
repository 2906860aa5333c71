"""Backups made in this process: files that vanish or are damaged, disks that fill, programs."""

import errno
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from collections_app.backups import making, postgresql
from collections_app.backups.making import make_backup
from collections_app.backups.manifest import BadBackup, verify
from collections_app.backups.postgresql import environment, program
from collections_app.backups.reading import DatabaseTrouble
from collections_app.models import CheckRun, DigitalFile
from collections_app.removal import forget_bytes_of
from collections_app.whole_folders import NotWritten
from tests.collections_app.preservation.masters import damage, make_master, path_of

kept_for_others = pytest.mark.django_db(transaction=True)


def files_in(backup: Path) -> set[str]:
    return {
        path.relative_to(backup / "files").as_posix()
        for path in (backup / "files").rglob("*")
        if path.is_file()
    }


def delete(master: DigitalFile) -> None:
    with transaction.atomic():
        some = DigitalFile.objects.filter(pk=master.pk)
        forget_bytes_of(some)
        some.delete()


@kept_for_others
def test_what_is_deleted_or_added_meanwhile_leads_to_a_later_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masters = [make_master() for _ in range(3)]
    added: list[DigitalFile] = []
    real = making._copy

    def busy(work: Any, file: Any) -> Any:
        if not added:
            delete(masters[2])
            added.append(make_master())
        return real(work, file)

    monkeypatch.setattr(making, "_copy", busy)
    facts = make_backup(tmp_path / "kept")
    wanted = {f"private/{master.file.name}" for master in [*masters[:2], *added]}
    assert files_in(tmp_path / "kept") == wanted
    assert facts.rows["collections_app_digitalfile"] == 3
    assert facts.damaged == []
    assert verify(tmp_path / "kept")


@kept_for_others
def test_what_is_deleted_all_the_time_ends_in_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_master()
    real = making._copy

    def busier(work: Any, file: Any) -> Any:
        make_master()
        delete(DigitalFile.objects.first())  # type: ignore[arg-type]
        return real(work, file)

    monkeypatch.setattr(making, "_copy", busier)
    with pytest.raises(NotWritten, match="faster"):
        make_backup(tmp_path / "kept")
    assert not list(tmp_path.iterdir())


@kept_for_others
@pytest.mark.parametrize("how", ["missing", "changed"])
def test_damage_in_the_storage_is_named_and_does_not_stop_the_backup(
    tmp_path: Path, how: str
) -> None:
    good, bad = make_master(), make_master()
    path_of(bad).unlink() if how == "missing" else damage(path_of(bad))
    out = StringIO()
    with pytest.raises(CommandError, match="whole but for 1 files") as refusal:
        call_command("backup", tmp_path / "kept", stdout=out)
    assert refusal.value.returncode == 1
    assert f"private/{bad.file.name}: {how}" in out.getvalue()
    assert verify(tmp_path / "kept")
    assert f"private/{good.file.name}" in files_in(tmp_path / "kept")
    run = CheckRun.objects.get()
    assert (run.problems_total, run.finished_at is not None) == (1, True)


@kept_for_others
def test_a_disk_that_fills_leaves_nothing_and_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_master()

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(making, "_copy", full)
    with pytest.raises(CommandError, match="The disk is full"):
        call_command("backup", tmp_path / "kept")
    assert not list(tmp_path.iterdir())
    assert "full" in CheckRun.objects.get().ended_early


@kept_for_others
def test_a_disk_without_room_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "room_on", lambda _: 10_000)
    with pytest.raises(CommandError, match=r"room for 10\.0 kB"):
        call_command("backup", tmp_path / "kept")
    assert not list(tmp_path.iterdir())


@kept_for_others
def test_files_that_an_earlier_backup_has_are_linked_if_they_are_still_good(
    tmp_path: Path,
) -> None:
    masters = [make_master() for _ in range(3)]
    make_backup(tmp_path / "first")
    spoilt = tmp_path / "first" / "files" / "private" / str(masters[0].file.name)
    damage(spoilt)
    make_master()
    facts = make_backup(tmp_path / "second", previous=tmp_path / "first")
    assert facts.files["private"] == {
        "number": 4, "linked": 2, "bytes": facts.files["private"]["bytes"]
    }  # fmt: skip
    fresh = tmp_path / "second" / "files" / "private" / str(masters[0].file.name)
    assert fresh.read_bytes() == path_of(masters[0]).read_bytes()
    assert verify(tmp_path / "second")
    with pytest.raises(BadBackup, match="changed"):
        verify(tmp_path / "first")


@kept_for_others
def test_a_link_out_of_the_storage_is_not_kept(tmp_path: Path) -> None:
    master = make_master()
    secret = tmp_path / "secret"
    secret.write_text("not of the archive")
    path_of(master).unlink()
    path_of(master).symlink_to(secret)
    facts = make_backup(tmp_path / "kept")
    assert files_in(tmp_path / "kept") == set()
    assert "symbolic link" in facts.damaged[0]


@kept_for_others
@pytest.mark.parametrize("how", ["changed", "missing", "added", "linked", "manifest", "facts"])
def test_every_way_in_which_a_backup_is_not_whole_is_found(tmp_path: Path, how: str) -> None:
    make_master()
    backup = tmp_path / "kept"
    make_backup(backup)
    file = next(path for path in (backup / "files").rglob("*") if path.is_file())
    if how == "changed":
        damage(file)
    elif how == "missing":
        file.unlink()
    elif how == "added":
        (backup / "files" / "private" / "more").write_text("more")
    elif how == "linked":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    elif how == "manifest":
        manifest = backup / "manifest-sha256.txt"
        manifest.write_text(manifest.read_text().replace("files/", "files/../../", 1))
    else:
        facts = backup / "backup.json"
        facts.write_text(json.dumps(json.loads(facts.read_text()) | {"format": 9}))
    with pytest.raises(CommandError, match="not whole"):
        call_command("backup", "--verify", backup)


def fake_program(folder: Path, version: str) -> None:
    folder.mkdir(parents=True)
    path = folder / "pg_dump"
    path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    path.chmod(0o755)


@pytest.fixture
def no_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(postgresql, "DEBIAN", str(tmp_path))
    monkeypatch.setattr(postgresql.shutil, "which", lambda _: None)
    return tmp_path


def test_a_missing_program_is_named_with_its_package(no_postgresql: Path) -> None:
    with pytest.raises(DatabaseTrouble, match=r"pg_dump was not found.*postgresql-client-16"):
        program("pg_dump", 16)


def test_a_program_older_than_the_server_is_refused(no_postgresql: Path) -> None:
    fake_program(no_postgresql / "13" / "bin", "13.9")
    with pytest.raises(DatabaseTrouble, match=r"pg_dump 13 is older.*PostgreSQL 16"):
        program("pg_dump", 16)


def test_of_several_programs_the_oldest_that_will_do_is_taken(no_postgresql: Path) -> None:
    for version in ("13", "16", "17"):
        fake_program(no_postgresql / version / "bin", f"{version}.2 (Debian {version}.2-1)")
    assert program("pg_dump", 15) == str(no_postgresql / "16" / "bin" / "pg_dump")


def test_how_to_connect_stands_in_the_environment() -> None:
    known = {
        "HOST": "db.example", "PORT": 5433, "USER": "archive", "PASSWORD": "a'b c", "NAME": "house",
        "OPTIONS": {"sslmode": "verify-full", "pool": {"min_size": 1}},
    }  # fmt: skip
    made = environment(known)
    assert made["PGPASSWORD"] == "a'b c"
    assert (made["PGHOST"], made["PGPORT"], made["PGDATABASE"]) == ("db.example", "5433", "house")
    assert made["PGSSLMODE"] == "verify-full"
