"""The addresses of the top floor, as a stranger and as an editor finds them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_section, released
from tests.make import make_copy, make_item, make_repository

pytestmark = pytest.mark.django_db


def test_a_published_book_is_read_by_anyone(client: Client) -> None:
    book = make_book(title="The Book", published=True)
    answer = client.get(book.get_absolute_url())
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("state", ["draft", "in_review", "embargoed", "withdrawn", "missing"])
def test_what_is_not_public_is_not_found(client: Client, state: str) -> None:
    book = make_book(title="CANARY")
    if state == "in_review":
        book.send_to_review(by=None)
    if state == "embargoed":
        released(book, timezone.now() + timedelta(hours=1))
    if state == "withdrawn":
        released(book)
        book.withdraw(by=None, reason="CANARY reason")
    address = "/books/nothing/" if state == "missing" else book.get_absolute_url()
    answer = client.get(address)
    assert answer.status_code == 404
    assert "CANARY" not in answer.content.decode()
    assert "CANARY" not in client.get("/books/").content.decode()
    assert "CANARY" not in client.get("/").content.decode()


def test_a_book_withdrawn_with_a_notice_answers_with_it(client: Client) -> None:
    book = make_book(title="CANARY", published=True)
    book.withdraw(by=None, reason="CANARY reason", notice="Withdrawn at the family’s request.")
    answer = client.get(book.get_absolute_url())
    assert answer.status_code == 410
    assert "Withdrawn at the family" in answer.content.decode()
    assert "CANARY" not in answer.content.decode()


def test_an_editor_previews_a_draft_that_is_never_cached(client: Client) -> None:
    book = make_book(title="The Draft")
    client.force_login(cast.editor())
    answer = client.get(book.get_absolute_url())
    assert answer.status_code == 200
    assert "The Draft" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_account_without_a_role_sees_what_a_stranger_sees(client: Client) -> None:
    book = make_book()
    client.force_login(cast.outsider_with_account())
    assert client.get(book.get_absolute_url()).status_code == 404


def test_search_finds_what_is_public_in_books_and_documents(client: Client) -> None:
    make_book(title="Warning before the storm", published=True)
    make_item(title="Warning by cable", published=True)
    make_item(title="Warning CANARY")
    page = client.get("/search/", {"q": "warning"}).content.decode()
    assert "2 results" in page
    assert "Warning by cable" in page
    assert "CANARY" not in page


@pytest.mark.parametrize("words", ["", " ", "\x00", "'\"%_", "x" * 10_000, "нет", "<script>", "()"])
def test_no_search_is_too_strange_to_answer(client: Client, words: str) -> None:
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


@pytest.mark.parametrize("number", ["0", "-1", "9999999", "x", ""])
def test_any_page_number_of_the_list_is_answered(client: Client, number: str) -> None:
    make_book(published=True)
    assert client.get("/books/", {"page": number}).status_code == 200


def test_home_tells_what_is_still_locked_by_archive(client: Client) -> None:
    item = make_item(published=True)
    archive = make_repository(name="The Closed Archive", city="Arusha", published=True)
    make_copy(item=item, repository=archive, extent="withheld", is_act_of_originator=True)
    page = client.get("/").content.decode()
    assert "The Closed Archive, Arusha" in page


def test_the_reading_page_prints_every_note_and_link_with_words(client: Client) -> None:
    book = make_book(published=True)
    make_section(book=book, body_md="A.[^a] [UN](https://www.un.org/)\n\n[^a]: The note.")
    make_entry(book=book)
    page = client.get(book.get_absolute_url()).content.decode()
    assert 'role="doc-noteref"' in page
    assert 'role="doc-endnotes"' in page
    assert 'role="doc-backlink"' in page
    assert "(external link)" in page
    assert client.post(book.get_absolute_url()).status_code == 405


def test_the_supervisor_and_robots_are_answered(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()


def test_no_summary_can_reach_into_the_head_of_the_page(client: Client) -> None:
    attack = '0;url=/healthz" http-equiv="refresh" x="'
    book = make_book(summary_md=f"{attack} *Words* & more.", published=True)
    page = client.get(book.get_absolute_url()).content.decode()
    head = page.split("</head>")[0]
    assert 'http-equiv="refresh"' not in head
    assert "Words &amp; more." in head


def test_a_part_of_a_published_book_is_not_deleted(client: Client) -> None:
    book = make_book(published=True)
    section = book.sections.get()
    client.force_login(cast.editor())
    address = f"/admin/briefingbooks/section/{section.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert book.sections.count() == 1
