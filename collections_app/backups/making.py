"""Making a backup: one state of the database, and every file which that state names.

Stored files never change and never share a name. So the state is kept first and its files are
copied afterwards, for as long as that takes. A file that somebody deleted meanwhile is missing by
then: a later state is kept in the place of the first, which does not name it. The copies made
stay good, and only what is new is copied, so that each round is shorter than the one before.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.db import connection
from django.utils import timezone

from collections_app import stored_files
from collections_app.backups import databases
from collections_app.backups.databases import migrations_applied, rows_by_table
from collections_app.backups.manifest import (
    FACTS,
    FILES,
    Facts,
    digest_of_path,
    read_manifest,
    write_manifest,
)
from collections_app.progress import Progress
from collections_app.stored_files import CHUNK, StoredFile, open_stored
from collections_app.whole_folders import NotWritten, in_sizes, room_on, whole_folder

MOST_ROUNDS = 10
SPARE = 16 * 1024 * 1024

Named = dict[str, StoredFile]


@dataclass(slots=True)
class Copied:
    """A file of the backup: what was found in the storage, and whether it is what it should be."""

    sha256: str
    size: int
    problem: str = ""
    is_linked: bool = False


@dataclass(slots=True)
class Work:
    """A backup being made in a folder."""

    draft: Path
    progress: Progress
    previous: Path | None = None
    known: dict[str, str] = field(default_factory=dict)
    files: dict[str, Copied] = field(default_factory=dict)


def make_backup(
    target: Path, *, previous: Path | None = None, progress: Progress | None = None
) -> Facts:
    """Make a backup at `target`, which must not exist or be empty; return what it holds.

    Files that an earlier backup `previous` has are linked to it if they are still good there.
    Files that are missing or damaged in the storage itself do not stop it: they are named in
    `damaged`. Raises `NotWritten`, `BadBackup` for `previous`, or `DatabaseTrouble`; nothing that
    looks like a backup is left then.
    """
    progress = progress or Progress()
    known = read_manifest(previous) if previous is not None else {}
    with whole_folder(target) as draft:
        work = Work(draft, progress, previous, known)
        facts = _all_files_of_one_state(work)
        facts.damaged = [
            f"{place}: {copied.problem}"
            for place, copied in sorted(work.files.items())
            if copied.problem
        ]
        _seal(work, facts)
    return facts


def _all_files_of_one_state(work: Work) -> Facts:
    doubted: Named = {}
    for _ in range(MOST_ROUNDS):
        named, facts = _keep_state(work)
        for place in set(work.files) - set(named):
            _forget(work, place)
        damaged = {place for place, file in doubted.items() if named.get(place) == file}
        todo = {
            place: file
            for place, file in named.items()
            if place not in damaged and (place not in work.files or place in doubted)
        }
        _refuse_without_room(work, todo)
        for place, file in todo.items():
            work.files[place] = _copy(work, file)
        doubted = {place: file for place, file in todo.items() if work.files[place].problem}
        if not doubted:
            return facts
        work.progress.said("Some files changed meanwhile: a later state of the database is kept.")
    raise NotWritten("Files were deleted faster than they could be copied. Nothing was kept.")


def _keep_state(work: Work) -> tuple[Named, Facts]:
    """Keep the database as it is now; return the files it names, and what it holds."""
    _refuse_without_room(work, {})
    database = databases.here()
    with database.kept(work.draft) as alias:
        named: Named = {}
        for file in stored_files.stored_files(using=alias):
            # Of two records that name one file, the one that keeps a digest is believed.
            if file.place not in named or file.sha256:
                named[file.place] = file
        facts = Facts(
            made_at=timezone.now().isoformat(timespec="seconds"),
            engine=connection.vendor,
            database=database.FILE,
            server=database.server(),
            migrations=migrations_applied(alias),
            rows=rows_by_table(alias),
        )
    return named, facts


def _refuse_without_room(work: Work, todo: Named) -> None:
    """Raise `NotWritten` where it can be told beforehand that the disk is too small."""
    wanted = SPARE + sum(
        file.size or 0 for file in todo.values() if work.known.get(_path_of(file)) != file.sha256
    )
    if not work.files and not todo:
        wanted += databases.here().size()
    room = room_on(work.draft)
    if room < wanted:
        raise NotWritten(
            f"The disk has room for {in_sizes(room)}, and about {in_sizes(wanted)} are needed. "
            "Nothing was kept."
        )
    work.progress.total(wanted - SPARE)


def _path_of(file: StoredFile) -> str:
    return f"{FILES}/{file.place}"


def _forget(work: Work, place: str) -> None:
    (work.draft / FILES / place).unlink(missing_ok=True)
    del work.files[place]


def _copy(work: Work, file: StoredFile) -> Copied:
    """Copy a file and compare it with its digest; say what is wrong with it, if anything is."""
    parts = PurePosixPath(file.place).parts
    if ".." in parts or any(not letter.isprintable() for letter in file.name):
        return Copied("", 0, "its name is no name of a stored file")
    target = work.draft / FILES / file.place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    linked = _linked(work, file, target)
    if linked is not None:
        return linked
    try:
        source = open_stored(file.storage, file.name)
    except FileNotFoundError:
        return Copied("", 0, "missing")
    except OSError as problem:
        return Copied("", 0, str(problem))
    with source, target.open("xb") as copy:
        for piece in iter(lambda: source.read(CHUNK), b""):
            copy.write(piece)
            work.progress.done(len(piece))
    sha256, size = digest_of_path(target), target.stat().st_size
    changed = file.sha256 and sha256 != file.sha256
    return Copied(sha256, size, "changed since its digest was kept" if changed else "")


def _linked(work: Work, file: StoredFile, target: Path) -> Copied | None:
    """Link to the same file of an earlier backup, if that one still has what it should have."""
    path = _path_of(file)
    if work.previous is None or not file.sha256 or work.known.get(path) != file.sha256:
        return None
    earlier = work.previous / path
    try:
        if digest_of_path(earlier, work.progress.done) != file.sha256:
            return None
        os.link(earlier, target)
    except OSError:
        return None
    return Copied(file.sha256, target.stat().st_size, is_linked=True)


def _seal(work: Work, facts: Facts) -> None:
    """Write down what the backup holds, and the digest of everything in it."""
    for place, copied in work.files.items():
        kept = facts.files.setdefault(place.split("/")[0], {"number": 0, "bytes": 0, "linked": 0})
        kept["number"] += bool(copied.sha256)
        kept["bytes"] += copied.size
        kept["linked"] += copied.is_linked
    digests = {f"{FILES}/{place}": one.sha256 for place, one in work.files.items() if one.sha256}
    facts.write(work.draft)
    for name in (FACTS, facts.database):
        digests[name] = digest_of_path(work.draft / name)
    write_manifest(work.draft, digests)
