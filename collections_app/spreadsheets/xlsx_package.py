"""The parts of a workbook: which sheets it has, its shared texts, and which numbers are dates.

ECMA-376, read without any library that runs or resolves anything: no formula, no entity, no
address outside the file. Sizes are checked before a part is unpacked.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from collections_app.spreadsheets.tables import BadFile

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 1500 * MEGABYTE
MOST_SHARED_TEXT = 300 * MEGABYTE
MOST_PARTS = 5000
BLOCK = 1 << 16
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def open_package(file: BinaryIO) -> zipfile.ZipFile:
    """Open a workbook. Raises `BadFile` for one that is damaged, too large, or no workbook."""
    file.seek(0)
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise BadFile("This is no workbook, or it is damaged. Save it again as .xlsx.") from problem
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(
            f"Unpacked, the workbook is larger than {MOST_UNPACKED // MEGABYTE} MB. Save the sheet "
            "as CSV, or in parts."
        )
    if "xl/workbook.xml" not in package.namelist():
        kind = "an OpenDocument spreadsheet" if "mimetype" in package.namelist() else "no workbook"
        raise BadFile(f"This is {kind}. Save it as .xlsx or as CSV.")
    return package


def elements(package: zipfile.ZipFile, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of one part as they are complete; what was yielded is let go."""
    try:
        with package.open(name) as part:
            reader = PartReader(tags)
            while block := part.read(BLOCK):
                yield from reader.feed(block)
            yield from reader.close()
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError, zlib.error) as problem:
        raise BadFile(f"The workbook is damaged in {name}: {problem}.") from problem


class PartReader:
    """Reads one part as it comes in, block after block, and refuses a document type."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        self._parser: Any = etree.XMLPullParser(
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        self._is_begun = False

    def feed(self, block: bytes) -> Iterator[Any]:
        if not self._is_begun:
            self._is_begun = True
            if b"<!DOCTYPE" in block or b"<!\x00D\x00O" in block:
                raise BadFile("The workbook declares a document type, as no workbook does.")
        self._parser.feed(block)
        yield from self._complete()

    def close(self) -> Iterator[Any]:
        self._parser.close()
        yield from self._complete()

    def _complete(self) -> Iterator[Any]:
        for _, element in self._parser.read_events():
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def name_of(element: Any) -> str:
    return etree.QName(element).localname


def sheets_of(package: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Return {name of sheet: its part}, and whether dates are counted from 1904."""
    targets = {}
    for relation in elements(package, "xl/_rels/workbook.xml.rels", ("Relationship",)):
        target = relation.get("Target", "").lstrip("/")
        targets[relation.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets, from_1904 = {}, False
    for element in elements(package, "xl/workbook.xml", ("sheet", "workbookPr")):
        if name_of(element) == "workbookPr":
            from_1904 = element.get("date1904") in ("1", "true")
            continue
        part = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION), "")
        if "worksheets/" in part and part in package.namelist():
            sheets[element.get("name", "")] = part
    return sheets, from_1904


def shared_texts(package: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells point to by number."""
    name = next((one for one in package.namelist() if one.lower() == "xl/sharedstrings.xml"), "")
    if not name:
        return []
    if package.getinfo(name).file_size > MOST_SHARED_TEXT:
        raise BadFile("The workbook holds too much text to be read at once. Save it as CSV.")
    return [text_in(element) for element in elements(package, name, ("si",))]


def text_in(element: Any) -> str:
    """Return the text of a string item: all its runs, without the reading aids for kanji."""
    texts = []
    for part in element.iter():
        is_text = isinstance(part.tag, str) and name_of(part) == "t"
        if is_text and name_of(part.getparent()) != "rPh":
            texts.append(part.text or "")
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Undo the workbook's own way of writing letters that XML has no place for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def number_formats(package: zipfile.ZipFile) -> list[str]:
    """Return, for each style of cells, "date", the zeros that fill a number up, or ""."""
    if "xl/styles.xml" not in package.namelist():
        return []
    codes: dict[int, str] = {}
    styles: list[str] = []
    for element in elements(package, "xl/styles.xml", ("numFmt", "cellXfs")):
        if name_of(element) == "numFmt":
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        else:
            ids = [int(style.get("numFmtId", "0")) for style in element]
            styles = [_meaning(number, codes.get(number, "")) for number in ids]
    return styles


def _meaning(number: int, code: str) -> str:
    if number in _BUILT_IN_DATES and not code:
        return "date"
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", code).split(";")[0].lower()
    if re.search(r"[dmyhs]", plain) and not re.search(r"[0#?]\.?[0#?]*e[+-]", plain):
        return "date"
    return plain if re.fullmatch(r"0{2,}", plain) else ""
