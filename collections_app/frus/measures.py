"""Reading what a mark says is missing: its nature, amount and unit.

>>> measure("[1 paragraph (12 lines) not declassified]").amount
Amount(count=Decimal('1'), unit=<Unit.PARAGRAPH: 'paragraph'>, is_less_than=False)
"""

import re
from decimal import Decimal
from typing import NamedTuple

from collections_app.frus.numbers import NUMBER, number
from collections_app.frus.volume import Amount, Nature, Unit

_UNITS = {
    "page": Unit.PAGE,
    "pp.": Unit.PAGE,
    "column": Unit.COLUMN,
    "paragraph": Unit.PARAGRAPH,
    "subparagraph": Unit.PARAGRAPH,
    "sentence": Unit.SENTENCE,
    "line": Unit.LINE,
    "nine": Unit.LINE,  # a slip of optical recognition, dozens of times in one volume
    "word": Unit.WORD,
    "row": Unit.ROW,
    "minute": Unit.MINUTE,
    "second": Unit.SECOND,
}
_UNIT_WORD = "|".join("pp\\." if unit == "pp." else f"{unit}s?" for unit in _UNITS)
_THING_WORD = (
    "names?|places?|documents?|codewords?|cryptonyms?|numbers?|entry|entries|items?|lists?"
    "|headings?|initials?|titles?|dates?|tables?|footnotes?|sections?|dollars?|amounts?"
)
_AMOUNT = re.compile(
    rf"(?P<less>\bless\s+th[ae][nt]\s+)?(?<![\w.])(?P<count>{NUMBER}|I|l)(?:\s+|-)"
    r"(?:full\s+|numbered\s+|additional\s+|following\s+|handwritten\s+|typed\s+|whole\s+){0,2}"
    rf"(?:(?P<unit>{_UNIT_WORD})|(?P<thing>{_THING_WORD}))\b",
    re.IGNORECASE,
)
_PLAYED = re.compile(r"\b(\d+)\s+minutes?,?\s+(?:and\s+)?(\d+)\s+seconds?\b", re.IGNORECASE)
# "numbered paragraph 3", "paragraphs 4-6", "paragraph", "Page 2": counted by their own numbers.
_NUMBERED = re.compile(
    r"\b(?:sub)?(?P<unit>paragraph|page)(?P<many>s?)\b"
    r"(?:\s+\(?(?P<first>\d+)\)?(?:\s*(?:–|-|to)\s*(?P<last>\d+))?)?",
    re.IGNORECASE,
)
# A column format is no measure: "3 lines of 2-column source text".
# Nor is the shape of a table: "table (3 columns and 5 rows)".
_FORMAT = re.compile(
    r"\bof\s+(?:a\s+)?\d+[\s-]?column(?:\s+format)?\b|\b\d+\s+columns?(?:,|\s+and)\s+\d+\s+rows?",
    re.IGNORECASE,
)

_NATURES: tuple[tuple[Nature, str], ...] = (
    (Nature.DOLLAR_AMOUNT, r"dollar\s+(?:amount|figure)s?|dollars|sums?\b|amounts?\s+of\s+money"),
    (Nature.HANDLING_RESTRICTION, r"(?:handling|dissemination|distribution)\s+\w+"),
    (Nature.CLASSIFICATION_MARKING, r"classification(?:\s+\w+)?"),
    (
        Nature.NUMBER,
        r"(?:dou?cu?ment|report|telegram|cable|file|job|copy|telephone|serial)\s+"
        r"(?:numbers?|indicators?)|numbers?(?!ed)|telegram\s+\w+|percentages?|figures?",
    ),
    (Nature.CODEWORD, r"code\s?-?(?:words?|names?)|cryptonyms?"),
    (Nature.INITIALS, r"initials?"),
    (Nature.NAME, r"names?|recipients?|addressees?|signatures?|identit(?:y|ies)"),
    (Nature.PLACE, r"places?|locations?|country|countries|city|address"),
    (Nature.TITLE, r"titles?"),
    (Nature.DATE, r"dates?"),
    (Nature.RECORDING, r"minutes?|seconds?"),
    (Nature.FOOTNOTE, r"footnotes?"),
    (Nature.ATTACHMENT, r"attachments?|tabs?\b|annex(?:es)?|append(?:ix|ices)|enclosures?"),
    (Nature.TABLE, r"tables?|entr(?:y|ies)|rows?|columns?|charts?|maps?|lists?"),
    (Nature.DOCUMENT, r"letters?|memorand(?:um|a)|telegrams?|documents?|NIE|SNIE|summary"),
)
_LEADING_TEXT = re.compile(
    r"(?:\d|½|less\b|one\b|text\b|remainder\b|numbered\b|(?:sub)?paragraphs?\b|sentences?\b"
    r"|lines?\b|pages?\b|words?\b|item\b|I\b|l\b)",
    re.IGNORECASE,
)
_HEADING_ONLY = re.compile(r"(?:\w+\s+)?(?:sub)?headings?|subject\s+line", re.IGNORECASE)
_TEXT_WORD = re.compile(
    r"\b(?:text|lines?|nine|pages?|pp|words?|sentences?|(?:sub)?paragraphs?|sections?|portions?)\b",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)")
_PHRASE = re.compile(r"\bnot?\s+(?:yet\s+)?(?:been\s+)?de[^\s\]]*", re.IGNORECASE)
_VERB = re.compile(
    r"\s*(?:,\s*)?(?:\bbut\s+)?(?:\b(?:was|were|is|are|has|have)\s+)?$", re.IGNORECASE
)


class Measure(NamedTuple):
    """What a mark says; `is_understood` is False when neither nature nor amount could be read."""

    nature: Nature
    words: str
    amount: Amount | None
    size: Amount | None
    is_understood: bool


def measure(printed: str) -> Measure:
    """Read the words before "not declassified" (ignoring case, brackets and slips)."""
    clauses = [_words(clause) for clause in _PHRASE.split(printed)]
    words = clauses[0]
    outside = _outside(words)
    sizes = [_amount(_FORMAT.sub(" ", " ".join(_IN_PARENTHESES.findall(c)))) for c in clauses]
    amounts = [_amount(_outside(c)) or _numbered(_outside(c)) for c in clauses]
    amount, size = _first(amounts), _first(sizes)
    if amount is None:
        amount, size = size, None
    nature = _nature(words, outside) if words else Nature.TEXT
    return Measure(nature, words[:60], amount, size, amount is not None or nature != Nature.OTHER)


def _words(clause: str) -> str:
    return _VERB.sub("", clause.strip("[]* ")).strip()


def _outside(words: str) -> str:
    return _FORMAT.sub(" ", _IN_PARENTHESES.sub(" ", words))


def _first(amounts: list[Amount | None]) -> Amount | None:
    return next((amount for amount in amounts if amount), None)


def _amount(words: str) -> Amount | None:
    """Return the first measured amount, or else the first number of things."""
    if played := _PLAYED.search(words):
        return Amount(Decimal(60 * int(played[1]) + int(played[2])), Unit.SECOND)
    found = sorted(_AMOUNT.finditer(words), key=lambda amount: not amount["unit"])
    if not found:
        return None
    written = found[0]["count"]
    count = Decimal(1) if written in ("I", "l") else number(written)
    if count is None:
        return None
    unit = Unit.ITEM
    if named := (found[0]["unit"] or "").lower():
        unit = _UNITS.get(named) or _UNITS[named.rstrip("s")]
    return Amount(count, unit, bool(found[0]["less"]))


def _numbered(words: str) -> Amount | None:
    """Count paragraphs or pages by their numbers; the remainder of one is less than it."""
    found = _NUMBERED.search(words)
    if found is None or re.search(r"\bremainder\b", words, re.IGNORECASE):
        return None
    unit = _UNITS[found["unit"].lower()]
    if found["last"]:
        return Amount(Decimal(abs(int(found["last"]) - int(found["first"])) + 1), unit)
    return None if found["many"] else Amount(Decimal(1), unit)


def _nature(words: str, outside: str) -> Nature:
    """Name what is missing: words that measure text come first, then the first thing named."""
    if _HEADING_ONLY.fullmatch(outside.strip()):
        return Nature.HEADING
    named = [
        (found.start(), place, nature)
        for place, (nature, pattern) in enumerate(_NATURES)
        if (found := re.search(rf"\b(?:{pattern})", outside, re.IGNORECASE))
    ]
    text = _TEXT_WORD.search(outside)
    if not named:
        return Nature.TEXT if text or _LEADING_TEXT.match(words) else Nature.OTHER
    first, _, nature = min(named)
    return Nature.TEXT if text and text.start() < first else nature
