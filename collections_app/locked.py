"""What is still locked: documents known to exist that nobody may open, by archive and city.

A document counts once for each archive that holds it, and once in the whole. Demonstration
records are listed, marked, and not counted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collections_app import item_words
from collections_app.cards import ItemCard, item_cards
from collections_app.dependants import Mention, asking_for
from collections_app.holdings import held_by
from collections_app.models import AccessCondition, ArchivalItem, Copy, Repository
from collections_app.models.copy_terms import PUBLICATIONS
from collections_app.models.historical import DATE_ORDER
from collections_app.paging import Paged, page_of
from collections_app.releases import why_closed

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


def nobody_may_open() -> QuerySet:
    """Return the public items that are known to exist and that nobody outside may open."""
    opened = Copy.objects.opened()
    return ArchivalItem.objects.public().still_locked().exclude(pk__in=opened.values("item"))


def locked_address(archive: Repository) -> str:
    """Return where the closed documents of a public archive are listed; nothing if it has none."""
    if not held_by(nobody_may_open(), [archive]).exists():
        return ""
    return f"{reverse('collections_app:locked')}?{urlencode({'archive': archive.code})}"


def assemble_locked() -> LockedPage:
    """Assemble the overview: each archive with its number and its first documents."""
    rows = list(
        nobody_may_open().order_by(*DATE_ORDER, "ref").values_list("pk", "is_demonstration")
    )
    counted = {key for key, is_demonstration in rows if not is_demonstration}
    by_archive = _by_archive(key for key, _is_demonstration in rows)
    archives = Repository.objects.public().in_bulk([key for key in by_archive if key])
    shown = {key for some in by_archive.values() for key in some[:SHOWN_OF_AN_ARCHIVE]}
    lines = _lines(ArchivalItem.objects.public().filter(pk__in=shown))
    named = [
        _archive(archives[key], some, counted, lines)
        for key, some in by_archive.items()
        if key in archives
    ]
    hidden = [some for key, some in by_archive.items() if key not in archives]
    unnamed = [_archive(None, [one for some in hidden for one in some], counted, lines)] * bool(
        hidden
    )
    named.sort(key=lambda archive: (archive.city == "", archive.city, archive.name))
    return LockedPage([*named, *unnamed], len(counted), len(rows) - len(counted))


def assemble_locked_at(archive: Repository, query: QueryDict) -> LockedPage:
    """Assemble all closed documents of one public archive, a page at a time."""
    items = held_by(nobody_may_open(), [archive])
    paged = page_of(items.order_by(*DATE_ORDER, "ref"), query, size=LINES_TO_A_PAGE)
    shown = list(paged.page)
    lines = _lines(shown)
    number = items.filter(is_demonstration=False).count()
    keys = [item.pk for item in shown]
    line = _archive(archive, keys, set(keys), lines, most=LINES_TO_A_PAGE, number=number)
    return LockedPage([line], number, paged.total - number, paged)


def _by_archive(keys: Iterable[int]) -> dict[int | None, list[int]]:
    """Return item ids by archive, in the order given; no archive for those nobody places."""
    keys = list(keys)
    holders: dict[int, set[int | None]] = defaultdict(set)
    locked = nobody_may_open().values("pk")
    copies = Copy.objects.public().filter(item__in=locked).order_by()
    published: dict[int, set[int | None]] = defaultdict(set)
    for item, archive, form in copies.values_list("item", "repository", "copy_type"):
        (published if form in PUBLICATIONS else holders)[item].add(archive)
    stated = dict(nobody_may_open().order_by().values_list("pk", "held_at"))
    by_archive: dict[int | None, list[int]] = defaultdict(list)
    for key in keys:
        for archive in holders.get(key) or published.get(key) or {stated.get(key)}:
            by_archive[archive].append(key)
    return by_archive


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


def _archive(
    archive: Repository | None,
    keys: list[int],
    counted: set[int],
    lines: dict[int, LockedItem],
    *,
    most: int = SHOWN_OF_AN_ARCHIVE,
    number: int | None = None,
) -> LockedArchive:
    keys = list(dict.fromkeys(keys))
    return LockedArchive(
        code=archive.code if archive else "",
        name=archive.name if archive else _("Archive not stated, or not described here yet"),
        city=archive.city if archive else "",
        url=archive.get_absolute_url() if archive else "",
        how_to_request=archive.how_to_request if archive else "",
        number=sum(key in counted for key in keys) if number is None else number,
        listed=len(keys),
        items=[lines[key] for key in keys[:most] if key in lines],
    )
