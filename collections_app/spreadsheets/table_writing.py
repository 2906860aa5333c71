"""Tables of separated values as every program reads them: UTF-8 with its mark, quoted, CRLF."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a table piece by piece, its rows as they come."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow(row)
        yield line.getvalue().encode("utf-8", "surrogatepass")
        line.seek(0)
        line.truncate()


def write_csv(target: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    target.writelines(csv_pieces(rows))
