"""The whole installation destroyed and restored; programs killed in the middle; bytes changed."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.collections_app.preservation.installations import (
    BUSY,
    SECONDS,
    Houses,
    Installation,
    Prepare,
    as_migrated,
    remove_database,
)
from tests.collections_app.preservation.masters import damage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def houses(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    with as_migrated() as template:
        prepared = Houses(tmp_path_factory.mktemp("houses"), template)
        yield prepared
        prepared.remove()


def prepared_by(prepare: Prepare) -> Callable[[Houses, Path], Iterator[Installation]]:
    """Return a fixture: a house of the test's own, in the state that this deed brings one into."""

    @pytest.fixture
    def a_house(houses: Houses, tmp_path: Path) -> Iterator[Installation]:
        made = houses.copy_of(prepare, tmp_path / "house")
        yield made
        remove_database(made)

    return a_house


def nothing_more(house: Installation) -> None:
    """Leave a house as the migrations made it."""


def fill_and_keep(house: Installation) -> None:
    house.fill(files=2)
    house.keep()


def fill_largely(house: Installation) -> None:
    house.fill(files=200)


def restore_and_change(house: Installation) -> None:
    """Bring a large house back from its backup; then people add files, and others are lost."""
    house.fill(files=200)
    house.keep()
    house.destroy()
    house.manage("restore", house.kept)
    house.add(files=3)
    for path in list(house.files.rglob("*"))[::2]:
        if path.is_file() and path.relative_to(house.files).as_posix() in house.when_kept[1]:
            path.unlink()


house = prepared_by(nothing_more)
kept_house = prepared_by(fill_and_keep)
large_house = prepared_by(fill_largely)
changed_house = prepared_by(restore_and_change)


def a_file_of(backup: Path) -> Path:
    return next(path for path in (backup / "files" / "private").rglob("*") if path.is_file())


def looks_complete(folder: Path) -> bool:
    return (folder / "manifest-sha256.txt").exists()


def test_what_was_destroyed_is_restored_to_the_last_row_and_byte(
    house: Installation, tmp_path: Path
) -> None:
    house.fill(files=12)
    rows, stored = house.rows(), house.bytes()
    said = house.manage("backup", tmp_path / "kept")
    assert "16 files" in said
    assert "is whole" in house.manage("backup", "--verify", tmp_path / "kept")
    house.destroy()
    assert not house.bytes()
    house.manage("restore", tmp_path / "kept")
    assert house.rows() == rows
    assert house.bytes() == stored
    assert not house.note.exists()
    assert "16 unchanged" in house.manage("check_fixity")


def test_a_backup_made_while_people_add_and_delete_is_one_consistent_whole(
    house: Installation, tmp_path: Path
) -> None:
    house.fill(files=150, size=60_000)
    stop = tmp_path / "stop"
    at_work = house.start(BUSY, "work", stop)
    try:
        while not (tmp_path / "at-work").exists() and at_work.poll() is None:
            time.sleep(0.05)
        house.manage("backup", tmp_path / "kept")
        assert at_work.poll() is None
    finally:
        stop.touch()
        said, _ = at_work.communicate(timeout=SECONDS)
    assert at_work.returncode == 0, said
    house.destroy()
    house.manage("restore", tmp_path / "kept")
    assert house.named() == house.bytes()
    assert len(house.named()) > 100


def test_one_changed_byte_and_nothing_is_restored(kept_house: Installation) -> None:
    changed = a_file_of(kept_house.kept)
    damage(changed)
    said = kept_house.manage("restore", kept_house.kept, "--replace", status=1)
    assert changed.name in said
    assert "nothing was restored" in said
    assert (kept_house.rows(), kept_house.bytes()) == kept_house.when_kept
    assert not kept_house.note.exists()


def test_a_backup_is_not_put_over_what_is_there_unless_asked(kept_house: Installation) -> None:
    assert "--replace" in kept_house.manage("restore", kept_house.kept, status=1)
    kept_house.add(files=2)
    kept_house.manage("restore", kept_house.kept, "--replace")
    assert (kept_house.rows(), kept_house.bytes()) == kept_house.when_kept


def test_files_without_a_database_are_not_written_over_either(
    kept_house: Installation, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    shutil.copytree(kept_house.files, files)
    kept_house.destroy()
    shutil.copytree(files, kept_house.files, dirs_exist_ok=True)
    assert "storage" in kept_house.manage("restore", kept_house.kept, status=1)


def test_a_database_in_use_is_not_replaced(kept_house: Installation) -> None:
    with kept_house.cursor() as cursor:
        cursor.execute("SELECT 1")
        if not kept_house.database_url:
            cursor.execute("SELECT count(*) FROM django_migrations")
        said = kept_house.manage("restore", kept_house.kept, "--replace", status=1)
    assert "Stop the site" in said


@pytest.mark.parametrize("files_copied", [0, 150])
def test_a_backup_killed_in_the_middle_leaves_nothing_that_looks_complete(
    large_house: Installation, tmp_path: Path, files_copied: int
) -> None:
    target, draft = tmp_path / "kept", tmp_path / ".kept.incomplete"

    def is_time() -> bool:
        found = sum(1 for path in draft.rglob("*") if path.is_file())
        return draft.exists() and found >= files_copied + 2

    running = large_house.start("manage.py", "backup", target)
    assert large_house.kill_when(running, is_time) or files_copied
    assert files_copied or not target.exists()
    assert not draft.exists() or (draft / "INCOMPLETE.txt").exists()
    assert target.exists() or "no whole one" in large_house.manage("restore", draft, status=1)
    large_house.manage("backup", tmp_path / "another")
    assert not draft.exists()
    if not target.exists():
        large_house.manage("backup", target)
    assert looks_complete(target)


def when(moment: str, house: Installation, there: int, all_files: int) -> Callable[[], bool]:
    """Return what says that a restore has come so far, of `there` files to `all_files`."""
    seen = {"database": False}

    def is_time() -> bool:
        if not house.note.exists():
            return False
        number = sum(1 for path in house.files.rglob("*") if path.is_file())
        is_written = bool(list(house.data.glob(".db.sqlite3.restored")))
        seen["database"] |= is_written
        was_written = (seen["database"] or bool(house.database_url)) and not is_written
        return {
            "many files": number > there + 60,
            "the database": number >= all_files,
            "afterwards": number >= all_files and was_written,
        }[moment]

    return is_time


@pytest.mark.parametrize("moment", ["many files", "the database", "afterwards"])
def test_a_restore_killed_in_the_middle_leaves_the_old_or_the_new_and_is_completed(
    changed_house: Installation, moment: str
) -> None:
    house, (new_rows, new_bytes) = changed_house, changed_house.when_kept
    old_rows, there = house.rows(), len(house.bytes())
    old_named = house.named()
    running = house.start("manage.py", "restore", house.kept, "--replace")
    was_killed = house.kill_when(running, when(moment, house, there, len(new_bytes) + 3))
    rows = house.rows()
    assert rows in (old_rows, new_rows)
    if was_killed:
        assert house.note.exists()
        assert "did not end" in house.manage("check", status=1)
        if rows == old_rows:
            assert (
                house.bytes().items()
                >= {
                    place: digest for place, digest in old_named.items() if place not in new_bytes
                }.items()
            )
    house.manage("restore", house.kept, *([] if was_killed else ["--replace"]))
    assert house.rows() == new_rows
    assert house.bytes() == new_bytes
    assert not house.note.exists()


def test_a_backup_of_a_later_program_is_refused_before_anything_is_touched(
    house: Installation, tmp_path: Path
) -> None:
    house.manage("backup", tmp_path / "kept")
    with house.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('collections_app', '9999_of_the_future', '2030-01-01 00:00:00+00:00')"
        )
    house.manage("backup", tmp_path / "later")
    said = house.manage("restore", tmp_path / "later", "--replace", status=1)
    assert "9999_of_the_future" in said
    house.manage("restore", tmp_path / "kept", "--replace")


def test_nothing_secret_that_stands_elsewhere_is_in_a_backup(kept_house: Installation) -> None:
    key = (kept_house.data / "secret.key").read_bytes().strip()
    kept = [path for path in kept_house.kept.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if key in path.read_bytes()]
    assert kept_house.kept.stat().st_mode & 0o077 == 0
    facts = json.loads((kept_house.kept / "backup.json").read_text())
    assert "password" not in json.dumps(facts).lower()
