"""Word documents: paragraphs, headings, lists, tables, links, footnotes and endnotes.

Tracked changes are taken as accepted, comments are dropped and pictures left out; each is told
with the number of its paragraph, which stands for the line.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from briefingbooks.essays.document import (
    Block,
    Essay,
    Kind,
    NoteText,
    Run,
    UnreadableEssay,
    words_of,
)
from briefingbooks.essays.typed_notes import with_typed_notes
from briefingbooks.essays.word_package import (
    Style,
    WordFile,
    attribute,
    child,
    open_word,
    value,
)
from oralhistory.reading.safe_xml import name_of

_LEFT_OUT = {"del", "moveFrom", "Fallback", "instrText", "delText", "footnoteRef", "endnoteRef",
             "rPr", "pPr", "sectPr", "tblPr", "annotationRef"}  # fmt: skip
_PICTURES = {"drawing", "pict", "object"}
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DROPPED = {
    "commentReference": ("comment", "A comment was dropped."),
    "sym": ("sign", "A sign of a symbol font was left out."),
}
PLAIN = Run("")
_TRACKED = {"ins", "del", "moveFrom", "moveTo"}


class _Reader:
    """Goes through the parts of a document once, in order."""

    def __init__(self, word: WordFile) -> None:
        self.word, self.essay = word, Essay("Word document")
        self.paragraph = 0
        self.part = "document"
        self.called: dict[str, str] = {}
        self.boxes: list[etree._Element] = []

    def read(self) -> Essay:
        for block in self._blocks(self.word.body):
            self.essay.pieces.append(block)
        for key, mark in list(self.called.items()):
            if key in self.word.notes:
                self._note(key, mark)
        for key in self.word.notes:
            if key not in self.called:
                self._note(key, key)
        return self.essay

    def _blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            name = name_of(element)
            if name == "p":
                yield from self._paragraph_with_boxes(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name not in _LEFT_OUT:
                yield from self._blocks(element)

    def _paragraph_with_boxes(self, element: etree._Element) -> Iterator[Block]:
        self.paragraph += 1
        block = self._block(element)
        if words_of(block.runs).strip() or any(run.call for run in block.runs):
            yield block
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.essay.remark("text box", self.paragraph, "The words of a text box follow here.")
            yield from self._blocks(box)

    def _block(self, element: etree._Element) -> Block:
        about = child(element, "pPr")
        runs = tuple(self._runs(element))
        style = self.word.styles.get(value(about, "pStyle"), Style())
        level = self._level(style, value(about, "outlineLvl"))
        if style.name == "title":
            return Block(Kind.HEADING, runs, self.paragraph, level=0)
        if level:
            return Block(Kind.HEADING, runs, self.paragraph, level=level)
        numbering = child(about, "numPr")
        number = value(numbering, "numId")
        if number and number != "0":
            depth = value(numbering, "ilvl") or "0"
            marker = "1. " if (number, depth) in self.word.numbered else ""
            return Block(Kind.ITEM, runs, self.paragraph, int(depth) + 1, marker)
        if style.name.startswith("list bullet") or style.name.startswith("list number"):
            marker = "1. " if "number" in style.name else ""
            return Block(Kind.ITEM, runs, self.paragraph, 1, marker)
        kind = Kind.QUOTE if "quot" in style.name else Kind.PARAGRAPH
        return Block(kind, runs, self.paragraph)

    def _level(self, style: Style, outline: str) -> int:
        if outline.isdigit() and int(outline) < 9:
            return int(outline) + 1
        for _ in range(10):
            if style.level or not style.based_on:
                return style.level
            style = self.word.styles.get(style.based_on, Style())
        return 0

    def _table(self, element: etree._Element) -> Iterator[Block]:
        first = self.paragraph + 1
        rows = []
        for row in element:
            if name_of(row) == "tr":
                cells = [one for one in _inside(row, {"sdt", "sdtContent"}) if name_of(one) == "tc"]
                rows.append(tuple(tuple(self._cell(cell)) for cell in cells))
        if any(words_of(cell).strip() for row in rows for cell in row):
            self.essay.remark("table", first, "A table was taken over; look at its first row.")
            yield Block(Kind.TABLE, (), first, rows=tuple(rows))

    def _cell(self, cell: etree._Element) -> Iterator[Run]:
        for place, block in enumerate(self._blocks(cell)):
            if place:
                yield Run(" ")
            yield from block.all_runs

    def _runs(self, parent: etree._Element, look: Run = PLAIN) -> Iterator[Run]:
        for element in parent:
            name = name_of(element)
            if name in _TRACKED:
                self._once("tracked changes", "Tracked changes were taken as accepted.")
            if name in _PICTURES:
                self._picture(element)
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._call(element, name)
            elif name == "t" or name in _SIGNS:
                text = _SIGNS.get(name, element.text or "")
                yield Run(text, look.italic, look.bold, look.href)
            elif name in _DROPPED:
                self.essay.remark(_DROPPED[name][0], self.paragraph, _DROPPED[name][1])
            elif name not in _LEFT_OUT:
                yield from self._runs(element, self._look(element, name, look))

    def _look(self, element: etree._Element, name: str, look: Run) -> Run:
        """Return how the words inside an element look: a run of one look, or a link."""
        if name == "hyperlink":
            target = self.word.links[self.part].get(attribute(element, "id"), "")
            return Run("", look.italic, look.bold, target)
        return _look(element, look) if name == "r" else look

    def _call(self, element: etree._Element, name: str) -> Run:
        key = f"{name[:-9]}:{attribute(element, 'id')}"
        if key not in self.called:
            kind = name[:-9]
            count = sum(1 for one in self.called if one.startswith(kind)) + 1
            is_second = any(not one.startswith(kind) for one in self.called)
            self.called[key] = f"e{count}" if kind == "endnote" and is_second else str(count)
            if self.called[key] in [*self.called.values()][:-1]:
                self.called[key] = f"{kind[0]}{count}"
        return Run("", call=self.called[key])

    def _picture(self, element: etree._Element) -> None:
        boxes = [one for one in element.iter() if name_of(one) == "txbxContent"
                 and not _is_fallback(one)]  # fmt: skip
        self.boxes.extend(boxes)
        if not boxes:
            named = next((one for one in element.iter() if name_of(one) == "docPr"), None)
            words = ""
            if named is not None:
                words = attribute(named, "descr") or attribute(named, "name")
            message = "A picture was left out; make it an entry of the book."
            self.essay.remark("picture", self.paragraph, message, words)

    def _once(self, kind: str, message: str) -> None:
        if all(remark.kind != kind for remark in self.essay.remarks):
            self.essay.remark(kind, self.paragraph, message)

    def _note(self, key: str, mark: str) -> None:
        self.part = f"{key.partition(':')[0]}s"
        runs: list[Run] = []
        for block in self._blocks(self.word.notes[key]):
            if runs:
                runs.append(Run(" "))
            runs.extend(run for run in block.all_runs if not run.call)
        self.essay.pieces.append(NoteText(mark, tuple(_stripped(runs)), self.paragraph))


def _inside(parent: etree._Element, through: set[str]) -> Iterator[etree._Element]:
    for element in parent:
        if name_of(element) in through:
            yield from _inside(element, through)
        else:
            yield element


def _is_fallback(element: etree._Element) -> bool:
    return any(name_of(one) == "Fallback" for one in element.iterancestors())


def _look(run: etree._Element, look: Run) -> Run:
    about = child(run, "rPr")
    return Run("", _is_on(about, "i", look.italic), _is_on(about, "b", look.bold), look.href)


def _is_on(about: etree._Element | None, name: str, otherwise: bool) -> bool:
    found = child(about, name)
    if found is None:
        return otherwise
    return attribute(found, "val") not in ("0", "false", "off")


def _stripped(runs: Iterable[Run]) -> list[Run]:
    """Take white space off the beginning of a note, where its own mark stood."""
    found = list(runs)
    while found and not found[0].text.strip() and not found[0].call:
        found.pop(0)
    if found:
        first = found[0]
        found[0] = Run(first.text.lstrip(), first.italic, first.bold, first.href, first.call)
    return found


def read_word(data: bytes) -> Essay:
    """Read a Word document. Raises `UnreadableEssay` for one that is damaged, too large, empty."""
    word = open_word(data)
    essay = _Reader(word).read()
    if not essay.blocks:
        raise UnreadableEssay("The document holds no words.")
    if word.has_margins:
        essay.remark("headers and footers", 1, "Headers and footers of pages were not read.")
    essay = _with_bold_headings(essay)
    return essay if essay.notes else with_typed_notes(essay)


def _with_bold_headings(essay: Essay) -> Essay:
    """Take short paragraphs in bold for headings where the document has no headings of its own."""
    if any(block.kind is Kind.HEADING and block.level for block in essay.blocks):
        return essay
    for place, piece in enumerate(essay.pieces):
        if not isinstance(piece, Block) or piece.kind is not Kind.PARAGRAPH:
            continue
        words = piece.words.strip()
        is_bold = all(run.bold for run in piece.runs if run.text.strip())
        if words and is_bold and len(words) <= 120 and words[-1] not in ".,;:":
            runs = tuple(Run(run.text, run.italic, call=run.call) for run in piece.runs)
            essay.pieces[place] = Block(Kind.HEADING, runs, piece.line, level=1)
    return essay
