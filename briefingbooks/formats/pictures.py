"""The pictures that the files of an edition may hold: what anybody may see without being asked.

The only module here that reads images from their storage. What a notice asks about first is in no
file: its description alone is printed there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from uuid import UUID

from django.utils.translation import gettext as _

from briefingbooks.formats.matter import Picture
from briefingbooks.pages import BookPage
from collections_app.models import Derivative
from collections_app.models.files import DerivativeQuerySet

_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(src|alt)="([^"]*)"')
_FILE = re.compile(r"/files/([0-9a-f-]{36})/")
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An image of the page: its address there, and what is said of it."""

    address: str
    alt: str
    caption: str = ""
    credit: str = ""


def pictures_of(page: BookPage, at: datetime) -> dict[str, Picture]:
    """Return the pictures of a book that anybody may see at an instant, by address on the page.

    Three queries at most, for any number of pictures; their bytes are read into memory.
    """
    wanted = {one.address: one for one in _wanted(page)}
    ids = {address: key for address in wanted if (key := key_of(address))}
    named = _open(at).filter(uuid__in=ids.values())
    pages = {made.uuid: made for made in named}
    large = {
        made.page_id: made
        for made in _open(at).filter(
            page__in=[made.page_id for made in pages.values()], kind=Derivative.Kind.DISPLAY
        )
    }
    found: dict[str, Picture] = {}
    for address, key in sorted(ids.items()):
        shown = pages.get(key)
        if shown is not None:
            found[address] = _picture(large.get(shown.page_id, shown), wanted[address])
    return found


def key_of(address: str) -> UUID | None:
    """Return the identifier of the image at an address of this site, if it is one."""
    found = _FILE.search(address)
    return UUID(found[1]) if found else None


def _open(at: datetime) -> DerivativeQuerySet:
    """Return the clear images that no notice asks about, as of an instant."""
    kinds = [Derivative.Kind.THUMBNAIL, Derivative.Kind.DISPLAY]
    found = Derivative.objects.public(at).with_choice().filter(kind__in=kinds)
    return found.filter(is_behind_choice=False).defer("index")


def _picture(made: Derivative, wanted: _Wanted) -> Picture:
    with made.file.open("rb") as file:
        content = file.read()
    return Picture(
        name=f"{made.sha256[:16]}.{SUFFIXES.get(made.media_type, 'jpg')}",
        content=content,
        media_type=made.media_type,
        width=made.width,
        height=made.height,
        sha256=made.sha256,
        alt=wanted.alt,
        caption=wanted.caption,
        credit=wanted.credit,
    )


def _wanted(page: BookPage) -> Iterator[_Wanted]:
    """Yield the images of a page: those of its texts first, then those of its cards."""
    for entry in page.entries:
        if entry.thumbnail is not None and not entry.thumbnail.is_blurred:
            alt = _("First page of {title}").format(title=entry.title)
            yield _Wanted(entry.thumbnail.url, alt, caption=entry.title, credit=entry.source_line)
    for text in _texts(page):
        for image in _IMAGE.findall(text):
            said = dict(_ATTRIBUTE.findall(image))
            yield _Wanted(unescape(said.get("src", "")), unescape(said.get("alt", "")))


def _texts(page: BookPage) -> Iterator[str]:
    yield from (page.summary, page.about)
    yield from (section.html for section in page.sections)
    for entry in page.entries:
        yield from (entry.annotation, entry.analysis)
    yield from (event.html for event in page.events)
