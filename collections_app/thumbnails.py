"""The small picture of a document in lists, cards and books: the one place that decides which.

Material that a notice asks about first is shown blurred, by an image blurred on the server, or not
at all; for everybody and always, whatever a reader has chosen to see on the page of the document.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from collections_app.models import Copy, Derivative
from collections_app.models.files import DerivativeQuerySet
from collections_app.prepared_questions import Prepared, PreparedForReaders
from collections_app.publication import Visitor


@dataclass(frozen=True, slots=True)
class Image:
    """An image for readers with the size in which it is shown, in pixels."""

    url: str
    width: int
    height: int
    is_blurred: bool = False


@dataclass(frozen=True, slots=True)
class PictureSaid:
    """An image with the words of the record for who does not see it; empty where it has none."""

    image: Image
    alt: str


def thumbnails_of_items(items: Iterable[int]) -> dict[int, Image]:
    """Return the first page of each item that shows one to anybody, by the key of the item."""
    first: dict[int, Image] = {}
    for made in filter(_may_stand, _of_items(items)):
        first.setdefault(made.page.copy.item_id, _image(made))
    return first


@Prepared
def _of_items(items: Collection[int], at: datetime) -> DerivativeQuerySet:
    return _in_order(Derivative.objects.public(at).filter(page__copy__item__in=items))


def thumbnails_of_copies(
    items: Iterable[int], user: Visitor, at: datetime | None = None
) -> dict[int, Image]:
    """Return the first page of each copy of these items that this person may see, by copy."""
    pages = _as_seen(user, items, at)
    return {made.page.copy_id: _image(made) for made in filter(_may_stand, pages)}


@PreparedForReaders
def _as_seen(user: Visitor, items: Collection[int], at: datetime) -> DerivativeQuerySet:
    return _in_order(Derivative.objects.visible_to(user, at).filter(page__copy__item__in=items))


def pictures_of_items(
    items: Iterable[int], user: Visitor, at: datetime | None = None
) -> dict[int, PictureSaid]:
    """Return the picture of each of these items in the size of a page, by the key of the item.

    Only of copies that readers may open, for the house too: it stands in what is published.
    """
    first: dict[int, PictureSaid] = {}
    for made in filter(_may_stand, _pictures(user, items, at)):
        alt = made.page.file.alt_text if made.page.file else ""
        first.setdefault(made.page.copy.item_id, PictureSaid(_image(made), alt))
    return first


@PreparedForReaders
def _pictures(user: Visitor, items: Collection[int], at: datetime) -> DerivativeQuerySet:
    copies = Copy.objects.visible_to(user, at).told().openable().filter(item__in=items)
    pages = Derivative.objects.visible_to(user, at).filter(page__copy__in=copies)
    return _in_order(pages.select_related("page__file"), Derivative.Kind.DISPLAY)


def _in_order(
    images: DerivativeQuerySet, clear: str = Derivative.Kind.THUMBNAIL
) -> DerivativeQuerySet:
    """Narrow to the pictures of first pages, clear and blurred ones, in order of copies."""
    kinds = [clear, Derivative.Kind.BLURRED]
    wanted = (
        images.filter(kind__in=kinds, page__number=1).with_choice().select_related("page__copy")
    )
    in_order = wanted.order_by("-page__copy__is_shown", "page__copy__released_on", "pk")
    return in_order.defer("index")


def _may_stand(made: Derivative) -> bool:
    """Whether this is the picture to show: the clear one, or the blurred one of guarded pages."""
    is_blurred = made.kind == Derivative.Kind.BLURRED
    return is_blurred is made.is_behind_choice  # type: ignore[attr-defined]


def _image(made: Derivative) -> Image:
    is_blurred = made.kind == Derivative.Kind.BLURRED
    return Image(made.get_absolute_url(), made.width, made.height, is_blurred)
