"""What a word is, and under what form it is kept and found: the same in every engine. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 64

# Letters that stay one letter when accents are taken away, though readers type two or another.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_BASIC_PLANE = 0x10000
_MARKS = "".join(
    chr(code) for code in range(0x300, _BASIC_PLANE) if unicodedata.category(chr(code))[0] == "M"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, as `[start, end]`, and its folded form."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word without accents and capitals, letters and digits alone; "" if none is left.

    Words longer than 64 letters are cut.
    """
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        word = "".join(letter for letter in decomposed if letter.isalnum()).translate(_LETTERS)
    return word.lower()[:LONGEST_WORD]


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in order. An apostrophe and a hyphen stand between two words."""
    for match in _WORD.finditer(text):
        if folded := fold(match.group()):
            yield Word(match.start(), match.end(), folded)
