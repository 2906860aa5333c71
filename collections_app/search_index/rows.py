"""What an index is given and what it gives back, in the same form for every engine. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from collections_app.search_index.stems import COMMON, stem
from collections_app.search_index.words import words_in

# A row of an index has one number, so that hits are grouped without a join: the group above,
# the kind and the part below.
PART_BITS = 32
KIND_BITS = 3
GROUP_BITS = 63 - PART_BITS - KIND_BITS


@dataclass(frozen=True, slots=True)
class Row:
    """A text that is found as one: part `part` of its kind (both numbers), in one language.

    `public_from` is the aware instant from which readers may have it; `None` where they may now.
    """

    kind: int
    part: int
    text: str
    tongue: str
    public_from: datetime | None = None


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A text in which everything that was asked for stands."""

    group: int
    kind: int
    part: int


def number_of(group: int, kind: int = 0, part: int = 0) -> int:
    """Return the number of a row. Raises `OverflowError` where one of the parts is too large."""
    for value, bits in ((group, GROUP_BITS), (kind, KIND_BITS), (part, PART_BITS)):
        if not 0 <= value < 1 << bits:
            raise OverflowError(f"{value} has no place in {bits} bits of a search index")
    return group << (PART_BITS + KIND_BITS) | kind << PART_BITS | part


def hit_of(number: int) -> Hit:
    """Return what a number stands for."""
    kind = number >> PART_BITS & (1 << KIND_BITS) - 1
    return Hit(number >> (PART_BITS + KIND_BITS), kind, number & (1 << PART_BITS) - 1)


def tagged(tongue: str, stemmed: str) -> str:
    """Return the form in which a stem is kept. No word begins so: stems and words never meet."""
    return f"_{tongue}{stemmed}"


def kept_words(row: Row) -> Iterator[tuple[str, str]]:
    """Yield each word of a text as it is kept, and its stem; "" for a word that is too common."""
    common = COMMON[row.tongue]
    for word in words_in(row.text):
        folded = word.folded
        yield folded, "" if folded in common else tagged(row.tongue, stem(folded, row.tongue))


def instant(moment: datetime | None) -> int:
    """Return an aware instant in microseconds since 1970, UTC; 0 for none."""
    if moment is None:
        return 0
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond
