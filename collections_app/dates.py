"""Historical dates: an EDTF text, the days it can mean, how certain it is and how it reads.

    >>> parse("1994-04-06/1994-07-19").latest
    datetime.date(1994, 7, 19)
    >>> words(parse("1994-01-11"), "fr")
    '11 janvier 1994'

`date_grammar` says what is understood, `date_parts` how bounds are drawn.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from collections_app import date_display, date_grammar, date_suggestions
from collections_app.date_parts import (
    DateSet,
    Form,
    Interval,
    NotEdtf,
    PartialDate,
    Season,
    UnknownDate,
)

__all__ = ["LONGEST", "HistoricalDate", "UnknownDate", "parse", "undated", "words"]

_MODELS = "Write 1994-01-11, 1994-01 or 1994, or leave the date empty and fill in “date in words”."
LONGEST = 120  # characters of an EDTF text, as wide as the column that keeps it

Certainty = Literal["exact", "approximate", "questionable"]
Precision = Literal[
    "day", "month", "season", "year", "decade", "century", "partial", "interval", "set"
]


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date that was understood. `edtf` is its canonical text and parses to the same value.

    `earliest` and `latest` are inclusive; None where that side is open or unknown. `certainty`
    is what the signs say: ~ approximate, ? and % questionable, the weakest part for the whole.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    certainty: Certainty
    precision: Precision
    is_open_start: bool
    is_open_end: bool
    form: Form = field(repr=False, compare=False)

    @property
    def iso(self) -> str:
        """What `<time datetime>` may say of one plain year, month or day; otherwise ""."""
        is_plain = isinstance(self.form, PartialDate) and self.form.is_plain
        return self.edtf if is_plain else ""


@lru_cache(maxsize=4096)
def parse(edtf: str) -> HistoricalDate:
    """Read an EDTF text; raise `UnknownDate` with the reason and, where one is seen, a remedy."""
    if not edtf.strip() or date_suggestions.means_undated(edtf):
        raise UnknownDate("Leave the date empty: the record then reads “undated”.")
    if len(edtf) > LONGEST:
        raise UnknownDate(f"The date is longer than {LONGEST} characters.")
    try:
        form = date_grammar.read(edtf)
    except NotEdtf as refusal:
        raise UnknownDate(f"{refusal}{_advice(edtf)}") from None
    except UnknownDate as refusal:
        raise UnknownDate(f"{refusal}.") from None
    canonical = form.canonical
    if len(canonical) > LONGEST:
        raise UnknownDate(f"The date is longer than {LONGEST} characters.")
    return HistoricalDate(
        edtf=canonical,
        earliest=form.earliest,
        latest=form.latest,
        certainty=_certainty(form.doubts),
        precision=_precision(form),
        is_open_start=form.earliest is None,
        is_open_end=form.latest is None,
        form=form,
    )


def words(date: HistoricalDate, language: str = "en", certainty: str = "") -> str:
    """Say the date in English or French.

    `certainty` is the record's own; it is spoken when the signs of the date say nothing.
    """
    spoken = certainty if date.certainty == "exact" else ""
    return date_display.say(date.form, language, spoken)


def undated(language: str = "en") -> str:
    """What a record without a date says (DACS 2.4.16: never an abbreviation)."""
    return date_display.undated(language)


def _certainty(doubts: set[str]) -> Certainty:
    if doubts & {"?", "%"}:
        return "questionable"
    return "approximate" if "~" in doubts else "exact"


def _precision(form: Form) -> Precision:
    match form:
        case Interval():
            return "interval"
        case DateSet():
            return "set"
        case Season():
            return "season"
        case PartialDate() if "X" not in "".join(form.parts):
            return ("year", "month", "day")[len(form.parts) - 1]
    return _precision_of_unspecified(form)


def _precision_of_unspecified(form: PartialDate) -> Precision:
    is_rest_open = not (form.month + form.day).strip("X")
    if is_rest_open and form.year[2:] == "XX" and form.year[:2].isdigit():
        return "century"
    if is_rest_open and form.year[3:] == "X" and form.year[:3].isdigit():
        return "decade"
    if form.year.isdigit() and is_rest_open:
        return "year"
    if form.year.isdigit() and form.month.isdigit() and form.day == "XX":
        return "month"
    return "partial"


def _advice(text: str) -> str:
    """Say what to write instead, without a full stop that might be copied with it."""
    for group in date_suggestions.readings(text):
        offers = {form.canonical: date_display.say(form, "en", "") for form in _parsed(group)}
        if len(offers) == 1:
            return f": write {next(iter(offers))}"
        if offers:
            both = " or ".join(f"{edtf} for {spoken}" for edtf, spoken in offers.items())
            return f", and it can be read in two ways: write {both}"
    return f". {_MODELS}"


def _parsed(texts: list[str]) -> Iterator[Form]:
    for text in texts:
        with suppress(UnknownDate):
            yield date_grammar.read(text)
