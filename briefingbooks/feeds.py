"""The feed of briefing books as they are released."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch, Q
from django.urls import reverse_lazy
from django.utils import timezone

from briefingbooks.models import Book, Contribution
from briefingbooks.summaries import plain_summaries
from collections_app.atom import ENTRIES, HouseFeed

DEMONSTRATION = "demonstration"


class BookFeed(HouseFeed):
    """The books that came out last, with what each says; a demonstration says that it is one.

    An entry is updated when what readers see of the book changes, and by each new edition.
    """

    words = "briefing books"
    link = reverse_lazy("briefingbooks:book-list")
    subtitle = "Electronic briefing books as they are released, with what each says."

    def items(self) -> list[Any]:
        out = Q(editions__released_at__lte=timezone.now(), editions__withdrawn_at__isnull=True)
        makers = Prefetch("contributions", Contribution.objects.public())
        books = Book.objects.public().prefetch_related(makers)
        latest = books.annotate(edition_at=Max("editions__released_at", filter=out))
        found = list(latest.order_by("-public_from", "-pk")[:ENTRIES])
        said = plain_summaries(found)
        for book in found:
            book.summary_said = said[book.pk]
        return found

    def item_title(self, item: Any) -> str:
        return f"{item.title} ({DEMONSTRATION})" if item.is_demonstration else item.title

    def item_categories(self, item: Any) -> list[str]:
        return [DEMONSTRATION] if item.is_demonstration else []

    def item_words(self, item: Any) -> str:
        notice = [item.content_notice] if item.content_notice else []
        return "\n\n".join([*notice, *item.deck_lines, item.summary_said])

    def item_author_name(self, item: Any) -> str:
        makers = [one for one in item.contributions.all() if one.role in ("author", "editor")]
        return "; ".join(one.credited_as for one in makers) or self.author_name()

    def item_pubdate(self, item: Any) -> datetime:
        return item.public_from

    def item_updateddate(self, item: Any) -> datetime:
        return max(filter(None, [item.public_from, item.described_at, item.edition_at]))
