"""Still locked: what is known to exist and nobody may open."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.locked import assemble_locked
from collections_app.models import AccessCondition, ArchivalItem, Extent, Repository
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/locked/{query}")
    assert response.status_code == 200
    return response.content.decode()


def denied(archive: Repository, **fields: object) -> ArchivalItem:
    """Make a document that its authority has refused in full."""
    copy = {
        "repository": archive,
        "extent": Extent.WITHHELD,
        "is_act_of_originator": True,
        "released_on": date(2006, 5, 4),
    }
    return make.make_item(copies=[copy], published=True, **fields)


def test_with_nothing_locked_the_page_says_so(client: Client) -> None:
    make.make_item(published=True)
    assert "No document described here so far is known to be closed in full." in page(client)


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)
def test_a_closed_document_says_what_is_known_why_and_how_to_ask(client: Client) -> None:
    archive = make.make_repository(
        name="Defence Archives", city="Vincennes", how_to_request="Ask by letter.", published=True
    )
    item = denied(
        archive, title="Minutes", kind="minutes", date_edtf="1994-04-29", marking_level="secret"
    )
    copy = item.copies.get()
    copy.access_condition = AccessCondition.CLOSED_UNTIL
    copy.closed_until, copy.access_basis = date(2044, 5, 2), "Archives Act"
    copy.save()
    shown = page(client)
    for words in (
        "Vincennes: ",
        "Defence Archives",
        "Ask by letter.",
        "Minutes",
        "Secret · denied in full, 2006",
        "31 years old",
        "The authority has refused to release any part of it.",
        "It is closed until 2 May 2044. Basis: Archives Act",
    ):
        assert words in shown


def test_a_document_known_only_from_a_withdrawal_sheet_is_listed(client: Client) -> None:
    make.make_item(title="Unseen", known_from="withdrawal sheet of 2003", published=True)
    shown = page(client)
    assert "Unseen" in shown
    assert "Archive not stated, or not described here yet" in shown


def test_a_document_with_an_opened_copy_is_not_locked(client: Client) -> None:
    item = denied(make.make_repository(published=True), title="Leaked")
    make.make_copy(item=item, opened=True, how_obtained="leaked")
    assert "Leaked" not in page(client)


def test_an_open_record_of_a_document_withheld_in_full_opens_nothing(client: Client) -> None:
    item = denied(make.make_repository(published=True), title="Refused")
    copy = item.copies.get()
    copy.access_condition, copy.is_opened = AccessCondition.OPEN, True
    copy.save()
    assert "Refused" in page(client)
    shown = client.get(item.get_absolute_url()).content.decode()
    assert "There is nothing to open: the whole document was withheld." in shown


def test_what_is_not_public_is_neither_named_nor_counted(client: Client) -> None:
    hidden = make.make_repository(name="Quetzal archive", city="Quetzal city")
    denied(hidden, title="Shown")
    make.make_item(title="Quetzal draft", known_from="x")
    internal = denied(make.make_repository(published=True), title="Elsewhere")
    make.make_copy(
        item=internal,
        repository=make.make_repository(name="Quetzal house", published=True),
        is_internal=True,
    )
    shown = page(client)
    assert "Quetzal" not in shown
    assert assemble_locked().total == 2


def test_archives_are_in_order_of_their_cities_and_a_document_counts_once_in_the_whole() -> None:
    vincennes = make.make_repository(city="Vincennes", published=True)
    brussels = make.make_repository(city="Brussels", published=True)
    item = denied(vincennes)
    make.make_copy(item=item, repository=brussels, extent=Extent.WITHHELD)
    locked = assemble_locked()
    assert [(one.city, one.number) for one in locked.archives] == [
        ("Brussels", 1),
        ("Vincennes", 1),
    ]
    assert locked.total == 1


def test_a_demonstration_is_listed_marked_and_not_counted(client: Client) -> None:
    denied(make.make_repository(published=True), is_demonstration=True)
    locked = assemble_locked()
    assert (locked.total, locked.demonstrations) == (0, 1)
    assert "Demonstration record" in page(client)


def test_a_long_list_leads_to_a_page_of_its_own(client: Client) -> None:
    archive = make.make_repository(code="SHD", name="Defence Archives", published=True)
    for _ in range(9):
        denied(archive)
    assert 'href="?archive=SHD">All 9 documents at Defence Archives' in page(client)
    assert page(client).count('class="result"') == 8
    assert page(client, "?archive=SHD").count('class="result"') == 9


@pytest.mark.parametrize(
    "query", ["?archive=MISSING", "?archive=HIDDEN", "?archive=%00", "?page=x"]
)
def test_an_archive_that_is_not_there_is_said_and_all_are_shown(client: Client, query: str) -> None:
    make.make_repository(code="HIDDEN")
    denied(make.make_repository(published=True), title="Closed")
    shown = page(client, query)
    assert "Closed" in shown
    assert ("There is no such archive here." in shown) is ("ISSING" in query or "HIDDEN" in query)


def test_locked_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Thirteen for what is counted, which a server keeps; one for archives, items, conditions and
    requests each, and two for cards."""

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    denied(make.make_repository(published=True))
    for_one = count()
    for _ in range(10):
        denied(make.make_repository(published=True))
    assert count() == for_one
    assert for_one <= 19
