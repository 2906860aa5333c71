"""What a historical date is made of, and the first and last day each part can mean.

Bounds are inclusive days of the Gregorian calendar, years 1 to 9999. A side that is open, unknown
or without a year has no bound. Signs of doubt never widen a bound.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product

# Code: first month, number of months (ISO 8601-2:2019, 4.8). The seasons have the meteorological
# months of the hemisphere, the north where none is named; they are approximate by nature.
SEASONS: dict[int, tuple[int, int]] = {
    21: (3, 3),
    22: (6, 3),
    23: (9, 3),
    24: (12, 3),
    25: (3, 3),
    26: (6, 3),
    27: (9, 3),
    28: (12, 3),
    29: (9, 3),
    30: (12, 3),
    31: (3, 3),
    32: (6, 3),
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    37: (1, 4),
    38: (5, 4),
    39: (9, 4),
    40: (1, 6),
    41: (7, 6),
}


class UnknownDate(ValueError):
    """A date that is not understood; the message tells a cataloguer what to write."""


class NotEdtf(UnknownDate):
    """A text without the shape of an EDTF date, which may be a date in another way of writing."""


class Edge(Enum):
    """An end of an interval that has no date."""

    OPEN = ".."
    UNKNOWN = ""


def _numbers(pattern: str, low: int, high: int) -> list[int]:
    spelt = product(*("0123456789" if sign == "X" else sign for sign in pattern))
    return [number for number in map(int, map("".join, spelt)) if low <= number <= high]


def _first_real_day(
    years: Iterable[int], months: Iterable[int], days: Iterable[int]
) -> date | None:
    for year, month, day in product(years, months, days):
        if day <= monthrange(year, month)[1]:
            return date(year, month, day)
    return None


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day; X stands for a digit not specified, `signs` for doubt in each."""

    parts: tuple[str, ...]
    signs: tuple[str, ...]

    @property
    def year(self) -> str:
        return self.parts[0]

    @property
    def month(self) -> str:
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def day(self) -> str:
        return self.parts[2] if len(self.parts) > 2 else ""

    @property
    def is_plain(self) -> bool:
        """Whether every digit is given and nothing is in doubt."""
        return not any(self.signs) and "X" not in "".join(self.parts)

    @property
    def common_sign(self) -> str:
        """The sign shared by every part; "" when they differ or there is none."""
        return self.signs[0] if len(set(self.signs)) == 1 else ""

    @property
    def doubts(self) -> set[str]:
        return set("".join(self.signs))

    @property
    def is_possible(self) -> bool:
        """Whether at least one day of the calendar, in the years 1 to 9999, fits."""
        return _first_real_day(*self._candidates("1996")) is not None

    @property
    def earliest(self) -> date | None:
        return None if self.year == "XXXX" else _first_real_day(*self._candidates())

    @property
    def latest(self) -> date | None:
        if self.year == "XXXX":
            return None
        return _first_real_day(*(reversed(numbers) for numbers in self._candidates()))

    @property
    def canonical(self) -> str:
        """One spelling: a sign after what it and all before it share, before what is alone."""
        shared = 0
        while shared < len(self.signs) and self.signs[shared] == self.signs[0] != "":
            shared += 1
        spelt = [
            part if place < shared else f"{sign}{part}"
            for place, (part, sign) in enumerate(zip(self.parts, self.signs, strict=True))
        ]
        if shared:
            spelt[shared - 1] += self.signs[0]
        return "-".join(spelt)

    def _candidates(self, any_year: str = "XXXX") -> tuple[list[int], list[int], list[int]]:
        year = any_year if self.year == "XXXX" else self.year
        return (
            _numbers(year, 1, 9999),
            _numbers(self.month or "XX", 1, 12),
            _numbers(self.day or "XX", 1, 31),
        )


@dataclass(frozen=True, slots=True)
class Season:
    """A season, quarter, third or half of a year; one begun in December ends in the next year."""

    year: int
    code: int
    sign: str = ""

    @property
    def doubts(self) -> set[str]:
        return set(self.sign)

    @property
    def earliest(self) -> date:
        return date(self.year, SEASONS[self.code][0], 1)

    @property
    def latest(self) -> date:
        first, count = SEASONS[self.code]
        year, month = self.year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    @property
    def is_over_new_year(self) -> bool:
        return SEASONS[self.code][0] == 12

    @property
    def canonical(self) -> str:
        return f"{self.year:04d}-{self.code}{self.sign}"


Single = PartialDate | Season


@dataclass(frozen=True, slots=True)
class Interval:
    """A span from one date to another; either end may be open or unknown."""

    start: Single | Edge
    end: Single | Edge

    @property
    def doubts(self) -> set[str]:
        return {
            sign
            for side in (self.start, self.end)
            if not isinstance(side, Edge)
            for sign in side.doubts
        }

    @property
    def earliest(self) -> date | None:
        return None if isinstance(self.start, Edge) else self.start.earliest

    @property
    def latest(self) -> date | None:
        return None if isinstance(self.end, Edge) else self.end.latest

    @property
    def canonical(self) -> str:
        sides = (self.start, self.end)
        return "/".join(side.value if isinstance(side, Edge) else side.canonical for side in sides)


@dataclass(frozen=True, slots=True)
class Run:
    """Dates in a row inside a set: from one to another, or without an end on one side."""

    first: PartialDate | None
    last: PartialDate | None

    @property
    def doubts(self) -> set[str]:
        return set()

    @property
    def earliest(self) -> date | None:
        return self.first.earliest if self.first else None

    @property
    def latest(self) -> date | None:
        return self.last.latest if self.last else None

    @property
    def canonical(self) -> str:
        return "..".join(side.canonical if side else "" for side in (self.first, self.last))


@dataclass(frozen=True, slots=True)
class DateSet:
    """Several dates of which one is meant, or all."""

    is_choice: bool
    members: tuple[PartialDate | Run, ...]

    @property
    def doubts(self) -> set[str]:
        return {sign for member in self.members for sign in member.doubts}

    @property
    def earliest(self) -> date | None:
        days = [member.earliest for member in self.members]
        return None if None in days else min(day for day in days if day)

    @property
    def latest(self) -> date | None:
        days = [member.latest for member in self.members]
        return None if None in days else max(day for day in days if day)

    @property
    def canonical(self) -> str:
        inside = ",".join(member.canonical for member in self.members)
        return f"[{inside}]" if self.is_choice else f"{{{inside}}}"


Form = PartialDate | Season | Interval | DateSet
