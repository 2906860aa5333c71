"""What writes every index anew: each room says here which of its records are searched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from collections_app.search_index.index import WordIndex


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How one index is written anew, some groups at a time.

    `groups(after)` yields the groups that there are, in order, from above `after`;
    `write(groups)` writes some of them, in a transaction of its own. `kinds` are those of its rows,
    where others write the rest of a group.
    """

    noun: str
    index: WordIndex
    groups: Callable[[int], Iterator[int]]
    write: Callable[[list[int]], None]
    kinds: Sequence[int] = ()


_rebuilt: dict[str, Rebuilt] = {}


def rebuild_with(rebuilt: Rebuilt) -> None:
    """Register how an index is written anew; called when the application starts."""
    _rebuilt[rebuilt.noun] = rebuilt


def all_rebuilt() -> list[Rebuilt]:
    """Return what can be written anew, in the order of the rooms."""
    return list(_rebuilt.values())
