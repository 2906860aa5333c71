"""Everything public in one folder: a table and JSON lines of each kind, and what proves them.

The same values as the API gives, through the same rule. The folder is there whole or not at all.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from briefingbooks.open_data.columns import Column, columns_of
from briefingbooks.open_data.kinds import KINDS, Kind
from collections_app.progress import Progress
from collections_app.whole_folders import whole_folder

PACKAGE, SUMS, README = "datapackage.json", "SHA256SUMS", "README.txt"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dumped:
    """What was written: how many records of each kind, and how many bytes in all."""

    records: dict[str, int]
    bytes: int


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    bytes: int
    sha256: str


class _Measured:
    """A file being written, of which the digest and the length are taken on the way."""

    def __init__(self, path: Path) -> None:
        self.path, self.digest, self.length = path, hashlib.sha256(), 0
        self.file: IO[bytes] = path.open("xb")

    def write(self, words: str) -> None:
        piece = words.encode("utf-8", "replace")
        self.file.write(piece)
        self.digest.update(piece)
        self.length += len(piece)

    def close(self) -> None:
        self.file.close()

    def measured(self) -> _File:
        return _File(self.path.name, self.length, self.digest.hexdigest())


def dump_public(target: Path, progress: Progress) -> Dumped:
    """Write all public records into the new folder `target`.

    Raises `NotWritten` where that can not be done; then nothing is left. Records that change
    meanwhile stand in it as they were when they were read.
    """
    begun = timezone.now()
    progress.total(sum(kind.records().count() for kind in KINDS))
    with whole_folder(target) as folder:
        resources: list[Json] = []
        records: dict[str, int] = {}
        files: list[_File] = []
        for kind in KINDS:
            number, *written = _write_kind(folder, kind, progress)
            records[kind.name] = number
            files += written
            resources += _described(kind, number, written)
        package = _package(begun, resources)
        files.append(_write(folder / PACKAGE, json.dumps(package, ensure_ascii=False, indent=1)))
        files.append(_write(folder / README, _readme(begun, records)))
        sums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
        _write(folder / SUMS, sums)
    return Dumped(records, sum(file.bytes for file in files))


def _write_kind(folder: Path, kind: Kind, progress: Progress) -> tuple[int, _File, _File]:
    """Write both files of a kind, record by record; return how many there are."""
    columns, number = columns_of(kind.schema), 0
    with ExitStack() as closing:
        table = _Measured(folder / f"{kind.name}.csv")
        closing.callback(table.close)
        lines = _Measured(folder / f"{kind.name}.jsonl")
        closing.callback(lines.close)
        table.write(f"\ufeff{_row([column.name for column in columns])}")
        for values in _all_values(kind):
            table.write(_row([column.cell(values) for column in columns]))
            lines.write(f"{json.dumps(values, ensure_ascii=False)}\n")
            number += 1
            progress.done()
    return number, table.measured(), lines.measured()


def _all_values(kind: Kind) -> Iterator[Json]:
    absolute = whole_address()
    for record in kind.all_values(absolute):
        yield record.model_dump(mode="json")


def whole_address() -> Callable[[str], str]:
    """Return what makes a path of this site a whole address, from the settings alone."""
    site = settings.SITE_URL
    if not site:
        host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.") == name), "")
        site = f"{'http' if settings.LOCAL_MODE else 'https'}://{host}" if host else ""
    return lambda path: f"{site}{path}"


def _row(cells: list[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _write(path: Path, words: str) -> _File:
    file = _Measured(path)
    file.write(words)
    file.close()
    return file.measured()


def _package(begun: datetime, resources: list[Json]) -> Json:
    """Return the description of the folder for programs (Data Package, frictionlessdata.io)."""
    return {
        "name": "open-record",
        "title": f"{settings.SITE_NAME}: public records",
        "description": "Every public record, as a table and as JSON lines.",
        "homepage": whole_address()("/"),
        "created": begun.isoformat(timespec="seconds"),
        "resources": resources,
    }


def _described(kind: Kind, number: int, files: list[_File]) -> Iterator[Json]:
    table, lines = files
    said = " ".join((kind.schema.__doc__ or "").split())
    fields = [_field(column) for column in columns_of(kind.schema)]
    yield {
        **_resource(kind.name, table, said, number),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": fields},
    }
    yield {
        **_resource(f"{kind.name}-lines", lines, said, number),
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
    }


def _resource(name: str, file: _File, said: str, number: int) -> Json:
    return {
        "name": name,
        "path": file.name,
        "description": said,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "records": number,
    }


def _field(column: Column) -> Json:
    said = {"description": column.said} if column.said else {}
    return {"name": column.name, "type": column.type, **said}


def _readme(begun: datetime, records: dict[str, int]) -> str:
    counted = "\n".join(f"  {name:<12} {number:>8}" for name, number in records.items())
    return README_TEXT.format(
        site=settings.SITE_NAME,
        home=whole_address()("/"),
        begun=f"{begun:%Y-%m-%d %H:%M} UTC",
        counted=counted,
    )


README_TEXT = """{site}: every public record
{home}
Begun {begun}.

Records
{counted}

Each kind stands in two files with the same values: NAME.csv is a table for spreadsheets (UTF-8,
commas, the first row names the columns), NAME.jsonl has one JSON object to a line for programs.
In a table several values of one cell have | between them, and lists of parts are JSON. A cell
that a spreadsheet would run as a formula begins with an apostrophe that is not part of it.

datapackage.json describes the files and their columns. SHA256SUMS proves them:
    sha256sum -c SHA256SUMS

Nothing is in here that is not public on the site: no closed page, no withheld word, no protected
name. The field rights of a record says what may be done with it. A record that was taken back
later gives 410 at its address: please take it out of your copy then. Read the notices of an
interview before you show its passages to anybody.
"""
