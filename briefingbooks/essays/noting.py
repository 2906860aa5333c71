"""Notes and their calls brought together: which call means which note, and what is missing."""

from collections.abc import Mapping, Sequence

from briefingbooks.essays.back import note_words
from briefingbooks.essays.composing import WrittenNote
from briefingbooks.essays.document import Block, Essay, NoteText, Run, cut, squeezed
from briefingbooks.essays.escaping import runs_as_markup
from briefingbooks.essays.report import Report
from briefingbooks.essays.works import Cited

Led = dict[tuple[int, str], int]


def lead_calls(essay: Essay, report: Report) -> Led:
    """Lead each (place of a block, mark) to the place of its note; tell what is left over.

    Where marks begin anew in each part, a call means the first note of its mark that comes behind
    it, as the lists of notes stand behind their parts; else the only one there is.
    """
    led: Led = {}
    homes: dict[str, list[int]] = {}
    for number, note in enumerate(essay.notes):
        homes.setdefault(note.mark, []).append(number)
    behind = _notes_before(essay)
    missing: dict[str, Block] = {}
    for place, block in enumerate(essay.blocks):
        for run in block.all_runs:
            if not run.call:
                continue
            found = _home(homes.get(run.call, []), behind[place], essay.notes)
            if found is not None and squeezed(essay.notes[found].words):
                led[place, run.call] = found
            else:
                missing.setdefault(run.call, block)
    if not essay.notes and len(missing) > 1:
        message = "Notes are called and none has a mark. Put [1], [2] … before them, import again."
        report.decide("notes without marks", essay.blocks[-1].line, message)
    _tell_missing(report, missing)
    _tell_notes(essay, led, homes, report)
    _tell_order(essay, led, report)
    return led


def _notes_before(essay: Essay) -> list[int]:
    """Return for each block how many notes stand before it in the file."""
    found, notes = [], 0
    for piece in essay.pieces:
        if isinstance(piece, Block):
            found.append(notes)
        elif isinstance(piece, NoteText):
            notes += 1
    return found


def _home(homes: Sequence[int], before: int, notes: Sequence[NoteText]) -> int | None:
    if len(homes) < 2:
        return homes[0] if homes else None
    behind = [number for number in homes if number >= before]
    parts = {notes[number].part for number in homes}
    if len(parts) < 2:
        return homes[0]
    return behind[0] if behind else homes[-1]


def _tell_missing(report: Report, missing: Mapping[str, Block]) -> None:
    for mark, block in missing.items():
        message = f"Note {mark} is called and is not in the file; the call stays as words."
        report.decide("note missing", block.line, message, _around(block, mark))


def _around(block: Block, mark: str) -> str:
    words = ""
    for run in block.all_runs:
        words += run.text
        if run.call == mark:
            break
    return words[-80:].strip()


def _tell_notes(essay: Essay, led: Led, homes: Mapping[str, list[int]], report: Report) -> None:
    called = set(led.values())
    for number, note in enumerate(essay.notes):
        if number not in called:
            message = f"Note {note.mark} is called nowhere; it stands as words at the end."
            report.decide("note never called", note.line, message, note.words)
    for mark, numbers in homes.items():
        if len(numbers) > 1:
            lines = ", ".join(str(essay.notes[number].line) for number in numbers)
            parts = {essay.notes[number].part for number in numbers}
            what = "in several lists" if len(parts) > 1 else "twice in one list"
            message = f"Notes are numbered {mark} {what}, lines {lines}; see where each is called."
            report.decide("same number", essay.notes[numbers[1]].line, message)


def _tell_order(essay: Essay, led: Led, report: Report) -> None:
    """Tell of notes that are called more than once, and of calls out of the order of the notes."""
    seen: dict[int, int] = {}
    highest = -1
    for place, block in enumerate(essay.blocks):
        for run in block.all_runs:
            number = led.get((place, run.call)) if run.call else None
            if number is None:
                continue
            note = essay.notes[number]
            if number in seen:
                message = f"Note {note.mark} is called again, first on line {seen[number]}."
                report.decide("called again", block.line, message, _around(block, run.call))
            elif number < highest:
                message = f"Note {note.mark} is called behind note {essay.notes[highest].mark}."
                report.decide("out of order", block.line, message, _around(block, run.call))
            seen.setdefault(number, block.line)
            highest = max(highest, number)


def write_note(label: str, note: NoteText, cited: Sequence[tuple[Cited, int, int]]) -> WrittenNote:
    """Write a note in markup: citations of works as roles, all else as the words are.

    `cited` gives each citation with the place of its words in the note, in order. Where the whole
    would not read back as the note, a citation more is left as words, in the end all of them.
    """
    known = [one for one in cited if one[0].work is not None]
    for kept in (known, *_with_one_less(known), []):
        body, named = _body(note, kept)
        if body and squeezed(note_words(body, named)) == squeezed(note.words):
            return WrittenNote(label, body, named)
    return WrittenNote(label, runs_as_markup(note.runs, {}), [])


def _with_one_less(known: Sequence[tuple[Cited, int, int]]) -> list[list[tuple[Cited, int, int]]]:
    return [[one for one in known if one is not left] for left in known] if len(known) < 8 else []


def _body(
    note: NoteText, known: Sequence[tuple[Cited, int, int]]
) -> tuple[str, list[tuple[str, str]]]:
    parts: list[str] = []
    named: list[tuple[str, str]] = []
    place = 0
    for cited, start, end in known:
        citation = cited.citation
        first = start + len(citation.prefix)
        parts.append(_words(note.runs, place, first, opens=place == 0))
        locator = "; ".join(filter(None, [cited.work.key if cited.work else "", citation.locator]))
        parts.append(f"{{cite}}`{locator}`")
        named.append((citation.source, citation.joint))
        place = end - len(citation.suffix)
    parts.append(_words(note.runs, place, len(note.words), opens=place == 0))
    return "".join(parts).strip(), named


def _words(runs: Sequence[Run], start: int, end: int, *, opens: bool) -> str:
    return runs_as_markup(cut(runs, start, end), {}, opens=opens) if end > start else ""
