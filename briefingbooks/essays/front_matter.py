"""What stands before the text of an essay: title, byline, dates, a word on the author.

None of it is put into the book: it is proposed to a person, and kept in the notes of the house.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefingbooks.essays.document import Block, Kind

MOST_BLOCKS = 8
MOST_LETTERS = 1500  # of one block
_BYLINE = re.compile(r"(?i)^(?:by|par|von|author:|edited by)\s+\S")
_NAME = re.compile(r"^(?:[A-Z][\w.’'-]*|de|van|von|der|and|&|,)(?:,?\s+(?:[A-Z][\w.’'-]*|de|van|von|der|and|&)){1,7}$")  # fmt: skip  # noqa: E501
_DATE = re.compile(
    r"(?i)\b(?:\d{1,2}[. ]+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|"
    r"mai|juin|juil|août)\w*\.?\s+(?:\d{1,2},?\s+)?\d{4}\b|\b\d{4}-\d\d-\d\d\b|\b\d+ \w+ ago\b"
)
_LENGTH = re.compile(r"(?i)^\d+ min(?:utes?)?(?: read)?$")
_ABOUT = re.compile(r"(?i)\b(?:is an?|was an?|is the|teaches|works|writes|lives)\b")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words from before the text, and what they seem to be."""

    kind: str
    words: str
    line: int


def front_of(blocks: Sequence[Block]) -> tuple[list[Proposal], int]:
    """Return what is proposed of the blocks before the text, and how many blocks these are."""
    if not blocks or any(run.call for run in blocks[0].all_runs):
        return [], 0
    number = _number_of_front(blocks)
    if number >= len(blocks):
        return [], 0
    proposals: list[Proposal] = []
    for block in blocks[:number]:
        proposals.append(Proposal(_kind(block, proposals), block.words.strip(), block.line))
    return proposals, number


def _number_of_front(blocks: Sequence[Block]) -> int:
    """Return how many blocks stand before the text: to the next heading, or to a long paragraph."""
    first = blocks[0]
    has_title = len(first.words) <= 200 and first.kind is not Kind.ITEM
    if not has_title:
        return 0
    for place, block in enumerate(blocks[1 : MOST_BLOCKS + 2], start=1):
        is_text = any(run.call for run in block.all_runs) or block.kind is Kind.TABLE
        if is_text or len(block.words) > MOST_LETTERS:
            return _without_text(blocks, place)
        if (
            block.kind is Kind.HEADING
            and block.level <= max(first.level, 1)
            and not _is_fact(block)
        ):
            return place if _is_front(blocks[1:place]) else _without_text(blocks, place)
    return _without_text(blocks, MOST_BLOCKS)


def _is_front(between: Sequence[Block]) -> bool:
    """Whether blocks between a title and the next heading say who wrote, and nothing more."""
    if not between:
        return False
    return any(_is_fact(block) for block in between) and sum(
        len(block.words) > 160 for block in between
    ) <= 1  # fmt: skip


def _without_text(blocks: Sequence[Block], place: int) -> int:
    """Return how many blocks stand before the first that may be text."""
    facts = 1
    while facts < min(place, len(blocks)) and _is_fact(blocks[facts]):
        facts += 1
    others = sum(1 for block in blocks[1:] if block.kind is Kind.HEADING)
    is_title = blocks[0].kind is Kind.HEADING and (facts > 1 or not others or blocks[0].level == 0)
    return facts if is_title or facts > 1 else 0


def _is_fact(block: Block) -> bool:
    words = block.words.strip()
    if len(words) > 160 or block.kind is Kind.TABLE:
        return False
    return bool(_BYLINE.match(words) or _LENGTH.match(words) or _NAME.match(words)) or (
        len(words) < 60 and bool(_DATE.search(words))
    )


def _kind(block: Block, before: Sequence[Proposal]) -> str:
    words = block.words.strip()
    if not before:
        return "title"
    if _LENGTH.match(words):
        return "reading time"
    if len(words) < 60 and _DATE.search(words):
        return "date"
    names = [proposal.words for proposal in before if proposal.kind == "byline"]
    if len(words) <= 160 and (_BYLINE.match(words) or (_NAME.match(words) and not names)):
        return "byline"
    if _ABOUT.search(words) and any(name.split()[-1] in words for name in names):
        return "about the author"
    return "deck" if len(words) <= 300 else "about the author"
