"""At the desk an essay is looked at, then added to a draft, by whoever may write its sections."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from briefingbooks.models import Book
from tests import cast
from tests.briefingbooks.essays.samples import SAMPLE
from tests.briefingbooks.make import make_book
from tests.collections_app.desks import at_desk, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return at_desk(cast.editor())


def page_for(book: Book) -> str:
    return reverse("admin:briefingbooks_book_import_essay", args=[book.pk])


def upload(client: Client, book: Book, data: bytes = SAMPLE.encode()) -> str:
    file = SimpleUploadedFile("bridge.txt", data)
    return client.post(page_for(book), {"file": file}).content.decode()


def content_in(page: str) -> str:
    return page.split('name="content" value="')[1].split('"')[0]


def test_an_essay_is_looked_at_and_then_added(editor: Client) -> None:
    book = make_book(with_parts=False)
    page = upload(editor, book)
    assert "What bridge.txt would become" in page
    assert "two notes on a line" in page
    assert not book.sections.exists()
    values = {"name": "bridge.txt", "content": content_in(page)}
    answer = editor.post(page_for(book), values, follow=True).content.decode()
    assert "Added 2 sections and 2 works. Nothing became public." in answer
    assert book.sections.count() == 2
    section = book.sections.first()
    assert section is not None
    assert section.changes.get().change_set.source == "import"


def test_the_same_essay_asks_to_be_told(editor: Client) -> None:
    book = make_book(with_parts=False)
    values = {"name": "bridge.txt", "content": content_in(upload(editor, book))}
    editor.post(page_for(book), values)
    assert "take the same file in again" in upload(editor, book)
    assert "was imported before" in editor.post(page_for(book), values).content.decode()
    editor.post(page_for(book), {**values, "again": "on"})
    assert book.sections.count() == 4


def test_a_file_that_is_no_essay_is_refused_at_its_field(editor: Client) -> None:
    assert "The file is a PDF document" in upload(editor, make_book(), b"%PDF-1.7")


def test_a_draft_offers_the_import_and_a_published_book_does_not(editor: Client) -> None:
    draft, published = make_book(), make_book(published=True)
    assert "Import an essay" in editor.get(page_of(draft)).content.decode()
    assert "Import an essay" not in editor.get(page_of(published)).content.decode()
    page = upload(editor, published)
    assert "an essay is imported into drafts only" in page
    assert "Add it to the book" not in page


@pytest.mark.parametrize("who", [cast.cataloguer, cast.transcriber])
def test_who_may_not_write_sections_imports_nothing(who: object) -> None:
    book = make_book()
    client = at_desk(who())  # type: ignore[operator]
    assert client.get(page_for(book)).status_code == 403
    assert client.post(page_for(book), {"name": "a", "content": "YQ=="}).status_code == 403


def test_content_that_was_changed_on_the_way_is_refused(editor: Client) -> None:
    book = make_book(with_parts=False)
    answer = editor.post(page_for(book), {"name": "a.txt", "content": "*no*"})
    assert answer.status_code == 200
    assert not book.sections.exists()
