"""Tables of separated values, however they were written: encodings, separators, stray marks."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from collections_app.spreadsheets.tables import BadFile, Row

BLOCK = 1 << 16
SAMPLE = 1 << 18
SEPARATORS = ",;\t|"
LONGEST_CELL = 8 * 1024 * 1024
MANY_LINES = 200
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

csv.field_size_limit(LONGEST_CELL)


def encoding_of(file: BinaryIO) -> tuple[str, str]:
    """Return how the bytes of a file spell letters, and a note where that is a guess."""
    file.seek(0)
    start = file.read(BLOCK)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, ""
    if guess := _without_mark(start):
        return guess, f"The file is read as {guess.upper()}, as every other byte of it is empty."
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252", "The file is not UTF-8; it is read as Windows-1252."
    return "utf-8", ""


def _without_mark(start: bytes) -> str:
    """UTF-16 without its mark: Latin letters leave every other byte empty."""
    even, odd = start[0:4096:2], start[1:4096:2]
    if len(start) >= 4 and odd.count(0) > len(odd) * 0.6 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if len(start) >= 4 and even.count(0) > len(even) * 0.6 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def separator_of(sample: str) -> str:
    """Return what separates the cells: what parts the lines of a sample most evenly."""
    first = sample.split("\n", 1)[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> float:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    widths = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) >= 60:
                break
    except csv.Error:
        return 0.0
    widths = widths[:-1] if len(widths) > 2 else widths  # the sample may end within a row
    if not widths:
        return 0.0
    usual = max(set(widths), key=widths.count)
    if usual < 2:
        return 0.0
    return widths.count(usual) / len(widths) * (1 + min(usual, 40) / 40)


class CsvRows:
    """The rows of a text table, one at a time; `share` says how much of the file has been read."""

    def __init__(self, file: BinaryIO, *, separator: str = "", encoding: str = "") -> None:
        self.notes: list[str] = []
        self.sheets: list[str] = []
        self._file = file
        self.encoding = encoding
        if not encoding:
            self.encoding, note = encoding_of(file)
            self.notes += [note] if note else []
        file.seek(0, io.SEEK_END)
        self._size = file.tell() or 1
        self.separator = separator or separator_of(self._sample())

    def _sample(self) -> str:
        text = self._text()
        sample = text.read(SAMPLE)
        text.detach()
        return sample

    def _text(self) -> io.TextIOWrapper:
        self._file.seek(0)
        return io.TextIOWrapper(
            _Kept(self._file),  # type: ignore[arg-type]
            encoding=self.encoding,
            errors="replace",
            newline="",
        )

    def share(self) -> float:
        return min(self._file.tell() / self._size, 1.0)

    def rows(self) -> Iterator[Row]:
        """Yield every row as it stands. Raises `BadFile` for what no table can be."""
        text = self._text()
        reader = csv.reader(text, delimiter=self.separator)
        before = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number == 1 and len("".join(cells)) <= 5 and _names_separator(cells):
                    before = reader.line_num
                    continue
                notes = []
                if reader.line_num - before > MANY_LINES:
                    notes.append(
                        f"This row runs over {reader.line_num - before} lines: a quotation mark "
                        "may not be closed."
                    )
                before = reader.line_num
                yield Row(number, cells, notes)
        except csv.Error as problem:
            raise BadFile(
                f"Line {reader.line_num} can not be read: {problem}. A quotation mark may not be "
                "closed."
            ) from problem
        finally:
            text.detach()


def _names_separator(cells: list[str]) -> bool:
    return "".join(cells).strip().lower().startswith("sep=")


class _Kept(io.RawIOBase):
    """Lends a file to a reader of text, which would close it otherwise."""

    def __init__(self, file: BinaryIO) -> None:
        self._lent = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._lent.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)
