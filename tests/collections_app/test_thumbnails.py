"""Which small picture stands for a document, and that a blurred one tells nothing."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageChops, ImageDraw, ImageStat

from collections_app.derivatives import derivatives_of
from collections_app.models import ArchivalItem, Derivative
from collections_app.thumbnails import thumbnails_of_copies, thumbnails_of_items
from tests import cast
from tests.collections_app.scans import scanned_copy, scanned_item
from tests.make import make_advisory

pytestmark = pytest.mark.django_db


def written(words: str) -> Image.Image:
    """Return a page filled with a word in letters so large that a thumbnail could be read."""
    page = Image.new("RGB", (1200, 1600), "white")
    pen = ImageDraw.Draw(page)
    for line in range(12):
        pen.text((60, 60 + 125 * line), words * 4, fill="black", font_size=90)
    return page


def picture(kind: str, page: Image.Image) -> Image.Image:
    made = next(one for one in derivatives_of(page) if one.kind == kind)
    return Image.open(io.BytesIO(made.content)).convert("L")


def difference(first: Image.Image, second: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(first, second)).mean[0]


def test_two_pages_of_different_words_look_the_same_when_blurred() -> None:
    one, other = written("quetzal "), written("heronry ")
    clear = difference(picture("thumbnail", one), picture("thumbnail", other))
    blurred = difference(picture("blurred", one), picture("blurred", other))
    assert clear > 15
    assert blurred < 4


def test_a_blurred_picture_holds_a_few_points_of_the_page_and_nothing_finer() -> None:
    blurred = picture("blurred", written("quetzal "))
    points = blurred.resize((14, 14), Image.Resampling.BOX)
    assert difference(points.resize(blurred.size, Image.Resampling.BICUBIC), blurred) < 3


def image_of(item: ArchivalItem, kind: str) -> str:
    return Derivative.objects.get(page__copy__item=item, kind=kind).get_absolute_url()


def test_guarded_and_open_pages_are_told_apart_in_one_query() -> None:
    plain = scanned_item()
    guarded = scanned_item(advisories=[make_advisory(behaviour="click_through")])
    noticed = scanned_item(advisories=[make_advisory()])
    closed = scanned_item(advisories=[make_advisory(behaviour="staff_only")])
    keys = [item.pk for item in (plain, guarded, noticed, closed)]
    with CaptureQueriesContext(connection) as queries:
        found = thumbnails_of_items(keys)
    assert len(queries) == 1
    assert {key: image.url for key, image in found.items()} == {
        plain.pk: image_of(plain, "thumbnail"),
        guarded.pk: image_of(guarded, "blurred"),
        noticed.pk: image_of(noticed, "thumbnail"),
    }
    assert [image.is_blurred for image in found.values()] == [False, True, False]


def test_the_copy_shown_first_is_shown_first() -> None:
    item = scanned_item()
    other = scanned_copy(item=item)
    first = item.copies.get(is_shown=True)
    images = thumbnails_of_copies([item.pk], cast.reader())
    assert set(images) == {first.pk, other.pk}
    assert thumbnails_of_items([item.pk])[item.pk] == images[first.pk]
