"""The feed of the public tracker: what was asked, and what happened last."""

from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse_lazy

from collections_app.atom import ENTRIES, HouseFeed
from declassification.assembly import request_line
from declassification.models import AccessRequest


class RequestFeed(HouseFeed):
    """The published requests whose public timeline moved last; no demonstration is among them."""

    words = "requests to open documents"
    link = reverse_lazy("declassification:request-list")
    subtitle = "What we have asked authorities to open, and what came of it."

    def items(self) -> list[Any]:
        told = Q(events__corrected_by__isnull=True) & ~Q(events__public_note="")
        published = AccessRequest.objects.public().counted().for_card()
        moved = published.annotate(moved_on=Max("events__date", filter=told))
        return list(moved.filter(moved_on__isnull=False).order_by("-moved_on", "-number")[:ENTRIES])

    def item_title(self, item: Any) -> str:
        return f"{item.number} {item.title}"

    def item_words(self, item: Any) -> str:
        line = request_line(item)
        state = f"{line.stage}: {line.outcome}" if line.outcome else line.stage
        return f"To {line.authority}. {state.capitalize()}."

    def item_updateddate(self, item: Any) -> datetime:
        return datetime.combine(item.moved_on, time(12), UTC)

    def item_pubdate(self, item: Any) -> datetime:
        return item.public_from
