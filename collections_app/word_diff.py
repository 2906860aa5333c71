"""Two texts compared word by word, for a reader who wants to see what somebody changed. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed", "left_out"]
_WORDS = re.compile(r"\s+|[^\s]+")
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")
# Beyond this many words the comparison is made paragraph by paragraph.
MOST_WORDS = 3000
# Words shown before and after a change.
AROUND = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came, went, or is not repeated because it stayed."""

    kind: Kind
    text: str = ""


def word_diff(before: str, after: str) -> list[Piece]:
    """Return what became of a text, with some words around each change."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = _PARAGRAPHS.findall(before), _PARAGRAPHS.findall(after)
        return list(_pieces(old, new, around=1))
    return list(_pieces(old, new, around=AROUND * 2))


def _pieces(old: Sequence[str], new: Sequence[str], *, around: int) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes = matcher.get_opcodes()
    for number, (tag, start, end, new_start, new_end) in enumerate(changes):
        if tag == "equal":
            is_first, is_last = number == 0, number == len(changes) - 1
            yield from _same(old[start:end], around, is_first=is_first, is_last=is_last)
            continue
        if end > start:
            yield Piece("removed", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("added", "".join(new[new_start:new_end]))


def _same(words: Sequence[str], around: int, *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    head = 0 if is_first else around
    tail = 0 if is_last else around
    if len(words) <= head + tail + around:
        yield Piece("same", "".join(words))
        return
    if head:
        yield Piece("same", "".join(words[:head]))
    yield Piece("left_out")
    if tail:
        yield Piece("same", "".join(words[-tail:]))
