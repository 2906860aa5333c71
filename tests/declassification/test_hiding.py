"""A request that is no longer public is named nowhere, by whichever way it was hidden."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from collections_app.dependants import mentions_of
from collections_app.models import ArchivalItem, Copy, Status
from declassification.models import AccessRequest, Authority, Decision
from declassification.stages import Stage
from tests.declassification.desks import change, form_facts
from tests.declassification.make import make_authority, make_decision, make_document, make_request
from tests.make import make_item

pytestmark = pytest.mark.django_db
TITLE = "Quetzal telegrams"


@pytest.fixture
def released() -> Decision:
    """A release in answer to a published request."""
    request = make_request(title=TITLE, stage=Stage.IN_PROCESS, published=True)
    item = make_item(title="Telegram", published=True)
    return make_decision(document=make_document(request=request, item=item))


def withdraw_request(desk: Client, request: AccessRequest) -> None:
    request.withdraw(by=None, reason="A name was shown.")


def withdraw_request_with_notice(desk: Client, request: AccessRequest) -> None:
    request.withdraw(by=None, reason="A name was shown.", notice="Under review.")


def embargo_request(desk: Client, request: AccessRequest) -> None:
    request.publish(by=None, public_from=timezone.now() + timedelta(days=2))


def withdraw_authority(desk: Client, request: AccessRequest) -> None:
    stored_authority(request).withdraw(by=None, reason="Named wrongly.")


def embargo_authority(desk: Client, request: AccessRequest) -> None:
    stored_authority(request).publish(by=None, public_from=timezone.now() + timedelta(days=2))


def change_authority(desk: Client, request: AccessRequest) -> None:
    hidden = make_authority(published=False)
    response = desk.post(change(request), form_facts(request, authority=hidden.pk))
    assert response.status_code == 302, response.content.decode()


def stored_authority(request: AccessRequest) -> Authority:
    return Authority.objects.get(pk=request.authority_id)


def page_of(item: ArchivalItem) -> str:
    """What a reader without an account reads on the page of an item."""
    response = Client().get(item.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "hide",
    [
        withdraw_request,
        withdraw_request_with_notice,
        embargo_request,
        withdraw_authority,
        embargo_authority,
        change_authority,
    ],
)
def test_a_hidden_request_and_its_copies_leave_the_page_of_the_item(
    desk: Client, released: Decision, hide: Callable[[Client, AccessRequest], None]
) -> None:
    item, request = released.document.item, AccessRequest.objects.get(pk=released.request_id)
    assert item is not None
    words = page_of(item)
    assert f"in answer to request {request.number}" in words
    assert f"{request.number} {TITLE}" in words

    hide(desk, request)

    assert Client().get(request.get_absolute_url()).status_code in (404, 410)
    words = page_of(item)
    assert request.number not in words
    assert TITLE not in words
    assert mentions_of(item) == []
    assert Copy.objects.get().is_internal
    assert not Copy.objects.public().exists()
    item.refresh_from_db()
    assert item.declassification_status == Status.UNKNOWN


def test_copies_return_when_the_request_is_addressed_to_a_public_authority(
    desk: Client, released: Decision
) -> None:
    request = AccessRequest.objects.get(pk=released.request_id)
    change_authority(desk, request)
    request.refresh_from_db()
    response = desk.post(change(request), form_facts(request, authority=make_authority().pk))
    assert response.status_code == 302
    copy = Copy.objects.get()
    assert not copy.is_internal
    assert copy.item.declassification_status == Status.IN_PART


def test_the_copy_of_a_document_kept_from_readers_does_not_tell_of_the_request(
    desk: Client, released: Decision
) -> None:
    request = AccessRequest.objects.get(pk=released.request_id)
    document, item = released.document, released.document.item
    assert item is not None
    rows = {
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "1",
        "documents-0-id": document.pk,
        "documents-0-request": request.pk,
        "documents-0-item": item.pk,
        "documents-0-position": "0",
    }
    response = desk.post(change(request), form_facts(request) | rows)
    assert response.status_code == 302, response.content.decode()
    document.refresh_from_db()
    assert not document.is_told
    assert request.number not in page_of(item)
    assert Copy.objects.get().is_internal


def test_a_decision_on_a_document_kept_from_readers_makes_a_copy_for_the_house() -> None:
    request = make_request(stage=Stage.IN_PROCESS, published=True)
    document = make_document(request=request, item=make_item(published=True), is_told=False)
    copy = make_decision(document=document).copy
    assert copy is not None
    assert copy.is_internal
