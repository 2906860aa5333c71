"""The texts that may leave with a book: what anybody may read without being asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefingbooks.assembly import assemble
from briefingbooks.formats.matter import DocumentText
from briefingbooks.formats.shown_texts import texts_of
from briefingbooks.models import Book
from collections_app.models import Advisory, ArchivalItem, Copy, Excision
from tests.briefingbooks.make import make_book, make_entry
from tests.make import make_advisory, make_copy, make_item, make_page, make_page_text

pytestmark = pytest.mark.django_db


def a_copy(item: ArchivalItem, text: str = "The cable.", **fields: Any) -> Copy:
    copy = make_copy(item=item, opened=True, **fields)
    make_page_text(page=make_page(copy=copy, number=1), text=text)
    return copy


def a_book_of(item: ArchivalItem, **fields: Any) -> Book:
    book = make_book(published=True)
    make_entry(book=book, item=item, **fields)
    return book


def read(book: Book, **later: Any) -> list[DocumentText]:
    page = assemble(book, AnonymousUser())
    return list(texts_of(page, timezone.now() + timedelta(**later)).values())


def test_a_document_says_what_readers_can_read() -> None:
    item = make_item(published=True)
    a_copy(item, "One.\n\nTwo.", is_shown=True)
    (document,) = read(a_book_of(item))
    assert (document.ref, document.pages[0].paragraphs) == (item.ref, ("One.", "Two."))


def test_it_is_the_copy_that_the_book_shows() -> None:
    item = make_item(published=True)
    a_copy(item, "First.", is_shown=True)
    chosen = a_copy(item, "Second.")
    (document,) = read(a_book_of(item, shown_copy=chosen))
    assert document.pages[0].paragraphs == ("Second.",)


def test_what_an_authority_withholds_is_said_in_brackets() -> None:
    item = make_item(published=True)
    copy = a_copy(item, "Sent by XX today.", is_shown=True)
    Excision.objects.create(
        copy=copy, page=copy.pages.get(), start=8, end=10, printed_form="name not declassified"
    )
    (document,) = read(a_book_of(item))
    (paragraph,) = document.pages[0].paragraphs
    assert "XX" not in paragraph
    assert paragraph.startswith("Sent by [")


def test_nothing_of_a_document_that_a_notice_asks_about_first() -> None:
    asking = make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    item = make_item(published=True, advisories=[asking])
    a_copy(item, is_shown=True)
    assert read(a_book_of(item)) == []


@pytest.mark.parametrize("closed", [{"is_opened": False}, {"is_internal": True}])
def test_nothing_of_a_copy_that_is_closed(closed: dict[str, bool]) -> None:
    item = make_item(published=True)
    copy = a_copy(item, is_shown=True)
    book = a_book_of(item)
    Copy.objects.filter(pk=copy.pk).update(**closed)
    assert read(book) == []


def test_nothing_of_a_text_whose_withheld_words_are_not_marked_yet() -> None:
    item = make_item(published=True)
    copy = a_copy(item, "A protected name.", is_shown=True)
    Excision.objects.create(copy=copy, page=copy.pages.get(), made_by=Excision.MadeBy.US)
    assert read(a_book_of(item)) == []


def test_nothing_of_a_book_that_is_not_public() -> None:
    item = make_item(published=True)
    a_copy(item, is_shown=True)
    book = make_book()
    make_entry(book=book, item=item)
    assert read(book) == []


def test_the_number_of_queries_does_not_grow(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    book = make_book(published=True)
    for _ in range(3):
        item = make_item(published=True)
        a_copy(item, is_shown=True)
        make_entry(book=book, item=item)
    page = assemble(book, AnonymousUser())
    with django_assert_max_num_queries(6):
        assert len(texts_of(page, timezone.now())) == 3
