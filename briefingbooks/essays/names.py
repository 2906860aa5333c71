"""Names of authors and titles, compared as a reader would: without accents, initials, subtitles."""

import re
import unicodedata
from difflib import SequenceMatcher

_EDITORS = re.compile(r"\s*\((?:eds?|dir)\.?\)|\bet al\.?|,?\s*\beds?\.", re.IGNORECASE)
_INVERTED = re.compile(r"([^,;]+?),\s+((?:[A-Z][.’'-]?\s?-?){1,4}(?:\.|(?=\s|,|;|$)))")
_BETWEEN = re.compile(r"\s*;\s*|,?\s+(?:and|et|&)\s+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def folded(words: str) -> str:
    """Return words in small letters without accents and signs."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", letters.replace("'", "").replace("’", "")).split())


def names_of(authors: str) -> tuple[str, ...]:
    """Return the folded names of authors: last names where they are written first, else whole."""
    plain = _EDITORS.sub("", authors).strip(" ,")
    inverted = [folded(found[1]) for found in _INVERTED.finditer(_BETWEEN.sub("; ", plain))]
    if inverted:
        return tuple(inverted)
    parts = [part for part in _BETWEEN.split(plain) if part.strip()]
    if len(parts) == 1 and plain.count(",") == 1:
        last, _, first = plain.partition(", ")
        return (folded(last),) if len(first.split()) <= 3 else (folded(plain),)
    return tuple(folded(name) for part in parts for name in part.split(", "))


def are_same_name(one: str, other: str) -> bool:
    """Whether two folded names may be one: equal, or one is the last words of the other."""
    return bool(one and other) and (
        one == other or one.endswith(f" {other}") or other.endswith(f" {one}")
    )


def have_same_first(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the first authors may be one."""
    return bool(one and other) and are_same_name(one[0], other[0])


def year_in(words: str) -> str:
    """Return the last year in a date, or the words themselves where there is none (“n.d.”)."""
    years = re.findall(r"\b(?:1[5-9]|20)\d\d\b", words)
    return years[-1] if years else words.strip(" ()").casefold()


def title_words(title: str) -> str:
    """Return a title as it is compared: folded, without what stands in brackets."""
    return folded(_BRACKETS.sub("", title)) or folded(title)


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1; a title and its short form are nearly one.

    Titles with other numbers in them (“Resolution 872”, “Resolution 912”) are not alike.
    """
    first, last = title_words(one), title_words(other)
    if not first or not last:
        return 0.0
    numbers = [set(re.findall(r"\d+", words)) for words in (first, last)]
    if not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0]):
        return 0.0
    short, long = sorted((first, last), key=len)
    if first != last and len(short) >= 8 and long.startswith(f"{short} "):
        return 0.95
    return SequenceMatcher(None, first, last).ratio()


def is_institution(name: str) -> bool:
    """Whether the words of an author name a body and not a person, as far as one can see."""
    plain = _EDITORS.sub("", name).strip(" ,")
    if "," in plain or re.search(r"\b[A-Z]\.", plain):
        return False
    return plain.isupper() or len(plain.split()) > 2 or bool(_BODIES.search(plain))


_BODIES = re.compile(
    r"\b(?:Nations|Commission|Government|Bank|International|Tribunal|Ministry|Department|Council|"
    r"Watch|University|Institute|Committee|Museum|Assembly|Union|Inquiry|Office|Agency)\b"
)
