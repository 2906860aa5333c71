"""A page cut for zooming: every image of the IIIF Image API 3 at level 0, in one stored file.

Level 0 promises nothing made on demand: a list of sizes, and tiles at halves, quarters and so on
(https://iiif.io/api/image/3.0/implementation/). They are cut once and laid end to end in one
pack; the index says under which address each lies. Pure: images in, bytes out.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

TILE_EDGE = 512
# No whole image is offered larger than this; what is larger is reached by its tiles.
WHOLE_EDGE = 2048
JPEG_QUALITY = 80
SUFFIX = "0/default.jpg"
WHOLE = f"full/max/{SUFFIX}"


@dataclass(frozen=True, slots=True)
class TilePack:
    """All images of one page: the index gives [offset, length] in the content for each address.

    Width and height are the pixels of the page at its full size.
    """

    content: bytes
    index: dict[str, list[int]]
    width: int
    height: int


def tile_pack(image: Image.Image) -> TilePack:
    """Cut a finished page image, upright and in sRGB or grey, into its pack.

    Only one scaled image exists at a time. Nothing of the image but its pixels is kept: no
    profile, comment or place.
    """
    content, index = io.BytesIO(), {}
    page = image if image.mode in ("RGB", "L") else image.convert("RGB")
    for factor in scale_factors(*page.size):
        size = scaled(page.size, factor)
        level = page if factor == 1 else page.resize(size, Image.Resampling.LANCZOS, None, 3.0)
        for addresses, box in _cuts(page.size, factor):
            offset = content.tell()
            # Pillow would write the comment of the page into every part of it.
            part = level.crop(box)
            part.info.clear()
            part.save(content, "JPEG", quality=JPEG_QUALITY, optimize=True)
            length = content.tell() - offset
            index.update({address: [offset, length] for address in addresses})
    return TilePack(content.getvalue(), index, *page.size)


def image_information(identifier: str, width: int, height: int) -> dict[str, object]:
    """Return the info.json of a page of this size, as a IIIF client asks for it.

    `identifier` is the address of the image service, without a slash at its end.
    """
    sizes = whole_sizes(width, height)
    information: dict[str, object] = {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": identifier,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [{"width": wide, "height": high} for wide, high in sizes],
        "tiles": [
            {
                "width": TILE_EDGE,
                "height": TILE_EDGE,
                "scaleFactors": scale_factors(width, height),
            }
        ],
    }
    if sizes[-1] != (width, height):
        information |= {"maxWidth": sizes[-1][0], "maxHeight": sizes[-1][1]}
    return information


def scale_factors(width: int, height: int) -> list[int]:
    """Return 1, 2, 4 and so on, up to the factor at which the page fits into one tile."""
    factors = [1]
    while max(scaled((width, height), factors[-1])) > TILE_EDGE:
        factors.append(2 * factors[-1])
    return factors


def whole_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the sizes in which the page is offered as one image, the smallest first."""
    sizes = [scaled((width, height), factor) for factor in scale_factors(width, height)]
    return [size for size in reversed(sizes) if max(size) <= WHOLE_EDGE]


def scaled(size: tuple[int, int], factor: int) -> tuple[int, int]:
    """Return the size at a scale factor; what is left over counts as a pixel."""
    return -(-size[0] // factor), -(-size[1] // factor)


Box = tuple[int, int, int, int]


def _cuts(size: tuple[int, int], factor: int) -> Iterator[tuple[list[str], Box]]:
    """Yield the images of one scale: the addresses of each, and its box in the scaled page.

    A page that fits into one tile is asked for as `full` by its region; programs that do not
    know this rule of the canonical form write the region out, so both addresses are kept.
    """
    width, height = scaled(size, factor)
    whole = [f"full/{width},{height}/{SUFFIX}"]
    sizes = whole_sizes(*size)
    if (width, height) == sizes[-1]:
        whole.append(WHOLE)
    if max(width, height) <= TILE_EDGE:
        whole.append(f"0,0,{size[0]},{size[1]}/{width},{height}/{SUFFIX}")
    if (width, height) in sizes:
        yield whole, (0, 0, width, height)
    if max(width, height) > TILE_EDGE:
        yield from _tiles(size, factor)


def _tiles(size: tuple[int, int], factor: int) -> Iterator[tuple[list[str], Box]]:
    step = TILE_EDGE * factor
    for top in range(0, size[1], step):
        for left in range(0, size[0], step):
            wide, high = min(step, size[0] - left), min(step, size[1] - top)
            tile = scaled((wide, high), factor)
            x, y = left // factor, top // factor
            address = f"{left},{top},{wide},{high}/{tile[0]},{tile[1]}/{SUFFIX}"
            yield [address], (x, y, x + tile[0], y + tile[1])
