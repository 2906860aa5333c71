"""The transcript of OHMS up to 5.4: lines of text, and marks that say when some of them are said.

`sync` is `1:|27(8)|43(1)`: the first mark falls one interval (here one minute) after the
beginning, at the eighth word of line 27; the second after two. Lines count from 1.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from oralhistory.clock import LONGEST, MINUTE
from oralhistory.reading.flow import Flow
from oralhistory.reading.labels import Labels, remark_rare
from oralhistory.transcripts import TranscriptDocument

_MARK = re.compile(r"\s*([0-9]{1,7})\s*(?:\(\s*([0-9]{1,7})\s*\))?\s*")
_NOTES = re.compile(
    r"\[\[\s*footnotes\s*\]\](.*?)(?:\[\[\s*/\s*footnotes\s*\]\]|\Z)", re.DOTALL | re.IGNORECASE
)
_NOTE = re.compile(
    r"\[\[\s*note\s*\]\](.*?)(?=\[\[\s*/?\s*note\s*\]\]|\Z)", re.DOTALL | re.IGNORECASE
)
_LINK = re.compile(r"\[\[\s*/?\s*link\s*\]\]", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\[\[\s*footnote\s*\]\]\s*([0-9]{1,5})\s*\[\[\s*/\s*footnote\s*\]\]", re.IGNORECASE
)
_WORD = re.compile(r"\S+")

Marks = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _FileNote:
    line: int
    body: str


def read_text(
    text: tuple[str, int] | None, sync: str, sync_line: int, known: Iterable[str]
) -> TranscriptDocument:
    """Read a transcript, given with the line of the file at which it begins, and its marks."""
    document = TranscriptDocument()
    lines = text[0].removeprefix("\ufeff").split("\n") if text else []
    marks, count = _marks(sync, sync_line, document)
    if text is None:
        document.times_given = count
        if count:
            said = f"There are {count} time marks, but no transcript that they could belong to."
            document.remark(sync_line, said)
        return document
    first_line = text[1]
    body, notes = _without_notes("\n".join(lines), first_line)
    reader = _Lines(document, known, marks, notes, first_line)
    reader.read(body.split("\n"))
    late = sum(len(some) for line, some in marks.items() if line > len(lines))
    document.times_given = count
    if late:
        document.remark(sync_line, f"Time marks for lines behind the last one: {late}.")
    return document


class _Lines:
    """Reads line after line into passages."""

    def __init__(
        self,
        document: TranscriptDocument,
        known: Iterable[str],
        marks: Marks,
        notes: list[_FileNote],
        first_line: int,
    ) -> None:
        self.document = document
        self.labels = Labels(known)
        self.flow = Flow(document, self.labels, from_zero=True)
        self.marks = marks
        self.notes = notes
        self.first_line = first_line
        self.used: set[int] = set()

    def read(self, lines: list[str]) -> None:
        before = ["", *lines]
        self.labels.learn(
            line for former, line in zip(before, lines, strict=False) if line.strip() and not former
        )
        for number, line in enumerate(lines, start=1):
            self._line(number, line)
        self.document.passages = self.flow.finish()
        for place, note in enumerate(self.notes, start=1):
            if place not in self.used:
                said = f"Nothing refers to note {place}: “{note.body[:60]}”."
                self.document.remark(note.line, said, loses_words=True)
        remark_rare(self.document, self.labels)

    def _line(self, number: int, line: str) -> None:
        marks = sorted(self.marks.get(number, ()))
        where = self.first_line + number - 1
        if not line.strip():
            self.flow.end_paragraph()
        label, _ = self.labels.split(line, opens=self.flow.opens)
        skipped = 0
        if label is not None:
            self.flow.speaker(label)
            skipped = line.index(":") + 1
        self._words(where, line, skipped, marks)

    def _words(self, where: int, line: str, skipped: int, marks: list[tuple[int, int]]) -> None:
        """Say the words of a line; those of a label count for the marks and are not said."""
        references = list(_REFERENCE.finditer(line))
        plain = _REFERENCE.sub(lambda found: " " * len(found[0]), line)
        pending = list(marks)
        for place, word in enumerate(_WORD.finditer(plain), start=1):
            glued = False
            while references and references[0].start() < word.start():
                glued = is_glued(line, references[0].span())
                self._note(where, int(references.pop(0)[1]))
            while pending and pending[0][0] <= place:
                self.flow.mark(where, pending.pop(0)[1], softly=True)
            if word.end() > skipped:
                self.flow.say(where, plain[max(word.start(), skipped) : word.end()], glued=glued)
        for _, ms in pending:
            self.flow.mark(where, ms, softly=True)
        for reference in references:
            self._note(where, int(reference[1]))

    def _note(self, where: int, number: int) -> None:
        if not 1 <= number <= len(self.notes):
            self.document.remark(where, f"There is no note {number}, which is referred to here.")
            return
        self.used.add(number)
        self.flow.note(where, self.notes[number - 1].body)


def is_glued(text: str, reference: tuple[int, int]) -> bool:
    """Whether what follows a reference belongs to the word before it: a comma, or its end."""
    before, after = text[: reference[0]][-1:], text[reference[1] :][:1]
    if not after or after.isspace():
        return False
    return not before.isspace() or not after.isalnum()


def _marks(sync: str, line: int, document: TranscriptDocument) -> tuple[Marks, int]:
    """Return for each line its marks (word, milliseconds), and how many there are in all."""
    if not sync.strip():
        return {}, 0
    interval, _, rest = sync.partition(":")
    try:
        step = Decimal(interval.strip().replace(",", ".") or "0") * MINUTE
        is_usable = step.is_finite() and 0 < step < LONGEST
    except InvalidOperation:
        is_usable = False
    if not is_usable:
        document.remark(line, f"The interval “{interval[:20]}” is none; one minute was taken.")
        step = Decimal(MINUTE)
    marks: Marks = defaultdict(list)
    count = 0
    for place, written in enumerate(rest.split("|")[1:], start=1):
        found = _MARK.fullmatch(written)
        ms = int(step * place)
        if found is None or ms >= LONGEST:
            if written.strip():
                document.remark(line, f"“{written[:20]}” is no time mark and was left out.")
            continue
        count += 1
        marks[int(found[1])].append((int(found[2] or 1), ms))
    return marks, count


def _without_notes(text: str, first_line: int) -> tuple[str, list[_FileNote]]:
    """Take the notes at the end out of a text; its lines keep their numbers."""
    notes: list[_FileNote] = []

    def take(block: re.Match[str]) -> str:
        inside, place = block[1], 0
        line = first_line + text.count("\n", 0, block.start(1))
        for one in _NOTE.finditer(inside):
            line += inside.count("\n", place, one.start())
            place = one.start()
            body = " ".join(_LINK.sub(" ", one[1]).split())
            notes.append(_FileNote(line, body))
        return "\n" * block[0].count("\n")

    return _NOTES.sub(take, text), notes
