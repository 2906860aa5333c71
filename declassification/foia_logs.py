"""Logs of real requests, as agencies publish them: the due date they computed beside ours.

A log is a table of comma-separated values with a column for the day of receipt and one for the due
date as the agency states it. Days are written as ISO 8601, as month/day/year, or as the serial
number of a spreadsheet (days since 30 December 1899).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from declassification.deadlines import due, elapsed
from declassification.terms import Start, Term

SPREADSHEET_EPOCH = date(1899, 12, 30)
# Serial numbers from 1982 to 2064: others are no dates of requests.
SERIAL_NUMBERS = range(30_000, 60_000)
RECEIVED = ("received", "date received", "received date")
DUE = ("due_as_stated_by_agency", "due", "due date", "target", "target date", "date due")


class NotALog(ValueError):
    """Raised for a file that has no column for receipt or for the due date; says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """One request of a log; `line` is the line of the file, from 1."""

    log: str
    line: int
    received: date | None
    stated: date | None

    @property
    def is_usable(self) -> bool:
        """Whether both days are there and the due date lies after receipt."""
        return self.received is not None and self.stated is not None and self.stated > self.received


@dataclass(slots=True)
class Comparison:
    """How the due dates that agencies state compare with ours; differences in counted days."""

    rows: int = 0
    usable: int = 0
    same: int = 0
    counted: Counter[int] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The percentage of usable rows in which both dates are the same."""
        return 100 * self.same / self.usable if self.usable else 0.0


def day_of(cell: str) -> date | None:
    """Read a day; nothing for a dash, an empty cell, or what is no day."""
    cell = cell.strip()
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        number = int(float(cell))
        return SPREADSHEET_EPOCH + timedelta(days=number) if number in SERIAL_NUMBERS else None
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def rows_of(log: Path) -> Iterator[Row]:
    """Read the rows of a log. Raises `NotALog` for a file that is not one, or not in UTF-8."""
    try:
        with log.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            names = {name.strip().casefold(): name for name in reader.fieldnames or []}
            received, stated = _column(log, names, RECEIVED), _column(log, names, DUE)
            for row in reader:
                days = day_of(row[received] or ""), day_of(row[stated] or "")
                yield Row(log.name, reader.line_num, *days)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise NotALog(f"{log.name}: not a table of comma-separated values in UTF-8.") from problem


def _column(log: Path, names: dict[str, str], wanted: tuple[str, ...]) -> str:
    found = next((names[name] for name in wanted if name in names), None)
    if found is None:
        raise NotALog(f"{log.name}: no column is named {' or '.join(wanted)}.")
    return found


def compare(rows: Iterator[Row], term: Term, into: Comparison) -> None:
    """Count how many of the usable rows state the day that the term gives."""
    for row in rows:
        into.rows += 1
        if row.received is None or row.stated is None or not row.is_usable:
            continue
        into.usable += 1
        into.same += due(term, Start("receipt", row.received)).due == row.stated
        into.counted[elapsed(row.received, row.stated, term.calendar)] += 1
