"""Feeds of news for programs (Atom, RFC 4287): public records alone, the same to everybody.

The address at which a record is cited is the lasting id of its entry. An unchanged feed is not
sent again to whoever has it.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.http import parse_http_date_safe

from collections_app.serving import open_to_other_sites

ENTRIES = 50
# RFC 4287 asks every feed when it was updated; one without entries never was.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class HouseAtom(Atom1Feed):
    """Atom, as the standard library of feeds writes it, and the same for the same records."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


class HouseFeed(Feed):
    """A feed of this house: named, with an author, an ETag and an instant of its last change."""

    feed_type = HouseAtom
    words: Any = ""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        open_to_other_sites(response)
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        if not changed:
            del response["Last-Modified"]
        return get_conditional_response(request, etag, changed, response) or response

    def title(self) -> str:
        return f"{settings.SITE_NAME}: {self.words}"

    def item_description(self, item: Any) -> str:
        """Return as markup, which programs expect, what `item_words` says in plain words."""
        return linebreaks(self.item_words(item), autoescape=True)

    def item_words(self, item: Any) -> str:
        """Say in plain words what the entry is about, an empty line between paragraphs."""
        raise NotImplementedError

    def author_name(self) -> str:
        return settings.INSTITUTION_NAME or settings.SITE_NAME
