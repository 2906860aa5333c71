"""The fullest text of a document: all that its releases show, put together. Pure.

Releases are a set: none is taken for the version. Each passage says which copies show it, which
withhold it and in which it was first released.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from collections_app.alignment import Stretch
from collections_app.page_texts import Withheld
from collections_app.passages import (
    MINOR,
    CopyText,
    Place,
    Token,
    parted,
    place_of,
    withheld_there,
)


class Reading(StrEnum):
    """How a passage stands in one copy."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    BY_US = "withheld by us"
    MISSING = "not included"


@dataclass(slots=True)
class _Slot:
    """A word or gap of the text put together, and its reading in each copy read so far."""

    token: Token
    readings: dict[int, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand alike in every copy: `readings` in the order of the copies.

    Nobody shows a passage without words; `gap` is what the copies print in its place.
    """

    tokens: list[Token]
    readings: tuple[Reading, ...]
    gap: Withheld | None = None

    @property
    def shown_in(self) -> list[int]:
        """The numbers of the copies that show it, counted from 0."""
        return [at for at, reading in enumerate(self.readings) if reading == Reading.SHOWN]

    @property
    def withheld_in(self) -> list[int]:
        return [at for at, reading in enumerate(self.readings) if reading == Reading.WITHHELD]

    def first_released_in(self, dates: Sequence[date | None]) -> int | None:
        """Return the number of the copy of the earliest known release that shows it."""
        dated = [(day, at) for at in self.shown_in if (day := dates[at]) is not None]
        return min(dated)[1] if dated else None


@dataclass(frozen=True, slots=True)
class Setback:
    """A release that withholds passages which an earlier one had shown: numbers of copies."""

    copy: int
    earlier: int
    passages: int


def fullest_text(copies: Sequence[CopyText]) -> list[Passage]:
    """Put together what several copies show, beginning with the one that shows most."""
    order = sorted(range(len(copies)), key=lambda at: -copies[at].number_of_words)
    slots: list[_Slot] = []
    read: list[int] = []
    for at in order:
        slots = _with(slots, copies[at], at, read) if read else _first(copies[at], at)
        read.append(at)
    return _passages(slots, len(copies))


def setbacks(passages: Sequence[Passage], dates: Sequence[date | None]) -> list[Setback]:
    """Return which releases withhold what an earlier one had shown, and how much.

    Each is told against the earlier release that had shown most of what it withholds.
    """
    found = []
    for at, day in enumerate(dates):
        if day is None:
            continue
        taken = [
            sum(
                passage.readings[at] == Reading.WITHHELD
                and passage.readings[other] == Reading.SHOWN
                for passage in passages
            )
            if other_day is not None and other_day < day
            else 0
            for other, other_day in enumerate(dates)
        ]
        most = max(taken, default=0)
        if most:
            found.append(Setback(at, taken.index(most), most))
    return found


def _first(copy: CopyText, at: int) -> list[_Slot]:
    return [_Slot(token, {at: _own(token)}) for token in copy.tokens]


def _own(token: Token) -> Reading:
    if token.gap is None:
        return Reading.SHOWN
    return Reading.BY_US if token.gap.by_us else Reading.WITHHELD


def _with(slots: list[_Slot], copy: CopyText, at: int, read: Sequence[int]) -> list[_Slot]:
    """Return the text put together with one more copy."""
    whole = CopyText([slot.token for slot in slots])
    found: list[_Slot] = []
    for stretch in parted(whole, copy):
        here = slots[stretch.start : stretch.end]
        if stretch.is_same:
            for slot in here:
                slot.readings[at] = Reading.SHOWN
            found += here
        else:
            found += _joined(here, stretch, copy, at, read)
    return found


def _joined(
    here: list[_Slot], stretch: Stretch, copy: CopyText, at: int, read: Sequence[int]
) -> list[_Slot]:
    """Put together a stretch in which a copy does not agree with what was read before."""
    there = place_of(copy, stretch.other_start, stretch.other_end)
    words = [slot for slot in here if slot.token.gap is None]
    gaps = [slot for slot in here if slot.token.gap is not None]
    reading = _reading([slot.token for slot in words], there)
    for slot in words:
        slot.readings[at] = reading
    tokens = copy.tokens[stretch.other_start : stretch.other_end]
    if words and not gaps:
        # Other words in the place of words are another wording; the first is kept.
        return words
    new = [
        _Slot(token, {at: _own(token), **{one: _stands(one, gaps) for one in read}})
        for token in tokens
        if token.gap is None or not gaps
    ]
    # A gap of which a copy shows all is closed.
    left = gaps if there.gaps or not there.words else []
    for slot in left:
        slot.readings[at] = _own_gap(there)
    return _in_place(here, new, left) if gaps else [*words, *new]


def _in_place(here: list[_Slot], new: list[_Slot], left: list[_Slot]) -> list[_Slot]:
    """Set what is shown where the gap stood that it fills, before what is left of the gap."""
    found: list[_Slot] = []
    for slot in here:
        if slot.token.gap is None:
            found.append(slot)
            continue
        found += [*new, *([slot] if left else [])]
        new = []
    return found


def _reading(words: Sequence[Token], there: Place) -> Reading:
    gaps = withheld_there(words, there)
    if gaps is None:
        return Reading.MISSING
    if any(gap.by_us for gap in gaps):
        return Reading.BY_US
    return Reading.WITHHELD if gaps else Reading.SHOWN


def _own_gap(there: Place) -> Reading:
    if any(gap.by_us for gap in there.gaps):
        return Reading.BY_US
    return Reading.WITHHELD if there.gaps else Reading.MISSING


def _stands(copy: int, gaps: Sequence[_Slot]) -> Reading:
    """Say how words stand in a copy read before, which had these gaps in their place."""
    readings = [slot.readings.get(copy, Reading.MISSING) for slot in gaps]
    for reading in (Reading.BY_US, Reading.WITHHELD):
        if reading in readings:
            return reading
    return Reading.MISSING


def _passages(slots: Sequence[_Slot], number: int) -> list[Passage]:
    """Gather the words that stand alike; what we withhold from any copy is nobody's to show."""

    def standing(slot: _Slot) -> tuple[Reading, ...]:
        return tuple(slot.readings.get(at, Reading.MISSING) for at in range(number))

    found: list[Passage] = []
    for (readings, is_gap), some in groupby(
        slots, key=lambda slot: (standing(slot), slot.token.gap is not None)
    ):
        tokens = [slot.token for slot in some]
        if Reading.BY_US in readings:
            gap = Withheld(_("Withheld by us"), by_us=True)
            found.append(Passage([], readings, gap))
        elif is_gap:
            found += [Passage([], readings, token.gap) for token in tokens]
        else:
            found.append(Passage(tokens, readings))
    return _smoothed(found)


def _smoothed(passages: Sequence[Passage]) -> list[Passage]:
    """Take a word or two that is missing without a mark for another reading of the same."""
    found: list[Passage] = []
    for passage in passages:
        readings = passage.readings
        if passage.tokens and len(passage.tokens) < MINOR and Reading.MISSING in readings:
            readings = tuple(Reading.SHOWN if one == Reading.MISSING else one for one in readings)
        last = found[-1] if found else None
        if last and last.tokens and passage.tokens and last.readings == readings:
            found[-1] = Passage([*last.tokens, *passage.tokens], readings)
        else:
            found.append(Passage(passage.tokens, readings, passage.gap))
    return found
