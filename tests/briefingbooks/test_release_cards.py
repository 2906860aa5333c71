"""What a book says of how open its documents are: comparison links and the volume statement."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.release_cards import Kept, openness_of, statement_of
from collections_app.models import ArchivalItem
from tests.briefingbooks.make import make_book, make_entry
from tests.make import (
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db


def kept(item: ArchivalItem) -> Kept | None:
    return openness_of([item.pk]).kept.get(item.pk)


def excised(item: ArchivalItem, **fields: object) -> None:
    copy = make_copy(item=item, opened=True, extent="excised", is_act_of_originator=True)
    make_excision(copy=copy, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"unit": "paragraph", "amount": 2}, Kept.A_PARAGRAPH_OR_MORE),
        ({"unit": "page", "amount": 1}, Kept.A_PARAGRAPH_OR_MORE),
        ({"unit": "paragraph", "amount": 1, "is_less_than": True}, Kept.LESS_THAN_A_PARAGRAPH),
        ({"unit": "line", "amount": 3}, Kept.LESS_THAN_A_PARAGRAPH),
        ({"unit": "", "amount": None}, Kept.PASSAGES),
    ],
)
def test_an_excision_counts_as_the_front_matter_would_count_it(
    fields: dict[str, object], level: Kept
) -> None:
    item = make_item(published=True)
    excised(item, **fields)
    assert kept(item) == level


def test_the_fullest_public_copy_counts() -> None:
    item = make_item(published=True)
    make_copy(item=item, extent="withheld", is_act_of_originator=True)
    assert kept(item) == Kept.ALL
    excised(item, unit="line", amount=1)
    assert kept(item) == Kept.LESS_THAN_A_PARAGRAPH
    make_copy(item=item, opened=True, extent="in_full", is_internal=True)
    assert kept(item) == Kept.LESS_THAN_A_PARAGRAPH
    make_copy(item=item, opened=True, extent="in_full", is_act_of_originator=True)
    assert kept(item) == Kept.NOTHING


def test_the_statement_is_worded_as_the_volumes_word_it() -> None:
    items = [make_item(published=True) for _ in range(4)]
    make_copy(item=items[0], extent="withheld", is_act_of_originator=True)
    excised(items[1], unit="paragraph", amount=2)
    excised(items[2], unit="line", amount=1)
    excised(items[3], unit="line", amount=1)
    words = statement_of(openness_of([item.pk for item in items]))
    assert "Of the 4 documents in this book" in words
    assert "the decision to withhold 1 document in full" in words
    assert "excise a paragraph or more in 1 document," in words
    assert "minor excisions of less than a paragraph in 2 documents." in words


def test_what_no_source_states_is_said_and_never_counted_as_open() -> None:
    stated, unstated = make_item(published=True), make_item(published=True)
    make_copy(item=stated, opened=True, extent="in_full", is_act_of_originator=True)
    make_copy(item=unstated, extent="unknown")
    words = statement_of(openness_of([stated.pk, unstated.pk]))
    assert words.startswith("Of 1 document in this book no source states")
    assert statement_of(openness_of([unstated.pk])) == ""


def test_passages_that_the_house_withholds_are_said_apart() -> None:
    item = make_item(published=True)
    copy = make_copy(item=item, opened=True, extent="in_full", is_act_of_originator=True)
    make_excision(copy=copy, page=make_page(copy=copy), made_by="us", unit="line", amount=1)
    found = openness_of([item.pk])
    assert found.kept[item.pk] == Kept.NOTHING
    assert "This house itself withholds passages in 1 document" in statement_of(found)


def test_copies_of_a_hidden_document_are_not_counted() -> None:
    item = make_item()
    excised(item, unit="paragraph", amount=1)
    assert openness_of([item.pk]).documents == 0


def test_a_card_offers_to_compare_the_copies_that_show_something(client: Client) -> None:
    book, item = make_book(published=True), make_item(published=True)
    make_entry(book=book, item=item)
    for make in (make_page_text, make_derivative):
        page = make_page(copy=make_copy(item=item, opened=True))
        make(page=page) if make is make_page_text else make(page=page, kind="thumbnail")
    make_copy(item=item, opened=True)
    closed = make_copy(item=item)
    make_page_text(page=make_page(copy=closed))
    view = assemble(Book.objects.for_page().get(pk=book.pk), AnonymousUser()).entries[0]
    assert (view.copies, view.compared) == (4, 2)
    page = client.get(book.get_absolute_url()).content.decode()
    assert f'<a href="{item.get_absolute_url()}compare/">Compare 2 releases' in page
    assert client.get(f"{item.get_absolute_url()}compare/").status_code == 200
