"""Exporting a bag: whole, or nothing that looks like one."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from collections_app.bags.contents import fill_for_the_house
from collections_app.bags.public_contents import fill_for_anybody, public_items
from collections_app.bags.safe_names import safe_name
from collections_app.bags.writing import Bag, NotBagged
from collections_app.models import Collection
from collections_app.progress import Progress
from collections_app.spreadsheets.exporting import chosen_items
from collections_app.whole_folders import absolute, draft_beside, put_in_place, whole_folder

FOR_THE_HOUSE = (
    "For the house and for archives it trusts: masters, closed material and the names of "
    "protected people."
)
FOR_ANYBODY = "Holds only what any reader of the site may have."
MOST_IDENTIFIERS = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a bag: a collection with all its parts, or items by their references."""

    collection: Collection | None = None
    refs: tuple[str, ...] = ()
    is_public: bool = False

    def items(self) -> list[str]:
        """Return the references of the items. Raises `NotBagged` for one that is not there."""
        if self.is_public:
            if self.collection is not None and not self.collection.is_public():
                raise NotBagged(f"The collection {self.collection.code} is not public.")
            found = public_items(self.collection, list(self.refs))
        else:
            chosen = chosen_items(collection=self.collection, refs=self.refs)
            found = list(chosen.order_by("ref").values_list("ref", flat=True))
        missing = sorted(set(self.refs) - set(found))
        if missing:
            which = "public item" if self.is_public else "item"
            raise NotBagged(f"There is no {which} {', '.join(missing[:10])}.")
        if not found:
            raise NotBagged("There is no item to put into the bag.")
        return found


@dataclass(frozen=True, slots=True)
class Written:
    """A bag that was written: where, of how many items, files and bytes."""

    path: Path
    items: int
    files: int
    bytes: int


def export_bag(target: Path, wanted: Wanted, progress: Progress | None = None) -> Written:
    """Write a bag as the folder `target`, which must not exist or be empty.

    Raises `NotBagged` for a file that is not what it was, and `NotWritten` where the disk fails;
    nothing is left then.
    """
    items = wanted.items()
    with whole_folder(target) as draft:
        return _write(draft, target, wanted, items, progress)


def export_zip(target: Path, wanted: Wanted, progress: Progress | None = None) -> Written:
    """Write a bag as one file, with a folder of its name inside; else as `export_bag`."""
    items = wanted.items()
    name = safe_name(target.stem, otherwise="bag")
    with draft_beside(target) as draft:
        folder, packed = draft / name, draft / "packed.zip"
        folder.mkdir()
        written = _write(folder, target, wanted, items, progress)
        with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(draft).as_posix())
        packed.chmod(0o600)
        put_in_place(packed, absolute(target))
    return written


def _write(
    folder: Path, target: Path, wanted: Wanted, items: list[str], progress: Progress | None
) -> Written:
    with Bag(folder, progress) as bag:
        if wanted.is_public:
            fill_for_anybody(bag, items, wanted.collection, settings.SITE_NAME)
        else:
            fill_for_the_house(bag, items, wanted.collection, settings.SITE_NAME)
        bag.finish(_info(wanted, items))
        return Written(target, len(items), bag.files, bag.bytes)


def _info(wanted: Wanted, items: list[str]) -> dict[str, str | list[str]]:
    collection = wanted.collection
    said = f"{collection.title} ({collection.code})" if collection else f"{len(items)} items"
    identifiers = [collection.code] if collection else items[:MOST_IDENTIFIERS]
    return {
        "Source-Organization": settings.INSTITUTION_NAME or settings.SITE_NAME,
        "Contact-Email": settings.CONTACT_EMAIL,
        "External-Description": said,
        "External-Identifier": identifiers,
        "Internal-Sender-Description": FOR_ANYBODY if wanted.is_public else FOR_THE_HOUSE,
        "Bagging-Date": timezone.localdate().isoformat(),
        "Bag-Software-Agent": "Open Record",
    }
