"""What a block of the desk is made of: lines with cells, each leading to the work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.dateformat import format as format_date

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: its cells in the order of the columns, and the page of the work.

    `day` and `words` make an entry of a calendar of it; without a day it is in none. `who` is the
    person to whom the request is assigned.
    """

    cells: Sequence[str]
    url: str = ""
    day: date | None = None
    words: str = ""
    key: str = ""
    caution: str = ""
    who: int | None = None
    is_demonstration: bool = False


@dataclass(slots=True)
class Block:
    """One part of the desk. `total` counts all lines, also where only the first are in it."""

    title: str
    anchor: str
    columns: Sequence[str]
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    empty: str = "Nothing."
    explanation: str = ""
    numbers_from: int | None = None
    bars: list["Bar"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its label, its number in words, and its length in hundredths."""

    label: str
    number: str
    share: int


def bars(numbers: Sequence[tuple[str, float]], said: Callable[[float], str] = str) -> list[Bar]:
    """Return bars whose longest is a hundred."""
    most = max((number for _, number in numbers), default=0) or 1
    return [Bar(label, said(number), round(100 * number / most)) for label, number in numbers]


def written(day: date | None) -> str:
    """Write a day for a table: 3 May 2016; empty if there is none."""
    return format_date(day, "j M Y") if day else ""
