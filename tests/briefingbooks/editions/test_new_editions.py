"""A new edition of a book that readers have: cleared again by a second person, then frozen."""

import pytest
from django.core.exceptions import ValidationError

from briefingbooks import releasing
from briefingbooks.models import Book
from tests import cast
from tests.briefingbooks.make import make_book

pytestmark = pytest.mark.django_db

NOTE = {"kind": "correction", "change_note": "A date was corrected."}


def changed() -> Book:
    book = make_book(published=True)
    book.summary_md = "What the book says now."
    book.save()
    return book


def test_a_changed_book_is_cleared_by_a_second_person_and_released_as_edition_two() -> None:
    book, editor, director = changed(), cast.editor(), cast.director()
    releasing.propose_edition(book, by=editor)
    with pytest.raises(ValidationError, match="second person"):
        releasing.clear(book, by=editor)
    releasing.clear(book, by=director)
    edition = releasing.release_edition(book, by=director, **NOTE)
    assert (edition.number, edition.kind) == (2, "correction")
    assert "What the book says now." in str(edition.issues.get().page["summary"])
    assert "What the book says now." not in str(book.editions.get(number=1).issues.get().page)


def test_nothing_is_asked_for_where_nothing_has_changed() -> None:
    with pytest.raises(ValidationError, match="Nothing has changed"):
        releasing.propose_edition(make_book(published=True), by=None)


def test_no_edition_is_released_that_nobody_has_cleared() -> None:
    book = changed()
    with pytest.raises(ValidationError, match="Nobody has cleared it"):
        releasing.release_edition(book, by=None, **NOTE)


def test_what_was_changed_after_it_was_cleared_is_no_edition() -> None:
    book = changed()
    releasing.propose_edition(book, by=None)
    releasing.clear(book, by=cast.director())
    book.summary_md = "And now otherwise."
    book.save()
    with pytest.raises(ValidationError, match="Changed since it was cleared"):
        releasing.release_edition(book, by=None, **NOTE)


def test_a_released_book_is_not_cleared_unless_somebody_asks_for_it() -> None:
    with pytest.raises(ValidationError, match="Only what is in review"):
        releasing.clear(changed(), by=None)


def test_of_a_draft_there_is_no_new_edition() -> None:
    book = make_book()
    for deed in (lambda: releasing.propose_edition(book, by=None),
                 lambda: releasing.release_edition(book, by=None, **NOTE)):  # fmt: skip
        with pytest.raises(ValidationError, match="what readers have"):
            deed()
