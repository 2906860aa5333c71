"""What the home page gathers from all rooms; everything from what the public may see."""

from briefingbooks.models import Book
from collections_app.counted.standing import Standing
from collections_app.locked import LockedNumber, counting, nobody_may_open, numbers_locked
from collections_app.models import Copy, Extent

_OPENED = (Extent.IN_FULL, Extent.EXCISED)


def newly_opened() -> list[Copy]:
    """Return the releases of latest date whose pages anyone may open, one to a document."""
    opened = Copy.objects.opened().filter(
        extent__in=_OPENED, released_on__isnull=False, item__is_demonstration=False
    )
    return list(opened.select_related("item").order_by("-released_on", "-pk")[:6])


def locked_by_archive(known: Standing) -> list[LockedNumber]:
    """Return the archives that hold documents nobody may open, those with most first."""
    return sorted(numbers_locked(known), key=lambda archive: (-archive.number, archive.name))[:8]


def figures(known: Standing) -> dict[str, int]:
    """Count what is public; demonstrations are not counted."""
    return {
        "documents": len(counting(known, known.public())),
        "locked": len(counting(known, nobody_may_open(known))),
        "books": Book.objects.public().filter(is_demonstration=False).count(),
    }
