"""Notes that were typed into a document as plain words: “[1]” in the text, a list at the end."""

from collections.abc import Iterator

from briefingbooks.essays.call_marks import Manner, calls_in
from briefingbooks.essays.document import Block, Essay, Kind, NoteHeading, NoteText, Run, cut
from briefingbooks.essays.note_lists import Line, NoteList, manner_of, note_lists


def with_typed_notes(essay: Essay) -> Essay:
    """Return an essay whose lists of typed notes are notes, and whose typed calls call them."""
    blocks = essay.blocks
    lines: list[Line] = [
        (place, "" if block.kind is Kind.TABLE else block.words)
        for place, block in enumerate(blocks)
    ]
    manner = manner_of(lines)
    lists = note_lists(lines, manner)
    if not lists:
        return essay
    found = Essay(essay.format, remarks=essay.remarks)
    known = {note.mark for listed in lists for note in listed.notes}
    place = 0
    for part, listed in enumerate(lists):
        found.pieces.extend(
            _with_calls(block, manner, known) for block in blocks[place : listed.start]
        )
        _take(found, blocks, listed, part)
        place = listed.end
    found.pieces.extend(_with_calls(block, manner, known) for block in blocks[place:])
    return found


def _take(essay: Essay, blocks: list[Block], listed: NoteList, part: int) -> None:
    if listed.heading is not None:
        place, words = listed.heading
        essay.pieces.append(NoteHeading(words, blocks[place].line))
    for note in listed.notes:
        runs: list[Run] = []
        for place, words in note.lines:
            whole = blocks[place].words
            start = whole.find(words) if words else 0
            runs.extend([Run(" ")] if runs else [])
            runs.extend(cut(blocks[place].runs, start, start + len(words)))
        line = blocks[note.lines[0][0]].line
        marker = blocks[note.lines[0][0]].marker + note.marker
        essay.pieces.append(NoteText(note.mark, tuple(runs), line, marker, part))


def _with_calls(block: Block, manner: Manner, known: set[str]) -> Block:
    runs = tuple(_called(block.runs, manner, known))
    return Block(block.kind, runs, block.line, block.level, block.marker, block.rows)


def _called(runs: tuple[Run, ...], manner: Manner, known: set[str]) -> Iterator[Run]:
    words = "".join(run.text for run in runs)
    place = 0
    for start, end, marks in calls_in(words, manner):
        if not any(mark in known for mark in marks):
            continue
        yield from cut(runs, place, start)
        for position, mark in enumerate(marks):
            yield Run(words[start:end] if position == 0 else "", call=mark)
        place = end
    yield from cut(runs, place, len(words))
