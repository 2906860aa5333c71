"""Which releases withhold what an earlier one had shown: for the page of one document and for all.

By passages where both copies have a text, by the extent that is stated of them where not. Nothing
of it is kept: it is true of the texts as they are when it is asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice
from typing import Protocol
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from collections_app.copy_texts import CopySaid, pages_of, said_by
from collections_app.fullest_text import Passage, Setback, fullest_text, setbacks
from collections_app.models import ArchivalItem, Copy, Excision
from collections_app.passages import compare
from collections_app.publication import Visitor
from collections_app.setbacks import earlier_and_fuller

# Documents read at a time, and how many pages of one are compared at the most.
AT_ONCE = 100
MOST_PAGES = 400


class Stated(Protocol):
    """What is known of a copy without its text."""

    @property
    def key(self) -> int: ...
    @property
    def released_on(self) -> date | None: ...
    @property
    def completeness(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Regression:
    """A release that withholds what an earlier one had shown.

    `passages` is 0 where it is told by the stated extents alone. `address` compares the two.
    """

    item: ArchivalItem
    copy: Copy
    earlier: Copy
    passages: int
    address: str


def passages_of(copies: Sequence[Stated], said: Mapping[int, CopySaid]) -> list[Passage]:
    """Put together what these copies say; nothing where they have no language in common."""
    texts = [said[copy.key] for copy in copies if copy.key in said]
    if not texts or not frozenset.intersection(*(one.languages for one in texts)):
        return []
    return fullest_text([one.text for one in texts])


def set_back(
    copies: Sequence[Stated], said: Mapping[int, CopySaid], passages: Sequence[Passage]
) -> list[Setback]:
    """Return which of these copies show less than an earlier one; each is told once at the most.

    `passages` are those of `passages_of`. Copies are numbered as they are listed.
    """
    with_text = [number for number, copy in enumerate(copies) if copy.key in said]
    found = {}
    for one in setbacks(passages, [copies[number].released_on for number in with_text]):
        copy, earlier = with_text[one.copy], with_text[one.earlier]
        pieces = compare(said[copies[earlier].key].text, said[copies[copy].key].text)
        told = sum(piece.kind == "withheld" for piece in pieces)
        found[copy] = Setback(copy, earlier, told or one.passages)
    stated = [(copy.released_on, copy.completeness) for copy in copies]
    for number in range(len(copies)):
        fuller = earlier_and_fuller(number, stated)
        if fuller is not None and not (number in with_text and fuller in with_text):
            found.setdefault(number, Setback(number, fuller, 0))
    return [found[number] for number in sorted(found)]


def regressions(user: Visitor, items: Collection[int] | None = None) -> list[Regression]:
    """Return every release that this person may know of and that shows less than an earlier one.

    With `items`, only releases of these documents.

    Newest release first. Six queries for every hundred documents with two dated copies, and a
    comparison of their texts: for a desk, not for a list that readers open.
    """
    found: list[Regression] = []
    dated = _dated(user) if items is None else _dated(user).filter(item__in=items)
    for copies in _by_document(dated):
        found += _among(copies, user)
    return sorted(found, key=lambda one: (one.copy.released_on, one.copy.pk), reverse=True)


def regressions_not_told(copies: "QuerySet[Copy]") -> list[Regression]:
    """Return those among copies that readers are not told of; by the extents that are stated.

    A copy made while its request is not public is compared with every earlier one. `address` is
    that of the copy at its desk: readers are told of nothing.
    """
    dated = copies.filter(released_on__isnull=False)
    readers = Copy.objects.public().filter(pk=OuterRef("pk"))
    with_readers = _of_several(dated).annotate(for_readers=Exists(readers))
    rows = groupby(with_readers.select_related("item"), key=lambda copy: copy.item_id)
    found = [one for _item, some in rows for one in _of_document(list(some), {})]
    return [
        replace(one, address=reverse("admin:collections_app_copy_change", args=[one.copy.pk]))
        for one in found
        if not one.copy.for_readers  # type: ignore[attr-defined]
    ]


def _dated(user: Visitor) -> "QuerySet[Copy]":
    """Return the copies with a date of release, of documents that have another such copy."""
    told = Copy.objects.visible_to(user).told().filter(released_on__isnull=False)
    return _of_several(told)


def _of_several(copies: "QuerySet[Copy]") -> "QuerySet[Copy]":
    other = copies.filter(item=OuterRef("item")).exclude(released_on=OuterRef("released_on"))
    return copies.filter(Exists(other.order_by())).order_by("item", "released_on", "pk")


def _by_document(copies: "QuerySet[Copy]") -> Iterator[list[list[Copy]]]:
    rows = groupby(copies.select_related("item"), key=lambda copy: copy.item_id)
    documents = (list(group) for _item, group in rows)
    while some := list(islice(documents, AT_ONCE)):
        yield some


def _among(documents: Sequence[Sequence[Copy]], user: Visitor) -> list[Regression]:
    keys = [copy.pk for copies in documents for copy in copies]
    pages = pages_of(keys, user)
    for copies in documents:
        if sum(len(pages[copy.pk]) for copy in copies) > MOST_PAGES:
            pages.update({copy.pk: [] for copy in copies})
    excisions: dict[int, list[Excision]] = defaultdict(list)
    of_these = Excision.objects.visible_to(user).filter(copy__in=keys)
    for excision in of_these.prefetch_related("exemptions"):
        excisions[excision.copy_id].append(excision)
    said = said_by(pages, excisions, user)
    return [one for copies in documents for one in _of_document(copies, said)]


@dataclass(frozen=True, slots=True)
class _Stated:
    key: int
    released_on: date | None
    completeness: str


def _of_document(copies: Sequence[Copy], said: Mapping[int, CopySaid]) -> list[Regression]:
    stated = [_Stated(copy.pk, copy.released_on, copy.extent) for copy in copies]
    return [
        Regression(
            item=copies[one.copy].item,
            copy=copies[one.copy],
            earlier=copies[one.earlier],
            passages=one.passages,
            address=compare_address(
                copies[one.copy].item.ref, copies[one.earlier].pk, copies[one.copy].pk
            ),
        )
        for one in set_back(stated, said, passages_of(stated, said))
    ]


def compare_address(ref: str, first: int, second: int) -> str:
    """Return where two copies of a document are compared."""
    asked = urlencode({"a": first, "b": second})
    return f"{reverse('collections_app:item-compare', args=[ref])}?{asked}"
