"""What the text of a cell means, form by form; a cell that means nothing is refused in words."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from collections_app import date_suggestions, dates
from collections_app.models import http_url
from collections_app.spreadsheets.cells import folded, line_of, text_of
from collections_app.spreadsheets.columns import Column, Form

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_YES = {"yes", "y", "true", "1", "x", "oui", "o", "vrai", "✓", "ja"}
_NO = {"no", "n", "false", "0", "non", "faux", "nein"}
_YEAR = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?")


class BadCell(ValueError):
    """The cell can not be understood; the message says what could stand there."""


def value_of(column: Column, cell: str) -> Any:
    """Return what a cell that is not blank means in its column. Raises `BadCell`.

    Terms are returned as the text that names them: who they are is for `terms` to say.
    """
    return _READ[column.form](column, cell)


def too_long(column: Column, text: str) -> str:
    """Return what is wrong with the length of a text, or ""."""
    if column.limit and len(text) > column.limit:
        return f"It has {len(text)} characters; {column.limit} are the most."
    return ""


def shortened(text: str, limit: int) -> str:
    """Return a text cut at a word so that it fits, with the sign that something is left out."""
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit * 0.7 else cut).rstrip(" ,;:") + "…"


def _line(column: Column, cell: str) -> str:
    return line_of(cell)


def _text(column: Column, cell: str) -> str:
    return text_of(cell)


def _reference(column: Column, cell: str) -> str:
    said = line_of(cell)
    if not REFERENCE.fullmatch(said) or len(said) > column.limit:
        raise BadCell(f"“{said[:40]}” is no reference: use letters, figures, hyphens.")
    return said


def _choice(column: Column, cell: str) -> str:
    said = folded(line_of(cell))
    known = _choices(column)
    found = known.get(said) or known.get(said.replace(" ", "_").replace("-", "_"))
    if found:
        return found
    near = get_close_matches(said, known, n=3, cutoff=0.75)
    meant = ", ".join(dict.fromkeys(known[one] for one in near))
    allowed = ", ".join(dict.fromkeys(known.values()))
    words = f"Did you mean {meant}?" if meant else f"Write one of {allowed}."
    raise BadCell(f"“{line_of(cell)[:60]}” is not known here. {words}")


@cache
def _choices(column: Column) -> dict[str, str]:
    choices = column.choices.choices if column.choices else []
    known = {folded(str(label)): value for value, label in choices}
    for value, label in choices:
        for part in re.split(r" or |: ", str(label)):
            known.setdefault(folded(part), value)
    return known | {folded(value): value for value, _ in choices}


def _yes_no(column: Column, cell: str) -> bool:
    said = folded(line_of(cell))
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise BadCell(f"“{said[:40]}” is neither yes nor no.")


def _day(column: Column, cell: str) -> date:
    said = line_of(cell).removesuffix(" 00:00:00")
    with suppress(ValueError):
        return date.fromisoformat(said)
    readings = read_date(said)
    if len(readings) == 1:
        with suppress(ValueError):
            return date.fromisoformat(readings[0])
    meant = f" It can be read as {' or '.join(readings)}." if readings else ""
    raise BadCell(f"“{said[:40]}” is no day; write it as 1994-01-11.{meant}")


def _time(column: Column, cell: str) -> time:
    said = line_of(cell).lower().replace("h", ":").rstrip(":")
    for text in (said, f"{said}:00", f"0{said}", said.zfill(5)):
        with suppress(ValueError):
            return time.fromisoformat(text).replace(tzinfo=None)
    raise BadCell(f"“{line_of(cell)[:40]}” is no time of day; write it as 17:45.")


def _edtf(column: Column, cell: str) -> str:
    said = line_of(cell).removesuffix(" 00:00:00")
    try:
        return dates.parse(said).edtf
    except dates.UnknownDate as refusal:
        raise BadCell(str(refusal)) from refusal


def _year(column: Column, cell: str) -> str:
    said = line_of(cell).removesuffix(" 00:00:00").removesuffix(".0")
    if re.fullmatch(r"-?\d{1,3}", said):
        said = f"{int(said):04d}" if int(said) >= 0 else f"-{abs(int(said)):04d}"
    readings = [said] if _YEAR.fullmatch(said) else read_date(said)
    if len(readings) != 1:
        raise BadCell(f"“{said[:40]}” is no year or day: write 1994 or 1994-01-11.")
    try:
        return dates.parse(readings[0]).edtf
    except dates.UnknownDate as refusal:
        raise BadCell(str(refusal)) from refusal


def _number(column: Column, cell: str) -> int:
    said = line_of(cell).removesuffix(".0")
    if not said.isdecimal() or len(said) > 15:
        raise BadCell(f"“{said[:40]}” is no whole number.")
    return int(said)


def _address(column: Column, cell: str) -> str:
    said = line_of(cell)
    try:
        http_url(said)
    except ValidationError as refusal:
        raise BadCell(" ".join(refusal.messages)) from refusal
    if problem := too_long(column, said):
        raise BadCell(problem)
    return said


def read_date(text: str) -> list[str]:
    """Return the EDTF dates that words may mean: none, one, or two that can not be told apart."""
    if date_suggestions.means_undated(text) or len(text) > dates.LONGEST:
        return []
    with suppress(dates.UnknownDate):
        return [dates.parse(text).edtf]
    for group in date_suggestions.readings(text):
        found = []
        for reading in group:
            with suppress(dates.UnknownDate):
                found.append(dates.parse(reading).edtf)
        if found:
            return list(dict.fromkeys(found))
    return []


_READ: dict[Form, Callable[[Column, str], Any]] = {
    Form.REF: _reference,
    Form.LINE: _line,
    Form.TEXT: _text,
    Form.CHOICE: _choice,
    Form.YES_NO: _yes_no,
    Form.DAY: _day,
    Form.TIME: _time,
    Form.EDTF: _edtf,
    Form.YEAR: _year,
    Form.NUMBER: _number,
    Form.ADDRESS: _address,
    Form.TERM: _line,
    Form.TERMS: _line,
}
