"""What the front matter says the declassification review withheld and excised.

Since the 1990s the preface of each volume states it in nearly the same words: the review "resulted
in the decision to withhold 2 documents in full, excise a paragraph or more in 9 documents, and
make minor excisions of less than a paragraph in 41 documents". Older prefaces give a percentage.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from collections_app.frus.numbers import COUNT, count
from collections_app.frus.volume import Statement

# Drafts left in some prefaces put remarks between number and noun: "9 (plus N. Afr.) documents".
_GAP = r"(?:\s+\([^)]*\))?(?:\s+X)?(?:\s+\w+){0,2}?"
_DOCUMENTS = r"\s+(?:of\s+the\s+\d+\s+)?documents?"
_IN_FULL = r"(?:in\s+full|in\s+(?:their|its)\s+entirety|completely)"
_WITHHELD = (
    rf"\b(?:withhold|deny)\s+(?P<n>{COUNT}){_GAP}{_DOCUMENTS}\s+{_IN_FULL}",
    rf"\b(?P<n>{COUNT}){_GAP}{_DOCUMENTS}(?:\s+\w+){{0,4}}?\s+(?:withheld|denied)\s+{_IN_FULL}",
    r"\b(?P<n>none)\s+of\s+the\s+documents\s+was\s+(?:completely\s+)?(?:denied|withheld)",
    rf"\b(?P<n>{COUNT}){_GAP}{_DOCUMENTS}\s+(?:was|were)\s+(?:not\s+declassified|denied\s+declassification"
    r"|withheld\b(?!\s+(?:by|for)))",
)
_PARAGRAPH = (
    rf"\b(?:of\s+)?(?:a|one)\s+paragraph\s+or\s+more\s+(?:in|from|of)\s+(?P<n>{COUNT}){_GAP}{_DOCUMENTS}",
    r"\b(?P<n>no)\s+excisions\b(?!\s+of)",
)
_MINOR = (
    rf"\bminor\s+excisions?\b[^.;]*?\b(?:in|from|to)\s+(?P<n>{COUNT})(?:\s+\([^)]*\))?"
    rf"(?:\s+of\s+the\s+\d+)?{_DOCUMENTS}",
    rf"\bexcisions?\s+of\s+less\s+than\s+(?:a|one)\s+paragraph\s+in\s+(?P<n>{COUNT}){_DOCUMENTS}",
    r"\b(?P<n>no)\s+excisions\b(?!\s+of)",
)
_SHARE = re.compile(
    r"(?:(?:about|approximately|only|less\s+than|more\s+than|a\s+little\s+less\s+than|around)\s+)?"
    rf"(?:an?\s+insignificant|very\s+small|[\d.]*\d|{COUNT}(?:-(?:half|quarter)\s+of\s+one)?)"
    r"\s+percent(?:age)?",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"declassification\s+(?:review|process)\b|resulted\s+in\s+(?:the\s+)?(?:decision|withholding)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"withh[eo]ld|withholding|denied|deny\b|excis|not\s+declassified|percent", re.IGNORECASE
)
# What the sentence is about when it tells the rules and not the outcome.
_RULES = re.compile(
    r"entire\s+documents|bracketed|accounted\s+for|executive\s+order|guiding|principle|ellips",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])\.\s+(?=[A-Z])")
_COMPILATION = re.compile(r"\bcompilation\s+on\b", re.IGNORECASE)


class Paragraph(NamedTuple):
    """A paragraph of the front matter and the line of the file it begins on."""

    text: str
    line: int


def find_statement(paragraphs: Iterable[Paragraph]) -> Statement | None:
    """Return the statement that gives most numbers, the first of equals; None if there is none."""
    best, most = None, 0
    for paragraph in _joined(paragraphs):
        found = _statement(paragraph)
        if found is not None and (value := _value(found)) > most:
            best, most = found, value
    return best


def read_statement(text: str, line: int = 0) -> Statement:
    """Read the numbers of a statement."""
    return Statement(
        text=text,
        withheld_in_full=_withheld(text),
        excisions_paragraph_or_more=_first(_PARAGRAPH, text),
        minor_excisions=_first(_MINOR, text),
        share_withheld=_share(text),
        line=line,
    )


def _joined(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Join to a paragraph those that go on with "In the compilation on ..."."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _COMPILATION.search(paragraph.text[:60]):
            before = joined.pop()
            joined.append(Paragraph(f"{before.text} {paragraph.text}", before.line))
        else:
            joined.append(paragraph)
    return joined


def _statement(paragraph: Paragraph) -> Statement | None:
    """Gather the sentences from the first outcome of a review to the last that adds to it."""
    sentences = _sentences(paragraph.text)
    start = next((i for i, words in enumerate(sentences) if _tells_review(sentences, i)), None)
    if start is None:
        return None
    outcome = [i for i in range(start, len(sentences)) if _tells_outcome(sentences[i])]
    kept = [
        i
        for place, i in enumerate(outcome)
        if i - start <= place + 1 or _first(_WITHHELD, sentences[i]) is not None
    ]
    return read_statement(" ".join(sentences[i] for i in sorted({start, *kept})), paragraph.line)


def _sentences(text: str) -> list[str]:
    cuts = [0, *(end.start() + 1 for end in _SENTENCE.finditer(text)), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _tells_review(sentences: list[str], place: int) -> bool:
    words = sentences[place]
    following = sentences[place + 1] if place + 1 < len(sentences) else ""
    if not _REVIEW.search(words) or _RULES.search(words):
        return False
    return _tells_outcome(words) or ("completed" in words and _tells_outcome(following))


def _tells_outcome(words: str) -> bool:
    return bool(_OUTCOME.search(words)) and not _RULES.search(words)


def _withheld(text: str) -> int | None:
    """Count documents withheld. A preface that tells it of several compilations is added up.

    What is told of a single compilation is not told of the volume.
    """
    sentences = _sentences(text)
    told = [words for words in sentences if _COMPILATION.search(words)]
    if len(told) > 1 and not re.search(r"decision\s+to\s+withhold", text):
        numbers = [_first(_WITHHELD, words) for words in sentences]
        return sum(number for number in numbers if number is not None)
    return _first(_WITHHELD, ". ".join(words for words in sentences if words not in told))


def _first(patterns: tuple[str, ...], text: str) -> int | None:
    for pattern in patterns:
        if found := re.search(pattern, text, re.IGNORECASE):
            return count(found["n"])
    return None


def _share(text: str) -> str:
    found = _SHARE.search(text)
    return " ".join(found[0].split()) if found else ""


def _value(statement: Statement) -> int:
    numbers = (
        statement.withheld_in_full,
        statement.excisions_paragraph_or_more,
        statement.minor_excisions,
    )
    return 2 * sum(number is not None for number in numbers) + bool(statement.share_withheld)
