"""A folder that is there whole or not at all, whatever kills the program or fills the disk.

It is written in a folder beside its place, `.NAME.incomplete`, which says so in a notice of its
own, and moved out of it when everything has reached the disk. What a killed program left is removed
by the next one.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NOTICE = "INCOMPLETE.txt"
NOTICE_TEXT = (
    "What lies here is not whole: the program that wrote it is still at work, or was stopped. "
    "Nothing of it is to be relied on. The next run removes it.\n"
)


class NotWritten(Exception):
    """Raised where a folder can not be written; says why, in words for the operator."""


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a folder to write in, which becomes `target` if the block ends without an error.

    Otherwise nothing is left. Raises `NotWritten` where `target` exists and holds something, where
    there is no folder to put it in, where another program writes it at this moment, and where the
    disk fills.
    """
    with draft_beside(target) as draft:
        whole = draft / "whole"
        whole.mkdir(mode=0o700)
        yield whole
        put_in_place(whole, absolute(target))


@contextmanager
def draft_beside(target: Path, refuse: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Yield a folder beside `target` in which it is made ready; it is gone afterwards.

    Raises `NotWritten` as `whole_folder` does; `refuse` decides of `target` where something else
    may be put in its place.
    """
    target = absolute(target)
    (refuse or refuse_what_is_there)(target)
    draft = target.parent / f".{target.name}.incomplete"
    try:
        remove_abandoned(target.parent)
        lock = _begun(draft)
    except OSError as problem:
        raise NotWritten(_in_words(problem, target)) from problem
    try:
        yield draft
    except OSError as problem:
        raise NotWritten(_in_words(problem, target)) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(lock)


def absolute(path: Path) -> Path:
    """Return a path from the root, with its links as they stand."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow them


def refuse_what_is_there(target: Path) -> None:
    """Raise `NotWritten` unless a new folder can stand at `target`."""
    if not target.parent.is_dir():
        raise NotWritten(f"There is no folder {target.parent} to put it in.")
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise NotWritten(f"{target} exists and is no folder.")
    if target.is_dir() and any(target.iterdir()):
        raise NotWritten(f"{target} exists and is not empty; nothing is written over.")


def remove_abandoned(folder: Path) -> None:
    """Remove what killed programs left in a folder; what is still being written is left."""
    for draft in folder.glob(".*.incomplete"):
        if not (draft / NOTICE).is_file() or draft.is_symlink():
            continue
        lock = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if _locked(lock):
                shutil.rmtree(draft)
        finally:
            os.close(lock)


def _begun(draft: Path) -> int:
    draft.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
    if not _locked(lock):
        os.close(lock)
        raise NotWritten(f"Another program is writing {draft} at this moment.")
    if any(draft.iterdir()):
        os.close(lock)
        raise NotWritten(f"{draft} is in the way, and was not written by this program.")
    (draft / NOTICE).write_text(NOTICE_TEXT)
    return lock


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def put_in_place(draft: Path, target: Path) -> None:
    """Rename what is complete, once all of it has reached the disk."""
    # One wait for everything: asking for each of ten thousand files would take minutes.
    os.sync()
    draft.rename(target)
    reach_the_disk(target.parent)


def reach_the_disk(path: Path) -> None:
    """Wait until a file or folder has reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _in_words(problem: OSError, target: Path) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full. Nothing of {target} was kept."
    return f"{problem.strerror or problem} ({problem.filename or target}). Nothing was kept."


def room_on(folder: Path) -> int:
    """Return how many bytes are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def in_sizes(number: int) -> str:
    """Say a number of bytes as people say it: 1.5 GB."""
    size = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
