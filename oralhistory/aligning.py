"""Which passage of one version is which of another: by words, by time, by place. Pure.

What is matched takes over the key of its counterpart. Where nobody can tell, nothing is matched:
a passage with a new key is looked for by its words and its time whenever it matters.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Protocol

SAME_MOMENT_MS = 1000
MOST_WORDS = 0.5  # share of words that two forms of a passage have in common, at least
LOOK_AHEAD = 5  # passages


class Placed(Protocol):
    """What is asked of a passage."""

    @property
    def start_ms(self) -> int | None: ...
    @property
    def end_ms(self) -> int | None: ...
    @property
    def text(self) -> str: ...


def same_passages(former: Sequence[Placed], later: Sequence[Placed]) -> dict[int, int]:
    """Return for places in a later version the places of the same passages in a former one.

    The same are passages with the same words, and between them those of the same time, or
    without times at the same place, with most of their words.
    """
    before, after = [_words(one) for one in former], [_words(one) for one in later]
    matcher = SequenceMatcher(None, before, after)
    found: dict[int, int] = {}
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            found.update(zip(range(begin, end), range(first, last), strict=True))
        elif kind == "replace":
            _match_changed(former, later, (first, last), (begin, end), found)
    return found


def translated_passages(spoken: Sequence[Placed], translation: Sequence[Placed]) -> dict[int, int]:
    """Return for places in a translation the places of the passages that they translate.

    All are matched in order where both have as many and no times differ; otherwise those that
    begin at the same moment, where equally many do.
    """
    if len(spoken) == len(translation) and all(
        one.start_ms == other.start_ms for one, other in zip(spoken, translation, strict=True)
    ):
        return {place: place for place in range(len(spoken))}
    by_start = _by_start(spoken)
    found: dict[int, int] = {}
    for start, places in _by_start(translation).items():
        sources = by_start.get(start, [])
        if len(sources) == len(places):
            found.update(zip(places, sources, strict=True))
    return found


def _by_start(passages: Sequence[Placed]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(passages):
        if one.start_ms is not None:
            places[one.start_ms].append(place)
    return places


def _match_changed(
    former: Sequence[Placed],
    later: Sequence[Placed],
    before: tuple[int, int],
    after: tuple[int, int],
    found: dict[int, int],
) -> None:
    """Match passages that were corrected, in their order."""
    first, last = before
    for place in range(*after):
        while first < last and _is_earlier(former[first], later[place]):
            first += 1
        near: list[int] = []
        for source in range(first, last):
            if _is_earlier(later[place], former[source]) or len(near) == LOOK_AHEAD:
                break
            if _is_same_moment(former[source], later[place]):
                near.append(source)
        shares = [(_share(former[source], later[place]), -source) for source in near]
        best, negative = max(shares, default=(0.0, 0))
        if best >= MOST_WORDS:
            found[place] = -negative
            first = -negative + 1


def _is_earlier(one: Placed, other: Placed) -> bool:
    if one.start_ms is None or other.start_ms is None:
        return False
    return one.start_ms < other.start_ms - SAME_MOMENT_MS


def _is_same_moment(one: Placed, other: Placed) -> bool:
    if one.start_ms is None or other.start_ms is None:
        return one.start_ms is None and other.start_ms is None
    return abs(one.start_ms - other.start_ms) <= SAME_MOMENT_MS


def _share(one: Placed, other: Placed) -> float:
    words, others = Counter(_words(one).split()), Counter(_words(other).split())
    most = max(words.total(), others.total())
    return (words & others).total() / most if most else 0.0


def _words(passage: Placed) -> str:
    letters = (sign if sign.isalnum() or sign == "’" else " " for sign in passage.text.casefold())
    return " ".join("".join(letters).split()) or passage.text.strip()
