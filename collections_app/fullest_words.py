"""The fullest text as its page prints it: paragraphs, and how each passage stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from collections_app.compared_text import in_paragraphs
from collections_app.fullest_text import Passage, Reading
from collections_app.page_texts import Withheld
from collections_app.passages import said


@dataclass(frozen=True, slots=True)
class ReleaseNamed:
    """A copy as the fullest text names it: in words, by date of release and by whom."""

    name: str
    released_on: date | None
    released_by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How some passages stand in every copy: where they were first released, who withholds them."""

    letter: str
    first: ReleaseNamed | None
    is_shown: bool
    shown_in: list[str]
    withheld_in: list[str]
    by_us: bool
    missing_in: list[str]
    passages: int


@dataclass(frozen=True, slots=True)
class FullestRun:
    """Words of one paragraph of the fullest text, or what stands in place of them.

    `is_start` where a passage begins: there its letter stands.
    """

    letter: str
    text: str = ""
    gap: Withheld | None = None
    is_start: bool = True


@dataclass(frozen=True, slots=True)
class FullestText:
    """All that the copies show, put together; `standings` explain the letters."""

    paragraphs: list[list[FullestRun]]
    standings: list[Standing]
    is_alike_everywhere: bool


def fullest_words(passages: Sequence[Passage], copies: Sequence[ReleaseNamed]) -> FullestText:
    """Print passages; those that stand alike in every copy have the same letter."""
    letters: dict[tuple[Reading, ...], str] = {}
    numbers: dict[str, int] = {}
    paragraphs: list[list[FullestRun]] = []
    for passage in passages:
        letter = letters.setdefault(passage.readings, _letter(len(letters)))
        numbers[letter] = numbers.get(letter, 0) + 1
        _add(paragraphs, passage, letter)
    standings = [
        _standing(readings, letter, numbers[letter], copies) for readings, letter in letters.items()
    ]
    return FullestText(paragraphs, standings, len(standings) == 1 and standings[0].is_shown)


def _letter(number: int) -> str:
    turn, place = divmod(number, len(ascii_uppercase))
    return f"{ascii_uppercase[place]}{turn or ''}"


def _add(paragraphs: list[list[FullestRun]], passage: Passage, letter: str) -> None:
    if not paragraphs:
        paragraphs.append([])
    if not passage.tokens:
        paragraphs[-1].append(FullestRun(letter, gap=passage.gap))
        return
    for number, words in enumerate(in_paragraphs(passage.tokens)):
        if words[0].before == "\n\n" and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(FullestRun(letter, said(words), is_start=number == 0))


def _standing(
    readings: tuple[Reading, ...], letter: str, number: int, copies: Sequence[ReleaseNamed]
) -> Standing:
    passage = Passage([], readings)
    by_us = Reading.BY_US in readings
    first = passage.first_released_in([copy.released_on for copy in copies])
    return Standing(
        letter=letter,
        first=None if first is None or by_us else copies[first],
        is_shown=bool(passage.shown_in) and not by_us,
        shown_in=[] if by_us else [copies[at].name for at in passage.shown_in],
        withheld_in=[copies[at].name for at in passage.withheld_in],
        by_us=by_us,
        missing_in=[
            copies[at].name for at, reading in enumerate(readings) if reading == Reading.MISSING
        ],
        passages=number,
    )
