"""Public records as linked data (schema.org, JSON-LD), from the table of field mappings. Pure."""

import json
import re
from typing import Any

from ninja import Schema

from briefingbooks.open_data.documents import ItemValues
from briefingbooks.open_data.mappings import names_in
from briefingbooks.open_data.saying import said
from briefingbooks.open_data.terms import PersonValues

Thing = dict[str, Any]
TYPES: dict[str, str | list[str]] = {
    "collections": ["Collection", "ArchiveComponent"],
    "archives": "ArchiveOrganization",
    "places": "Place",
    "subjects": "DefinedTerm",
    "books": "Report",
    "interviews": ["ArchiveComponent", "Conversation"],
}
# What a document is, beside a component of an archive; what is not here is a DigitalDocument.
TYPES_OF_ITEMS = {
    "cable": "Message", "fax": "Message", "message": "Message", "letter": "Message",
    "despatch": "Message", "report": "Report", "photograph": "Photograph", "map": "Map",
    "audio": "AudioObject", "video": "VideoObject", "press": "NewsArticle",
}  # fmt: skip
TYPES_OF_PEOPLE = {"person": "Person", "corporate_body": "Organization", "family": "Organization"}
# Identifiers of other files of names, as addresses.
ADDRESSES = {
    "wikidata_id": "https://www.wikidata.org/entity/{}",
    "viaf_id": "https://viaf.org/viaf/{}",
    "geonames_id": "https://sws.geonames.org/{}/",
}
# schema.org wants whole days, months or years; a doubtful date is not given out as a sure one.
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026",
            0x2028: "\\u2028", 0x2029: "\\u2029"}  # fmt: skip


def thing(kind: str, values: Schema) -> Thing:
    """Return a record as a thing of schema.org, its address as its identity."""
    found: Thing = {"@context": "https://schema.org", "@type": _type(kind, values)}
    found["@id"] = getattr(values, "url", "")
    for field, path in names_in("schema_org", kind):
        words = [one.words for one in said(kind, values, field)]
        if path.startswith("date"):
            words = [one for one in words if _DAY.fullmatch(one)]
        form = ADDRESSES.get(field, "{}")
        _add(found, path, [form.format(one) for one in words])
    return {name: _alone(value) for name, value in found.items()}


def web_site(name: str, home: str, search: str) -> Thing:
    """Return the site as a whole, with the address of its search."""
    asked = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
    }
    return {"@context": "https://schema.org", "@type": "WebSite", "@id": home, "url": home,
            "name": name, "potentialAction": asked}  # fmt: skip


def breadcrumbs(crumbs: list[tuple[str, str]]) -> Thing:
    """Return the way to a page; its last step, the page itself, needs no address."""
    steps: list[Thing] = []
    for number, (label, address) in enumerate(crumbs, 1):
        step = {"@type": "ListItem", "position": number, "name": str(label)}
        steps.append(step | ({"item": address} if address else {}))
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def as_block(found: Thing) -> str:
    """Return a thing as the block of data of a page: nothing in it can end the block."""
    words = json.dumps(found, ensure_ascii=False).translate(_ESCAPED)
    return f'<script type="application/ld+json">{words}</script>'


def _alone(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _type(kind: str, values: Schema) -> str | list[str]:
    if isinstance(values, ItemValues):
        return ["ArchiveComponent", TYPES_OF_ITEMS.get(values.kind, "DigitalDocument")]
    if isinstance(values, PersonValues):
        return TYPES_OF_PEOPLE.get(values.entity_type, "Organization")
    return TYPES[kind]


def _add(found: Thing, path: str, words: list[str]) -> None:
    """Add values under a property; `about>DefinedTerm/name` puts each in a thing of its own.

    Several properties of one thing (latitude and longitude) come together in it.
    """
    if not words:
        return
    name, _, inner = path.partition(">")
    beside = found.setdefault(name, [])
    if not inner:
        beside += [one for one in words if one not in beside]
        return
    of_type, _, sub = inner.partition("/")
    if beside and len(words) == 1 and beside[-1].get("@type") == of_type and sub not in beside[-1]:
        beside[-1][sub] = words[0]
        return
    made = [{"@type": of_type, sub: one} for one in words]
    beside += [one for one in made if one not in beside]
