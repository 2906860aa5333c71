"""Each card says which notes of its book cite what it shows, and no note that is not shown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.pages import BookPage, EntryView
from tests.briefingbooks.make import make_book, make_entry, make_section
from tests.make import make_item

pytestmark = pytest.mark.django_db


def page_of(book: Book) -> BookPage:
    return assemble(Book.objects.for_page().get(pk=book.pk), AnonymousUser())


def test_a_card_names_the_notes_that_cite_its_document_by_key_and_by_reference() -> None:
    book, item = make_book(published=True), make_item(published=True)
    entry = make_entry(book=book, item=item)
    body = (
        f"A.[^one] B.[^two] C.[^three]\n\n[^one]: {{entry}}`{entry.key}`.\n\n[^two]: Nothing.\n\n"
        f"[^three]: {{doc}}`{item.ref}; para. 6`."
    )
    make_section(book=book, body_md=body)
    assert page_of(book).entries[0].cited_in == [(1, "fn-one"), (3, "fn-three")]


def test_the_page_links_to_the_notes(client: Client) -> None:
    book, item = make_book(published=True), make_item(published=True)
    make_entry(book=book, item=item)
    make_section(book=book, body_md=f"A.[^a]\n\n[^a]: {{doc}}`{item.ref}`.")
    page = client.get(book.get_absolute_url()).content.decode()
    assert 'Cited in note <a href="#fn-a" aria-label="Note 1">1</a>' in page


def test_notes_of_a_hidden_entry_and_of_hidden_documents_are_not_told() -> None:
    book, shown, hidden = make_book(published=True), make_item(published=True), make_item()
    make_entry(book=book, item=shown)
    note = f"A.[^a]\n\n[^a]: {{doc}}`{shown.ref}`."
    make_entry(book=book, item=hidden, annotation_md=note)
    page = page_of(book)
    assert page.entries[0].cited_in == []
    assert page.entries[1] == EntryView(2, page.entries[1].anchor)


def test_the_table_of_documents_stands_before_a_long_list_only(client: Client) -> None:
    book = make_book(published=True)
    make_entry(book=book, item=make_item(), is_key_document=True)
    for _ in range(19):
        make_entry(book=book)
    assert "document-index" not in client.get(book.get_absolute_url()).content.decode()
    make_entry(book=book, is_key_document=True)
    page = client.get(book.get_absolute_url()).content.decode()
    assert page.count("Not public at present") == 1
    assert page.count("· key document") == 1
    assert "21 records in the order of the book" in page
