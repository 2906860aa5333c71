"""What a backup says of itself, and whether it is true."""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collections_app.stored_files import CHUNK, Told

FORMAT = 1
FACTS = "backup.json"
MANIFEST = "manifest-sha256.txt"
FILES = "files"


class BadBackup(Exception):
    """Raised for a folder that is no whole backup; `problems` names what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems[:3]))


@dataclass(slots=True)
class Facts:
    """What a backup holds, as `backup.json` says it.

    `damaged` names the files that were missing or changed in the storage when it was made.
    """

    made_at: str
    engine: str
    database: str
    server: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, dict[str, int]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        names = self.__slots__
        words = json.dumps({name: getattr(self, name) for name in names}, indent=1, sort_keys=True)
        (folder / FACTS).write_text(words + "\n")


def read_facts(folder: Path) -> Facts:
    """Return what a backup says it holds. Raises `BadBackup`."""
    try:
        facts = Facts(**json.loads((folder / FACTS).read_text()))
    except (OSError, ValueError, TypeError) as problem:
        raise BadBackup([f"{FACTS} can not be read: {problem}"]) from problem
    if facts.format != FORMAT:
        raise BadBackup([f"The backup is of format {facts.format}; this program reads {FORMAT}."])
    return facts


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a backup by its path. Raises `BadBackup`."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BadBackup([f"{folder} is no backup, or no whole one: it has no {MANIFEST}."])
    digests = {}
    try:
        for line in path.read_text().splitlines():
            digest, name = line.split("  ", 1)
            digests[name] = digest
    except ValueError as problem:
        raise BadBackup([f"{MANIFEST} can not be read: {problem}"]) from problem
    return digests


def write_manifest(folder: Path, digests: dict[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(digests.items())]
    (folder / MANIFEST).write_text("".join(lines))


def digest_of_path(path: Path, told: Told | None = None) -> str:
    """Return the SHA-256 of a file on this machine. Raises `OSError` for a link or a device."""
    digest = hashlib.sha256()
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is no file")
        for piece in iter(lambda: file.read(CHUNK), b""):
            digest.update(piece)
            if told is not None:
                told(len(piece))
    return digest.hexdigest()


def verify(folder: Path, told: Told | None = None) -> dict[str, str]:
    """Read a whole backup and return its manifest.

    Raises `BadBackup` that names every file which is missing, changed or not in the manifest.
    """
    digests = read_manifest(folder)
    read_facts(folder)
    problems = [*_wrong(folder, digests, told), *_unlisted(folder, digests)]
    if FACTS not in digests:
        problems.append(f"{FACTS} is not in the manifest")
    if problems:
        raise BadBackup(problems)
    return digests


def _wrong(folder: Path, digests: dict[str, str], told: Told | None) -> Iterator[str]:
    for name, digest in digests.items():
        if name.startswith("/") or ".." in name.split("/"):
            yield f"{name}: leads out of the backup"
            continue
        try:
            if digest_of_path(folder / name, told) != digest:
                yield f"{name}: changed"
        except FileNotFoundError:
            yield f"{name}: missing"
        except OSError as problem:
            yield f"{name}: unreadable ({problem})"


def _unlisted(folder: Path, digests: dict[str, str]) -> Iterator[str]:
    for where, _folders, names in os.walk(folder):
        for name in names:
            path = (Path(where) / name).relative_to(folder).as_posix()
            if path not in digests and path != MANIFEST:
                yield f"{path}: not in the manifest"


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a backup have together."""
    return sum(path.lstat().st_size for path in folder.rglob("*"))


def summary(facts: Facts) -> dict[str, Any]:
    """Return how many rows, files and bytes a backup holds."""
    return {
        "rows": sum(facts.rows.values()),
        "files": sum(kept["number"] for kept in facts.files.values()),
        "bytes": sum(kept["bytes"] for kept in facts.files.values()),
    }
