"""The words a machine read on a page and where each stands. Pure.

A text is paragraphs with a blank line between them, lines within a paragraph kept as lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

# Left, top, right and bottom as fractions of the page as it is displayed.
Box: TypeAlias = tuple[float, float, float, float]

# What marks withheld words in our own texts may not come in with a file.
_NOT_TAKEN = str.maketrans({"⟦": "[", "⟧": "]", "\x02": "-", "\ufffe": "-", "\u00ad": "-"})
FURTHER_THAN_A_LINE = 1.4


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the place it takes on the page."""

    letters: str
    box: Box


Line: TypeAlias = Sequence[Word]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The text of a page as a machine read it; `words` are those of `PageText.words`."""

    text: str
    words: list[list[float]]
    source: str

    @property
    def number_of_words(self) -> int:
        return len(self.words)


def read_page(paragraphs: Iterable[Iterable[Line]], source: str) -> ReadPage:
    """Write paragraphs of lines of words as one text that knows where each word stands."""
    text, words = "", []
    for paragraph in paragraphs:
        separator = "\n\n" if text else ""
        for line in paragraph:
            for word in line:
                letters = cleaned(word.letters)
                if not letters:
                    continue
                start = len(text) + len(separator)
                text += separator + letters
                words.append([start, len(text), *_place(word.box)])
                separator = " "
            separator = "\n" if separator == " " else separator
    return ReadPage(text, words, source)


def cleaned(letters: str) -> str:
    """Return letters without those that no database keeps or no reader sees."""
    told = letters.translate(_NOT_TAKEN)
    return "".join(one for one in told if one.isprintable() and not one.isspace())


def in_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Gather lines into paragraphs: a wider gap, a new column or an indented line begins one."""
    full = [line for line in lines if line]
    edges = [_edges(line) for line in full]
    steps = [after[3] - before[3] for before, after in pairwise(edges)]
    usual = median([step for step in steps if step > 0] or [0.0])
    paragraphs: list[list[Line]] = []
    for number, line in enumerate(full):
        step = steps[number - 1] if number else 0.0
        is_far = step > usual * FURTHER_THAN_A_LINE or step < -usual / 2
        if not number or is_far or _is_indented(edges, number):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _is_indented(edges: list[Box], number: int) -> bool:
    """Say whether a line stands further right than the lines before and after it."""
    if number + 1 >= len(edges):
        return False
    letter = (edges[number][3] - edges[number][1]) / 2
    before, here, after = (edges[number + by][0] for by in (-1, 0, 1))
    return here - before > 2 * letter and here - after > 2 * letter


def _edges(line: Line) -> Box:
    return around(word.box for word in line)


def around(boxes: Iterable[Box]) -> Box:
    """Return the box that holds all of these."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _place(box: Box) -> list[float]:
    left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in box)
    return [round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5)]
