"""Three statements of one value: what the source said before, what it says now, what stands here.

Without a last time the source is followed; with one, what a curator changed since is kept.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collections_app.ead.text import folded

SHORT = 64
SHOWN = 80


@dataclass(slots=True)
class Comparison:
    """What is to be written, field by field, and the differences that are left as they stand."""

    written: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def canonical(text: str) -> str:
    """Return a text as texts are compared: white space folded, empty lines not counted."""
    lines = (folded(line) for line in re.split(r"\n+", text.replace("\r", "")))
    return "\n".join(filter(None, lines))


def remembered(value: Any) -> Any:
    """Return a value as it is remembered until the next import: long texts by their digest."""
    if isinstance(value, str):
        text = canonical(value)
        if len(text) <= SHORT:
            return text
        return f"sha1:{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()}"
    return sorted(value)


def compare(
    *, before: Mapping[str, Any] | None, here: Mapping[str, Any], source: Mapping[str, Any]
) -> Comparison:
    """Say what the source changes. A blank in it keeps what stands here.

    `before` is what was remembered, None for a record that no import has touched. Texts that were
    edited here since are kept and told; of sets each side's own additions and removals stand.
    """
    result = Comparison()
    for name, wanted in source.items():
        if isinstance(wanted, str):
            _compare_text(result, name, before, here.get(name, ""), wanted)
        elif wanted:
            _compare_set(result, name, before, set(here.get(name, ())), set(wanted))
    return result


def _compare_text(
    result: Comparison, name: str, before: Mapping[str, Any] | None, here: str, wanted: str
) -> None:
    if not wanted or canonical(wanted) == canonical(here):
        return
    is_edited = before is not None and remembered(here) != before.get(name, "")
    if not is_edited:
        result.written[name] = wanted
    elif before is not None and before.get(name) != remembered(wanted):
        label = name.replace("_", " ").replace("copy.", "")
        result.kept.append(
            f"{label} kept as edited here: “{short(here)}”; the finding aid says “{short(wanted)}”"
        )


def _compare_set(
    result: Comparison,
    name: str,
    before: Mapping[str, Any] | None,
    here: set[str],
    wanted: set[str],
) -> None:
    last = set(_texts((before or {}).get(name, ())))
    merged = (here | (wanted - last)) - (last - wanted)
    if merged != here:
        result.written[name] = merged


def _texts(values: Iterable[Any]) -> Iterable[str]:
    return (str(value) for value in values)


def short(text: str) -> str:
    """Return a text short enough for one line of a report."""
    line = folded(text.replace("\n", " ")) or "(nothing)"
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
