"""English endings taken away, as M. F. Porter described it in 1980. Pure.

M. F. Porter, An algorithm for suffix stripping, Program 14 (3), with the two changes of his own
later programs (-logi, -bli).
"""

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip


def english_stem(word: str) -> str:
    """Return the stem of a word in small letters without accents; what is no English stays."""
    if len(word) <= 2 or not (word.isascii() and word.isalpha()):
        return word
    for step in (_plural, _past, _final_y, _long_endings, _middle_endings, _short_endings, _tidied):
        word = step(word)
    return word


def _shape(stem: str) -> str:
    """Return V and C for each letter; y is a vowel after a consonant."""
    shape = ""
    for letter in stem:
        is_vowel = letter in "aeiou" or (letter == "y" and shape[-1:] == "C")
        shape += "V" if is_vowel else "C"
    return shape


def _measure(stem: str) -> int:
    return _shape(stem).count("VC")


def _ends_short(stem: str) -> bool:
    """Say whether it ends consonant, vowel, consonant, the last of them none of w, x, y."""
    return _shape(stem)[-3:] == "CVC" and stem[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    ending = next((one for one in ("ed", "ing") if word.endswith(one)), "")
    stem = word.removesuffix(ending)
    if not ending or "V" not in _shape(stem):
        return word
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if len(stem) > 1 and _shape(stem)[-2:] == "CC" and stem[-1] == stem[-2]:
        return stem if stem[-1] in "lsz" else stem[:-1]
    return stem + "e" if _measure(stem) == 1 and _ends_short(stem) else stem


def _final_y(word: str) -> str:
    return f"{word[:-1]}i" if word.endswith("y") and "V" in _shape(word[:-1]) else word


def _replaced(word: str, endings: dict[str, str]) -> str:
    ending = max((one for one in endings if word.endswith(one)), key=len, default="")
    stem = word.removesuffix(ending)
    return stem + endings[ending] if ending and _measure(stem) else word


def _long_endings(word: str) -> str:
    return _replaced(word, _STEP_2)


def _middle_endings(word: str) -> str:
    return _replaced(word, _STEP_3)


def _short_endings(word: str) -> str:
    ending = max((one for one in _STEP_4 if word.endswith(one)), key=len, default="")
    stem = word.removesuffix(ending)
    if not ending or _measure(stem) < 2 or (ending == "ion" and stem[-1] not in "st"):
        return word
    return stem


def _tidied(word: str) -> str:
    if word.endswith("e"):
        stem = word[:-1]
        if _measure(stem) > 1 or (_measure(stem) == 1 and not _ends_short(stem)):
            word = stem
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
