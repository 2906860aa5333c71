"""Which header fills which column: guessed from our own words, said by a person, or saved."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from collections_app.spreadsheets.cells import SEPARATOR
from collections_app.spreadsheets.columns import (
    GROUPS,
    ITEM_COLUMNS,
    MOST_IN_GROUP,
    Form,
    Place,
    place_of,
)
from collections_app.spreadsheets.reading import plain

LEAVE_OUT = ""
VOCABULARIES_THAT_GROW = ("agents", "places", "subjects")


@dataclass(slots=True)
class Manner:
    """How a file is read. `columns` maps a header to the column it fills; "" leaves it out."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    separator: str = SEPARATOR
    reads_dates: bool = False
    shortens: bool = False
    sheet: str = ""
    header_row: int = 0
    creates: tuple[str, ...] = ()

    def as_options(self) -> dict[str, Any]:
        """Return all but the columns, as a saved mapping keeps it."""
        return {
            "constants": self.constants,
            "separator": self.separator,
            "read_dates": self.reads_dates,
            "shorten": self.shortens,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "create_terms": list(self.creates),
        }

    def as_json(self) -> dict[str, Any]:
        return {"columns": self.columns, "options": self.as_options()}

    @classmethod
    def of(cls, columns: Mapping[str, str], options: Mapping[str, Any]) -> "Manner":
        """Return the manner that a mapping keeps; what is missing in it is as usual."""
        terms = [name for name in options.get("create_terms", ()) if name in VOCABULARIES_THAT_GROW]
        return cls(
            columns={str(header): str(name) for header, name in columns.items()},
            constants={str(k): str(v) for k, v in (options.get("constants") or {}).items()},
            separator=str(options.get("separator") or SEPARATOR)[:5],
            reads_dates=bool(options.get("read_dates")),
            shortens=bool(options.get("shorten")),
            sheet=str(options.get("sheet") or ""),
            header_row=int(options.get("header_row") or 0),
            creates=tuple(terms),
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Manner":
        return cls.of(kept.get("columns") or {}, kept.get("options") or {})


@dataclass(slots=True)
class Source:
    """Where a cell comes from: the place in the row and the header above it."""

    index: int
    header: str


@dataclass(slots=True)
class Fill:
    """What fills one place in every row. `beside` are the cells of the same copy or link."""

    place: Place
    indexes: list[int]
    constant: str = ""
    beside: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """What each header of one file fills, and what does not fit together."""

    filled: dict[Place, list[Source]] = field(default_factory=dict)
    constants: dict[Place, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        return list(dict.fromkeys([*self.filled, *self.constants]))

    def fills(self) -> list[Fill]:
        """Return what fills each place, for going through rows."""
        found = []
        for place in self.places:
            indexes = [source.index for source in self.filled.get(place, [])]
            beside = [
                source.index
                for other, sources in self.filled.items()
                if place.group and (other.group, other.number) == (place.group, place.number)
                for source in sources
            ]
            found.append(Fill(place, indexes, self.constants.get(place, ""), beside))
        return found


def lay_out(headers: list[str], manner: Manner) -> Layout:
    """Say for each header what it fills: as the manner says, else as our own words have it."""
    layout = Layout()
    said = {plain(header): name for header, name in manner.columns.items()}
    said |= manner.columns
    for index, header in enumerate(headers):
        name = said.get(header, said.get(plain(header)))
        place = guess(header) if name is None else place_of(name)
        if name == LEAVE_OUT or (place is not None and place.column.form is Form.TOLD):
            layout.left_out.append(header)
        elif place is not None:
            layout.filled.setdefault(place, []).append(Source(index, header))
        elif name is None:
            layout.unknown.append(header)
        else:
            layout.problems.append(f"The mapping names a column “{name}”, and there is none.")
    present = {plain(header) for header in headers}
    layout.missing = [header for header in manner.columns if plain(header) not in present]
    _take_constants(layout, manner)
    _find_clashes(layout)
    return layout


def _take_constants(layout: Layout, manner: Manner) -> None:
    for name, text in manner.constants.items():
        place = place_of(name)
        if place is None or place.column.form in (Form.TOLD, Form.REF):
            layout.problems.append(f"There is no column “{name}” that a constant could fill.")
        elif text.strip():
            layout.constants[place] = text


def _find_clashes(layout: Layout) -> None:
    for place, sources in layout.filled.items():
        if len(sources) > 1 and not place.column.takes_several_headers:
            names = " and ".join(f"“{source.header}”" for source in sources)
            layout.problems.append(f"{names} both fill the column {place.header}.")


def guess(header: str) -> Place | None:
    """Return the column that a header names in our words, in English or French."""
    said = plain(header)
    if place := _known().get(said):
        return place
    match = re.fullmatch(r"(agent|copy|link)(\d+)([a-z].*)", said)
    if match is None or not 1 <= int(match[2]) <= MOST_IN_GROUP:
        return None
    found = next((one for one in GROUPS[match[1]] if plain(one.name) == match[3]), None)
    return Place(found, match[1], int(match[2])) if found else None


@cache
def _known() -> dict[str, Place]:
    known: dict[str, Place] = {}
    for group, columns in GROUPS.items():
        for column in columns:
            place = Place(column, group, 1)
            known[plain(f"{group}.{column.name}")] = place
            known |= {plain(name): place for name in column.synonyms}
    for column in ITEM_COLUMNS:
        for name in column.synonyms:
            known[plain(name)] = Place(column)
    return known | {plain(column.name): Place(column) for column in ITEM_COLUMNS}


@cache
def known_headers() -> frozenset[str]:
    """Return the plain form of every header that we understand without being told."""
    return frozenset(_known())


def choices(headers: Iterable[str] = ()) -> list[tuple[str, list[str]]]:
    """Return the columns that a person may choose for a header, in groups, by their names."""
    used = [place for place in map(guess, headers) if place]
    grouped = [("Item", [one.name for one in ITEM_COLUMNS if one.form is not Form.TOLD])]
    for group, columns in GROUPS.items():
        most = max([place.number for place in used if place.group == group], default=0)
        grouped += [
            (f"{group.capitalize()} {number}", [f"{group}.{number}.{one.name}" for one in columns])
            for number in range(1, min(most + 1, MOST_IN_GROUP) + 1)
        ]
    return grouped
