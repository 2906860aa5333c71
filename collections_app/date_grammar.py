"""The EDTF text of a date, read into its parts or refused with the reason.

Understood: ISO 8601-2:2019 level 0 dates and intervals, level 1, and of level 2 sets, qualified
components, unspecified digits anywhere and the divisions of a year. Refused with a message: times
of day, years outside 1 to 9999, exponential years, significant digits, seasons of an unspecified
year or inside a set.
"""

import re
from calendar import monthrange
from typing import NoReturn

from collections_app.date_parts import (
    SEASONS,
    DateSet,
    Edge,
    Form,
    Interval,
    NotEdtf,
    PartialDate,
    Run,
    Season,
    Single,
    UnknownDate,
)
from collections_app.date_tongues import English

_DATE = re.compile(
    r"([?~%]?)([0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_UNSUPPORTED = (
    (
        r"\d{4}(-\d\d){0,2}[Tt][\d:]+.*",
        "A time of day does not belong in the date: write it in the field for the local time",
    ),
    (r"Y-?\d+E\d+(S\d+)?", "Exponential years are not supported: years run from 1 to 9999"),
    (r"Y-?\d{5,}(S\d+)?", "Years of more than four digits are not supported: they run to 9999"),
    (r"-\d{4}S\d+|\d{4}S\d+", "Significant digits are not supported: write 19XX for the 1900s"),
    (r"[?~%]?-[\dX]{4}.*", "Years before the year 1 are not supported"),
)


def read(text: str) -> Form:
    """Return the parts of an EDTF text; raise `UnknownDate` with the reason."""
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text)
    if text.count("/") == 1:
        return _interval(*text.split("/"))
    return _single(text)


def _single(text: str) -> Single:
    match = _DATE.fullmatch(text)
    if match and match[5] and not match[8] and match[5].isdigit() and int(match[5]) > 20:
        return _season(match)
    return _date(text)


def _season(match: re.Match[str]) -> Season:
    year, code = match[2], int(match[5])
    if code not in SEASONS:
        raise NotEdtf(f"There is no month {code}, nor a season of that number (21 to 24)")
    if "X" in year:
        raise UnknownDate("A season of a year not fully specified is not supported")
    if match[3] or match[1] or match[4]:
        raise UnknownDate("The sign of doubt of a season stands at its end, as in 1994-21~")
    season = Season(_year_within_calendar(year), code, match[6])
    if season.year == 9999 and season.is_over_new_year:
        raise UnknownDate("This season ends after the year 9999")
    return season


def _date(text: str) -> PartialDate:
    match = _DATE.fullmatch(text)
    if not match:
        _refuse_shape(text)
    parts = tuple(part for part in match.group(2, 5, 8) if part)
    date = PartialDate(parts, _signs(match, len(parts)))
    if not date.is_possible:
        _refuse_impossible(date)
    return date


def _signs(match: re.Match[str], count: int) -> tuple[str, ...]:
    """Give each part its sign: one before it is its own, one after it reaches back to the year."""
    signs = []
    for place in range(count):
        given = {match.group(1 + 3 * place)}
        given |= {match.group(3 + 3 * later) for later in range(place, count)}
        given.discard("")
        signs.append("%" if len(given) > 1 else "".join(given))
    return tuple(signs)


def _refuse_shape(text: str) -> NoReturn:
    for pattern, reason in _UNSUPPORTED:
        if re.fullmatch(pattern, text):
            raise UnknownDate(reason)
    raise NotEdtf(f"“{text}” is not understood as an EDTF date")


def _year_within_calendar(year: str) -> int:
    if int(year) == 0:
        raise UnknownDate("The year 0000 is not supported: years run from 1 to 9999")
    return int(year)


def _refuse_impossible(date: PartialDate) -> NoReturn:
    year, month, day = date.year, date.month, date.day
    if year.isdigit():
        _year_within_calendar(year)
    if month.isdigit() and int(month) in SEASONS and not day:
        raise UnknownDate("A season cannot stand in a set")
    if month.isdigit() and not 1 <= int(month) <= 12:
        raise NotEdtf(f"There is no month {month}")
    if day.isdigit() and not 1 <= int(day) <= 31:
        raise UnknownDate(f"There is no day {day} in any month")
    if "X" in date.canonical:
        raise UnknownDate(f"No day of the calendar fits {date.canonical}")
    name, last = English.months[int(month)], monthrange(int(year), int(month))[1]
    raise UnknownDate(f"There is no {int(day)} {name} {year}: that month has {last} days")


def _interval(start_text: str, end_text: str) -> Interval:
    start, end = _side(start_text), _side(end_text)
    if start is end is Edge.UNKNOWN:
        raise UnknownDate("An interval needs a date on at least one side")
    if not isinstance(start, Edge) and not isinstance(end, Edge):
        _refuse_disorder(start, end)
    return Interval(start, end)


def _side(text: str) -> Single | Edge:
    return Edge(text) if text in ("", "..") else _single(text)


def _refuse_disorder(start: Single, end: Single) -> None:
    first, last = start.earliest, end.latest
    if first is None or last is None:
        return
    if first > last:
        raise UnknownDate(
            f"The interval ends before it begins: {start.canonical} comes after {end.canonical}"
        )
    # "From 11 June to June" does not say which part of June; with XX it does: some day of it.
    if "X" not in end.canonical and end.earliest is not None and first > end.earliest:
        raise UnknownDate(
            f"{start.canonical} lies inside {end.canonical}, so the end is unclear: "
            f"write {start.canonical}/{last}, or {start.canonical}/ if the end is not known"
        )


def _set(text: str) -> DateSet:
    members = [member.strip(" ") for member in text[1:-1].split(",")]
    read_members = tuple(
        _member(member, is_first=place == 0, is_last=place == len(members) - 1)
        for place, member in enumerate(members)
    )
    if len(read_members) == 1 and isinstance(read_members[0], PartialDate):
        raise UnknownDate(f"A set needs more than one date: write {members[0]}")
    return DateSet(text[0] == "[", read_members)


def _member(text: str, *, is_first: bool, is_last: bool) -> PartialDate | Run:
    if not text:
        raise UnknownDate("A date is missing in the set")
    if ".." not in text:
        return _date(text)
    first_text, _, last_text = text.partition("..")
    first = _date(first_text) if first_text else None
    last = _date(last_text) if last_text else None
    if (first is None and not is_first) or (last is None and not is_last) or first is last:
        raise UnknownDate("In a set, ..1994 can only stand first and 1994.. only last")
    given = [side for side in (first, last) if side]
    if not all(side.is_plain for side in given) or len({len(side.parts) for side in given}) > 1:
        raise UnknownDate(
            f"“{text}” is not supported: both ends of a row must be whole dates of one kind"
        )
    if first and last and first.canonical >= last.canonical:
        raise UnknownDate(f"The row {text} ends before it begins")
    return Run(first, last)
