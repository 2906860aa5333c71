"""Where the notes of a text file stand: in lists at its end or behind parts, or under a page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefingbooks.essays.call_marks import MANNERS, NUMBERED, Manner, calls_in, plain_mark

Line = tuple[int, str]

HEADING = re.compile(
    r"\W*(?:end\s?notes?|foot\s?notes?|notes?(?: (?:and|et|&) (?:references|références|sources))?|"
    r"works cited|references?(?: (?:and|&) notes)?|références|sources(?: cited)?|bibliography|"
    r"notes de bas de page)\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_*—–=-]{3,}\s*")
MOST_LINES_BETWEEN = 40


@dataclass(slots=True)
class Listed:
    """A note of a list: its mark, its marker as written, and its lines."""

    mark: str
    marker: str
    lines: list[Line]
    is_behind_another: bool = False


@dataclass(slots=True)
class NoteList:
    """The notes that stand together, and the line of the heading above them, if there is one."""

    notes: list[Listed] = field(default_factory=list)
    heading: Line | None = None
    start: int = 0
    end: int = 0


def manner_of(lines: Sequence[Line]) -> Manner:
    """Return the way in which a file marks its notes: the one with most calls and notes."""

    def weight(manner: Manner) -> tuple[int, int]:
        opened = {plain_mark(m[1]) for _, line in lines if (m := manner.marker.match(line))}
        called = {
            mark
            for _, line in lines
            for start, _, marks in calls_in(line, manner)
            for mark in marks
            if start or not manner.marker.match(line)
        }
        return len(opened & called), len(called)

    best = max(MANNERS, key=weight)
    return best if any(weight(best)) else MANNERS[1]


def note_lists(lines: Sequence[Line], manner: Manner) -> list[NoteList]:
    """Find the lists of notes of a file, in order. `start` and `end` are places in `lines`."""
    called = {
        mark
        for _, line in lines
        for start, _, marks in calls_in(line, manner)
        for mark in marks
        if line[:start].strip()
    }
    found: list[NoteList] = []
    place = 0
    while place < len(lines):
        listed = _list_at(lines, place, manner, called)
        if listed is None:
            place += 1
            continue
        found.append(listed)
        place = listed.end
    return found


def _list_at(
    lines: Sequence[Line], place: int, manner: Manner, called: set[str]
) -> NoteList | None:
    """Read a list of notes that begins here: at its heading, or at its first note."""
    heading = lines[place] if HEADING.fullmatch(lines[place][1]) else None
    first = _next_words(lines, place + 1) if heading else place
    for marker in _markers(manner, is_headed=heading is not None):
        notes, end = _notes_from(lines, first, marker, manner)
        if notes and _is_list(notes, called, heading, _stands_apart(lines, place)):
            return NoteList(notes, heading, place, end)
    return None


def _markers(manner: Manner, *, is_headed: bool) -> Iterable[re.Pattern[str]]:
    yield manner.marker
    if is_headed:
        yield NUMBERED


def _is_list(notes: list[Listed], called: set[str], heading: Line | None, apart: bool) -> bool:
    marks = [note.mark for note in notes]
    known = sum(mark in called for mark in marks)
    if heading is not None:
        return known * 2 >= len(marks)
    if not apart:
        return False
    return known == len(marks) if len(marks) == 1 else known * 2 >= len(marks)


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is no middle of a paragraph: a blank line or a rule stands before it."""
    if not place or not lines[place - 1][1].strip():
        return True
    return bool(_RULE.fullmatch(lines[place - 1][1])) or len(lines[place - 1][1]) > 150


def _next_words(lines: Sequence[Line], place: int) -> int:
    while place < len(lines) and not lines[place][1].strip():
        place += 1
    return place


def _notes_from(
    lines: Sequence[Line], place: int, marker: re.Pattern[str], manner: Manner
) -> tuple[list[Listed], int]:
    notes: list[Listed] = []
    end = place
    while place < len(lines):
        opened = marker.match(lines[place][1])
        if opened is None or not _follows(notes, plain_mark(opened[1])):
            break
        stop = _end_of_note(lines, place + 1, marker, notes, plain_mark(opened[1]))
        own = [(lines[place][0], lines[place][1][opened.end() :]), *lines[place + 1 : stop]]
        notes.extend(_cut_apart(Listed(plain_mark(opened[1]), opened[0], own), manner))
        end = stop
        place = _next_words(lines, stop)
    if len(notes) == 1 and not "".join(line for _, line in notes[0].lines).strip():
        return [], end
    return notes, end


def _follows(notes: list[Listed], mark: str) -> bool:
    """Whether a mark may come next: a number goes up, by not much; other marks are free."""
    if not notes or not mark.isdigit() or not notes[-1].mark.isdigit():
        return True
    return int(notes[-1].mark) < int(mark) <= int(notes[-1].mark) + 5


def _end_of_note(
    lines: Sequence[Line], place: int, marker: re.Pattern[str], notes: list[Listed], mark: str
) -> int:
    """Return where a note ends: at a blank line, unless the next note of the list comes later."""
    end = place
    while end < len(lines) and lines[end][1].strip() and not marker.match(lines[end][1]):
        if calls_of_any(lines[end][1]) or HEADING.fullmatch(lines[end][1]):
            return _before_headings(lines, place, end)
        end += 1
    after = _next_words(lines, end)
    for later in range(after, min(after + MOST_LINES_BETWEEN, len(lines))):
        opened = marker.match(lines[later][1])
        if opened is not None:
            wanted = str(int(mark) + 1) if mark.isdigit() else ""
            is_next = later == after or (plain_mark(opened[1]) == wanted)
            return later if is_next and _are_of_a_note(lines, end, later) else end
        if HEADING.fullmatch(lines[later][1]) or calls_of_any(lines[later][1]):
            return end
    return end


def _before_headings(lines: Sequence[Line], first: int, end: int) -> int:
    """Return where a note ends before text that begins without a blank line, with its headings."""
    while end > first and not re.search(r"[.;:,)\]”\"]\s*$", lines[end - 1][1]):
        end -= 1
    return end


def calls_of_any(line: str) -> bool:
    """Whether a line calls a note in the middle of its words."""
    return any(line[:start].strip() for one in MANNERS for start, _, _ in calls_in(line, one))


def _are_of_a_note(lines: Sequence[Line], start: int, end: int) -> bool:
    return all(len(line) < 2500 for _, line in lines[start:end])


def _cut_apart(note: Listed, manner: Manner) -> list[Listed]:
    """Cut a line that holds two notes: the mark of the next one stands behind a full stop."""
    if not note.mark.isdigit():
        return [note]
    wanted = str(int(note.mark) + 1)
    for place, (number, line) in enumerate(note.lines):
        for start, end, marks in calls_in(line, manner):
            if marks == [wanted] and re.search(r"[.”\")]\s+$", line[:start]) and line[end:].strip():
                return _two(note, place, number, line, start, end, wanted, manner)
    return [note]


def _two(
    note: Listed, place: int, number: int, line: str, start: int, end: int, mark: str,
    manner: Manner,
) -> list[Listed]:  # fmt: skip
    after = line[end:]
    gap = after[: len(after) - len(after.lstrip())]
    first = Listed(
        note.mark, note.marker, [*note.lines[:place], (number, line[:start])],
        note.is_behind_another,
    )  # fmt: skip
    rest = [(number, after.lstrip()), *note.lines[place + 1 :]]
    return [first, *_cut_apart(Listed(mark, line[start:end] + gap, rest, True), manner)]
