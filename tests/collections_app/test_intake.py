"""Files on their way in: what is taken, what is refused, and that a refusal leaves nothing."""

import hashlib
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django.fixtures import Settings

from collections_app import background, dependants, intake, page_images
from collections_app.intake import keep, plain_name, prepare, take_in
from collections_app.models import ArchivalItem, Copy, Derivative, DigitalFile, Page
from collections_app.storing import take_back
from collections_app.upload_limit import OversizedUpload
from tests.collections_app.incoming import stored_names
from tests.collections_app.pictures import pdf_of_pages, picture, tiff_of_pages, upload
from tests.make import make_copy, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy() -> Copy:
    return make_copy()


def assert_nothing_kept() -> None:
    assert DigitalFile.objects.count() == Page.objects.count() == Derivative.objects.count() == 0
    assert DBTaskResult.objects.count() == 0
    assert stored_names() == []


def refusal(copy: Copy, content: bytes, name: str = "scan.jpg", said: str = "image/jpeg") -> str:
    """Return the words in which a file is refused, after making sure that nothing was kept."""
    with pytest.raises(ValidationError) as caught:
        take_in(copy, upload(content, name, said), None)
    assert_nothing_kept()
    return " ".join(caught.value.messages)


def test_a_scan_is_kept_unchanged_and_waits_to_be_processed(copy: Copy) -> None:
    content = picture(size=(2400, 3200))
    file = take_in(copy, upload(content, "Box 12 page 1.jpg"), None)
    with file.file.storage.open(file.file.name) as stored:
        assert stored.read() == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.original_name, file.media_type) == ("Box 12 page 1.jpg", "image/jpeg")
    assert (file.bytes, file.processing) == (len(content), DigitalFile.State.PENDING)
    assert (file.pages_total, file.pages_done) == (1, 0)
    page = Page.objects.get(copy=copy)
    assert (page.number, page.number_in_file, page.width, page.height) == (1, 1, 2400, 3200)
    assert "Box" not in file.file.name + file.download_name
    assert DBTaskResult.objects.count() == 1


def test_no_page_of_a_file_is_public_before_it_is_processed() -> None:
    copy = make_copy(access_condition="open", is_opened=True)
    copy.item.publish(by=None)
    take_in(copy, upload(picture()), None)
    assert not Page.objects.public().exists()
    background.drain()
    assert Page.objects.public().count() == 1


def test_pages_are_numbered_when_files_come_in_whichever_is_processed_first(copy: Copy) -> None:
    make_page(copy=copy, number=7)
    take_in(copy, upload(tiff_of_pages((20, 20), (20, 20)), "a.tif"), None)
    take_in(copy, upload(picture(), "b.jpg"), None)
    pages = copy.pages.filter(file__isnull=False).order_by("number")
    told = [(page.number, page.file.original_name, page.number_in_file) for page in pages]
    assert told == [(8, "a.tif", 1), (9, "a.tif", 2), (10, "b.jpg", 1)]
    assert list(copy.files.values_list("position", flat=True)) == [0, 1]


def test_a_new_page_has_the_first_row_of_its_history(copy: Copy) -> None:
    take_in(copy, upload(tiff_of_pages((20, 20), (20, 20)), "a.tif"), None)
    assert [page.changes.count() for page in copy.pages.all()] == [1, 1]


def test_sizes_of_pages_are_known_before_one_is_decoded(copy: Copy) -> None:
    take_in(copy, upload(tiff_of_pages((300, 400), (500, 200)), "minutes.tif"), None)
    take_in(copy, upload(pdf_of_pages((612, 792)), "memo.pdf"), None)
    sizes = copy.pages.order_by("number").values_list("width", "height")
    assert list(sizes) == [(300, 400), (500, 200), (None, None)]


def test_a_misnamed_scan_is_kept_as_what_it_is_and_the_desk_is_told(copy: Copy) -> None:
    file = take_in(copy, upload(picture(form="PNG"), "scan.jpg"), None)
    assert file.media_type == "image/png"
    assert file.file.name.endswith(".png")
    assert "PNG image" in file.processing_message
    background.drain()
    file.refresh_from_db()
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
    [(tiff_of_pages((300, 300))[:6], "cut.tif"), (pdf_of_pages((612, 792))[:120], "cut.pdf")],
)
def test_a_file_that_can_not_even_be_opened_is_refused(
    copy: Copy, content: bytes, name: str
) -> None:
    assert "damaged" in refusal(copy, content, name)


def test_a_pdf_behind_a_password_is_refused_in_words(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*arguments: Any) -> None:
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Incorrect password error).")

    content = pdf_of_pages((612, 792))
    monkeypatch.setattr(pypdfium2, "PdfDocument", locked)
    assert "password" in refusal(copy, content, "memo.pdf")


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
    file = take_in(copy, upload(stream.getvalue(), "memo.pdf"), None)
    background.drain()
    file.refresh_from_db()
    assert file.processing == DigitalFile.State.FAILED
    assert "megapixels" in file.processing_message


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


def test_a_failure_in_the_middle_leaves_neither_rows_nor_files_nor_tasks(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*arguments: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(intake, "create_many", full_disk)
    with pytest.raises(OSError, match="No space left"):
        take_in(copy, upload(picture()), None)
    assert_nothing_kept()


def test_a_caller_whose_transaction_fails_takes_the_bytes_back(copy: Copy) -> None:
    written: list[Any] = []
    with transaction.atomic():
        keep(prepare(upload(picture())), copy, by=None, written=written)
        assert len(stored_names()) == 1
        transaction.set_rollback(True)
    take_back(written)
    assert_nothing_kept()


def test_whoever_shows_the_item_is_told_of_its_new_pages_and_when_they_are_ready(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[ArchivalItem] = []
    listener = {ArchivalItem: [lambda record, _: told.append(record)]}
    monkeypatch.setattr(dependants, "_on_change", listener)
    take_in(copy, upload(picture()), None)
    assert told == [copy.item]
    background.drain()
    assert told == [copy.item, copy.item]


def test_a_name_is_kept_without_folders_and_without_what_can_not_be_printed() -> None:
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("scan\r\n\x00\u202e1.jpg") == "scan1.jpg"
    assert len(plain_name("x" * 900 + ".jpg")) <= intake.NAME_LENGTH
