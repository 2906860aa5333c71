"""A letter as a document of a word processor (DOCX, ECMA-376), with styles and its language."""

import io
import re
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt

from declassification.drafting.letter import Letter, is_list
from declassification.drafting.placeholders import parted_by_gaps

FONT = "Times New Roman"
SENDER, RECIPIENT, DATE, REFERENCES = "Sender", "Recipient", "Letter Date", "References"
SUBJECT, BODY, LISTED = "Subject Line", "Body Text", "List"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# The points above and below each block of the head.
_HEAD = {SENDER: (0, 18), RECIPIENT: (0, 18), DATE: (0, 12), REFERENCES: (0, 12), SUBJECT: (0, 12)}


def as_docx(letter: Letter) -> bytes:
    """Return the letter as the bytes of a DOCX file; what is missing is marked in yellow.

    Its properties name no person.
    """
    document = Document()
    _set_page(document, is_us=letter.is_us_paper)
    _set_styles(document, letter.tag)
    _set_properties(document, letter)
    for style, text in (
        (SENDER, letter.sender),
        (RECIPIENT, letter.recipient),
        (DATE, letter.dated),
        (REFERENCES, letter.references),
        (SUBJECT, letter.subject),
    ):
        _add(document, text.replace("\r\n", "\n").split("\n"), style)
    for lines in letter.paragraphs():
        if is_list(lines):
            for line in lines:
                _add(document, [line], LISTED)
        else:
            _add(document, lines, BODY)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_page(document: Any, *, is_us: bool) -> None:
    page = document.sections[0]
    if is_us:
        page.page_width, page.page_height = Inches(8.5), Inches(11)
    else:
        page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(25)


def _set_styles(document: Any, tag: str) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for name, (above, below) in _HEAD.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(above),
            Pt(below),
        )
    styles[SUBJECT].font.bold = True
    styles[SUBJECT].paragraph_format.keep_with_next = True
    styles[LISTED].paragraph_format.left_indent = Mm(8)
    styles[LISTED].paragraph_format.first_line_indent = -Mm(8)
    styles[LISTED].paragraph_format.space_after = Pt(3)
    _set_language(styles.element, tag)


def _set_language(styles: Any, tag: str) -> None:
    """Say the language where every style takes it from, and of the text of Normal."""
    for properties in styles.iter(qn("w:rPr")):
        for told in properties.findall(qn("w:lang")):
            properties.remove(told)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), tag)
    defaults.append(told)


def _set_properties(document: Any, letter: Letter) -> None:
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.language = letter.subject[:255], letter.tag
    told.revision = 1
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _add(document: Any, lines: list[str], style: str) -> None:
    paragraph = document.add_paragraph(style=style)
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for piece, is_gap in parted_by_gaps(_printable(line)):
            run = paragraph.add_run(piece)
            if is_gap:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _printable(line: str) -> str:
    """Leave out what no XML may hold."""
    return _NOT_IN_XML.sub("", line)
