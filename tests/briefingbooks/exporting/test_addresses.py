"""Which addresses belong into an export, and which file each becomes."""

import pytest

from briefingbooks.exporting.addresses import belongs, file_of, has_words, led, on_site


@pytest.mark.parametrize(
    "link",
    [
        "/admin/",
        "/accounts/login/",
        "/fr/choices/",
        "/api/v1/items",
        "/oai?verb=Identify",
        "/suggest/?q=a",
        "/opensearch.xml",
        "/sitemap.xml",
        "/sitemap-items-0.xml",
        "/items/iiif.json",
        "/items/FTP-1/manifest.json?copy=2",
        "/interviews/FTP-OH-1/search?q=a",
        "/interviews/FTP-OH-1/access/",
        "/iiif/00000000-0000-0000-0000-000000000000/info.json",
        "/preview/token/",
        "https://elsewhere.example/items/",
        "//elsewhere.example/items/",
        "mailto:a@b.example",
        "http://[broken",
    ],
)
def test_what_programs_ask_and_what_is_elsewhere_does_not_belong(link: str) -> None:
    assert belongs(link) == ""


@pytest.mark.parametrize(
    ("link", "of", "address"),
    [
        ("/items/?page=2", "/", "/items/?page=2"),
        ("/items/?page=1", "/", "/items/"),
        ("?page=3", "/items/?page=2", "/items/?page=3"),
        ("?page=2&copy=7", "/items/FTP-1/", "/items/FTP-1/?copy=7&page=2"),
        ("/items/FTP-1/?at=25#page-25", "/", "/items/FTP-1/"),
        ("/fr/interviews/FTP-OH-1/?q=word", "/", "/fr/interviews/FTP-OH-1/"),
        ("/people-affected/?page=/items/FTP-1/", "/", "/people-affected/"),
        ("corrections/?at=doc-1#report", "/books/one/", "/books/one/corrections/"),
        ("cite.ris", "/books/one/", "/books/one/cite.ris"),
        ("/search/?q=word", "/", "/search/"),
        ("/a/../items/", "/", "/items/"),
        ("/books/one/editions/1/manifest.json", "/", "/books/one/editions/1/manifest.json"),
    ],
)
def test_an_address_keeps_those_questions_alone_that_a_file_answers(
    link: str, of: str, address: str
) -> None:
    assert belongs(link, of) == address


@pytest.mark.parametrize(
    "link", ["/items/?sort=title", "/items/?year_from=1994&year_to=1994", "/items/?page=last"]
)
def test_a_question_that_only_a_server_answers_leads_to_no_file(link: str) -> None:
    assert belongs(link) == ""


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/fr/items/", "fr/items/index.html"),
        ("/items/?page=2", "items/page-2.html"),
        ("/interviews/A/?language=fr&beside=en", "interviews/A/language-fr-beside-en.html"),
        ("/interviews/A/transcript.vtt?language=fr", "interviews/A/transcript.language-fr.vtt"),
        ("/books/one/cite.ris", "books/one/cite.ris"),
        ("/archives/A%3AB%5C/", "archives/A_B_/index.html"),
        ("/archives/%2E%2E/", "archives/_/index.html"),
    ],
)
def test_every_address_has_a_file_that_any_disk_can_hold(address: str, file: str) -> None:
    assert file_of(address, is_page=address.partition("?")[0].endswith("/")) == file


def test_a_page_without_an_ending_is_given_one() -> None:
    assert file_of("/a/b", is_page=True) == "a/b.html"


def test_a_link_leads_from_file_to_file() -> None:
    assert led("items/A/index.html", of="fr/index.html") == "../items/A/index.html"
    assert led("index.html", of="index.html") == "index.html"
    assert led("items/a b.txt", of="items/x.html") == "a%20b.txt"


def test_the_words_of_records_and_of_their_parts_are_found_and_not_those_of_lists() -> None:
    found = ["/items/A/", "/fr/items/A/", "/items/A/?page=2", "/books/one/editions/1/"]
    found += ["/interviews/A/?language=fr"]
    assert all(has_words(one) for one in found)
    others = ["/", "/items/", "/items/?page=2", "/items/A/compare/", "/items/A/?copy=1"]
    others += ["/interviews/A/?language=fr&beside=en", "/books/one/editions/"]
    assert not any(has_words(one) for one in others)


def test_a_name_that_only_begins_like_the_site_is_another_site() -> None:
    assert on_site("https://a.example/x", "https://a.example") == "/x"
    assert on_site("https://a.example", "https://a.example") == "/"
    assert on_site("https://a.example.org/x", "https://a.example") == "https://a.example.org/x"
