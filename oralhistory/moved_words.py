"""Where words of a text are after somebody corrected it. Pure; positions count code points."""

from collections.abc import Iterator

Place = tuple[int, int]


def moved(before: str, after: str, place: Place) -> Place | None:
    """Return where the words at a place of the former text stand now.

    They are found before the first or behind the last correction, or where the same words stand
    once in both texts. `None` where nobody can tell.
    """
    start, end = place
    head = _alike(before, after)
    if end <= head:
        return place
    tail = min(_alike(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    if start >= len(before) - tail:
        further = len(after) - len(before)
        return start + further, end + further
    words = before[start:end]
    if words and before.count(words) == after.count(words) == 1:
        return after.index(words), after.index(words) + len(words)
    return None


def places_of(words: str, text: str) -> Iterator[Place]:
    """Yield where words stand in a text by themselves, not as a part of longer words."""
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not _goes_on(text, start, words[0]) and not _goes_on(text, end + 1, words[-1]):
            yield start, end
        start = text.find(words, start + 1)


def _goes_on(text: str, behind: int, letter: str) -> bool:
    """Say whether the letter before a position belongs to the same word as one beside it."""
    beside = text[behind - 1 : behind] if behind else ""
    return beside.isalnum() and letter.isalnum()


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their beginning."""
    for number, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there:
            return number
    return min(len(one), len(other))
