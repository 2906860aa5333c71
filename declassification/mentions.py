"""Where the tracker of requests mentions what the ground floor holds."""

from collections.abc import Iterator

from collections_app.dependants import Mention, on_mentions
from collections_app.models import ArchivalItem
from declassification.models import RequestedDocument


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
