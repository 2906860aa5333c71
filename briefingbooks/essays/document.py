"""An essay as a file holds it: blocks of words, notes, and what the reader of the file remarked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum


class UnreadableEssay(Exception):
    """Raised for a file that is refused; its words are for the person who brought it."""


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. With `call` the words are those that call the note of that mark."""

    text: str
    italic: bool = False
    bold: bool = False
    href: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, quotation or table, and its line in the file (from 1).

    `level` is the depth of a heading (1 is the widest) or of an item; `marker` stands before the
    words and is no part of them. A table has `rows` of cells in place of `runs`.
    """

    kind: Kind
    runs: tuple[Run, ...]
    line: int
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()

    @property
    def words(self) -> str:
        return words_of(self.runs)

    @property
    def all_runs(self) -> Iterator[Run]:
        yield from self.runs
        for row in self.rows:
            for cell in row:
                yield from cell


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as the file has it: the mark that calls it, and its words.

    `marker` is what stands before the words (“[14] ”); `part` counts the lists of notes before.
    """

    mark: str
    runs: tuple[Run, ...]
    line: int
    marker: str = ""
    part: int = 0

    @property
    def words(self) -> str:
        return words_of(self.runs)


@dataclass(frozen=True, slots=True)
class NoteHeading:
    """The words above a list of notes (“Works Cited”); the house writes its own."""

    words: str
    line: int


Piece = Block | NoteText | NoteHeading


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file that a person must know or decide, with its place and words."""

    kind: str
    line: int
    message: str
    words: str = ""


@dataclass(slots=True)
class Essay:
    """A file that was read: its pieces in the order of the file, and the remarks on it."""

    format: str
    pieces: list[Piece] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        return [piece for piece in self.pieces if isinstance(piece, Block)]

    @property
    def notes(self) -> list[NoteText]:
        return [piece for piece in self.pieces if isinstance(piece, NoteText)]

    def remark(self, kind: str, line: int, message: str, words: str = "") -> None:
        self.remarks.append(Remark(kind, line, message, words))


def words_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def squeezed(text: str) -> str:
    """Return a text with every run of white space as one space, and none at its ends.

    This is all that may differ between a file and what is made of it. Soft hyphens and zero-width
    characters count as white space of no width.
    """
    return " ".join(text.translate(_NO_WIDTH).split())


_NO_WIDTH = {ord(sign): None for sign in "\u00ad\u200b\ufeff\u2060"}


def cut(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs between two places of their words."""
    found, place = [], 0
    for run in runs:
        first, last = max(start - place, 0), min(end - place, len(run.text))
        if first < last:
            found.append(replace(run, text=run.text[first:last]))
        place += len(run.text)
    return tuple(found)
