"""What a preview shows: the page as readers will find it, and no picture that is closed now.

A preview opens a text, and no file: every picture leaves through the guarded view, for whoever may
see it. What opens only with the book is said to do so.
"""

import re

from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.pages import BookPage
from collections_app.models import Derivative

_IMAGE = re.compile(r"<img\b[^>]*>")
_FILE = re.compile(r"/(?:files|iiif)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
INSTEAD = gettext_lazy("This picture opens with the book.")


def preview_page(book: Book) -> BookPage:
    """Return the page of a scheduled book as a stranger will find it at its release."""
    return assemble(book, AnonymousUser(), at=book.public_from)


def without_closed_pictures(page: str) -> SafeString:
    """Return a finished page in which words stand for pictures that are not public now. One query.

    Whatever can not be told from the address of one of our pictures goes too.
    """
    named = set(_FILE.findall(" ".join(_IMAGE.findall(page))))
    public = {
        str(uuid)
        for uuid in Derivative.objects.public()
        .filter(uuid__in=named)
        .values_list("uuid", flat=True)
    }

    instead = f'<span class="thumbnail-none">{INSTEAD}</span>'

    def shown(found: re.Match[str]) -> str:
        pictures = set(_FILE.findall(found[0]))
        is_open = bool(pictures) and pictures <= public
        return found[0] if is_open or "/static/" in found[0] else instead

    return mark_safe(_IMAGE.sub(shown, page))  # noqa: S308 - a page that was rendered
