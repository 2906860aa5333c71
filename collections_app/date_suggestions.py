"""EDTF readings of a date written the human way, to suggest to a cataloguer; never to store.

English and French month names, figures in the order of either side of the Atlantic, the usual
words of doubt, span and limit, and EDTF as the draft of 2012 had it. A reading is a guess: the
caller keeps those that parse.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTH_NAMES = (
    *("january jan janvier janv", "february feb février fevrier févr fevr fév fev"),
    *("march mar mars", "april apr avril avr", "may mai", "june jun juin"),
    *("july jul juillet juil", "august aug août aout", "september sept sep septembre"),
    *("october oct octobre", "november nov novembre", "december dec décembre decembre déc"),
)
_MONTHS = {
    name: f"{number:02d}"
    for number, names in enumerate(_MONTH_NAMES, start=1)
    for name in names.split()
}
_SEASONS = {
    name: code
    for names, code in (
        ("spring printemps", "21"),
        ("summer été ete", "22"),
        ("autumn fall automne", "23"),
        ("winter hiver", "24"),
    )
    for name in names.split()
}
_FILLER = re.compile(
    r"\b(?:the|of|in|on|le|la|les|de|du|en|l['’]|d['’]|dimanche|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di)\b|,"
)
_WORD, _DAY = r"([^\W\d]+)\.?", r"(\d\d?)(?:st|nd|rd|th|er)?"
_DOUBTS = (
    (r"(?:possibly|probably|perhaps|maybe|peut-être|probablement) (.+)", "?"),
    (r"(.+?) ?(?:\?|\(\?\))", "?"),
    (r"(?:circa |ca\.? ?|c\. ?|c |about |around |approx\.? |approximately )(.+)", "~"),
    (r"(?:vers |environ |autour de )(.+)", "~"),
    (r"(.+?) (?:environ|\(?approx\.?\)?|\(?approximately\)?)", "~"),
)
_SPANS = (
    (r"(?:between|entre) (.+?) (?:and|et) (.+)", "[{}..{}]"),
    (r"(?:from )?(.+?) (?:to|until|through) (.+)", "{}/{}"),
    (r"(?:du |de |d['’])(.+?) (?:au|à) (.+)", "{}/{}"),
    (r"(.+?) [-/] (.+)", "{}/{}"),
    (r"(.+?) ?(?:-|/|\.\.) ?(.+)", "{}/{}"),
)
_LIMITS = (
    (r"(?:since|from|depuis|à partir) (.+)", "{}/.."),
    (r"(?:until|till|up to|jusqu['’](?:au|en|à)) (.+)", "../{}"),
)
_BEFORE, _AFTER = r"(?:before|avant) (.+)", r"(?:after|après) (.+)"
_UNDATED = {"undated", "no date", "n.d.", "n.d", "nd", "sans date", "s.d.", "s.d", "unknown"}


def means_undated(text: str) -> bool:
    """Whether the text says in words that there is no date."""
    return text.strip().lower() in _UNDATED


def readings(text: str) -> Iterator[list[str]]:
    """Yield groups of EDTF texts that may have been meant; a group of two is a true ambiguity."""
    said = re.sub(r"\s+", " ", re.sub(r"[‐-―−]", "-", text.strip().lower()))
    yield _draft_edtf(said)
    for read in (_one, _neighbour, _limited, _joined):
        yield read(said)


def _draft_edtf(said: str) -> list[str]:
    """199u, 1994?~, 1994/open, unknown/1994; letters in the wrong case and stray spaces."""
    written = said.replace(" ", "").replace("?~", "%").replace("~?", "%")
    written = re.sub(r"\bunknown\b", "", re.sub(r"\bopen\b", "..", written))
    is_edtf = re.fullmatch(r"[\dux?~%,./\[\]{}-]+", written)
    return [re.sub(r"[ux]", "X", written)] if is_edtf else []


def _one(said: str) -> list[str]:
    """A single date, in doubt or not."""
    for read in (_figures, _named, _decade):
        if found := read(said):
            return found
    for pattern, sign in _DOUBTS:
        if match := re.fullmatch(pattern, said):
            return [f"{found}{sign}" for found in _one(match[1])]
    return []


def _figures(said: str) -> list[str]:
    """1994, 1994-01-11, 1994/1/11, 19940111, 11/01/1994 (two ways), 01/1994, 1994/1, 1994/95."""
    if re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", said):
        return [said]
    if match := re.fullmatch(r"(\d\d?)([/. -])(\d\d?)\2(\d{4})", said):
        return _either_order(match[4], match[3], match[1])
    if match := re.fullmatch(r"(\d{4})([/. -])(\d\d?)\2(\d\d?)", said):
        return _either_order(match[1], match[3], match[4])[:1]
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", said):
        return ["-".join(match.groups())]
    if match := re.fullmatch(r"(\d\d?)[/. -](\d{4})", said):
        return [f"{match[2]}-{match[1]:0>2}"]
    if match := re.fullmatch(r"(\d{4})[/. -](\d\d?)", said):
        return [f"{match[1]}-{match[2]:0>2}" if int(match[2]) <= 12 else _century(match)]
    return []


def _century(match: re.Match[str]) -> str:
    return f"{match[1]}/{match[1][:2]}{match[2]}"


def _either_order(year: str, month: str, day: str) -> list[str]:
    """Month and day as given and the other way round, as far as there is such a month."""
    orders = ((month, day), (day, month))
    found = [f"{year}-{first:0>2}-{last:0>2}" for first, last in orders if 1 <= int(first) <= 12]
    return list(dict.fromkeys(found))


def _named(said: str) -> list[str]:
    """11 January 1994, January 11, 1994, 11-Jan-1994, 1er avril 1994, 1994 January 11, été 1994."""
    plain = re.sub(r"\s+", " ", _FILLER.sub(" ", said)).strip()
    if match := re.fullmatch(rf"{_DAY}[ -]{_WORD}[ -](\d{{4}})", plain):
        return _spelt(match[3], match[2], match[1])
    if match := re.fullmatch(rf"{_WORD} {_DAY} (\d{{4}})", plain):
        return _spelt(match[3], match[1], match[2])
    if match := re.fullmatch(rf"(\d{{4}}) {_WORD}(?: {_DAY})?", plain):
        return _spelt(match[1], match[2], match[3] or "")
    if match := re.fullmatch(rf"{_WORD}[ -](\d{{4}})", plain):
        return _spelt(match[2], match[1], "")
    return [plain] if re.fullmatch(r"\d{4}", plain) else []


def _spelt(year: str, name: str, day: str) -> list[str]:
    if name in _MONTHS:
        return [f"{year}-{_MONTHS[name]}" + (f"-{day:0>2}" if day else "")]
    return [f"{year}-{_SEASONS[name]}"] if name in _SEASONS and not day else []


def _decade(said: str) -> list[str]:
    match = re.fullmatch(r"(?:the )?(\d{3})0['’]?s", said)
    match = match or re.fullmatch(r"(?:les )?années (\d{3})0", said)
    return [f"{match[1]}X"] if match else []


def _neighbour(said: str) -> list[str]:
    """Before and after leave out the date they name: the last day, month or year on that side."""
    for pattern, step, shape in ((_BEFORE, -1, "[..{}]"), (_AFTER, 1, "[{}..]")):
        match = re.fullmatch(pattern, said)
        if match and len(found := _one(match[1])) == 1:
            return [shape.format(moved)] if (moved := _moved(found[0], step)) else []
    return []


def _moved(edtf: str, step: int) -> str:
    parts = edtf.split("-")
    if not all(part.isdigit() for part in parts):
        return ""
    if len(parts) == 1:
        return f"{int(edtf) + step:04d}"
    if len(parts) == 2:
        months = int(parts[0]) * 12 + int(parts[1]) - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    try:
        return (date.fromisoformat(edtf) + timedelta(days=step)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _limited(said: str) -> list[str]:
    for pattern, shape in _LIMITS:
        match = re.fullmatch(pattern, said)
        if match and len(found := _one(match[1])) == 1:
            return [shape.format(found[0])]
    return []


def _joined(said: str) -> list[str]:
    """Two dates; the first may leave out what the second says: 6 April to 19 July 1994."""
    for pattern, shape in _SPANS:
        if match := re.fullmatch(pattern, said):
            last = _one(match[2])
            shared = match[2].split()
            for ending in ([], shared[-2:], shared[-1:]):
                first = _one(" ".join([match[1], *ending]))
                if len(first) == len(last) == 1:
                    return [shape.format(first[0], last[0])]
    return []
