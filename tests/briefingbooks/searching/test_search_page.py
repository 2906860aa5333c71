"""One box finds books and notes, documents and pages, testimony and names: what is public alone."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from briefingbooks.references import derive_references
from briefingbooks.searching.words_of_books import BOOKS, NOTE, TEXT
from collections_app.search_index.asking import understood
from collections_app.searched_words import ITEMS, NAMES
from oralhistory.searched_words import TESTIMONY
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_event, make_section, released
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_language,
    make_page,
    make_page_text,
    make_place,
)
from tests.oralhistory.make import make_interview, make_transcript, rewritten

pytestmark = pytest.mark.django_db

WORD = "Quetzal"
INDEXES = (ITEMS, NAMES, TESTIMONY, BOOKS)


def search(query: str = WORD, client: Client | None = None, **more: Any) -> str:
    answer = (client or Client()).get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="h-\w+">(.*?)</h2>', page)


def links(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)">', page.split('aria-label="What was found"')[1])


def book_saying(text: str, **fields: Any) -> Any:
    book = make_book(**({"title": "A book"} | fields))
    make_section(book=book, heading="The warning", slug="the-warning", body_md=text)
    derive_references(book)
    return released(book)


def rows() -> int:
    """Count the rows of every index, those not yet due included."""
    with connection.cursor() as cursor:
        number = 0
        for table in (table for index in INDEXES for table in index.tables):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
            number += cursor.fetchone()[0]
    return number


def test_every_room_answers_and_says_how_many() -> None:
    book_saying(f"A {WORD} was seen.")
    copy = make_copy(item=make_item(published=True), opened=True, is_shown=True)
    make_page_text(page=make_page(copy=copy), text=f"The {WORD} flew.")
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{"text": f"We saw a {WORD}."}])
    rewritten(interview)
    make_agent(name=f"{WORD}, Ada", published=True)
    make_place(name=f"{WORD} Hill", published=True)
    page = search()
    assert "5 results with “Quetzal”." in page
    assert headings(page) == [
        "Briefing books (1)", "Documents (1)", "Testimony (1)", "People, places and subjects (2)",
    ]  # fmt: skip
    assert page.count("<mark>Quetzal</mark>") == 3


def test_a_place_in_a_book_is_quoted_and_opened_at_its_paragraph() -> None:
    book = book_saying(
        f"First.\n\nSecond.\n\n- a list\n\nThe {WORD} and others.[^n]\n\n[^n]: A note."
    )
    page = search()
    assert f"/books/{book.slug}/#the-warning-p3" in links(page)
    assert "The <mark>Quetzal</mark> and others." in page
    reading = Client().get(book.get_absolute_url()).content.decode()
    assert f'<p id="the-warning-p3">The {WORD} and others.' in reading


def test_a_note_is_found_by_its_words_and_opened_by_its_number() -> None:
    book = book_saying(f"Text.[^first]\n\n[^first]: The {WORD} report.")
    page = search()
    assert f"/books/{book.slug}/#fn-first" in links(page)
    assert "Note 1</a>" in page


def test_words_may_stand_in_different_places_of_a_book() -> None:
    book_saying(f"A {WORD}.\n\nA jacana.")
    make_event(book=book_saying("Nothing."), title=f"{WORD} day")
    assert headings(search(f"{WORD} jacana")) == ["Briefing books (1)"]
    assert headings(search(f'"{WORD} jacana"')) == []


def test_an_entry_of_a_hidden_document_is_not_found_nor_a_note_that_it_alone_calls() -> None:
    item = make_item(published=True)
    book = make_book(title="A book")
    make_section(book=book, body_md="Text.")
    make_entry(book=book, item=item, annotation_md=f"A {WORD}.[^a]\n\n[^a]: A jacana.")
    derive_references(book)
    released(book)
    assert headings(search()) == headings(search("jacana")) == ["Briefing books (1)"]
    item.hold(by=None)
    assert headings(search()) == headings(search("jacana")) == []
    assert not BOOKS.counts(understood("jacana"))
    item.lift_hold(by=None)
    assert headings(search()) == ["Briefing books (1)"]


def test_a_book_and_a_document_are_found_from_the_second_of_their_embargo() -> None:
    due = timezone.now().replace(microsecond=0) + timedelta(days=1)
    book = make_book(title=f"{WORD} book")
    make_section(book=book, body_md="Text.")
    released(book, due)
    make_item(title=f"{WORD} cable", public_from=due)
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        assert headings(search()) == []
        assert "Quetzal book" not in Client().get("/suggest/?q=quet").content.decode()
    with time_machine.travel(due, tick=False):
        assert headings(search()) == ["Briefing books (1)", "Documents (1)"]


def test_what_is_not_due_lies_in_a_table_of_its_own() -> None:
    make_item(title=f"{WORD} cable", public_from=timezone.now() + timedelta(days=1))
    with connection.cursor() as cursor:
        found = {}
        for table in ITEMS.tables:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    assert found[ITEMS.name] == 0
    assert found[ITEMS.due] > 0


def test_a_save_is_searchable_at_once_and_a_rollback_leaves_no_trace() -> None:
    before = rows()
    with transaction.atomic():
        make_item(title=f"{WORD} cable", published=True)
        assert headings(search()) == ["Documents (1)"]
        transaction.set_rollback(True)
    assert headings(search()) == []
    assert rows() == before


def test_drafts_held_and_deleted_records_have_no_row_in_any_index() -> None:
    before = rows()
    make_book(title=f"{WORD} draft")
    make_item(title=f"{WORD} draft")
    make_agent(name=f"{WORD}, Draft")
    assert rows() == before
    held = make_item(title=f"{WORD} held", published=True)
    gone = make_item(title=f"{WORD} gone", published=True)
    out = make_item(title=f"{WORD} out", published=True)
    held.hold(by=None)
    out.withdraw(by=None, reason="Asked.")
    gone.delete()
    assert not ITEMS.counts(understood(WORD))


def test_a_protected_name_has_no_row_and_its_public_name_has() -> None:
    make_agent(
        name=f"{WORD}, Secret", privacy="pseudonym", public_name="The jacana", published=True
    )
    assert headings(search()) == []
    assert headings(search("jacana")) == ["People, places and subjects (1)"]
    assert "Jacana" not in Client().get("/suggest/?q=que").content.decode()
    assert not NAMES.counts(understood(WORD))


def test_the_index_is_written_anew_as_it_was() -> None:
    book_saying(f"A {WORD}.[^n]\n\n[^n]: A jacana.")
    make_item(title=f"{WORD} cable", published=True)
    make_agent(name=f"{WORD}, Ada", published=True)
    shown, number = search(), rows()
    for index in INDEXES:
        index.forget(index.groups())
    assert rows() == 0
    call_command("rebuild_search")
    assert (search(), rows()) == (shown, number)
    assert {kind for _book, kind in BOOKS.counts(understood("quetzal"))} == {TEXT}
    assert {kind for _book, kind in BOOKS.counts(understood("jacana"))} == {NOTE}


def test_one_group_is_shown_in_pages_and_years_and_language_narrow() -> None:
    french = make_language(code="fr", label_en="French")
    for year in range(1990, 2020):
        make_item(title=f"{WORD} {year}", date_edtf=str(year), published=True,
                  languages=[french] if year > 2000 else None)  # fmt: skip
    first = search(group="documents")
    assert "Page 1 of 2" in first
    assert "group=documents&page=2" in first
    assert "There is no page 99" in search(group="documents", page="99")
    assert headings(search(year_from="1994", year_to="1995")) == ["Documents (2)"]
    assert headings(search(language="fr")) == ["Documents (19)"]


def test_a_title_comes_before_a_description_and_a_date_orders_where_it_is_asked() -> None:
    make_item(title="First by date", abstract=f"A {WORD}.", date_edtf="1993", published=True)
    make_item(title=f"A {WORD}", date_edtf="1995", published=True)
    titles = re.findall(r"<h3><a [^>]*>(.*?)</a>", search())
    assert titles == [f"A {WORD}", "First by date"]
    titles = re.findall(r"<h3><a [^>]*>(.*?)</a>", search(sort="date"))
    assert titles == ["First by date", f"A {WORD}"]


@pytest.mark.parametrize("typed", ["Dalaire", "dallarie", "Dallairs", "Dxllaire", "adllaire"])
def test_a_slip_in_a_name_is_corrected_from_public_names(typed: str) -> None:
    make_agent(name="Dallaire, Roméo", published=True)
    make_agent(name="Dalairre, Draft")
    page = search(typed)
    assert 'Did you mean <a href="?q=Dallaire">Dallaire</a>?' in page


def test_no_name_is_meant_where_something_is_found_or_nothing_is_near() -> None:
    make_agent(name="Dallaire, Roméo", published=True)
    make_item(title="Dalaire", published=True)
    assert "Did you mean" not in search("Dalaire")
    assert "Did you mean" not in search("Kigali")


def test_names_are_offered_while_typing_as_opensearch_has_it(client: Client) -> None:
    make_agent(name="Dallaire, Roméo", published=True)
    make_agent(name="Dalmas, Draft")
    make_item(title="The Dallaire cable", published=True)
    answer = client.get("/suggest/?q=dal")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    typed, words, kinds, urls = answer.json()
    assert typed == "dal"
    assert words == ["Dallaire, Roméo", "The Dallaire cable"]
    assert kinds == ["person or body", "document"]
    assert all(url.startswith("http://testserver/") for url in urls)
    assert client.get("/suggest/?q=d").json()[1] == []


@pytest.mark.parametrize(
    "query",
    [
        '"', '"a', "*", "a*", "AND OR NOT", "NEAR(a b)", "title:x", "the of and", "é" * 10_000,
        "x" * 10_000, "a\x00b", "😀", "جينوسايد", "대량학살", "' OR 1=1 --",
        "((((", "%_%", "\ud83d",
    ],
)  # fmt: skip
def test_odd_questions_get_a_helpful_page(client: Client, query: str) -> None:
    book_saying("Text.")
    for address in ("/search/", "/items/", "/interviews/", "/suggest/", "/fr/search/"):
        query = query.encode("utf-8", "replace").decode()
        assert client.get(address, {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"group": "nothing"}, {"year_from": "x"}, {"year_from": "2000", "year_to": "1990"},
        {"language": "zz"}, {"sort": "size"}, {"page": "1000000", "group": "books"},
        {"year_to": "-1"},
    ],
)  # fmt: skip
def test_an_impossible_answer_is_left_out_and_said(more: dict[str, str]) -> None:
    book_saying(f"A {WORD}.")
    page = search(**more)
    assert "was not understood" in page
    assert "Briefing books (1)" in page


def test_the_house_finds_no_more_than_a_stranger() -> None:
    make_item(title=f"{WORD} draft")
    client = Client()
    client.force_login(cast.director())
    assert headings(search(client=client)) == []
