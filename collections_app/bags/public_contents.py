"""What a bag for anybody holds: what the page of each document says to a stranger, and no more.

Every value comes through the rule that the pages go through. Of material that asks the reader for
a choice the bag holds the description alone, as nobody can be asked there.
"""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from collections_app.bags.safe_names import safe_name
from collections_app.bags.writing import FINDING_AID, Bag
from collections_app.ead.exporting import finding_aid_of
from collections_app.item_page import ItemPage, assemble_item
from collections_app.models import (
    ArchivalItem,
    Collection,
    Copy,
    Derivative,
    Page,
    PageNote,
    PageText,
)

ITEMS_AT_ONCE = 100
KEYS_AT_ONCE = 500


def public_items(collection: Collection | None, refs: list[str]) -> list[str]:
    """Return the references of the items that anybody may see, of a collection or of a list."""
    items = ArchivalItem.objects.public()
    if collection is not None:
        branch = Collection.objects.public().filter(path__startswith=collection.path)
        copies = Copy.objects.public().filter(collection__in=branch)
        items = items.filter(pk__in=copies.values("item"))
    if refs:
        items = items.filter(ref__in=refs)
    return list(items.order_by("ref").values_list("ref", flat=True))


def fill_for_anybody(bag: Bag, items: list[str], collection: Collection | None, site: str) -> None:
    """Put items, by their references, into a bag; of a collection what its page says as well."""
    if collection is not None:
        bag.add_json("collections.json", _collections(collection))
        bag.add(FINDING_AID, [finding_aid_of(collection, site=site)])
    folders: set[str] = set()
    for start in range(0, len(items), KEYS_AT_ONCE):
        some = ArchivalItem.objects.public().filter(ref__in=items[start : start + KEYS_AT_ONCE])
        for item in some.order_by("ref"):
            _put_item(bag, item, f"items/{safe_name(item.ref, folders)}", site)


def _collections(top: Collection) -> list[dict[str, str]]:
    branch = Collection.objects.public().filter(path__startswith=top.path)
    return [
        {
            "code": one.code,
            "level": one.get_level_display(),
            "title": one.title,
            "reference_code": one.reference_code,
            "date": one.date_words,
            "extent": one.extent,
            "history": one.history,
            "scope_and_content": one.scope_and_content,
            "arrangement": one.arrangement,
        }
        for one in branch.order_by("arrangement_key")
    ]


def _put_item(bag: Bag, item: ArchivalItem, folder: str, site: str) -> None:
    page = assemble_item(item, AnonymousUser(), QueryDict(), site=site, address=_address(item))
    copies = Copy.objects.opened().filter(item=item).order_by("pk")
    for number, copy in enumerate(copies, start=1):
        _put_pages(bag, item, copy, f"{folder}/copy-{number}")
    bag.add_json(f"{folder}/description.json", _said(page))


def _address(item: ArchivalItem) -> str:
    """Return the full address of a page, as far as the settings say where this house stands."""
    host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.") == name), "")
    scheme = "http" if settings.LOCAL_MODE else "https"
    return f"{scheme}://{host}{item.get_absolute_url()}" if host else item.get_absolute_url()


def _said(page: ItemPage) -> dict[str, Any]:
    return {
        "about": asdict(page.about),
        "status": asdict(page.status),
        "notices": [asdict(notice) for notice in page.notices],
        "facts": [asdict(term) for term in page.passport],
        "source": page.source_line,
        "copies": [
            {
                "source": copy.source_line,
                "how_obtained": copy.how,
                "released_on": copy.released_on,
                "withdrawn_on": copy.withdrawn_on,
                "extent": copy.extent,
                "access": copy.access,
                "facts": copy.facts,
                "provenance": copy.provenance_note,
                "withheld": copy.withheld_words,
            }
            for copy in page.releases.copies
        ],
        "links": [asdict(link) for link in page.links],
        "citation": page.citation,
    }


def _put_pages(bag: Bag, item: ArchivalItem, copy: Copy, folder: str) -> None:
    pages = Page.objects.public().shown_after().filter(copy=copy)
    texts = PageText.objects.public().filter(page__in=pages).select_related("page")
    for text in texts.order_by("page__number", "pk"):
        name = f"{text.page.number:05d}.{text.kind}.{text.language_id}"
        bag.add_text(f"{folder}/texts/{name}.txt", text.public_text)
        notes = PageNote.objects.public().filter(page_text=text)
        if values := [{"label": note.label, "text": note.public_text} for note in notes]:
            bag.add_json(f"{folder}/texts/{name}.notes.json", values)
    shown = Derivative.objects.public().filter(page__in=pages, kind=Derivative.Kind.DISPLAY)
    for image in shown.select_related("page").order_by("page__number"):
        name = f"{image.page.number:05d}.{image.file.name.rpartition('.')[2]}"
        said = f"{item.ref}, page {image.page.number}"
        path = f"{folder}/images/{name}"
        bag.add_stored(path, "derivatives", image.file.name, image.sha256, said)
