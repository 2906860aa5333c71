"""Names and headings of a finding aid: creators, and what it is to be found under."""

from lxml import etree

from collections_app.ead.opening import children, line_of, name_of
from collections_app.ead.text import folded, paragraphs, part_words, words
from collections_app.ead.units import AccessPoint, Passage, Unit

PEOPLE = {"persname": "person", "corpname": "corporate_body", "famname": "family", "name": ""}
OURS = "open-record"
HEADINGS = {*PEOPLE, "geogname", "subject", "genreform", "function", "occupation", "title"}
NESTED = {"controlaccess", "list", "item", "p", "namegrp", "subjectgrp"}


def read_access_points(element: etree._Element, unit: Unit) -> None:
    """Read `controlaccess`, with groups and lists in it; other words become passages."""
    if said := folded(" ".join([element.text or "", *(one.tail or "" for one in element)])):
        unit.passages.append(Passage("controlaccess", said, line_of(element)))
    for child in children(element):
        name = name_of(child)
        if name in HEADINGS:
            keep_access_point(child, unit)
        elif name in NESTED and any(name_of(one) in HEADINGS for one in child.iter()):
            read_access_points(child, unit)
        elif said := paragraphs(child):
            unit.passages.append(Passage("controlaccess", said, line_of(child)))


def keep_access_point(element: etree._Element, unit: Unit, *, is_creator: bool = False) -> None:
    """Add one name or heading to the unit."""
    has_parts = any(name_of(one) == "part" for one in children(element))
    said = part_words(element) if has_parts else words(element)
    said = said.replace("--", " -- ") if name_of(element) in ("subject", "geogname") else said
    if not (said := folded(said)):
        return
    role = element.get("relator") or element.get("role") or ""
    unit.access_points.append(
        AccessPoint(
            element=name_of(element),
            name=said,
            line=line_of(element),
            is_creator=is_creator,
            role=folded(role),
            dates=_dates_of_existence(element),
            uri=_address(element),
            key=_key_here(element),
        )
    )


def read_origination(element: etree._Element, unit: Unit) -> None:
    """Read who made the material; a name without markup is taken as it stands."""
    named = [one for one in element.iter() if name_of(one) in PEOPLE]
    for one in named:
        keep_access_point(one, unit, is_creator=True)
    rest = folded(" ".join([element.text or "", *(one.tail or "" for one in element)]))
    rest = rest.strip(" ;,.")
    line = line_of(element)
    if rest and not named:
        unit.access_points.append(AccessPoint("name", words(element), line, is_creator=True))
    elif rest:
        unit.passages.append(Passage("origination", words(element), line))


def _dates_of_existence(element: etree._Element) -> str:
    for part in children(element):
        kind = (part.get("localtype") or "").lower()
        if name_of(part) == "part" and kind in ("existdates", "dates", "date"):
            return words(part)
    return ""


def _key_here(element: etree._Element) -> str:
    """Return the word by which we know the term, in a finding aid that was written here."""
    if element.get("source") != OURS:
        return ""
    return (element.get("authfilenumber") or element.get("identifier") or "").strip()


def _address(element: etree._Element) -> str:
    for attribute in ("authfilenumber", "identifier"):
        value = (element.get(attribute) or "").strip()
        if value.startswith(("http://", "https://")):
            return value
    return ""
