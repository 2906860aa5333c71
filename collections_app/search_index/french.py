"""French endings taken away from words without accents. Pure.

The known stemmers of French read accents (réfugiés, réfugies), which a reader leaves out. This one
reads folded words, so that both forms lead to the same stem. It takes away what marks the plural,
the feminine and the common tenses of verbs, and keeps three letters.
"""

SHORTEST_STEM = 3
# tuer, to kill: the one verb with a shorter stem that must be found in all its forms here.
_SHORTER_STEMS = {"tu"}

# The longest that fits is exchanged for what stands beside it.
_PLURALS = {"eaux": "eau", "aux": "al", "eux": "eu", "oux": "ou"}
_ENDINGS = {
    "a": "",
    "ai": "",
    "aient": "",
    "aise": "",
    "ait": "",
    "ale": "al",
    "ant": "",
    "ante": "",
    "assent": "",
    "e": "",
    "ee": "",
    "elle": "el",
    "enne": "en",
    "er": "",
    "era": "",
    "erai": "",
    "eraient": "",
    "erait": "",
    "erent": "",
    "erez": "",
    "erion": "",
    "eron": "",
    "eront": "",
    "euse": "eu",
    "ez": "",
    "ienne": "ien",
    "iere": "i",
    "ier": "i",
    "if": "iv",
    "ive": "iv",
    "trice": "t",
    "teur": "t",
}


def french_stem(word: str) -> str:
    """Return the stem of a folded word; what is too short to have endings stays."""
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return word
    return _undoubled(_exchanged(_singular(word)))


def _singular(word: str) -> str:
    for ending, instead in _PLURALS.items():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _exchanged(word: str) -> str:
    fitting = [
        ending
        for ending in _ENDINGS
        if word.endswith(ending) and _may_be_left(word.removesuffix(ending))
    ]
    if not fitting:
        return word
    longest = max(fitting, key=len)
    return word.removesuffix(longest) + _ENDINGS[longest]


def _may_be_left(stem: str) -> bool:
    return len(stem) >= SHORTEST_STEM or stem in _SHORTER_STEMS


def _undoubled(word: str) -> str:
    is_double = len(word) > SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if is_double else word
