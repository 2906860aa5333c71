"""The XML around every answer to a harvester (OAI-PMH 2.0, 3.2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from lxml import etree

from briefingbooks.harvesting.arguments import SECOND, Asked, Refused
from briefingbooks.harvesting.formats import XSI
from briefingbooks.harvesting.tokens import DAYS, Place, write_token
from collections_app.xml_words import xml_words

Element = Any
OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"


def instant(at: datetime) -> str:
    """Return an instant as the standard writes it: UTC, in whole seconds."""
    return at.astimezone(UTC).strftime(SECOND)


def begin(address: str, asked: Asked | None) -> Element:
    """Return the root of an answer; the arguments are said back where they could be read."""
    names: Any = {None: OAI, "xsi": XSI}
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=names)
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    add(root, "responseDate", instant(timezone.now()))
    request = add(root, "request", address)
    if asked is not None:
        request.set("verb", asked.verb)
        for name, value in asked.arguments.items():
            request.set(name, value)
    return root


def add(parent: Element, name: str, words: str = "", **attributes: str) -> Element:
    """Add an element of the protocol with its words, without what XML cannot hold."""
    found = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    if words:
        found.text = xml_words(words)
    return found


def add_refusal(root: Element, refusal: Refused) -> None:
    """Say why there is no answer."""
    add(root, "error", refusal.why, code=refusal.code)


def add_token(parent: Element, begun: Place, behind: Place | None) -> None:
    """Say where the list goes on; on the last of several pages, that it is the last."""
    if behind is None and not begun.before:
        return
    said = {"cursor": str(begun.before)}
    if begun.size:
        said["completeListSize"] = str(begun.size)
    if behind is not None:
        said["expirationDate"] = instant(timezone.now() + timedelta(days=DAYS))
    add(parent, "resumptionToken", write_token(behind) if behind else "", **said)


def written(root: Element) -> bytes:
    """Return an answer as a file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
