"""What a row asks for: its cells understood, column by column, before anything is compared."""

import re
from dataclasses import dataclass, field
from typing import Any

from collections_app import dates
from collections_app.models import ItemAgent
from collections_app.spreadsheets.cells import (
    folded,
    has_control,
    is_clearing,
    is_keeping,
    parts_of,
    unguarded,
)
from collections_app.spreadsheets.columns import Column, Form, Place, by_name
from collections_app.spreadsheets.mapping import Fill, Manner, guess
from collections_app.spreadsheets.tables import Row
from collections_app.spreadsheets.values import (
    BadCell,
    read_date,
    shortened,
    too_long,
    value_of,
)

ERROR, WARNING, NOTE = "error", "warning", "note"
Message = tuple[str, str, str]  # level, column, words
_FIGURES = re.compile(r"[\d\s./-]*\d[\d\s./-]*")
_ABOUT = re.compile(r"(?i)\b(c|ca|circa|about|around|approx|vers|environ|um)\b\.?")


class Clear:
    """Stands for the wish that a column be emptied."""

    def __repr__(self) -> str:
        return "[clear]"


CLEARED = Clear()


@dataclass(slots=True)
class Wish:
    """A row understood: columns that have a value or are to be cleared; what is blank is absent."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    wholes: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    strangers: dict[Message, list[str]] = field(default_factory=dict)

    def tell(self, level: str, column: str, words: str) -> None:
        self.messages.append((level, column, words))

    def is_refused(self, column: str) -> bool:
        """Whether the cell of a column was not understood, and that is told."""
        return any(level == ERROR and where == column for level, where, _ in self.messages)

    def stranger(self, level: str, column: str, name: str, words: str) -> None:
        """Tell of a name that nobody bears; those of one column are told together."""
        self.strangers.setdefault((level, column, words), []).append(name)

    def introduce(self) -> None:
        """Tell of all strangers, once the row is understood."""
        for (level, column, words), names in self.strangers.items():
            self.tell(level, column, f"{words}: {', '.join(f'“{name}”' for name in names)}.")
        self.strangers = {}

    @property
    def ref(self) -> str:
        said = self.values.get("ref", "")
        return said if isinstance(said, str) else ""

    @property
    def has_errors(self) -> bool:
        return any(level == ERROR for level, _, _ in self.messages)


def wish_of(row: Row, fills: list[Fill], manner: Manner, width: int) -> Wish:
    """Understand a row. Whatever can not be understood is told at its column, as an error."""
    wish = Wish(row.number)
    for note in row.notes:
        wish.tell(WARNING, "", note)
    _check_width(wish, row, width)
    for fill in fills:
        for cell in _cells(row.cells, fill):
            _take(wish, fill.place, cell, manner)
    return wish


def _check_width(wish: Wish, row: Row, width: int) -> None:
    if any(cell.strip() for cell in row.cells[width:]):
        wish.tell(
            ERROR,
            "",
            f"The row has {len(row.cells)} cells and the header {width}: a separator or a "
            "quotation mark stands where it should not.",
        )
    elif len(row.cells) < width and len(row.cells) == 1 and width > 2:
        wish.tell(WARNING, "", "The row has a single cell; the rest reads as blank.")


def _cells(cells: list[str], fill: Fill) -> list[str]:
    width = len(cells)
    said = [
        cells[index]
        for index in fill.indexes
        if index < width and cells[index] and not is_keeping(cells[index])
    ]
    if not said:
        return [fill.constant] if fill.constant and not _is_bare(cells, fill.beside) else said
    if len(said) > 1 and not fill.place.column.is_list and not any(map(is_clearing, said)):
        return ["; ".join(unguarded(cell).strip() for cell in said)]
    return said


def _is_bare(cells: list[str], beside: list[int]) -> bool:
    """A constant of a copy or link says nothing where the row has no such copy or link."""
    return bool(beside) and all(is_keeping(cells[one]) for one in beside if one < len(cells))


def _take(wish: Wish, place: Place, cell: str, manner: Manner) -> None:
    column, header = place.column, place.header
    if is_clearing(cell):
        _put(wish, place, CLEARED)
        return
    cell = unguarded(cell)
    if has_control(cell):
        wish.tell(WARNING, header, "Control characters were taken out.")
    if "\ufffd" in cell:
        wish.tell(WARNING, header, "A character could not be read; it stands as \ufffd.")
    if cell.lstrip()[:1] == "=" and column.form in (Form.LINE, Form.TEXT):
        wish.tell(WARNING, header, "It looks like a formula; it is kept as text and never run.")
    try:
        if column.is_list:
            names = [_sayable(name) for name in parts_of(cell, manner.separator)]
            _extend(wish, column, names)
        else:
            _put(wish, place, _fitting(wish, place, value_of(column, cell), manner))
    except BadCell as refusal:
        wish.tell(ERROR, header, str(refusal))


def _sayable(name: str) -> str:
    if len(name) > 255:
        raise BadCell(f"“{name[:40]}…” is too long for a name: is the separator another one?")
    return name


def _put(wish: Wish, place: Place, value: Any) -> None:
    if place.group:
        part = wish.groups.setdefault(place.group, {}).setdefault(place.number, {})
        part[place.column.name] = value
    elif place.column.is_list:
        wish.lists[place.column.name] = value
    else:
        wish.values[place.column.name] = value


def _extend(wish: Wish, column: Column, names: list[str]) -> None:
    if column.role == "*":
        for name in names:
            role, bare = _with_role(wish, column, name)
            _extend(wish, by_name()[role], [bare])
        return
    present = wish.lists.get(column.name)
    present = present if isinstance(present, list) else []
    for name in names:
        if name in present:
            wish.tell(WARNING, column.name, f"“{name}” is named twice; once counts.")
        else:
            present.append(name)
    wish.lists[column.name] = present


def _with_role(wish: Wish, column: Column, said: str) -> tuple[str, str]:
    """Understand “sender: Name” and “Name (artist)”. A role that is not ours makes an author."""
    before, _, after = said.partition(": ")
    if after and (place := guess(before)) and place.column.role in ItemAgent.Role.values:
        return place.column.name, after
    if match := re.fullmatch(r"(.+?)\s*\(([^()]+)\)", said):
        place = guess(match[2])
        if place is not None and place.column.role in ItemAgent.Role.values:
            return place.column.name, match[1]
        words = f"“{match[2]}” of “{match[1]}” is none of our roles; taken as author."
        wish.tell(WARNING, column.name, words)
        return ItemAgent.Role.AUTHOR, match[1]
    return ItemAgent.Role.AUTHOR, said


def _fitting(wish: Wish, place: Place, value: Any, manner: Manner) -> Any:
    column = place.column
    problem = too_long(column, value) if isinstance(value, str) else ""
    if not problem:
        return value
    if not manner.shortens or place.group or column.form is not Form.LINE:
        raise BadCell(problem)
    wish.tell(WARNING, place.header, f"{problem} It is cut; the note for the house keeps it whole.")
    wish.wholes.append(f"{column.name}: {value}")
    return shortened(value, column.limit)


def settle_dates(wish: Wish, manner: Manner, standing: str | None) -> None:
    """Make the EDTF date from what the row says otherwise: first and last year, or words.

    `standing` are the words that stand there now: those that do not change are not read again.
    """
    values = wish.values
    first, last = values.pop("date_start", None), values.pop("date_end", None)
    words = values.get("date")
    if "date_edtf" in values or not isinstance(words, str | None):
        return
    if isinstance(first or last, str):
        _from_bounds(wish, first or last, last or first, words or "")
    elif words and words != standing:
        _from_words(wish, words, manner)


def _from_bounds(wish: Wish, first: Any, last: Any, words: str) -> None:
    if not isinstance(first, str) or not isinstance(last, str):
        return
    doubt = "~" if _ABOUT.search(words) else ""
    doubt = ("%" if doubt else "?") if "?" in words else doubt
    text = f"{first}{doubt}" if first == last else f"{first}{doubt}/{last}{doubt}"
    try:
        wish.values["date_edtf"] = dates.parse(text).edtf
    except dates.UnknownDate as refusal:
        wish.tell(ERROR, "date_start", f"{first} to {last}: {refusal}")
        return
    _drop_repeated_words(wish, words)


def _from_words(wish: Wish, words: str, manner: Manner) -> None:
    readings = read_date(words)
    if len(readings) > 1:
        both = " or ".join(readings)
        wish.tell(WARNING, "date", f"“{words}” can be read as {both}: write which in date_edtf.")
    elif readings and (manner.reads_dates or folded(readings[0]) == folded(words)):
        wish.values["date_edtf"] = readings[0]
        wish.tell(NOTE, "date", f"Read as {readings[0]}.")
        _drop_repeated_words(wish, words)
    elif readings:
        wish.tell(WARNING, "date", f"Kept as words only. It could be {readings[0]} in date_edtf.")
    else:
        is_meant_as_one = _FIGURES.fullmatch(words)
        level = WARNING if is_meant_as_one else NOTE
        wish.tell(level, "date", f"Kept as words only: “{words}” is no date that can be read.")


def _drop_repeated_words(wish: Wish, words: str) -> None:
    """Words that only repeat the date are left to be made from it, in every language."""
    edtf = wish.values["date_edtf"]
    spoken = {folded(dates.words(dates.parse(edtf), tongue)) for tongue in ("en", "fr")}
    if words and folded(words) in spoken | {folded(edtf)}:
        wish.values["date"] = CLEARED
