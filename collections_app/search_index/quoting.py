"""A few words of a text around what a reader looked for, with every bit of it marked. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.stems import COMMON, stem
from collections_app.search_index.words import Word, words_in

# Letters shown on each side of the first words found.
AROUND = 110


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation; `is_found` marks the words that were looked for."""

    words: str
    is_found: bool = False


def places_found(text: str, asked: Asked, tongue: str) -> list[tuple[int, int]]:
    """Return where in a text stands what was asked for, as `[start, end]`, in order and apart."""
    words = list(words_in(text))
    places = sorted({place for term in asked.terms for place in _places(words, term, tongue)})
    apart: list[tuple[int, int]] = []
    for start, end in places:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def quotation(text: str, places: list[tuple[int, int]], around: int = AROUND) -> list[Piece]:
    """Return a few words of a text around the first place found, with every place marked.

    A text in which nothing was found is quoted from its beginning.
    """
    first = places[0] if places else (0, around)
    start, end = _cut(text, first[0] - around, first[1] + around)
    pieces, at = [Piece("… ")] if start else [], start
    for begin, stop in places:
        if begin >= start and stop <= end:
            pieces += [Piece(text[at:begin]), Piece(text[begin:stop], is_found=True)]
            at = stop
    pieces += [Piece(text[at:end]), *([Piece(" …")] if end < len(text) else [])]
    return [piece for piece in pieces if piece.words]


def _places(words: list[Word], term: Term, tongue: str) -> Iterator[tuple[int, int]]:
    looked_for = term.folded
    if term.kind == Term.PHRASE:
        folded = tuple(word.folded for word in words)
        for at in range(len(words) - len(looked_for) + 1):
            if folded[at : at + len(looked_for)] == looked_for:
                yield words[at].start, words[at + len(looked_for) - 1].end
    elif term.kind == Term.BEGINNING:
        for word in words:
            if word.folded.startswith(looked_for[0]):
                yield word.start, word.end
    elif looked_for[0] not in COMMON[tongue]:
        stemmed = stem(looked_for[0], tongue)
        for word in words:
            if word.folded not in COMMON[tongue] and stem(word.folded, tongue) == stemmed:
                yield word.start, word.end


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends inward to where a word begins or ends, if there is such a place."""
    start, end = max(start, 0), min(end, len(text))
    if start > 0:
        start = text.find(" ", start, end) + 1 or start
    if end < len(text):
        space = text.rfind(" ", start, end + 1)
        end = space if space > start else end
    return start, end
