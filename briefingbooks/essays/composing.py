"""An essay written as sections of a book: headings, paragraphs, lists, tables, and its notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify

from briefingbooks.essays.back import Ledger, Step
from briefingbooks.essays.document import Block, Essay, Kind, NoteHeading, NoteText, Run
from briefingbooks.essays.escaping import runs_as_markup

LONGEST_HEADING = 200


@dataclass(slots=True)
class Drafted:
    """A section to be made."""

    heading: str
    slug: str
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n\n".join([*self.parts, *self.last, *self.notes])


@dataclass(slots=True)
class WrittenNote:
    """A note in markup: its label, its body, and how its citations named their works."""

    label: str
    body: str
    named: list[tuple[str, str]]


class Composer:
    """Writes the pieces of an essay into sections, and keeps the ledger of what it did.

    `notes` leads from the place of a note in the essay to the note in markup; a note that is not
    there is called nowhere and stays words at the end. `led` leads from the place of a block and
    the mark of a call to the place of the note.
    """

    def __init__(
        self, notes: dict[int, WrittenNote], led: dict[tuple[int, str], int], slugs: set[str],
        title: str,
    ) -> None:  # fmt: skip
        self.notes, self.led, self.slugs, self.title = notes, led, slugs, title
        self.sections: list[Drafted] = []
        self.ledger = Ledger(named={note.label: note.named for note in notes.values()})
        self.defined: set[int] = set()
        self.loose: list[tuple[int, NoteText]] = []
        self.widest = 1

    def compose(self, essay: Essay, front: int) -> None:
        """Write the essay; its first `front` blocks are proposals and stand in no section."""
        blocks = essay.blocks
        levels = sorted({block.level for block in blocks[front:] if block.kind is Kind.HEADING})
        self.widest = levels[0] if levels else 1
        place = number_of_note = 0
        for piece in essay.pieces:
            if isinstance(piece, Block):
                if place < front:
                    self._step("words", piece.marker + piece.words)
                else:
                    self._block(place, blocks, levels)
                place += 1
            elif isinstance(piece, NoteHeading):
                self._step("words", piece.words)
            else:
                self._note(number_of_note, piece)
                number_of_note += 1
        self._close(len(blocks) > front or bool(self.loose))

    def _step(self, kind: str, words: str = "", **more: int | str) -> None:
        self.ledger.steps.append(Step(kind, words, **more))  # type: ignore[arg-type]

    def _block(self, place: int, blocks: Sequence[Block], levels: Sequence[int]) -> None:
        block = blocks[place]
        labels = self._labels(place, block)
        if block.kind is Kind.HEADING and self._opens_section(place, blocks):
            self._open(block.words.strip())
            self._step("heading", section=len(self.sections) - 1)
            return
        if not self.sections:
            self._open(self.title)
        lines = _written(block, labels, levels, self._before(place, blocks))
        section = self.sections[-1]
        if lines.is_glued and section.parts:
            section.parts[-1] += f"\n{lines.text}"
        elif lines.text:
            section.parts.append(lines.text.lstrip())
        self._step("lines", block.marker, section=len(self.sections) - 1, count=lines.count)
        self._define(place, block)

    def _opens_section(self, place: int, blocks: Sequence[Block]) -> bool:
        """Whether a heading opens a section: a wide one without notes, with words behind it."""
        block = blocks[place]
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        has_words = following is not None and not (
            following.kind is Kind.HEADING and following.level <= self.widest
        )
        is_plain = not any(run.call for run in block.runs) and bool(block.words.strip())
        fits = block.level <= self.widest and len(block.words.strip()) <= LONGEST_HEADING
        return is_plain and fits and (has_words or (not self.sections and False))

    def _before(self, place: int, blocks: Sequence[Block]) -> Block | None:
        return blocks[place - 1] if place else None

    def _open(self, heading: str) -> None:
        stem = slugify(heading)[:60].strip("-") or "text"
        slug, number = stem, 1
        while slug in self.slugs:
            number += 1
            slug = f"{stem}-{number}"
        self.slugs.add(slug)
        self.sections.append(Drafted(heading, slug))

    def _labels(self, place: int, block: Block) -> dict[str, str]:
        marks = {run.call for run in block.all_runs if run.call}
        found = {mark: self.led.get((place, mark), -1) for mark in marks}
        return {mark: self.notes[note].label for mark, note in found.items() if note in self.notes}

    def _define(self, place: int, block: Block) -> None:
        """Put the notes that a block calls for the first time at the end of its section."""
        for run in block.all_runs:
            number = self.led.get((place, run.call), -1) if run.call else -1
            if number not in self.notes:
                continue
            self.ledger.calls.append(run.text)
            if number not in self.defined:
                self.defined.add(number)
                note = self.notes[number]
                self.sections[-1].notes.append(f"[^{note.label}]: {note.body}")

    def _note(self, number: int, note: NoteText) -> None:
        if number in self.notes:
            self._step("note", note.marker, label=self.notes[number].label)
        else:
            self.loose.append((len(self.ledger.steps), note))
            self._step("last")

    def _close(self, has_text: bool) -> None:
        """Keep notes that are called nowhere as words at the end of the last section."""
        if not self.sections and has_text:
            self._open(self.title)
        written = [(step, note, _loose_note(note)) for step, note in self.loose]
        kept = [one for one in written if one[2]]
        for step, note, text in written:
            last = Step("words", note.marker)
            if text:
                count = len(kept) - len(self.sections[-1].last)
                self.sections[-1].last.append(text)
                last = Step("last", section=len(self.sections) - 1, count=count)
            self.ledger.steps[step] = last


def _loose_note(note: NoteText) -> str:
    """Return a note that is called nowhere as a paragraph; "" for an empty one."""
    marker = Run(f"{note.marker.strip()} " if note.marker.strip() else "")
    return runs_as_markup([marker, *note.runs], {}).strip()


@dataclass(frozen=True, slots=True)
class _Lines:
    text: str
    count: int
    is_glued: bool = False


def _written(
    block: Block, labels: dict[str, str], levels: Sequence[int], before: Block | None
) -> _Lines:
    if block.kind is Kind.TABLE:
        return _table(block, labels)
    text = runs_as_markup(block.runs, labels, opens=block.kind is not Kind.HEADING).strip()
    count = 1 if text else 0
    if block.kind is Kind.HEADING and text:
        depth = levels.index(block.level) if block.level in levels else 0
        return _Lines(f"{'####' if depth > 1 else '###'} {text}", count)
    if block.kind is Kind.ITEM and text:
        is_behind = before is not None and before.kind is Kind.ITEM and bool(before.words.strip())
        depth = _depth(block, before if is_behind else None)
        return _Lines(f"{'    ' * depth}{_bullet(block)}{text}", count, is_behind)
    if block.kind is Kind.QUOTE and text:
        return _Lines(f"> {text}", count)
    return _Lines(text, count)


def _bullet(block: Block) -> str:
    return "1. " if block.marker.strip()[:1].isdigit() else "- "


def _depth(block: Block, before: Block | None) -> int:
    wanted = max(block.level - 1, 0)
    return min(wanted, before.level) if before is not None else 0


def _table(block: Block, labels: dict[str, str]) -> _Lines:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return _Lines("", 0)
    rows = [[*map(tuple, row), *[()] * (width - len(row))] for row in block.rows]
    lines = [_row(row, labels) for row in rows]
    text = "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
    return _Lines(text, width * len(rows))


def _row(cells: Iterable[Sequence[Run]], labels: dict[str, str]) -> str:
    return "|" + "".join(f" {runs_as_markup(cell, labels).strip()} |" for cell in cells)
