"""What is cut out of a text before a reader gets it. Pure.

The person who reads a page for the house puts what must go between ⟦ and ⟧. In the public form an
empty pair stands in its place. Pairs may lie in one another. A bracket that is never closed
withholds all that follows it, one that was never opened all that goes before.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

OPEN, CLOSE = "⟦", "⟧"
TAKEN_OUT = OPEN + CLOSE
_BRACKET = re.compile(f"[{OPEN}{CLOSE}]")

# Start and end in the whole text, and the length of what stands there in the public form.
Cut: TypeAlias = list[int]
Span: TypeAlias = tuple[int, int]


def withheld_spans(text: str) -> list[Span]:
    """Return from where to where a text is withheld, brackets included."""
    spans: list[Span] = []
    depth = opened = 0
    for bracket in _BRACKET.finditer(text):
        if bracket.group() == OPEN:
            opened = opened if depth else bracket.start()
            depth += 1
        elif depth == 0:
            spans = [(0, bracket.end())]
        else:
            depth -= 1
            if depth == 0:
                spans.append((opened, bracket.end()))
    return [*spans, (opened, len(text))] if depth else spans


def public_form(text: str) -> tuple[str, list[Cut]]:
    """Return a text without its withheld words, and where they stood."""
    kept, at = [], 0
    spans = withheld_spans(text)
    for start, end in spans:
        kept += [text[at:start], TAKEN_OUT]
        at = end
    kept.append(text[at:])
    return "".join(kept), [[start, end, len(TAKEN_OUT)] for start, end in spans]


def moved(offset: int, cuts: Sequence[Cut]) -> int | None:
    """Return where a place of the whole text lies in its public form; nowhere inside a cut."""
    shift = 0
    for start, end, length in cuts:
        if offset >= end:
            shift += length - (end - start)
        elif offset > start:
            return None
    return offset + shift


def places_taken_out(public: str) -> list[Span]:
    """Return where in a public form the empty pairs stand."""
    return [found.span() for found in re.finditer(re.escape(TAKEN_OUT), public)]


def withheld_phrases(text: str) -> list[str]:
    """Return the words between the brackets of a text, one phrase for each place."""
    phrases = (_BRACKET.sub("", text[start:end]).strip() for start, end in withheld_spans(text))
    return [phrase for phrase in phrases if phrase]


def without_marks(text: str) -> str:
    """Return the whole text without the brackets."""
    return _BRACKET.sub("", text)


def digest(text: str) -> str:
    """Tell one text from every other."""
    return sha256(text.encode()).hexdigest()


class Marking:
    """Brackets put around spans of a text, and where each place of it lies afterwards.

    The spans may touch one another and what is withheld already; brackets are put only where
    something is not withheld yet.
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.spans = _new_spans(text, spans)
        self.text = self._marked(text)

    def _marked(self, text: str) -> str:
        kept, at = [], 0
        for start, end in self.spans:
            kept += [text[at:start], OPEN, text[start:end], CLOSE]
            at = end
        return "".join([*kept, text[at:]])

    def place(self, offset: int) -> int:
        """Return where a place lies now; the beginning of a span lies before its bracket."""
        opened = sum(start < offset for start, _ in self.spans)
        return offset + opened + sum(end <= offset for _, end in self.spans)

    def word(self, start: int, end: int) -> Span:
        """Return where a word lies now; a withheld one inside its brackets."""
        return (
            start + sum(s <= start for s, _ in self.spans) + sum(e <= start for _, e in self.spans),
            end + sum(s < end for s, _ in self.spans) + sum(e < end for _, e in self.spans),
        )


def _new_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return what is not withheld yet and holds words; spans that touch become one."""
    hidden = withheld_spans(text)
    found: list[Span] = []
    for start, end in sorted(spans):
        for piece in _outside(start, end, hidden):
            if not text[piece[0] : piece[1]].strip():
                continue
            if found and not _parted(text, found[-1][1], piece[0]):
                found[-1] = (found[-1][0], max(found[-1][1], piece[1]))
            else:
                found.append(piece)
    return found


def _outside(start: int, end: int, hidden: Sequence[Span]) -> list[Span]:
    pieces = []
    for hidden_start, hidden_end in hidden:
        if hidden_start > start and start < end:
            pieces.append((start, min(end, hidden_start)))
        start = max(start, hidden_end)
    return [piece for piece in [*pieces, (start, end)] if piece[0] < piece[1]]


def _parted(text: str, end: int, start: int) -> bool:
    """Say whether something that may be read stands between two spans."""
    return end < start and bool(text[end:start].strip())
