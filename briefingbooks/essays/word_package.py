"""The parts of a Word document (ECMA-376), opened without trusting them.

Sizes are counted while a part is unpacked; a document type, and with it every entity, is refused;
nothing outside the file is read.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from briefingbooks.essays.document import UnreadableEssay
from oralhistory.reading.safe_xml import name_of, open_xml
from oralhistory.transcripts import UnreadableTranscript

MOST_PARTS = 5000
MOST_UNPACKED = 32 * 1024 * 1024  # bytes of one part
_PARTS = ("footnotes", "endnotes", "styles", "numbering")


@dataclass(slots=True)
class Style:
    """What a named style says of a paragraph: its name, its level as a heading (0 for none)."""

    name: str = ""
    level: int = 0
    based_on: str = ""


@dataclass(slots=True)
class WordFile:
    """The parts of a document that hold its words, and what its styles and lists mean."""

    body: etree._Element
    notes: dict[str, etree._Element] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    numbered: set[tuple[str, str]] = field(default_factory=set)
    has_margins: bool = False


def is_word(data: bytes) -> bool:
    """Whether bytes are a packed Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _named_parts(packed)["document"] in packed.namelist()
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError,
            NotImplementedError, UnreadableTranscript, UnreadableEssay):  # fmt: skip
        return False


def open_word(data: bytes) -> WordFile:
    """Open a Word document. Raises `UnreadableEssay` for one that is damaged, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _open(packed)
    except UnreadableTranscript as refusal:
        raise UnreadableEssay(str(refusal)) from refusal
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError,
            NotImplementedError) as fault:  # fmt: skip
        raise UnreadableEssay("The packed file is damaged or locked.") from fault


def _open(packed: zipfile.ZipFile) -> WordFile:
    names = packed.namelist()
    if len(names) > MOST_PARTS:
        raise UnreadableEssay(f"The file has more than {MOST_PARTS} parts.")
    parts = {kind: name for kind, name in _named_parts(packed).items() if name in names}
    root = _part(packed, parts["document"])
    body = next((child for child in root if name_of(child) == "body"), None) if len(root) else None
    if body is None:
        raise UnreadableEssay("The document has no body.")
    word = WordFile(body, has_margins=any("/header" in name or "/footer" in name for name in names))
    for kind in ("footnote", "endnote"):
        for note in _part(packed, parts[f"{kind}s"]) if f"{kind}s" in parts else ():
            if name_of(note) == kind and not attribute(note, "type"):
                word.notes[f"{kind}:{attribute(note, 'id')}"] = note
    for part in ("document", "footnotes", "endnotes"):
        related = _related(packed, parts[part]) if part in parts else ()
        word.links[part] = {key: target for key, kind, target in related if kind == "hyperlink"}
    if "styles" in parts:
        word.styles = _styles(_part(packed, parts["styles"]))
    if "numbering" in parts:
        word.numbered = _numbered(_part(packed, parts["numbering"]))
    return word


def _named_parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return which part is the document, its notes, styles and lists; programs name them freely."""
    main = {kind: target for _, kind, target in _related(packed, "")}
    document = _beside("", main.get("officeDocument", "word/document.xml"))
    found = {kind: target for _, kind, target in _related(packed, document)}
    return {"document": document} | {
        kind: _beside(document, found.get(kind, f"{kind}.xml")) for kind in _PARTS
    }


def _related(packed: zipfile.ZipFile, name: str) -> list[tuple[str, str, str]]:
    """Return what a part is related to, as (key, kind, target); of "" the whole package."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".removeprefix("/")
    if relations not in packed.namelist():
        return []
    return [
        (attribute(one, "Id"), attribute(one, "Type").rpartition("/")[2], attribute(one, "Target"))
        for one in _part(packed, relations)
    ]


def _beside(name: str, target: str) -> str:
    """Return the name of a part that another, named `name`, leads to."""
    folder = name.rpartition("/")[0]
    return target[1:] if target.startswith("/") else f"{folder}/{target}".removeprefix("/")


def _part(packed: zipfile.ZipFile, name: str) -> etree._Element:
    with packed.open(name) as stream:
        content = stream.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise UnreadableEssay(f"A part unpacks to more than {MOST_UNPACKED // 2**20} MB.")
    return open_xml(content)


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute in whatever namespace; "" without one."""
    found = (str(value) for key, value in element.attrib.items()
             if str(key).rpartition("}")[2] == name)  # fmt: skip
    return next(found, "")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first element of a name directly inside."""
    if element is None:
        return None
    return next((one for one in element if name_of(one) == name), None)


def value(element: etree._Element | None, *names: str) -> str:
    """Return the `val` of the element that a path of names leads to; "" without it."""
    for name in names:
        element = child(element, name)
    return attribute(element, "val") if element is not None else ""


def _styles(root: etree._Element) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for style in root:
        if name_of(style) != "style":
            continue
        name = value(style, "name").lower()
        outline = value(style, "pPr", "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
        if name.startswith("heading ") and name[8:].isdigit():
            level = int(name[8:])
        found[attribute(style, "styleId")] = Style(name, level, value(style, "basedOn"))
    return found


def _numbered(root: etree._Element) -> set[tuple[str, str]]:
    """Return (list, level) of the lists that count instead of showing a sign."""
    kinds: dict[str, set[str]] = {}
    for one in root:
        if name_of(one) == "abstractNum":
            levels = [level for level in one if name_of(level) == "lvl"]
            kinds[attribute(one, "abstractNumId")] = {
                attribute(level, "ilvl") for level in levels if value(level, "numFmt") != "bullet"
            }
    return {
        (attribute(one, "numId"), level)
        for one in root
        if name_of(one) == "num"
        for level in kinds.get(value(one, "abstractNumId"), set())
    }
