"""What stands in the database for the rows in hand: items with their parts, in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from collections_app.models import ArchivalItem, Copy, ExternalLink, ItemAgent, ItemLink, ItemPlace

TERM_LISTS = ("languages", "subjects", "advisories")


@dataclass(slots=True)
class Standing:
    """One item as it stands, with its parts and the terms of its lists by their keys."""

    item: ArchivalItem
    agents: list[ItemAgent] = field(default_factory=list)
    places: list[ItemPlace] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    links: list[ItemLink] = field(default_factory=list)
    terms: dict[str, list[Any]] = field(default_factory=dict)


def standing_items(refs: Iterable[str]) -> dict[str, Standing]:
    """Return the items of these references as they stand. Nine queries, however many."""
    items = list(ArchivalItem.objects.filter(ref__in=list(refs)))
    return {found.item.ref: found for found in with_parts(items)}


def with_parts(items: Sequence[ArchivalItem]) -> list[Standing]:
    """Return items with all that a file says of them, in the order given."""
    if not items:
        return []
    found = {item.pk: Standing(item) for item in items}
    keys = list(found)
    for agent in ItemAgent.objects.filter(item__in=keys).order_by("position", "pk"):
        found[agent.item_id].agents.append(agent)
    for place in ItemPlace.objects.filter(item__in=keys).order_by("pk"):
        found[place.item_id].places.append(place)
    for copy in Copy.objects.filter(item__in=keys).order_by("pk"):
        found[copy.item_id].copies.append(copy)
    links = ItemLink.objects.filter(item__in=keys).select_related("link")
    for link in links.order_by("position", "pk"):
        found[link.item_id].links.append(link)
    for name in TERM_LISTS:
        for item, keys_of_terms in _listed(name, keys).items():
            found[item].terms[name] = keys_of_terms
    return [found[item.pk] for item in items]


def _listed(name: str, keys: list[Any]) -> dict[Any, list[Any]]:
    through: Any = getattr(ArchivalItem, name).through
    target = ArchivalItem._meta.get_field(name).m2m_reverse_field_name()  # type: ignore[union-attr]
    rows = through.objects.filter(archivalitem__in=keys).order_by("pk")
    listed: dict[Any, list[Any]] = defaultdict(list)
    for item, term in rows.values_list("archivalitem_id", f"{target}_id"):
        listed[item].append(term)
    return listed


def known_links(urls: Iterable[str]) -> dict[str, ExternalLink]:
    """Return the links that are already described, by their addresses."""
    return {link.url: link for link in ExternalLink.objects.filter(url__in=list(urls))}
