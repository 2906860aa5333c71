"""Numbers as the editors write them: digits, words, fractions and what conversion made of those."""

import re
from decimal import Decimal

_SMALL = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: place for place, word in enumerate(_SMALL)}
_WORDS |= {word: 10 * place for place, word in enumerate(_TENS, start=2)}
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS for one in _SMALL[1:10]}
_WORDS |= {"no": 0, "none": 0, "a": 1, "an": 1}
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75", "⅓": ".33", "⅔": ".67"}
_SLASHED = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔"}

_LONGEST_FIRST = "|".join(sorted((w for w in _WORDS if len(w) > 1), key=len, reverse=True))
COUNT = rf"\d[\d,]*|(?:{_LONGEST_FIRST}|a)\b"
NUMBER = (
    r"\d*[\s–-]{0,2}(?:1\s?/2|1\s?/4|3\s?/4|1\s?/3|2\s?/3|[½¼¾⅓⅔])"
    rf"|\d[\d,]*(?:\.\d+)?|(?:{_LONGEST_FIRST})\b"
)


def count(written: str) -> int | None:
    """Return a whole number written in digits or words ("no" is 0), None if it is not one."""
    text = written.strip().lower().replace(",", "")
    return int(text) if text.isdecimal() else _WORDS.get(text)


def number(written: str) -> Decimal | None:
    """Return a number with its fraction: "2 1/2", "2-1/2", "2½" and "21/2" are two and a half.

    The last form is what conversion leaves of 2½; no volume measures in improper fractions.
    """
    text = re.sub(r"\s+", "", written.lower()).replace(",", "").replace("–", "-")
    for slashed, sign in _SLASHED.items():
        if text.endswith(slashed):
            text = text.removesuffix(slashed) + sign
    if text and text[-1] in _FRACTIONS:
        return Decimal((text[:-1].strip("-") or "0") + _FRACTIONS[text[-1]])
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    whole = _WORDS.get(text)
    return None if whole is None else Decimal(whole)
