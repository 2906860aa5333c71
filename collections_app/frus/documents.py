"""Reading one `<div type="document">`: its heading, notes, pages, and the marks in all of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from collections_app.frus import marks
from collections_app.frus.datelines import read_dateline
from collections_app.frus.headings import Heading, read_heading
from collections_app.frus.source_notes import doubts, read_marking, read_source_note
from collections_app.frus.tei import TEI, XML_ID, line_of, local_name
from collections_app.frus.text import Call, Flow, flow_of
from collections_app.frus.volume import (
    Document,
    DocumentKind,
    Excision,
    Level,
    Location,
    Marking,
    Note,
    Page,
    Problem,
    SourceNote,
    State,
    Where,
)

# What stands around a text and is no part of it when the question is whether any text is shown.
_AROUND_TEXT = ("dateline", "opener", "closer", "salute")
_LISTS_BEFORE_TEXT = ("participants", "subject", "to", "from", "references", "memo")
_BRACKETED_SOURCE = re.compile(r"(?:^|\n)\s*(?P<bracket>\[Sources?\b(?:[^][]|\[[^][]*\])*\]?)")
# Some withheld documents repeat their source note in the place of the text.
_REPEATED_SOURCE = re.compile(r"(?:^|\n)Source: [^\n]*")
_NAMES_SOURCE = re.compile(r"\[?Sources?:")
_HAS_WORD = re.compile(r"[^\W\d_]{2,}")
_FILE_NUMBER = re.compile(r"(?:[A-Z][\w/]*\.?[ –-]){0,3}[\w/]*\d[\w/.–-]*")
_LONGEST_WITHOUT_TEXT = 3000  # characters of headings, lists and marks around no text at all
_BLOCKS_WITH_MARKING = 6
EXCERPT = 160  # characters


class Reading(NamedTuple):
    """A document and what could not be read of it."""

    document: Document
    problems: list[Problem]


class Passage(NamedTuple):
    """A text of the document in which marks may stand, and where its places are counted from."""

    flow: Flow
    location: Location
    first: int = 0
    last: int | None = None


def read_document(div: etree._Element, page: tuple[str, str], chapters: tuple[str, ...]) -> Reading:
    """Read a document. `page` is the label and image of the page that runs on when it begins."""
    return _Reader(div, page, chapters).read()


class _Reader:
    def __init__(
        self, div: etree._Element, page: tuple[str, str], chapters: tuple[str, ...]
    ) -> None:
        self.div = div
        self.xml_id = div.get(XML_ID, "")
        self.chapters = chapters
        self.head = div.find(TEI + "head")
        self.source, self.summary = self._typed_note("source"), self._typed_note("summary")
        apart = tuple(part for part in (self.source, self.summary) if part is not None)
        self.title_flow = _flow(self.head, apart)
        self.source_flow, self.summary_flow = _flow(self.source), _flow(self.summary)
        self.outside = apart if self.head is None else (*apart, self.head)
        self.flow = flow_of(div, self.outside, self._first_page(page))
        self.notes = {call: flow_of(call.note) for call in _with_nested(self.flow.calls)}
        set_apart = self.source_flow.calls + self.summary_flow.calls
        self.heading_calls = _with_nested(self.title_flow.calls + set_apart)
        self.marks = marks.find_marks(self.flow.text)
        self.spans = self._page_spans()
        self.shows_text = self._shows_text()
        self.problems: list[Problem] = []

    def read(self) -> Reading:
        source_text, source_line = self._source_text()
        heading = read_heading(self.head, self.div.get("n", ""), source_text)
        source = read_source_note(source_text, source_line) if source_text else None
        when = read_dateline(self.div, heading.title)
        withheld = self._withheld_state()
        if not withheld and not self.shows_text and self.flow.text:
            line = line_of(self.div)
            self._complain("shows no text, and no mark says why", line, self.flow.text)
        document = Document(
            xml_id=self.xml_id,
            number=self.div.get("n", ""),
            kind=self._kind(heading),
            title=heading.title,
            heading=heading.whole,
            chapters=self.chapters,
            date=when.date,
            place=when.place,
            senders=heading.senders,
            recipients=heading.recipients,
            marking=self._marking(source),
            source_note=source,
            summary=self.summary_flow.text,
            heading_notes=self._heading_notes(heading),
            pages=self._pages() if self.shows_text else (),
            excisions=tuple(self._excisions(heading)),
            withheld_state=withheld,
            line=line_of(self.div),
        )
        self._complain(when.doubt, line_of(self.div), heading.title)
        for doubt in doubts(source) if source else ():
            self._complain(doubt, source_line, source_text)
        return Reading(document, self.problems)

    def _kind(self, heading: Heading) -> DocumentKind:
        is_note = self.div.get("subtype") == "editorial-note"
        return DocumentKind.EDITORIAL_NOTE if is_note else heading.kind

    def _typed_note(self, kind: str) -> etree._Element | None:
        """Return the note of a type; a note that says "Source:" needs no type to be the source."""
        for note in self.div.iter(TEI + "note"):
            above = [local_name(outer) for outer in note.iterancestors()]
            if note.get("type") == kind and "attachment" not in above[: above.index("div")]:
                return note
        if kind != "source":
            return None
        untyped = self.div.findall(TEI + "note")
        if self.head is not None:
            untyped = [*self.head.iter(TEI + "note"), *untyped]
        named = (note for note in untyped if _NAMES_SOURCE.match(flow_of(note).text))
        return next((note for note in named if not note.get("type")), None)

    def _first_page(self, page: tuple[str, str]) -> tuple[str, str]:
        """Return the page the text begins on. A facsimile numbers the pages of its document."""
        for turned in self.div.iter(TEI + "pb"):
            here = (turned.get("n", ""), turned.get("facs", ""))
            is_own = turned.get(XML_ID, "").startswith(f"{self.xml_id}-")
            if is_own or (self.head is not None and turned in self.head.iter(TEI + "pb")):
                return here
            break
        return page

    def _source_text(self) -> tuple[str, int]:
        """Return the source note; for withheld documents of older volumes it is in the body."""
        if self.source is not None:
            return self.source_flow.text, line_of(self.source)
        found = _BRACKETED_SOURCE.search(self.flow.text)
        if not found:
            return "", 0
        return found["bracket"].strip("[]"), self.flow.line_at(found.start("bracket"))

    def _marking(self, source: SourceNote | None) -> Marking:
        if source and (source.marking.level != Level.NOT_STATED or source.marking.text):
            return source.marking
        if source is None and not self.flow.text:
            return read_source_note(self.title_flow.text, 0).marking
        for block in re.split(r"\n\n|\n(?=\n)", self.flow.text)[:_BLOCKS_WITH_MARKING]:
            for lines in (block, *block.split("\n")):
                if (found := read_marking(lines)).level != Level.NOT_STATED:
                    return found
        return Marking()

    def _withheld_state(self) -> State | None:
        """Say whether the body shows no text but marks, and if so which decision they record."""
        found = self.marks or marks.find_marks(self.source_flow.text)
        if not found or self.shows_text:
            return None
        is_pending = any(mark.state == State.PENDING for mark in found)
        return State.PENDING if is_pending else State.DENIED

    def _shows_text(self) -> bool:
        is_marked = self.marks or marks.find_marks(self.source_flow.text)
        if not is_marked and not _BRACKETED_SOURCE.search(self.flow.text):
            return bool(self.flow.text)
        around = tuple(element for element in self.div.iter(etree.Element) if _is_around(element))
        shown = flow_of(self.div, (*self.outside, *around)).text
        if len(shown) > _LONGEST_WITHOUT_TEXT:
            return True
        shown = _BRACKETED_SOURCE.sub(" ", _REPEATED_SOURCE.sub(" ", shown))
        for mark in reversed(marks.find_marks(shown)):
            shown = shown[: mark.start] + shown[mark.end :]
        lines = [line.strip(" .") for line in shown.split("\n")]
        return any(_HAS_WORD.search(line) and not _FILE_NUMBER.fullmatch(line) for line in lines)

    def _pages(self) -> tuple[Page, ...]:
        pages = []
        for index, (start, end) in enumerate(self.spans):
            number = self.flow.pages[index]
            text = self.flow.text[start:end]
            notes = tuple(
                Note(
                    label=call.note.get("n", ""),
                    offset=min(max(call.offset - start, 0), len(text)),
                    text=flow.text,
                    line=line_of(call.note),
                )
                for call, flow in self._notes_on(index)
            )
            pages.append(Page(number.label, number.facsimile, text, notes))
        return tuple(pages)

    def _notes_on(self, index: int) -> list[tuple[Call, Flow]]:
        last = len(self.flow.pages) - 1
        return [(call, flow) for call, flow in self.notes.items() if min(call.page, last) == index]

    def _page_spans(self) -> list[tuple[int, int]]:
        """Cut the flow into pages. A mark that runs over a page stays on the page it begins."""
        over = [(mark.start, mark.end) for mark in self.marks]
        starts = [
            next((end for start, end in over if start < page.offset < end), page.offset)
            for page in self.flow.pages
        ]
        spans = []
        for start, following in pairwise([*starts, len(self.flow.text)]):
            text = self.flow.text[start:following]
            first = start + len(text) - len(text.lstrip())
            spans.append((first, max(first, start + len(text.rstrip()))))
        return spans

    def _heading_notes(self, heading: Heading) -> tuple[Note, ...]:
        removed = len(heading.whole) - len(heading.title)
        length = len(heading.title)
        called = [(call, min(max(call.offset - removed, 0), length)) for call in self.heading_calls]
        if not self.shows_text:
            called += [(call, length) for call in self.notes]
        return tuple(
            Note(call.note.get("n", ""), offset, flow_of(call.note).text, line_of(call.note))
            for call, offset in called
        )

    def _passages(self, heading: Heading) -> Iterator[Passage]:
        """Yield every text of the document once, with the place its marks are to be given."""
        removed = len(heading.whole) - len(heading.title)
        yield Passage(self.title_flow, Location(Where.HEADING), removed)
        yield Passage(self.source_flow, Location(Where.SOURCE_NOTE))
        yield Passage(self.summary_flow, Location(Where.SUMMARY))
        heading_calls = self.heading_calls
        if not self.shows_text:
            yield Passage(self.flow, Location(Where.WHOLE_DOCUMENT))
            heading_calls = [*heading_calls, *self.notes]
        else:
            for index, (start, end) in enumerate(self.spans):
                yield Passage(self.flow, Location(Where.PAGE, page=index), start, end)
                for place, (_, flow) in enumerate(self._notes_on(index)):
                    yield Passage(flow, Location(Where.FOOTNOTE, page=index, note=place))
        for place, call in enumerate(heading_calls):
            yield Passage(flow_of(call.note), Location(Where.FOOTNOTE, note=place))

    def _excisions(self, heading: Heading) -> Iterator[Excision]:
        suspects = marks.find_suspects(self.flow.text, self.marks)
        self._suspect(self.flow, suspects)
        for passage in self._passages(heading):
            if passage.flow is self.flow:
                found = [mark for mark in self.marks if _lies_in(mark.start, passage)]
            else:
                found = marks.find_marks(passage.flow.text)
                self._suspect(passage.flow, marks.find_suspects(passage.flow.text, found))
            for mark in found:
                yield self._excision(mark, passage)

    def _suspect(self, flow: Flow, suspects: list[marks.Suspect]) -> None:
        for suspect in suspects:
            words = flow.text[suspect.start : suspect.end]
            self._complain(suspect.reason, flow.line_at(suspect.start), words)

    def _excision(self, mark: marks.Mark, passage: Passage) -> Excision:
        line = passage.flow.line_at(mark.start)
        if mark.is_malformed:
            self._complain("a mark that has lost a bracket, counted", line, mark.printed)
        if not mark.measure.is_understood:
            self._complain("a mark whose nature and amount are not understood", line, mark.printed)
        location = passage.location
        if location.where != Where.WHOLE_DOCUMENT:
            start, end = mark.start - passage.first, mark.end - passage.first
            location = replace(location, start=max(start, 0), end=end)
        measure = mark.measure
        return Excision(
            printed=mark.printed,
            nature=measure.nature,
            nature_text=measure.words,
            amount=measure.amount,
            size=measure.size,
            state=mark.state,
            location=location,
            fills_paragraph=mark.fills_paragraph,
            line=line,
        )

    def _complain(self, message: str, line: int, excerpt: str) -> None:
        if message:
            words = " ".join(excerpt.split())[:EXCERPT]
            self.problems.append(Problem(line, self.xml_id, message, words))


def _with_nested(calls: list[Call]) -> list[Call]:
    """Return the calls of notes; a note within a note is called where that one is."""
    found = []
    for call in calls:
        inner = [note for note in call.note.iter(TEI + "note") if note is not call.note]
        found += [call, *(call._replace(note=note) for note in inner)]
    return found


def _flow(element: etree._Element | None, apart: tuple[etree._Element, ...] = ()) -> Flow:
    return Flow() if element is None else flow_of(element, apart)


def _is_around(element: etree._Element) -> bool:
    name = local_name(element)
    return name in _AROUND_TEXT or (name == "list" and element.get("type") in _LISTS_BEFORE_TEXT)


def _lies_in(place: int, passage: Passage) -> bool:
    return passage.first <= place and (passage.last is None or place < passage.last)
