"""Open XML without trusting it: a file that declares a document type or entities is refused."""

from typing import Any

from lxml import etree

from oralhistory.transcripts import UnreadableTranscript

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def open_xml(data: bytes) -> etree._Element:
    """Return the root of an XML file.

    Nothing is fetched or expanded. Raises `UnreadableTranscript` for what is not well-formed,
    nested too deep, or has a document type: entities can multiply or name other files.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as problem:
        line = getattr(problem, "lineno", 0) or 0
        said = str(getattr(problem, "msg", "") or problem).split(", line")[0]
        raise UnreadableTranscript(f"This is no well-formed XML: {said}.", line) from problem
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise UnreadableTranscript(
            "The file declares a document type. Entities are not read: take the line with "
            "<!DOCTYPE out and write the characters themselves.",
            1,
        )
    return root


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """Return the line of the file at which an element begins."""
    return int(element.sourceline or 0)  # type: ignore[call-overload]


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a name directly inside, in any namespace."""
    return [child for child in element if name_of(child) == name]


def child_text(element: etree._Element, name: str) -> str:
    """Return the whole text of the first child of a name, stripped; "" without one."""
    for child in children(element, name):
        return "".join(str(part) for part in child.itertext()).strip()
    return ""
