"""Names as they are compared: without case, accents, order or punctuation. Pure.

Two questions are answered here. Does a name stand in a text (`NameFinder`)? And may two names be
those of one person (`likeness`, and `keys_of`, by which candidates are found in an index)?
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

SHORTEST_NAME = 3  # characters; a single letter is a label, not a name
MOST_WORDS_TURNED = 4
SHORTEST_SURNAME = 4  # letters; a shorter one, alone, is too often an ordinary word
ALIKE = 0.77  # likeness from which somebody should look
_LONGEST_KEY = 24
_SHORTEST_TO_MISSPELL = 4

# A word divided at the end of a line, as typists and reading machines leave it.
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ac][ \t]*\r?\n\s*(?=[^\W\d_])")
_RUNS = re.compile(r"[^\W\d_]+|\d+")
# Letters that take no accent apart, as they are written without a keyboard for them.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "\u02bc": "'",
        "\u02bb": "'",
        "\u02b9": "'",
    }
)
_FORMAT = "Cf"
# Written one for the other: Kinyarwanda does not tell l from r; the others are spellings.
_SOUNDS = (("ph", "f"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("q", "k"), ("l", "r"), ("y", "i"),
           ("w", "u"), ("z", "s"), ("h", ""), ("j", "g"))  # fmt: skip
_NOT_A_NAME = {"mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "mme",
               "general", "colonel", "major", "captain", "ambassador", "sir"}  # fmt: skip


def plain(words: str) -> str:
    """Return words without case, accents, invisible characters and doubled spaces."""
    if words.isascii():
        return " ".join(words.lower().split())
    apart = unicodedata.normalize("NFKD", words)
    letters = "".join(
        letter
        for letter in apart
        if not unicodedata.combining(letter) and unicodedata.category(letter) != _FORMAT
    )
    return " ".join(letters.casefold().translate(_PLAIN_LETTERS).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared; digits and underscores part words."""
    return _RUNS.findall(plain(text))


def turned(name: str) -> str:
    """Return "Dallaire, Roméo" as it is read in a sentence: "Roméo Dallaire"."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def surname(name: str) -> str:
    """Return what stands before the comma, if it is long enough to point at somebody; or ""."""
    family, comma, _ = name.partition(",")
    letters = sum(letter.isalpha() for letter in family)
    return family.strip() if comma and letters >= SHORTEST_SURNAME else ""


def forms_of(name: str) -> set[str]:
    """Return a name as it is filed and as it is read, without what is too short to be one."""
    said = {name, turned(name)}
    words = name.split()
    if "," not in name and 1 < len(words) <= MOST_WORDS_TURNED:
        # Filed without a comma, nobody knows which of them is the family's.
        said |= {" ".join([*words[1:], words[0]]), " ".join([words[-1], *words[:-1]])}
    return {form for form in said if len(form.strip()) >= SHORTEST_NAME}


class NameFinder:
    """Finds names in words meant for the public, whatever their case, accents and punctuation.

    Every name is looked up by its first word, so that thousands of names cost a text no more than
    a few do. `names` may be plain names, or names with what each stands for.
    """

    def __init__(self, names: Iterable[str | tuple[str, int]]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], set[int]]] = defaultdict(dict)
        for one in names:
            name, key = (one, 0) if isinstance(one, str) else one
            found = tuple(words_of(name))
            if found:
                self._by_first[found[0]].setdefault(found, set()).add(key)
        self._longest = max(
            (len(name) for some in self._by_first.values() for name in some), default=0
        )

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def finds_in(self, words: str) -> bool:
        """Say whether any of the names stands in these words."""
        return next(self.found_in(words), None) is not None

    def found_in(self, words: str) -> Iterator[tuple[str, set[int]]]:
        """Yield each name that stands in these words, in plain form, with what it stands for."""
        if not self._by_first or not words:
            return
        for said in {words, _DIVIDED.sub("", words), unquote(words) if "%" in words else words}:
            yield from self._found_in(words_of(said))

    def _found_in(self, text: list[str]) -> Iterator[tuple[str, set[int]]]:
        for at, word in enumerate(text):
            for name, keys in self._by_first.get(word, {}).items():
                if tuple(text[at : at + len(name)]) == name:
                    yield " ".join(name), keys


@dataclass(frozen=True, slots=True)
class Sounding:
    """A name ready to be compared with many others."""

    words: tuple[str, ...]
    letters: frozenset[str]

    @classmethod
    def of(cls, name: str) -> "Sounding":
        words = tuple(sorted(_sound(word) for word in _naming_words(name)))
        return cls(words, frozenset(_pairs(words)))


def likeness(one: Sounding, other: Sounding) -> float:
    """Say from 0 to 1 how much two names are alike, whatever the order of their words.

    1 for the same words, and for words of which some are given by their first letter only; below
    that the share of pairs of letters that both have.
    """
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    shorter, longer = sorted((one.words, other.words), key=len)
    if _is_abbreviated(shorter, longer):
        return 0.95
    both = len(one.letters & other.letters)
    total = len(one.letters) + len(other.letters)
    return 2 * both / total if total else 0.0


def keys_of(name: str) -> set[str]:
    """Return the keys under which a name is found again: its words as they sound.

    The longest word is given with each of its consonants left out too, so that a slip of the pen
    in a name of a single word still meets it.
    """
    bones = sorted({_bones(word) for word in _naming_words(name)}, key=len, reverse=True)
    keys = {bone[:_LONGEST_KEY] for bone in bones if bone}
    if bones and len(bones[0]) >= _SHORTEST_TO_MISSPELL:
        longest = bones[0]
        keys |= {(longest[:at] + longest[at + 1 :])[:_LONGEST_KEY] for at in range(len(longest))}
    return keys


def own_keys_of(words: str) -> set[str]:
    """Return the keys of words themselves, without those that forgive a slip of the pen."""
    return {bone[:_LONGEST_KEY] for bone in map(_bones, words_of(words)) if bone}


def _naming_words(name: str) -> list[str]:
    words = words_of(name)
    return [word for word in words if word not in _NOT_A_NAME] or words


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard) or word
    return re.sub(r"(.)\1+", r"\1", word)


def _bones(word: str) -> str:
    """Return the consonants of a word as they sound, after its first letter."""
    sound = _sound(word)
    return re.sub(r"(.)\1+", r"\1", sound[:1] + re.sub("[aeiou]", "", sound[1:]))


def _pairs(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from ("".join(pair) for pair in pairwise(f" {word} "))


def _is_abbreviated(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Say whether one name is the other with initials, or without some of its given names.

    What leaves out half of the words or more is another name: a body and its department.
    """
    if 2 * len(shorter) <= len(longer):
        return False
    left = list(longer)
    whole = 0
    for word in sorted(shorter, key=len, reverse=True):
        match = next((other for other in left if other == word), None)
        whole += match is not None and len(word) > 1
        if match is None:
            match = next(
                (o for o in left if o[:1] == word[:1] and 1 in (len(o), len(word))),
                None,
            )
        if match is None:
            return False
        left.remove(match)
    return whole > 0 and len(shorter) > 1
