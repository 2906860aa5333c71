"""The feed of documents that have newly been opened: a release to an entry."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse_lazy

from collections_app.atom import ENTRIES, HouseFeed
from collections_app.item_words import copy_source_line
from collections_app.models import Copy, Extent, Page

_OPENED = (Extent.IN_FULL, Extent.EXCISED)


class OpenedFeed(HouseFeed):
    """Releases whose pages anyone may open, those first that readers have had for the least time.

    That is since the release and since the record was published here, whichever came later. No
    demonstration is among them.
    """

    words = "documents newly opened"
    link = reverse_lazy("collections_app:item-list")
    subtitle = "Documents that anyone may now read, with who released them and how completely."

    def items(self) -> list[Any]:
        pages = Page.objects.public().filter(copy=OuterRef("pk"))
        opened = Copy.objects.opened().filter(
            Exists(pages),
            extent__in=_OPENED,
            released_on__isnull=False,
            item__is_demonstration=False,
        )
        released = Cast("released_on", DateTimeField())
        since = opened.annotate(
            open_since=Greatest(released, "item__public_from", output_field=DateTimeField())
        )
        described = Coalesce(F("item__described_at"), F("open_since"), output_field=DateTimeField())
        since = since.annotate(told=Greatest("open_since", described, output_field=DateTimeField()))
        latest = since.for_display().select_related("item").order_by("-open_since", "-pk")
        return list(latest[:ENTRIES])

    def item_title(self, item: Any) -> str:
        return f"{item.item.title}, {item.item.date_words}"

    def item_words(self, item: Any) -> str:
        about = item.item.abstract or item.item.scope_and_content
        return "\n\n".join(filter(None, [copy_source_line(item), about]))

    def item_link(self, item: Any) -> str:
        return f"{item.item.get_absolute_url()}?copy={item.pk}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.open_since

    def item_updateddate(self, item: Any) -> datetime:
        return item.told
