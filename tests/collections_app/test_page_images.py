"""Pages of masters of every kind, as readers get them."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from collections_app.models import Copy, Derivative, DigitalFile, Page, PageText
from tests.collections_app.incoming import bytes_of, image_of, processed, ready
from tests.collections_app.pictures import (
    SECRET_COMMENT,
    pdf_of_pages,
    picture,
    secret_picture,
    telling_picture,
    tiff_of_pages,
)
from tests.make import make_copy

pytestmark = pytest.mark.django_db

WHITE = (255, 255, 255)


@pytest.fixture
def copy() -> Copy:
    return make_copy()


def is_near(color: Any, wanted: tuple[int, int, int], by: int = 6) -> bool:
    return all(abs(one - other) <= by for one, other in zip(color, wanted, strict=True))


def test_a_page_gets_a_display_image_two_thumbnails_and_tiles(copy: Copy) -> None:
    ready(copy, picture(size=(2400, 3200)))
    page = Page.objects.get(copy=copy)
    sizes = {image.kind: (image.width, image.height) for image in page.derivatives.all()}
    assert sizes == {
        "display": (1200, 1600),
        "thumbnail": (240, 320),
        "blurred": (240, 320),
        "tiles": (2400, 3200),
    }


def test_the_images_told_in_the_database_are_those_in_the_storage(copy: Copy) -> None:
    ready(copy, picture())
    for derivative in Derivative.objects.all():
        content = bytes_of(derivative)
        assert derivative.bytes == len(content)
        assert derivative.sha256 == hashlib.sha256(content).hexdigest()
        if derivative.kind != Derivative.Kind.TILES:
            with Image.open(BytesIO(content)) as image:
                assert image.format == "JPEG"
                assert image.size == (derivative.width, derivative.height)


def test_a_small_image_is_not_enlarged(copy: Copy) -> None:
    assert image_of(ready(copy, picture(size=(100, 50)))).size == (100, 50)


def test_nothing_can_be_recognized_on_a_blurred_thumbnail(copy: Copy) -> None:
    """Stripes narrower than a fourteenth of the page are one grey."""
    image = Image.new("L", (1400, 1400), 255)
    for left in range(0, 1400, 40):
        image.paste(0, (left, 0, left + 20, 1400))
    content = BytesIO()
    image.save(content, "PNG")
    file = ready(copy, content.getvalue(), "stripes.png")
    lowest, highest = image_of(file, Derivative.Kind.BLURRED).convert("L").getextrema()
    assert highest - lowest < 16
    lowest, highest = image_of(file, Derivative.Kind.THUMBNAIL).convert("L").getextrema()
    assert highest - lowest > 128


def test_nothing_private_of_the_master_is_in_what_readers_get(copy: Copy) -> None:
    content = telling_picture()
    for told in (b"SecretCamera", b"SecretXmp", SECRET_COMMENT):
        assert told in content
    file = ready(copy, content)
    for derivative in Derivative.objects.filter(page__file=file):
        made = bytes_of(derivative)
        for mark in (b"Exif", b"SecretCamera", b"SecretXmp", b"xmpmeta", SECRET_COMMENT, b"ICC_"):
            assert mark not in made


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_no_word_hidden_in_a_master_of_any_kind_is_in_what_readers_get(
    copy: Copy, form: str
) -> None:
    """Place, camera, XMP, comment, embedded thumbnail and the words of a colour profile."""
    content, secrets = secret_picture(form)
    file = ready(copy, content, f"scan.{form.lower()}")
    with file.file.storage.open(file.file.name) as master:
        assert master.read() == content
    assert secrets
    made = [bytes_of(one) for one in Derivative.objects.filter(page__file=file)]
    assert len(made) == 4
    for secret in secrets:
        assert secret in content
        assert not any(secret in one for one in made)


def test_a_picture_that_lies_on_its_side_is_turned_upright(copy: Copy) -> None:
    file = ready(copy, telling_picture())
    page = Page.objects.get(file=file)
    assert (page.width, page.height) == (320, 640)
    shown = image_of(file)
    assert shown.size == (320, 640)
    assert is_near(shown.getpixel((160, 20)), (200, 0, 0))
    assert is_near(shown.getpixel((160, 620)), WHITE)


@pytest.mark.parametrize(
    ("mode", "color", "form", "wanted"),
    [
        ("CMYK", (0, 255, 255, 0), "JPEG", (254, 0, 0)),
        ("RGBA", (0, 0, 0, 0), "PNG", WHITE),
        ("LA", (0, 0), "PNG", WHITE),
        ("RGBA", (0, 0, 255, 255), "WEBP", (0, 0, 255)),
        ("I;16", 32768, "TIFF", (128, 128, 128)),
        ("I;16", 32768, "PNG", (128, 128, 128)),
        ("1", 1, "TIFF", WHITE),
        ("P", 0, "PNG", (0, 0, 0)),
        ("L", 128, "TIFF", (128, 128, 128)),
        ("F", 0.5, "TIFF", (127, 127, 127)),
    ],
)
def test_every_kind_of_colour_becomes_what_a_reader_sees_on_paper(
    copy: Copy, mode: str, color: Any, form: str, wanted: tuple[int, int, int]
) -> None:
    content = picture(mode=mode, color=color, form=form, size=(40, 30))
    shown = image_of(ready(copy, content, f"scan.{form.lower()}"))
    assert shown.mode == "RGB"
    assert is_near(shown.getpixel((20, 15)), wanted)


def test_colours_are_read_by_the_profile_of_the_master(copy: Copy) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = picture(
        mode="LAB", color=(255, 128, 128), form="TIFF", size=(20, 20), icc_profile=profile
    )
    assert image_of(ready(copy, lab, "scan.tif")).mode == "RGB"


def test_a_damaged_profile_does_not_hide_the_picture(copy: Copy) -> None:
    content = picture(color=(10, 200, 10), icc_profile=b"no profile at all")
    assert is_near(image_of(ready(copy, content)).getpixel((5, 5)), (10, 200, 10))


def test_every_page_of_a_tiff_becomes_a_page(copy: Copy) -> None:
    file = ready(copy, tiff_of_pages((300, 400), (500, 200), (100, 100)), "minutes.tif")
    assert [image_of(file, page=number).size for number in (1, 2, 3)] == [
        (300, 400),
        (500, 200),
        (100, 100),
    ]


def test_every_page_of_a_pdf_is_rendered(copy: Copy) -> None:
    file = ready(copy, pdf_of_pages((612, 792), (792, 612)), "memo.pdf")
    assert file.media_type == "application/pdf"
    assert image_of(file, page=1).size == (1237, 1600)
    assert image_of(file, page=2).size == (1600, 1237)
    tiles = Derivative.objects.get(page__file=file, page__number=1, kind="tiles")
    assert max(tiles.width, tiles.height) == 3000


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (picture(size=(800, 800), color=(3, 90, 200))[:-200], "cut.jpg"),
        (picture(form="PNG", mode="L", color=99)[:-30], "cut.png"),
        (tiff_of_pages((300, 300), (300, 300))[:95_000], "cut.tif"),
    ],
)
def test_a_truncated_file_fails_as_damaged_and_shows_nothing(
    copy: Copy, content: bytes, name: str
) -> None:
    file = processed(copy, content, name)
    assert file.processing == DigitalFile.State.FAILED
    assert "damaged" in file.processing_message


def test_images_made_to_break_readers_are_shown_or_refused_in_words(shared_data: Path) -> None:
    for path in sorted((shared_data / "collections" / "hostile-images").iterdir()):
        copy = make_copy()
        try:
            file = processed(copy, path.read_bytes(), path.name)
        except ValidationError:
            assert not copy.files.exists()
            continue
        if file.processing == DigitalFile.State.READY:
            assert image_of(file).mode == "RGB"
        else:
            assert "damaged" in file.processing_message or "megapixels" in file.processing_message


def test_a_place_in_a_photograph_does_not_leave_with_it(shared_data: Path, copy: Copy) -> None:
    path = shared_data / "collections" / "hostile-images" / "exif_gps.jpg"
    shown = image_of(ready(copy, path.read_bytes()))
    assert dict(shown.getexif().get_ifd(0x8825)) == {}


def test_court_papers_become_pictures_and_those_that_hide_words_give_no_text_of_the_page(
    shared_data: Path,
) -> None:
    for path in sorted((shared_data / "collections" / "redaction-pdfs").iterdir()):
        file = ready(make_copy(), path.read_bytes(), path.name)
        assert max(image_of(file).size) == 1600
        is_bad = path.stem in ("bad_cross_hatched_redactions", "rectangles_yes")
        assert (file.has_covered_text, file.covered_pages) == (is_bad, [1] if is_bad else [])
        assert PageText.objects.filter(page__file=file).exists() is not is_bad
