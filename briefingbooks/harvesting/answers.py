"""What each of the six verbs of OAI-PMH 2.0 answers."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from lxml import etree

from briefingbooks.harvesting.arguments import Asked, Refused, check_format
from briefingbooks.harvesting.envelope import Element, add, add_token, instant
from briefingbooks.harvesting.formats import FORMATS, SCHEMAS, XSI
from briefingbooks.harvesting.lists import (
    Header,
    headers_of,
    page_at,
    place_asked,
    sets_at,
    values_of,
)
from briefingbooks.harvesting.tokens import Place, read_token
from briefingbooks.models import HarvestedRecord
from briefingbooks.open_data.parts import Absolute

_NAME = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_EARLIEST = "1970-01-01T00:00:00Z"


class Archive:
    """The repository as a harvester reaches it: its address, its name, its identifiers."""

    def __init__(self, host: str, absolute: Absolute) -> None:
        self.host = host.rsplit(":", 1)[0].strip("[]")
        self.absolute = absolute

    def identifier(self, name: str) -> str:
        """Return what a record is called everywhere."""
        return f"oai:{self.host}:{name}"

    def local(self, identifier: str) -> str:
        """Return what it is called here; empty for one of another archive."""
        start = self.identifier("")
        return identifier[len(start) :] if identifier.startswith(start) else ""

    @property
    def email(self) -> str:
        """Return whom to write to; the standard asks for somebody."""
        host = self.host if _HOST.fullmatch(self.host) else "host.invalid"
        return settings.CONTACT_EMAIL or f"webmaster@{host}"


def identify(parent: Element, asked: Asked, archive: Archive) -> None:
    """Say what this archive is."""
    rows = HarvestedRecord.objects.public().order_by("datestamp", "pk")
    first = rows.values_list("datestamp", flat=True).first()
    add(parent, "repositoryName", settings.SITE_NAME)
    add(parent, "baseURL", archive.absolute("/oai"))
    add(parent, "protocolVersion", "2.0")
    add(parent, "adminEmail", archive.email)
    add(parent, "earliestDatestamp", instant(first) if first else _EARLIEST)
    add(parent, "deletedRecord", "persistent")
    add(parent, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if not _HOST.fullmatch(archive.host):
        return
    place = {f"{{{XSI}}}schemaLocation": f"{_NAME} {_NAME}.xsd"}
    names: Any = {None: _NAME}
    said: Any = etree.SubElement(
        add(parent, "description"), f"{{{_NAME}}}oai-identifier", place, nsmap=names
    )
    sample = archive.identifier("ABC-0001")
    for name, words in (("scheme", "oai"), ("repositoryIdentifier", archive.host),
                        ("delimiter", ":"), ("sampleIdentifier", sample)):  # fmt: skip
        etree.SubElement(said, f"{{{_NAME}}}{name}").text = words


def list_formats(parent: Element, asked: Asked, archive: Archive) -> None:
    """Say in which formats records are given out: all of them in each."""
    if asked["identifier"]:
        _row(asked, archive)
    for prefix, (schema, namespace) in SCHEMAS.items():
        said = add(parent, "metadataFormat")
        add(said, "metadataPrefix", prefix)
        add(said, "schema", schema)
        add(said, "metadataNamespace", namespace)


def list_sets(parent: Element, asked: Asked, archive: Archive) -> None:
    """Say which sets there are."""
    begun = _place(asked) or Place(verb=asked.verb)
    sets, behind = sets_at(begun)
    for spec, words in sets:
        said = add(parent, "set")
        add(said, "setSpec", spec)
        add(said, "setName", words)
    add_token(parent, begun, behind)


def get_record(parent: Element, asked: Asked, archive: Archive) -> None:
    """Give one record out."""
    row = _row(asked, archive)
    check_format(asked["metadataPrefix"])
    _add_records(parent, headers_of([row]), asked["metadataPrefix"], archive)


def list_identifiers(parent: Element, asked: Asked, archive: Archive) -> None:
    """Give headers out."""
    page = page_at(_place(asked) or place_asked(asked))
    for header in page.headers:
        _add_header(parent, header, archive)
    add_token(parent, page.begun, page.next)


def list_records(parent: Element, asked: Asked, archive: Archive) -> None:
    """Give records out."""
    page = page_at(_place(asked) or place_asked(asked))
    _add_records(parent, page.headers, page.begun.prefix, archive)
    add_token(parent, page.begun, page.next)


ANSWERS: dict[str, Callable[[Element, Asked, Archive], None]] = {
    "Identify": identify,
    "ListMetadataFormats": list_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
}


def answer(root: Element, asked: Asked, archive: Archive) -> None:
    """Add the answer to a question. Raises `Refused`, and has then added nothing that stays."""
    parent = add(root, asked.verb)
    try:
        ANSWERS[asked.verb](parent, asked, archive)
    except Refused:
        root.remove(parent)
        raise


def _place(asked: Asked) -> Place | None:
    word = asked["resumptionToken"]
    return read_token(asked.verb, word) if word else None


def _row(asked: Asked, archive: Archive) -> HarvestedRecord:
    """Return what is known of a record: hidden and missing are the same."""
    name = archive.local(asked["identifier"])
    rows = HarvestedRecord.objects.public().filter(identifier=name).order_by("is_deleted")
    row: HarvestedRecord | None = rows.first() if name else None
    if row is None:
        raise Refused("idDoesNotExist", "There is no such record here.")
    return row


def _add_header(parent: Element, header: Header, archive: Archive) -> None:
    said = add(parent, "header", **({"status": "deleted"} if header.is_deleted else {}))
    add(said, "identifier", archive.identifier(header.identifier))
    add(said, "datestamp", instant(header.datestamp))
    for spec in header.sets:
        add(said, "setSpec", spec)


def _add_records(parent: Element, headers: list[Header], prefix: str, archive: Archive) -> None:
    values = values_of(headers, archive.absolute)
    for header in headers:
        found = values.get((header.kind, header.key)) if not header.is_deleted else None
        if found is None and not header.is_deleted:
            continue  # it was hidden since the list was read
        record = add(parent, "record")
        _add_header(record, header, archive)
        if found is not None:
            add(record, "metadata").append(FORMATS[prefix](header.kind, found))
