"""Areas made solid: rounded outward at every size, and nothing beneath them at any scale."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from collections_app.blackout import (
    Area,
    NotCovered,
    black_out,
    margin_of,
    pixels,
    refuse_uncovered,
)
from collections_app.derivatives import derivatives_of

# A busy machine draws slowly.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIDES = st.integers(1, 5000)
STARTS = st.floats(0, 0.999, allow_nan=False)
EXTENTS = st.floats(0.0005, 1, allow_nan=False)


def area_of(x: float, y: float, width: float, height: float) -> Area:
    return Area(x, y, min(width, 1 - x), min(height, 1 - y))


AREAS = st.builds(area_of, STARTS, STARTS, EXTENTS, EXTENTS)


@PATIENT
@given(AREAS, SIDES, SIDES)
def test_a_box_holds_every_pixel_that_the_area_touches_and_stays_on_the_page(
    area: Area, width: int, height: int
) -> None:
    left, top, right, bottom = pixels(area, (width, height))
    assert 0 <= left <= area.x * width
    assert 0 <= top <= area.y * height
    assert min(width, (area.x + area.width) * width) <= right <= width
    assert min(height, (area.y + area.height) * height) <= bottom <= height
    assert left < right
    assert top < bottom


@PATIENT
@given(AREAS, SIDES, SIDES)
def test_a_margin_only_adds(area: Area, width: int, height: int) -> None:
    size = (width, height)
    assert margin_of(size) >= 2
    inner, outer = pixels(area, size), pixels(area, size, margin_of(size))
    assert outer[0] <= inner[0]
    assert outer[1] <= inner[1]
    assert outer[2] >= inner[2]
    assert outer[3] >= inner[3]


@settings(PATIENT, max_examples=20)
@given(AREAS, st.integers(40, 700), st.integers(40, 700))
def test_nothing_of_what_lay_beneath_is_left_in_any_image_at_any_scale(
    area: Area, width: int, height: int
) -> None:
    page = Image.new("RGB", (width, height), "white")
    left, top, right, bottom = pixels(area, page.size)
    # What is to be hidden is red; nothing else is.
    ImageDraw.Draw(page).rectangle((left, top, right - 1, bottom - 1), fill=(255, 0, 0))
    black_out(page, [area])
    assert redness(page) == 0
    for made in derivatives_of(page):
        stretches = list(made.index.values()) or [[0, len(made.content)]]
        for offset, length in stretches:
            image = Image.open(io.BytesIO(made.content[offset : offset + length]))
            assert redness(image.convert("RGB")) < 20


def redness(image: Image.Image) -> int:
    red, green, _blue = image.split()
    highest: int = ImageChops.subtract(red, green).getextrema()[1]  # type: ignore[assignment]
    return highest


def test_what_lies_outside_is_not_touched() -> None:
    page = Image.effect_noise((400, 300), 80).convert("RGB")
    before = page.copy()
    area = Area(0.25, 0.25, 0.5, 0.5)
    black_out(page, [area])
    box = pixels(area, page.size, margin_of(page.size))
    difference = ImageChops.difference(page, before)
    difference.paste((0, 0, 0), box)
    assert difference.getbbox() is None


def test_a_bar_that_shows_a_hairline_is_refused_in_a_part_of_the_page_too() -> None:
    page = Image.new("RGB", (1000, 1000), "white")
    area = Area(0.1, 0.1, 0.8, 0.2)
    black_out(page, [area])
    refuse_uncovered(page, [area], page.size)
    ImageDraw.Draw(page).line((150, 150, 160, 150), fill=(255, 255, 255))
    with pytest.raises(NotCovered):
        refuse_uncovered(page, [area], page.size)
    tile = page.crop((100, 100, 400, 400)).resize((150, 150))
    with pytest.raises(NotCovered):
        refuse_uncovered(tile, [area], page.size, (100, 100, 400, 400))
    refuse_uncovered(page.crop((500, 500, 900, 900)), [area], page.size, (500, 500, 900, 900))
