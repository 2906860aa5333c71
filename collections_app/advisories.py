"""What readers are told before difficult material: an item's own notices and those it inherits.

A document inherits the advisories of every collection that holds a copy of it and of all wider
levels (see `Copy.openable`, which asks the same in the rule). A file adds its own. Whatever an
advisory does to the material, the description can always be read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collections_app.models import Advisory, ArchivalItem, Collection, Copy, DigitalFile


@dataclass(frozen=True, slots=True)
class AdvisorySaid:
    """An advisory as readers meet it, and which collection it is inherited from.

    `source` and `source_url` are empty for an item's own, and for a collection that readers may
    not be told of.
    """

    code: str
    label: str
    text: str
    behaviour: str
    source: str = ""
    source_url: str = ""

    @property
    def is_choice(self) -> bool:
        return self.behaviour == Advisory.Behaviour.CLICK_THROUGH

    @property
    def is_staff_only(self) -> bool:
        return self.behaviour == Advisory.Behaviour.STAFF_ONLY


def advisories_of(items: Iterable[ArchivalItem]) -> dict[int, list[AdvisorySaid]]:
    """Return what concerns each item, by its key, each advisory once. Four queries at any number.

    An item's own come first; then those of the widest collection.
    """
    keys = [item.pk for item in items]
    found: dict[int, dict[str, AdvisorySaid]] = {key: {} for key in keys}
    borne = ArchivalItem.advisories.through.objects.filter(archivalitem__in=keys)
    for part in borne.select_related("advisory").order_by("advisory__label_en"):
        found[part.archivalitem_id].setdefault(part.advisory.code, _said(part.advisory))
    above = _collections_above(keys)
    inherited = _inherited({pk for path in above.values() for pk in path})
    for key, path in above.items():
        for said in (one for collection in path for one in inherited[collection]):
            found[key].setdefault(said.code, said)
    return {key: list(said.values()) for key, said in found.items()}


def advisories_of_files(files: Sequence[int]) -> dict[int, list[AdvisorySaid]]:
    """Return what concerns single files beside their document, by the key of the file."""
    found: dict[int, list[AdvisorySaid]] = defaultdict(list)
    borne = DigitalFile.advisories.through.objects.filter(digitalfile__in=files)
    for part in borne.select_related("advisory").order_by("advisory__label_en"):
        found[part.digitalfile_id].append(_said(part.advisory))
    return found


def to_choose(advisories: Iterable[AdvisorySaid], chosen: Iterable[str] = ()) -> list[AdvisorySaid]:
    """Return those that ask the reader for a choice that has not been made yet."""
    return [one for one in advisories if one.is_choice and one.code not in set(chosen)]


def _said(advisory: Advisory) -> AdvisorySaid:
    return AdvisorySaid(advisory.code, advisory.label, advisory.text, advisory.behaviour)


def _collections_above(items: list[int]) -> dict[int, list[int]]:
    """Return the collections that hold a copy of each item, with all wider levels, widest first."""
    copies = Copy.objects.filter(item__in=items, is_internal=False, collection__isnull=False)
    above: dict[int, list[int]] = defaultdict(list)
    for item, path in copies.values_list("item", "collection__path"):
        above[item] += [int(part) for part in path.split("/") if part]
    return above


def _inherited(collections: set[int]) -> dict[int, list[AdvisorySaid]]:
    found: dict[int, list[AdvisorySaid]] = defaultdict(list)
    borne = Collection.advisories.through.objects.filter(collection__in=collections)
    parts = list(borne.select_related("advisory").order_by("advisory__label_en"))
    named = Collection.objects.public().in_bulk({part.collection_id for part in parts})
    for part in parts:
        said, collection = _said(part.advisory), named.get(part.collection_id)
        if collection is not None:
            source = f"{collection.get_level_display()} “{collection.title}”"
            address = collection.get_absolute_url()
            said = AdvisorySaid(said.code, said.label, said.text, said.behaviour, source, address)
        found[part.collection_id].append(said)
    return found
