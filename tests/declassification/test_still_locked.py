"""Between what is still locked and the requests that ask for it there is a way to and fro."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from collections_app.models import ArchivalItem, Extent, Repository
from declassification.models import AccessRequest
from declassification.stages import Stage
from tests import cast
from tests.declassification.make import make_authority, make_request
from tests.make import make_item, make_repository

pytestmark = pytest.mark.django_db


def denied(archive: Repository) -> ArchivalItem:
    copy = {"repository": archive, "extent": Extent.WITHHELD, "is_act_of_originator": True}
    return make_item(title="Minutes", copies=[copy], published=True)


def asked(archive: Repository, *items: ArchivalItem) -> AccessRequest:
    authority = make_authority(repository=archive)
    return make_request(title="The minutes", authority=authority, items=items, stage=Stage.RECEIVED)


def links(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode()).xpath("//main//a/@href")


@pytest.mark.parametrize("query", ["", "?archive=SHD"])
def test_a_closed_document_leads_to_the_published_requests_for_it(
    client: Client, query: str
) -> None:
    archive = make_repository(code="SHD", name="Defence Archives", published=True)
    item = denied(archive)
    request, kept, later = (asked(archive, item) for _ in range(3))
    untold = asked(archive, item)
    untold.documents.update(is_told=False)
    for one in (request, untold):
        one.publish(by=cast.director())
    later.publish(by=cast.director(), public_from=timezone.now() + timedelta(days=1))
    found = links(client, f"/locked/{query}")
    assert request.get_absolute_url() in found
    for other in (kept, later, untold):
        assert other.get_absolute_url() not in found


def test_a_request_leads_to_what_is_locked_at_its_archive(client: Client) -> None:
    archive = make_repository(code="SHD", name="Defence Archives", published=True)
    request = asked(archive, denied(archive))
    request.publish(by=cast.director())
    assert "/locked/?archive=SHD" in links(client, request.get_absolute_url())
    archive.withdraw(by=cast.director(), reason="A mistake.", notice=False)
    assert "/locked/?archive=SHD" not in links(client, request.get_absolute_url())


def test_an_archive_with_nothing_closed_is_not_linked_as_locked(client: Client) -> None:
    archive = make_repository(code="SHD", published=True)
    request = asked(archive, make_item(published=True))
    request.publish(by=cast.director())
    assert "/locked/?archive=SHD" not in links(client, request.get_absolute_url())
