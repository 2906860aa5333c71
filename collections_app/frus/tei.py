"""Opening a TEI P5 file that a stranger may have made: safely, and without holding all of it.

Refused: document type declarations (and with them every entity), XInclude, files above
`LARGEST_FILE` bytes, anything that is not well-formed XML. Nothing is ever fetched.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from lxml import etree

LARGEST_FILE = 64 * 1024 * 1024  # bytes; the largest volumes have about 15 MB
CHUNK = 1024 * 1024

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XINCLUDE = "http://www.w3.org/2001/XInclude"


class BadVolume(Exception):
    """A file that cannot be read as a volume. `line` is the line of the file, None if unknown."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.message = message
        self.line = line


def events(path: Path) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("start" | "end", element) for TEI, teiHeader, front, div and pb, in file order.

    An element is complete at its end; who has read it clears it. Raises `BadVolume`.
    """
    try:
        with path.open("rb") as file:
            _check_size(file)
            _check_safety(file)
            file.seek(0)
            yield from _pull(file)
    except OSError as refusal:
        raise BadVolume(f"The file cannot be read: {refusal.strerror or refusal}") from refusal


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_FILE:
        raise BadVolume(f"The file has {size:,} bytes; the limit is {LARGEST_FILE:,}")
    if size == 0:
        raise BadVolume("The file is empty")


def _check_safety(file: BinaryIO) -> None:
    """Read the file once with a parser that can do nothing but report."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse_declarations(name: str, system: str | None, *_: object) -> NoReturn:
        pointer = f" that points to “{system}”" if system else ""
        raise BadVolume(
            f"A document type declaration ({name}){pointer}: such files, and the entities they "
            "declare, are not accepted. Save the file without it",
            parser.CurrentLineNumber,
        )

    def refuse_inclusion(name: str, _attributes: object) -> None:
        if name.startswith(XINCLUDE):
            raise BadVolume(
                "An XInclude reference to another file is not accepted", parser.CurrentLineNumber
            )

    parser.StartDoctypeDeclHandler = refuse_declarations
    parser.StartElementHandler = refuse_inclusion
    try:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BadVolume(f"The XML is broken: {reason}", error.lineno) from error


def _pull(file: BinaryIO) -> Iterator[tuple[str, etree._Element]]:
    # Volumes repeat the xml:id of a footnote now and then, hence collect_ids=False.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=tuple(TEI + name for name in ("TEI", "teiHeader", "front", "div", "pb")),
        collect_ids=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        while chunk := file.read(CHUNK):
            parser.feed(chunk)
            yield from parser.read_events()  # type: ignore[misc]
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise BadVolume(f"The XML is broken: {error.msg}", error.lineno) from error
    if root.tag != TEI + "TEI":
        raise BadVolume(
            f"Not a TEI P5 file: the outermost element is <{etree.QName(root).localname}>",
            line_of(root),
        )


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which the element begins, 0 if unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def local_name(element: etree._Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def is_tei(element: etree._Element) -> bool:
    """Whether the element belongs to the TEI namespace."""
    return element.tag.startswith(TEI)
