"""Files and pages, under whatever is done beside them."""

import pytest
from django.core import signing
from django.test import Client

from collections_app import background
from collections_app.merging import merge
from collections_app.models import (
    Advisory,
    ChangeSet,
    DigitalFile,
    Page,
    Subject,
)
from collections_app.undoing import undo
from tests import cast
from tests.collections_app.desks import at_desk, page_of, send
from tests.collections_app.incoming import ready
from tests.collections_app.redacted import SECRET, make_scanned_page
from tests.collections_app.test_image_only import BAD
from tests.make import (
    make_advisory,
    make_collection,
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_page_text,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db


def test_an_image_only_copy_of_a_closed_file_stays_closed() -> None:
    copy = make_copy(access_condition="open", is_opened=True)
    copy.item.publish(by=None)
    file = ready(copy, BAD, "memo.pdf")
    DigitalFile.objects.filter(pk=file.pk).update(is_closed=True)
    file.refresh_from_db()
    assert Page.objects.public().count() == 0
    # a director may not publish anything; asks for the copy of images alone
    client = at_desk(cast.director())
    answer = client.post(f"/admin/collections_app/digitalfile/{file.pk}/image-only/")
    assert answer.status_code == 302
    background.drain()
    assert Page.objects.public().count() == 0


def test_undoing_opens_nothing_for_who_may_not_publish_by_moving_a_copy() -> None:
    advisory = make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY)
    archive = make_repository(published=True)
    closed = make_collection(repository=archive, published=True)
    closed.advisories.add(advisory)
    item = make_item(published=True)
    copy = make_copy(item=item, repository=archive, opened=True, is_shown=True)
    page = make_page(copy=copy)
    make_derivative(page=page)
    assert Page.objects.public().count() == 1
    send(at_desk(cast.cataloguer()), page_of(copy), {"collection": str(closed.pk)})
    copy.refresh_from_db()
    assert copy.collection == closed
    assert Page.objects.public().count() == 0
    deed = ChangeSet.objects.latest("pk")
    director = cast.director()
    client = at_desk(director)
    client.post(f"/admin/collections_app/changeset/{deed.pk}/undo/")
    assert Page.objects.public().count() == 0


def test_a_copy_made_internal_does_not_open_another() -> None:
    advisory = make_advisory(behaviour="staff_only")
    archive = make_repository(published=True)
    closed = make_collection(repository=archive, published=True)
    closed.advisories.add(advisory)
    item = make_item(published=True)
    shown = make_copy(item=item, repository=archive, opened=True, is_shown=True)
    make_derivative(page=make_page(copy=shown))
    inside = make_copy(item=item, repository=archive, collection=closed)
    assert Page.objects.public().count() == 0
    send(at_desk(cast.director()), page_of(inside), {"is_internal": "on"})
    inside.refresh_from_db()
    assert not inside.is_internal
    assert Page.objects.public().count() == 0


def test_who_may_not_publish_takes_no_copy_out_of_reach_of_a_notice() -> None:
    advisory = make_advisory(behaviour="staff_only")
    archive = make_repository(published=True)
    closed = make_collection(repository=archive, published=True)
    closed.advisories.add(advisory)
    item = make_item(published=True)
    shown = make_copy(item=item, repository=archive, collection=closed, opened=True, is_shown=True)
    make_derivative(page=make_page(copy=shown))
    assert Page.objects.public().count() == 0
    send(at_desk(cast.director()), page_of(shown), {"collection": ""})
    assert Page.objects.public().count() == 0


def test_a_copy_that_shows_nothing_gives_nothing() -> None:
    item = make_item(published=True)
    copy = make_copy(item=item, opened=True, is_shown=True, extent="withheld")
    page = make_page(copy=copy)
    image = make_derivative(page=page)
    make_page_text(page=page, text=f"The name {SECRET} stands here.")
    answer = Client().get(item.get_absolute_url()).content.decode()
    assert SECRET not in answer
    assert Client().get(image.get_absolute_url()).status_code == 404


def test_after_an_undone_merge_the_held_one_is_not_found() -> None:
    one = make_subject(label_en="Amber affair", published=True)
    other = make_subject(label_en="Blue affair", published=True)
    address = other.get_absolute_url()
    deed = merge(one, other, {}, by=cast.administrator(), reason="the same")
    assert Client().get(address).status_code == 301
    undo(deed, by=cast.administrator())
    other = Subject.objects.get(label_en="Blue affair")
    if other.state != "published":
        other.publish(by=None)
    other.hold(by=None)
    assert Client().get(address).status_code == 404


def test_a_hold_of_a_file_closes_what_was_made_of_its_images() -> None:
    page, _text = make_scanned_page()
    assert Page.objects.public().filter(pk=page.pk).exists()
    page.file.hold(by=None)
    assert not Page.objects.public().filter(pk=page.pk).exists()
    assert ChangeSet.objects.filter(title__icontains="concern").count() == 0


def test_a_forged_choice_opens_nothing() -> None:
    advisory = make_advisory(behaviour="click_through")
    item = make_item(published=True, advisories=[advisory])
    copy = make_copy(item=item, opened=True, is_shown=True)
    image = make_derivative(page=make_page(copy=copy))
    client = Client()
    assert client.get(image.get_absolute_url()).status_code == 403
    client.cookies["material_chosen"] = advisory.code
    assert client.get(image.get_absolute_url()).status_code == 403
    client.cookies["material_chosen"] = f"{advisory.code}:1t:AAAA"
    assert client.get(image.get_absolute_url()).status_code == 403
    # a signature of another purpose, said by us
    client.cookies["material_chosen"] = signing.TimestampSigner(salt="sessionid").sign(
        advisory.code
    )
    assert client.get(image.get_absolute_url()).status_code == 403
    staff = make_advisory(behaviour="staff_only")
    item.advisories.add(staff)
    client.post(
        "/choices/",
        {"advisory": [advisory.code, staff.code], "choice": "show", "next": "//evil.example"},
    )
    assert client.get(image.get_absolute_url()).status_code == 404
