"""Plain text: paragraphs by line or by blank line, headings by their look, notes by their marks."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from briefingbooks.essays.call_marks import Manner, calls_in
from briefingbooks.essays.document import Block, Essay, Kind, NoteHeading, NoteText, Run
from briefingbooks.essays.note_lists import Line, Listed, NoteList, manner_of, note_lists

_ITEM = re.compile(r"(\s*)([-•*·–]\s+)(?=\S)")
_SENTENCE_ENDS = re.compile(r"[.;:,!…][”’\"')\]]*$")
LONGEST_HEADING = 120
WRAPPED_UNDER = 100  # characters; where hardly a line is longer, the lines were broken by a program


def read_plain_text(text: str) -> Essay:
    """Read a text file."""
    essay = Essay("plain text")
    lines: list[Line] = list(enumerate(text.split("\n"), start=1))
    manner = manner_of(lines)
    lists = note_lists(lines, manner)
    is_wrapped = _is_wrapped(lines)
    known = {note.mark for listed in lists for note in listed.notes}
    place = 0
    for part, listed in enumerate(lists):
        _read_body(essay, lines[place : listed.start], manner, known, is_wrapped=is_wrapped)
        _take_notes(essay, listed, part)
        place = listed.end
    _read_body(essay, lines[place:], manner, known, is_wrapped=is_wrapped)
    return essay


def _is_wrapped(lines: Sequence[Line]) -> bool:
    lengths = sorted(len(line) for _, line in lines if line.strip())
    if len(lengths) < 10:
        return False
    return lengths[int(len(lengths) * 0.97)] <= WRAPPED_UNDER and median(lengths) > 40


def _take_notes(essay: Essay, listed: NoteList, part: int) -> None:
    if listed.heading is not None:
        essay.pieces.append(NoteHeading(listed.heading[1].strip(), listed.heading[0]))
    for note in listed.notes:
        words = _note_words(note)
        line = note.lines[0][0]
        essay.pieces.append(NoteText(note.mark, (Run(words),), line, note.marker, part))
        if note.is_behind_another:
            essay.remark("two notes on a line", line,
                         f"Note {note.mark} stood behind another on its line; they were cut apart.",
                         words)  # fmt: skip


def _note_words(note: Listed) -> str:
    return re.sub(r"\s+", " ", "\n".join(line for _, line in note.lines)).strip()


def _read_body(
    essay: Essay, lines: Sequence[Line], manner: Manner, known: set[str], *, is_wrapped: bool
) -> None:
    paragraphs = [*(_wrapped(lines) if is_wrapped else _by_line(lines))]
    for place, (number, words) in enumerate(paragraphs):
        following = paragraphs[place + 1][1] if place + 1 < len(paragraphs) else ""
        essay.pieces.append(_block(number, words, following, manner, known))


def _by_line(lines: Sequence[Line]) -> Iterator[Line]:
    for number, line in lines:
        if line.strip():
            yield number, line.strip()


def _wrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Join lines that a program broke; a blank line, an item or a doubled spacing ends one."""
    filled = [place for place, (_, line) in enumerate(lines) if line.strip()]
    alone = sum(1 for place in filled if place + 1 < len(lines) and not lines[place + 1][1].strip())
    is_double = len(filled) > 20 and alone > 0.7 * len(filled)
    width = max((len(line.rstrip()) for _, line in lines), default=0)
    held: list[str] = []
    start = last = 0
    for number, line in lines:
        if not line.strip():
            if held and not is_double:
                yield start, " ".join(held)
                held = []
            continue
        if held and (
            _ITEM.match(line) or (is_double and _ends(held[-1], line, number - last, width))
        ):
            yield start, " ".join(held)
            held = []
        start = start if held else number
        last = number
        held.append(line.strip())
    if held:
        yield start, " ".join(held)


def _ends(line: str, following: str, gap: int, width: int) -> bool:
    """Whether a paragraph of doubled spacing ends with a line: the next word had room on it."""
    first = following.split()[0]
    if first[0].islower():
        return False
    if not _SENTENCE_ENDS.search(line):
        return len(line) < 0.5 * width and gap > 1
    return len(line) + 1 + len(first) < 0.93 * width


def _block(number: int, words: str, following: str, manner: Manner, known: set[str]) -> Block:
    runs = tuple(_runs(words, manner, known))
    item = _ITEM.match(words)
    if item:
        body = tuple(_runs(words[item.end() :], manner, known))
        return Block(Kind.ITEM, body, number, level=1, marker=item[0])
    if _is_heading(words, following) and not any(run.call for run in runs):
        return Block(Kind.HEADING, runs, number, level=1)
    return Block(Kind.PARAGRAPH, runs, number)


def _is_heading(words: str, following: str) -> bool:
    if len(words) > LONGEST_HEADING or _SENTENCE_ENDS.search(words) or not following:
        return False
    return words[0].isupper() or words[0].isdigit() or words[0] in "“\"‘'«"


def _runs(words: str, manner: Manner, known: set[str]) -> Iterator[Run]:
    place = 0
    for start, end, marks in calls_in(words, manner):
        if not _is_call(marks, known):
            continue
        if start > place:
            yield Run(words[place:start])
        for position, mark in enumerate(marks):
            yield Run(words[start:end] if position == 0 else "", call=mark)
        place = end
    if place < len(words):
        yield Run(words[place:])


def _is_call(marks: list[str], known: set[str]) -> bool:
    """Whether marks in brackets call notes: known ones, or numbers not far above the last."""
    if any(mark in known for mark in marks):
        return True
    highest = max((int(mark) for mark in known if mark.isdigit()), default=100)
    return all(mark.isdigit() and 0 < int(mark) <= highest + 5 for mark in marks)
