"""The database as one SQLite file."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from collections_app.backups.reading import DatabaseInUse, DatabaseTrouble, reading_from
from collections_app.whole_folders import reach_the_disk

FILE = "database.sqlite3"
PAGES_AT_ONCE = 4096
PATIENCE_SECONDS = 30
BESIDE = ("-wal", "-shm", "-journal")


def path() -> Path:
    """Return the file of the database. Raises `DatabaseTrouble` for one in memory."""
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise DatabaseTrouble("The database lies in memory: there is no file to keep or replace.")
    return Path(name)


def server() -> str:
    return sqlite3.sqlite_version


def size() -> int:
    return sum(
        beside.stat().st_size
        for beside in (path(), path().with_name(f"{path().name}-wal"))
        if beside.exists()
    )


def _opened(file: Path) -> sqlite3.Connection:
    # "rw" so that a file which is not there is an error and not made.
    address = f"file:{quote(str(file))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)


@contextmanager
def kept(folder: Path) -> Iterator[str]:
    """Write one state of the database into `folder`, while others work; yield how it is read.

    The read transaction holds the state: without it every commit of somebody else would make the
    copying begin anew.
    """
    target = folder / FILE
    target.unlink(missing_ok=True)
    try:
        with closing(_opened(path())) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES_AT_ONCE, sleep=0)
            source.execute("ROLLBACK")
            # One file, with no log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            answer = copy.execute("PRAGMA quick_check(5)").fetchall()
    except sqlite3.Error as problem:
        if "disk is full" in str(problem):
            raise OSError(28, "No space left on device", str(target)) from problem
        raise DatabaseTrouble(f"The database can not be kept: {problem}.") from problem
    if answer != [("ok",)]:
        raise DatabaseTrouble(f"The database is damaged: {answer[0][0]}")
    with reading_from({"NAME": str(target), "OPTIONS": {}}) as alias:
        yield alias


def refuse_while_in_use() -> None:
    """Raise `DatabaseInUse` while another connection holds the file; empties its log otherwise.

    Afterwards the file is whole by itself, and nothing beside it can be taken for the log of the
    file that comes in its place.
    """
    connections.close_all()
    if not path().exists():
        _remove_logs()
        return
    try:
        with closing(_opened(path())) as database:
            database.execute("PRAGMA busy_timeout=2000")
            database.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as problem:
        if "locked" not in str(problem):
            raise DatabaseTrouble(f"The database can not be opened: {problem}.") from problem
        raise DatabaseInUse(
            "The database is in use. Stop the site and its tasks, and run this again."
        ) from problem
    except sqlite3.DatabaseError:
        # No database any more: its logs are of no use to anybody.
        _remove_logs()


def _remove_logs() -> None:
    for ending in BESIDE:
        path().with_name(f"{path().name}{ending}").unlink(missing_ok=True)


def put_in_place(dump: Path) -> None:
    """Put a kept database in the place of this one, by one renaming."""
    target = path()
    draft = target.with_name(f".{target.name}.restored")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(dump, draft)
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o600)
        reach_the_disk(draft)
        refuse_while_in_use()
        os.replace(draft, target)  # noqa: PTH105
        reach_the_disk(target.parent)
    finally:
        draft.unlink(missing_ok=True)
