"""How tests bring tables in: in a line or two, checked and applied by the deeds."""

import csv
import io
import tempfile
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from collections_app.models import ImportBatch, ImportMode, User
from collections_app.spreadsheets import batches
from collections_app.spreadsheets.mapping import Manner
from collections_app.spreadsheets.reports import ReportRow, rows_of, terms_of
from collections_app.spreadsheets.terms import Unknown


def table(*rows: dict[str, Any], **same: Any) -> io.BytesIO:
    """Return a CSV file of rows; their keys, in the order of first use, are its header."""
    filled = [same | row for row in rows]
    headers = list(dict.fromkeys(name for row in filled for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([[row.get(name, "") for name in headers] for row in filled])
    return io.BytesIO(text.getvalue().encode())


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> io.BytesIO:
    """Return an XLSX file with the rows as its first sheet; `sheets` follow it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    return kept(book)


def kept(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@dataclass
class Checked:
    """What a check found, with its report read to the end."""

    found: batches.Found
    rows: list[ReportRow]
    terms: list[Unknown]

    @property
    def actions(self) -> list[str]:
        return [row.action for row in self.rows]

    @property
    def counts(self) -> dict[str, int]:
        return self.found.counts

    def told(self, level: str = "error") -> str:
        """Return everything that is told of one level, with the columns."""
        return "\n".join(
            f"{column}: {words}"
            for row in self.rows
            for one, column, words in row.messages
            if one == level
        )


def check(file: io.BytesIO, mode: str = ImportMode.UPSERT, **manner: Any) -> Checked:
    """Check a file; the words of a `Manner` say how it is read."""
    with tempfile.TemporaryFile() as report:
        found = batches.check_file(file, Manner(**manner), mode, report)  # type: ignore[arg-type]
        report.seek(0)
        rows = list(rows_of(report))  # type: ignore[arg-type]
        report.seek(0)
        return Checked(found, rows, list(terms_of(report)))  # type: ignore[arg-type]


def bring_in(
    file: io.BytesIO, mode: str = ImportMode.UPSERT, *, by: User | None = None, **manner: Any
) -> ImportBatch:
    """Receive, check and apply a file."""
    batch = batches.receive(file, "items.csv", by=by, mode=mode, manner=Manner(**manner))
    batch.save()
    batches.check_batch(batch)
    batches.apply_batch(batch, by=by)
    batch.refresh_from_db()
    return batch
