"""A scheduled book is closed at every public address up to its second, by the query alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver

from briefingbooks.models import Book
from briefingbooks.references import derive_references
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_event,
    make_section,
    released,
)
from tests.make import make_copy, make_item, make_repository, make_subject
from tests.stranger import SLOT, body, filled, identifiers, patterns

pytestmark = pytest.mark.django_db
CANARY = "Zanzibarfinch"
RELEASE = datetime(2050, 1, 9, 15, 0, tzinfo=UTC)


def embargoed() -> Book:
    """Make a book with its word in every part, which shows and cites what is public already."""
    point = make_subject(label_en="A decision", kind="turning_point", published=True)
    book = make_book(
        title=f"{CANARY} book",
        slug="the-book",
        summary_md=CANARY,
        decks=CANARY,
        turning_point=point,
        date_edtf="1994-04",
    )
    item = make_item(title="Seen before", published=True)
    make_copy(item=item, repository=make_repository(published=True))
    make_entry(book=book, item=item, annotation_md=CANARY, analysis_md=CANARY)
    make_section(book=book, heading=CANARY, body_md=f"{CANARY} {{doc}}`{item.ref}`.")
    make_event(book=book, title=CANARY)
    make_book_link(book=book, note=CANARY)
    derive_references(book)
    return released(book, RELEASE)


def addresses() -> Iterator[str]:
    """Return every public address of the four rooms: none is typed here, so none is forgotten."""
    known = identifiers() | {"number": {"1"}, "token": {"nobody-was-ever-given-this-token"}}
    known["slug"].add("the-book")
    for _, pattern in patterns(get_resolver()):
        if {slot for _, slot in SLOT.findall(str(pattern.pattern))} <= set(known):
            yield from filled(pattern, known)
    yield f"/search/?q={CANARY}"
    yield f"/books/?q={CANARY}"


def shown_at(instant: datetime) -> set[str]:
    """Return the addresses at which a stranger meets the word at an instant."""
    found = set()
    with time_machine.travel(instant, tick=False):
        client = Client()
        for address in addresses():
            answer = client.get(address)
            words = body(answer).decode("utf-8", "replace")
            assert answer.status_code < 500, address
            # A search repeats what it was asked for.
            if f"{CANARY} book" in words or (CANARY in words and CANARY not in address):
                found.add(address)
    return found


def test_a_book_is_closed_everywhere_up_to_its_second_and_open_from_it() -> None:
    book = embargoed()
    assert shown_at(RELEASE - timedelta(seconds=1)) == set()
    with time_machine.travel(RELEASE - timedelta(seconds=1), tick=False):
        assert Client().get(book.get_absolute_url()).status_code == 404
    after = shown_at(RELEASE + timedelta(seconds=1))
    item = book.entries.get().item
    assert item is not None
    expected = {
        "/",
        "/books/",
        book.get_absolute_url(),
        item.get_absolute_url(),
        "/turning-points/a-decision/",
        f"/search/?q={CANARY}",
    }
    assert expected - after == set()


def test_it_opens_at_the_very_instant_without_any_job() -> None:
    book = embargoed()
    row = Book.objects.filter(pk=book.pk).values().get()
    with time_machine.travel(RELEASE, tick=False):
        assert Client().get(book.get_absolute_url()).status_code == 200
    assert Book.objects.filter(pk=book.pk).values().get() == row
