"""Bytes on their way into a storage, which knows no transaction: kept with rows or removed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile

Removals = list[Callable[[], None]]


@contextmanager
def all_or_nothing(written: Removals | None = None) -> Iterator[Removals]:
    """Open a transaction whose stored bytes are removed again if it fails.

    A caller whose own transaction goes on passes its list, and takes it back if that fails.
    """
    written = [] if written is None else written
    earlier = len(written)
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        take_back(written, earlier)
        raise


def take_back(written: Removals, earlier: int = 0) -> None:
    """Remove what was stored by a transaction that failed, but for the `earlier` first files.

    What a broken storage does not let go is a stray, which `check_fixity` finds.
    """
    while len(written) > earlier:
        with suppress(OSError):
            written.pop()()


def store(target: FieldFile, name: str, content: File, written: Removals) -> None:
    """Write to the storage; what to remove is noted first, as a full disk leaves half a file."""
    place = target.field.generate_filename(target.instance, name)
    written.append(lambda: target.storage.delete(target.name or place))
    content.seek(0)
    target.save(name, content, save=False)
