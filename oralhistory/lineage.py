"""Which passages may tell the same though their keys differ: one of them was cut or joined.

A passage that is cut keeps its key in the first part; passages that are joined keep the key of the
first. What has a key that the other version does not know belongs to the passage before it that
both know, unless times tell more. Pure.
"""

from collections.abc import Iterable
from typing import Protocol


class Keyed(Protocol):
    """What is asked of a passage."""

    @property
    def key(self) -> str: ...
    @property
    def start_ms(self) -> int | None: ...


class Lineage:
    """Two versions, or a version and its translation, each with its passages in order."""

    def __init__(self, one: Iterable[Keyed], other: Iterable[Keyed]) -> None:
        one, other = list(one), list(other)
        self._starts = {passage.key: passage.start_ms for passage in one}
        self._other_starts = {passage.key: passage.start_ms for passage in other}
        self._known = _known_before(one, self._other_starts)
        self._other_known = _known_before(other, self._starts)

    def may_be_the_same(self, key: str, other_key: str) -> bool:
        """Say whether a passage of the one and a passage of the other may tell the same.

        Where the passage that both know begins at the same time in both, times were not moved,
        and those of the passages themselves tell better.
        """
        if key == other_key:
            return True
        known = self._known.get(key)
        if known is None or known != self._other_known.get(other_key):
            return False
        start = self._starts[known]
        return start is None or start != self._other_starts[known]


def _known_before(passages: Iterable[Keyed], keys: Iterable[str]) -> dict[str, str | None]:
    """Return for each key the last one, at or before it, that is among `keys`."""
    keys, last = set(keys), None
    found: dict[str, str | None] = {}
    for passage in passages:
        if passage.key in keys:
            last = passage.key
        found[passage.key] = last
    return found
