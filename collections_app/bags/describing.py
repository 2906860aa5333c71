"""Records in plain values, whole: for bags that stay in the house or go to another archive."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import FileField, ForeignKey, Model

from collections_app.models import ArchivalItem, Collection, Copy

# What the program keeps for itself and says nothing about the record.
NOT_TOLD = {"path", "arrangement_key", "depth", "slug_made_under"}


def described(record: Model) -> dict[str, Any]:
    """Return every field of a record by its name; what it points to by key and in words."""
    values: dict[str, Any] = {}
    for field in record._meta.concrete_fields:
        if field.name in NOT_TOLD or isinstance(field, FileField):
            continue
        if isinstance(field, ForeignKey):
            values[field.name] = _pointed_to(getattr(record, field.name))
        else:
            values[field.name] = _plain(getattr(record, field.attname))
    for many in record._meta.many_to_many:
        chosen = getattr(record, many.name).all()
        values[many.name] = [_pointed_to(other) for other in chosen]
    return values


def _pointed_to(record: Model | None) -> dict[str, Any] | None:
    return None if record is None else {"key": record.pk, "words": str(record)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def described_item(item: ArchivalItem) -> dict[str, Any]:
    """Return all that is said of an item: its parts, its copies and what each copy withholds."""
    return described(item) | {
        "agents": [described(part) for part in item.item_agents.select_related("agent")],
        "places": [described(part) for part in item.item_places.select_related("place")],
        "links": [
            described(use) | {"link": described(use.link)}
            for use in item.links.select_related("link")
        ],
        "relations": [described(one) for one in item.relations_from.select_related("to_item")],
        "copies": [
            described_copy(copy) for copy in item.copies.select_related("repository", "collection")
        ],
    }


def described_copy(copy: Copy) -> dict[str, Any]:
    """Return all that is said of a copy, with its excisions and the facts of its files."""
    return described(copy) | {
        "excisions": [described(one) for one in copy.excisions.prefetch_related("exemptions")],
        "files": [described(file) for file in copy.files.prefetch_related("advisories")],
    }


def described_collections(top: Collection) -> list[dict[str, Any]]:
    """Return a collection and all its parts, in the order of the archive."""
    branch = Collection.objects.filter(path__startswith=top.path).order_by("arrangement_key")
    return [described(collection) for collection in branch.select_related("repository", "parent")]
