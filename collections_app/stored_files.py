"""Which records keep bytes in which storage: what fixity, backups and sweeps go by.

The ground floor may not look upward, so every room says in its `AppConfig.ready()` which of its
fields name stored files. What no record names is a stray.
"""

import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage, storages
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import FileField, Q

CHUNK = 1024 * 1024
ROWS_AT_ONCE = 2000

# The storages that hold no bytes of the archive.
NOT_OF_THE_ARCHIVE = {"staticfiles"}

Told = Callable[[int], object]


class NotAFile(OSError):
    """Raised where a stored name is a link, a folder or a device: nothing behind it is read."""


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """One field whose values are stored files, and the columns that say how long and what."""

    model: type[models.Model]
    field: str
    digest: str
    size: str
    say: Callable[[Any], str]
    related: tuple[str, ...]
    is_fixed: bool

    @property
    def label(self) -> str:
        """Its name in reports and rows: `collections_app.digitalfile.file`."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def storage(self) -> str:
        """The alias of the storage in which its files lie."""
        return alias_of(_file_field(self.model, self.field).storage)

    def rows(self, using: str = DEFAULT_DB_ALIAS) -> models.QuerySet:
        """Return the records that name a file."""
        named = ~Q(**{self.field: ""}) & Q(**{f"{self.field}__isnull": False})
        return self.model._base_manager.using(using).filter(named).order_by("pk")

    def described(self, keys: list[int]) -> dict[int, str]:
        """Say of several records, in one query, what their file belongs to."""
        records = self.rows().filter(pk__in=keys).select_related(*self.related)
        return {record.pk: self.say(record) for record in records}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as a record names it; `sha256` and `size` are empty where the record keeps none."""

    storage: str
    name: str
    sha256: str
    size: int | None
    owner: str
    pk: int

    @property
    def place(self) -> str:
        return f"{self.storage}/{self.name}"


_kinds: dict[str, KindOfFile] = {}


def register(
    model: type[models.Model],
    field: str,
    *,
    digest: str = "",
    size: str = "",
    say: Callable[[Any], str] = str,
    related: tuple[str, ...] = (),
    is_fixed: bool = True,
) -> None:
    """Say that `field` of `model` names stored files.

    `digest` and `size` name the columns with the SHA-256 in hexadecimal and the size in bytes.
    `say` puts into words what a file belongs to, for reports; it may use the `related` records.
    A file that its room may write anew under the same name is not `is_fixed`.
    """
    kind = KindOfFile(model, field, digest, size, say, related, is_fixed)
    _kinds[kind.label] = kind


def kinds() -> dict[str, KindOfFile]:
    """Return every kind of stored file by its label."""
    return dict(_kinds)


def aliases() -> list[str]:
    """Return the storages that hold bytes of the archive."""
    return [alias for alias in settings.STORAGES if alias not in NOT_OF_THE_ARCHIVE]


def _place(storage: Storage) -> tuple[object, ...]:
    """Return what tells two storages of one kind apart."""
    return tuple(getattr(storage, name, None) for name in ("location", "bucket_name", "base_url"))


def alias_of(storage: Storage) -> str:
    """Return the name under which the settings know a storage. Raises `LookupError`."""
    if storage is default_storage:
        return "default"
    for alias in aliases():
        known = storages[alias]
        if known is storage or (type(known) is type(storage) and _place(known) == _place(storage)):
            return alias
    raise LookupError("A stored file lies in a storage that the settings do not name.")


def _file_field(model: type[models.Model], name: str) -> FileField:
    field = model._meta.get_field(name)
    if not isinstance(field, FileField):
        raise TypeError(f"{model.__name__}.{name} names no stored files.")
    return field


def stored_files(using: str = DEFAULT_DB_ALIAS) -> Iterator[StoredFile]:
    """Return every file that a record names, room by room; one named twice comes twice."""
    for kind in _kinds.values():
        yield from files_of(kind, kind.rows(using))


def files_of(kind: KindOfFile, rows: models.QuerySet) -> Iterator[StoredFile]:
    """Return the files that some records of one kind name."""
    alias = kind.storage
    columns = [kind.field, *filter(None, [kind.digest, kind.size])]
    for pk, name, *rest in rows.values_list("pk", *columns).iterator(chunk_size=ROWS_AT_ONCE):
        values = dict(zip(columns[1:], rest, strict=True))
        # A size of 0 stands for "not noted" in rows that are older than the column.
        yield StoredFile(
            alias, name, values.get(kind.digest, ""), values.get(kind.size) or None, kind.label, pk
        )


def open_stored(alias: str, name: str) -> File:
    """Open a stored file for reading. Raises `FileNotFoundError`, and `NotAFile` for a link."""
    refuse_what_is_no_file(storages[alias], name)
    return storages[alias].open(name, "rb")


def path_in(storage: Storage, name: str) -> Path | None:
    """Return where a name lies on this machine; storages elsewhere have no paths."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None


def refuse_what_is_no_file(storage: Storage, name: str) -> None:
    """Raise `NotAFile` where a storage on this machine would be led out of its folder.

    Storages elsewhere have no paths and no links.
    """
    if any(part in ("", ".", "..") for part in PurePosixPath(name).parts) or name.startswith("/"):
        raise NotAFile(f"“{name}” is no name of a stored file")
    path, root = path_in(storage, name), path_in(storage, "")
    if path is None:
        return
    for step in [path, *path.parents]:
        if step == root:
            break
        mode = step.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise NotAFile("a symbolic link stands in its place")
        if step == path and not stat.S_ISREG(mode):
            raise NotAFile("something that is no file stands in its place")


def digest_of(alias: str, name: str, told: Told | None = None) -> tuple[str, int]:
    """Return SHA-256 and size of a stored file, read piece by piece; `told` hears of each piece."""
    digest, size = hashlib.sha256(), 0
    with open_stored(alias, name) as file:
        for piece in iter(lambda: file.read(CHUNK), b""):
            digest.update(piece)
            size += len(piece)
            if told is not None:
                told(len(piece))
    return digest.hexdigest(), size


def names_in(alias: str) -> Iterator[str]:
    """Return the name of everything that lies in a storage; a link is named and not followed."""
    storage = storages[alias]
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            inside, names = storage.listdir(folder)
        except FileNotFoundError:
            continue
        prefix = f"{folder}/" if folder else ""
        yield from (f"{prefix}{name}" for name in names)
        for name in inside:
            if _is_link(storage, f"{prefix}{name}"):
                yield f"{prefix}{name}"
            else:
                folders.append(f"{prefix}{name}")


def _is_link(storage: Storage, name: str) -> bool:
    path = path_in(storage, name)
    return path is not None and path.is_symlink()


def strays(alias: str, *, before: datetime) -> Iterator[str]:
    """Return what no record names and was written before an instant.

    What is younger may belong to an upload whose transaction has not ended.
    """
    names = {
        name
        for kind in _kinds.values()
        if kind.storage == alias
        for name in kind.rows().values_list(kind.field, flat=True).iterator(ROWS_AT_ONCE)
    }
    for name in names_in(alias):
        if name not in names and _is_older(storages[alias], name, before):
            yield name


def _is_older(storage: Storage, name: str, instant: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < instant
    except FileNotFoundError:
        # Gone since it was listed, or a link that leads nowhere.
        return _is_link(storage, name)


def is_still_named(alias: str, name: str) -> bool:
    """Say whether any record names a stored file at this moment."""
    return any(
        kind.rows().filter(**{kind.field: name}).exists()
        for kind in _kinds.values()
        if kind.storage == alias
    )
