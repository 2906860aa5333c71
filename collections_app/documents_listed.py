"""Documents in an order, of which a page is read at the same cost wherever in the list it lies."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, overload

from django.db.models import QuerySet
from pyroaring import BitMap

from collections_app.counted.standing import Standing, cut_from
from collections_app.documents_found import ranks
from collections_app.models import ArchivalItem
from collections_app.prepared_questions import Prepared
from collections_app.search_index.asking import Asked

ORDERS: dict[str, tuple[str, ...]] = {
    "title": ("title", "ref"),
    "added": ("-public_from", "-pk"),
    "ref": ("ref",),
}


class DocumentsListed(Sequence[ArchivalItem]):
    """Some documents in one order; a stretch of them is read through the rule.

    One that was closed since it was counted is left out of its stretch.
    """

    def __init__(self, standing: Standing, keys: BitMap, order: str, asked: Asked) -> None:
        self.standing, self.keys, self.order, self.asked = standing, keys, order, asked

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[ArchivalItem]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> ArchivalItem: ...
    @overload
    def __getitem__(self, place: slice) -> list[ArchivalItem]: ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _step = place.indices(len(self))
        keys = self._keys(start, stop)
        return listed_items(keys)

    def _keys(self, start: int, stop: int) -> list[int]:
        if self.order == "relevance":
            return list(self._by_relevance(start, stop))
        if self.order == "date":
            return self.standing.by_date.cut(self.keys, start, stop)
        return cut_from(self._all_in_order(), self.keys, start, stop)

    def _by_relevance(self, start: int, stop: int) -> Iterator[int]:
        before = 0
        for keys in ranks(self.asked, self.keys):
            first, last = max(start - before, 0), max(stop - before, 0)
            yield from self.standing.by_date.cut(keys, first, last) if last else []
            before += len(keys)

    def _all_in_order(self) -> "array[int]":
        """Return all documents in an order that is seldom asked for; kept until one changes."""
        orders = self.standing.orders
        if self.order not in orders:
            rows = ArchivalItem.objects.published().order_by(*ORDERS[self.order])
            orders[self.order] = array("q", rows.values_list("pk", flat=True).iterator())
        return orders[self.order]


def listed_items(keys: Sequence[int]) -> list[ArchivalItem]:
    """Return the documents of these keys that are public now, in the same order. One query."""
    found = {item.pk: item for item in _public(keys)}
    return [found[key] for key in keys if key in found]


@Prepared
def _public(keys: Collection[int], at: datetime) -> QuerySet:
    return ArchivalItem.objects.public(at).filter(pk__in=keys).order_by()
