"""Which words of a text lie beneath an area of its page, by the places a machine noted. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from collections_app.blackout import Area
from collections_app.withheld_words import CLOSE, OPEN, Marking, Span

# One word: start, end, x, y, width, height.
Word = Sequence[float]
# Shares of a word and of the height of a page.
MORE_THAN_AN_EDGE = 0.1
TALLEST_LINE = 0.1
HYPHENS = ("-", "\u00ad", "\u2010", "\u2011", "\u2013")


def is_placed_throughout(text: str, words: Sequence[Word] | None) -> bool:
    """Say whether each word of a text has a place on the page, so that none can be overlooked."""
    if words is None:
        return False
    placed = bytearray(len(text))
    for start, end, _x, _y, width, height in words:
        if not (0 <= start < end <= len(text)) or width <= 0 or height <= 0:
            return False
        placed[int(start) : int(end)] = b"\1" * int(end - start)
    free = (letter.isspace() or letter in (OPEN, CLOSE) for letter in text)
    return all(is_free or mark for is_free, mark in zip(free, placed, strict=True))


def words_beneath(text: str, words: Sequence[Word], areas: Iterable[Area]) -> list[Span]:
    """Return the spans of all words that an area touches, with the other half of a divided one."""
    areas = list(areas)
    found = [any(area.touches(*word[2:6]) for area in areas) for word in words]
    order = sorted(range(len(words)), key=lambda at: words[at][0])
    lines = [*pairwise(order)]
    for first, second in [*lines, *reversed(lines)]:
        if _is_divided(text, words[first], words[second]):
            found[first] = found[second] = found[first] or found[second]
    return [
        (int(word[0]), int(word[1]))
        for word, is_beneath in zip(words, found, strict=True)
        if is_beneath
    ]


def words_cut_through(words: Sequence[Word], areas: Iterable[Area]) -> list[Area]:
    """Return the places of the words of which an area takes a part, and more than an edge.

    What is left of such a word could be read. A place taller than any line of a text is a slip of
    the machine and is left out.
    """
    areas = list(areas)
    places = (word[2:6] for word in words if word[5] <= TALLEST_LINE)
    return [
        Area(*place)
        for place in places
        if any(MORE_THAN_AN_EDGE <= area.share_of(*place) < 1 for area in areas)
    ]


def _is_divided(text: str, first: Word, second: Word) -> bool:
    """Say whether a word goes on in the next line."""
    end = text[: int(first[1])].rstrip(CLOSE)
    between = text[int(first[1]) : int(second[0])]
    return end.endswith(HYPHENS) and "\n" in between and not between.strip(f"{OPEN}{CLOSE} \t\r\n")


def moved_words(words: Sequence[Word], marking: Marking) -> list[list[float]]:
    """Return the places of words in a text that was marked."""
    return [[*marking.word(int(word[0]), int(word[1])), *word[2:6]] for word in words]
