"""The feeds of books and of documents newly opened: in order, with lasting ids."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from briefingbooks.models import Book
from collections_app.models import ArchivalItem, Copy
from tests.briefingbooks.make import make_book, make_entry, released
from tests.make import make_agent, make_copy, make_item, make_page, make_page_text, make_repository

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
BOOKS, OPENED, REQUESTS = "/feeds/books.atom", "/feeds/opened.atom", "/feeds/requests.atom"


def entries(client: Client, feed: str) -> list[Any]:
    response = client.get(feed)
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content).findall("a:entry", ATOM)


def said(entry: Any, name: str) -> str:
    return entry.findtext(f"a:{name}", namespaces=ATOM)


def make_opened(*, released_on: date = date(2014, 5, 1), **fields: Any) -> Copy:
    item = make_item(published=True, **fields)
    copy = make_copy(item=item, opened=True, extent="in_full", released_on=released_on)
    make_page_text(page=make_page(copy=copy))
    return copy


def test_a_book_stands_in_the_feed_with_its_summary_and_its_makers(client: Client) -> None:
    item = make_item(title="The Cable", published=True)
    book = make_book(
        title="The <Book>", decks="A deck.",
        summary_md=f"It says *much* of {{doc}}`{item.ref}`.[^a]\n\n[^a]: A note.",
        content_notice="Tells of killings.", published=True,
    )  # fmt: skip
    [entry] = entries(client, BOOKS)
    assert said(entry, "title") == "The <Book>"
    assert said(entry, "id") == f"http://testserver{book.get_absolute_url()}"
    assert said(entry, "summary") == (
        "<p>Tells of killings.</p>\n\n<p>A deck.</p>\n\n<p>It says much of The Cable.</p>"
    )
    assert said(entry.find("a:author", ATOM), "name") == "A. Editor"


def test_a_summary_names_an_entry_as_the_page_does(client: Client) -> None:
    book = make_book()
    make_entry(book=book, key="first")
    make_entry(book=book, key="fax")
    Book.objects.filter(pk=book.pk).update(
        summary_md="Of {entry}`fax`, {entry}`the first <first>`."
    )
    released(Book.objects.get(pk=book.pk))
    assert said(entries(client, BOOKS)[0], "summary") == "<p>Of Document 2, the first.</p>"


def test_a_summary_says_no_more_of_a_protected_person_than_the_public_name(client: Client) -> None:
    person = make_agent(
        name="CANARY", privacy="pseudonym", public_name="The porter", published=True
    )
    book = make_book(summary_md=f"Of {{person}}`her own name <{person.slug}>`.", published=True)
    hidden = make_item(title="CANARY")
    Book.objects.filter(pk=book.pk).update(
        summary_md=f"Of {{person}}`CANARY <{person.slug}>` and {{doc}}`{hidden.ref}`."
    )
    summary = said(entries(client, BOOKS)[0], "summary")
    assert "The porter" in summary
    assert "CANARY" not in summary


def test_an_entry_is_updated_when_readers_see_something_else_and_keeps_its_id(
    client: Client,
) -> None:
    book = make_book(published=True)
    before = entries(client, BOOKS)[0]
    later = datetime(2031, 1, 1, tzinfo=UTC)
    Book.objects.filter(pk=book.pk).update(described_at=later, title="Another title")
    after = entries(client, BOOKS)[0]
    assert said(after, "id") == said(before, "id")
    assert said(after, "published") == said(before, "published")
    assert said(after, "updated").startswith("2031-01-01T00:00:00")


def test_newly_opened_documents_come_in_the_order_in_which_readers_got_them(
    client: Client,
) -> None:
    old = make_opened(title="Released long ago, published here today")
    new = make_opened(title="Released last year", released_on=timezone.localdate())
    ArchivalItem.objects.filter(pk=new.item_id).update(
        public_from=timezone.now() - timedelta(days=400)
    )
    Copy.objects.filter(pk=new.pk).update(released_on=timezone.localdate() - timedelta(days=300))
    found = [said(entry, "title").rpartition(", ")[0] for entry in entries(client, OPENED)]
    assert found == [old.item.title, new.item.title]
    link = entries(client, OPENED)[0].find("a:link", ATOM).get("href")
    assert link == f"http://testserver{old.item.get_absolute_url()}?copy={old.pk}"
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("what", ["closed", "internal", "no page", "demonstration", "draft"])
def test_what_nobody_may_open_is_not_newly_opened(client: Client, what: str) -> None:
    copy = make_opened(is_demonstration=what == "demonstration")
    if what == "closed":
        Copy.objects.filter(pk=copy.pk).update(is_opened=False)
    if what == "internal":
        Copy.objects.filter(pk=copy.pk).update(is_internal=True)
    if what == "no page":
        copy.pages.all().delete()
    if what == "draft":
        ArchivalItem.objects.filter(pk=copy.item_id).update(state="draft")
    assert entries(client, OPENED) == []


def test_a_book_that_is_a_demonstration_says_so(client: Client) -> None:
    make_book(title="The Book", published=True, is_demonstration=True)
    [entry] = entries(client, BOOKS)
    assert said(entry, "title") == "The Book (demonstration)"
    assert entry.find("a:category", ATOM).get("term") == "demonstration"


@pytest.mark.parametrize("feed", [BOOKS, OPENED, REQUESTS])
def test_an_unchanged_feed_is_not_sent_again(client: Client, feed: str) -> None:
    make_book(published=True)
    make_opened()
    first = client.get(feed)
    assert first["Cache-Control"] == "no-cache"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(feed, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    if "Last-Modified" in first:
        known = {"if-modified-since": first["Last-Modified"]}
        assert client.get(feed, headers=known).status_code == 304


@pytest.mark.parametrize("feed", [BOOKS, OPENED])
def test_a_feed_costs_the_same_for_one_and_for_eleven(client: Client, feed: str) -> None:
    counts = []
    for more in (1, 10):
        for _ in range(more):
            make_book(published=True, summary_md=f"Of {{doc}}`{make_opened().item.ref}`.")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            entries(client, feed)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_pages_lead_to_the_feeds_that_fit_them(client: Client) -> None:
    make_repository(published=True)
    for page, feeds in (
        ("/", {BOOKS, OPENED, REQUESTS}),
        ("/fr/", {BOOKS, OPENED, REQUESTS}),
        ("/books/", {BOOKS}),
        ("/items/", {OPENED}),
        ("/locked/", {OPENED}),
        ("/requests/", {REQUESTS}),
    ):
        head = client.get(page).content.decode().partition("</head>")[0]
        assert {feed for feed in (BOOKS, OPENED, REQUESTS) if f'href="{feed}"' in head} == feeds
