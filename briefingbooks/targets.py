"""What the keys in a book's text stand for: which records, and what else is known of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from briefingbooks.markup import Mention
from briefingbooks.models import Book, Entry, Source
from collections_app.models import Agent, ArchivalItem, Copy, ItemKind
from collections_app.models.links import http_url
from oralhistory.models import Interview

# Role: the kind of record, the field that is its key, the field of the derived row.
TARGETS: dict[str, tuple[type[models.Model], str, str]] = {
    "doc": (ArchivalItem, "ref", "item"),
    "photo": (ArchivalItem, "ref", "item"),
    "compare": (ArchivalItem, "ref", "item"),
    "entry": (Entry, "key", "to_entry"),
    "cite": (Source, "key", "source"),
    "testimony": (Interview, "ref", "interview"),
    "person": (Agent, "slug", "agent"),
}
WORDS = {
    "doc": "item",
    "photo": "photograph",
    "compare": "item",
    "entry": "entry in this book",
    "cite": "source",
    "testimony": "interview",
    "person": "person or body",
}

Found = dict[str, dict[str, Any]]


def find_targets(book: Book, mentions: Iterable[Mention]) -> Found:
    """Return, by role and key, the primary keys of what is mentioned. One query for each role."""
    keys: dict[str, set[str]] = {role: set() for role in TARGETS}
    for mention in mentions:
        keys[mention.role].add(mention.key)
    return {
        role: dict(
            _rows(book, role)
            .filter(**{f"{field}__in": keys[role]})
            .order_by()
            .values_list(field, "pk")
        )
        if keys[role]
        else {}
        for role, (_model, field, _name) in TARGETS.items()
    }


def all_keys(book: Book, role: str) -> list[str]:
    """Return every key that could stand in a role of this book, to suggest the nearest."""
    return list(_rows(book, role).order_by().values_list(TARGETS[role][1], flat=True))


def _rows(book: Book, role: str) -> models.QuerySet:
    model = TARGETS[role][0]
    rows = model._default_manager.all()
    if model is Entry:
        return rows.filter(book=book)
    return rows.filter(kind=ItemKind.PHOTOGRAPH) if role == "photo" else rows


def copy_number(key: str) -> int:
    """Return the number of a copy by its key in a text: 12 for `c12`."""
    return int(key.removeprefix("c"))


def find_copies(mentions: Iterable[Mention]) -> dict[str, dict[str, int]]:
    """Return the copies of the documents named, by reference and key (`c12`). One query."""
    refs = {mention.key for mention in mentions if mention.copies}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if refs:
        rows = Copy.objects.filter(item__ref__in=refs).order_by("pk")
        for ref, pk in rows.values_list("item__ref", "pk"):
            found[ref][f"c{pk}"] = pk
    return found


def refused_address(url: str) -> str:
    """Say why an address can not be kept as an external link; "" where it can."""
    if len(url) > 1000:
        return "is longer than 1000 characters"
    try:
        http_url(url)
    except ValidationError as problem:
        return f"is refused: {problem.messages[0]}"
    return ""
