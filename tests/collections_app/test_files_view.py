"""The door for bytes: a reader gets what is open, and cannot tell the hidden from the missing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collections_app.models import Advisory, Copy, Derivative, DigitalFile
from tests import cast
from tests.collections_app.desks import at_desk
from tests.collections_app.incoming import ready
from tests.collections_app.pictures import picture
from tests.make import make_advisory, make_copy, make_item, make_repository

pytestmark = pytest.mark.django_db


def a_scan(copy: Copy) -> Derivative:
    """Add a scan to a copy and return the image made of it for readers."""
    file = ready(copy, picture(size=(60, 80)))
    return Derivative.objects.get(page__file=file, kind=Derivative.Kind.DISPLAY)


def content_of(derivative: Derivative) -> bytes:
    with derivative.file.storage.open(derivative.file.name) as stored:
        return stored.read()


def an_open_scan() -> Derivative:
    return a_scan(make_copy(opened=True))


def of_a_draft() -> Derivative:
    return a_scan(make_copy(item=make_item(), opened=True))


def under_embargo() -> Derivative:
    later = timezone.now() + timedelta(hours=1)
    return a_scan(make_copy(item=make_item(public_from=later), opened=True))


def withdrawn() -> Derivative:
    scan = an_open_scan()
    scan.page.copy.item.withdraw(by=None, reason="An error.", notice="Withdrawn.")
    return scan


def of_a_copy_not_opened() -> Derivative:
    return a_scan(make_copy())


def of_a_copy_known_to_the_house_only() -> Derivative:
    return a_scan(make_copy(opened=True, is_internal=True))


def of_a_closed_file() -> Derivative:
    scan = an_open_scan()
    DigitalFile.objects.filter(pages=scan.page).update(is_closed=True)
    return scan


def under_a_staff_only_advisory() -> Derivative:
    scan = an_open_scan()
    advisory = make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY)
    scan.page.copy.item.advisories.add(advisory)
    return scan


def a_master() -> DigitalFile:
    return an_open_scan().page.file


HIDDEN = [
    of_a_draft,
    under_embargo,
    withdrawn,
    of_a_copy_not_opened,
    of_a_copy_known_to_the_house_only,
    of_a_closed_file,
    under_a_staff_only_advisory,
    a_master,
]


def test_a_reader_opens_a_page_image_of_an_open_copy(client: Client) -> None:
    scan = an_open_scan()
    response: Any = client.get(scan.get_absolute_url())
    assert response.status_code == 200
    assert response.getvalue() == content_of(scan)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "no-cache"
    assert response["ETag"] == f'"{scan.sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response


def test_a_reader_gets_a_range_and_is_told_when_nothing_changed(client: Client) -> None:
    scan = an_open_scan()
    response: Any = client.get(scan.get_absolute_url(), headers={"range": "bytes=2-9"})
    assert response.status_code == 206
    assert response.getvalue() == content_of(scan)[2:10]
    known = {"if-none-match": f'"{scan.sha256}"'}
    assert client.get(scan.get_absolute_url(), headers=known).status_code == 304
    head = client.head(scan.get_absolute_url())
    assert (head.status_code, head["Content-Length"]) == (200, str(scan.bytes))


@pytest.mark.parametrize("make", HIDDEN)
@pytest.mark.parametrize("person", [None, cast.outsider_with_account])
def test_what_is_hidden_answers_exactly_as_what_is_missing(make: Any, person: Any) -> None:
    client = at_desk(person()) if person else Client()
    record = make()
    missing = client.get(reverse("collections_app:file", args=[uuid4(), record.download_name]))
    hidden = client.get(record.get_absolute_url())
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("make", HIDDEN)
def test_whoever_knows_the_version_is_not_told_that_it_exists(client: Client, make: Any) -> None:
    record = make()
    known = {"if-none-match": f'"{record.sha256}"', "range": "bytes=0-1"}
    assert client.get(record.get_absolute_url(), headers=known).status_code == 404
    assert client.head(record.get_absolute_url(), headers=known).status_code == 404


@pytest.mark.parametrize("make", HIDDEN)
def test_a_cataloguer_sees_what_is_hidden_and_no_cache_keeps_it(make: Any) -> None:
    response = at_desk(cast.cataloguer()).get(make().get_absolute_url())
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_transcriber_sees_page_images_and_no_masters() -> None:
    client = at_desk(cast.transcriber())
    assert client.get(of_a_draft().get_absolute_url()).status_code == 200
    assert client.get(a_master().get_absolute_url()).status_code == 404


def test_a_master_that_a_browser_would_open_by_itself_is_downloaded() -> None:
    pdf = a_master()
    DigitalFile.objects.filter(pk=pdf.pk).update(media_type="application/pdf")
    response = at_desk(cast.cataloguer()).get(pdf.get_absolute_url())
    assert response["Content-Disposition"] == 'attachment; filename="master.jpg"'


@pytest.mark.parametrize(
    "name",
    ["thumbnail.jpg", "display.png", "display.jpg.html", "%2e%2e", "DISPLAY.JPG", "scan.jpg"],
)
def test_an_address_has_one_name_and_no_other(client: Client, name: str) -> None:
    scan = an_open_scan()
    assert client.get(f"/files/{scan.uuid}/{name}").status_code == 404


def test_an_embargo_ends_by_itself_at_its_instant(client: Client, monkeypatch: Any) -> None:
    scan = under_embargo()
    assert client.get(scan.get_absolute_url()).status_code == 404
    after = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("collections_app.publication.timezone.now", lambda: after)
    assert client.get(scan.get_absolute_url()).status_code == 200


def test_missing_bytes_are_not_found_and_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    scan = an_open_scan()
    scan.file.storage.delete(scan.file.name)
    assert client.get(scan.get_absolute_url()).status_code == 404
    assert "not in the storage" in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_door_only_gives(client: Client, method: str) -> None:
    assert getattr(client, method)(an_open_scan().get_absolute_url()).status_code == 405


def test_a_file_of_an_item_held_somewhere_is_opened_by_its_copy_alone(client: Client) -> None:
    item = make_item(published=True, held_at=make_repository(published=True))
    scan = a_scan(make_copy(item=item))
    assert client.get(scan.get_absolute_url()).status_code == 404
    scan.page.copy.access_condition, scan.page.copy.is_opened = "open", True
    scan.page.copy.save()
    assert client.get(scan.get_absolute_url()).status_code == 200


def test_a_public_file_costs_one_question(client: Client, django_assert_num_queries: Any) -> None:
    url = an_open_scan().get_absolute_url()
    with django_assert_num_queries(1):
        client.get(url)
