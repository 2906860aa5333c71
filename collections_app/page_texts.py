"""The text of a page cut into paragraphs and runs: words, note calls, withheld passages. Pure.

Notes and excisions point into a text by character offsets. Whatever offsets a source gives, no
character of the text is lost or doubled: a mark beyond the end stands at the end, and a mark that
overlaps an earlier one is told after it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A printed note: its label, the anchor of its text and the anchor of its call."""

    label: str
    anchor: str
    call_anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A passage that is not shown, in the words of the release.

    `grounds` are codes as printed, `explained` the same with what each means.
    """

    words: str
    grounds: tuple[str, ...] = ()
    location: str = ""
    by_us: bool = False
    reason: str = ""
    explained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph: text, the call of a note, or a withheld passage."""

    kind: Literal["text", "note", "withheld"]
    text: str = ""
    note: NoteCall | None = None
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands in a text from `start`; a withheld passage replaces up to `end`."""

    start: int
    end: int
    run: Run


def paragraphs(text: str, marks: Iterable[Mark] = ()) -> list[list[Run]]:
    """Cut a text at its blank lines and set each mark where it belongs."""
    found: list[list[Run]] = [[]]
    for run in _runs(text, sorted(marks, key=lambda mark: (mark.start, mark.end))):
        if run.kind != "text":
            found[-1].append(run)
            continue
        for number, piece in enumerate(_PARAGRAPH_END.split(run.text)):
            if number:
                found.append([])
            if piece:
                found[-1].append(Run("text", piece))
    return [runs for runs in found if any(run.kind != "text" or run.text.strip() for run in runs)]


def note_mark(offset: int, note: NoteCall) -> Mark:
    """A note is called before the character at `offset` and replaces nothing."""
    return Mark(offset, offset, Run("note", note=note))


def withheld_mark(start: int, end: int, withheld: Withheld) -> Mark:
    """A withheld passage stands in place of the words that a release prints for it."""
    return Mark(start, end, Run("withheld", withheld=withheld))


def _runs(text: str, marks: Sequence[Mark]) -> Iterator[Run]:
    at = 0
    for mark in marks:
        start = min(max(mark.start, at), len(text))
        if start > at:
            yield Run("text", text[at:start])
        yield mark.run
        at = max(at, start, min(mark.end, len(text)))
    if at < len(text):
        yield Run("text", text[at:])
