"""Files on their way in: what is taken, what is made of it, and that a refusal leaves nothing."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from PIL import Image, ImageCms
from pytest_django.fixtures import Settings

from collections_app import dependants, intake, page_images
from collections_app.intake import plain_name, take_in
from collections_app.models import ArchivalItem, Copy, Derivative, DigitalFile, Page, PageText
from collections_app.upload_limit import OversizedUpload
from tests.collections_app.pictures import (
    SECRET_COMMENT,
    pdf_of_pages,
    picture,
    telling_picture,
    tiff_of_pages,
    upload,
)
from tests.make import make_copy, make_page

pytestmark = pytest.mark.django_db

WHITE = (255, 255, 255)


@pytest.fixture
def copy() -> Copy:
    return make_copy()


def stored_names() -> list[str]:
    """Return every file in the storages of masters and of images for readers."""

    def below(storage: Any, folder: str) -> Iterator[str]:
        folders, files = storage.listdir(folder)
        yield from files
        for inner in folders:
            yield from below(storage, f"{folder}/{inner}" if folder else inner)

    names = []
    for name in ("private", "derivatives"):
        if Path(storages[name].location).is_dir():
            names += list(below(storages[name], ""))
    return names


def assert_nothing_kept() -> None:
    assert DigitalFile.objects.count() == Page.objects.count() == Derivative.objects.count() == 0
    assert stored_names() == []


def refusal(copy: Copy, content: bytes, name: str = "scan.jpg", said: str = "image/jpeg") -> str:
    """Return the words in which a file is refused, after making sure that nothing was kept."""
    with pytest.raises(ValidationError) as caught:
        take_in(copy, upload(content, name, said), None)
    assert_nothing_kept()
    return " ".join(caught.value.messages)


def image_of(file: DigitalFile, kind: str = Derivative.Kind.DISPLAY, page: int = 1) -> Image.Image:
    derivative = Derivative.objects.get(page__file=file, page__number=page, kind=kind)
    with derivative.file.storage.open(derivative.file.name) as stored:
        return Image.open(BytesIO(stored.read()))


def is_near(color: Any, wanted: tuple[int, int, int], by: int = 6) -> bool:
    return all(abs(one - other) <= by for one, other in zip(color, wanted, strict=True))


def test_a_scan_is_kept_unchanged_with_its_page_and_two_images(copy: Copy) -> None:
    content = picture(size=(2400, 3200))
    file = take_in(copy, upload(content, "Box 12 page 1.jpg"), None)
    with file.file.storage.open(file.file.name) as stored:
        assert stored.read() == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.original_name, file.media_type) == ("Box 12 page 1.jpg", "image/jpeg")
    assert (file.bytes, file.processing) == (len(content), DigitalFile.State.READY)
    page = Page.objects.get(copy=copy)
    assert (page.number, page.width, page.height) == (1, 2400, 3200)
    sizes = {image.kind: (image.width, image.height) for image in page.derivatives.all()}
    assert sizes == {"display": (1200, 1600), "thumbnail": (240, 320)}
    assert "Box" not in file.file.name + file.download_name


def test_the_images_told_in_the_database_are_those_in_the_storage(copy: Copy) -> None:
    take_in(copy, upload(picture()), None)
    for derivative in Derivative.objects.all():
        with derivative.file.storage.open(derivative.file.name) as stored:
            content = stored.read()
        assert derivative.bytes == len(content)
        assert derivative.sha256 == hashlib.sha256(content).hexdigest()
        with Image.open(BytesIO(content)) as image:
            assert image.format == "JPEG"
            assert image.size == (derivative.width, derivative.height)


def test_a_small_image_is_not_enlarged(copy: Copy) -> None:
    file = take_in(copy, upload(picture(size=(100, 50))), None)
    assert image_of(file).size == (100, 50)


def test_nothing_private_of_the_master_is_in_what_readers_get(copy: Copy) -> None:
    content = telling_picture()
    for told in (b"SecretCamera", b"SecretXmp", SECRET_COMMENT):
        assert told in content
    file = take_in(copy, upload(content), None)
    for derivative in Derivative.objects.filter(page__file=file):
        with derivative.file.storage.open(derivative.file.name) as stored:
            made = stored.read()
        for mark in (b"Exif", b"SecretCamera", b"SecretXmp", b"xmpmeta", SECRET_COMMENT, b"ICC_"):
            assert mark not in made
        with Image.open(BytesIO(made)) as image:
            assert dict(image.getexif()) == {}
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
                "progressive",
                "progression",
            }


def test_a_picture_that_lies_on_its_side_is_turned_upright(copy: Copy) -> None:
    file = take_in(copy, upload(telling_picture()), None)
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
    file = take_in(copy, upload(content, f"scan.{form.lower()}"), None)
    shown = image_of(file)
    assert shown.mode == "RGB"
    assert is_near(shown.getpixel((20, 15)), wanted)


def test_colours_are_read_by_the_profile_of_the_master(copy: Copy) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = picture(
        mode="LAB", color=(255, 128, 128), form="TIFF", size=(20, 20), icc_profile=profile
    )
    file = take_in(copy, upload(lab, "scan.tif"), None)
    assert image_of(file).mode == "RGB"


def test_a_damaged_profile_does_not_hide_the_picture(copy: Copy) -> None:
    content = picture(color=(10, 200, 10), icc_profile=b"no profile at all")
    assert is_near(image_of(take_in(copy, upload(content), None)).getpixel((5, 5)), (10, 200, 10))


def test_every_page_of_a_tiff_becomes_a_page(copy: Copy) -> None:
    content = tiff_of_pages((300, 400), (500, 200), (100, 100))
    take_in(copy, upload(content, "minutes.tif"), None)
    pages = Page.objects.filter(copy=copy).order_by("number")
    assert [(page.number, page.width, page.height) for page in pages] == [
        (1, 300, 400),
        (2, 500, 200),
        (3, 100, 100),
    ]


def test_every_page_of_a_pdf_is_rendered_and_its_text_stays_inside(copy: Copy) -> None:
    file = take_in(copy, upload(pdf_of_pages((612, 792), (792, 612)), "memo.pdf"), None)
    assert file.media_type == "application/pdf"
    assert image_of(file, page=1).size == (1237, 1600)
    assert image_of(file, page=2).size == (1600, 1237)
    assert PageText.objects.count() == 0


def test_pages_of_a_second_file_follow_those_of_the_first(copy: Copy) -> None:
    make_page(copy=copy, number=7)
    take_in(copy, upload(tiff_of_pages((20, 20), (20, 20)), "a.tif"), None)
    take_in(copy, upload(picture(), "b.jpg"), None)
    assert list(copy.pages.values_list("number", flat=True)) == [7, 8, 9, 10]
    assert list(copy.files.values_list("position", flat=True)) == [0, 1]


def test_a_misnamed_scan_is_kept_as_what_it_is_and_the_desk_is_told(copy: Copy) -> None:
    file = take_in(copy, upload(picture(form="PNG"), "scan.jpg"), None)
    assert file.media_type == "image/png"
    assert file.file.name.endswith(".png")
    assert "PNG image" in file.processing_message
    assert take_in(copy, upload(picture(), "scan.JPEG"), None).processing_message == ""


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "page.jpg", "HTML"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "map.svg", "Vector"),
        (b"GIF89a" + b"\0" * 40, "photo.gif", "Graphics interchange"),
        (b"plain words of a telegram", "scan.png", "not recognized"),
        (b"", "scan.jpg", "empty"),
    ],
)
def test_what_is_not_accepted_is_refused_and_named(
    copy: Copy, content: bytes, name: str, found: str
) -> None:
    assert found in refusal(copy, content, name)


def test_what_the_browser_says_about_a_file_counts_nothing(copy: Copy) -> None:
    assert "HTML" in refusal(copy, b"<html><body>x</body></html>", "scan.png", "image/png")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (picture(size=(800, 800), color=(3, 90, 200))[:-200], "cut.jpg"),
        (picture(form="PNG", mode="L", color=99)[:-30], "cut.png"),
        (tiff_of_pages((300, 300))[:5000], "cut.tif"),
        (pdf_of_pages((612, 792))[:120], "cut.pdf"),
    ],
)
def test_a_truncated_file_is_refused_as_damaged(copy: Copy, content: bytes, name: str) -> None:
    assert "damaged" in refusal(copy, content, name)


def test_an_image_of_200_megapixels_is_refused_before_it_fills_the_memory(copy: Copy) -> None:
    vast = picture(mode="1", size=(20_000, 10_000), form="PNG")
    message = refusal(copy, vast, "vast.png")
    assert "100 megapixels" in message


def test_the_limit_of_pixels_is_a_setting_and_holds_for_every_page(
    copy: Copy, settings: Settings
) -> None:
    settings.MAX_IMAGE_PIXELS = 10_000
    assert "megapixels" in refusal(copy, tiff_of_pages((100, 100), (200, 200)), "two.tif")


def test_a_picture_in_a_pdf_obeys_the_limit_of_pixels_too(copy: Copy, settings: Settings) -> None:
    stream = BytesIO()
    Image.new("RGB", (300, 300)).save(stream, "PDF")
    settings.MAX_IMAGE_PIXELS = 10_000
    assert "megapixels" in refusal(copy, stream.getvalue(), "memo.pdf")


def test_a_file_of_too_many_pages_is_refused(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "MAX_PAGES", 2)
    assert "3 pages" in refusal(copy, pdf_of_pages(*[(20, 20)] * 3), "long.pdf")
    assert "3 pages" in refusal(copy, tiff_of_pages(*[(20, 20)] * 3), "long.tif")


def test_a_file_that_is_too_large_is_refused_with_both_sizes(
    copy: Copy, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    message = refusal(copy, picture(size=(900, 900), color=(1, 2, 3)))
    assert "1000\xa0bytes" in message


def test_an_upload_that_was_cut_off_at_the_door_is_refused(copy: Copy) -> None:
    with pytest.raises(ValidationError, match="too large"):
        take_in(copy, OversizedUpload("scan.jpg", "image/jpeg", 10**12), None)
    assert_nothing_kept()


def test_the_same_file_twice_in_a_copy_is_refused_by_the_name_of_the_first(copy: Copy) -> None:
    content = picture()
    take_in(copy, upload(content, "first.jpg"), None)
    with pytest.raises(ValidationError, match=r"“first\.jpg”"):
        take_in(copy, upload(content, "second.jpg"), None)
    assert DigitalFile.objects.count() == 1
    assert take_in(make_copy(), upload(content), None).pk


def test_a_failure_in_the_middle_leaves_neither_rows_nor_files(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*arguments: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Derivative, "save", full_disk)
    with pytest.raises(OSError, match="No space left"):
        take_in(copy, upload(picture()), None)
    assert_nothing_kept()


def test_whoever_shows_the_item_is_told_of_its_new_pages(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[ArchivalItem] = []
    listener = {ArchivalItem: [lambda record, _: told.append(record)]}
    monkeypatch.setattr(dependants, "_on_change", listener)
    take_in(copy, upload(picture()), None)
    assert told == [copy.item]


def test_a_name_is_kept_without_folders_and_without_what_can_not_be_printed() -> None:
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("scan\r\n\x00\u202e1.jpg") == "scan1.jpg"
    assert len(plain_name("x" * 900 + ".jpg")) <= intake.NAME_LENGTH


def test_images_made_to_break_readers_are_shown_or_refused_in_words(shared_data: Path) -> None:
    for path in sorted((shared_data / "collections" / "hostile-images").iterdir()):
        copy = make_copy()
        try:
            file = take_in(copy, upload(path.read_bytes(), path.name), None)
        except ValidationError:
            assert not copy.files.exists()
        else:
            assert image_of(file).mode == "RGB"


def test_a_place_in_a_photograph_does_not_leave_with_it(shared_data: Path, copy: Copy) -> None:
    path = shared_data / "collections" / "hostile-images" / "exif_gps.jpg"
    shown = image_of(take_in(copy, upload(path.read_bytes()), None))
    assert dict(shown.getexif().get_ifd(0x8825)) == {}


def test_badly_redacted_court_papers_become_pictures_and_no_text(shared_data: Path) -> None:
    for path in sorted((shared_data / "collections" / "redaction-pdfs").iterdir()):
        file = take_in(make_copy(), upload(path.read_bytes(), path.name), None)
        assert max(image_of(file).size) == 1600
    assert PageText.objects.count() == 0
