"""A sheet of a workbook as rows of texts: values as stored, nothing run, oddities noted."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from collections_app.spreadsheets.tables import BadFile, Row, letter_of
from collections_app.spreadsheets.xlsx_package import (
    BLOCK,
    PartReader,
    name_of,
    number_formats,
    open_package,
    shared_texts,
    sheets_of,
    text_in,
    unescaped,
)

WIDEST = 16384


class XlsxRows:
    """The rows of one sheet, one at a time; the first sheet unless another is named."""

    def __init__(self, file: BinaryIO, *, sheet: str = "") -> None:
        self._package = open_package(file)
        parts, self._from_1904 = sheets_of(self._package)
        self.sheets = list(parts)
        self.notes: list[str] = []
        if not parts:
            raise BadFile("The workbook has no sheet.")
        if sheet and sheet not in parts:
            raise BadFile(f"There is no sheet “{sheet}”. There are: {', '.join(parts)}.")
        self.sheet = sheet or self.sheets[0]
        self._part = parts[self.sheet]
        self._size = self._package.getinfo(self._part).file_size or 1
        self._read = 0
        self._texts: list[str] | None = None
        self._formats: list[str] = []
        if len(parts) > 1 and not sheet:
            others = ", ".join(f"“{name}”" for name in self.sheets[1:])
            self.notes.append(f"The first sheet, “{self.sheet}”, is read; there are also {others}.")

    def share(self) -> float:
        return min(self._read / self._size, 1.0)

    def rows(self) -> Iterator[Row]:
        if self._texts is None:
            self._texts = shared_texts(self._package)
            self._formats = number_formats(self._package)
        self._read, number, merged, hidden = 0, 0, [], []
        for element in self._elements():
            match name_of(element):
                case "row":
                    number = int(element.get("r") or number + 1)
                    yield self._row(number, element)
                case "mergeCell":
                    merged.append(element.get("ref", ""))
                case "col" if element.get("hidden") in ("1", "true"):
                    first, last = int(element.get("min", 1)), int(element.get("max", 1))
                    hidden += [letter_of(one - 1) for one in range(first, min(last, first + 9) + 1)]
        self._note_shape(merged, hidden)

    def _elements(self) -> Iterator[Any]:
        reader = PartReader(("row", "mergeCell", "col"))
        try:
            with self._package.open(self._part) as part:
                while block := part.read(BLOCK):
                    self._read += len(block)
                    yield from reader.feed(block)
                yield from reader.close()
        except BadFile:
            raise
        except Exception as problem:
            raise BadFile(f"The sheet can not be read to its end: {problem}.") from problem

    def _note_shape(self, merged: list[str], hidden: list[str]) -> None:
        notes = []
        if merged:
            notes.append(
                f"Merged cells ({', '.join(merged[:5])}{'…' if len(merged) > 5 else ''}): what "
                "stands in them is read for the first of them only."
            )
        if hidden:
            notes.append(f"Hidden columns are read like any other: {', '.join(hidden)}.")
        self.notes += [note for note in notes if note not in self.notes]

    def _row(self, number: int, element: Any) -> Row:
        row = Row(number, [])
        if element.get("hidden") in ("1", "true"):
            row.notes.append("This row is hidden in the sheet; it is read like any other.")
        for cell in element:
            if name_of(cell) == "c":
                self._put(row, cell)
        return row

    def _put(self, row: Row, cell: Any) -> None:
        place = _column(cell.get("r", "")) if cell.get("r") else len(row.cells)
        if place >= WIDEST:
            raise BadFile(f"Row {row.number} has a cell beyond the last column of a sheet.")
        parts = {name_of(part): part for part in cell}
        said = self._value(cell, parts)
        if "f" in parts:
            row.has_formula = True
            row.notes.append(_on_formula(letter_of(place), parts["f"].text or "", said))
        if said:
            row.cells += [""] * (place + 1 - len(row.cells))
            row.cells[place] = said

    def _value(self, cell: Any, parts: dict[str, Any]) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_in(parts["is"]) if "is" in parts else ""
        stored = parts["v"].text or "" if "v" in parts else ""
        match kind:
            case "s":
                texts = self._texts or []
                index = int(stored) if stored.strip().isdigit() else -1
                return texts[index] if 0 <= index < len(texts) else ""
            case "str":
                return unescaped(stored)
            case "b":
                return "yes" if stored == "1" else "no"
            case "d" | "e":
                return stored
        return self._number(stored, cell.get("s", "0"))

    def _number(self, stored: str, style: str) -> str:
        try:
            value = float(stored)
        except ValueError:
            return stored
        number = int(style) if style.isdigit() else 0
        form = self._formats[number] if number < len(self._formats) else ""
        if form == "date":
            return _date(value, from_1904=self._from_1904)
        if value == int(value) and abs(value) < 1e15:
            return str(int(value)).zfill(len(form)) if value >= 0 else str(int(value))
        return format(value, ".15g")


def is_workbook(file: BinaryIO) -> bool:
    """Whether the bytes are a zip, as every workbook is. Raises `BadFile` for an old or locked one.

    Names of files tell nothing: museums send workbooks called .csv, and the other way round.
    """
    file.seek(0, io.SEEK_SET)
    start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            "This is a workbook of the old kind (.xls), or one locked by a password. Save it as "
            ".xlsx without a password, or as CSV."
        )
    return start.startswith(b"PK\x03\x04")


def _column(reference: str) -> int:
    column = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return max(column, 1) - 1


def _date(value: float, *, from_1904: bool) -> str:
    """Return a stored day as EDTF: 1994-01-11; with a time of day where one is stored."""
    # Excel takes 1900 for a leap year: before March its days are one too many.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not from_1904 and value < 60:
        start += timedelta(days=1)
    try:
        moment = start + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return format(value, ".15g")
    if 0 <= value < 1:
        return moment.strftime("%H:%M:%S")
    day = f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    is_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return day if is_midnight else f"{day} {moment:%H:%M:%S}"


def _on_formula(letter: str, formula: str, said: str) -> str:
    shown = f" ={formula[:80]}" if formula else ""
    if not said:
        return f"Column {letter} holds a formula{shown} without a stored value: it reads as blank."
    return f"Column {letter} holds a formula{shown}: its stored value is read, nothing is run."
