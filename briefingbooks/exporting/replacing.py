"""Where an export may stand, and how a new one takes the place of the one before."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Sum

from briefingbooks.models import EditionFile
from collections_app.models import Derivative
from collections_app.whole_folders import (
    NotWritten,
    absolute,
    in_sizes,
    put_in_place,
    room_on,
)
from oralhistory.models import MediaFile

ABOUT = "export.json"
KIND = "static export of a public site"
# Beside the files: pages and search, of which nobody knows before how large they become.
ROOM_FOR_PAGES = 100_000_000


def about(folder: Path) -> dict[str, Any]:
    """Return what an export says of itself; empty where a folder is none."""
    try:
        said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) and said.get("kind") == KIND else {}


def refuse(target: Path) -> None:
    """Raise `NotWritten` unless an export can stand at `target`, in place of one or of nothing."""
    target = absolute(target)
    real = target.resolve()
    for place, named in _kept_places():
        if real == place or place in real.parents or real in place.parents:
            raise NotWritten(f"{target} lies in {named} ({place}), or holds it.")
    if not target.parent.is_dir():
        raise NotWritten(f"There is no folder {target.parent} to put it in.")
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise NotWritten(f"{target} exists and is no folder.")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise NotWritten(f"Nothing can be written in {target.parent}.")
    if target.is_dir() and any(target.iterdir()) and not about(target):
        raise NotWritten(f"{target} is not empty and holds no export; nothing is written over.")


def refuse_too_little_room(target: Path) -> None:
    """Raise `NotWritten` where the disk has no room for a second export beside the first."""
    needed, free = expected_bytes() + ROOM_FOR_PAGES, room_on(absolute(target).parent)
    if free < needed:
        raise NotWritten(
            f"An export takes about {in_sizes(needed)}; {in_sizes(free)} are free there."
        )


def expected_bytes() -> int:
    """Return how many bytes the public files of this site have."""
    files = (
        Derivative.objects.public(),
        MediaFile.objects.public(),
        EditionFile.objects.public(),
    )
    return sum(some.aggregate(all=Sum("bytes"))["all"] or 0 for some in files)


def recover(target: Path) -> None:
    """Put back the export that a killed program had moved aside and put nothing in place of."""
    target = absolute(target)
    aside = _aside(target)
    if not about(aside):
        return
    if target.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(target)


def replace(whole: Path, target: Path) -> None:
    """Put a finished folder in its place; what stood there goes when it stands."""
    target = absolute(target)
    aside = _aside(target)
    whole.chmod(0o755)  # what is public may be read by a web server
    os.sync()
    if about(target):
        target.rename(aside)
    put_in_place(whole, target)
    if about(aside):
        shutil.rmtree(aside)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}.former"


def _kept_places() -> list[tuple[Path, str]]:
    return [
        (Path(settings.BASE_DIR).resolve(), "the program"),
        (Path(settings.DATA_DIR).resolve(), "the data of this installation"),
        (Path(settings.STATIC_ROOT).resolve(), "the files of its pages"),
    ]
