"""The chronology and the map of a book: what falls into a period, and where things lie."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from briefingbooks.chronology_page import read_period
from briefingbooks.models import Book, ChronologyEvent
from oralhistory.models import Interview
from tests.briefingbooks.make import make_book, make_entry, make_event, make_section, released
from tests.make import make_item, make_item_place, make_place
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db

HUYE = {"latitude": "-2.59", "longitude": "29.74"}


def titles(client: Client, book: Book, query: str = "") -> list[str]:
    page = client.get(f"{book.get_absolute_url()}chronology/{query}").content.decode()
    events = [event.title for event in book.events.all()]
    return [title for title in events if f"<strong>{title}</strong>" in page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["War", "Spring", "About then", "Open", "Undated"]),
        ("?from=1994", ["Spring", "About then", "Open"]),
        ("?to=1993", ["War"]),
        ("?from=1994-05&to=1994-06", ["Spring", "About then", "Open"]),
        ("?from=1995", ["Open"]),
        ("?from=1994-04-30&to=1994-04-30", ["Spring", "About then"]),
        ("?from=soon", ["War", "Spring", "About then", "Open", "Undated"]),
        ("?from=1995&to=1994", ["War", "Spring", "About then", "Open", "Undated"]),
        ("?from=%00&to=%27", ["War", "Spring", "About then", "Open", "Undated"]),
    ],
)
def test_events_that_can_fall_into_the_period_are_shown(
    client: Client, query: str, expected: list[str]
) -> None:
    book = make_book(published=True)
    for title, when in [
        ("War", "1990-10"),
        ("Spring", "1994-04-06/1994-07-19"),
        ("About then", "1994~"),
        ("Open", "1994-05-01/.."),
        ("Undated", ""),
    ]:
        make_event(book=book, title=title, date_edtf=when)
    assert sorted(titles(client, book, query)) == sorted(expected)


def test_what_was_not_understood_is_said(client: Client) -> None:
    assert "was not understood" in read_period("soon", "").problem
    assert "later than the last" in read_period("1995", "1994").problem
    assert read_period("", "").is_asked is False
    book = make_book(published=True)
    make_event(book=book)
    page = client.get(f"{book.get_absolute_url()}chronology/?from=<b>").content.decode()
    assert 'value="&lt;b&gt;"' in page


def test_notes_keep_their_numbers_and_links_lead_back_to_the_book(client: Client) -> None:
    book = make_book(published=True)
    entry = make_entry(book=book)
    make_section(book=book, body_md="A.[^a]\n\n[^a]: First.")
    text = f"See {{entry}}`{entry.key}`.[^b][^a]\n\n[^b]: Second."
    event = make_event(book=book, text_md=text)
    page = client.get(f"{book.get_absolute_url()}chronology/").content.decode()
    assert f'href="{book.get_absolute_url()}#doc-{entry.key}"' in page
    assert '<li id="fn-b" value="2">' in page
    assert '<li id="fn-a" value="1">' in page
    assert "#fnref-a-2" in page
    assert 'href="#fnref-a"' not in page
    assert f'id="event-{event.key}"' in page


def test_the_address_of_an_event_survives_and_the_old_one_leads_there(client: Client) -> None:
    book = make_book(published=True)
    event = make_event(book=book)
    page = client.get(book.get_absolute_url()).content.decode()
    assert f'<li id="event-{event.key}">' in page
    assert f'<span id="event-{event.pk}"></span>' in page
    key = event.key
    event.title = "Another title"
    event.save()
    assert ChronologyEvent.objects.get(pk=event.pk).key == key


@pytest.mark.parametrize("part", ["chronology", "map"])
@pytest.mark.parametrize("state", ["draft", "embargoed", "withdrawn", "missing"])
def test_parts_of_a_hidden_book_are_not_found(client: Client, part: str, state: str) -> None:
    book = make_book(title="CANARY")
    make_event(book=book, title="CANARY")
    if state == "embargoed":
        released(book, timezone.now() + timedelta(hours=1))
    if state == "withdrawn":
        released(book).withdraw(by=None, reason="CANARY")
    address = "/books/nothing/" if state == "missing" else book.get_absolute_url()
    answer = client.get(f"{address}{part}/")
    assert answer.status_code == 404
    assert "CANARY" not in answer.content.decode()


def told_at(place: object) -> Interview:
    interview = make_interview(place=place)  # type: ignore[arg-type]
    interview.publish(by=None)
    return interview


def test_the_map_lists_documents_events_and_testimony_by_place(client: Client) -> None:
    book, place = make_book(published=True), make_place(name="Huye", published=True, **HUYE)
    item = make_item(title="Cable", published=True)
    make_item_place(item=item, place=place)
    make_entry(book=book, item=item, position=1)
    make_entry(book=book, interview=told_at(place), start_ms=0, end_ms=1000, position=2)
    make_event(book=book, title="Meeting", mapped_place=place)
    page = client.get(f"{book.get_absolute_url()}map/").content.decode()
    assert page.count(f'<a href="{place.get_absolute_url()}">Huye</a>') == 1
    for words in ("Document 1, mentioned", "Testimony 2, recorded there", "Event, 11 January 1994"):
        assert words in page
    assert '<circle class="spot"' in page
    assert (
        f'{book.get_absolute_url()}map/">Map</a>'
        in client.get(book.get_absolute_url()).content.decode()
    )


def test_the_map_tells_nothing_of_hidden_places_and_documents(client: Client) -> None:
    book, place = make_book(published=True), make_place(name="Openville", published=True, **HUYE)
    hidden = make_item(title="CANARY")
    make_item_place(item=hidden, place=place)
    make_entry(book=book, item=hidden)
    make_event(book=book, mapped_place=make_place(name="CANARY"))
    page = client.get(f"{book.get_absolute_url()}map/").content.decode()
    assert "CANARY" not in page
    assert "Openville" not in page
    assert "/map/" not in client.get(book.get_absolute_url()).content.decode()


def test_spots_that_would_cover_one_another_are_drawn_as_one(client: Client) -> None:
    book = make_book(published=True)
    for name, east in (("Here", "29.74"), ("Beside", "29.80"), ("Far", "36.0")):
        place = make_place(name=name, published=True, latitude="-2.59", longitude=east)
        make_event(book=book, mapped_place=place)
    page = client.get(f"{book.get_absolute_url()}map/").content.decode()
    assert page.count('<circle class="spot"') == 2
    assert "<title>Beside, Here</title>" in page
    assert ">1, 3</text>" in page
