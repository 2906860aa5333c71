"""Finding the editors' marks for what is still classified: "[2 lines not declassified]".

FRUS editorial methodology: text that remains classified is replaced by a bracketed insertion in
italic type that states the amount and nature of what is missing. Older volumes print it in roman,
and conversion loses italics, so the words decide. A roman "[Omitted here ...]" is an extract, not
a withholding, and is no mark. Spelling slips of the volumes ("declassfied") are understood.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from collections_app.frus.measures import Measure, measure
from collections_app.frus.volume import State

LONGEST_PRINTED = 300  # characters, as wide as the column that keeps it
LONG_BRACKET = 160  # beyond this the editors say more than the mark

DECLASSIFIED = r"de[s-]?\s?class?[if]{1,3}i?e\s?d\b"
NOT_DECLASSIFIED = re.compile(rf"\bnot?\s+(?:yet\s+)?(?:been\s+)?{DECLASSIFIED}", re.IGNORECASE)
_IN_TIME = re.compile(r"\bin\s+time\b", re.IGNORECASE)
_SUSPECT = re.compile(
    rf"\[[^][]{{0,60}}\b(?:{DECLASSIFIED}|declass\w*|deleted|excised|redacted|sanitized|withheld"
    r"|classified)[^][]{0,20}\]",
    re.IGNORECASE,
)
_BRACKET_OR_PARAGRAPH = re.compile(r"[][]|\n\n")
_SENTENCE_END = re.compile(
    r"(?<=[.;])\s+(?=[A-Z0-9½])|(?<=[.\d]\))\s+(?=[A-Z][a-z])|\.(?=\d+(?:[½–-]|\s+pages?))"
    r"|(?<=xtract)[—–](?=\d)|(?<=xcerpt)[—–](?=\d)"
)
# "(1)", "a.", "—" and the like, which may stand before a mark that fills its paragraph.
_LABEL = re.compile(r"[^\w\[]*(?:\(?[\w–-]{1,4}[.)]\s*)?[^\w\[]*")


class Mark(NamedTuple):
    """A mark found in a text: where, as printed, what it says. `is_malformed`: a bracket lacks."""

    start: int
    end: int
    printed: str
    measure: Measure
    state: State
    fills_paragraph: bool
    is_malformed: bool


class Suspect(NamedTuple):
    """Words that look like a mark and were not counted as one."""

    start: int
    end: int
    reason: str


def find_marks(text: str) -> list[Mark]:
    """Return every mark of a text in order, each bracket once, nested brackets apart."""
    if "class" not in text and "CLASS" not in text:
        return []
    spans: dict[tuple[int, int], bool] = {}
    for start, end, is_malformed in _spans(text):
        spans.setdefault((start, end), is_malformed)
    return [_mark(text, start, end, is_malformed) for (start, end), is_malformed in spans.items()]


def find_suspects(text: str, marks: list[Mark]) -> list[Suspect]:
    """Return what looks like a mark but is none: for a person to decide."""
    taken = [(mark.start, mark.end) for mark in marks]
    suspects = []
    for phrase in NOT_DECLASSIFIED.finditer(text):
        if not _lies_within(phrase.start(), taken):
            reason = "“not declassified” outside brackets"
            suspects.append(Suspect(*_clause(text, phrase.start(), phrase.end()), reason))
    for bracket in _SUSPECT.finditer(text):
        if not _lies_within(bracket.start(), taken) and not _lies_within(bracket.end(), taken):
            reason = "a bracket that looks like a mark without saying “not declassified”"
            suspects.append(Suspect(bracket.start(), bracket.end(), reason))
    return suspects


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    phrases = list(NOT_DECLASSIFIED.finditer(text))
    if not phrases:
        return
    pairs, open_brackets, closing_brackets = _brackets(text)
    for phrase in phrases:
        around = [pair for pair in pairs if pair[0] < phrase.start() and phrase.end() <= pair[1]]
        if around:
            start, end = max(around)
            yield (*_shown_part(text, start, end + 1, phrase), False)
            continue
        span = _half_bracketed(text, phrase, open_brackets, closing_brackets)
        if span:
            yield (*span, True)


def _brackets(text: str) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return pairs of brackets within paragraphs, and those without a partner."""
    pairs, lonely_open, lonely_closing = [], [], []
    stack: list[int] = []
    for sign in _BRACKET_OR_PARAGRAPH.finditer(text):
        if sign[0] == "[":
            stack.append(sign.start())
        elif sign[0] == "]" and stack:
            pairs.append((stack.pop(), sign.start()))
        elif sign[0] == "]":
            lonely_closing.append(sign.start())
        else:
            lonely_open += stack
            stack = []
    return pairs, lonely_open + stack, lonely_closing


def _half_bracketed(
    text: str, phrase: re.Match[str], open_brackets: list[int], closing_brackets: list[int]
) -> tuple[int, int] | None:
    """Return the span of a mark that has lost one of its brackets."""
    before = [place for place in open_brackets if 0 < phrase.start() - place < 80]
    if before and "\n\n" not in text[before[-1] : phrase.start()]:
        return before[-1], phrase.end()
    after = [place for place in closing_brackets if 0 <= place - phrase.end() < 40]
    if after and "\n\n" not in text[phrase.end() : after[0]]:
        start, _ = _clause(text, phrase.start(), phrase.end())
        start = max(start, text.rfind("]", 0, phrase.start()) + 1, text.rfind(",", 0, start) + 1)
        return _measured_start(text, start, phrase.start()), after[0] + 1
    return None


def _measured_start(text: str, start: int, end: int) -> int:
    """Move the start to the words that measure, as no bracket says where the mark begins."""
    found = re.search(
        r"(?:less th[ae]n\s+)?(?:\d[\d½/ –-]*|one|two|three|name|text|place)\b[\w ½/–-]*$",
        text[start:end],
    )
    return start + found.start() if found else start


def _shown_part(text: str, start: int, end: int, phrase: re.Match[str]) -> tuple[int, int]:
    """Return the bracket, or of a long or source bracket the sentence with the phrase."""
    if end - start <= LONG_BRACKET and not text.startswith("[Source", start):
        return start, end
    return _clause(text, phrase.start(), phrase.end(), start + 1, end - 1)


def _clause(
    text: str, start: int, end: int, lowest: int = 0, highest: int | None = None
) -> tuple[int, int]:
    """Return the sentence around a phrase, within its paragraph and the limits."""
    highest = len(text) if highest is None else highest
    paragraph = text.rfind("\n\n", lowest, start)
    first = max(lowest, 0 if paragraph < 0 else paragraph + 2)
    for boundary in _SENTENCE_END.finditer(text, first, end):
        if boundary.end() <= start:
            first = boundary.end()
    stop = re.compile(r"[.;](?=\s|$|\])|\n\n|\]").search(text, end, highest)
    last = highest if stop is None else stop.start() + (stop[0] == ".")
    first += len(text[first:start]) - len(text[first:start].lstrip())
    if last - first > LONGEST_PRINTED:
        last = max(end, first + LONGEST_PRINTED)
    return max(first, last - LONGEST_PRINTED), last


def _mark(text: str, start: int, end: int, is_malformed: bool) -> Mark:
    printed = " ".join(text[start:end].split())
    state = State.PENDING if _IN_TIME.search(printed) else State.DENIED
    fills = _fills_paragraph(text, start, end)
    return Mark(start, end, printed, measure(printed), state, fills, is_malformed)


def _fills_paragraph(text: str, start: int, end: int) -> bool:
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    before = text[first + 2 if first >= 0 else 0 : start]
    after = text[end : len(text) if last < 0 else last]
    return _LABEL.fullmatch(before) is not None and not re.search(r"\w", after)


def _lies_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place <= end for start, end in spans)
