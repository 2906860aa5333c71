"""The words of a finding aid without its markup: paragraphs, lists, tables and dates in lines.

Every text in an element comes out, in order; white space is folded, blocks begin new lines. An
address that a link carries is written behind its words, so that it is not lost with the markup.
"""

import re
from collections.abc import Iterator

from lxml import etree

from collections_app.ead.opening import children, name_of

BLOCKS = {
    *("p", "head", "blockquote", "address", "list", "table", "tgroup", "tbody", "chronlist"),
    *("index", "bibref", "archref", "chronitemset", "note", "abstract", "daodesc"),
    *("descriptivenote", "separatedmaterial"),
    *("legalstatus", "controlnote", "titleproper", "subtitle", "author", "sponsor", "publisher"),
    *("change", "maintenanceevent", "odd", "relatedmaterial", "separatedmaterial", "listhead"),
    *("arrangement", "bioghist", "scopecontent", "accessrestrict", "userestrict", "custodhist"),
    *("acqinfo", "processinfo", "prefercite", "altformavail", "originalsloc", "otherfindaid"),
    *("accruals", "appraisal", "phystech", "bibliography", "fileplan", "descgrp", "thead"),
    *("controlaccess", "relation", "edition", "num", "objectxmlwrap"),
}
ITEMS = {"item", "event", "row", "entry", "indexentry", "addressline"}
ROWS = {"row", "chronitem", "defitem", "indexentry", "maintenanceevent", "change"}
PARTED = {"persname", "corpname", "famname", "geogname", "subject", "genreform", "name", "function",
          "occupation", "title"}  # fmt: skip
INLINE_NUM = {"titleproper", "subtitle", "unittitle", "materialspec", "p"}
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def words(element: etree._Element) -> str:
    """Return all words inside an element in one line."""
    return folded(" ".join(paragraphs(element).split("\n")))


def folded(text: str) -> str:
    """Fold white space, and leave none before a comma or a full stop."""
    return re.sub(r"\s+([,.;:)\]])", r"\1", _SPACE.sub(" ", text)).strip()


def paragraphs(element: etree._Element, *, besides: str = "") -> str:
    """Return the words inside an element, blocks parted by empty lines, rows of lists by lines.

    A direct child of the name `besides` is left out: the heading that is kept elsewhere.
    """
    pieces: list[str] = []
    _gather(element, pieces, besides)
    lines = [folded(line) for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _gather(element: etree._Element, pieces: list[str], besides: str = "") -> None:
    pieces.append(_one_line(element.text))
    for child in element:
        name = name_of(child)
        if name and name != besides:
            _child(child, name, pieces)
        pieces.append(_one_line(child.tail))


def _child(child: etree._Element, name: str, pieces: list[str]) -> None:
    if name in ("lb", "chronitem", "defitem"):
        pieces.append("\n")
    if name in ROWS:
        pieces.append("\n" + " – ".join(_cells(child)) + "\n")
        return
    if name in PARTED and any(name_of(one) == "part" for one in children(child)):
        pieces.append(part_words(child))
        return
    label = child.get("label") if name != "item" else None
    is_block = name in BLOCKS and not (name == "num" and _above(child) in INLINE_NUM)
    edge = "\n\n" if is_block else "\n" if name in ITEMS else ""
    pieces.append(edge)
    if label and is_block:
        pieces.append(f"{_one_line(label)}: ")
    _gather(child, pieces)
    pieces.append(_address_of(child))
    pieces.append(edge)


def outline(element: etree._Element) -> str:
    """Return the words of an element that is a record, as a header is: a line for each field."""
    has_own = folded(" ".join([element.text or "", *(one.tail or "" for one in element)]))
    if has_own or not any(True for _ in children(element)):
        return paragraphs(element) + _address_of(element)
    inside = (outline(child) for child in children(element))
    return "\n".join(filter(None, inside))


def part_words(element: etree._Element) -> str:
    """Join the parts of a name or heading of EAD3 as they are read: Hill, Daniel Harvey, 1859-."""
    parts = [words(part) for part in children(element) if name_of(part) == "part"]
    others = [words(one) for one in children(element) if name_of(one) != "part"]
    joint = ", " if name_of(element) in ("persname", "corpname", "famname", "name") else " -- "
    return joint.join(filter(None, parts)) + "".join(f" ({one})" for one in others if one)


def _cells(row: etree._Element) -> Iterator[str]:
    if own := folded(row.text or ""):
        yield own
    for child in row:
        if name_of(child):
            inside = paragraphs(child).replace("\n\n", "\n").replace("\n", "; ")
            if said := folded(inside + _address_of(child)):
                yield said
        if tail := folded(child.tail or ""):
            yield tail


def _address_of(element: etree._Element) -> str:
    """Return the address that a link carries, unless its words say it already."""
    address = address_in(element)
    if not address or name_of(element) in ("dao", "daoloc"):
        return ""
    if address in "".join(map(str, element.itertext())):
        return ""
    return f" ({address})"


def address_in(element: etree._Element) -> str:
    """Return the http address in an attribute `href` of any namespace, or ""."""
    for key, value in element.attrib.items():
        is_link = str(key).rpartition("}")[2].lower() in ("href", "url")
        if is_link and _ADDRESS.match(str(value).strip()):
            return str(value).strip()
    return ""


def _above(element: etree._Element) -> str:
    parent = element.getparent()
    return name_of(parent) if parent is not None else ""


def _one_line(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""
