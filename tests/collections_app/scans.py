"""Pages with every image that readers get of them, made without the processing of files."""

from typing import Any

from PIL import Image, ImageDraw

from collections_app.derivatives import derivatives_of, keep_derivatives
from collections_app.models import ArchivalItem, Copy, Derivative, Page
from tests.make import make_copy, make_item, make_page, make_page_text

SIZE = (1300, 900)


def drawn(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture of which no two quarters look alike."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    half = (size[0] // 2, size[1] // 2)
    draw.rectangle((0, 0, *half), fill=(180, 30, 30))
    draw.rectangle((*half, *size), fill=(30, 30, 180))
    draw.line((0, size[1], size[0], 0), fill="black", width=9)
    return image


def make_scan(page: Page, size: tuple[int, int] = SIZE) -> dict[str, Derivative]:
    """Give a page its display image, both small pictures and its tiles; return them by kind."""
    keep_derivatives(page, derivatives_of(drawn(size)))
    return {made.kind: made for made in page.derivatives.all()}


def scanned_item(*, pages: int = 1, published: bool = True, **fields: Any) -> ArchivalItem:
    """Make an item with an opened copy whose pages have images and the text "Words N."."""
    item = make_item(published=published, **fields)
    scanned_copy(item=item, pages=pages, is_shown=True)
    return item


def scanned_copy(*, item: ArchivalItem, pages: int = 1, **fields: Any) -> Copy:
    copy = make_copy(item=item, opened=True, **fields)
    for number in range(1, pages + 1):
        page = make_page(copy=copy, number=number)
        make_scan(page, (700, 900))
        make_page_text(page=page, text=f"Words {number}.")
    return copy


def tiles_of(item: ArchivalItem) -> Derivative:
    """Return the tiles of the first page of an item."""
    return Derivative.objects.filter(page__copy__item=item, kind="tiles").earliest("page__number")
