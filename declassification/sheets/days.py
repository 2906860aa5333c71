"""Dates of a withdrawal sheet that can not be. Pure: what is written in words is left alone."""

import re
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)


def can_be(written: str) -> bool:
    """Whether a date in figures names a day in any order of day and month that archives use.

    A zero stands for a day or a month that is not known. Anything but three figures is taken.
    """
    found = _YEAR_FIRST.fullmatch(written.strip())
    if found:
        return _is_day(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(written.strip())
    if not found:
        return True
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    years = [year] if len(found[4]) == 4 else [1900 + year, 2000 + year]
    return any(_is_day(y, one, other) or _is_day(y, other, one) for y in years)


def _is_day(year: int, month: int, day: int) -> bool:
    if month == 0:
        return day == 0
    try:
        date(year, month, day or 1)
    except ValueError:
        return False
    return True
