"""The desk of copies: what is shown first, what may be opened, and scans coming in and leaving."""

from typing import Any

import pytest
from django.test import Client

from collections_app import background
from collections_app.models import (
    Copy,
    Derivative,
    DigitalFile,
    Page,
)
from tests import cast
from tests.collections_app.desks import (
    at_desk,
    errors_of,
    list_of,
    messages_of,
    page_of,
    send,
)
from tests.collections_app.incoming import stored_names
from tests.collections_app.pictures import picture, tiff_of_pages, upload
from tests.make import (
    make_copy,
    make_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def test_the_copy_shown_first_gives_way_to_another(cataloguer: Client) -> None:
    item = make_item()
    first, second = make_copy(item=item, is_shown=True), make_copy(item=item)
    send(cataloguer, page_of(second), {"is_shown": "on"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_shown, second.is_shown) == (False, True)
    both = {"copies-0-is_shown": "on", "copies-1-is_shown": "on"}
    assert "shown first" in errors_of(send(cataloguer, page_of(item), both))


def test_a_copy_under_seal_can_not_be_opened(cataloguer: Client) -> None:
    copy = make_copy()
    response = send(cataloguer, page_of(copy), {"access_condition": "sealed", "is_opened": "on"})
    assert "can not be opened to the public" in errors_of(response)
    copy.refresh_from_db()
    assert not copy.is_opened


def test_a_closing_date_that_has_passed_warns_and_opens_nothing(cataloguer: Client) -> None:
    lapsed = make_copy(access_condition="closed_until", closed_until="2019-01-01")
    make_copy(access_condition="closed_until", closed_until="2094-01-01")
    shown = cataloguer.get(list_of(Copy)).content.decode()
    assert "closed until 2019-01-01: the date has passed, decide" in shown
    assert "closed until 2094-01-01<" in shown
    found = cataloguer.get(list_of(Copy), {"closing": "lapsed"}).context["cl"].queryset
    assert list(found) == [lapsed]
    assert not Copy.objects.opened().exists()


def test_scans_are_added_to_a_copy_in_the_order_of_their_names(cataloguer: Client) -> None:
    copy = make_copy()
    scans = [upload(picture(color=(number, 0, 0)), f"page {number}.jpg") for number in (10, 2, 1)]
    response = send(cataloguer, page_of(copy), {"uploads": scans})
    assert "was changed successfully" in messages_of(response)
    names = list(copy.files.order_by("position").values_list("original_name", flat=True))
    assert names == ["page 1.jpg", "page 2.jpg", "page 10.jpg"]
    assert Page.objects.filter(copy=copy).count() == 3
    background.drain()
    page = cataloguer.get(page_of(copy)).content.decode()
    assert page.count('class="page-thumbnail"') == 3


def test_one_bad_scan_keeps_the_whole_box_out_and_is_named(cataloguer: Client) -> None:
    copy = make_copy()
    scans = [
        upload(picture(), "good.jpg"),
        upload(b"<html>", "bad.jpg"),
        upload(picture(), "twin.jpg"),
    ]
    response = send(cataloguer, page_of(copy), {"uploads": scans, "notes": "kept?"})
    told = errors_of(response)
    assert "choose them again" in response.content.decode()
    assert "bad.jpg: The file looks like: HTML" in told
    assert "twin.jpg: It has the same content as good.jpg." in told
    copy.refresh_from_db()
    assert (copy.notes, copy.files.count(), Derivative.objects.count()) == ("", 0, 0)


def test_a_failure_after_the_upload_leaves_no_bytes(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy()
    monkeypatch.setattr("collections_app.admin.copies.refresh_status", _fail)
    with pytest.raises(RuntimeError):
        send(cataloguer, page_of(copy), {"uploads": [upload(picture())]})
    assert DigitalFile.objects.count() == 0
    assert stored_names() == []


def _fail(*arguments: Any, **words: Any) -> None:
    raise RuntimeError("after the upload")


def test_the_bytes_of_a_deleted_file_leave_with_it(
    cataloguer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    copy = make_copy(item=make_item())
    send(cataloguer, page_of(copy), {"uploads": [upload(tiff_of_pages((9, 9), (9, 9)), "a.tif")]})
    background.drain()
    file = copy.files.get()
    stored = [file.file, *(image.file for image in Derivative.objects.all())]
    assert len(stored) == 9
    with django_capture_on_commit_callbacks(execute=True):
        send(cataloguer, page_of(copy), {"files-0-DELETE": "on"})
    assert not DigitalFile.objects.exists()
    assert not any(one.storage.exists(one.name) for one in stored)


def test_files_of_a_published_document_stay(cataloguer: Client) -> None:
    copy = make_copy()
    send(cataloguer, page_of(copy), {"uploads": [upload(picture())]})
    assert "files-0-DELETE" not in cataloguer.get(page_of(copy)).content.decode()
    send(cataloguer, page_of(copy), {"files-0-DELETE": "on"})
    assert copy.files.count() == 1
