"""Which stretches of two sequences of words are the same. Pure.

Near linear in the length of what is compared, so that a page may ask for it: runs of words that
stand once in each sequence hold it together, and only what lies between them is compared closely.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# So many words in a row, found once in each text, are taken for the same place.
SHINGLE = 5
# Beyond this many pairs of words what lies between two such places is not compared closely.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """`length` words that are the same from `start` of one sequence and `other` of the other."""

    start: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of both sequences, from and to; the same in both, or not."""

    start: int
    end: int
    other_start: int
    other_end: int
    is_same: bool


def stretches(one: Sequence[str], other: Sequence[str]) -> list[Stretch]:
    """Cut two sequences into stretches that are the same and stretches that are not."""
    found: list[Stretch] = []
    at, there = 0, 0
    for block in _joined(_blocks(one, other)):
        if block.start > at or block.other > there:
            found.append(Stretch(at, block.start, there, block.other, is_same=False))
        at, there = block.start + block.length, block.other + block.length
        found.append(Stretch(block.start, at, block.other, there, is_same=True))
    if at < len(one) or there < len(other):
        found.append(Stretch(at, len(one), there, len(other), is_same=False))
    return found


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Make one of blocks that follow each other without anything between."""
    last: Block | None = None
    for block in blocks:
        follows = (
            last is not None
            and block.start == last.start + last.length
            and block.other == last.other + last.length
        )
        if last is not None and follows:
            last = Block(last.start, last.other, last.length + block.length)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _blocks(one: Sequence[str], other: Sequence[str]) -> Iterator[Block]:
    at, there = 0, 0
    for start, begin in _anchors(one, other):
        if start < at or begin < there:
            # It overlaps the place before: the same place a word further on, or none.
            more = start + SHINGLE - at
            if start - begin == at - there and more > 0:
                yield Block(at, there, more)
                at, there = at + more, there + more
            continue
        yield from _closely(one, other, (at, start), (there, begin))
        yield Block(start, begin, SHINGLE)
        at, there = start + SHINGLE, begin + SHINGLE
    yield from _closely(one, other, (at, len(one)), (there, len(other)))


def _closely(
    one: Sequence[str], other: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[Block]:
    (start, end), (begin, stop) = here, there
    # What is alike at both edges costs nothing, however long the rest is.
    head = _alike(one, other, (start, end, 1), (begin, stop, 1))
    if head:
        yield Block(start, begin, head)
    start, begin = start + head, begin + head
    tail = _alike(one, other, (end - 1, start - 1, -1), (stop - 1, begin - 1, -1))
    if 0 < (end - tail - start) * (stop - tail - begin) <= MOST_PAIRS:
        matcher = SequenceMatcher(
            None, one[start : end - tail], other[begin : stop - tail], autojunk=False
        )
        for block in matcher.get_matching_blocks()[:-1]:
            yield Block(start + block.a, begin + block.b, block.size)
    if tail:
        yield Block(end - tail, stop - tail, tail)


def _alike(
    one: Sequence[str],
    other: Sequence[str],
    here: tuple[int, int, int],
    there: tuple[int, int, int],
) -> int:
    number = 0
    for at, to in zip(range(*here), range(*there), strict=False):
        if one[at] != other[to]:
            break
        number += 1
    return number


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return places that are the same beyond doubt, in an order that holds in both."""
    here, there = _once(one), _once(other)
    pairs = sorted((at, there[words]) for words, at in here.items() if words in there)
    return _rising(pairs)


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    shingles = [tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
    often = Counter(shingles)
    return {shingle: at for at, shingle in enumerate(shingles) if often[shingle] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that rises in both numbers."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else None)
        if place == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[place], last[place] = there, number
    found: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
