"""How a file calls its notes: “[14]”, “[^14]”, “¹⁴”, “(Note 14)”; and what stands before a note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of marking notes: how a call looks, and what opens the note itself."""

    name: str
    call: re.Pattern[str]
    marker: re.Pattern[str]


BRACKETS = Manner(
    "[1]",
    re.compile(r"\[(\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[ivxl]{1,6}|\*{1,3})\]"),
    re.compile(r"\s*\[(\d{1,3}|[ivxl]{1,6}|\*{1,3})\][.:]?\s*"),
)
CARETS = Manner(
    "[^1]", re.compile(r"\[\^([^\]\s^]{1,60})\]"), re.compile(r"\s*\[\^([^\]\s^]{1,60})\]:\s*")
)
RAISED = Manner("¹", re.compile(r"([⁰¹²³⁴-⁹]{1,3})"), re.compile(r"\s*([⁰¹²³⁴-⁹]{1,3})\s*"))
NOTED = Manner(
    "(Note 1)",
    re.compile(r"\((?:see )?[Nn]otes? (\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\)"),
    re.compile(r"\s*(?:[Nn]ote )(\d{1,3})[.:)]?\s+"),
)
MANNERS = (CARETS, BRACKETS, NOTED, RAISED)
NUMBERED = re.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)")


def plain_mark(mark: str) -> str:
    """Return the mark of a note without its dress: “14” for “¹⁴”."""
    return mark.translate(_RAISED)


def calls_in(words: str, manner: Manner) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the place of each call in words, and the marks of the notes that it calls."""
    for found in manner.call.finditer(words):
        yield found.start(), found.end(), _marks(found[1])


def _marks(inside: str) -> list[str]:
    numbers = _NUMBERS.findall(plain_mark(inside))
    if len(numbers) < 2:
        return [plain_mark(inside)]
    if len(numbers) == 2 and re.search(r"[–-]", inside):
        first, last = int(numbers[0]), int(numbers[1])
        if first < last <= first + 20:
            return [str(number) for number in range(first, last + 1)]
    return numbers
