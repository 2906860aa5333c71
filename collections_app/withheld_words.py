"""What is cut out of a text before a reader gets it. Pure.

The person who reads a page for the house puts what must go between ⟦ and ⟧. In the public form an
empty pair stands in its place. A bracket that is never closed withholds all that follows it.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

OPEN, CLOSE = "⟦", "⟧"
TAKEN_OUT = OPEN + CLOSE
_WITHHELD = re.compile(rf"{OPEN}[^{CLOSE}]*(?:{CLOSE}|\Z)")

# Start and end in the whole text, and the length of what stands there in the public form.
Cut: TypeAlias = list[int]


def public_form(text: str) -> tuple[str, list[Cut]]:
    """Return a text without its withheld words, and where they stood."""
    cuts = [[found.start(), found.end(), len(TAKEN_OUT)] for found in _WITHHELD.finditer(text)]
    return _WITHHELD.sub(TAKEN_OUT, text), cuts


def moved(offset: int, cuts: Sequence[Cut]) -> int | None:
    """Return where a place of the whole text lies in its public form; nowhere inside a cut."""
    shift = 0
    for start, end, length in cuts:
        if offset >= end:
            shift += length - (end - start)
        elif offset > start:
            return None
    return offset + shift


def places_taken_out(public: str) -> list[tuple[int, int]]:
    """Return where in a public form the empty pairs stand."""
    return [found.span() for found in re.finditer(re.escape(TAKEN_OUT), public)]
