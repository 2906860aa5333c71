"""Transcripts as tables, in three dialects told apart by their headers.

- Oral history as data: `speaker,words,tags,timestamp` in any order, only `words` required; also
  its index, `time,title,description`.
- Oral-History.Digital: `TIMECODE SPEAKER TRANSCRIPT`, separated by tabs, with codes among
  the words.
- Any other with `start`, `end`, `speaker` and `text`; among them the tables written here.
"""

import csv
import html
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from collections_app.spreadsheets.cells import unguarded
from oralhistory.reading.inline_codes import passage_of
from oralhistory.reading.moments import moment
from oralhistory.transcripts import (
    LONGEST_LABEL,
    Passage,
    Point,
    PointWords,
    TranscriptDocument,
    UnreadableTranscript,
    checked_times,
)

LONGEST_TITLE = 300

_MEANINGS = {
    "start": ("start", "start time", "start_time", "begin", "in", "from", "timestamp", "timecode",
              "time"),
    "end": ("end", "end time", "end_time", "out", "to"),
    "speaker": ("speaker", "name", "who"),
    "words": ("words", "text", "transcript"),
    "translation": ("translation",),
    "tags": ("tags",),
    "title": ("title",),
    "description": ("description", "synopsis"),
}  # fmt: skip
_MEANT = {name: meaning for meaning, names in _MEANINGS.items() for name in names}
_SEPARATORS = "\t,;"
# What the tables written here say besides, and what tells that they were.
_BESIDE = {"number", "key", "withheld", "language", "link"}
_WRITTEN_HERE = {"key", "withheld", "words"}


@dataclass(slots=True)
class _Row:
    """A row of a table by the meaning of its columns."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, meaning: str) -> str:
        return self.cells.get(meaning, "")


@dataclass(slots=True)
class _Table:
    header: list[str]
    separator: str

    @property
    def meanings(self) -> list[str]:
        return [_MEANT.get(name, "") for name in self.header]

    @property
    def is_ours(self) -> bool:
        return set(self.header) >= _WRITTEN_HERE

    def by_meaning(
        self, cells: list[str], line: int, unknown: set[str], document: TranscriptDocument
    ) -> dict[str, str]:
        """Return what a row says, by meaning; other columns go to `unknown`."""
        found: dict[str, str] = {}
        for name, meaning, cell in zip_longest(self.header, self.meanings, cells):
            words = (cell or "").strip()
            if meaning and meaning not in found:
                found[meaning] = unguarded(words) if self.is_ours else words
            elif words and not (self.is_ours and name in _BESIDE):
                unknown.add(name or "")
                _remark_lost(line, words, name is not None, document)
        return found


def is_table(text: str) -> bool:
    """Whether the first line of a text is a header of one of the dialects."""
    table = _table(text)
    return table is not None and len(table.header) > 1 and _is_readable(set(table.meanings))


def read_table(text: str, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read a table of passages, or of the points of an index.

    Raises `UnreadableTranscript` for a table without a column of words, and for a broken one.
    """
    table = _table(text)
    if table is None or not _is_readable(set(table.meanings)):
        columns = ", ".join(f"“{name[:30]}”" for name in (table.header if table else [])[:8])
        raise UnreadableTranscript(
            f"No column is named words, text or transcript; there are {columns}.", 1
        )
    document = TranscriptDocument(format="table")
    rows = list(_rows(text, table, document))
    if "words" not in table.meanings:
        document.index = [point for row in rows if (point := _point(row, document))]
        document.format = "table of an index"
    elif "end" in table.meanings:
        _read_with_ends(rows, document)
    else:
        has_codes = "timecode" in table.header
        _read_by_beginnings(rows, document, has_codes=has_codes)
    if document.is_empty:
        raise UnreadableTranscript("The table holds no words.")
    return document


def _is_readable(meanings: set[str]) -> bool:
    return "words" in meanings or {"start", "title"} <= meanings


def _table(text: str) -> _Table | None:
    first = text.lstrip("\ufeff\r\n")[:4000].split("\n", 1)[0].rstrip("\r")
    separator = max(_SEPARATORS, key=first.count)
    try:
        names = next(csv.reader([first], delimiter=separator), [])
    except csv.Error:
        return None
    header = [" ".join(name.casefold().split()) for name in names]
    return _Table(header, separator) if header else None


def _rows(text: str, table: _Table, document: TranscriptDocument) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=table.separator)
    is_header, unknown = True, set[str]()
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if is_header:
                is_header = False
                continue
            yield _Row(line, table.by_meaning(cells, line, unknown, document))
    except csv.Error as fault:
        raise UnreadableTranscript(f"The table is broken: {fault}.", reader.line_num) from fault
    if unknown:
        named = ", ".join(f"“{name}”" for name in sorted(unknown) if name)
        if named:
            document.remark(1, f"These columns are not read: {named}.", loses_words=True)


def _remark_lost(line: int, cell: str, has_column: bool, document: TranscriptDocument) -> None:
    if not has_column:
        said = f"There are more cells than columns: “{cell.strip()[:60]}” was not read."
        document.remark(line, said, loses_words=True)


def _read_with_ends(rows: list[_Row], document: TranscriptDocument) -> None:
    for row in rows:
        start, end = _time(row, "start", document), _time(row, "end", document)
        if start is None and end is not None:
            document.remark(row.line, "This passage has an end and no beginning; it has no time.")
            end = None
        passage = _passage(row, (start, end), row["speaker"], document, has_codes=False)
        if passage:
            document.passages.append(passage)
    _add_translation(rows, document)
    checked_times(document)


def _read_by_beginnings(rows: list[_Row], document: TranscriptDocument, *, has_codes: bool) -> None:
    """Read rows that begin at a time, or at the one before: each lasts until a later one begins."""
    starts = [_time(row, "start", document) for row in rows]
    covers = _covering(rows, starts, document)
    label = ""
    for row, times in zip(rows, covers, strict=True):
        label = row["speaker"] or label
        passage = _passage(row, times, label, document, has_codes=has_codes)
        if passage:
            document.passages.append(passage)
    if any(row["tags"] for row in rows):
        document.remark(1, "Tags are not kept: describe the interview with subjects and an index.")
    _add_translation(rows, document)


def _covering(
    rows: list[_Row], starts: list[int | None], document: TranscriptDocument
) -> list[tuple[int | None, int | None]]:
    """Return the times that cover each row: from the last time given to the next later one."""
    latest: int | None = None
    begins: list[int | None] = []
    for row, start in zip(rows, starts, strict=True):
        if start is not None and latest is not None and start < latest:
            document.remark(row.line, "The time goes back here; the order of rows was kept.")
        latest = latest if start is None else start
        begins.append(latest)
    ends: list[int | None] = []
    following: list[int] = []  # later times, the nearest last
    for start, begin in zip(reversed(starts), reversed(begins), strict=True):
        while begin is not None and following and following[-1] <= begin:
            following.pop()
        ends.append(following[-1] if following and begin is not None else None)
        if start is not None:
            following.append(start)
    return list(zip(begins, reversed(ends), strict=True))


def _time(row: _Row, meaning: str, document: TranscriptDocument) -> int | None:
    written = row[meaning]
    if not written:
        return None
    found = moment(written, seconds=True)
    if found is None:
        document.remark(row.line, f"“{written[:30]}” is no time that can be read.")
    else:
        document.times_given += meaning == "start"
    return found


def _passage(
    row: _Row,
    times: tuple[int | None, int | None],
    label: str,
    document: TranscriptDocument,
    *,
    has_codes: bool,
    meaning: str = "words",
) -> Passage | None:
    words = html.unescape(row[meaning]).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        if meaning == "words":
            document.remark(row.line, "This row has no words and was left out.")
        return None
    label = " ".join(html.unescape(label).split()).rstrip(": ")[:LONGEST_LABEL]
    if has_codes:
        passage = passage_of(row.line, times, label, words, document)
        return passage if passage.text else None
    return Passage(row.line, *times, label, words)


def _add_translation(rows: list[_Row], document: TranscriptDocument) -> None:
    """Put the second column of words beside the first, with the same times."""
    if not any(row["translation"] for row in rows):
        return
    translated = TranscriptDocument(format=document.format)
    by_line = {passage.line: passage for passage in document.passages}
    for row in rows:
        said = by_line.get(row.line)
        times = (said.start_ms, said.end_ms) if said else (None, None)
        label = said.label if said else row["speaker"]
        passage = _passage(row, times, label, translated, has_codes=True, meaning="translation")
        if passage:
            translated.passages.append(passage)
    document.remarks += translated.remarks
    document.translation = translated


def _point(row: _Row, document: TranscriptDocument) -> Point | None:
    start = _time(row, "start", document)
    title = " ".join(html.unescape(row["title"]).split())
    if start is None or not title:
        lacks = "no time" if start is None else "no title"
        said = f"This point of the index has {lacks}: “{title[:60]}”."
        document.remark(row.line, said, loses_words=True)
        return None
    synopsis = html.unescape(row["description"])
    if len(title) > LONGEST_TITLE:
        synopsis, title = f"{title}\n\n{synopsis}".strip(), f"{title[: LONGEST_TITLE - 1]}…"
    return Point(row.line, start, PointWords(title, synopsis))
