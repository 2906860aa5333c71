"""What the values of a record say under the fields of the table in `mappings`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ninja import Schema

from briefingbooks.open_data.mappings import TABLES, names_in
from collections_app.xml_words import xml_words

_STEP = re.compile(r"(\w+)(?:\[([^\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Said:
    """One value: its words, and the role of whoever it names."""

    words: str
    role: str = ""


def said_in(standard: str, kind: str, values: Schema) -> Iterator[tuple[str, str, list[Said]]]:
    """Yield (field, name in the standard, what is said) of a record; empty fields are left out.

    The same words under the same name are said once.
    """
    known: set[tuple[str, Said]] = set()
    for field, name in names_in(standard, kind):
        fresh = []
        for one in said(kind, values, field):
            if (name, one) not in known:
                known.add((name, one))
                fresh.append(one)
        if fresh:
            yield field, name, fresh


def said(kind: str, values: Schema, field: str) -> list[Said]:
    """Return what a record says under one field, in its order."""
    found: list[Any] = [values]
    for step in field.split("."):
        name, roles = _STEP.fullmatch(step).groups()  # type: ignore[union-attr]
        found = [one for value in found for one in _parts(_under(value, name))]
        if roles:
            wanted = set(roles.split())
            others = _roles_beside(kind, name) if "*" in wanted else set()
            found = [one for one in found if _is_asked(one.role, wanted, others)]
    return [one for one in map(_in_words, found) if one.words]


def _under(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name)


def _parts(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _roles_beside(kind: str, name: str) -> set[str]:
    """Return the roles that other rows of the table name."""
    asked = [_STEP.fullmatch(row.field) for row in TABLES[kind] if row.field.startswith(f"{name}[")]
    return {role for one in asked if one for role in (one[2] or "").split()} - {"*"}


def _is_asked(role: str, wanted: set[str], others: set[str]) -> bool:
    return role not in others if "*" in wanted else role in wanted


def _in_words(value: Any) -> Said:
    if isinstance(value, Schema):
        name = getattr(value, "label", None) or getattr(value, "name", "")
        is_certain = getattr(value, "is_certain", True)
        return Said(_clean(str(name) if is_certain else f"{name} [?]"), getattr(value, "role", ""))
    if isinstance(value, datetime):
        return Said(value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if isinstance(value, date):
        return Said(value.isoformat())
    return Said(_clean(str(value)))


def _clean(words: str) -> str:
    return xml_words(words).strip()
