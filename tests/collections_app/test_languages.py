"""The address alone decides the language, and what programs read has one address."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from collections_app.concern_targets import record_at
from collections_app.context import languages
from collections_app.languages import address_in, has_languages, language_of
from tests.make import make_item

pytestmark = pytest.mark.django_db


def get(address: str, **headers: str) -> str:
    return Client().get(address, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "en"), ("/items/", "en"), ("/fr/", "fr"), ("/fr/items/", "fr"), ("/french/", "en"),
     ("//fr/items/", "en"), ("/en/items/", "en"), ("/items/fr/", "en"), ("", "en")],
)  # fmt: skip
def test_the_first_word_of_an_address_names_its_language(path: str, language: str) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("path", "french"),
    [("/", "/fr/"), ("/items/?q=a", "/fr/items/?q=a"), ("/fr/items/", "/fr/items/"),
     ("//elsewhere.example/", "/fr/elsewhere.example/")],
)  # fmt: skip
def test_a_page_has_one_address_in_each_language(path: str, french: str) -> None:
    assert address_in("fr", path) == french
    assert address_in("fr", address_in("en", path)) == french


@pytest.mark.parametrize("path", ["/items/", "/nowhere/", "/locked/"])
def test_neither_a_header_nor_a_cookie_changes_the_language(path: str) -> None:
    client = Client()
    client.cookies["django_language"] = "fr"
    answer = client.get(path, headers={"accept-language": "fr"})
    assert '<html lang="en">' in answer.content.decode()
    assert answer["Content-Language"] == "en"
    assert "accept-language" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("path", ["/fr/", "/fr/items/", "/fr/nowhere/"])
def test_a_french_address_says_that_it_is_french(path: str) -> None:
    answer = Client().get(path, headers={"accept-language": "en"})
    assert '<html lang="fr">' in answer.content.decode()
    assert answer["Content-Language"] == "fr"
    assert "accept-language" not in answer.get("Vary", "").lower()


def test_a_french_answer_leaves_the_thread_as_it_was() -> None:
    get("/fr/items/")
    assert translation.get_language() == "en"


def test_links_of_a_french_page_stay_in_french() -> None:
    make_item(ref="FTP-0001", published=True)
    page = get("/fr/items/")
    assert 'href="/fr/items/FTP-0001/"' in page
    assert 'href="/fr/books/"' in page
    assert 'href="/items/FTP-0001/"' not in page


def test_what_programs_read_has_one_address() -> None:
    with translation.override("fr"):
        assert reverse("collections_app:item-detail", args=["X"]) == "/fr/items/X/"
        assert reverse("collections_app:item-manifest", args=["X"]) == "/items/X/manifest.json"
        assert reverse("declassification:request-feed") == "/feeds/requests.atom"
        assert reverse("oralhistory:narrator-review", args=["t"]) == "/review/t/"
        assert reverse("admin:index") == "/admin/"
    for address in (
        "/fr/items/FTP-0001/manifest.json",
        "/fr/robots.txt",
        "/fr/feeds/requests.atom",
    ):
        assert Client().get(address).status_code == 404


def test_a_page_names_itself_in_both_languages() -> None:
    make_item(ref="FTP-0001", published=True)
    for address in ("/items/FTP-0001/", "/fr/items/FTP-0001/"):
        page = get(address)
        assert page.count('rel="canonical"') == 1
        assert f'<link rel="canonical" href="http://testserver{address}">' in page
        for code, path in (("en", "/items/FTP-0001/"), ("fr", "/fr/items/FTP-0001/")):
            link = f'<link rel="alternate" hreflang="{code}" href="http://testserver{path}">'
            assert link in page


def test_the_switch_leads_to_the_same_page_with_what_was_asked() -> None:
    assert 'href="/fr/items/?kind=cable"' in get("/items/?kind=cable")
    assert 'href="/items/?kind=cable"' in get("/fr/items/?kind=cable")
    missing = get("/nowhere/")
    assert "/nowhere/" not in missing
    assert 'href="/fr/" lang="fr"' in missing
    assert 'rel="canonical"' not in missing


def test_the_desks_and_the_sign_in_are_in_english_and_offer_no_switch() -> None:
    assert not has_languages("/admin/")
    assert not languages(RequestFactory().get("/accounts/login/"))["in_languages"]
    page = get("/accounts/login/", **{"accept-language": "fr"})
    assert '<html lang="en">' in page
    assert "hreflang" not in page
    assert Client().get("/fr/admin/").status_code == 404


def test_a_concern_sent_from_a_french_page_finds_its_record() -> None:
    item = make_item(ref="FTP-0001", published=True)
    assert record_at("/fr/items/FTP-0001/") == item
    assert record_at("/items/FTP-0001/") == item
    assert record_at("http://testserver/fr/items/FTP-0001/") == item


def test_a_forgotten_slash_is_added_in_the_same_language() -> None:
    assert Client().get("/fr/items")["Location"] == "/fr/items/"
