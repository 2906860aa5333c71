"""Where documents are held, as far as readers may be told.

An archive or collection that is not public is never named: whoever asks here gets words that say
so, and no address.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from collections_app.citation import Held
from collections_app.item_words import held
from collections_app.models import ArchivalItem, Copy, Repository
from collections_app.prepared_questions import Prepared


@dataclass(frozen=True, slots=True)
class Holding:
    """One place where a document is held; addresses are empty where nothing may be named."""

    held: Held
    archive_url: str = ""
    collection_url: str = ""


def holding_of(copy: Copy) -> Holding:
    """Say where a copy from `for_display()` is held."""
    named = held(copy)
    in_collection = copy.collection if named.collection else None
    return Holding(
        held=named,
        archive_url=copy.repository.get_absolute_url() if named.archive else "",
        collection_url=in_collection.get_absolute_url() if in_collection else "",
    )


def stated_holdings(items: Iterable[ArchivalItem]) -> dict[int, Holding]:
    """Say where items are held by their own statement, by item id. One query."""
    stated = {item.pk: item.held_at_id for item in items if item.held_at_id is not None}
    named = {archive.pk: archive for archive in _archives(stated.values())}
    return {item: _stated(named.get(archive)) for item, archive in stated.items()}


@Prepared
def _archives(keys: Collection[int], at: datetime) -> QuerySet:
    return Repository.objects.public(at).filter(pk__in=keys)


def held_by(items: QuerySet, archives: Iterable[Repository]) -> QuerySet:
    """Narrow public items to those that these archives hold.

    By their public copies; by the statement of the item itself only where no copy is described.
    """
    archives = list(archives)
    copies = Copy.objects.public()
    by_copy = Q(pk__in=copies.filter(repository__in=archives).values("item"))
    by_statement = Q(held_at__in=archives) & ~Q(pk__in=copies.values("item"))
    return items.filter(by_copy | by_statement)


def numbers_by_archive(items: QuerySet) -> Counter[int]:
    """Count public items by the archive that holds them, named or not. Two queries."""
    items, copies, number = items.order_by(), Copy.objects.public(), Counter[int]()
    by_copy = copies.filter(item__in=items.values("pk")).order_by().values_list("repository")
    number.update(dict(by_copy.annotate(Count("item", distinct=True))))
    stated = items.exclude(held_at=None).exclude(pk__in=copies.values("item"))
    number.update(dict(stated.values_list("held_at").annotate(Count("pk"))))
    return number


def _stated(archive: Repository | None) -> Holding:
    if archive is None:
        return Holding(Held())
    return Holding(Held(archive=archive.name, city=archive.city), archive.get_absolute_url())
