"""What a transcript file says, whatever its format: passages with times, and what is wrong with it.

Pure: bytes in, plain values out. Times are whole milliseconds; lines count from 1.
"""

import codecs
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

ACCEPTED_FORMATS = (
    "Accepted are WebVTT (.vtt), SubRip (.srt), OHMS and TEI (.xml), tables (.csv, .tsv), Word "
    "(.docx) and plain text (.txt); text must be in UTF-8."
)
LONGEST_LABEL = 160  # characters

_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_BINARY_FORMATS = {
    b"PK\x03\x04": "a Word document or another packed file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word document",
}


class UnreadableTranscript(ValueError):
    """Raised for a file that is refused as a whole. `line` is 0 where no line is to blame."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.line = line
        super().__init__(f"Line {line}: {message}" if line else message)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the file on words of a passage: those from `start` up to, not including, `end`.

    Both are `None` where it is about the whole passage. They count code points.
    """

    line: int
    body: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words that the file marks as not for the public, from `start` up to, not including, `end`."""

    start: int
    end: int
    how: str  # "not published" or "anonymized"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one speaker between two moments. `line` is where the file gives the times.

    Both times are `None` where the file gives none; the end alone where it gives a beginning and
    nothing after it.
    """

    line: int
    start_ms: int | None
    end_ms: int | None
    label: str
    text: str
    notes: tuple[Note, ...] = ()
    withheld: tuple[MarkedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class PointWords:
    """What a point of the index says in one language (OHMS: title, synopsis and so on)."""

    title: str
    synopsis: str = ""
    partial_transcript: str = ""
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointPlace:
    """A place spoken of at a point, in degrees where the file gives them."""

    name: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    zoom: int | None = None


@dataclass(frozen=True, slots=True)
class PointLink:
    """An address outside, and how the file calls it."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an index: in the language of the file, and in its second one."""

    line: int
    start_ms: int
    words: PointWords | None
    translated: PointWords | None = None
    places: tuple[PointPlace, ...] = ()
    links: tuple[PointLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a line before the file is taken in.

    `loses_words` where words of the file can not be kept: nobody may import past that unawares.
    """

    line: int
    message: str
    loses_words: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(slots=True)
class TranscriptDocument:
    """A transcript as read from a file. `times_given` counts the places where it gives times.

    Languages are codes or names, as the file has them. `translation` is the same transcript in
    the second language of the file; an index may speak that language where no words do.
    """

    format: str = ""
    passages: list[Passage] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    language: str = ""
    times_given: int = 0
    index: list[Point] = field(default_factory=list)
    translation: "TranscriptDocument | None" = None
    second_language: str = ""

    def remark(self, line: int, message: str, *, loses_words: bool = False) -> None:
        """Note something to know about a line; the same thing once."""
        remark = Remark(line, message, loses_words)
        if remark not in self.remarks[-50:]:
            self.remarks.append(remark)

    @property
    def loses_words(self) -> bool:
        return any(remark.loses_words for remark in self.remarks)

    @property
    def speakers(self) -> dict[str, int]:
        """How many passages each speaker label has; "" where the file names no speaker."""
        return dict(Counter(passage.label for passage in self.passages))

    @property
    def notes(self) -> list[tuple[int, Note]]:
        """The notes of the file, each with the place of its passage, counted from 0."""
        return [(place, note) for place, one in enumerate(self.passages) for note in one.notes]

    @property
    def withheld(self) -> int:
        """How many spans of words the file marks as not for the public."""
        return sum(len(passage.withheld) for passage in self.passages)

    @property
    def counts(self) -> dict[str, int]:
        """What the file holds beside the passages of its own language."""
        translated = self.translation.passages if self.translation else []
        return {
            "passages in a second language": len(translated),
            "index points": len(self.index),
            "notes": len(self.notes),
            "places marked as not for the public": self.withheld,
        }

    @property
    def has_second_language(self) -> bool:
        return self.translation is not None or any(point.translated for point in self.index)

    @property
    def is_empty(self) -> bool:
        return not self.passages and not self.index

    @property
    def end_ms(self) -> int:
        """The moment at which the last passage ends, as far as the file tells."""
        ends = [passage.end_ms or passage.start_ms or 0 for passage in self.passages]
        return max(ends, default=0)


def decoded(data: bytes) -> str:
    """Return the text of a file, without a byte order mark.

    Raises `UnreadableTranscript`, with what to do about it, for anything but text in UTF-8.
    """
    for mark, encoding in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            raise UnreadableTranscript(f"The file is in {encoding}. Save it as UTF-8.")
    for mark, kind in _BINARY_FORMATS.items():
        if data.startswith(mark):
            raise UnreadableTranscript(f"The file is {kind}. {ACCEPTED_FORMATS}")
    if data[1:200:2].count(0) > 20 or data[:200:2].count(0) > 20:
        raise UnreadableTranscript("The file is in UTF-16. Save it as UTF-8.")
    if b"\0" in data:
        raise UnreadableTranscript(
            "There is a null character: the file is damaged or is not text.",
            data.count(b"\n", 0, data.index(b"\0")) + 1,
        )
    if not data.strip():
        raise UnreadableTranscript("The file is empty.")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise UnreadableTranscript("This is not UTF-8. Save the file as UTF-8.", line) from fault


def checked_times(document: TranscriptDocument) -> TranscriptDocument:
    """Put captions in order of time, give each its end, and remark on lengths and overlaps.

    Where an end is missing, or comes before the beginning, the passage lasts until the next one
    begins; the end of a last passage stays unknown.
    """
    former: Passage | None = None
    starts = sorted(one.start_ms for one in document.passages if one.start_ms is not None)
    document.passages = [_lasting(one, starts, document) for one in document.passages]
    for passage in document.passages:
        if former is not None and passage.line != former.line:
            document.remarks += _beside(former, passage)
        former = passage
    if len(starts) == len(document.passages):
        document.passages.sort(key=lambda passage: passage.start_ms or 0)
    document.remarks.sort(key=lambda remark: remark.line)
    return document


def _lasting(passage: Passage, starts: list[int], document: TranscriptDocument) -> Passage:
    start, end = passage.start_ms, passage.end_ms
    if start is None or (end is not None and end > start):
        return passage
    if end == start:
        document.remark(passage.line, "This passage lasts no time.")
        return passage
    if end is not None:
        said = "ends before it begins; it was taken to last until the next one begins"
        document.remark(passage.line, f"This passage {said}.")
    after = bisect_right(starts, start)
    return replace(passage, end_ms=starts[after] if after < len(starts) else None)


def _beside(former: Passage, passage: Passage) -> list[Remark]:
    start, end = former.start_ms, former.end_ms
    if passage.start_ms is None or start is None:
        return []
    if passage.start_ms < start:
        words = f"begins before that of line {former.line}; it was put in its place in time"
    elif end is not None and passage.start_ms < end:
        shared = (min(end, passage.end_ms or end) - passage.start_ms) / 1000
        words = f"overlaps that of line {former.line} by {shared:.3f} seconds"
    else:
        return []
    return [Remark(passage.line, f"This passage {words}.")]
