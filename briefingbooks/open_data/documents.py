"""Documents and their copies as plain values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from ninja import Schema
from pydantic import Field

from briefingbooks.open_data.parts import Absolute, Dated, Named, Public, dated, public
from collections_app.item_words import held
from collections_app.models import ArchivalItem, Copy, ItemAgent, Privacy, Repository, Subject
from collections_app.models.places import Place


class Part(Schema):
    """Somebody's or some place's part in a document."""

    role: str = Field(description="Which part.", examples=["sender"])
    id: str = Field(description="Identifier of the person or place; empty without a page.")
    label: str = Field(examples=["Roméo Dallaire"])
    is_certain: bool = Field(default=True, examples=[True])
    note: str = Field(default="", examples=[""])


class Marking(Schema):
    """The classification marking as printed on the document."""

    scheme: str = Field(examples=["un"])
    level: str = Field(description="“not_stated” is not “unclassified”.", examples=["confidential"])
    text: str = Field(examples=["MOST IMMEDIATE"])
    caveats: str = Field(examples=["ONLY"])
    precedence: str = Field(examples=[""])


class CopyValues(Schema):
    """A copy or release of the document, as one archive holds it."""

    archive: Named | None = Field(description="None where the archive is not described in public.")
    collection: Named | None
    reference_code: str = Field(description="Box, folder, shelfmark.", examples=["S-1062-0040"])
    copy_type: str = Field(examples=["photocopy"])
    how_obtained: str = Field(examples=["foia"])
    obtained_on: str = Field(examples=["2012"])
    obtained_by: str
    released_on: date | None = Field(examples=["2014-05-01"])
    released_by: str
    extent: str = Field(description="How complete it is.", examples=["excised"])
    withdrawn_on: date | None
    access_condition: str = Field(examples=["open"])
    closed_until: date | None
    access_basis: str
    agency_number: str
    agency_batch: str
    provenance_note: str
    source_of_statement: str
    is_open: bool = Field(description="Whether anyone may open its pages here.", examples=[True])
    excisions: int = Field(description="How many the authority made.", examples=[3])


class ItemValues(Public):
    """A document: a cable, letter, report, photograph or recording (ISAD(G), DACS)."""

    id: str = Field(description="Our lasting reference.", examples=["FTP-0001"])
    kind: str = Field(examples=["cable"])
    title: str = Field(examples=["Request for protection for informant"])
    is_title_supplied: bool = Field(examples=[False])
    alternative_title: str
    date: Dated
    abstract: str
    scope_and_content: str
    extent: str = Field(examples=["2 pages"])
    languages: list[str] = Field(description="ISO 639 codes.", examples=[["en"]])
    original_number: str
    marking: Marking
    declassification_status: str = Field(
        description="Derived from the copies.", examples=["in_part"]
    )
    status_note: str = Field(description="Why the status is stated otherwise, if it is.")
    known_from: str = Field(description="For a document nobody has let us see: what names it.")
    held_at: Named | None = Field(description="Where it is held, if no copy is described.")
    people: list[Part]
    places: list[Part]
    subjects: list[Named]
    rights: str = Field(
        description="Address of the rights statement.",
        examples=["http://rightsstatements.org/vocab/CNE/1.0/"],
    )
    rights_note: str
    access_conditions: str
    source_note: str
    credit_line: str
    publication_note: str
    notices: list[str] = Field(description="What readers are told before the material is shown.")
    copies: list[CopyValues]
    manifest: str = Field(description="Pages for viewers (IIIF); may not exist for closed ones.")
    is_demonstration: bool = Field(description="No real document.", examples=[False])


def items() -> QuerySet:
    """Return the public documents with everything that their values need."""
    return (
        ArchivalItem.objects.public()
        .select_related("rights")
        .prefetch_related(
            "languages",
            "advisories",
            "item_places",
            Prefetch("held_at", Repository.objects.public()),
            Prefetch("subjects", Subject.objects.public()),
            Prefetch("item_agents", ItemAgent.objects.public().for_display()),
            Prefetch("copies", Copy.objects.public().for_display()),
        )
    )


def item_values(records: Iterable[ArchivalItem], absolute: Absolute) -> list[ItemValues]:
    """Return documents from `items()` as values. One query more, for places."""
    records = list(records)
    used = {part.place_id for item in records for part in item.item_places.all()}
    places = Place.objects.public().in_bulk(used)
    return [_item(item, places, absolute) for item in records]


def _item(item: ArchivalItem, places: dict[int, Place], absolute: Absolute) -> ItemValues:
    same = ("kind", "title", "alternative_title", "abstract", "scope_and_content", "extent",
            "original_number", "declassification_status", "known_from", "rights_note",
            "access_conditions", "source_note", "credit_line", "publication_note",
            "is_demonstration")  # fmt: skip
    return ItemValues(
        **public(item, absolute),
        **{name: getattr(item, name) for name in same},
        id=item.ref,
        is_title_supplied=item.title_is_supplied,
        date=dated(item),
        languages=[language.code for language in item.languages.all()],
        marking=_marking(item),
        status_note=item.status_override_note if item.status_override else "",
        held_at=Named(id=item.held_at.code, label=item.held_at.name) if item.held_at else None,
        people=[_person(part) for part in item.item_agents.all()],
        places=[
            Part(role=part.role, id=places[part.place_id].slug, label=places[part.place_id].name)
            for part in item.item_places.all()
            if part.place_id in places
        ],
        subjects=[Named(id=one.slug, label=one.label_en) for one in item.subjects.all()],
        rights=item.rights.uri if item.rights else "",
        notices=[one.text_en for one in item.advisories.all() if one.text_en],
        copies=[_copy(copy) for copy in item.copies.all()],
        manifest=f"{absolute(item.get_absolute_url())}manifest.json",
    )


def _marking(item: ArchivalItem) -> Marking:
    return Marking(
        scheme=item.marking_scheme,
        level=item.marking_level,
        text=item.marking_text,
        caveats=item.marking_caveats,
        precedence=item.marking_precedence,
    )


def _person(part: ItemAgent) -> Part:
    agent = part.agent
    return Part(
        role=part.role,
        id="" if agent.privacy == Privacy.WITHHELD else agent.slug,
        label=agent.public_label,
        is_certain=part.is_certain,
        note=part.note,
    )


def _copy(copy: Any) -> CopyValues:
    same = ("copy_type", "how_obtained", "obtained_on", "obtained_by", "released_on",
            "released_by", "extent", "withdrawn_on", "access_condition", "closed_until",
            "access_basis", "agency_number", "agency_batch", "provenance_note",
            "source_of_statement")  # fmt: skip
    named = held(copy)
    archive, collection = copy.repository, copy.collection
    return CopyValues(
        **{name: getattr(copy, name) for name in same},
        archive=Named(id=archive.code, label=archive.name) if named.archive else None,
        collection=Named(id=collection.code, label=collection.title) if named.collection else None,
        reference_code=named.reference,
        is_open=copy.is_openable,
        excisions=copy.excision_count,
    )
