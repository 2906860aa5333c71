"""Where the tracker of requests mentions what the ground floor holds."""

from collections.abc import Iterator

from collections_app.dependants import Mention, on_mentions
from collections_app.models import ArchivalItem
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


def requests_about(item: ArchivalItem) -> Iterator[Mention]:
    """Return the published requests that ask for a document, as its page lists them."""
    wanted = RequestedDocument.objects.public().filter(item=item).select_related("request")
    for document in wanted.order_by("request__number"):
        request = document.request
        demonstration = " (demonstration, never sent)" if request.is_demonstration else ""
        yield Mention(
            title=f"{request.number} {request.title}",
            url=request.get_absolute_url(),
            note=f"Request to open documents{demonstration}.",
        )


def register() -> None:
    """Tell the ground floor where requests mention its records."""
    on_mentions(ArchivalItem, requests_about)
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
