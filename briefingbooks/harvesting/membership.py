"""Which sets records stand in: their kind, collections with all wider levels, books showing them.

`collection` and `book` are sets too: of all that stands in any of theirs.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from briefingbooks.models import Book, Entry, HarvestedRecord
from collections_app.models import ArchivalItem, Collection, Copy, Repository
from oralhistory.models import Interview

Kind = HarvestedRecord.Kind
COLLECTION, BOOK = "collection", "book"
NAMES = {
    **dict(Kind.choices),
    COLLECTION: "Collections with their documents",
    BOOK: "Briefing books with what they show",
}
Sets = dict[int, set[str]]


class NoSuchSet(ValueError):
    """Raised for a set that does not exist, or that readers may not know of."""


def sets_of(kind: str, keys: Iterable[int], at: datetime | None = None) -> Sets:
    """Return the sets beside its kind of each record, as readers know them at an instant."""
    keys = list(keys)
    found: Sets = defaultdict(set)
    if kind == Kind.ITEMS:
        held = dict(_public_copies(at).filter(item__in=keys).values_list("pk", "collection__path"))
        items = dict(Copy.objects.public(at).filter(pk__in=held).values_list("pk", "item"))
        _add_collections(found, [(items[copy], path) for copy, path in held.items()], at)
    if kind == Kind.COLLECTIONS:
        own = Collection.objects.public(at).filter(pk__in=keys).values_list("pk", "path")
        _add_collections(found, list(own), at)
    for key, slug in _books_of(kind, keys, at):
        found[key].add(f"{BOOK}:{slug}")
    return found


def in_set(spec: str) -> Q:
    """Return what narrows rows to a set. Raises `NoSuchSet`."""
    if spec in Kind.values:
        return Q(kind=spec)
    room, _, name = spec.partition(":")
    gone = Q(is_deleted=True, sets__contains=f" {spec} " if name else f" {room}:")
    if room == COLLECTION and (wider := _paths(name)):
        return gone | Q(is_deleted=False) & _in_collections(wider)
    if room == BOOK and (not name or Book.objects.public().filter(slug=name).exists()):
        return gone | Q(is_deleted=False) & _in_books(name)
    raise NoSuchSet(spec)


def known(specs: Iterable[str]) -> set[str]:
    """Return which of these sets readers may know of now. Two queries."""
    specs = set(specs)
    codes = [name for room, _, name in (one.partition(":") for one in specs) if room == COLLECTION]
    slugs = [name for room, _, name in (one.partition(":") for one in specs) if room == BOOK]
    told = Collection.objects.public().filter(code__in=codes).values_list("code", flat=True)
    books = Book.objects.public().filter(slug__in=slugs).values_list("slug", flat=True)
    return {f"{COLLECTION}:{code}" for code in told} | {f"{BOOK}:{slug}" for slug in books}


def _public_copies(at: datetime | None = None) -> QuerySet[Copy]:
    return Copy.objects.public(at).filter(
        repository__in=Repository.objects.public(at), collection__in=Collection.objects.public(at)
    )


def _add_collections(found: Sets, rows: list[tuple[int, str]], at: datetime | None) -> None:
    levels = {int(step) for _, path in rows for step in path.split("/") if step}
    codes = dict(Collection.objects.public(at).filter(pk__in=levels).values_list("pk", "code"))
    for key, path in rows:
        wider = (codes.get(int(step)) for step in path.split("/") if step)
        found[key] |= {f"{COLLECTION}:{code}" for code in wider if code}


def _books_of(kind: str, keys: list[int], at: datetime | None) -> Iterable[tuple[int, str]]:
    if kind == Kind.BOOKS:
        return Book.objects.public(at).filter(pk__in=keys).values_list("pk", "slug")
    if kind == Kind.COLLECTIONS:
        return ()
    shown = "item" if kind == Kind.ITEMS else "interview"
    entries = Entry.objects.public(at).filter(**{f"{shown}__in": keys})
    return entries.values_list(shown, "book__slug")


def _paths(code: str) -> list[str]:
    """Return the path of a public collection; of all, the one with which each begins."""
    if not code:
        return [""]
    return list(Collection.objects.public().filter(code=code).values_list("path", flat=True))


def _in_collections(paths: list[str]) -> Q:
    beneath = Collection.objects.public().filter(path__startswith=paths[0])
    copies = _public_copies().filter(collection__in=beneath)
    items: Any = ArchivalItem.objects.public().filter(pk__in=copies.values("item"))
    return Q(kind=Kind.ITEMS, key__in=items.order_by().values("pk")) | Q(
        kind=Kind.COLLECTIONS, key__in=beneath.order_by().values("pk")
    )


def _in_books(slug: str) -> Q:
    books = Book.objects.public().filter(**({"slug": slug} if slug else {})).order_by()
    entries = Entry.objects.public().filter(book__in=books).order_by()
    items = ArchivalItem.objects.public().filter(pk__in=entries.values("item")).order_by()
    people = Interview.objects.public().filter(pk__in=entries.values("interview")).order_by()
    return (
        Q(kind=Kind.BOOKS, key__in=books.values("pk"))
        | Q(kind=Kind.ITEMS, key__in=items.values("pk"))
        | Q(kind=Kind.INTERVIEWS, key__in=people.values("pk"))
    )
