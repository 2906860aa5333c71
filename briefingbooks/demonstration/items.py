"""The documents of the demonstration, each with its copies, its people and its links."""

from typing import Any

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from collections_app.declassification_status import refresh_status
from collections_app.models import (
    ArchivalItem,
    Copy,
    ImportedRecord,
    ItemAgent,
    ItemLink,
    ItemPlace,
    ItemRelation,
    Language,
    RightsStatement,
)

SOURCE = "demonstration"


def load_items(demonstration: Demonstration) -> None:
    """Keep the documents; those that are new get their parts and, unless they are drafts, readers.

    Relations come last, when both documents exist.
    """
    rows = reading.rows("items_*.toml", "item")
    new = [row for row in rows if _keep(demonstration, row)]
    for row in new:
        for relation in row.get("relations", []):
            _relate(demonstration, row["key"], relation)
    for row in new:
        if row.get("publish", True):
            demonstration.get("item", row["key"]).publish(by=None)


def _keep(demonstration: Demonstration, row: Row) -> bool:
    values = _values(demonstration, row)
    memory = ImportedRecord.objects.filter(source=SOURCE, key=row["key"]).first()
    if memory is not None and memory.item is not None:
        demonstration.name("item", row["key"], memory.item)
        demonstration.compare(memory.item, values)
        return False
    item = demonstration.make(ArchivalItem, values)
    ImportedRecord.objects.create(source=SOURCE, key=row["key"], item=item, values=_told(values))
    demonstration.name("item", row["key"], item)
    _add_parts(demonstration, item, row)
    refresh_status(item)
    return True


def _values(demonstration: Demonstration, row: Row) -> dict[str, Any]:
    marking = row.get("marking", {})
    return {
        "kind": row["kind"],
        "title": row["title"],
        "title_is_supplied": row.get("title_is_supplied", False),
        "alternative_title": row.get("alternative_title", ""),
        "abstract": plain(row["abstract"]),
        "scope_and_content": plain(row["scope"]),
        "extent": row.get("extent", ""),
        "date_edtf": row.get("date", ""),
        "date_display": row.get("date_display", ""),
        "date_certainty": row.get("certainty") or _certainty(row.get("date", "")),
        "date_basis": plain(row.get("date_basis", "")),
        "original_number": row.get("original_number", ""),
        "marking_scheme": marking.get("scheme", ""),
        "marking_level": marking.get("level", "not_stated"),
        "marking_text": marking.get("text", ""),
        "marking_precedence": marking.get("precedence", ""),
        "held_at": demonstration.get("archive", row.get("held_at", "")),
        "rights": RightsStatement.objects.get(code=row["rights"]),
        "rights_note": row.get("rights_note", ""),
        "access_conditions": row.get("access_conditions", ""),
        "credit_line": row.get("credit_line", ""),
        "publication_note": row.get("publication_note", ""),
        "status_override": row.get("status_override", ""),
        "status_override_note": row.get("status_override_note", ""),
        "is_sensitivity_reviewed": True,
        "is_demonstration": row.get("demonstration", False),
    }


def _certainty(edtf: str) -> str:
    return "questionable" if edtf.endswith("?") else "exact"


def _told(values: dict[str, Any]) -> dict[str, str]:
    """Return the values as the memory of the import keeps them."""
    return {name: str(value) for name, value in values.items() if value not in ("", None)}


def _add_parts(demonstration: Demonstration, item: ArchivalItem, row: Row) -> None:
    item.languages.set(Language.objects.filter(code__in=row.get("languages", [])))
    item.subjects.set(demonstration.get("subject", slug) for slug in row.get("subjects", []))
    for copy in row["copies"]:
        made = demonstration.add(Copy, {"item": item, **_copy(demonstration, copy)})
        if "drawn" in copy:
            demonstration.name("drawn", copy["drawn"], made)
    for position, person in enumerate(row.get("people", []), start=1):
        demonstration.add(
            ItemAgent,
            {
                "item": item,
                "agent": demonstration.get("agent", person["agent"]),
                "role": person["role"],
                "is_certain": person.get("certain", True),
                "note": person.get("note", ""),
                "on": person.get("on", ""),
                "time_zone": person.get("time_zone", ""),
                "source": person.get("source", ""),
                "position": position,
            },
        )
    for place in row.get("places", []):
        where = demonstration.get("place", place["place"])
        demonstration.add(ItemPlace, {"item": item, "place": where, "role": place["role"]})
    for position, link in enumerate(row.get("links", []), start=1):
        address = demonstration.get("link", link["link"])
        use = {"link": address, "note": link["note"], "position": position}
        demonstration.add(ItemLink, {"item": item, **use})


def _copy(demonstration: Demonstration, row: Row) -> dict[str, Any]:
    return {
        "repository": demonstration.get("archive", row["archive"]),
        "collection": demonstration.get("collection", row.get("collection", "")),
        "access_condition": "open" if "drawn" in row else "not_reviewed",
        "is_opened": "drawn" in row,
        "reference_code": row.get("reference", ""),
        "copy_type": row.get("type", "unknown"),
        "how_obtained": row.get("how", "unknown"),
        "obtained_by": row.get("obtained_by", ""),
        "released_on": row.get("released"),
        "released_by": row.get("by", ""),
        "is_act_of_originator": row.get("act", False),
        "extent": row.get("extent", "unknown"),
        "is_shown": row.get("shown", False),
        "provenance_note": row.get("note", ""),
        "source_of_statement": row["source"],
    }


def _relate(demonstration: Demonstration, key: str, row: Row) -> None:
    demonstration.add(
        ItemRelation,
        {
            "from_item": demonstration.get("item", key),
            "to_item": demonstration.get("item", row["to"]),
            "kind": row["kind"],
            "note": row.get("note", ""),
        },
    )
