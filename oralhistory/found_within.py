"""Words looked for inside one interview: which passages say them, and where in their words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.search_index.asking import Asked, understood
from collections_app.search_index.quoting import places_found
from collections_app.search_index.stems import tongue_of
from oralhistory.told_passages import CueView, Piece

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundWithin:
    """What a reader looked for in a transcript, and the passages that say all of it."""

    question: str
    asked: Asked
    hits: list[CueView]

    @property
    def in_words(self) -> str:
        """Say what was found: “3 passages say “fax””."""
        if not self.asked:
            return _("Nothing was looked for: give a word that is not one of the most common.")
        if not self.hits:
            return _("No passage here says {words}.").format(words=self.asked.in_words)
        number = len(self.hits)
        said = ngettext("{number} passage says {words}.", "{number} passages say {words}.", number)
        return said.format(number=number, words=self.asked.in_words)


def find_within(cues: Iterable[CueView], language: str, question: str) -> FoundWithin | None:
    """Mark what a reader looks for in the passages of one language; `None` where nothing is asked.

    The words that stand instead of withheld ones are not looked through.
    """
    if not question.strip():
        return None
    asked, hits = understood(question), []
    for cue in cues if asked else ():
        places = places_in(cue.pieces, asked, tongue_of(language))
        if places:
            cue.pieces[:] = marked(cue.pieces, places)
            hits.append(cue)
    return FoundWithin(question, asked, hits)


def places_in(pieces: Iterable[Piece], asked: Asked, tongue: str) -> list[Place]:
    """Return where in a passage the words stand, if it says all that was asked for."""
    text = "".join("\n" * len(one.words) if one.stands_instead else one.words for one in pieces)
    every = all(places_found(text, Asked((term,)), tongue) for term in asked.terms)
    return places_found(text, asked, tongue) if every else []


def marked(pieces: Iterable[Piece], places: list[Place]) -> Iterator[Piece]:
    """Cut pieces at the places found; the notes of a piece stay behind its last words."""
    begins = 0
    for piece in pieces:
        ends = begins + len(piece.words)
        edges = {begins, ends, *(edge for place in places for edge in place)}
        inside = sorted(edge for edge in edges if begins <= edge <= ends)
        for start, end in pairwise(inside):
            yield replace(
                piece,
                words=piece.words[start - begins : end - begins],
                is_found=any(first <= start and end <= last for first, last in places),
                notes=piece.notes if end == ends else (),
            )
        if begins == ends:
            yield piece
        begins = ends
