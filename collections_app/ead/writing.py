"""Write a branch as a finding aid: EAD 2002 or EAD3, valid against the published schemas."""

import re
from datetime import date
from typing import Any

from lxml import etree

from collections_app.ead.identity import RECORD_CODE
from collections_app.ead.names import OURS
from collections_app.ead.nodes import Dated, Heading, Node, normal_of
from collections_app.ead.opening import EAD3_PREFIX, EAD_2002
from collections_app.ead.reading import HOUSE_NOTES, RIGHTS
from collections_app.xml_words import xml_words

XLINK = "http://www.w3.org/1999/xlink"


class Writer:
    """One dialect. What differs between the two is said in methods; the rest is shared."""

    namespace = EAD_2002
    kind = "type"
    key = "authfilenumber"
    role = "role"

    def __init__(self, archive: str, agency: str, country: str, site: str) -> None:
        self.archive, self.agency, self.country, self.site = archive, agency, country, site

    def document(self, node: Node) -> bytes:
        """Return the finding aid of a whole branch."""
        root = etree.Element(self._name("ead"), nsmap=self._spaces())
        root.append(self._header(node))
        whole = self._sub(root, "archdesc", level=node.level)
        self._unit(whole, node, is_whole=True)
        if node.parts:
            dsc = self._sub(whole, "dsc", **self._dsc())
            for part in node.parts:
                self._component(dsc, part)
        etree.indent(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _component(self, above: Any, node: Node) -> None:
        element = self._sub(above, "c", level=node.level)
        self._unit(element, node)
        for part in node.parts:
            self._component(element, part)

    def _unit(self, element: Any, node: Node, *, is_whole: bool = False) -> None:
        did = self._sub(element, "did")
        if is_whole:
            holder = self._sub(did, "repository")
            holder.append(self._named("corpname", self.archive))
        self._identity(did, node)
        for name, text in node.texts.items():
            if name == "abstract":
                self._line(self._sub(did, "abstract"), text)
            else:
                self._paragraphs(self._sub(element, name), text)
        if node.rights:
            self._paragraphs(self._sub(element, "userestrict", altrender=RIGHTS), node.rights)
        if node.headings:
            access = self._sub(element, "controlaccess")
            for heading in node.headings:
                access.append(self._heading(heading))
        if node.house_notes.strip():
            note = self._sub(element, "odd", audience="internal", **{self.kind: HOUSE_NOTES})
            self._paragraphs(note, node.house_notes)

    def _identity(self, did: Any, node: Node) -> None:
        self._sub(did, "unittitle", node.title)
        if node.number:
            self._sub(did, "unitid", node.number)
        self._sub(did, "unitid", node.code, **{self.kind: RECORD_CODE})
        if node.date is not None:
            self._date(did, node.date)
        if node.containers:
            self._sub(did, "container", node.containers)
        if node.extent:
            self._extent(did, node.extent)
        if node.languages:
            material = self._sub(did, "langmaterial")
            for code, name in node.languages:
                self._sub(material, "language", name, langcode=code)
        for creator in node.creators:
            self._sub(did, "origination").append(self._heading(creator))
        for url, title, note in node.links:
            self._digital_object(did, url, title, note)

    def _date(self, did: Any, date: Dated) -> None:
        """Write a date; its EDTF value goes beside it, for EAD can not say all of it."""
        said: dict[str, str] = {"certainty": date.certainty}
        if normal := normal_of(date.edtf):
            said["normal"] = normal
        if date.edtf:
            said["altrender"] = f"edtf:{date.edtf}"
        self._sub(did, "unitdate", date.words, **said)

    def _heading(self, heading: Heading) -> Any:
        element = self._named(heading.element, heading.name)
        if heading.key:
            element.set("source", OURS)
            element.set(self.key, heading.key)
        if heading.role and heading.element in ("persname", "corpname", "famname"):
            element.set(self.role, heading.role)
        return element

    def _paragraphs(self, element: Any, text: str) -> None:
        for paragraph in re.split(r"\n{2,}", text.replace("\r", "").strip("\n")):
            self._line(self._sub(element, "p"), paragraph)

    def _line(self, element: Any, text: str) -> None:
        """Write a text of several lines into one element, with the breaks that EAD has for it."""
        lines = [line for line in xml_words(text).split("\n") if line.strip()]
        element.text = lines[0] if lines else ""
        for line in lines[1:]:
            self._sub(element, "lb").tail = line

    def _sub(self, above: Any, name: str, text: str = "", **attributes: str) -> Any:
        element = etree.SubElement(above, self._name(name))
        for key, value in attributes.items():
            element.set(key, xml_words(value))
        if text:
            element.text = xml_words(text)
        return element

    def _name(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _spaces(self) -> dict[Any, str]:
        return {None: self.namespace, "xlink": XLINK}

    def _dsc(self) -> dict[str, str]:
        return {"type": "combined"}

    def _header(self, node: Node) -> Any:
        header = etree.Element(self._name("eadheader"))
        header.set("altrender", OURS)
        self._sub(header, "eadid", node.code, **self._agency())
        described = self._sub(header, "filedesc")
        self._sub(self._sub(described, "titlestmt"), "titleproper", node.title)
        self._sub(self._sub(described, "publicationstmt"), "publisher", self.site)
        profile = self._sub(header, "profiledesc")
        creation = self._sub(profile, "creation", f"Written from the records of {self.site}, ")
        today = date.today().isoformat()  # noqa: DTZ011  the day of the house
        self._sub(creation, "date", today, normal=today)
        return header

    def _agency(self) -> dict[str, str]:
        said = {"countrycode": self.country.upper()} if self.country else {}
        return said | ({"mainagencycode": self.agency} if self.agency else {})

    def _named(self, name: str, words: str) -> Any:
        element = etree.Element(self._name(name))
        element.text = xml_words(words)
        return element

    def _extent(self, did: Any, extent: str) -> None:
        self._sub(self._sub(did, "physdesc"), "extent", extent)

    def _digital_object(self, did: Any, url: str, title: str, note: str) -> None:
        element = self._sub(did, "dao")
        for key, value in (("type", "simple"), ("href", url), ("title", title)):
            element.set(f"{{{XLINK}}}{key}", xml_words(value))
        self._paragraphs(self._sub(element, "daodesc"), note)


class Writer3(Writer):
    """EAD3."""

    namespace = EAD3_PREFIX
    kind = "localtype"
    key = "identifier"
    role = "relator"

    def _spaces(self) -> dict[Any, str]:
        return {None: self.namespace}

    def _dsc(self) -> dict[str, str]:
        return {"dsctype": "combined"}

    def _header(self, node: Node) -> Any:
        control = etree.Element(self._name("control"))
        control.set("altrender", OURS)
        self._sub(control, "recordid", node.code)
        described = self._sub(control, "filedesc")
        self._sub(self._sub(described, "titlestmt"), "titleproper", node.title)
        self._sub(control, "maintenancestatus", value="derived")
        agency = self._sub(control, "maintenanceagency")
        if self.country:
            agency.set("countrycode", self.country.upper())
        if self.agency:
            self._sub(agency, "agencycode", self.agency)
        self._sub(agency, "agencyname", self.site)
        event = self._sub(self._sub(control, "maintenancehistory"), "maintenanceevent")
        self._sub(event, "eventtype", value="derived")
        today = date.today().isoformat()  # noqa: DTZ011  the day of the house
        self._sub(event, "eventdatetime", today, standarddatetime=today)
        self._sub(event, "agenttype", value="machine")
        self._sub(event, "agent", self.site)
        return control

    def _named(self, name: str, words: str) -> Any:
        element = etree.Element(self._name(name))
        self._sub(element, "part", words)
        return element

    def _extent(self, did: Any, extent: str) -> None:
        self._sub(did, "physdesc", extent)

    def _digital_object(self, did: Any, url: str, title: str, note: str) -> None:
        element = self._sub(did, "dao", daotype="unknown", href=url, linktitle=title)
        self._paragraphs(self._sub(element, "descriptivenote"), note)


WRITERS: dict[str, type[Writer]] = {"2002": Writer, "3": Writer3}
