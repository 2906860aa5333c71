"""Words of a page are found, quoted, and lead to that page; hidden words are not found."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from collections_app.models import ArchivalItem, Copy
from collections_app.page_addresses import page_address
from tests.make import (
    make_advisory,
    make_copy,
    make_excision,
    make_item,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db

LISTS = ["/items/?q=", "/search/?q="]
HIT = re.compile(r'<p class="snippet"><a href="([^"]+)">([^<]+)</a>: (.*?)</p>')


def copy_saying(*texts: str, item: ArchivalItem | None = None, **fields: Any) -> Copy:
    """Make an opened copy of one page for each text."""
    item = item or make_item(published=True)
    copy = make_copy(item=item, opened=True, **fields)
    for number, text in enumerate(texts, start=1):
        make_page_text(page=make_page(copy=copy, number=number), text=text)
    return copy


def hits(client: Client, address: str) -> list[tuple[str, str, str]]:
    found = HIT.findall(client.get(address).content.decode())
    return [(unescape(url), label, unescape(words)) for url, label, words in found]


@pytest.mark.parametrize("address", LISTS)
def test_a_word_of_a_page_is_found_and_quoted_with_the_way_there(
    client: Client, address: str
) -> None:
    copy = copy_saying("Nothing.", "The envoy wrote of a quetzal in June.", is_shown=True)
    make_item(title="Another", published=True)
    ((url, label, words),) = hits(client, f"{address}QUETZAL")
    assert url == f"{copy.item.get_absolute_url()}#page-2"
    assert label == "Page 2"
    assert words == "The envoy wrote of a <mark>quetzal</mark> in June."
    page = client.get(url).content.decode()
    assert 'id="page-2"' in page


@pytest.mark.parametrize("address", LISTS)
def test_a_link_leads_to_the_right_stretch_of_the_right_copy(client: Client, address: str) -> None:
    item = make_item(published=True)
    copy_saying("Nothing.", item=item, is_shown=True)
    other = copy_saying(*["Nothing."] * 44, "A quetzal.", "Nothing.", item=item)
    ((url, _label, _words),) = hits(client, f"{address}quetzal")
    assert url == f"{item.get_absolute_url()}?copy={other.pk}&at=45#page-45"
    page = client.get(url).content.decode()
    assert 'id="page-45"' in page
    assert "A quetzal." in page
    assert 'id="page-1"' not in page


def test_a_link_stays_right_where_pages_before_it_are_closed(client: Client) -> None:
    copy = copy_saying(*["Nothing."] * 30, "A quetzal.", is_shown=True)
    for page in copy.pages.filter(number__lte=15):
        page.hold(by=None)
    ((url, _label, _words),) = hits(client, "/items/?q=quetzal")
    assert "A quetzal." in client.get(url).content.decode()


@pytest.mark.parametrize("at", ["0", "999", "-1", "x", "9" * 30, "٣"])
def test_an_odd_number_of_a_page_is_answered(client: Client, at: str) -> None:
    copy = copy_saying(*["Nothing."] * 25, is_shown=True)
    assert client.get(f"{copy.item.get_absolute_url()}?at={at}").status_code == 200


def test_the_page_that_says_most_of_the_words_is_quoted(client: Client) -> None:
    copy = copy_saying("A quetzal.", "A quetzal and a jacana.", is_shown=True)
    ((url, _label, words),) = hits(client, "/items/?q=jacana quetzal")
    assert url == f"{copy.item.get_absolute_url()}#page-2"
    assert words == "A <mark>quetzal</mark> and a <mark>jacana</mark>."


def test_words_of_the_description_are_quoted_where_no_page_has_them(client: Client) -> None:
    item = make_item(scope_and_content="It tells of a quetzal.", published=True)
    make_item(title="The quetzal cable", abstract="A quetzal.", published=True)
    ((url, label, words),) = hits(client, "/items/?q=quetzals")
    assert (url, label) == (item.get_absolute_url(), "Description")
    assert words == "It tells of a <mark>quetzal</mark>."


def test_words_may_stand_in_the_title_and_on_a_page(client: Client) -> None:
    item = make_item(title="A cable on jacanas", published=True)
    copy_saying("A quetzal.", item=item)
    assert "A cable on jacanas" in client.get("/items/?q=quetzal jacana").content.decode()
    assert "A cable on jacanas" not in client.get("/items/?q=quetzal heron").content.decode()


def of_a_draft(word: str) -> None:
    copy_saying(word, item=make_item())


def of_a_closed_copy(word: str) -> None:
    Copy.objects.filter(pk=copy_saying(word).pk).update(is_opened=False)


def of_a_copy_for_the_house(word: str) -> None:
    copy_saying(word, is_internal=True)


def under_a_staff_only_notice(word: str) -> None:
    copy_saying(word, item=make_item(published=True, advisories=[staff_only()]))


def on_a_page_on_hold(word: str) -> None:
    copy_saying(word).pages.get().hold(by=None)


def withheld_by_us(word: str) -> None:
    copy_saying(f"Before ⟦{word}⟧ after.")


def beneath_a_rectangle_of_ours(word: str) -> None:
    copy = copy_saying(word)
    make_excision(copy=copy, page=copy.pages.get(), made_by="us")


def staff_only() -> Any:
    return make_advisory(behaviour="staff_only")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "hide",
    [
        of_a_draft, of_a_closed_copy, of_a_copy_for_the_house, under_a_staff_only_notice,
        on_a_page_on_hold, withheld_by_us, beneath_a_rectangle_of_ours,
    ],
)  # fmt: skip
def test_hidden_words_are_not_found(
    client: Client, admin_client: Client, hide: Any, address: str
) -> None:
    hide("quetzal")
    for someone in (client, admin_client):
        found = someone.get(f"{address}quetzal").content.decode()
        other = someone.get(f"{address}jacana").content.decode()
        assert found.count("quetzal") == other.count("jacana")
        assert 'class="result"' not in found


def test_what_a_notice_asks_about_is_named_and_not_quoted(client: Client) -> None:
    advisory = make_advisory(behaviour="click_through")
    item = make_item(published=True, advisories=[advisory])
    copy_saying("The quetzal was seen at dawn.", item=item, is_shown=True)
    ((url, label, words),) = hits(client, "/items/?q=quetzal")
    assert (url, label) == (f"{item.get_absolute_url()}#page-1", "Page 1")
    assert "dawn" not in words
    assert "a notice comes before" in words


def test_an_excision_of_ours_is_said_in_the_quotation(client: Client) -> None:
    copy_saying("The quetzal of ⟦the informant⟧ was seen.", is_shown=True)
    ((_url, _label, words),) = hits(client, "/items/?q=quetzal")
    assert words == "The <mark>quetzal</mark> of [withheld by us] was seen."


@pytest.mark.parametrize("words", ["<b>quetzal</b>", "quetzal & co", "100%", "a_b", "Ärger"])
def test_odd_words_are_words(client: Client, words: str) -> None:
    copy_saying(f"Before {words} after.", is_shown=True)
    copy_saying("Before xyz after.")
    answer = client.get("/items/", {"q": words})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "<b>quetzal</b>" not in shown
    assert shown.count('<li class="result">') == 1


@pytest.mark.parametrize("words", ["(", '"', "&|!", "😀"])
def test_a_question_without_words_leaves_all_and_says_so(client: Client, words: str) -> None:
    make_item(published=True)
    shown = client.get("/items/", {"q": words}).content.decode()
    assert shown.count('<li class="result">') == 1
    assert "was not understood" in shown


def test_the_address_of_a_page_names_what_it_must_and_no_more() -> None:
    assert page_address("/items/A/", 20) == "/items/A/#page-20"
    assert page_address("/items/A/", 21) == "/items/A/?at=21#page-21"
    assert page_address("/items/A/", 3, 7) == "/items/A/?copy=7#page-3"
