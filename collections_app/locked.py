"""What is still locked: documents known to exist that nobody may open, by archive and city.

A document counts once for each archive that holds it, and once in the whole. Demonstration
records are listed, marked, and not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pyroaring import BitMap

from collections_app import item_words
from collections_app.cards import ItemCard, item_cards
from collections_app.counted.standing import Standing, standing
from collections_app.counted.values import ARCHIVE, DEMONSTRATION, HOLDER, OPENED, STATUS
from collections_app.dependants import Mention, asking_for
from collections_app.documents_listed import DocumentsListed, listed_items
from collections_app.models import STILL_LOCKED, AccessCondition, ArchivalItem, Copy, Repository
from collections_app.paging import Paged, page_of
from collections_app.releases import why_closed
from collections_app.search_index.asking import NOTHING_ASKED

SHOWN_OF_AN_ARCHIVE = 8
LINES_TO_A_PAGE = 50
_SAYS_NOTHING = (AccessCondition.OPEN, AccessCondition.NOT_REVIEWED)


@dataclass(frozen=True, slots=True)
class LockedItem:
    """A closed document: what is known of it, why it is closed, and for how long so far."""

    card: ItemCard
    why: str
    condition: str
    age: str
    asked_for: list[Mention]


@dataclass(frozen=True, slots=True)
class LockedNumber:
    """How many documents of an archive nobody may open."""

    name: str
    city: str
    number: int


@dataclass(frozen=True, slots=True)
class LockedArchive:
    """The closed documents of one archive; an archive that may not be named has no address."""

    code: str
    name: str
    city: str
    url: str
    how_to_request: str
    number: int
    listed: int
    items: list[LockedItem]


@dataclass(frozen=True, slots=True)
class LockedPage:
    """Archives with their closed documents; with `paged`, all those of a single archive."""

    archives: list[LockedArchive]
    total: int
    demonstrations: int
    paged: Paged | None = None


def nobody_may_open(known: Standing) -> BitMap:
    """Return the public items that are known to exist and that nobody outside may open."""
    return known.public() & known.having(STATUS, STILL_LOCKED) - known.having(OPENED, ["yes"])


def counting(known: Standing, items: BitMap) -> BitMap:
    """Leave out demonstration records, which are listed and not counted."""
    return items - known.having(DEMONSTRATION, [True])


def locked_address(archive: Repository) -> str:
    """Return where the closed documents of a public archive are listed; nothing if it has none."""
    known = standing()
    if not nobody_may_open(known) & known.having(ARCHIVE, [archive.pk]):
        return ""
    return f"{reverse('collections_app:locked')}?{urlencode({'archive': archive.code})}"


def assemble_locked() -> LockedPage:
    """Assemble the overview: each archive with its number and its first documents."""
    known = standing()
    locked = nobody_may_open(known)
    counted = counting(known, locked)
    archives, by_archive = _by_archive(known, locked)
    shown = {
        key: known.by_date.cut(items, 0, SHOWN_OF_AN_ARCHIVE) for key, items in by_archive.items()
    }
    lines = _lines(listed_items([key for keys in shown.values() for key in keys]))
    found = [
        _archive(archives.get(key), shown[key], items, counted, lines)
        for key, items in by_archive.items()
    ]
    found.sort(key=lambda one: (not one.url, one.city == "", one.city, one.name))
    return LockedPage(found, len(counted), len(locked) - len(counted))


def numbers_locked(known: Standing) -> list[LockedNumber]:
    """Return how many documents nobody may open at each archive, and where no archive is named."""
    archives, by_archive = _by_archive(known, counting(known, nobody_may_open(known)))
    return [
        LockedNumber(*_named(archives.get(key)), number=len(items))
        for key, items in by_archive.items()
    ]


def assemble_locked_at(archive: Repository, query: QueryDict) -> LockedPage:
    """Assemble all closed documents of one public archive, a page at a time."""
    known = standing()
    locked = nobody_may_open(known) & known.having(ARCHIVE, [archive.pk])
    listed = DocumentsListed(known, locked, "date", NOTHING_ASKED)
    paged = page_of(listed, query, size=LINES_TO_A_PAGE)
    shown = list(paged.page)
    counted = counting(known, locked)
    line = _archive(archive, [item.pk for item in shown], locked, counted, _lines(shown))
    return LockedPage([line], len(counted), len(locked) - len(counted), paged)


def _by_archive(
    known: Standing, items: BitMap
) -> tuple[dict[int | None, Repository], dict[int | None, BitMap]]:
    """Return the public archives that hold some items, and the items of each.

    Under None stand those that nobody places, and those of archives that may not be named.
    """
    held = {key: there & items for key, there in known.values[HOLDER].items()}
    held = {key: there for key, there in held.items() if there}
    named_by = Repository.objects.public().in_bulk([key for key in held if key])
    archives: dict[int | None, Repository] = {**named_by}
    named = {key: there for key, there in held.items() if key in archives}
    unnamed = BitMap().union(*(there for key, there in held.items() if key not in archives))
    return archives, named | ({None: unnamed} if unnamed else {})


def _lines(items: Iterable[ArchivalItem]) -> dict[int, LockedItem]:
    items = list(items)
    asked_for = asking_for(item.pk for item in items)
    copies: dict[int, Copy] = {}
    for copy in Copy.objects.public().filter(item__in=[item.pk for item in items]):
        copies.setdefault(copy.item_id, copy)
    return {
        item.pk: LockedItem(
            card=card,
            why=item_words.status_explained(item),
            condition=_condition(copies.get(item.pk)),
            age=_age(item.date_latest or item.date_earliest),
            asked_for=asked_for.get(item.pk, []),
        )
        for item, card in zip(items, item_cards(items), strict=True)
    }


def _condition(copy: Copy | None) -> str:
    if copy is None or copy.access_condition in _SAYS_NOTHING:
        return ""
    return why_closed(copy)


def _age(day: date | None) -> str:
    """Say how old a document is, in full years."""
    if day is None:
        return ""
    today = timezone.localdate()
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return _("{years} years old").format(years=years) if years > 1 else ""


def _named(archive: Repository | None) -> tuple[str, str]:
    if archive is None:
        return _("Archive not stated, or not described here yet"), ""
    return archive.name, archive.city


def _archive(
    archive: Repository | None,
    shown: list[int],
    items: BitMap,
    counted: BitMap,
    lines: dict[int, LockedItem],
) -> LockedArchive:
    name, city = _named(archive)
    return LockedArchive(
        code=archive.code if archive else "",
        name=name,
        city=city,
        url=archive.get_absolute_url() if archive else "",
        how_to_request=archive.how_to_request if archive else "",
        number=items.intersection_cardinality(counted),
        listed=len(items),
        items=[lines[key] for key in shown if key in lines],
    )
