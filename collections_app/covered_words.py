"""Which hidden letters make words that somebody meant to withhold. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from collections_app.page_words import Box, around
from collections_app.pdf_text import Letter

# What a redaction says itself; it stands under many a box that hides nothing else.
LABELS = {
    "redacted", "redaction", "redactions", "redact", "privilege", "privileged", "sealed", "seal",
    "filed", "under", "withheld", "deleted", "deletion", "exempt", "exemption", "confidential",
    "classified", "secret", "top", "outofscope", "nonresponsive", "nr", "attorneyclient",
    "attorney", "client", "workproduct", "work", "product", "material", "information", "text",
    "omitted", "excised", "sanitized", "caviardé", "caviardée", "occulté", "occultée", "supprimé",
    "confidentiel", "confidentielle", "masqué", "biffé", "placeholder", "blank", "page", "pii",
}  # fmt: skip
CODES = re.compile(r"\(?b\)?\(?[1-9]\)?(\(?[a-f]\)?)?|1\.4\(?[a-h]\)?|50x[1-9]|25x[1-9]")
FIELD_OF_A_FORM = re.compile(r"\{\{|\}\}|\\\w|/\w+/")
SAME_TEXT = 0.7
SHORTEST_PASSAGE = 8
FARTHEST_NEIGHBOUR = 3


def runs_of(letters: Sequence[Letter], numbers: Collection[int]) -> list[list[int]]:
    """Gather the letters of these numbers that follow each other closely, over any signs."""
    runs: list[list[int]] = []
    is_open = False
    for number, letter in enumerate(letters):
        if number in numbers:
            if not is_open or not _are_near(letters[runs[-1][-1]].box, letter.box):
                runs.append([])
            runs[-1].append(number)
            is_open = True
        elif letter.letter.isalnum() or letter.letter == "\n":
            is_open = False
    return runs


def is_word(text: str) -> bool:
    """Say whether hidden letters say anything: one letter is a slip, a digit may be an amount."""
    return len(text) > 1 or text.isdigit()


def whole_words(letters: Sequence[Letter], run: Sequence[int]) -> list[int]:
    """Return the letters of a run with those of its first and last word that are seen."""
    kin = {letters[number].text_object for number in run}

    def belongs(number: int) -> bool:
        within = 0 <= number < len(letters)
        return within and letters[number].box is not None and letters[number].text_object in kin

    first, last = run[0], run[-1]
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    return [number for number in range(first, last + 1) if letters[number].box is not None]


def in_whole_words(letters: Sequence[Letter], numbers: Collection[int]) -> set[int]:
    """Narrow letters to those of words of which every letter is among them."""
    found: set[int] = set()
    word: list[int] = []
    for number, letter in enumerate([*letters, Letter(" ", None)]):
        if letter.box is not None:
            word += [number] if letter.letter.isalnum() else []
            continue
        if all(one in numbers for one in word):
            found.update(word)
        word = []
    return found


def is_passage(letters: Sequence[Letter], run: Sequence[int]) -> bool:
    """Say whether a run is too long to be a mistake of a reading machine: words, not specks."""
    has_spaces = any(letters[number].box is None for number in range(run[0], run[-1]))
    return len(run) >= SHORTEST_PASSAGE and has_spaces


def is_harmless(text: str, around_it: str) -> bool:
    """Say whether hidden letters are a label of the redaction, crosses, or a field of a form."""
    plain = text.casefold()
    if len(set(plain)) == 1 and not plain.isdigit():
        return True
    if plain in LABELS or CODES.fullmatch(plain) or FIELD_OF_A_FORM.search(around_it):
        return True
    parts = re.findall(r"\w+", around_it.casefold())
    return bool(parts) and all(part in LABELS or CODES.fullmatch(part) for part in parts)


def is_same_text(hidden: str, seen: str) -> bool:
    """Say whether what is seen in the same place is the same again, or a correction of it."""
    one, other = _letters(hidden), _letters(seen)
    if not one or not other:
        return False
    return SequenceMatcher(None, one, other).ratio() >= SAME_TEXT


def stands_in_a_line(letters: Sequence[Letter], run: Sequence[int], visible: Iterable[int]) -> bool:
    """Say whether letters that can not be seen stand right beside others that can."""
    place = around(letters[number].box or (0, 0, 0, 0) for number in run)
    return any(_is_beside(letters[number].box, place) for number in visible)


def _is_beside(box: Box | None, place: Box) -> bool:
    if box is None:
        return False
    height = place[3] - place[1]
    on_the_line = place[1] - height / 2 <= (box[1] + box[3]) / 2 <= place[3] + height / 2
    gap = max(box[0] - place[2], place[0] - box[2])
    return on_the_line and gap <= height


def _are_near(one: Box | None, other: Box | None) -> bool:
    """Say whether two letters are no more than a few of their own sizes apart, in any direction."""
    if one is None or other is None:
        return True
    size = max(one[2] - one[0], one[3] - one[1], other[2] - other[0], other[3] - other[1])
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down) <= FARTHEST_NEIGHBOUR * size


def _letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
