"""Lists of manifests for viewers elsewhere (IIIF Presentation 3, Collections).

Only what has a manifest is listed: a document of which anyone may read a page unasked. A long list
is cut into collections of its own by the keys of its records, since the standard knows no pages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.urls import reverse

from collections_app.iiif_words import Json, in_english, pair, provider, web_page
from collections_app.manifests import CONTEXT
from collections_app.models import ArchivalItem, Collection, Copy, Page
from collections_app.page_addresses import manifest_address
from collections_app.thumbnails import Image, thumbnails_of_items

KEYS_IN_A_PART = 500
PART = "part"
FURTHEST_PART = 10**12

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A collection to be written: its address, its names, its page for readers, what it is part of.

    `records` have manifests; `described` makes the entry of each of some of them.
    """

    address: str
    label: str
    summary: str
    homepage: str
    records: QuerySet
    described: Callable[[list[Any], Absolute], list[Json]]
    inside: list[Json]
    part_of: list[Json]


def with_manifest(items: QuerySet) -> QuerySet:
    """Narrow public items to those that have a manifest: of the copy that readers see first."""
    first = Copy.objects.opened().filter(item=OuterRef("pk"))
    shown = items.annotate(first_opened=Subquery(first.values("pk")[:1]))
    pages = Page.objects.public().shown_after().filter(copy=OuterRef("first_opened"))
    return shown.filter(Exists(pages)).order_by("pk")


def write_collection(listed: Listed, part: int | None, absolute: Absolute) -> Json | None:
    """Return a collection, or one part of a long one; nothing where there is no such part."""
    parts = [] if part is not None else parts_of(listed.records)
    if part is not None:
        members = listed.described(_stretch(listed.records, part), absolute)
        return _part(listed, part, members, absolute) if members else None
    is_long = len(parts) > 1
    members = (
        [_link_to_part(listed, number, absolute) for number in parts]
        if is_long
        else listed.described(list(listed.records), absolute)
    )
    return {
        "@context": CONTEXT,
        "id": absolute(listed.address),
        "type": "Collection",
        "label": in_english(listed.label),
        "summary": in_english(listed.summary or listed.label),
        "requiredStatement": pair("Source", absolute(listed.homepage)),
        "provider": [provider(absolute)],
        "homepage": [web_page(absolute(listed.homepage), listed.label)],
        **({"partOf": listed.part_of} if listed.part_of else {}),
        "items": [*listed.inside, *members],
    }


def parts_of(records: QuerySet) -> list[int]:
    """Return the numbers of the stretches of keys in which there are records. One query."""
    number = ExpressionWrapper(F("pk") / KEYS_IN_A_PART, output_field=BigIntegerField())
    numbered = records.order_by().annotate(part_number=number).values_list("part_number", flat=True)
    return sorted(numbered.distinct())


def _stretch(records: QuerySet, part: int) -> list[Any]:
    first = part * KEYS_IN_A_PART
    if part > FURTHEST_PART:
        return []
    return list(records.filter(pk__gte=first, pk__lt=first + KEYS_IN_A_PART))


def _part(listed: Listed, part: int, members: list[Json], absolute: Absolute) -> Json:
    whole = link_to(absolute(listed.address), listed.label)
    return {
        "@context": CONTEXT,
        **_link_to_part(listed, part, absolute),
        "provider": [provider(absolute)],
        "homepage": [web_page(absolute(listed.homepage), listed.label)],
        "partOf": [whole],
        "items": members,
    }


def _link_to_part(listed: Listed, part: int, absolute: Absolute) -> Json:
    return link_to(f"{absolute(listed.address)}?{PART}={part}", f"{listed.label}, part {part + 1}")


def link_to(address: str, label: str, kind: str = "Collection") -> Json:
    """Return how a collection names another collection, or a manifest."""
    return {"id": address, "type": kind, "label": {"none": [label]}}


def collection_address(collection: Collection) -> str:
    return reverse("collections_app:collection-iiif", args=[collection.code])


def describe_items(items: Iterable[ArchivalItem], absolute: Absolute) -> list[Json]:
    """Return the entry of each document, with its first page where anyone sees it as it is."""
    items = list(items)
    pictures = thumbnails_of_items([item.pk for item in items])
    return [
        {
            **link_to(
                absolute(manifest_address(item.get_absolute_url())), item.title, kind="Manifest"
            ),
            **_thumbnail(pictures.get(item.pk), absolute),
        }
        for item in items
    ]


def _thumbnail(image: Image | None, absolute: Absolute) -> Json:
    if image is None or image.is_blurred:
        return {}
    size = {"width": image.width, "height": image.height}
    return {"thumbnail": [{"id": absolute(image.url), "type": "Image", **size}]}


def all_documents(absolute: Absolute) -> Listed:
    """Return every document that has a manifest."""
    return Listed(
        address=reverse("collections_app:items-iiif"),
        label="Documents",
        summary="Every document of which anyone may read a page here.",
        homepage=reverse("collections_app:item-list"),
        records=with_manifest(ArchivalItem.objects.public()),
        described=describe_items,
        inside=[],
        part_of=[],
    )


def listed_collection(collection: Collection, absolute: Absolute) -> Listed:
    """Return a public collection of an archive: its public parts, and the documents in it."""
    parts = Collection.objects.public().filter(parent=collection).order_by("arrangement_key")
    wider = Collection.objects.public().filter(pk=collection.parent_id or 0)
    held = Copy.objects.public().filter(collection=collection)
    return Listed(
        address=collection_address(collection),
        label=collection.title,
        summary=collection.scope_and_content,
        homepage=collection.get_absolute_url(),
        records=with_manifest(ArchivalItem.objects.public().filter(pk__in=held.values("item"))),
        described=describe_items,
        inside=links_to_collections(parts, absolute),
        part_of=links_to_collections(wider, absolute),
    )


def links_to_collections(collections: QuerySet, absolute: Absolute) -> list[Json]:
    return [link_to(absolute(collection_address(one)), one.title) for one in collections]
