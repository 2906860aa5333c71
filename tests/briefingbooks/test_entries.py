"""Entries: a key for ever, exactly one thing shown, excerpts with a beginning and a later end."""

import pytest
from django.core.exceptions import ValidationError

from briefingbooks.models import Entry, entries
from tests.briefingbooks.make import make_book, make_entry
from tests.make import make_copy, make_item
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db


def test_a_key_that_is_taken_in_the_book_is_not_given_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = iter(["e2222", "e2222", "e3333"])
    monkeypatch.setattr(entries, "new_key", lambda: next(keys))
    monkeypatch.setattr(Entry._meta.get_field("key"), "_get_default", lambda: "e2222")
    book = make_book()
    assert make_entry(book=book).key == "e2222"
    assert make_entry(book=book).key == "e3333"
    assert make_entry(book=make_book()).key == "e2222"


def test_an_entry_shows_exactly_one_thing() -> None:
    book = make_book()
    with pytest.raises(ValidationError, match="exactly one"):
        Entry(book=book).full_clean()
    both = Entry(book=book, item=make_item(), interview=make_interview(), start_ms=0, end_ms=1)
    with pytest.raises(ValidationError, match="exactly one"):
        both.full_clean()


@pytest.mark.parametrize(("start", "end"), [(None, None), (0, None), (5, 5), (9, 5)])
def test_an_excerpt_has_a_beginning_and_a_later_end(start: int | None, end: int | None) -> None:
    entry = Entry(book=make_book(), interview=make_interview(), start_ms=start, end_ms=end)
    with pytest.raises(ValidationError):
        entry.full_clean()


def test_an_entry_shows_a_copy_of_its_own_item() -> None:
    entry = Entry(book=make_book(), item=make_item(), shown_copy=make_copy())
    with pytest.raises(ValidationError, match="another item"):
        entry.full_clean()
