"""Sitemaps list every public page and nothing else, in stretches of keys; robots names them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from briefingbooks.sitemaps import SECTIONS
from collections_app import sitemaps
from collections_app.models import ArchivalItem, Derivative
from tests.briefingbooks.make import make_book
from tests.declassification.make import make_request
from tests.make import (
    make_advisory,
    make_agent,
    make_collection,
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db
NAMES = {
    "s": sitemaps.SITEMAP,
    "x": sitemaps.XHTML,
    "i": sitemaps.IMAGES,
}
HOST = "http://testserver"


def tree(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return etree.fromstring(body)


def lists(client: Client) -> dict[str, Any]:
    found = tree(client, "/sitemap.xml").findall("s:sitemap", NAMES)
    return {one.findtext("s:loc", namespaces=NAMES).removeprefix(HOST): one for one in found}


def pages(client: Client, address: str) -> list[str]:
    found = tree(client, address).findall("s:url/s:loc", NAMES)
    return [one.text.removeprefix(HOST) for one in found]


def test_every_kind_of_public_page_is_listed_once_in_every_language(client: Client) -> None:
    point = make_subject(label_en="Point", kind="turning_point", published=True)
    shown = [
        make_item(published=True),
        make_collection(published=True),
        make_repository(published=True),
        make_agent(published=True),
        make_place(published=True),
        make_subject(published=True),
        point,
        make_book(published=True),
        make_interview(published=True),
        make_request(published=True),
    ]
    hidden = [make_item(), make_agent(), make_place(), make_book(), make_interview()]
    listed = [page for address in lists(client) for page in pages(client, address)]
    assert len(listed) == len(set(listed))
    for record in shown:
        address = record.get_absolute_url()
        assert {address, f"/fr{address}"} <= set(listed)
    assert not {record.get_absolute_url() for record in hidden} & set(listed)
    answers = {client.get(page).status_code for page in listed}
    assert answers == {200}


def test_a_page_names_its_other_language_and_when_it_changed(client: Client) -> None:
    item = make_item(ref="FTP-0001", published=True)
    changed = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
    ArchivalItem.objects.filter(pk=item.pk).update(described_at=changed)
    address, one = next((a, o) for a, o in lists(client).items() if "items" in a)
    assert one.findtext("s:lastmod", namespaces=NAMES) == "2031-02-03T04:05:06+00:00"
    english, french = tree(client, address).findall("s:url", NAMES)
    for url in (english, french):
        assert url.findtext("s:lastmod", namespaces=NAMES) == "2031-02-03T04:05:06+00:00"
        beside = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
        assert beside == {
            "en": f"{HOST}/items/FTP-0001/",
            "fr": f"{HOST}/fr/items/FTP-0001/",
            "x-default": f"{HOST}/items/FTP-0001/",
        }


def test_a_record_published_later_did_not_change_before(client: Client) -> None:
    item = make_item(published=True)
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    ArchivalItem.objects.filter(pk=item.pk).update(described_at=early, public_from=late)
    address = next(a for a in lists(client) if "items" in a)
    last = tree(client, address).findtext("s:url/s:lastmod", namespaces=NAMES)
    assert last == "2021-01-01T00:00:00+00:00"


@pytest.mark.parametrize("behaviour", ["", "notice", "click_through", "staff_only"])
def test_only_an_image_that_anyone_sees_as_it_is_stands_beside_its_page(
    client: Client, behaviour: str
) -> None:
    advisories = [make_advisory(behaviour=behaviour)] if behaviour else []
    item = make_item(published=True, advisories=advisories)
    page = make_page(copy=make_copy(item=item, opened=True, is_shown=True))
    for kind in (Derivative.Kind.THUMBNAIL, Derivative.Kind.BLURRED):
        make_derivative(page=page, kind=kind)
    address = next(a for a in lists(client) if "items" in a)
    found = tree(client, address).findall("s:url/i:image/i:loc", NAMES)
    thumbnail = Derivative.objects.get(page=page, kind=Derivative.Kind.THUMBNAIL)
    is_shown = behaviour in ("", "notice")
    assert {one.text for one in found} == (
        {f"{HOST}{thumbnail.get_absolute_url()}"} if is_shown else set()
    )


def test_a_long_section_is_cut_by_keys_so_that_lists_stay_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "KEYS_IN_A_LIST", 3)
    places = [make_place(published=True) for _ in range(8)]
    before = {a: pages(client, a) for a in lists(client) if "places" in a}
    assert len(before) >= 3
    assert sorted(page for listed in before.values() for page in listed) == sorted(
        f"{prefix}{place.get_absolute_url()}" for place in places for prefix in ("", "/fr")
    )
    places[0].withdraw(by=None, reason="A mistake.")
    after = {a: pages(client, a) for a in lists(client) if "places" in a}
    gone = {places[0].get_absolute_url(), f"/fr{places[0].get_absolute_url()}"}
    for address, listed in before.items():
        assert after.get(address, []) == [page for page in listed if page not in gone]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-nothing-0.xml",
        "/sitemap-places-9.xml",
        "/sitemap-pages-1.xml",
        "/sitemap-places-99999999999999999999999.xml",
        "/fr/sitemap.xml",
    ],
)
def test_a_list_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_sitemaps_cost_the_same_for_one_and_for_eleven(client: Client) -> None:
    counts = []
    for more in (1, 10):
        for _ in range(more):
            copy = make_copy(item=make_item(published=True), opened=True, is_shown=True)
            make_derivative(page=make_page(copy=copy), kind="thumbnail")
            make_book(published=True)
        with CaptureQueriesContext(connection) as queries:
            for address in lists(client):
                if "items" in address or "books" in address:
                    pages(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= len(SECTIONS) + 9


def test_robots_are_told_of_the_sitemap_and_of_no_search(client: Client) -> None:
    said = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {HOST}/sitemap.xml" in said
    for address in ("/admin/", "/accounts/", "/search/", "/fr/search/", "/suggest/"):
        assert f"Disallow: {address}" in said


def test_browsers_are_told_how_to_search(client: Client) -> None:
    for page in ("/", "/fr/"):
        assert (
            'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"'
            in (client.get(page).content.decode())
        )
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    read = etree.fromstring(response.content)
    assert len(read.findtext("o:ShortName", namespaces=names)) <= 16
    urls = {url.get("type"): url.get("template") for url in read.findall("o:Url", names)}
    assert urls["text/html"] == f"{HOST}/search/?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"] == f"{HOST}/suggest/?q={{searchTerms}}"
    found = client.get("/search/", {"q": "words"})
    assert found.status_code == 200
