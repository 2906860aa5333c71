"""The files of text in an EPUB: parts as XHTML, each with what it is said twice, for old and new.

Reading systems know parts by `epub:type` (EPUB Structural Semantics), assistive technology by
`role` (DPUB-ARIA 1.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree, html
from lxml.html import builder

from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.parts import Part, parts_of, title_of
from briefingbooks.formats.trees import XHTML, clean_words
from briefingbooks.pages import BookPage

OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE = f"{{{OPS}}}type"
NAMESPACES: dict = {None: XHTML, "epub": OPS}
HEADINGS = {"h2": "h1", "h3": "h2", "h4": "h3"}
CARDS_IN_A_FILE = 25


@dataclass(slots=True)
class Chapter:
    """One file of text: its name, its title, what it is, and the section that it holds.

    `entries` are the documents in it, as (number and title, anchor).
    """

    name: str
    title: str
    kind: str
    section: html.HtmlElement
    entries: list[tuple[str, str]]

    def content(self, language: str) -> bytes:
        """Return the file."""
        return xhtml(self.title, self.section, language)


def chapters_of(page: BookPage, facts: EditionFacts) -> list[Chapter]:
    """Return the files of a book in the order of reading: cover and title page first."""
    title = title_of(page, facts)
    return [
        Chapter("cover.xhtml", page.title, "cover", _cover(page), []),
        Chapter("title.xhtml", page.title, "titlepage", _section(title, "titlepage"), []),
        *_numbered(parts_of(page, facts), page),
    ]


def _numbered(parts: list[Part], page: BookPage) -> Iterator[Chapter]:
    for number, part in enumerate(parts, start=1):
        section = _section(part.tree, part.kind, part.anchor)
        _name_cells(section)
        for old, new in HEADINGS.items():
            for heading in list(section.iter(old)):
                heading.tag = new
        stem = f"part-{number:02}"
        if part.anchor == "documents":
            yield from _documents(stem, part, section, page)
        else:
            yield Chapter(f"{stem}.xhtml", part.heading, part.kind, section, [])


def _name_cells(section: html.HtmlElement) -> None:
    """Give each cell of a wide table the name of its column: small screens show them in turn."""
    for table in section.find_class("many-columns"):
        names = [" ".join(head.text_content().split()) for head in table.iter("th")]
        for row in table.iter("tr"):
            for name, cell in zip(names, row, strict=False):
                if cell.tag == "td":
                    cell.set("data-label", name)


def _documents(
    stem: str, part: Part, section: html.HtmlElement, page: BookPage
) -> Iterator[Chapter]:
    """Yield the cards, a number of them to a file: small devices read large files slowly."""
    cards = list(section.find_class("document-list")[0])
    hidden = _("Not public at present")
    named = [
        (clean_words(f"{one.number}. {one.title or hidden}"), one.anchor) for one in page.entries
    ]
    for start in range(0, len(cards), CARDS_IN_A_FILE):
        end = min(start + CARDS_IN_A_FILE, len(cards))
        some, heading = section, part.heading
        if start:
            heading = f"{part.heading} {start + 1}"
            if end > start + 1:
                heading = _("{heading} {first} to {last}").format(
                    heading=part.heading, first=start + 1, last=end
                )
            shown = builder.OL(*cards[start:end], {"class": "document-list"})
            some = _section(builder.DIV(builder.H1(heading), shown), part.kind)
        name = f"{stem}-{start // CARDS_IN_A_FILE + 1:02}.xhtml"
        yield Chapter(name, heading, part.kind, some, named[start:end])


def _section(tree: html.HtmlElement, kind: str, anchor: str = "") -> html.HtmlElement:
    """Return what a tree holds as a section of a kind."""
    section = html.Element("section")
    if anchor:
        section.set("id", anchor)
    section.set(TYPE, kind)
    if kind != "titlepage":
        section.set("role", f"doc-{kind}")
    section.text = tree.text
    section.extend(list(tree))
    for call in section.iter("a"):
        role = call.get("role", "")
        if role in ("doc-noteref", "doc-backlink"):
            call.set(TYPE, role.removeprefix("doc-"))
    for notes in section.find_class("notes"):
        for note in notes:
            note.set(TYPE, "endnote")
    return section


def _cover(page: BookPage) -> html.HtmlElement:
    """Return a cover of words alone."""
    section = html.Element("section", {"class": "cover", TYPE: "cover"})
    if page.series:
        section.append(builder.P({"class": "series-line"}, clean_words(page.series)))
    section.append(builder.P({"class": "cover-title"}, html.Element("bdi")))
    section[-1][0].text = clean_words(page.title)
    for deck in page.decks[:1]:
        section.append(builder.P({"class": "deck"}, clean_words(deck)))
    return section


def xhtml(title: str, body: html.HtmlElement, language: str) -> bytes:
    """Return a whole XHTML file."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap=NAMESPACES)
    root.set("lang", language)
    root.set(f"{{{XML}}}lang", language)
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = clean_words(title)
    sheet = {"rel": "stylesheet", "type": "text/css", "href": "book.css"}
    etree.SubElement(head, f"{{{XHTML}}}link", sheet)
    etree.SubElement(root, f"{{{XHTML}}}body").append(body)
    for element in body.iter():
        element.tag = f"{{{XHTML}}}{element.tag}"
        if (spoken := element.get("lang")) is not None:
            element.set(f"{{{XML}}}lang", spoken)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["epub"])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
