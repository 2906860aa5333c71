"""Open a file as a table, whatever it is called: a header, and rows of texts below it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from collections_app.spreadsheets.cells import folded
from collections_app.spreadsheets.csv_reading import CsvRows
from collections_app.spreadsheets.tables import BadFile, Row, Rows, letter_of
from collections_app.spreadsheets.xlsx_reading import XlsxRows, is_workbook

LOOKED_AT = 12
SAMPLE_ROWS = 5
MOST_COLUMNS = 2000


@dataclass(slots=True)
class Table:
    """A file with a header. `rows()` yields what stands below it, rows that are empty left out."""

    source: Rows
    header_row: int
    headers: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def sheets(self) -> list[str]:
        return self.source.sheets

    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self.source.share()

    def rows(self) -> Iterator[Row]:
        for row in self.source.rows():
            if row.number > self.header_row and not row.is_empty:
                yield row

    def all_notes(self) -> list[str]:
        """Return what was noticed of the file as a whole; complete once it is read to its end."""
        return [*self.notes, *self.source.notes]

    def sample(self, rows: int = SAMPLE_ROWS) -> list[list[str]]:
        """Return the first rows, each as long as the header, for a person to look at."""
        width = len(self.headers)
        return [(row.cells + [""] * width)[:width] for row in islice(self.rows(), rows)]


def open_table(
    file: BinaryIO, *, known: frozenset[str] = frozenset(), sheet: str = "", header_row: int = 0
) -> Table:
    """Open a file of items. `known` are headers in their plain form, to find the header by.

    `header_row` names the row of the header (from 1); without it, it is the first row that is not
    empty, unless a row soon after it holds far more of the headers that we know. Raises `BadFile`.
    """
    source: Rows = XlsxRows(file, sheet=sheet) if is_workbook(file) else CsvRows(file)
    first = [row for row in islice(source.rows(), LOOKED_AT + header_row) if not row.is_empty]
    if not first:
        raise BadFile("The file is empty.")
    header, note = _header(first, known, header_row)
    if len(header.cells) > MOST_COLUMNS:
        raise BadFile(f"The file has {len(header.cells)} columns; {MOST_COLUMNS} are the most.")
    names, twins = _named(header.cells)
    notes = [note] if note else []
    notes += [f"The header “{name}” stands over several columns: {where}." for name, where in twins]
    return Table(source, header.number, names, notes)


def _header(first: list[Row], known: frozenset[str], header_row: int) -> tuple[Row, str]:
    if header_row:
        chosen = next((row for row in first if row.number == header_row), None)
        if chosen is None:
            raise BadFile(f"Row {header_row} is empty: it is no header.")
        return chosen, ""

    def familiar(row: Row) -> int:
        return sum(plain(cell) in known for cell in row.cells)

    best = max(first, key=lambda row: (familiar(row), -row.number))
    if best is not first[0] and familiar(best) >= 2 and familiar(best) > familiar(first[0]) + 1:
        return best, f"Row {best.number} is taken for the header; the rows above it are left out."
    return first[0], ""


def _named(cells: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Give every column a name of its own: of twins the second is called “note (2)”."""
    names: list[str] = []
    places: dict[str, list[str]] = {}
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    for number, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"column {letter_of(number)}"
        seen = places.setdefault(plain(name), [])
        seen.append(letter_of(number))
        names.append(name if len(seen) == 1 else f"{name} ({len(seen)})")
    twins = [(key, ", ".join(where)) for key, where in places.items() if len(where) > 1]
    return names, twins


def plain(header: str) -> str:
    """Return a header as headers are compared: its letters and figures, without case or accents."""
    said = folded(header)
    return "".join(letter for letter in said if letter.isalnum()) or said
