"""Lists of manifests for viewers elsewhere: everything public that has one, and nothing else."""

import json
from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app import iiif_collections
from collections_app.models import AccessCondition
from tests.briefingbooks.make import make_book, make_entry, make_testimony
from tests.collections_app.scans import scanned_copy, scanned_item
from tests.conftest import SHARED_DATA, skip_or_fail
from tests.make import make_advisory, make_collection, make_copy, make_item, make_page
from tests.oralhistory.make import make_interview, make_media, make_transcript

pytestmark = pytest.mark.django_db
SCHEMA = SHARED_DATA.parent / "judges" / "schemas" / "iiif_3_0.json"
WHOLE, ITEMS, INTERVIEWS = "/iiif-collection.json", "/items/iiif.json", "/interviews/iiif.json"
HOST = "http://testserver"


def listed(client: Client, address: str) -> Any:
    response: Any = client.get(address.removeprefix(HOST))
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    found = response.json()
    assert found["type"] == "Collection"
    assert found["id"] == HOST + address.removeprefix(HOST)
    return found


def ids(found: Any, kind: str) -> list[str]:
    return [one["id"].removeprefix(HOST) for one in found["items"] if one["type"] == kind]


def manifest_url(record: Any) -> str:
    return f"{record.get_absolute_url()}manifest.json"


def heard(**fields: Any) -> Any:
    interview = make_interview(published=True, **fields)
    make_transcript(interview=interview, cues=[{"text": "Words."}])
    make_media(interview=interview, duration_ms=60_000)
    return interview


def test_everything_is_reached_from_one_address_and_every_manifest_is_there(
    client: Client,
) -> None:
    collection = make_collection(published=True)
    item = scanned_item()
    scanned_copy(item=item, repository=collection.repository, collection=collection)
    interview = heard()
    book = make_book(published=True)
    make_entry(book=book, item=item, position=1)
    make_testimony(book=book, interview=interview, position=2)
    manifests, queue, seen = set(), [WHOLE], set()
    while queue:
        address = queue.pop()
        found = listed(client, address)
        seen.add(address)
        manifests |= set(ids(found, "Manifest"))
        queue += [one for one in ids(found, "Collection") if one not in seen]
    assert manifests == {manifest_url(item), manifest_url(interview)}
    assert {client.get(one).status_code for one in manifests} == {200}
    address = f"{book.get_absolute_url()}iiif.json"
    assert {ITEMS, INTERVIEWS, address, f"{collection.get_absolute_url()}iiif.json"} <= seen
    in_order = ids(listed(client, address), "Manifest")
    assert in_order == [manifest_url(item), manifest_url(interview)]


def test_lists_are_as_the_standard_says(client: Client) -> None:
    if not SCHEMA.exists():
        skip_or_fail("The schema of IIIF Presentation 3 is not here.")
    schema = json.loads(SCHEMA.read_text())
    collection = make_collection(published=True)
    make_collection(
        repository=collection.repository, parent=collection, level="series", published=True
    )
    item = scanned_item()
    scanned_copy(item=item, repository=collection.repository, collection=collection)
    heard()
    for address in (WHOLE, ITEMS, INTERVIEWS, f"{collection.get_absolute_url()}iiif.json"):
        jsonschema.validate(listed(client, address), schema)


@pytest.mark.parametrize("what", ["draft", "sealed", "behind a choice", "no page", "withdrawn"])
def test_a_document_without_a_manifest_is_in_no_list(client: Client, what: str) -> None:
    advisories = [make_advisory(behaviour="click_through")] if what == "behind a choice" else []
    item = scanned_item(published=what != "draft", advisories=advisories)
    if what == "sealed":
        item.copies.update(is_opened=False, access_condition=AccessCondition.SEALED)
    if what == "no page":
        item.copies.get().pages.all().delete()
    if what == "withdrawn":
        item.withdraw(by=None, reason="An error.")
    assert client.get(manifest_url(item)).status_code in (404, 410)
    assert listed(client, ITEMS)["items"] == []


def test_a_document_is_listed_by_the_copy_that_readers_see_first(client: Client) -> None:
    item = make_item(published=True)
    make_page(copy=make_copy(item=item, is_shown=True, access_condition=AccessCondition.SEALED))
    scanned_copy(item=item)
    assert client.get(manifest_url(item)).status_code == 200
    assert ids(listed(client, ITEMS), "Manifest") == [manifest_url(item)]
    other = make_item(published=True)
    make_copy(item=other, opened=True, is_shown=True)
    scanned_copy(item=other)
    assert client.get(manifest_url(other)).status_code == 404
    assert ids(listed(client, ITEMS), "Manifest") == [manifest_url(item)]


def test_an_interview_that_asks_first_is_in_no_list(client: Client) -> None:
    heard(content_notice="Tells of killings.")
    make_interview(published=True)
    assert listed(client, INTERVIEWS)["items"] == []


def test_the_picture_of_a_document_is_one_that_anyone_sees(client: Client) -> None:
    scanned_item()
    [one] = listed(client, ITEMS)["items"]
    [picture] = one["thumbnail"]
    assert client.get(picture["id"].removeprefix(HOST)).status_code == 200


def test_a_long_list_is_cut_into_collections(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(iiif_collections, "KEYS_IN_A_PART", 2)
    items = [scanned_item() for _ in range(5)]
    whole = listed(client, ITEMS)
    parts = ids(whole, "Collection")
    assert len(parts) >= 3
    found = [one for part in parts for one in ids(listed(client, part), "Manifest")]
    assert found == [manifest_url(item) for item in items]
    assert listed(client, parts[0])["partOf"][0]["id"] == f"{HOST}{ITEMS}"
    for wrong in ("99", "-1", "x", "", "9" * 40, "٣"):
        assert client.get(ITEMS, {"part": wrong}).status_code == 404


def test_hidden_collections_and_books_are_not_found(client: Client) -> None:
    for record in (make_collection(), make_book()):
        address = f"{record.get_absolute_url()}iiif.json"
        assert client.get(address).status_code == 404
        assert address not in ids(listed(client, WHOLE), "Collection")
    book = make_book(published=True)
    book.withdraw(by=None, reason="An error.", notice="Taken back.")
    assert client.get(f"{book.get_absolute_url()}iiif.json").status_code == 410


def test_lists_cost_the_same_for_one_and_for_eleven(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Keys go on counting from test to test: the list may not be cut between these eleven.
    monkeypatch.setattr(iiif_collections, "KEYS_IN_A_PART", 10**9)
    counts: dict[str, list[int]] = {WHOLE: [], ITEMS: [], INTERVIEWS: []}
    for more in (1, 10):
        for _ in range(more):
            scanned_item()
            heard()
            make_book(published=True)
        for address, counted in counts.items():
            with CaptureQueriesContext(connection) as queries:
                listed(client, address)
            counted.append(len(queries))
    for counted in counts.values():
        assert counted[0] == counted[1] <= 6
