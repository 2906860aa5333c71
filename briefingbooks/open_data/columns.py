"""The values of a kind as the columns of a table. Pure.

A date or a named record has a column for each of its parts; what there are several of stands in
one cell with `|` between; a list of parts with parts of their own is JSON inside the cell.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from ninja import Schema

from briefingbooks.open_data.parts import Dated, Named
from collections_app.spreadsheets.cells import SEPARATOR, guarded

# What a type of Python is called in the description of a table (Table Schema).
TYPES = {
    str: "string", int: "integer", float: "number", bool: "boolean", date: "date",
    datetime: "datetime",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in the description of the table, and where its values are."""

    name: str
    type: str
    said: str
    path: tuple[str, ...]
    is_list: bool = False

    def cell(self, values: Mapping[str, Any]) -> str:
        """Return the cell of a record whose values are those of JSON; no cell is a formula."""
        value: Any = values[self.path[0]]
        for part in self.path[1:]:
            if isinstance(value, list):
                value = [one[part] for one in value]
            else:
                value = None if value is None else value[part]
        written = self._written(value)
        return written if isinstance(value, int | float) else guarded(written)

    def _written(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if self.is_list:
            return SEPARATOR.join(str(one).replace(SEPARATOR, "/") for one in value)
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False) if value else ""
        return str(value)


def columns_of(schema: type[Schema]) -> list[Column]:
    """Return the columns of a kind, its identifier first."""
    found = [column for name in schema.model_fields for column in _columns(schema, name)]
    return sorted(found, key=lambda column: column.path != ("id",))


def _columns(schema: type[Schema], name: str) -> Iterator[Column]:
    field = schema.model_fields[name]
    kind, is_list = _plain(field.annotation)
    said = field.description or ""
    if kind in (Dated, Named):
        for part, inner in kind.model_fields.items():
            told = "string" if is_list else TYPES[_plain(inner.annotation)[0]]
            yield Column(f"{name}.{part}", told, said, (name, part), is_list)
    elif kind in TYPES:
        yield Column(name, "string" if is_list else TYPES[kind], said, (name,), is_list)
    else:
        yield Column(name, "string", f"{said} JSON.".strip(), (name,))


def _plain(annotation: Any) -> tuple[Any, bool]:
    """Return the type that a value has where there is one, and whether there may be several."""
    if get_origin(annotation) in (UnionType, Union):
        (annotation,) = [one for one in get_args(annotation) if one is not NoneType]
    if get_origin(annotation) is list:
        return get_args(annotation)[0], True
    return annotation, False
