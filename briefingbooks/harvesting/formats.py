"""Records as Dublin Core and MODS 3.7, named by the table of field mappings."""

from collections.abc import Callable
from typing import Any

from lxml import etree
from ninja import Schema

from briefingbooks.open_data.saying import Said, said_in

Element = Any
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
MODS = "http://www.loc.gov/mods/v3"
SCHEMAS = {
    "oai_dc": ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC),
    "mods": ("http://www.loc.gov/standards/mods/v3/mods-3-7.xsd", MODS),
}


def dublin_core(kind: str, values: Schema) -> Element:
    """Return a record as unqualified Dublin Core."""
    names = {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap=names)
    _say_schema(root, "oai_dc")
    known = set()
    for _, name, found in said_in("dc", kind, values):
        for one in found:
            if (name, one.words) not in known:
                known.add((name, one.words))
                etree.SubElement(root, f"{{{DC}}}{name}").text = one.words
    return root


def mods(kind: str, values: Schema) -> Element:
    """Return a record as MODS: each value under a chain of elements of its own."""
    names: Any = {None: MODS, "xsi": XSI}
    root = etree.Element(f"{{{MODS}}}mods", {"version": "3.7"}, nsmap=names)
    _say_schema(root, "mods")
    shared: dict[str, Element] = {}
    for _, path, found in said_in("mods", kind, values):
        for one in found:
            _add(root, path.split("/"), one, shared)
    return root


FORMATS: dict[str, Callable[[str, Schema], Element]] = {"oai_dc": dublin_core, "mods": mods}


def _say_schema(root: Element, prefix: str) -> None:
    place, namespace = SCHEMAS[prefix]
    root.set(f"{{{XSI}}}schemaLocation", f"{namespace} {place}")


def _add(root: Element, steps: list[str], one: Said, shared: dict[str, Element]) -> None:
    """Add a value under its path; what is said of the record itself stands in one element."""
    at = root
    for step in steps:
        name, _, attributes = step.partition("@")
        if name == "recordInfo" and name in shared:
            at = shared[name]
            continue
        at = etree.SubElement(at, f"{{{MODS}}}{name}")
        for pair in filter(None, attributes.split(";")):
            key, _, value = pair.partition("=")
            at.set(key, value)
        if name == "recordInfo":
            shared[name] = at
    at.text = one.words
    if steps[0] == "name" and one.role:
        role = etree.SubElement(at.getparent(), f"{{{MODS}}}role")
        term = etree.SubElement(role, f"{{{MODS}}}roleTerm", {"type": "text"})
        term.text = one.role
