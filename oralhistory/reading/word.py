"""Word documents: paragraphs as lines, with times in brackets or without, and footnotes.

Only the text is taken out of the packed file. Paragraphs are counted as its lines.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from oralhistory.reading.flow import Flow
from oralhistory.reading.labels import Labels, remark_rare
from oralhistory.reading.safe_xml import name_of, open_xml
from oralhistory.reading.timed_text import openings, take_line
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript

MOST_UNPACKED = 32 * 1024 * 1024  # bytes of one part
DOCUMENT = "word/document.xml"

_BREAKS = {"br", "cr"}
_NOT_SAID = {"del", "moveFrom", "Fallback", "instrText", "delText"}

Piece = tuple[str, str]


def is_word(data: bytes) -> bool:
    """Whether a packed file is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return DOCUMENT in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_word(data: bytes, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read a Word document. Raises `UnreadableTranscript` for one that is damaged or too large."""
    document = TranscriptDocument(format="Word")
    root = _part(data, DOCUMENT)
    if root is None:
        raise UnreadableTranscript("The file is packed, but is no Word document.")
    notes = _notes(data)
    paragraphs = [list(_pieces(one)) for one in root.iter() if name_of(one) == "p"]
    lines: list[tuple[int, str]] = []
    for number, pieces in enumerate(paragraphs, start=1):
        lines.append((number, "".join(text for text, _ in pieces)))
        lines.append((number, ""))
    labels = Labels(known)
    labels.learn(openings([(number, _spoken(line)) for number, line in lines]))
    flow = Flow(document, labels)
    for number, pieces in enumerate(paragraphs, start=1):
        _say(flow, number, pieces, notes)
        flow.end_paragraph()
    document.passages = flow.finish()
    _remark_changes(root, document)
    remark_rare(document, labels)
    if not document.passages:
        raise UnreadableTranscript("The document holds no words.")
    return document


def _say(flow: Flow, number: int, pieces: list[Piece], notes: dict[str, str]) -> None:
    """Say a paragraph, with its notes where they are referred to."""
    words, was_note = "", False
    for text, note in pieces:
        words += text
        if not note:
            continue
        take_line(flow, number, words, glued=was_note and words[:1].strip() != "")
        words, was_note = "", True
        if note in notes:
            flow.note(number, notes[note])
        else:
            flow.document.remark(number, "A note that is referred to here is not in the file.")
    for place, line in enumerate(words.split("\n")):
        glued = was_note and place == 0 and line[:1].strip() != ""
        take_line(flow, number, line, glued=glued)


def _spoken(line: str) -> str:
    return line.split("\n", 1)[0]


def _pieces(paragraph: etree._Element) -> Iterator[Piece]:
    """Return the text of a paragraph in order, and the keys of the notes referred to in it."""
    for part in paragraph:
        name = name_of(part)
        if name in _NOT_SAID or name == "p":
            continue
        if name == "t":
            yield part.text or "", ""
        elif name in ("tab", "ptab"):
            yield " ", ""
        elif name in _BREAKS:
            yield "\n", ""
        elif name == "noBreakHyphen":
            yield "-", ""
        elif name in ("footnoteReference", "endnoteReference"):
            yield "", f"{name[:-9]}:{_attribute(part, 'id')}"
        else:
            yield from _pieces(part)


def _notes(data: bytes) -> dict[str, str]:
    """Return the notes of the document by kind and number."""
    found: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        root = _part(data, f"word/{kind}s.xml")
        for element in root if root is not None else ():
            if name_of(element) == kind and not _attribute(element, "type"):
                body = " ".join("".join(text for text, _ in _all(element)).split())
                found[f"{kind}:{_attribute(element, 'id')}"] = body
    return {key: body for key, body in found.items() if body}


def _all(element: etree._Element) -> Iterator[Piece]:
    for paragraph in element.iter():
        if name_of(paragraph) == "p":
            yield from _pieces(paragraph)
            yield " ", ""


def _attribute(element: etree._Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), ""
    )


def _remark_changes(root: etree._Element, document: TranscriptDocument) -> None:
    names = {name_of(element) for element in root.iter()}
    if names & {"ins", "del", "moveFrom"}:
        document.remark(0, "The document has tracked changes: they were taken as accepted.")
    if "commentReference" in names:
        document.remark(0, "The document has comments: they were not read.", loses_words=True)


def _part(data: bytes, name: str) -> etree._Element | None:
    """Return the root of a part of the packed file; `None` if it has no such part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if name not in packed.namelist():
                return None
            with packed.open(name) as stream:
                content = stream.read(MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError,
            NotImplementedError) as fault:  # fmt: skip
        raise UnreadableTranscript("The packed file is damaged or locked.") from fault
    if len(content) > MOST_UNPACKED:
        raise UnreadableTranscript(f"The text unpacks to more than {MOST_UNPACKED // 2**20} MB.")
    return open_xml(content)
