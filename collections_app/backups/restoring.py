"""Putting a backup in the place of what an installation holds.

Everything is read and compared before anything is touched. Then files are added, which harms
nothing; then the database is replaced, wholly or not at all; then what the new database does not
name is removed. So whatever kills the program leaves the old state or the new one, and a note
in DATA_DIR says that it is unfinished until a second run has come to the end.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection, connections

from collections_app import kept_pages, stored_files
from collections_app.backups import databases, unfinished
from collections_app.backups.databases import (
    can_be_read,
    is_empty,
    migrations_known,
    rows_by_table,
)
from collections_app.backups.manifest import (
    FILES,
    MANIFEST,
    Facts,
    read_facts,
    verify,
)
from collections_app.models import KeptPage
from collections_app.progress import Progress
from collections_app.stored_files import Told
from collections_app.whole_folders import in_sizes, room_on

SPARE = 16 * 1024 * 1024


class NotRestored(Exception):
    """Raised where a backup can not be restored; says why, in words for the operator."""


@dataclass(slots=True)
class Restored:
    """What was put in place, and what does not fit: tables whose rows are not as many as kept."""

    facts: Facts
    added: int = 0
    removed: int = 0
    differing: list[str] = field(default_factory=list)
    migrations_to_do: list[str] = field(default_factory=list)


def restore(folder: Path, *, replace: bool = False, progress: Progress | None = None) -> Restored:
    """Put a backup in place of the database and the files of this installation.

    With `replace` what is there now is lost. Raises `BadBackup`, `NotRestored`, `DatabaseTrouble`
    before anything was changed, or `OSError` where the disk fails, after which it is run again.
    """
    progress = progress or Progress()
    progress.said("Comparing the backup with its manifest.")
    digests = verify(folder, progress.done)
    facts = read_facts(folder)
    key = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    goes_on = unfinished.begun() == key
    _refuse_what_does_not_fit(facts)
    if not (replace or goes_on):
        _refuse_to_write_over()
    databases.here().refuse_while_in_use()
    places = _places(digests)
    _refuse_without_room(folder, places, facts)
    unfinished.begin(key, folder)
    restored = Restored(facts)
    progress.said("Putting the files in place.")
    for place in places:
        restored.added += _put(folder, place, digests[f"{FILES}/{place}"], progress.done)
    progress.said("Putting the database in place.")
    databases.here().put_in_place(folder / facts.database)
    connections.close_all()
    restored.removed = _remove_others(set(places))
    _compare(restored)
    _make_pages_anew()
    unfinished.end()
    return restored


def _make_pages_anew() -> None:
    """Have no page of another time be taken for one of this; an older database keeps none."""
    if KeptPage._meta.db_table in connection.introspection.table_names():
        kept_pages.forget_all()


def _refuse_what_does_not_fit(facts: Facts) -> None:
    if facts.engine != connection.vendor:
        raise NotRestored(
            f"The backup is of a {facts.engine} database and DATABASE_URL names one of "
            f"{connection.vendor}. Restore into a database of the same kind."
        )
    unknown = sorted(set(facts.migrations) - migrations_known())
    if unknown:
        raise NotRestored(
            "The backup was made by a later version of the program, or by one with other parts: "
            f"{', '.join(unknown[:5])} unknown here. Install that version first."
        )


def _refuse_to_write_over() -> None:
    if not can_be_read():
        raise NotRestored(
            "The database can not be read. To put the backup in its place, whatever it holds: "
            "--replace."
        )
    if not is_empty():
        raise NotRestored(
            "The database holds records or accounts. To lose them and put the backup in their "
            "place: --replace."
        )
    for alias in stored_files.aliases():
        name = next(stored_files.names_in(alias), None)
        if name is not None:
            raise NotRestored(
                f"There are files in the storage “{alias}” ({name}). To lose them and put the "
                "backup in their place: --replace."
            )


def _places(digests: dict[str, str]) -> list[str]:
    places = [name.removeprefix(f"{FILES}/") for name in digests if name.startswith(f"{FILES}/")]
    unknown = {place.split("/")[0] for place in places} - set(stored_files.aliases())
    if unknown:
        raise NotRestored(f"The settings name no storage “{', '.join(sorted(unknown))}”.")
    return sorted(places)


def _refuse_without_room(folder: Path, places: list[str], facts: Facts) -> None:
    """Raise `NotRestored` where the disk is too small for the new beside the old."""
    wanted = SPARE
    if facts.engine == "sqlite":
        wanted += (folder / facts.database).stat().st_size
    for place in places:
        alias, _, name = place.partition("/")
        if stored_files.path_in(storages[alias], "") is not None and not storages[alias].exists(
            name
        ):
            wanted += (folder / FILES / place).stat().st_size
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    room = room_on(Path(settings.DATA_DIR))
    if room < wanted:
        raise NotRestored(
            f"The disk has room for {in_sizes(room)}, and {in_sizes(wanted)} are needed: what is "
            "there now stays until the new is whole."
        )


def _put(folder: Path, place: str, sha256: str, told: Told) -> bool:
    """Have a storage hold one file as it should be; say no if it did already."""
    alias, _, name = place.partition("/")
    storage = storages[alias]
    if storage.exists(name):
        if _is_as_wanted(alias, name, sha256, told):
            return False
        storage.delete(name)
    with (folder / FILES / place).open("rb") as source:
        kept_as = storage.save(name, File(source))
    if kept_as != name or not _is_as_wanted(alias, name, sha256, told):
        storage.delete(kept_as)
        raise NotRestored(f"The storage “{alias}” did not keep {name} as it was given.")
    return True


def _is_as_wanted(alias: str, name: str, sha256: str, told: Told) -> bool:
    try:
        return stored_files.digest_of(alias, name, told)[0] == sha256
    except OSError:
        return False


def _remove_others(places: set[str]) -> int:
    """Remove what the restored database does not name."""
    removed = 0
    for alias in stored_files.aliases():
        for name in list(stored_files.names_in(alias)):
            if f"{alias}/{name}" not in places:
                storages[alias].delete(name)
                removed += 1
    return removed


def _compare(restored: Restored) -> None:
    rows = rows_by_table()
    restored.differing = [
        f"{table}: {rows.get(table, 'no table')} instead of {number}"
        for table, number in restored.facts.rows.items()
        if rows.get(table) != number
    ]
    if restored.differing:
        raise NotRestored(
            "The database is in place and its rows are not as many as were kept: "
            f"{'; '.join(restored.differing[:5])}. Run the restore again."
        )
    restored.migrations_to_do = sorted(migrations_known() - set(restored.facts.migrations))
