"""Read a finding aid into units: EAD 2002 and EAD3, with or without namespace, c and c01 to c12.

Tolerant on purpose: an element that is not known, or stands where it does not belong, becomes a
passage of its unit, so that no text of the file is lost.
"""

import re
from pathlib import Path

from lxml import etree

from collections_app.ead.identity import read_did
from collections_app.ead.links import read_digital_object
from collections_app.ead.names import OURS, read_access_points
from collections_app.ead.opening import (
    BadFindingAid,
    children,
    is_ead3,
    is_foreign,
    line_of,
    name_of,
    open_finding_aid,
)
from collections_app.ead.text import folded, outline, paragraphs, words
from collections_app.ead.units import FindingAid, Passage, Unit

COMPONENT = re.compile(r"c(0[1-9]|1[0-2])?")
WRAPPERS = {"descgrp", "admininfo", "add", "archdescgrp", "dscgrp"}
DIGITAL = {"dao", "daogrp", "daoset"}
OVERVIEW = "analyticover"
HOUSE_NOTES = "house-notes"
RIGHTS = "rights-statement"
MOST_COMPONENTS = 200_000


def read_finding_aid(path: Path, name: str = "") -> FindingAid:
    """Read a file; `name` is its identifier if it states none.

    Raises `BadFindingAid`, with the line, where it can not be read.
    """
    root = open_finding_aid(path)
    described = [one for one in children(root) if name_of(one) == "archdesc"]
    if len(described) != 1:
        said = "no <archdesc>" if not described else f"{len(described)} <archdesc>"
        raise BadFindingAid(f"Line {root.sourceline}: the finding aid has {said}; it needs one")
    reader = _Reader()
    whole = reader.unit(described[0])
    aid = FindingAid("EAD3" if is_ead3(root) else "EAD 2002", "", whole)
    for part in children(root):
        if name_of(part) == "archdesc":
            continue
        _read_header(part, aid)
    _read_holder(described[0], aid)
    aid.identifier = aid.identifier or (whole.numbers[0] if whole.numbers else name)
    aid.components, aid.messages = reader.components, reader.messages
    return aid


class _Reader:
    """Reads units, counts them and keeps what is to be said about the file."""

    def __init__(self) -> None:
        self.components = 0
        self.messages: list[tuple[int, str]] = []

    def unit(self, element: etree._Element) -> Unit:
        level = element.get("level", "").strip()
        if level.lower() in ("otherlevel", "") and element.get("otherlevel"):
            level = element.get("otherlevel", "").strip()
        unit = Unit(
            line=line_of(element),
            level=level,
            xml_id=element.get("id", "").strip(),
            is_internal=element.get("audience") == "internal",
        )
        self._stray(element, unit)
        for child in children(element):
            self._part(child, unit)
        return unit

    def _part(self, child: etree._Element, unit: Unit) -> None:
        name = name_of(child)
        if is_foreign(child):
            self.messages.append((line_of(child), f"<{name}> is of another vocabulary"))
            _keep(child, unit)
        elif COMPONENT.fullmatch(name):
            self._component(child, unit)
        elif name == "dsc":
            self._components_of(child, unit)
        elif name == "did":
            read_did(child, unit)
        elif name in WRAPPERS:
            self._stray(child, unit)
            for inside in children(child):
                self._part(inside, unit)
        elif name == "controlaccess":
            read_access_points(child, unit)
        elif name in DIGITAL:
            read_digital_object(child, unit)
        else:
            _keep(child, unit)

    def _component(self, element: etree._Element, above: Unit) -> None:
        self.components += 1
        if self.components > MOST_COMPONENTS:
            raise BadFindingAid(
                f"Line {element.sourceline}: more than {MOST_COMPONENTS:,} components"
            )
        above.parts.append(self.unit(element))

    def _components_of(self, dsc: etree._Element, unit: Unit) -> None:
        """Read a list of components; a mere overview beside a full list is kept as words."""
        above = dsc.getparent()
        siblings = [one for one in above if name_of(one) == "dsc"] if above is not None else []
        if dsc.get("type") == OVERVIEW and len(siblings) > 1:
            said = "The overview of the series is kept as a note: they follow in full"
            self.messages.append((line_of(dsc), said))
            _keep(dsc, unit)
            return
        self._stray(dsc, unit)
        for child in children(dsc):
            self._part(child, unit)

    def _stray(self, element: etree._Element, unit: Unit) -> None:
        """Keep text that stands between elements, where none belongs."""
        said = folded(" ".join([element.text or "", *(one.tail or "" for one in element)]))
        if said:
            self.messages.append((line_of(element), "Text between elements, kept as a note"))
            unit.passages.append(Passage("text", said, line_of(element)))


def _keep(element: etree._Element, unit: Unit) -> None:
    """Keep an element as a passage, and what of it is for the house alone as another."""
    line, is_internal = line_of(element), element.get("audience") == "internal"
    if not is_internal:
        for inside in list(element.iter()):
            if inside is not element and inside.get("audience") == "internal":
                _keep(inside, unit)
                _cut(inside)
    heads = [one for one in children(element) if name_of(one) == "head"]
    heading = words(heads[0]) if len(heads) == 1 else ""
    label = folded(element.get("label") or "")
    if HOUSE_NOTES in (element.get("type"), element.get("localtype")):
        heading, is_internal = HOUSE_NOTES, True
    text = paragraphs(element, besides="head" if heading else "")
    if not text:
        text, heading = heading, ""
    if text:
        name = RIGHTS if element.get("altrender") == RIGHTS else name_of(element)
        unit.passages.append(Passage(name, text, line, heading or label, is_internal=is_internal))


def _cut(element: etree._Element) -> None:
    """Take an element out of the text that it stands in, but not the words behind it."""
    above = element.getparent()
    if above is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    element.tail = None
    above.remove(element)


def _read_header(element: etree._Element, aid: FindingAid) -> None:
    """Keep the header and title page; the archive's code and the identifier are needed by name."""
    for inside in element.iter():
        name = name_of(inside)
        if name in ("eadid", "recordid"):
            aid.identifier = aid.identifier or words(inside)
            aid.repository_codes += [inside.get("mainagencycode") or ""]
        elif name == "agencycode":
            aid.repository_codes.append(words(inside))
        elif name == "agencyname" and not aid.repository:
            aid.repository = words(inside)
    if element.get("altrender") == OURS:
        return
    if text := outline(element):
        aid.whole.passages.append(Passage(name_of(element), text, line_of(element)))


def _read_holder(archdesc: etree._Element, aid: FindingAid) -> None:
    """Find the name of the archive: in the description itself, else in the header."""
    holders = archdesc.findall("{*}did/{*}repository")
    bodies = [
        one
        for holder in holders
        for one in children(holder)
        if name_of(one) in ("corpname", "name", "famname")
    ]
    if bodies:
        aid.repository = _body_named(bodies[0])
    elif holders:
        aid.repository = folded(holders[0].text or "") or words(holders[0])
    for number in archdesc.iterfind("{*}did/{*}unitid"):
        aid.repository_codes.append(number.get("repositorycode") or "")
    aid.repository_codes = [code.strip() for code in aid.repository_codes if code.strip()]


def _body_named(body: etree._Element) -> str:
    """Return the name of a body; its parts behind it: Library of Congress, Manuscript Division."""
    areas = [words(one) for one in children(body) if name_of(one) == "subarea"]
    if not areas:
        return words(body)
    whole = folded(" ".join([body.text or "", *(one.tail or "" for one in body)]))
    return ", ".join(filter(None, [whole.rstrip(" ,."), *areas]))
