"""From TEI elements to clean plain text that still knows its lines, pages and note calls.

Encodes TEI P5 as FRUS uses it: `p`, `list`, `table`, `lb`, `pb`, `note`, `hi` and the like.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from collections_app.frus.tei import TEI, is_tei, line_of, local_name

PARAGRAPHS = frozenset(
    re.findall(
        r"\w+",
        "ab argument attachment bibl byline closer dateline div epigraph figure floatingText group "
        "head list lg opener p postscript salute sp table trailer",
    )
)
LINES = frozenset(["affiliation", "item", "l", "row", "seg", "signed", "speaker"])
# What encoders tell each other: images, counts of pages, their doubts.
NEVER_TEXT = frozenset(["uh-oh", "graphic", "fw", "index"])
AFTER_NOTE = ".,;:)]”’?!"
GAPS = ("", " ", "\n", "\n\n")


class Call(NamedTuple):
    """Where a note is called: character of the flow, index of the page, and its element."""

    offset: int
    page: int
    note: etree._Element


class PageStart(NamedTuple):
    """Where a page begins in the flow, its label and the name of its image."""

    offset: int
    label: str
    facsimile: str


@dataclass(slots=True)
class Flow:
    """A running text under construction. Separators are written only when text follows them."""

    text: str = ""
    calls: list[Call] = field(default_factory=list)
    pages: list[PageStart] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _lines: list[tuple[int, int]] = field(default_factory=list)
    _gap: str = ""
    _is_joined: bool = False
    _is_after_note: bool = False
    _next_page: tuple[str, str] | None = None

    def write(self, raw: str, line: int) -> None:
        """Add text that begins on `line` of the file, its white space normalized."""
        for number, piece in enumerate(raw.split("\n")):
            words = piece.split()
            if number or (piece and piece[0].isspace()):
                self._separate(" ")
            if words:
                self._emit(" ".join(words), line + number)
                if piece[-1].isspace():
                    self._separate(" ")

    def break_line(self) -> None:
        """Begin a new line before the next text."""
        self._separate("\n")

    def break_paragraph(self) -> None:
        """Leave a blank line before the next text."""
        self._separate("\n\n")

    def join(self) -> None:
        """Keep the next text on this line, whatever begins in between."""
        self._gap = self._gap or " "
        self._is_joined = True

    def turn_page(self, label: str, facsimile: str) -> None:
        """Begin a page with the next text, unless it is the page that is already open."""
        is_open = bool(self.pages) and self.pages[-1][1:] == (label, facsimile)
        if not (is_open and (label or facsimile)):
            self._next_page = (label, facsimile)

    def call(self, note: etree._Element) -> None:
        """Remember that a note is called here."""
        page = len(self.pages) - (self._next_page is None)
        self.calls.append(Call(self._length, page, note))
        self._is_after_note = True

    def line_at(self, offset: int) -> int:
        """Return the line of the file from which the character comes (0 in an empty flow)."""
        place = bisect_right(self._lines, (offset, 1 << 60)) - 1
        return self._lines[max(place, 0)][1] if self._lines else 0

    def finish(self) -> "Flow":
        """Put the text together."""
        self.text = "".join(self._parts)
        return self

    def _separate(self, gap: str) -> None:
        if not self._is_joined:
            self._gap = max(self._gap, gap, key=GAPS.index)

    def _emit(self, words: str, line: int) -> None:
        gap = self._gap if self._parts else ""
        if gap == " " and self._is_after_note and words[0] in AFTER_NOTE:
            gap = ""
        if gap:
            self._parts.append(gap)
            self._length += len(gap)
        if self._next_page is not None:
            self.pages.append(PageStart(self._length, *self._next_page))
        if not self._lines or self._lines[-1][1] != line:
            self._lines.append((self._length, line))
        self._parts.append(words)
        self._length += len(words)
        self._gap, self._is_joined, self._is_after_note = "", False, False
        self._next_page = None


def flow_of(
    element: etree._Element,
    apart: tuple[etree._Element, ...] = (),
    page: tuple[str, str] | None = None,
) -> Flow:
    """Return the text inside an element, leaving out the elements in `apart` and all notes.

    `page` is the label and image of the page that runs on when the element begins.
    """
    flow = Flow()
    if page is not None:
        flow.turn_page(*page)
    _Walk(flow, apart).inside(element)
    return flow.finish()


def plain(element: etree._Element, apart: tuple[etree._Element, ...] = ()) -> str:
    """Return the text of an element on one line, without notes."""
    return " ".join(flow_of(element, apart).text.split())


class _Walk:
    """Goes through an element in reading order and writes what is text to a flow."""

    def __init__(self, flow: Flow, apart: tuple[etree._Element, ...]) -> None:
        self.flow = flow
        self.apart = apart

    def inside(self, element: etree._Element) -> None:
        """Write the content of an element. White space made by indentation is no content."""
        children = list(element)
        line = line_of(element)
        if element.text and not (children and _is_indentation(element.text)):
            self.flow.write(element.text, line)
        for child in children:
            self.add(child)
            tail = child.tail
            if tail and not (child is children[-1] and _is_indentation(tail)):
                self.flow.write(tail, _last_line(child))

    def add(self, element: etree._Element) -> None:
        """Write one element, each according to what it does to the line."""
        name = local_name(element)
        if any(element is left_out for left_out in self.apart) or _is_never_text(element, name):
            return
        if name == "note" and element.get("rend") != "inline":
            self._call(element)
        elif name == "pb":
            self.flow.turn_page(element.get("n", ""), element.get("facs", ""))
        elif name == "lb":
            self.flow.break_line()
        elif name == "gap":
            self._gap(element)
        elif name == "cell":
            self._cell(element)
        elif name == "choice":
            self.add(element[0])
        else:
            self._block(element, name)

    def _block(self, element: etree._Element, name: str) -> None:
        parent = element.getparent()
        within = local_name(parent) if parent is not None else ""
        if name == "label" and within in ("list", "item"):
            self.flow.break_line()
            self.inside(element)
            self.flow.join()
        elif name in PARAGRAPHS and within not in ("cell", "label"):
            self._between(element, self.flow.break_paragraph, is_list_head=within == "list")
        elif name in ("quote", "note") and (element.get("rend") in ("blockquote", "inline")):
            self._between(element, self.flow.break_paragraph)
        elif name in LINES:
            self._between(element, self.flow.break_line)
        else:
            self.inside(element)

    def _between(
        self, element: etree._Element, part: Callable[[], None], *, is_list_head: bool = False
    ) -> None:
        part()
        self.inside(element)
        if is_list_head and local_name(element) == "head":
            self.flow.break_line()
        else:
            part()

    def _call(self, note: etree._Element) -> None:
        self.flow.call(note)
        for turned in note.iter(TEI + "pb"):
            self.flow.turn_page(turned.get("n", ""), turned.get("facs", ""))

    def _cell(self, cell: etree._Element) -> None:
        if cell.get("role") == "dot-leader":
            return
        if cell.getprevious() is not None:
            self.flow.write(" | ", line_of(cell))
        self.inside(cell)

    def _gap(self, gap: etree._Element) -> None:
        if gap.get("reason") != "convenience":
            self.flow.write("…", line_of(gap))


def _last_line(element: etree._Element) -> int:
    """Return the line on which an element ends."""
    line = line_of(element) + (element.text or "").count("\n")
    for child in element:
        line = max(line, _last_line(child)) + (child.tail or "").count("\n")
    return line


def _is_indentation(text: str) -> bool:
    return "\n" in text and not text.strip()


def _is_never_text(element: etree._Element, name: str) -> bool:
    # The project's own namespace holds attachments (text) and notes on files (not text).
    return name in NEVER_TEXT or (not is_tei(element) and name != "attachment")
