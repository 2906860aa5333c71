"""A withdrawal sheet checked before anything is written: every line with what is said of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.db.models import Q

from collections_app.models import ArchivalItem
from collections_app.spreadsheets.cells import folded, has_control, line_of, unguarded
from collections_app.spreadsheets.reading import Table, open_table
from collections_app.spreadsheets.tables import BadFile
from declassification.models import AccessRequest, RequestedDocument
from declassification.sheets.columns import BY_HEADER, REF, SheetColumn, matched
from declassification.sheets.days import can_be

MOST_ROWS = 5000
MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 100_000
AT_ONCE = 500
ADDED, LEFT_OUT, WRONG = "added", "left out", "error"

# What a line of the sheet says: the number of its row, and its cells by field.
SheetRow = tuple[int, dict[str, str]]


@dataclass(slots=True)
class Line:
    """One line of a sheet: what becomes of it, and what is said of it."""

    row: int
    cells: dict[str, str]
    becomes: str = ADDED
    messages: list[str] = field(default_factory=list)
    item_id: int | None = None

    @property
    def named(self) -> str:
        return self.cells.get("title") or self.cells.get(REF, "")

    def refuse(self, message: str) -> None:
        self.becomes = WRONG
        self.messages.append(message)

    def leave_out(self, message: str) -> None:
        if self.becomes == ADDED:
            self.becomes = LEFT_OUT
        self.messages.append(message)


@dataclass(slots=True)
class Check:
    """What would become of a sheet. It can be applied while no line of it is an error."""

    lines: list[Line]
    notes: list[str] = field(default_factory=list)

    def count(self, becomes: str) -> int:
        return sum(line.becomes == becomes for line in self.lines)

    @property
    def added(self) -> int:
        return self.count(ADDED)

    @property
    def left_out(self) -> int:
        return self.count(LEFT_OUT)

    @property
    def wrong(self) -> int:
        return self.count(WRONG)


def read_sheet(file: BinaryIO) -> tuple[list[SheetRow], list[str]]:
    """Return the rows of a sheet and what is said of the file; CSV or XLSX, by its bytes.

    Raises `BadFile` for a file that is no table, has none of our columns or is too long.
    """
    table = open_table(file, known=frozenset(BY_HEADER))
    columns, strange, twice = matched(table.headers)
    if not {REF, "title"} & {column.field for column in columns.values()}:
        found = ", ".join(f"“{header}”" for header in table.headers[:12])
        raise BadFile(
            "No column says which document is meant: name one “ref” or “listed as” (title, "
            f"subject). The headers found are {found}."
        )
    rows = list(_rows(table, columns))
    notes = table.all_notes()
    notes += [f"The header “{header}” is not understood and left out." for header in strange]
    notes += [f"The header “{header}” stands for a column read before." for header in twice]
    return rows, notes


def _rows(table: Table, columns: dict[int, SheetColumn]) -> Iterator[SheetRow]:
    for count, row in enumerate(table.rows(), start=1):
        if count > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS} rows: bring it in in parts.")
        cells = {
            column.field: unguarded(row.cells[place])
            for place, column in columns.items()
            if place < len(row.cells) and row.cells[place].strip()
        }
        yield row.number, cells


def check(request: AccessRequest, rows: Iterable[SheetRow]) -> Check:
    """Say of every row what would become of it. Writes nothing."""
    lines = [Line(number, _tidied(cells)) for number, cells in rows]
    for line in lines:
        _refuse_cells(line)
    _link_items(lines)
    _leave_out_what_is_asked_for(request, lines)
    _say_who_else_asks(request, lines)
    return Check(lines)


def _tidied(cells: dict[str, str]) -> dict[str, str]:
    return {name: line_of(text) for name, text in cells.items() if line_of(text)}


def _refuse_cells(line: Line) -> None:
    for column in BY_FIELD.values():
        text = line.cells.get(column.field, "")
        if column.limit and len(text) > column.limit:
            line.refuse(f"“{column.name}” is too long: {len(text)} signs, {column.limit} at most.")
        if has_control(text):
            line.refuse(f"“{column.name}” holds signs that no text has.")
    pages = line.cells.get("pages", "")
    if pages and not (pages.isascii() and pages.isdecimal() and 0 < int(pages) <= MOST_PAGES):
        line.refuse(f"“pages” is not a whole number above 0: {pages[:40]}.")
    if not can_be(line.cells.get("date", "")):
        line.refuse(f"“date” names a day that does not exist: {line.cells['date'][:40]}.")
    if not line.cells.get(REF) and not line.cells.get("title"):
        line.refuse("Neither a ref nor a title: say which document is meant.")


BY_FIELD = {column.field: column for column in BY_HEADER.values()}


def _link_items(lines: list[Line]) -> None:
    wanted = sorted({line.cells[REF].upper() for line in lines if REF in line.cells})
    known: dict[str, int] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found = ArchivalItem.objects.filter(ref__in=wanted[start : start + AT_ONCE])
        known.update(found.values_list("ref", "pk"))
    for line in lines:
        ref = line.cells.get(REF, "").upper()
        line.item_id = known.get(ref)
        if ref and line.item_id is None:
            line.refuse(f"There is no item {line.cells[REF]}.")


def _place(box: str, folder: str, number: str) -> tuple[str, str, str] | None:
    """Return where a document lies, as places are compared; only a number tells two apart."""
    return (folded(box), folded(folder), folded(number)) if number and (box or folder) else None


def _leave_out_what_is_asked_for(request: AccessRequest, lines: list[Line]) -> None:
    items: dict[int, str] = {}
    places: dict[tuple[str, str, str], str] = {}
    for document in request.documents.only("item_id", "box", "folder", "document_number"):
        if document.item_id is not None:
            items[document.item_id] = "by this request already"
        place = _place(document.box, document.folder, document.document_number)
        if place:
            places[place] = "by this request already"
    for line in lines:
        told = f"in row {line.row}"
        place = _place(*(line.cells.get(n, "") for n in ("box", "folder", "document_number")))
        if line.item_id in items:
            line.leave_out(f"The item is asked for {items[line.item_id]}.")
        elif place in places:
            line.leave_out(f"Box, folder and number are asked for {places[place]}.")
        if line.item_id is not None:
            items.setdefault(line.item_id, told)
        if place:
            places.setdefault(place, told)


def _say_who_else_asks(request: AccessRequest, lines: list[Line]) -> None:
    """Say which other requests ask for the same item: usual, and good to know."""
    by_item: dict[int, set[str]] = {}
    wanted = sorted({line.item_id for line in lines if line.item_id is not None})
    others: Any = RequestedDocument.objects.exclude(request=request)
    for start in range(0, len(wanted), AT_ONCE):
        found = others.filter(Q(item__in=wanted[start : start + AT_ONCE]))
        for item, number in found.values_list("item_id", "request__number"):
            by_item.setdefault(item, set()).add(number)
    for line in lines:
        if line.item_id in by_item:
            numbers = ", ".join(sorted(by_item[line.item_id]))
            line.messages.append(f"Also asked for by {numbers}.")
