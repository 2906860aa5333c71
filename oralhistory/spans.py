"""A text of which spans are not told. Pure; positions count code points."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words not told, from `start` up to, not including, `end`, and what stands instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the former text that is still there, and where it begins now."""

    start: int
    end: int
    now: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is left of a text. `gaps` are where words stand instead of others."""

    text: str
    gaps: list[list[int]]
    pieces: list[Piece]

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the former text is now; `None` where any of it is not told."""
        for piece in self.pieces:
            if piece.start <= start and end <= piece.end:
                return start - piece.start + piece.now, end - piece.start + piece.now
        return None


def told_without(text: str, spans: Iterable[Span]) -> Told:
    """Return a text without the spans; where two of them overlap, what is said for the first."""
    words, gaps, pieces = "", [], []
    place = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.end <= place:
            continue
        if span.start < place:
            place = span.end
            continue
        pieces.append(Piece(place, span.start, len(words)))
        words += text[place : span.start]
        gaps.append([len(words), len(words) + len(span.instead)])
        words += span.instead
        place = span.end
    pieces.append(Piece(place, len(text), len(words)))
    return Told(words + text[place:], gaps, pieces)
