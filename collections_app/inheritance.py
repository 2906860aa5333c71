"""What a collection or a document has from the levels above it, and from which (ISAD(G) 2.4).

What is said at one level holds for everything below that does not say otherwise; it is stated once
and shown below with the name of its level. The nearest level that says something decides. Where
readers may not know of that level, its words are not told and those of a wider level do not take
their place, for they do not hold: readers learn that conditions apply and that the archive knows
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from collections_app.models import ArchivalItem, Collection, Copy

TEXTS = ("access_conditions", "reproduction_conditions")
NOT_TOLD = gettext_lazy(
    "Conditions set at a wider level apply. They are not described here yet: ask the archive."
)


@dataclass(frozen=True, slots=True)
class Source:
    """The level that says something; `is_told` says whether readers may know of it."""

    key: int
    level: str
    title: str
    url: str
    is_told: bool = True

    @property
    def words(self) -> str:
        return f"{self.level} “{self.title}”"


@dataclass(frozen=True, slots=True)
class Inherited:
    """The value that holds and the level it is from; no source means the record's own."""

    value: Any = None
    source: Source | None = None

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def is_own(self) -> bool:
        return bool(self.value) and self.source is None


NOTHING = Inherited()


@dataclass(slots=True)
class Effective:
    """Everything that holds for one record: its own, or from the nearest level that says it."""

    access_conditions: Inherited = NOTHING
    reproduction_conditions: Inherited = NOTHING
    rights: Inherited = NOTHING
    languages: Inherited = NOTHING
    creators: Inherited = NOTHING


@dataclass(slots=True)
class _Level:
    """One collection with what it says that goes down."""

    source: Source
    values: dict[str, Any] = field(default_factory=dict)


def effective(
    collections: Iterable[Collection], *, for_house: bool = False
) -> dict[int, Effective]:
    """Return what holds for each collection, by its key. Three queries at any number.

    With `for_house` levels that are not public are named and quoted like any other.
    """
    collections = list(collections)
    chains = {one.pk: [one.pk, *reversed(one.ancestor_ids())] for one in collections}
    levels = _levels({key for chain in chains.values() for key in chain})
    return {
        key: _effective([levels[one] for one in chain if one in levels], key, for_house)
        for key, chain in chains.items()
    }


def effective_of_items(
    items: Sequence[ArchivalItem], *, for_house: bool = False
) -> dict[int, Effective]:
    """Return what documents have from the collection of the copy listed first; four queries.

    What a document says of itself is its own and is not looked at here.
    """
    copies = Copy.objects.filter(item__in=[item.pk for item in items], collection__isnull=False)
    if not for_house:
        copies = copies.filter(is_internal=False)
    paths: dict[int, str] = {}
    for item, path in copies.values_list("item", "collection__path"):
        paths.setdefault(item, path)
    chains = {
        item: [int(key) for key in reversed(path.split("/")[:-1])] for item, path in paths.items()
    }
    levels = _levels({key for chain in chains.values() for key in chain})
    return {
        item: _effective([levels[one] for one in chain if one in levels], 0, for_house)
        for item, chain in chains.items()
    }


def _levels(keys: set[int]) -> dict[int, _Level]:
    if not keys:
        return {}
    is_told = Exists(Collection.objects.public().filter(pk=OuterRef("pk")))
    found = Collection.objects.filter(pk__in=keys).order_by().select_related("rights")
    levels = {}
    for one in found.annotate(is_told=is_told):
        source = Source(
            one.pk, one.get_level_display(), one.title, one.get_absolute_url(), one.is_told
        )
        said: dict[str, Any] = {name: getattr(one, name).strip() for name in TEXTS}
        levels[one.pk] = _Level(source, said | {"rights": one.rights})
    for name in ("languages", "creators"):
        for key, values in _linked(name, keys).items():
            if key in levels:
                levels[key].values[name] = values
    return levels


def _linked(name: str, keys: set[int]) -> dict[int, list[Any]]:
    """Return the terms of many collections. Whoever shows people asks the rule about them."""
    field_: Any = Collection._meta.get_field(name)
    far = field_.m2m_reverse_field_name()
    rows = getattr(Collection, name).through.objects.filter(collection__in=keys)
    found: dict[int, list[Any]] = {}
    for row in rows.select_related(far).order_by("pk"):
        found.setdefault(row.collection_id, []).append(getattr(row, far))
    return found


def _effective(chain: list[_Level], own: int, for_house: bool) -> Effective:
    result = Effective()
    for name in (*TEXTS, "rights", "languages", "creators"):
        for level in chain:
            value = level.values.get(name)
            if not value:
                continue
            is_own = level.source.key == own
            if is_own or level.source.is_told or for_house:
                setattr(result, name, Inherited(value, None if is_own else level.source))
            elif name in TEXTS:
                setattr(result, name, Inherited(NOT_TOLD, level.source))
            break
    return result
