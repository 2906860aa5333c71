"""The whole public collection, and each briefing book, as lists of manifests (IIIF)."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from briefingbooks.models import Book, Entry
from briefingbooks.summaries import plain_summaries
from collections_app.iiif_collections import (
    Absolute,
    Listed,
    all_documents,
    describe_items,
    link_to,
    links_to_collections,
)
from collections_app.iiif_collections import with_manifest as readable
from collections_app.iiif_words import Json
from collections_app.models import ArchivalItem, Collection
from oralhistory.iiif_collections import all_interviews, describe_interviews
from oralhistory.iiif_collections import with_manifest as audible
from oralhistory.models import Interview


def whole_collection(absolute: Absolute) -> Listed:
    """Return everything: all documents, all interviews, the books, the holdings of archives.

    A part of a collection whose wider level is not public stands here itself.
    """
    wider = Collection.objects.public().filter(pk=OuterRef("parent"))
    tops = Collection.objects.public().filter(~Exists(wider))
    gathered = [
        link_to(absolute(one.address), one.label)
        for one in (all_documents(absolute), all_interviews(absolute))
    ]
    books = Book.objects.public().order_by("-posted_on", "-number", "pk")
    return Listed(
        address=reverse("briefingbooks:iiif-collection"),
        label=settings.SITE_NAME,
        summary="Documents and testimony, and the briefing books made of them.",
        homepage=reverse("briefingbooks:home"),
        records=ArchivalItem.objects.none(),
        described=describe_items,
        inside=[
            *gathered,
            *(link_to(absolute(book_address(book)), book.title) for book in books),
            *links_to_collections(tops.order_by("repository", "arrangement_key"), absolute),
        ],
        part_of=[],
    )


def listed_book(book: Book, absolute: Absolute) -> Listed:
    """Return the documents and the testimony of a public book, in its order."""
    whole = reverse("briefingbooks:iiif-collection")
    return Listed(
        address=book_address(book),
        label=book.title,
        summary=plain_summaries([book])[book.pk],
        homepage=book.get_absolute_url(),
        records=ArchivalItem.objects.none(),
        described=describe_items,
        inside=_in_order(book, absolute),
        part_of=[link_to(absolute(whole), settings.SITE_NAME)],
    )


def book_address(book: Book) -> str:
    return reverse("briefingbooks:book-iiif", args=[book.slug])


def _in_order(book: Book, absolute: Absolute) -> list[Json]:
    """Return the manifests of the entries of a book, each once."""
    entries = list(Entry.objects.of_seen(book).values_list("item", "interview"))
    shown = [item for item, _ in entries if item]
    heard = [interview for _, interview in entries if interview]
    items = list(readable(ArchivalItem.objects.public()).filter(pk__in=shown))
    told = list(audible(Interview.objects.public()).filter(pk__in=heard))
    of_item = dict(zip([i.pk for i in items], describe_items(items, absolute), strict=True))
    of_interview = dict(zip([i.pk for i in told], describe_interviews(told, absolute), strict=True))
    found = [of_item.get(item) or of_interview.get(interview) for item, interview in entries]
    return list({one["id"]: one for one in found if one}.values())
