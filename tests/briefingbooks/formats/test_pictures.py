"""Which pictures the files of an edition may hold."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefingbooks.assembly import assemble
from briefingbooks.formats.pictures import pictures_of
from briefingbooks.models import Book
from briefingbooks.pages import BookPage, SectionView
from collections_app.models import Advisory, ArchivalItem, Derivative
from tests.briefingbooks.formats.make import html
from tests.briefingbooks.make import make_book, make_entry
from tests.make import make_advisory, make_copy, make_derivative, make_item, make_page

pytestmark = pytest.mark.django_db


def a_book_of(item: ArchivalItem) -> Book:
    book = make_book(published=True)
    make_entry(book=book, item=item)
    return book


def an_imaged_item(**fields: object) -> tuple[ArchivalItem, Derivative]:
    item = make_item(published=True, **fields)
    sheet = make_page(copy=make_copy(item=item, opened=True, is_shown=True), number=1)
    make_derivative(page=sheet, kind="thumbnail", content=b"small", width=120, height=160)
    make_derivative(page=sheet, kind="blurred", content=b"blurred", width=120, height=160)
    return item, make_derivative(page=sheet, content=b"large")


def assembled(book: Book) -> BookPage:
    return assemble(book, AnonymousUser())


def test_a_card_shows_the_large_image_of_its_page() -> None:
    item, large = an_imaged_item()
    page = assembled(a_book_of(item))
    ((address, picture),) = pictures_of(page, timezone.now()).items()
    assert address == page.entries[0].thumbnail.url
    assert (picture.content, picture.width, picture.sha256) == (b"large", 1200, large.sha256)
    assert picture.alt == f"First page of {item.title}"


def test_what_a_notice_asks_about_first_is_in_no_file() -> None:
    asking = make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    item, large = an_imaged_item(advisories=[asking])
    page = assembled(a_book_of(item))
    page.sections.append(
        SectionView("s", "S", html(f'<img src="{large.get_absolute_url()}" alt="A road">'))
    )
    assert pictures_of(page, timezone.now()) == {}


def test_a_photograph_in_a_text_is_shown_with_its_own_words() -> None:
    _item, large = an_imaged_item()
    page = assembled(make_book(published=True))
    address = large.get_absolute_url()
    page.sections.append(
        SectionView("s", "S", html(f'<img src="{address}" alt="A road &amp; a hill">'))
    )
    assert pictures_of(page, timezone.now())[address].alt == "A road & a hill"


def test_an_image_that_has_been_closed_since_is_not_read() -> None:
    item, _large = an_imaged_item()
    page = assembled(a_book_of(item))
    item.copies.update(is_opened=False)
    assert pictures_of(page, timezone.now()) == {}


def test_an_image_is_there_from_the_moment_its_record_is() -> None:
    item, _large = an_imaged_item()
    page = assembled(a_book_of(item))
    later = timezone.now() + timedelta(days=1)
    ArchivalItem.objects.filter(pk=item.pk).update(public_from=later)
    assert pictures_of(page, timezone.now()) == {}
    assert len(pictures_of(page, later)) == 1


def test_the_number_of_queries_does_not_grow(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    book = make_book(published=True)
    for _ in range(3):
        make_entry(book=book, item=an_imaged_item()[0])
    page = assembled(book)
    with django_assert_max_num_queries(3):
        assert len(pictures_of(page, timezone.now())) == 3
