"""Names and dates that were written as one line of words, taken apart only where that is sure.

Older records and imported essays have them so. Pure.
"""

import re
from contextlib import suppress

from briefingbooks.citing.names import Name, in_a_list
from collections_app import dates

_EDITED = re.compile(r",? (?:\((?:eds?|dir)\.?\)|eds?\.)$|, eds?\.$")
_AND = re.compile(r",? and | & ")
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_DAY = re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<month>[A-Z][a-z]+) (?P<year>\d{4})")
_UNDATED = ("undated", "n.d.", "n. d.")


def names_in(authors: str, authors_sorted: str = "") -> tuple[list[Name], bool]:
    """Return the names of a line, and whether it calls them editors.

    `authors_sorted` is the same line as a list sorts it. A name is taken apart only where the two
    lines agree on its parts; otherwise the line stays one literal name.
    """
    direct, turned = authors.strip(), authors_sorted.strip() or authors.strip()
    is_edited = bool(_EDITED.search(direct) or (not direct and _EDITED.search(turned)))
    direct, turned = _EDITED.sub("", direct), _EDITED.sub("", turned)
    if not direct and not turned:
        return [], False
    for found in (_turned(turned), [_apart(one) for one in _parts(direct)]):
        if found and all(one.family for one in found) and _agree(found, direct, turned):
            return found, is_edited
    return [Name(literal=direct or turned)], is_edited


def date_in(words: str) -> tuple[str, str]:
    """Return (EDTF, words): the first where the words are a plain date, otherwise the second."""
    words = words.strip()
    if not words or words.lower() in _UNDATED:
        return "", ""
    if re.fullmatch(r"\d{4}", words):
        return words, ""
    found = _DAY.fullmatch(words)
    if found and found["month"].lower() in _MONTHS:
        day = f"-{int(found['day']):02d}" if found["day"] else ""
        edtf = f"{found['year']}-{_MONTHS.index(found['month'].lower()) + 1:02d}{day}"
        with suppress(dates.UnknownDate):
            return dates.parse(edtf).edtf, ""
    return "", words


def _turned(line: str) -> list[Name]:
    family, comma, rest = line.partition(", ")
    if not comma:
        return []
    given, *others = _parts(rest)
    return [Name(family=family, given=given), *(_apart(one) for one in others)]


def _parts(line: str) -> list[str]:
    return [part for piece in _AND.split(line) for part in piece.split(", ") if part]


def _apart(name: str) -> Name:
    """Part a name that is given by initials: “J. Matloff”. Others may be names of bodies."""
    given, _, family = name.rpartition(" ")
    is_sure = bool(re.fullmatch(r"(?:[^\W\d_]\.[ -]?)+", given))
    return Name(family=family, given=given) if is_sure else Name(literal=name)


def _agree(found: list[Name], direct: str, turned: str) -> bool:
    said = [name.direct for name in found]
    lists = {_plain(in_a_list(found)), _plain(direct), _plain(", ".join(said))}
    return _plain(turned) in lists and (not direct or _plain(", ".join(said)) == _plain(direct))


def _plain(line: str) -> str:
    return ", ".join(_parts(line))
