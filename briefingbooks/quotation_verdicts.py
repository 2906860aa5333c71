"""Whether frozen words may stay, held against what may be read and quoted now. Pure."""

import re
from collections.abc import Iterable
from enum import Enum
from itertools import pairwise
from typing import Protocol

from collections_app.names import NameFinder
from oralhistory.models import PublicCue

TOGETHER = 3  # so many words side by side are taken for the same ones


class FrozenWords(Protocol):
    """Words of a passage as they were cited: in a book, or in an edition of one."""

    words: str
    speaker: str
    gaps: list[list[int]]
    key: str
    language_id: str
    transcript_id: int


class Verdict(Enum):
    """What follows for a quotation: nothing, a question to the editors, or the end of its words."""

    STANDS = "stands"
    CORRECTED = "corrected"
    CLOSED = "closed"


def verdict(
    row: FrozenWords, cue: PublicCue | None, finder: NameFinder, closed: Iterable[str] = ()
) -> Verdict:
    """Judge frozen words by the passage as it may be quoted now; `None` where it may not.

    `finder` knows the names that are protected, `closed` are all words that are withheld in the
    language of the row. A speaker who is called otherwise than before closes the words: the former
    name may be what is protected. Words that are not found in the passage are closed, unless a
    later version tells all of that passage in other words, and withholds nothing of them
    elsewhere: a passage may have been cut, or words moved to another.
    """
    if cue is None or cue.speaker_label != row.speaker or finder.finds_in(row.words):
        return Verdict.CLOSED
    is_later = cue.transcript_id != row.transcript_id
    is_told = is_still_told(row.words, row.gaps, cue.text, cue.gaps)
    if not is_told and (not is_later or cue.gaps or shares_words(row.words, closed)):
        return Verdict.CLOSED
    is_other = is_later and (cue.text, cue.gaps) != (row.words, row.gaps)
    return Verdict.CORRECTED if is_other else Verdict.STANDS


def is_still_told(
    quoted: str, quoted_gaps: list[list[int]], text: str, gaps: list[list[int]]
) -> bool:
    """Say whether all words quoted are found, in order, among the words that are told now.

    What stands instead of withheld words counts on neither side. Words that are told more of, or
    given back, do no harm; a single word less does.
    """
    told = runs(text, gaps)
    place, start = 0, 0
    for run in runs(quoted, quoted_gaps):
        while place < len(told):
            found = told[place].find(run, start)
            if found >= 0:
                start = found + len(run)
                break
            place, start = place + 1, 0
        else:
            return False
    return True


def runs(text: str, gaps: list[list[int]]) -> list[str]:
    """Return the stretches of a text between its gaps, without those that are blank."""
    edges = [0, *(edge for gap in sorted(gaps) for edge in gap), len(text)]
    stretches = [text[start:end] for start, end in list(pairwise(edges))[::2]]
    return [stretch for stretch in stretches if stretch.strip()]


def shares_words(quoted: str, closed: Iterable[str]) -> bool:
    """Say whether some of the words quoted stand, side by side, in a text that is closed.

    Three at least, or all of a shorter text; capitals and signs make no difference.
    """
    said = _words_of(quoted)
    for text in closed:
        other = _words_of(text)
        length = min(len(other), TOGETHER)
        runs_of_other = {tuple(other[at : at + length]) for at in range(len(other) - length + 1)}
        own = (tuple(said[at : at + length]) for at in range(len(said) - length + 1))
        if length and any(run in runs_of_other for run in own):
            return True
    return False


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
