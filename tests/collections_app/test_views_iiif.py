"""Images for zooming and manifests as programs elsewhere ask for them, through the rule."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collections_app.models import AccessCondition, ArchivalItem, Derivative, RightsStatement
from tests import cast
from tests.collections_app.scans import scanned_copy, scanned_item, tiles_of
from tests.conftest import SHARED_DATA
from tests.make import (
    make_advisory,
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
    make_rights,
)

pytestmark = pytest.mark.django_db

SCHEMA = SHARED_DATA.parent / "judges" / "schemas" / "iiif_3_0.json"
TILE = "0,0,512,512/512,512/0/default.jpg"


def of_a_draft() -> ArchivalItem:
    return scanned_item(published=False)


def under_embargo() -> ArchivalItem:
    return scanned_item(public_from=timezone.now() + timedelta(hours=1))


def withdrawn() -> ArchivalItem:
    item = scanned_item()
    item.withdraw(by=None, reason="An error.")
    return item


def on_hold() -> ArchivalItem:
    item = scanned_item()
    item.hold(by=None)
    return item


def not_opened() -> ArchivalItem:
    item = scanned_item()
    item.copies.update(is_opened=False, access_condition=AccessCondition.SEALED)
    return item


def for_the_house_only() -> ArchivalItem:
    return scanned_item(advisories=[make_advisory(behaviour="staff_only")])


def behind_a_choice() -> ArchivalItem:
    return scanned_item(advisories=[make_advisory(behaviour="click_through")])


HIDDEN = [of_a_draft, under_embargo, withdrawn, on_hold, not_opened, for_the_house_only]


def service(item: ArchivalItem) -> str:
    return f"/iiif/{tiles_of(item).uuid}"


def manifest_url(item: ArchivalItem) -> str:
    return f"{item.get_absolute_url()}manifest.json"


def manifest(client: Client, item: ArchivalItem, query: str = "") -> Any:
    answer: Any = client.get(manifest_url(item) + query)
    assert answer.status_code == 200
    return answer.json()


def every(found: Any, key: str) -> Iterator[Any]:
    """Yield every value of a key at any depth."""
    if isinstance(found, dict):
        yield from (value for name, value in found.items() if name == key)
        for value in found.values():
            yield from every(value, key)
    if isinstance(found, list):
        for value in found:
            yield from every(value, key)


def test_an_image_is_described_at_its_address(client: Client) -> None:
    item = scanned_item()
    address = service(item)
    lead = client.get(address)
    assert (lead.status_code, lead["Location"]) == (303, f"{address}/info.json")
    answer: Any = client.get(f"{address}/info.json")
    assert answer["Content-Type"].startswith("application/ld+json;profile=")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-cache"
    said = answer.json()
    assert said["id"] == f"http://testserver{address}"
    assert (said["type"], said["profile"]) == ("ImageService3", "level0")
    assert (said["width"], said["height"]) == (700, 900)
    again = client.get(f"{address}/info.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_tile_is_a_stretch_of_the_pack(client: Client) -> None:
    item = scanned_item()
    pack = tiles_of(item)
    answer: Any = client.get(f"{service(item)}/{TILE}")
    offset, length = pack.index[TILE]
    with pack.file.open() as stored:
        assert answer.getvalue() == stored.read()[offset : offset + length]
    assert answer["Content-Length"] == str(length)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-cache"
    other: Any = client.get(f"{service(item)}/full/max/0/default.jpg")
    assert other["ETag"] != answer["ETag"]
    known = {"if-none-match": answer["ETag"]}
    assert client.get(f"{service(item)}/{TILE}", headers=known).status_code == 304
    part: Any = client.get(f"{service(item)}/{TILE}", headers={"range": "bytes=2-5"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 2-5/{length}"
    head = client.head(f"{service(item)}/{TILE}")
    assert (head.status_code, head["Content-Length"]) == (200, str(length))


@pytest.mark.parametrize(
    "address",
    [
        "full/full/0/default.jpg", "full/^max/0/default.jpg", "full/pct:50/0/default.jpg",
        "full/max/90/default.jpg", "full/max/0/default.png", "full/max/0/gray.jpg",
        "0,0,511,512/511,512/0/default.jpg", "../../files", "full", "info.xml", "%00",
    ],
)  # fmt: skip
def test_what_was_not_made_ahead_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"{service(scanned_item())}/{address}").status_code == 404


@pytest.mark.parametrize("make", HIDDEN)
def test_nothing_of_what_is_hidden_leaves(client: Client, make: Any) -> None:
    item = make()
    missing = f"/iiif/{uuid4()}"
    for part in ("", "/info.json", f"/{TILE}"):
        hidden = client.get(service(item) + part)
        assert hidden.status_code == 404
        assert hidden.content == client.get(missing + part).content
        assert "Access-Control-Allow-Origin" not in hidden
    assert client.get(manifest_url(item)).status_code == 404


def test_another_kind_of_image_is_no_image_service(client: Client) -> None:
    display = Derivative.objects.get(page__copy__item=scanned_item(), kind="display")
    assert client.get(f"/iiif/{display.uuid}/info.json").status_code == 404


def test_staff_preview_an_image_that_no_cache_keeps(client: Client) -> None:
    client.force_login(cast.cataloguer())
    item = of_a_draft()
    for part in ("/info.json", f"/{TILE}"):
        answer = client.get(service(item) + part)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer
    assert client.get(manifest_url(item)).status_code == 404


def test_an_image_costs_one_query(client: Client) -> None:
    address = service(scanned_item())
    for part in ("/info.json", f"/{TILE}"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address + part)
        assert len(queries) == 1


def test_what_a_notice_asks_about_is_in_no_manifest_and_leads_to_its_page(client: Client) -> None:
    item = behind_a_choice()
    answer = client.get(f"{service(item)}/{TILE}")
    assert answer.status_code == 403
    assert f"{item.get_absolute_url()}#pages" in answer.content.decode()
    assert client.get(f"{service(item)}/info.json").status_code == 403
    assert client.get(manifest_url(item)).status_code == 404


def test_a_withdrawn_item_with_a_notice_says_so_at_its_manifest(client: Client) -> None:
    item = scanned_item()
    item.withdraw(by=None, reason="An error.", notice="Taken back.")
    assert client.get(manifest_url(item)).status_code == 410


def test_a_manifest_needs_a_page(client: Client) -> None:
    item = make_item(published=True)
    assert client.get(manifest_url(item)).status_code == 404
    make_page(copy=make_copy(item=item, opened=True))
    assert client.get(manifest_url(item)).status_code == 200


def test_a_manifest_says_what_the_document_is_and_shows_its_pages(client: Client) -> None:
    item = scanned_item(
        title="A cable", pages=2, credit_line="Credit.", rights=make_rights(code="CNE")
    )
    make_item_agent(item=item, agent=make_agent(name="Sender, A", published=True), role="sender")
    said = manifest(client, item)
    assert said["id"] == f"http://testserver{manifest_url(item)}"
    assert said["label"] == {"none": ["A cable"]}
    assert said["rights"] == "http://rightsstatements.org/vocab/CNE/1.0/"
    assert said["requiredStatement"]["value"]["en"][1] == "Credit."
    values = {one["label"]["en"][0]: one["value"]["en"] for one in said["metadata"]}
    assert values["From"] == ["Sender, A"]
    assert values["Date"] == [item.date_words]
    assert [canvas["label"]["en"] for canvas in said["items"]] == [["page 1"], ["page 2"]]
    painted = said["items"][0]["items"][0]["items"][0]
    assert painted["motivation"] == "painting"
    assert painted["target"] == said["items"][0]["id"]
    assert painted["body"]["service"][0]["id"] == f"http://testserver{service(item)}"
    image = painted["body"]["id"].removeprefix("http://testserver")
    assert client.get(image).status_code == 200
    thumbnail = said["thumbnail"][0]["id"].removeprefix("http://testserver")
    assert client.get(thumbnail)["Access-Control-Allow-Origin"] == "*"


def test_texts_stand_beside_their_page_and_say_what_they_are(client: Client) -> None:
    item = scanned_item()
    page = item.copies.get().pages.get()
    make_page_text(page=page, kind="ocr", text="Seen ⟦and hidden⟧ words.")
    said = manifest(client, item)["items"][0]["annotations"]
    assert [one["label"]["en"][0] for one in said] == [
        "Transcription, English, not yet compared with the page",
        "Machine reading, English, not yet compared with the page",
    ]
    bodies = [one["items"][0]["body"]["value"] for one in said]
    assert bodies == ["Words 1.", "Seen [withheld by us] words."]
    assert {one["items"][0]["motivation"] for one in said} == {"supplementing"}


def test_a_manifest_speaks_of_one_copy_and_another_can_be_asked_for(client: Client) -> None:
    item = scanned_item()
    other = scanned_copy(item=item, pages=3)
    first, second = manifest(client, item), manifest(client, item, f"?copy={other.pk}")
    assert (len(first["items"]), len(second["items"])) == (1, 3)
    assert second["id"].endswith(f"manifest.json?copy={other.pk}")
    assert first["id"] != second["id"]
    assert not set(every(first, "id")) & {one["id"] for one in second["items"]}


def test_only_the_pages_that_are_open_stand_in_a_manifest(client: Client) -> None:
    item = scanned_item(pages=3)
    page = item.copies.get().pages.get(number=2)
    page.hold(by=None)
    assert len(manifest(client, item)["items"]) == 2


def test_rights_that_the_standard_does_not_know_are_left_out(client: Client) -> None:
    rights = RightsStatement.objects.create(
        code="own", uri="https://example.org/terms", label_en="Our terms", kind="other"
    )
    said = manifest(client, scanned_item(rights=rights))
    assert "rights" not in said
    assert "https://example.org/terms" not in json.dumps(said)


def test_a_manifest_is_the_same_to_everybody_and_costs_the_same_at_any_length() -> None:
    def asked(client: Client, item: ArchivalItem) -> tuple[int, bytes]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(manifest_url(item))
        assert answer["Cache-Control"] == "no-cache"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Type"].startswith("application/ld+json;profile=")
        return len(queries), answer.content

    stranger, cataloguer = Client(), Client()
    cataloguer.force_login(cast.cataloguer())
    short, long = scanned_item(), scanned_item(pages=5)
    for_short, for_long = asked(stranger, short), asked(stranger, long)
    assert for_short[0] == for_long[0] <= 16
    assert asked(cataloguer, long)[1] == for_long[1]


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the standard is not here")
def test_manifests_follow_the_schema_of_the_standard(client: Client) -> None:
    item = scanned_item(pages=2)
    other = scanned_copy(item=item)
    make_page(copy=other)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for query in ("", f"?copy={other.pk}"):
        jsonschema.validate(manifest(client, item, query), schema)
