"""Words looked for inside a manifest, as viewers elsewhere ask (IIIF Content Search 2.0)."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app import content_search
from collections_app.models import ArchivalItem, Copy, PageText
from collections_app.withheld_words import digest
from tests.collections_app.scans import make_scan, scanned_copy, scanned_item
from tests.make import make_advisory, make_copy, make_item, make_language, make_page, make_page_text

pytestmark = pytest.mark.django_db


def search_url(item: ArchivalItem) -> str:
    return f"{item.get_absolute_url()}search"


def find(client: Client, address: str, **asked: Any) -> Any:
    response: Any = client.get(address, asked)
    assert response.status_code == 200, address
    assert response["Content-Type"] == content_search.MEDIA_TYPE
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-cache"
    return response.json()


def readable(*texts: str, **fields: Any) -> ArchivalItem:
    item = make_item(published=True, **fields)
    copy = make_copy(item=item, opened=True, is_shown=True)
    for text in texts:
        page = make_page(copy=copy)
        make_scan(page, (700, 900))
        make_page_text(page=page, text=text)
    return item


def test_a_manifest_names_its_search_and_what_is_found_stands_on_its_canvases(
    client: Client,
) -> None:
    item = readable("Nothing here.", "The genocide was foretold. A genocide fax came.")
    manifest = client.get(f"{item.get_absolute_url()}manifest.json").json()
    [service] = manifest["service"]
    assert service["type"] == "SearchService2"
    found = find(client, service["id"].removeprefix("http://testserver"), q="Genocide")
    assert found["@context"] == "http://iiif.io/api/search/2/context.json"
    assert (found["id"], found["type"]) == (f"{service['id']}?q=Genocide", "AnnotationPage")
    canvas = manifest["items"][1]["id"]
    assert [one["target"] for one in found["items"]] == [canvas, canvas]
    [quoted] = found["annotations"]
    first = quoted["items"][0]
    assert first["motivation"] == "contextualizing"
    assert first["target"]["source"] == found["items"][0]["id"]
    assert first["target"]["selector"] == [
        {
            "type": "TextQuoteSelector",
            "prefix": "The ",
            "exact": "genocide",
            "suffix": " was foretold. A genocide fax came.",
        }
    ]
    assert len({one["id"] for one in [*found["items"], *quoted["items"]]}) == 4


def test_all_words_must_stand_on_a_page_and_endings_do_not_count(client: Client) -> None:
    item = readable("The cables warned.", "The cable said nothing.")
    found = find(client, search_url(item), q="cable warn")
    assert len({one["target"].split("#")[0] for one in found["items"]}) == 1
    assert find(client, search_url(item), q='"said nothing"')["items"]
    assert not find(client, search_url(item), q='"nothing said"')["items"]


def test_a_place_is_given_where_the_machine_kept_one(client: Client) -> None:
    item = readable("Red line")
    text = PageText.objects.get()
    words = [[0, 3, 0.1, 0.2, 0.1, 0.05], [4, 8, 0.25, 0.2, 0.1, 0.05]]
    PageText.objects.filter(pk=text.pk).update(words=words, words_of=digest(text.text))
    [line] = find(client, search_url(item), q="line")["items"]
    assert line["target"].partition("#")[2] == "xywh=175,180,70,45"
    [both] = find(client, search_url(item), q='"red line"')["items"]
    assert both["target"].partition("#")[2] == "xywh=70,180,175,45"


def test_what_is_withheld_is_neither_found_nor_quoted(client: Client) -> None:
    item = readable("Before ⟦the CANARY street⟧ after, 1994.")
    assert find(client, search_url(item), q="CANARY")["items"] == []
    assert find(client, search_url(item), q="withheld")["items"] == []
    found = find(client, search_url(item), q="1994")
    assert "CANARY" not in json.dumps(found)
    [quoted] = found["annotations"][0]["items"]
    assert quoted["target"]["selector"][0]["prefix"] == "Before [withheld by us] after, "


@pytest.mark.parametrize("behaviour", ["click_through", "staff_only"])
def test_what_a_notice_asks_about_first_is_not_looked_through(
    client: Client, behaviour: str
) -> None:
    item = readable("Words", advisories=[make_advisory(behaviour=behaviour)])
    assert client.get(search_url(item), {"q": "words"}).status_code == 404


def test_hidden_and_missing_are_the_same_answer(client: Client) -> None:
    hidden = scanned_item(published=False)
    missing = client.get("/items/no-such-record/search", {"q": "words"})
    answer = client.get(search_url(hidden), {"q": "words"})
    assert (answer.status_code, missing.status_code) == (404, 404)
    nothing = make_item(published=True)
    assert client.get(search_url(nothing), {"q": "words"}).status_code == 404


def test_each_copy_is_looked_through_by_itself(client: Client) -> None:
    item = readable("First release.")
    other: Copy = scanned_copy(item=item)
    manifest = client.get(f"{item.get_absolute_url()}manifest.json?copy={other.pk}").json()
    address = manifest["service"][0]["id"].removeprefix("http://testserver")
    assert address == f"{search_url(item)}/{other.pk}"
    assert find(client, address, q="words")["items"]
    assert not find(client, search_url(item), q="words")["items"]


@pytest.mark.parametrize("question", ["", " ", "the", "*", '"', "\x00", "%", "x" * 5000])
def test_a_question_without_an_answer_has_an_empty_one(client: Client, question: str) -> None:
    item = readable("Some text.")
    found = find(client, search_url(item), q=question)
    assert found["items"] == []
    assert "annotations" not in found


def test_what_is_not_answered_is_said_to_be_ignored(client: Client) -> None:
    item = readable("Some text.")
    found = find(client, search_url(item), q="text", motivation="painting", user="x", page="x")
    assert found["ignored"] == ["motivation", "user"]
    assert found["items"]


def test_a_long_answer_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_search, "HITS_AT_ONCE", 2)
    item = readable("fax " * 5)
    first = find(client, search_url(item), q="fax")
    assert (first["startIndex"], first["partOf"]["total"]) == (0, 5)
    assert "prev" not in first
    seen = list(first["items"])
    page = first
    while "next" in page:
        page = client.get(page["next"]["id"].removeprefix("http://testserver")).json()
        seen += page["items"]
    assert len({one["id"] for one in seen}) == 5
    assert page["id"] == first["partOf"]["last"]["id"]
    assert find(client, search_url(item), q="fax", page="99")["items"] == []


def test_a_search_costs_the_same_for_one_page_and_for_eleven(client: Client) -> None:
    counts = []
    for number in (1, 11):
        item = readable(*["Some words."] * number)
        with CaptureQueriesContext(connection) as queries:
            assert len(find(client, search_url(item), q="words")["items"]) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_texts_of_several_languages_are_stemmed_by_their_own(client: Client) -> None:
    item = readable("The cables.")
    page = PageText.objects.get().page
    make_page_text(
        page=page,
        text="Les câbles annonçaient.",
        kind="translation",
        language=make_language(code="fr", label_en="French"),
    )
    found = find(client, search_url(item), q="cable")
    assert [one["body"]["language"] for one in found["items"]] == ["en", "fr"]
