"""A note cut into citations: at its semicolons, and where one with its imprint ends a sentence.

What stands in quotation marks or brackets holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_BRACKETS = "([{"
# "(New Haven: Yale University Press, 2008), 36–37." with another sentence behind it.
_ENDED = re.compile(r"\([^()]*:[^()]*\b(?:1[5-9]|20)\d\d\)(?:,\s[\d–—,\s-]*\d)?\.(?=\s+[A-Z“])")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a note: where its words begin and end, and where the separator behind ends."""

    start: int
    end: int
    until: int


def cuts_of(note: str) -> list[Cut]:
    """Return the stretches of a note, in order.

    The words and separators of all stretches, joined, are the note itself.
    """
    found, start = [], 0
    for place in _separators(note):
        until = place + 1
        while until < len(note) and note[until].isspace():
            until += 1
        found.append(Cut(start, place, until))
        start = until
    found.append(Cut(start, len(note), len(note)))
    return found


def split_note(note: str) -> list[tuple[str, str]]:
    """Return the citations of a note, each with the separator behind it."""
    return [(note[one.start : one.end], note[one.end : one.until]) for one in cuts_of(note)]


def _separators(note: str) -> Iterator[int]:
    closed = _closed_stretches(note)
    stops = {found.end() - 1 for found in _ENDED.finditer(note)}
    place = 0
    while place < len(note):
        if place in closed:
            place = closed[place]
        elif note[place] == ";" or place in stops:
            yield place
        place += 1


def _closed_stretches(note: str) -> dict[int, int]:
    """Return where quotations and brackets begin and end; one that never closes counts nothing."""
    open_ones: list[tuple[int, str]] = []
    closed: dict[int, int] = {}
    for place, sign in enumerate(note):
        level = _closes(note, place, open_ones)
        if level is not None:
            closed[open_ones[level][0]] = place
            del open_ones[level:]
        elif sign in _PAIRS and _may_open(note, place):
            open_ones.append((place, sign))
    return closed


def _closes(note: str, place: int, open_ones: list[tuple[int, str]]) -> int | None:
    sign = note[place]
    if sign in "'’" and _is_apostrophe(note, place):
        return None
    for level in range(len(open_ones) - 1, -1, -1):
        if sign in _PAIRS[open_ones[level][1]]:
            return level
    return None


def _is_apostrophe(note: str, place: int) -> bool:
    before, after = note[place - 1 : place], note[place + 1 : place + 2]
    return before.isalnum() and after.isalnum()


def _may_open(note: str, place: int) -> bool:
    sign = note[place]
    before, after = note[place - 1 : place] if place else "", note[place + 1 : place + 2]
    if sign in "'\"‘":
        return (not before or before.isspace() or before in "([{—–-“‘") and not after.isspace()
    return True
