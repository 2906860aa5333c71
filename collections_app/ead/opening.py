"""Open a finding aid without trusting it: no entity is expanded, nothing is fetched or loaded."""

from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import Any

from lxml import etree

LARGEST = 48 * 1024 * 1024
LONGEST_ENTITY = 400
EAD_2002 = "urn:isbn:1-931666-22-9"
OUR_NAMESPACES = {None, EAD_2002}
EAD3_PREFIX = "http://ead3.archivists.org/schema/"


class BadFindingAid(Exception):
    """The file can not be read as a finding aid; says why, and in which line if that is known."""


def open_finding_aid(path: Path) -> etree._Element:
    """Return the element `ead` of a file.

    Raises `BadFindingAid` for what is no XML, no finding aid, too large, or nested too deep. The
    reader of XML stops by itself at 256 levels, at very long texts and at entities that multiply.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise BadFindingAid(
            f"The file has {size // 2**20} MB; finding aids of up to {LARGEST // 2**20} MB are read"
        )
    if not size:
        raise BadFindingAid("The file is empty")
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
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as problem:
        line = f"Line {problem.lineno}: " if problem.lineno else ""
        raise BadFindingAid(f"{line}{_said(problem)}") from None
    root = _finding_aid_in(tree.getroot())
    _spell_entities_out(root, tree)
    return root


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """Return the line of the file in which an element begins."""
    line: Any = element.sourceline
    return line or 0


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Return the elements directly inside, in order."""
    return (child for child in element if isinstance(child.tag, str))


def is_foreign(element: etree._Element) -> bool:
    """Whether an element belongs to another vocabulary, mixed into the finding aid."""
    space = etree.QName(element).namespace
    return space not in OUR_NAMESPACES and not (space or "").startswith(EAD3_PREFIX)


def is_ead3(root: etree._Element) -> bool:
    """Whether a finding aid is EAD3: by its namespace, or by the element that opens it."""
    space = etree.QName(root).namespace or ""
    return space.startswith(EAD3_PREFIX) or any(name_of(one) == "control" for one in children(root))


def _finding_aid_in(root: etree._Element) -> etree._Element:
    """Return `ead` itself, or the one inside an envelope (OAI, METS)."""
    if name_of(root) == "ead":
        return root
    inside = [one for one in root.iter("{*}ead") if isinstance(one.tag, str)]
    if len(inside) == 1:
        return inside[0]
    if inside:
        raise BadFindingAid(
            f"Line {root.sourceline}: the file holds {len(inside)} finding aids; give one to a file"
        )
    raise BadFindingAid(
        f"Line {root.sourceline}: the file begins with <{name_of(root)[:40]}>; a finding aid "
        "begins with <ead>"
    )


def _said(problem: etree.XMLSyntaxError) -> str:
    words = (problem.msg or "this is no well-formed XML").split(", line")[0]
    return f"this is no well-formed XML: {words}"


def _spell_entities_out(root: etree._Element, tree: etree._ElementTree) -> None:
    """Put plain words in the place of entities: named characters, and short texts of the file.

    An entity that names another file or holds other entities stays as it is written, `&name;`.
    """
    plain = _plain_entities(tree)
    for one in list(root.iter(etree.Entity)):
        name = str(one.name)  # type: ignore[attr-defined]
        words = plain.get(name) or html5.get(f"{name};") or f"&{name};"
        _replace(one, words)


def _plain_entities(tree: etree._ElementTree) -> dict[str, str]:
    declared: Any = tree.docinfo.internalDTD
    if declared is None:
        return {}
    return {
        entity.name: entity.content
        for entity in declared.iterentities()
        if entity.name
        and entity.content
        and len(entity.content) <= LONGEST_ENTITY
        and not set("&<%") & set(entity.content)
    }


def _replace(entity: etree._Element, words: str) -> None:
    above = entity.getparent()
    if above is None:
        return
    words += entity.tail or ""
    before = entity.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        above.text = (above.text or "") + words
    entity.tail = None
    above.remove(entity)
