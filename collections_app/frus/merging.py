"""Update what a source said before, keep what a curator changed since, and report both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that a curator changed and that was therefore kept, beside what the source says."""

    key: str
    field: str
    kept: str
    source: str

    def __str__(self) -> str:
        return (
            f"{self.key}: {self.field} kept as edited here: {self.kept!r}; source: {self.source!r}"
        )


def merge(
    key: str,
    *,
    imported: Values,
    current: Values,
    source: Values,
    write: Callable[[str, Any], None],
) -> tuple[list[str], list[Difference]]:
    """Bring a record up to the source, field by field.

    `imported` is what the source said last time, `current` what stands here, `source` what it
    says now. A field nobody edited here is written with `write(field, value)`; an edited one is
    kept. Returns the fields written and the differences kept.
    """
    written, kept = [], []
    for field, value in source.items():
        before, here = imported.get(field), current.get(field)
        if here == value:
            continue
        if here == before:
            write(field, value)
            written.append(field)
        else:
            kept.append(Difference(key, field, _short(here), _short(value)))
    return written, kept


def _short(value: Any) -> str:
    words = value if isinstance(value, str) else repr(value)
    return words if len(words) <= 80 else f"{words[:77]}…"
