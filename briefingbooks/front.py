"""What the home page gathers from all rooms; everything from `public()`."""

from briefingbooks.models import Book
from collections_app.locked import LockedArchive, assemble_locked, nobody_may_open
from collections_app.models import ArchivalItem, Copy, Extent

_OPENED = (Extent.IN_FULL, Extent.EXCISED)


def newly_opened() -> list[Copy]:
    """Return the releases of latest date whose pages anyone may open, one to a document."""
    opened = Copy.objects.opened().filter(
        extent__in=_OPENED, released_on__isnull=False, item__is_demonstration=False
    )
    return list(opened.select_related("item").order_by("-released_on", "-pk")[:6])


def locked_by_archive() -> list[LockedArchive]:
    """Return the archives that hold documents nobody may open, those with most first."""
    archives = [archive for archive in assemble_locked().archives if archive.number]
    return sorted(archives, key=lambda archive: (-archive.number, archive.name))[:8]


def figures() -> dict[str, int]:
    """Count what is public; demonstrations are not counted."""
    items = ArchivalItem.objects.public().filter(is_demonstration=False)
    return {
        "documents": items.count(),
        "locked": nobody_may_open().filter(is_demonstration=False).count(),
        "books": Book.objects.public().filter(is_demonstration=False).count(),
    }
