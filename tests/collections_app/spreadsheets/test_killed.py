"""The process killed, and the disk filled, in the middle: the database is as before or as after."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from collections_app.models import ArchivalItem, ChangeSet, ImportBatch
from tests.make import make_item

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1200
TRIES = 4
SECONDS_TO_BEGIN = 120
ENDED_BY_KILL = -signal.SIGKILL


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table that makes items with new people and changes one that is there."""
    item = make_item(title="Before")
    lines = [f",Cable {number},cable,Person {number % 300}" for number in range(ROWS)]
    path = tmp_path / "items.csv"
    text = "\n".join(["ref,title,kind,author", *lines, f"{item.ref},After,,"])
    path.write_text(text, encoding="utf-8")
    return path


def database_of_this_test() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    login = f"{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}"
    return f"postgres://{login}/{named['NAME']}"


def start(table: Path, data: Path, largest_file: int = 0) -> subprocess.Popen[str]:
    """Start an import in a process of its own, on the database of this test."""
    connection.close()
    wanted = {"LOCAL_MODE": "1", "DATA_DIR": str(data), "DATABASE_URL": database_of_this_test(),
              "TASKS_IN_PROCESS": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}  # fmt: skip

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.Popen(
        [sys.executable, "manage.py", "import_items", str(table), "--apply",
         "--create-terms", "agents"],
        cwd=settings.BASE_DIR, env=os.environ | wanted, text=True, preexec_fn=limit,  # noqa: PLW1509
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def state() -> dict[str, int]:
    """Return how many records of every kind there are, and what the changed item says."""
    counts = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return counts | {"changed": ArchivalItem.objects.filter(title="After").count()}


def moments() -> Iterator[float]:
    """Yield how long to wait, once the writing may have begun, before the process is killed."""
    chance = random.Random()  # noqa: S311
    for number in range(TRIES):
        yield chance.uniform(0, 0.6 * (number + 1))


def wait_until_it_writes(process: subprocess.Popen[str], data: Path) -> None:
    end = time.monotonic() + SECONDS_TO_BEGIN
    kept = data / "files" / "private" / "imports"
    while time.monotonic() < end and process.poll() is None:
        if kept.is_dir() and any(kept.iterdir()):
            return
        time.sleep(0.01)


def wait_until_the_server_is_done() -> None:
    """Wait for a server that may still be keeping what a killed process asked it to keep."""
    if connection.vendor == "sqlite":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    end = time.monotonic() + SECONDS_TO_BEGIN
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.02)


def test_an_import_killed_at_any_moment_is_whole_or_not_there(table: Path, tmp_path: Path) -> None:
    before, ends = state(), []
    for number, wait in enumerate(moments()):
        data = tmp_path / f"data{number}"
        process = start(table, data)
        wait_until_it_writes(process, data)
        time.sleep(wait)
        process.kill()
        process.communicate()
        wait_until_the_server_is_done()
        ends.append(process.returncode)
        if ImportBatch.objects.exists():
            break
        assert state() == before, ends
    if not ImportBatch.objects.exists():
        output, _ = start(table, tmp_path / "whole").communicate()
        assert f"{ROWS} created, 1 updated" in output
    after = state()
    assert after["changed"] == 1
    assert ArchivalItem.objects.count() == ROWS + 1
    assert ChangeSet.objects.count() == ImportBatch.objects.count() == 1
    assert ENDED_BY_KILL in ends


def test_a_disk_that_is_full_stops_an_import_and_changes_nothing(
    table: Path, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the server of PostgreSQL writes in a process of its own")
    before = state()
    # Less than what the write-ahead log of this import needs before anything reaches the database.
    process = start(table, tmp_path / "data", largest_file=800_000)
    output, _ = process.communicate()
    assert process.returncode != 0
    assert "Nothing was changed" in output, output[-500:]
    assert state() == before
    output, _ = start(table, tmp_path / "again").communicate()
    assert f"{ROWS} created, 1 updated" in output
