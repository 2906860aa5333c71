"""The catalogue as a reader meets it: /items/ with any question in its address."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.models import ArchivalItem, Derivative
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/items/{query}")
    assert response.status_code == 200
    return response.content.decode()


def full_item(number: int) -> ArchivalItem:
    """Make an item that has one of everything a line or a facet shows."""
    item = make.make_item(
        title=f"Cable {number}",
        subjects=[make.make_subject(published=True)],
        copies=[
            {
                "opened": True,
                "is_shown": True,
                "collection": None,
                "repository": make.make_repository(published=True),
            }
        ],
        published=True,
    )
    sheet = make.make_page(copy=item.copies.get())
    make.make_derivative(page=sheet, kind=Derivative.Kind.THUMBNAIL)
    make.make_excision(copy=item.copies.get())
    make.make_item_agent(item=item)
    make.make_item_place(item=item)
    return item


def queries(client: Client, query: str = "") -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, query)
    return len(asked)


def test_the_catalogue_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Two for the list, one for each facet and for years, pages and languages, three for cards.

    What is counted is read by thirteen, which a server keeps.
    """
    full_item(1)
    for_one = queries(client)
    for number in range(2, 12):
        full_item(number)
    assert queries(client) == for_one
    assert for_one <= 21


def test_a_question_asks_little_more_however_many_answer(client: Client) -> None:
    archive = full_item(1).copies.get().repository
    query = f"?kind=cable&q=cable&archive={archive.code}&year_from=1990"
    for_one = queries(client, query)
    for number in range(2, 12):
        make.make_item(title=f"Cable {number}", copies=[{"repository": archive}], published=True)
    assert queries(client, query) == for_one
    # One looks for each word in the texts of pages, two say on which page it stands; thirteen read
    # what is counted, which a server keeps.
    assert for_one <= 28


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "No document has been published yet." in page(client)


def test_a_line_says_date_source_and_status_in_words(client: Client) -> None:
    archive = make.make_repository(name="Archive of the Mission", published=True)
    make.make_item(
        title="Request for protection",
        marking_level="secret",
        copies=[
            {
                "repository": archive,
                "reference_code": "Box 4",
                "extent": "excised",
                "is_act_of_originator": True,
                "released_on": "2006-05-04",
            }
        ],
        published=True,
    )
    make.make_excision(copy=ArchivalItem.objects.get().copies.get())
    shown = page(client)
    assert '<time datetime="1994-01-11">11 January 1994</time>' in shown
    assert "Secret · declassified in part, 2006 · 1 passage still withheld" in shown
    assert "Archive of the Mission, Box 4" in shown


def test_what_is_not_public_is_nowhere_on_the_page(client: Client) -> None:
    make.make_item(title="Quetzal draft")
    hidden = make.make_repository(code="QUETZAL", name="Quetzal archive")
    shown = make.make_item(
        title="Shown",
        copies=[{"repository": hidden, "reference_code": "Quetzal box", "notes": "quetzal"}],
        archivist_note="quetzal",
        published=True,
    )
    make.make_item_agent(item=shown, agent=make.make_agent(name="Quetzal person"))
    make.make_item_place(item=shown, place=make.make_place(name="Quetzal place"))
    assert "uetzal" not in page(client)
    assert "An archive not yet described here" in page(client)


def test_the_question_is_said_back_and_each_part_can_be_taken_away(client: Client) -> None:
    make.make_item(title="Kibuye", published=True)
    shown = page(client, "?kind=cable&kind=letter&year_from=1993&year_to=1994&q=kibuye")
    assert (
        "1 document of the kind cable or telegram or letter, dated 1993 to 1994, "
        "with “kibuye” in the description or the text."
    ) in shown
    assert 'href="?kind=letter&amp;year_from=1993&amp;year_to=1994&amp;q=kibuye"' in shown
    assert 'href="?kind=cable&amp;kind=letter&amp;year_from=1993&amp;year_to=1994"' in shown


def test_an_empty_answer_helps_and_keeps_the_question(client: Client) -> None:
    make.make_item(title="Here", published=True)
    shown = page(client, "?kind=letter&q=nothing")
    assert "No public document has all of this at once." in shown
    assert "Ask again without “Kind: letter”" in shown
    assert 'value="letter" checked' in shown
    assert 'value="nothing"' in shown


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=999",
        "?page=abc",
        "?kind=zzz",
        "?archive=%00",
        "?q=%00fax",
        "?%00=%00",
        "?person=%F0%9F%98%80&place=../../etc",
        "?year_from=-5&year_to=1e9",
        "?sort=" + "x" * 500,
        "?q=" + "%22%3E%3Cscript%3E",
    ],
)
def test_no_question_breaks_the_page(client: Client, query: str) -> None:
    make.make_item(title="Here", published=True)
    assert "<script>" not in page(client, query)


def test_a_question_that_makes_no_sense_is_said_to_be_left_out(client: Client) -> None:
    make.make_item(published=True)
    shown = page(client, "?kind=zzz&year_from=abc&page=7")
    assert "There is no kind of document “zzz” here. This was left out." in shown
    assert "A year is a whole number from 1 to 9999. This was left out." in shown
    assert "There is no page 7: the list has one page. This is page 1." in shown


def test_the_pages_of_a_list_keep_its_question(client: Client) -> None:
    for _ in range(26):
        make.make_item(published=True)
    assert 'href="?kind=cable&amp;page=2"' in page(client, "?kind=cable")
    assert "Page 2 of 2" in page(client, "?kind=cable&page=2")


def test_a_line_shows_no_thumbnail_of_material_behind_a_choice(client: Client) -> None:
    open_item = full_item(1)
    assert Derivative.objects.get().get_absolute_url() in page(client)
    open_item.advisories.add(make.make_advisory(behaviour="click_through"))
    assert Derivative.objects.get().get_absolute_url() not in page(client)


def test_staff_see_the_same_list_as_everyone(admin_client: Client) -> None:
    make.make_item(title="Quetzal draft")
    assert "Quetzal" not in page(admin_client)
