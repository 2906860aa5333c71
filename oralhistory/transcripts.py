"""What a transcript file says, whatever its format: passages with times, and what is wrong with it.

Pure: bytes in, plain values out. Times are whole milliseconds; lines count from 1.
"""

import codecs
from collections import Counter
from dataclasses import dataclass, field

ACCEPTED_FORMATS = "Accepted is WebVTT (.vtt), as text in UTF-8."
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
class Passage:
    """Words of one speaker between two moments. `line` is where the file gives the times."""

    line: int
    start_ms: int
    end_ms: int
    label: str
    text: str


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
    """A transcript as read from a file. `times_given` counts the places where it gives times."""

    passages: list[Passage] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    language: str = ""
    times_given: int = 0

    @property
    def loses_words(self) -> bool:
        return any(remark.loses_words for remark in self.remarks)

    @property
    def speakers(self) -> dict[str, int]:
        """How many passages each speaker label has; "" where the file names no speaker."""
        return dict(Counter(passage.label for passage in self.passages))

    @property
    def end_ms(self) -> int:
        """The moment at which the last passage ends."""
        return max((passage.end_ms for passage in self.passages), default=0)


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
    """Put the passages in order of time and remark on lengths, order and overlaps."""
    former: Passage | None = None
    document.passages = [_lasting(passage, document.remarks) for passage in document.passages]
    for passage in document.passages:
        if former is not None and passage.line != former.line:
            document.remarks += _beside(former, passage)
        former = passage
    document.passages.sort(key=lambda passage: passage.start_ms)
    document.remarks.sort(key=lambda remark: remark.line)
    return document


def _lasting(passage: Passage, remarks: list[Remark]) -> Passage:
    start, end = passage.start_ms, passage.end_ms
    if end > start:
        return passage
    said = "ends before it begins; it was taken to last no time" if end < start else "lasts no time"
    remark = Remark(passage.line, f"This passage {said}.")
    if remark not in remarks:
        remarks.append(remark)
    return Passage(passage.line, start, start, passage.label, passage.text)


def _beside(former: Passage, passage: Passage) -> list[Remark]:
    if passage.start_ms < former.start_ms:
        words = f"begins before that of line {former.line}; it was put in its place in time"
    elif passage.start_ms < former.end_ms:
        shared = (min(former.end_ms, passage.end_ms) - passage.start_ms) / 1000
        words = f"overlaps that of line {former.line} by {shared:.3f} seconds"
    else:
        return []
    return [Remark(passage.line, f"This passage {words}.")]
