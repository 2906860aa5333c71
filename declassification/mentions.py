"""Where the tracker of requests mentions what the ground floor holds."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collections_app.dependants import Mention, on_asking, on_mentions
from collections_app.models import ArchivalItem
from collections_app.prepared_questions import Prepared
from collections_app.protected_names import watch
from collections_app.public_words import Words
from declassification.models import (
    AccessRequest,
    Appeal,
    Authority,
    Decision,
    RequestedDocument,
    RequestEvent,
)


def requests_for(items: list[int]) -> dict[int, list[Mention]]:
    """Return by item the published requests that ask for it: one query, however many items."""
    found: dict[int, list[Mention]] = {}
    for document in _asked_for(items):
        request = document.request
        note = _("Request to open documents.")
        if request.is_demonstration:
            note = _("Request to open documents (demonstration, never sent).")
        mention = Mention(
            title=f"{request.number} {request.title}",
            url=request.get_absolute_url(),
            note=note,
        )
        found.setdefault(document.item_id or 0, []).append(mention)
    return found


@Prepared
def _asked_for(items: Collection[int], at: datetime) -> QuerySet[RequestedDocument]:
    wanted = RequestedDocument.objects.public(at).filter(item__in=items)
    return wanted.select_related("request").order_by("request__number")


def requests_about(item: ArchivalItem) -> list[Mention]:
    """Return the published requests that ask for a document, as its page lists them."""
    return requests_for([item.pk]).get(item.pk, [])


def register() -> None:
    """Tell the ground floor where requests mention its records."""
    on_mentions(ArchivalItem, requests_about)
    on_asking(requests_for)
    watch(
        AccessRequest,
        Words(AccessRequest, "pk", ("title", "scope")),
        Words(
            RequestedDocument,
            "request",
            ("title", "document_type", "date", "box", "folder", "document_number", "source"),
            "documents",
            lambda rows: rows.filter(is_told=True),
        ),
        Words(RequestEvent, "request", ("public_note",), "events"),
        Words(Decision, "request", ("public_reason",), "decisions"),
        Words(Appeal, "request", ("public_summary",), "appeals"),
    )
    watch(Authority, Words(Authority, "pk", ("name", "how_to_request")))
