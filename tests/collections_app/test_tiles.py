"""A page cut for zooming: every address that a level-0 client asks for lies in the pack."""

import io
import math
from collections.abc import Iterator

import pytest
from PIL import Image

from collections_app.tiles import (
    TILE_EDGE,
    WHOLE,
    TilePack,
    image_information,
    scale_factors,
    scaled,
    tile_pack,
)
from tests.collections_app.scans import drawn

SIZES = [
    (1, 1), (300, 200), (511, 512), (512, 512), (512, 300), (513, 512), (513, 1), (1, 2049),
    (1024, 1024), (1025, 700), (1300, 900), (2048, 1500), (2049, 2048), (2481, 3507),
]  # fmt: skip


def asked_by_openseadragon(width: int, height: int) -> Iterator[str]:
    """Yield the addresses OpenSeadragon 6 asks for, by its own arithmetic for version 3."""
    information = image_information("x", width, height)
    factors = information["tiles"][0]["scaleFactors"]  # type: ignore[index]
    top = round(math.log2(max(factors)))
    for level in range(top + 1):
        scale = 0.5 ** (top - level)
        wide, high = math.ceil(width * scale), math.ceil(height * scale)
        if wide < TILE_EDGE and high < TILE_EDGE:
            size = "max" if (wide, high) == (width, height) else f"{wide},{high}"
            yield f"full/{size}/0/default.jpg"
            continue
        step = round(TILE_EDGE / scale)
        for x in range(math.ceil(wide / TILE_EDGE)):
            for y in range(math.ceil(high / TILE_EDGE)):
                cut = (min(step, width - x * step), min(step, height - y * step))
                is_whole = (x, y) == (0, 0) and cut == (width, height)
                region = "full" if is_whole else f"{x * step},{y * step},{cut[0]},{cut[1]}"
                out = (
                    min(TILE_EDGE, wide - x * TILE_EDGE),
                    min(TILE_EDGE, high - y * TILE_EDGE),
                )
                size = "max" if out == (width, height) else f"{out[0]},{out[1]}"
                yield f"{region}/{size}/0/default.jpg"


def image_at(pack: TilePack, address: str) -> Image.Image:
    offset, length = pack.index[address]
    return Image.open(io.BytesIO(pack.content[offset : offset + length]))


@pytest.mark.parametrize("size", SIZES)
def test_whatever_a_client_asks_for_lies_in_the_pack_in_that_size(size: tuple[int, int]) -> None:
    pack = tile_pack(Image.new("L", size, 200))
    asked = list(asked_by_openseadragon(*size))
    assert set(asked) <= set(pack.index)
    for address in asked:
        wanted = address.split("/")[1]
        if wanted != "max":
            assert image_at(pack, address).size == tuple(map(int, wanted.split(",")))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_promised_is_there_and_max_is_the_largest_of_it(size: tuple[int, int]) -> None:
    pack, information = tile_pack(Image.new("L", size)), image_information("x", *size)
    sizes = [(one["width"], one["height"]) for one in information["sizes"]]  # type: ignore[attr-defined]
    for wide, high in sizes:
        assert image_at(pack, f"full/{wide},{high}/0/default.jpg").size == (wide, high)
    assert image_at(pack, WHOLE).size == sizes[-1]
    most = (information.get("maxWidth", size[0]), information.get("maxHeight", size[1]))
    assert most == sizes[-1]
    assert sizes == sorted(sizes)


def test_tiles_show_the_part_of_the_page_that_their_address_names() -> None:
    pack = tile_pack(drawn((1300, 900)))
    red = image_at(pack, "0,0,512,512/512,512/0/default.jpg").getpixel((200, 100))
    blue = image_at(pack, "1024,512,276,388/276,388/0/default.jpg").getpixel((200, 300))
    white = image_at(pack, "0,512,512,388/512,388/0/default.jpg").getpixel((20, 20))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]
    assert min(white) > 240


def test_no_image_overlaps_another_and_nothing_lies_unnamed() -> None:
    pack = tile_pack(drawn())
    parts = sorted({tuple(part) for part in pack.index.values()})
    ends = [offset + length for offset, length in parts]
    assert [offset for offset, _length in parts] == [0, *ends[:-1]]
    assert ends[-1] == len(pack.content)


def test_nothing_but_pixels_leaves_with_a_tile() -> None:
    image = drawn()
    image.info |= {"comment": b"SecretComment", "exif": b"Exif\0\0SecretExif"}
    assert b"Secret" not in tile_pack(image).content


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_a_page_of_any_mode_is_cut(mode: str) -> None:
    assert WHOLE in tile_pack(Image.new(mode, (600, 600))).index


def test_factors_end_where_the_page_fits_into_a_tile() -> None:
    assert scale_factors(512, 512) == [1]
    assert scale_factors(513, 10) == [1, 2]
    assert scale_factors(4960, 7016) == [1, 2, 4, 8, 16]
    assert scaled((1025, 3), 2) == (513, 2)
