"""A whole installation of its own, in processes of their own, that a test may kill and destroy."""

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.make import next_number

SECONDS = 120
ROOT = settings.BASE_DIR
NOTES_OF_BACKUPS = {
    "collections_app_checkrun", "collections_app_contentversion", "collections_app_keptpage",
    "sqlite_sequence",
}  # fmt: skip
BUSY = "tests/collections_app/preservation/busy_house.py"


@dataclass
class Installation:
    """An installation: its folder, its database, and how its commands are run."""

    folder: Path
    database_url: str = ""
    when_kept: tuple[dict[str, str], dict[str, str]] = field(default_factory=lambda: ({}, {}))

    @property
    def kept(self) -> Path:
        return self.folder / "kept"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def note(self) -> Path:
        return self.data / "restore-unfinished.json"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        url = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {
            **kept,
            **url,
            "LOCAL_MODE": "1",
            "DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Begin a program of this installation; its output is read at its end."""
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(self, *arguments: object, status: int = 0) -> str:
        """Run a command to its end and return what it said; it must end with this status."""
        running = self.start("manage.py", *arguments)
        said, _ = running.communicate(timeout=SECONDS)
        assert running.returncode == status, said
        return said

    def fill(self, files: int, size: int = 20_000) -> None:
        """Put records and stored files of every room into a house that is empty."""
        self._have_done("fill", files, size)

    def add(self, files: int, size: int = 20_000) -> None:
        """Put some more masters into a house that was filled."""
        self._have_done("add", files, size)

    def keep(self) -> str:
        """Make a backup beside the installation; note which rows and files there were."""
        self.when_kept = self.rows(), self.bytes()
        return self.manage("backup", self.kept)

    def _have_done(self, *what: object) -> None:
        running = self.start(BUSY, *what)
        said, _ = running.communicate(timeout=SECONDS)
        assert running.returncode == 0, said

    def kill_when(self, running: subprocess.Popen[str], is_time: Callable[[], bool]) -> bool:
        """Kill a program, without a word, once something is so; say no if it ended before."""
        end = time.monotonic() + SECONDS
        while running.poll() is None and time.monotonic() < end:
            if is_time():
                os.kill(running.pid, signal.SIGKILL)
                running.communicate()
                return True
            time.sleep(0.002)
        running.communicate()
        return False

    def destroy(self) -> None:
        """Leave nothing: no row, no table, no file."""
        empty(self.files)
        if self.database_url:
            with self.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
        else:
            for file in self.data.glob("db.sqlite3*"):
                file.unlink()

    def rows(self) -> dict[str, str]:
        """Return a digest of the rows of every table but those in which backups note themselves."""
        found = {}
        with self.cursor() as cursor:
            for table in sorted(set(self._tables(cursor)) - NOTES_OF_BACKUPS):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                rows = sorted(repr(row) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found

    def _tables(self, cursor: Any) -> list[str]:
        ask = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.database_url
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        cursor.execute(ask)
        return sorted(name for (name,) in cursor.fetchall())

    @contextlib.contextmanager
    def cursor(self) -> Iterator[Any]:
        """Open a connection of our own to the database of the installation."""
        if self.database_url:
            psycopg = connection.Database
            with psycopg.connect(self.database_url, autocommit=True) as opened:
                yield opened.cursor()
            return
        opened = sqlite3.connect(self.data / "db.sqlite3", isolation_level=None)
        try:
            yield opened.cursor()
        finally:
            opened.close()

    def bytes(self) -> dict[str, str]:
        """Return the digest of every stored file by its place."""
        return {
            path.relative_to(self.files).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.files.rglob("*"))
            if path.is_file()
        }

    def named(self) -> dict[str, str]:
        """Return the digest of every file that a row names, as the row has it."""
        named = {}
        columns = [
            ("private", "collections_app_digitalfile", "file", "sha256"),
            ("derivatives", "collections_app_derivative", "file", "sha256"),
            ("private", "declassification_requestevent", "letter", "letter_sha256"),
            ("private", "oralhistory_mediafile", "file", "sha256"),
        ]
        with self.cursor() as cursor:
            for storage, table, file, digest in columns:
                cursor.execute(f"SELECT {file}, {digest} FROM {table} WHERE {file} <> ''")  # noqa: S608
                rows = cursor.fetchall()
                named |= {f"{storage}/{name}": sha256 for name, sha256 in rows}
        return named


def empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


Prepare = Callable[[Installation], None]


@contextlib.contextmanager
def as_migrated() -> Iterator[str]:
    """Keep, on a server, a database as the migrations leave it, of which others are copies."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = new_database()
    subprocess.run(
        ["bash", "-o", "pipefail", "-c", 'pg_dump "$0" | psql --quiet --set=ON_ERROR_STOP=1 "$1"',
         address_of(connection.settings_dict["NAME"]), address_of(name)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    yield name
    drop_database(name)


def new_installation(folder: Path, template: str) -> Installation:
    """Lay an installation whose database is as the migrations leave it."""
    made = Installation(folder)
    made.files.mkdir(parents=True)
    if connection.vendor == "postgresql":
        made.database_url = address_of(new_database(template))
    else:
        source = sqlite3.connect(connection.settings_dict["NAME"])
        with sqlite3.connect(made.data / "db.sqlite3") as target:
            source.backup(target)
        source.close()
        target.close()
    return made


@dataclass
class Houses:
    """Installations that were brought into some state once, for tests to get copies of."""

    folder: Path
    template: str
    made: dict[Prepare, Installation] = field(default_factory=dict)

    def copy_of(self, prepare: Prepare, folder: Path) -> Installation:
        """Lay a copy of the installation that this deed prepares."""
        if prepare not in self.made:
            original = new_installation(self.folder / prepare.__name__, self.template)
            prepare(original)
            self.made[prepare] = original
        original = self.made[prepare]
        shutil.copytree(original.folder, folder)
        name = original.database_url.rpartition("/")[2]
        return replace(
            original, folder=folder, database_url=address_of(new_database(name)) if name else ""
        )

    def remove(self) -> None:
        for original in self.made.values():
            remove_database(original)


def address_of(database: str) -> str:
    """Return the DATABASE_URL of a database that lies on the server of the tests."""
    known = connection.settings_dict
    user, password = quote(known["USER"]), quote(known["PASSWORD"])
    server = f"{user}:{password}@{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}"
    return f"postgres://{server}/{database}"


def on_the_server(statement: str) -> None:
    with connection.Database.connect(address_of("postgres"), autocommit=True) as opened:
        opened.execute(statement)


def new_database(template: str = "template1") -> str:
    """Create a database on the server of the tests as a copy of another; return its name."""
    name = f"{connection.settings_dict['NAME']}_{os.getpid()}_{next_number()}"
    on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def drop_database(name: str) -> None:
    on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def remove_database(installation: Installation) -> None:
    """Drop the database of an installation that lies on a server."""
    if installation.database_url:
        drop_database(installation.database_url.rpartition("/")[2])
