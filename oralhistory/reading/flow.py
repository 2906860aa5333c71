"""Running text with time marks in it, cut into passages.

A mark says when the word behind it is spoken; nothing says when the words between two marks are.
The times of a passage therefore cover it: from the last mark before its first word to the first
mark behind its last one. What is silent at these times holds every word of it.
"""

import re
from dataclasses import dataclass, field

from oralhistory.reading.labels import Labels
from oralhistory.transcripts import Note, Passage, TranscriptDocument

LONGEST_SENTENCE = 40  # words after which a passage ends without the end of a sentence

_END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(slots=True)
class _Turn:
    """Words as they gather; `first` and `last` count the marks before and inside them."""

    line: int
    first: int
    last: int
    label: str
    words: list[str] = field(default_factory=list)
    length: int = 0
    notes: list[Note] = field(default_factory=list)


class Flow:
    """Takes words, marks and notes in the order of the file; gives passages.

    Where the format counts from the beginning of the recording (`from_zero`), words before the
    first mark are said between 0 and it; otherwise nobody knows when.
    """

    def __init__(
        self, document: TranscriptDocument, labels: Labels, *, from_zero: bool = False
    ) -> None:
        self.document = document
        self.labels = labels
        self.from_zero = from_zero
        self.marks: list[int] = []
        self._turns: list[_Turn] = []
        self._turn: _Turn | None = None
        self._label = ""
        self._since_mark: int | None = None

    @property
    def opens(self) -> bool:
        """Whether the next words begin a paragraph."""
        return self._turn is None

    def end_paragraph(self) -> None:
        """End the passage; the next words begin another, of the same speaker."""
        if self._turn is not None and (self._turn.words or self._turn.notes):
            self._turns.append(self._turn)
        self._turn = None
        self._since_mark = None

    def speaker(self, label: str) -> None:
        """Let the words from here on be said by somebody."""
        self.end_paragraph()
        self._label = label

    def mark(self, line: int, ms: int, *, softly: bool = False) -> None:
        """Say that the next word is spoken at a moment, and begin a passage there.

        `softly` where marks fall within sentences: the passage begins with the next sentence.
        """
        if self.marks and ms < self.marks[-1]:
            self.document.remark(line, "The time goes back here; the order of words was kept.")
        self.marks.append(ms)
        self.document.times_given += 1
        if not softly:
            self.end_paragraph()
        elif self._turn is not None:
            self._since_mark = 0

    def say(self, line: int, text: str, *, glued: bool = False) -> None:
        """Add words to the passage; the first one to the last word there if it is `glued`."""
        for word in text.split():
            if glued and self._turn is not None and self._turn.words:
                self._turn.words[-1] += word
                self._turn.length += len(word)
                glued = False
                continue
            self._end_sentence()
            if self._turn is None:
                count = len(self.marks)
                self._turn = _Turn(line, count, count, self._label)
            self._turn.last = len(self.marks)
            self._turn.words.append(word)
            self._turn.length += len(word) + (len(self._turn.words) > 1)
            if self._since_mark is not None:
                self._since_mark += 1

    def note(self, line: int, body: str) -> None:
        """Put a note at the last word said."""
        turn = self._turn or (self._turns[-1] if self._turns else None)
        if turn is None or not turn.words:
            message = f"This note has no words to stand at: “{body[:60]}”."
            self.document.remark(line, message, loses_words=True)
            return
        start = turn.length - len(turn.words[-1])
        turn.notes.append(Note(line, body, start, turn.length))

    def finish(self) -> list[Passage]:
        """Return the passages, each with the times that cover it."""
        self.end_paragraph()
        later = _next_later(self.marks)
        return [self._passage(turn, later) for turn in self._turns]

    def _end_sentence(self) -> None:
        """Begin a new passage where a mark came before and a sentence is over."""
        turn = self._turn
        if self._since_mark is None or turn is None or not turn.words:
            return
        is_over = bool(_END_OF_SENTENCE.search(turn.words[-1]))
        if is_over or self._since_mark >= LONGEST_SENTENCE:
            self.end_paragraph()

    def _passage(self, turn: _Turn, later: list[int | None]) -> Passage:
        start: int | None = self.marks[turn.first - 1] if turn.first else None
        if start is None and self.from_zero and self.marks:
            start = 0
        end = None
        if start is not None and turn.last < len(self.marks):
            end = self.marks[turn.last]
            if end <= start:
                end = later[turn.first - 1] if turn.first else None
        text = " ".join(turn.words)
        return Passage(turn.line, start, end, turn.label, text, tuple(turn.notes))


def _next_later(marks: list[int]) -> list[int | None]:
    """Return for each mark the first one behind it that is later in time."""
    later: list[int | None] = [None] * len(marks)
    waiting: list[int] = []
    for place, ms in enumerate(marks):
        while waiting and marks[waiting[-1]] < ms:
            later[waiting.pop()] = ms
        waiting.append(place)
    return later
