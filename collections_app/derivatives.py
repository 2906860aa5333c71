"""What readers get of a page: images made anew from its pixels, kept in place of earlier ones.

Nothing of the master leaves but what can be seen: no place, camera, comment, embedded thumbnail,
colour profile or hidden text. Whoever keeps new images of a page from which we ourselves withhold
something closes that page again, until `redaction` has burnt in what must be gone.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageFilter

from collections_app.models import Derivative, Excision, Page
from collections_app.storing import Removals, all_or_nothing, store
from collections_app.tiles import tile_pack

DISPLAY_EDGE = 1600
THUMBNAIL_EDGE = 320
# As many points are left of a page before it is blurred: shapes, no face and no letter.
BLURRED_EDGE = 14
JPEG_QUALITY = 82
# JPEG images end to end: nothing a browser shows as one file.
TILES_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Made:
    """One image, or one pack of tiles, made from a page; width and height in pixels."""

    kind: str
    content: bytes
    media_type: str
    sha256: str
    width: int
    height: int
    index: dict[str, list[int]] = field(default_factory=dict)


def derivatives_of(image: Image.Image) -> list[Made]:
    """Make everything readers get of a page from its full-size upright RGB image."""
    display = _within(image, DISPLAY_EDGE)
    small = _within(display, THUMBNAIL_EDGE)
    return [
        _jpeg(Derivative.Kind.DISPLAY, display),
        _jpeg(Derivative.Kind.THUMBNAIL, small),
        _jpeg(Derivative.Kind.BLURRED, _blurred(small)),
        _tiles(image),
    ]


def keep_derivatives(page: Page, made: Iterable[Made], written: Removals | None = None) -> None:
    """Put new images in the place of those a page has; all of them, or none.

    Each has a new address, so that nobody is served an older one from a cache. The bytes of the
    older leave the storage once the change is kept; those of the new ones if it is not. A caller
    whose own transaction goes on passes a list, see `storing.all_or_nothing`. What we withhold from
    the page counts as not burnt in: only who burnt it into these images can say otherwise.
    """
    with all_or_nothing(written) as noted:
        Excision.objects.of_page(page).update(is_burnt=False)
        for old in page.derivatives.all():
            remove = partial(old.file.storage.delete, old.file.name)
            transaction.on_commit(remove, robust=True)
            old.delete()
        for one in made:
            _keep(page, one, noted)


def _keep(page: Page, made: Made, written: Removals) -> None:
    derivative = Derivative(
        page=page,
        kind=made.kind,
        media_type=made.media_type,
        bytes=len(made.content),
        sha256=made.sha256,
        width=made.width,
        height=made.height,
        index=made.index,
    )
    suffix = "jpg" if made.media_type == "image/jpeg" else "bin"
    store(derivative.file, f"{made.kind}.{suffix}", ContentFile(made.content), written)
    derivative.save()


def _tiles(image: Image.Image) -> Made:
    pack = tile_pack(image)
    return Made(
        Derivative.Kind.TILES,
        pack.content,
        TILES_TYPE,
        hashlib.sha256(pack.content).hexdigest(),
        pack.width,
        pack.height,
        pack.index,
    )


def _within(image: Image.Image, edge: int) -> Image.Image:
    """Return a copy of an image, made smaller if its long edge is longer than `edge`."""
    scale = min(1.0, edge / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _blurred(image: Image.Image) -> Image.Image:
    points = _within(image, BLURRED_EDGE).filter(ImageFilter.GaussianBlur(0.8))
    return points.resize(image.size, Image.Resampling.BICUBIC)


def _jpeg(kind: str, image: Image.Image) -> Made:
    # Pillow would write the comment of the master again.
    image.info.clear()
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    content = stream.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return Made(kind, content, "image/jpeg", digest, image.width, image.height)
