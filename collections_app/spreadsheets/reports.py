"""What a check found, kept row by row: lines of JSON in a file, read page by page.

A file has as many lines as the table has rows, so that no report is ever held in memory.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, BinaryIO

from collections_app.spreadsheets.cells import guarded
from collections_app.spreadsheets.plans import Plan
from collections_app.spreadsheets.terms import Unknown
from collections_app.spreadsheets.wishes import Message

_ROW, _TERM = b"R", b"T"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a table as the report tells it."""

    row: int
    ref: str
    title: str
    action: str
    changed: list[str]
    messages: list[Message]

    @property
    def says(self) -> str:
        """What becomes of the row, in a word or two."""
        if self.action == "update":
            return f"changes {', '.join(self.changed)}"
        return _SAID[self.action]


_SAID = {
    "create": "a new item",
    "unchanged": "changes nothing",
    "error": "can not be applied",
}


def write_rows(file: IO[bytes], plans: Iterable[Plan]) -> None:
    """Add the lines of some rows."""
    for plan in plans:
        kept = [plan.row, plan.ref, plan.title, plan.action, plan.changed, plan.messages]
        file.write(_ROW + json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def write_terms(file: IO[bytes], unknown: Iterable[Unknown]) -> None:
    """Add the lines of the names that nobody bears."""
    for one in unknown:
        kept = [one.vocabulary, one.name, one.count, one.rows, one.alike]
        file.write(_TERM + json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def rows_of(file: BinaryIO, level: str = "") -> Iterator[ReportRow]:
    """Yield the rows of a report: all, or those about which something of this level is told."""
    mark = f'["{level}", '.encode() if level else b""
    for line in file:
        if line[:1] == _ROW and mark in line:
            row, ref, title, action, changed, messages = json.loads(line[1:])
            if not level or any(message[0] == level for message in messages):
                yield ReportRow(row, ref, title, action, changed, [tuple(m) for m in messages])


def page_of(file: BinaryIO, level: str, start: int, size: int) -> tuple[list[ReportRow], bool]:
    """Return `size` rows of a report from the one numbered `start`; say whether more follow."""
    rows = list(islice(rows_of(file, level), start, start + size + 1))
    return rows[:size], len(rows) > size


def terms_of(file: BinaryIO) -> Iterator[Unknown]:
    """Yield the names that nobody bears, the most frequent first."""
    for line in file:
        if line[:1] == _TERM:
            vocabulary, name, count, rows, alike = json.loads(line[1:])
            yield Unknown(vocabulary, name, count, rows, alike)


def lines_for_table(rows: Iterable[ReportRow]) -> Iterator[list[str]]:
    """Yield a report as a table: a line for each thing told, one for a row without any."""
    yield ["row", "ref", "title", "what becomes of it", "level", "column", "message"]
    for row in rows:
        head = [str(row.row), row.ref, row.title, row.says]
        for level, column, words in row.messages or [("", "", "")]:
            yield [guarded(cell) for cell in (*head, level, column, words)]
