"""Items written as a table with the headers that an import reads: what comes back is the same.

Such a file is for the house only: it holds the real names of protected people, notes of the house
and items that are not public.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice
from typing import Any, BinaryIO

from django.db.models import Count, Q, QuerySet

from collections_app.models import ArchivalItem, Collection, Copy, ItemAgent, ItemLink
from collections_app.spreadsheets.cells import KEEP, guarded, joined
from collections_app.spreadsheets.columns import (
    AGENT_COLUMNS,
    Column,
    Form,
    Place,
    headers,
)
from collections_app.spreadsheets.guide import guide_rows
from collections_app.spreadsheets.standing import TERM_LISTS, Standing, with_parts
from collections_app.spreadsheets.table_writing import csv_pieces
from collections_app.spreadsheets.terms import Vocabularies, load_terms
from collections_app.spreadsheets.xlsx_writing import LONGEST_CELL, Sheet, write_workbook

ITEMS_AT_ONCE = 400
FILE_NAME = "items-for-the-house-only"
DETAILED = ~Q(note="") | ~Q(on="") | ~Q(time_zone="") | ~Q(source="") | Q(is_certain=False)


@dataclass(slots=True)
class Export:
    """Items on their way into a table: its columns, and the names in use."""

    items: "QuerySet[ArchivalItem]"
    places: list[Place] = field(default_factory=list)
    terms: Vocabularies = field(default_factory=dict)
    left_standing: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, items: "QuerySet[ArchivalItem]") -> "Export":
        """Prepare the columns that these items need: as many copies and links as any one has."""
        chosen = ArchivalItem.objects.filter(pk__in=items.order_by().values("pk"))
        places = headers(
            copies=max(_most(Copy.objects.filter(item__in=chosen)), 1),
            links=max(_most(ItemLink.objects.filter(item__in=chosen)), 1),
            agents=_most(ItemAgent.objects.filter(DETAILED, item__in=chosen)),
        )
        return cls(chosen.order_by("ref"), places, load_terms())

    def rows(self, longest: int = 0) -> Iterator[list[str]]:
        """Yield the header and a row for each item. Texts beyond `longest` are left standing."""
        yield [place.header for place in self.places]
        for some in _in_parts(self.items):
            for standing in with_parts(some):
                texts = self._texts(standing)
                row = [guarded(texts.get(place, "")) for place in self.places]
                yield self._shorter(standing, row, longest) if longest else row

    def _shorter(self, standing: Standing, row: list[str], longest: int) -> list[str]:
        for number, text in enumerate(row):
            if len(text) > longest:
                row[number] = KEEP
                header = self.places[number].header
                self.left_standing.append(f"{standing.item.ref}, {header}")
        return row

    def _texts(self, standing: Standing) -> dict[Place, str]:
        texts = {}
        detailed = [one for one in standing.agents if _has_details(one)]
        groups: dict[str, Sequence[Any]] = {
            "copy": standing.copies,
            "link": standing.links,
            "agent": detailed,
        }
        for place in self.places:
            if not place.group:
                texts[place] = self._of_item(standing, place.column)
            elif place.number <= len(groups[place.group]):
                part = groups[place.group][place.number - 1]
                texts[place] = self._of_part(place.group, part, place.column)
        return texts

    def _of_item(self, standing: Standing, column: Column) -> str:
        if column.form is Form.TOLD:
            return str(getattr(standing.item, column.name))
        if column.name in TERM_LISTS:
            return self._names(column, standing.terms.get(column.name, []))
        if column.vocabulary == "agents":
            keys = [one.agent_id for one in standing.agents if one.role == column.role]
            return self._names(column, keys)
        if column.vocabulary == "places":
            keys = [one.place_id for one in standing.places if one.role == column.role]
            return self._names(column, keys)
        return self._value(standing.item, column)

    def _of_part(self, group: str, part: Any, column: Column) -> str:
        if group == "link" and column.field in ("url", "title"):
            return str(getattr(part.link, column.field))
        if column.name == "id":
            return str(part.pk)
        return self._value(part, column)

    def _value(self, record: Any, column: Column) -> str:
        if column.form is Form.TERM:
            key = getattr(record, f"{column.field}_id")
            return "" if key is None else self.terms[column.vocabulary].say(key)
        return said(getattr(record, column.field))

    def _names(self, column: Column, keys: Iterable[Any]) -> str:
        return joined([self.terms[column.vocabulary].say(key) for key in keys])


def said(value: Any) -> str:
    """Return a value as a cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _has_details(part: ItemAgent) -> bool:
    texts = [getattr(part, column.field) for column in AGENT_COLUMNS[3:]]
    return not part.is_certain or any(texts)


def _most(parts: "QuerySet[Any]") -> int:
    counted = parts.order_by().values("item").annotate(number=Count("pk")).order_by("-number")
    return next((row["number"] for row in counted[:1]), 0)


def _in_parts(items: "QuerySet[ArchivalItem]") -> Iterator[list[ArchivalItem]]:
    rows = items.iterator(chunk_size=ITEMS_AT_ONCE)
    while some := list(islice(rows, ITEMS_AT_ONCE)):
        yield some


def chosen_items(
    *, collection: Collection | None = None, refs: Sequence[str] = ()
) -> "QuerySet[ArchivalItem]":
    """Return the items of a collection and all its parts, those of some references, or all."""
    items = ArchivalItem.objects.all()
    if collection is not None:
        within = Collection.objects.filter(path__startswith=collection.path)
        items = items.filter(pk__in=Copy.objects.filter(collection__in=within).values("item"))
    return items.filter(ref__in=refs) if refs else items


def csv_of(export: Export) -> Iterator[bytes]:
    """Yield the table piece by piece, for an answer that is sent while it is made."""
    return csv_pieces(export.rows())


def write_xlsx(target: BinaryIO, export: Export) -> None:
    """Write the table as a workbook with a sheet that explains the columns."""
    items = Sheet("items", export.rows(LONGEST_CELL), [24] * min(len(export.places), 60))
    write_workbook(target, [items, Sheet("columns", guide_rows(), [26, 60, 60], is_wrapped=True)])


def write_template(target: BinaryIO) -> None:
    """Write an empty workbook with every header, and a sheet that explains them."""
    names = [place.header for place in headers(agents=1)]
    items = Sheet("items", [names], [24] * min(len(names), 60))
    write_workbook(target, [items, Sheet("columns", guide_rows(), [26, 60, 60], is_wrapped=True)])
