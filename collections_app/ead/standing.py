"""What a record says now, and what its unit says, in the same plain values, to be compared."""

from collections.abc import Iterable
from typing import Any

from collections_app.ead.mapping import DESCRIBED, Described
from collections_app.ead.matching import Match
from collections_app.models import ArchivalItem, Collection, CollectionLink, ItemLink

DATE = ("date_edtf", "date_display", "date_certainty", "date_basis")
OF_COLLECTIONS = ("level", "title", "reference_code", "containers", "extent", *DATE,
                  *dict.fromkeys(DESCRIBED.values()), "notes")  # fmt: skip
OF_ITEMS = ("kind", "title", "extent", *DATE, "abstract", "scope_and_content", "access_conditions",
            "rights_note", "publication_note", "archivist_note")  # fmt: skip
OF_COPIES = ("reference_code",)
SETS = ("languages", "subjects", "places", "creators", "named_agents", "agents", "links")


def source_values(match: Match, sets: dict[str, set[str]]) -> dict[str, Any]:
    """Return what the finding aid says of a unit: texts, and sets of keys."""
    described = match.described
    values: dict[str, Any] = dict(described.values)
    values["archivist_note" if described.is_item else "notes"] = "\n\n".join(described.notes)
    if described.is_item:
        values["copy.reference_code"] = values.pop("reference_code", "")
    else:
        values["level"] = str(described.level)
    if values.get("date_certainty") == "exact" and not values.get("date_edtf"):
        values.pop("date_certainty")
    values.update(sets)
    if described.links:
        values["links"] = {link.url for link in described.links}
    return values


def standing_values(match: Match, sets: "StandingSets") -> dict[str, Any]:
    """Return what stands in the record of a unit, in the values of `source_values`."""
    record = match.record
    if record is None:
        return {}
    is_item = match.described.is_item
    values: dict[str, Any] = {
        name: getattr(record, name) for name in (OF_ITEMS if is_item else OF_COLLECTIONS)
    }
    if is_item:
        values["copy.reference_code"] = match.copy.reference_code if match.copy else ""
    return values | sets.of(record)


def standing_above(match: Match) -> str:
    """Return below which unit a collection stands now, as the finding aid calls that one.

    A collection that somebody moved since stands below a record that the finding aid has not.
    """
    collection, above = match.collection, match.above
    if collection is None or above is None:
        return ""
    if above.collection is not None and collection.parent_id == above.collection.pk:
        return above.described.key
    before = match.said_before or {}
    is_where_put = before.get("parent") == collection.parent_id
    return str(before.get("above", "")) if is_where_put else f"record {collection.parent_id}"


class StandingSets:
    """The terms and links of all matched records, read in a few queries."""

    def __init__(self, matches: Iterable[Match]) -> None:
        matches = list(matches)
        collections = [one.collection.pk for one in matches if one.collection]
        items = [one.item.pk for one in matches if one.item]
        self._sets: dict[tuple[str, int], dict[str, set[str]]] = {}
        for name in ("languages", "subjects", "places", "creators", "named_agents"):
            self._read_links(Collection, name, collections)
        for name in ("languages", "subjects"):
            self._read_links(ArchivalItem, name, items)
        self._read_parts(items)
        self._read_addresses(collections, items)

    def of(self, record: Collection | ArchivalItem) -> dict[str, set[str]]:
        return self._sets.get((type(record).__name__, record.pk), {})

    def _add(self, model: str, key: int, name: str, value: Any) -> None:
        self._sets.setdefault((model, key), {}).setdefault(name, set()).add(str(value))

    def _read_links(self, model: Any, name: str, keys: list[int]) -> None:
        field = model._meta.get_field(name)
        near, far = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through = getattr(model, name).through
        for some in _in_parts(keys):
            rows = through.objects.filter(**{f"{near}__in": some}).values_list(near, far)
            for key, value in rows:
                self._add(model.__name__, key, name, value)

    def _read_parts(self, items: list[int]) -> None:
        for some in _in_parts(items):
            for item in ArchivalItem.objects.filter(pk__in=some).prefetch_related(
                "item_agents", "item_places"
            ):
                for part in item.item_agents.all():
                    self._add("ArchivalItem", item.pk, "agents", f"{part.role}|{part.agent_id}")
                for place in item.item_places.all():
                    self._add("ArchivalItem", item.pk, "places", place.place_id)

    def _read_addresses(self, collections: list[int], items: list[int]) -> None:
        for some in _in_parts(collections):
            found = CollectionLink.objects.filter(collection__in=some)
            for key, url in found.values_list("collection", "link__url"):
                self._add("Collection", key, "links", url)
        for some in _in_parts(items):
            for key, url in ItemLink.objects.filter(item__in=some).values_list("item", "link__url"):
                self._add("ArchivalItem", key, "links", url)


def _in_parts(keys: list[int], size: int = 500) -> Iterable[list[int]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def title_of(described: Described) -> str:
    """Return what a unit is called in a report."""
    return described.values.get("title", "") or "Without a title"
