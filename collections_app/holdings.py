"""Where documents are held, as far as readers may be told.

An archive or collection that is not public is never named: whoever asks here gets words that say
so, and no address.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

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


def _stated(archive: Repository | None) -> Holding:
    if archive is None:
        return Holding(Held())
    return Holding(Held(archive=archive.name, city=archive.city), archive.get_absolute_url())
