"""Reading a volume of *Foreign Relations of the United States* from its TEI P5 file."""

import re
from pathlib import Path

from lxml import etree

from collections_app.frus.documents import read_document
from collections_app.frus.statement import Paragraph, find_statement
from collections_app.frus.tei import TEI, XML_ID, BadVolume, events, line_of, local_name
from collections_app.frus.text import flow_of, plain
from collections_app.frus.volume import Document, DocumentKind, Person, Problem, Volume

__all__ = ["BadVolume", "read_volume"]


def read_volume(path: Path | str) -> Volume:
    """Read a volume; the file is streamed and each document forgotten once it is read.

    Raises `BadVolume`, with the line where there is one, for a file that is not well-formed, is no
    TEI, declares a document type or entities, includes other files, is too large, has no
    documents, or has a document without an xml:id of its own.
    """
    path = Path(path)
    reader = _Reader()
    for event, element in events(path):
        reader.take(event, element)
    return reader.volume(path)


class _Reader:
    """Takes the elements of a file in order and keeps what a volume is made of."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.identifier = ""
        self.review: list[Paragraph] = []
        self.persons: dict[str, Person] = {}
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self.page = ("", "")
        self.open: etree._Element | None = None
        self.page_at_start = ("", "")
        self.is_in_front = False

    def take(self, event: str, element: etree._Element) -> None:
        """Take the start or the end of an element."""
        name = local_name(element)
        is_start = event == "start"
        if name == "pb" and is_start:
            self.page = (element.get("n", ""), element.get("facs", ""))
        elif name == "front":
            self._front(element, is_start=is_start)
        elif name == "teiHeader" and not is_start:
            self._header(element)
        elif name == "TEI" and is_start:
            self.identifier = element.get(XML_ID, "")
        elif name == "div" and is_start:
            self._open(element)
        elif name == "div":
            self._close(element)

    def volume(self, path: Path) -> Volume:
        """Put the volume together; raise `BadVolume` if there is no document in it."""
        if not self.documents:
            raise BadVolume('There is no document in this file: no <div type="document">')
        documents = tuple(self.documents.values())
        return Volume(
            id=self.identifier or path.stem,
            title=self.titles.get("complete") or next(iter(self.titles.values()), ""),
            series=self.titles.get("series", ""),
            subseries=self.titles.get("subseries", ""),
            volume_number=self.titles.get("volumenumber", ""),
            subject=self.titles.get("volume", ""),
            front_matter_statement=find_statement(self.review),
            persons=tuple(self.persons.values()),
            documents=documents,
            problems=tuple(sorted([*self.problems, *self._out_of_place(documents)])),
        )

    def _out_of_place(self, documents: tuple[Document, ...]) -> list[Problem]:
        years = [int(year) for year in re.findall(r"\d{4}", self.titles.get("subseries", ""))]
        found = _without_source(documents)
        for document in documents:
            year = re.search(r"\d{4}", document.date.edtf)
            if years and year and not min(years) - 5 <= int(year[0]) <= max(years) + 5:
                message = f"the date {document.date.edtf} lies outside the years of the volume"
                found.append(Problem(document.line, document.xml_id, message, document.title[:160]))
        return found

    def _header(self, header: etree._Element) -> None:
        for title in header.iter(TEI + "title"):
            self.titles.setdefault(title.get("type", "main"), plain(title))
        for number in header.iter(TEI + "idno"):
            if number.get("type") == "frus":
                self.identifier = plain(number) or self.identifier
        header.clear()

    def _front(self, front: etree._Element, *, is_start: bool) -> None:
        self.is_in_front = is_start
        if not is_start:
            self._gather(front)
            front.clear()

    def _open(self, div: etree._Element) -> None:
        if self.open is None and div.get("type") == "document":
            self.open, self.page_at_start = div, self.page

    def _close(self, div: etree._Element) -> None:
        if div is self.open:
            self._document(div)
            self.open = None
        elif self.open is None:
            if self.is_in_front:
                self._gather(div)
            if "persons" in div.get(XML_ID, "").lower():
                self._list_of_persons(div)
        else:
            return
        div.clear()

    def _document(self, div: etree._Element) -> None:
        xml_id, line = div.get(XML_ID, ""), line_of(div)
        if not xml_id:
            raise BadVolume("A document without an xml:id, by which it is known", line)
        if xml_id in self.documents:
            raise BadVolume(f"Two documents have the xml:id “{xml_id}”", line)
        reading = read_document(div, self.page_at_start, _chapters(div))
        self.documents[xml_id] = reading.document
        self.problems += reading.problems
        # The pages of a facsimile end with their document.
        if any(pb.get(XML_ID, "").startswith(f"{xml_id}-") for pb in div.iter(TEI + "pb")):
            self.page = ("", "")

    def _gather(self, part: etree._Element) -> None:
        """Keep the paragraphs of the front matter that speak of declassification."""
        for paragraph in part.iter(TEI + "p"):
            text = plain(paragraph)
            if "declassif" in text or "compilation on" in text:
                self.review.append(Paragraph(text, line_of(paragraph)))

    def _list_of_persons(self, part: etree._Element) -> None:
        for item in part.iter(TEI + "item"):
            name = item.find(f".//{TEI}persName[@{XML_ID}]")
            if name is not None:
                described = flow_of(item).text
                words = plain(name).strip(" ,;")
                description = described.partition(words)[2].strip(" ,;")
                person = Person(name.get(XML_ID, ""), words, " ".join(description.split()))
                self.persons.setdefault(person.xml_id, person)


def _chapters(div: etree._Element) -> tuple[str, ...]:
    heads = [outer.find(TEI + "head") for outer in div.iterancestors(TEI + "div")]
    return tuple(words for head in reversed(heads) if head is not None and (words := plain(head)))


def _without_source(documents: tuple[Document, ...]) -> list[Problem]:
    """Report documents without a source note, in volumes that give one as a rule."""
    without = [
        document
        for document in documents
        if document.source_note is None and document.kind != DocumentKind.EDITORIAL_NOTE
    ]
    if len(without) * 2 > len(documents):
        return []
    return [Problem(d.line, d.xml_id, "no source note", d.title[:160]) for d in without]
