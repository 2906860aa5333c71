"""The passages of a document as two releases of it stand to one another. Pure.

A copy is read as words and gaps: a gap stands where the copy says that something is withheld.
Words that one copy shows where the other has a gap were withheld; words that are merely not there
are said to be missing without a mark, as they may lie on a page that is not here. Spelling,
capitals and punctuation make no difference. Where we ourselves withhold something from either
copy, the words the other shows in its place are not repeated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from collections_app.alignment import Stretch, stretches
from collections_app.page_texts import Run, Withheld

Kind = Literal["same", "withheld", "released", "missing", "extra", "differs", "both", "ours"]
# Fewer words than this that are missing without a mark are another reading, not another passage.
MINOR = 3
# Words that agree by chance between two stretches that do not.
CHANCE = 2
BY_US = Withheld("Withheld by us", by_us=True)
DRAWN = Withheld("Withheld, as marked on the page")

_PRINTED = re.compile(
    r"\[[^\[\]]{0,200}?\b(?:not (?:yet )?declassified|withheld|excised|redacted|deleted|sanitized|"
    r"blacked out)\b[^\[\]]{0,200}\]|[█■▇]{2,}(?:\s*[█■▇]{2,})*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s*\S+")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, with the white space before it, or a gap; `place` is the number of its page."""

    text: str
    key: str
    before: str
    place: int
    gap: Withheld | None = None


@dataclass(frozen=True, slots=True)
class CopyText:
    """What one copy says: its words and gaps in order.

    `marked` are the pages on which the authority withholds something at no known place of the
    text, `ours` those from which we do.
    """

    tokens: list[Token]
    marked: frozenset[int] = frozenset()
    ours: frozenset[int] = frozenset()

    @property
    def number_of_words(self) -> int:
        return sum(token.gap is None for token in self.tokens)

    @property
    def number_of_gaps(self) -> int:
        return sum(token.gap is not None for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words as the two copies stand to it, with what is printed in their place.

    Of `differs`, `words` are those of the first copy and `other` those of the second.
    """

    kind: Kind
    words: list[Token] = field(default_factory=list)
    other: list[Token] = field(default_factory=list)
    gaps: list[Withheld] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch in which two copies do not agree: words and gaps of each, pages of the second."""

    tokens: list[Token]
    is_marked: bool
    is_ours: bool

    @property
    def words(self) -> list[Token]:
        return [token for token in self.tokens if token.gap is None]

    @property
    def gaps(self) -> list[Withheld]:
        return [token.gap for token in self.tokens if token.gap is not None]

    @property
    def runs(self) -> list[list[Token]]:
        """Words and gaps in order: runs of words, and each gap alone."""
        found: list[list[Token]] = []
        for token in self.tokens:
            if token.gap is None and found and found[-1][0].gap is None:
                found[-1].append(token)
            else:
                found.append([token])
        return found


def tokens_of(pages: Iterable[tuple[int, Sequence[Sequence[Run]]]]) -> list[Token]:
    """Return the words and gaps of the pages of a copy, each page given as paragraphs of runs."""
    found: list[Token] = []
    for number, paragraphs in pages:
        for runs in paragraphs:
            before = "\n\n"
            for token in _tokens(runs, number):
                found.append(
                    Token(token.text, token.key, before or token.before, number, token.gap)
                )
                before = ""
    return found


def _tokens(runs: Iterable[Run], number: int) -> Iterator[Token]:
    for run in runs:
        if run.withheld is not None:
            yield Token("", "", " ", number, run.withheld)
        elif run.kind == "text":
            yield from _words(run.text, number)


def _words(text: str, number: int) -> Iterator[Token]:
    """Yield the words of a text and the gaps printed in it.

    Signs that stand alone are left out, so that a full stop after a gap parts no two copies.
    """
    at = 0
    for mark in [*_PRINTED.finditer(text), None]:
        for found in _WORD.finditer(text, at, mark.start() if mark else len(text)):
            word = found.group().lstrip()
            if not _EDGES.sub("", word):
                continue
            before = found.group()[: len(found.group()) - len(word)]
            before = "\n" if "\n" in before else " " if before else ""
            yield Token(word, _key(word), before, number)
        if mark:
            said = mark.group().strip("[] ")
            yield Token("", "", " ", number, Withheld(said if said[0].isalnum() else "Withheld"))
            at = mark.end()


def _key(word: str) -> str:
    return _EDGES.sub("", word).casefold()


def keys_of(tokens: Iterable[Token], side: str) -> list[str]:
    """Return what the words are compared by; a gap is like nothing else."""
    return [f"\0{side}{number}" if token.gap else token.key for number, token in enumerate(tokens)]


def parted(one: CopyText, other: CopyText) -> list[Stretch]:
    """Cut two copies into stretches that agree and stretches that do not."""
    found = stretches(keys_of(one.tokens, "a"), keys_of(other.tokens, "b"))
    kept: list[Stretch] = []
    for number, stretch in enumerate(found):
        is_open = bool(kept) and not kept[-1].is_same
        after = found[number + 1] if number + 1 < len(found) else None
        if is_open and stretch.is_same and after and _agrees_by_chance(stretch):
            is_same = _is_silent(one, other, kept[-1], after)
        else:
            is_same = stretch.is_same
        if is_open and not is_same:
            last = kept[-1]
            kept[-1] = Stretch(last.start, stretch.end, last.other_start, stretch.other_end, False)
        else:
            kept.append(stretch)
    return kept


def _agrees_by_chance(stretch: Stretch) -> bool:
    return stretch.end - stretch.start <= CHANCE


def _is_silent(one: CopyText, other: CopyText, before: Stretch, after: Stretch) -> bool:
    """Say whether one of the copies has no words on both sides, so that what agrees is to be kept.

    So stands the “and” between two names in one copy and two gaps in the other.
    """
    return not any(
        token.gap is None for near in (before, after) for token in one.tokens[near.start : near.end]
    ) or not any(
        token.gap is None
        for near in (before, after)
        for token in other.tokens[near.other_start : near.other_end]
    )


def place_of(text: CopyText, start: int, end: int) -> Place:
    """Return what a copy has at a stretch, and whether the pages there bear marks."""
    tokens = text.tokens[start:end]
    near = text.tokens[max(start - 1, 0) : end + 1]
    pages = range(near[0].place, near[-1].place + 1) if near else range(0)
    return Place(
        tokens=tokens,
        is_marked=bool(text.marked.intersection(pages)),
        is_ours=bool(text.ours.intersection(pages)),
    )


def withheld_there(words: Sequence[Token], place: Place) -> list[Withheld] | None:
    """Return what the other copy has in place of words that it does not show; None if nothing.

    Empty where words are there instead, so that it is the wording that differs.
    """
    ours = [gap for gap in place.gaps if gap.by_us]
    if ours or (not place.words and place.is_ours):
        return ours or [BY_US]
    if place.gaps:
        return place.gaps
    if place.words:
        return []
    if place.is_marked:
        return [DRAWN]
    return [] if len(words) < MINOR else None


def compare(one: CopyText, other: CopyText) -> list[Piece]:
    """Return a document in pieces, each as the two copies stand to it."""
    pieces: list[Piece] = []
    for stretch in parted(one, other):
        if stretch.is_same:
            words = other.tokens[stretch.other_start : stretch.other_end]
            pieces.append(Piece("same", words))
            continue
        here = place_of(one, stretch.start, stretch.end)
        there = place_of(other, stretch.other_start, stretch.other_end)
        pieces += _pieces(here, there)
    return pieces


def _pieces(here: Place, there: Place) -> Iterator[Piece]:
    if _is_ours(here, there):
        yield Piece("ours", gaps=[BY_US])
        return
    lost = withheld_there(here.words, there) if here.words else []
    gained = withheld_there(there.words, here) if there.words else []
    if lost:
        yield from _marked("withheld", here, lost, is_alone=not gained)
    if lost is None:
        yield Piece("missing", here.words)
    one, other = (here.words if lost == [] else []), (there.words if gained == [] else [])
    if one or other:
        yield Piece("differs", one, other)
    if gained:
        yield from _marked("released", there, gained, is_alone=not lost)
    if gained is None:
        yield Piece("extra", there.words)
    if not here.words and not there.words:
        yield Piece("both", gaps=there.gaps if here.gaps and there.gaps else here.gaps + there.gaps)


def _marked(kind: Kind, place: Place, gaps: list[Withheld], *, is_alone: bool) -> Iterator[Piece]:
    """Yield each run of words that the other copy withholds; gaps of its own are in both.

    Where each copy shows what the other withholds, the gaps are told with the words.
    """
    runs = place.runs
    last = max(number for number, run in enumerate(runs) if run[0].gap is None)
    for number, run in enumerate(runs):
        if run[0].gap is None:
            yield Piece(kind, run, gaps=gaps if number == last else [])
        elif is_alone:
            yield Piece("both", gaps=[run[0].gap])


def _is_ours(here: Place, there: Place) -> bool:
    """Say whether we withhold from one copy what the other would show at this place."""
    of_gaps = any(gap.by_us for gap in [*here.gaps, *there.gaps])
    unmarked = (here.is_ours and not here.words) or (there.is_ours and not there.words)
    return of_gaps or unmarked


def said(tokens: Sequence[Token]) -> str:
    """Return words as they stand in their text, without the white space before the first."""
    return "".join(f"{token.before}{token.text}" for token in tokens).lstrip()
