"""What is counted, as it stands: kept in each process, and brought up to date before each answer.

Before it answers, a process asks which documents the database has noted since it last asked, and
reads those anew; after very many, all. What is kept is never changed in place: an answer that has
begun goes on with what it began with. Within a transaction nothing is kept, for what was written
there may be taken back.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from collections_app.counted import notes
from collections_app.counted.values import Sets, read
from collections_app.kept_pages import microseconds

# After so many changes all is read anew; so many are put in their places one by one.
MOST_CHANGES, FEW = 20_000, 200
# To sort a document costs so many times what it costs to pass over one.
SORTING = 3


@dataclass(frozen=True, slots=True)
class InOrder:
    """Numbers of documents by date, then as they were entered; `places` says where each belongs."""

    keys: "array[int]"
    places: "array[int]"

    def place(self, key: int) -> tuple[int, int]:
        """Return what documents are sorted by."""
        return self.places[key], key

    def cut(self, wanted: BitMap, start: int, stop: int) -> list[int]:
        """Return the stretch of those wanted; as quick at the end of a long list as in front."""
        number = len(wanted)
        passed = min(stop, number - start) * len(self.keys)
        if passed > SORTING * number * number:
            # Of the same date they stay in the order of their numbers, in which sets are read.
            return sorted(wanted, key=self.places.__getitem__)[start:stop]
        return cut_from(self.keys, wanted, start, stop)

    def moved(self, gone: BitMap, come: Mapping[int, int]) -> "InOrder":
        """Return the order without some, and with some at their places."""
        keys, places = self.keys[:], self.places[:]
        most = max(come, default=-1)
        places.extend([0] * (most + 1 - len(places)))
        if len(gone) + len(come) > FEW:
            for key, place in come.items():
                places[key] = place
            moved = InOrder(array("q", [key for key in keys if key not in gone]), places)
            kept = [*moved.keys, *(key for key in come)]
            return InOrder(array("q", sorted(kept, key=moved.place)), places)
        for key in gone:
            del keys[bisect_left(keys, self.place(key), key=self.place)]
        moved = InOrder(keys, places)
        for key, place in come.items():
            places[key] = place
            keys.insert(bisect_left(keys, (place, key), key=moved.place), key)
        return moved


def in_order(dated: Mapping[int, int]) -> InOrder:
    """Return documents in the order that their places say."""
    places = array("q", bytes(8 * (max(dated, default=-1) + 1)))
    for key, place in dated.items():
        places[key] = place
    made = InOrder(array("q"), places)
    made.keys.extend(sorted(dated, key=made.place))
    return made


def cut_from(keys: "array[int]", wanted: BitMap, start: int, stop: int) -> list[int]:
    """Return the stretch of those wanted in a longer order, begun at the nearer end."""
    number = len(wanted)
    start, stop = min(start, number), min(stop, number)
    if start <= number // 2:
        return list(islice(filter(wanted.__contains__, keys), start, stop))
    backward = filter(wanted.__contains__, reversed(keys))
    return list(islice(backward, number - stop, number - start))[::-1]


@dataclass(frozen=True)
class Standing:
    """Published documents by what is asked of them.

    `seen` is how far the notes were read. `due` are documents whose embargo had not passed when
    they were read, with its instant. `orders` keeps other orders than that by date once made.
    """

    seen: notes.Seen
    values: Sets
    published: BitMap
    due: dict[int, int]
    by_date: InOrder
    orders: dict[str, "array[int]"] = field(default_factory=dict)

    def public(self) -> BitMap:
        """Return the documents that everybody may see now."""
        now = microseconds(timezone.now())
        waiting = [key for key, since in self.due.items() if since > now]
        return self.published - BitMap(waiting) if waiting else self.published

    def having(self, question: str, values: Iterable[Any]) -> BitMap:
        """Return the documents, public or not yet, that have one of these values."""
        known = self.values[question]
        return BitMap().union(*(known[one] for one in values if one in known))

    def numbers(self, question: str, of: BitMap) -> dict[Any, int]:
        """Return how many of some documents have each value; values that none has are left out."""
        numbers = {
            value: of.intersection_cardinality(keys)
            for value, keys in self.values[question].items()
        }
        return {value: number for value, number in numbers.items() if number}


class _Kept:
    """The standing of this process, and who may change it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.standing: Standing | None = None


_kept = _Kept()


def standing() -> Standing:
    """Return what is counted as the database has it now. Two queries where nothing has changed."""
    if not settings.KEEP_COUNTS or connection.in_atomic_block:
        return _read_all()
    with _kept.lock:
        _kept.standing = followed(_kept.standing)
        return _kept.standing


def forget() -> None:
    """Read everything anew before the next answer."""
    with _kept.lock:
        _kept.standing = None


def followed(known: Standing | None) -> Standing:
    """Return what is counted as the database has it now, from what was known before."""
    if known is None:
        notes.tidy()
        return _read_all()
    seen, changed = notes.follow(known.seen, MOST_CHANGES)
    if changed is None:
        return _read_all()
    if not changed:
        return known if seen == known.seen else replace(known, seen=seen)
    return _with_changes(known, seen, changed)


def _read_all() -> Standing:
    seen = notes.here()
    found = read()
    return Standing(seen, found.values, found.published, found.due, in_order(found.dated))


def _with_changes(known: Standing, seen: notes.Seen, changed: BitMap) -> Standing:
    found = read(changed)
    still = {key: since for key, since in known.due.items() if key not in changed}
    values = {
        name: _replaced(known.values[name], found.values[name], changed) for name in known.values
    }
    return Standing(
        seen,
        values,
        known.published - changed | found.published,
        still | found.due,
        known.by_date.moved(known.published & changed, found.dated),
    )


def _replaced(sets: dict[Any, BitMap], found: dict[Any, BitMap], changed: BitMap) -> dict[Any, Any]:
    kept = {
        value: keys if keys.isdisjoint(changed) else keys - changed for value, keys in sets.items()
    }
    return kept | {value: kept.get(value, BitMap()) | keys for value, keys in found.items()}
