"""Pages of people, places, subjects and turning points."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.models import ItemAgent, Privacy, Subject
from tests import cast, make

pytestmark = pytest.mark.django_db


def page(client: Client, record: Any) -> str:
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_is_shown_with_documents_and_parts_in_them(client: Client) -> None:
    person = make.make_agent(
        name="Annan, Kofi",
        display_name="Kofi Annan",
        history="Headed peacekeeping.",
        notes="Quetzal",
        published=True,
    )
    item = make.make_item(title="The cable", published=True)
    make.make_item_agent(item=item, agent=person, role=ItemAgent.Role.SENDER)
    make.make_item_agent(item=item, agent=person, role=ItemAgent.Role.SIGNATORY, is_certain=False)
    make.make_item_agent(item=make.make_item(title="Quetzal draft"), agent=person)
    shown = page(client, person)
    assert "<h1>Kofi Annan</h1>" in shown
    assert "Headed peacekeeping." in shown
    assert "sender, probably signatory" in shown
    assert shown.count("The cable") == 1
    assert "Documents (1)" in shown
    assert "Quetzal" not in shown


def test_a_pseudonym_shows_the_public_name_alone(client: Client) -> None:
    person = make.make_agent(
        name="Quetzal",
        privacy=Privacy.PSEUDONYM,
        public_name="Jean-Pierre",
        history="Quetzal was born there.",
        functions="Quetzal",
        dates_of_existence="Quetzal",
        published=True,
    )
    shown = page(client, person)
    assert "<h1>Jean-Pierre</h1>" in shown
    assert "uetzal" not in shown


def test_a_name_only_person_has_no_biography(client: Client) -> None:
    person = make.make_agent(privacy=Privacy.NAME_ONLY, history="Quetzal", published=True)
    assert "Quetzal" not in page(client, person)


def test_a_withheld_person_has_no_page(client: Client) -> None:
    person = make.make_agent(privacy=Privacy.WITHHELD, published=True)
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_place_names_only_public_places_around_it(client: Client) -> None:
    hidden = make.make_place(name="Quetzal region")
    country = make.make_place(name="Rwanda", published=True)
    city = make.make_place(
        name="Kigali",
        parent=country,
        latitude="-1.94407",
        longitude="30.06189",
        note="Quetzal",
        published=True,
    )
    make.make_place(name="Quetzal hill", parent=city)
    make.make_item_place(item=make.make_item(title="The cable", published=True), place=city)
    shown = page(client, city)
    assert f'<a href="{country.get_absolute_url()}">Rwanda</a>' in shown
    assert "1.94407° S, 30.06189° E" in shown
    assert "mentions this place" in shown
    assert "Quetzal" not in shown
    inside = make.make_place(parent=hidden, published=True)
    assert "Quetzal" not in page(client, inside)


def test_a_turning_point_gathers_its_documents_in_order_of_time(client: Client) -> None:
    point = make.make_subject(
        label_en="The warning",
        kind=Subject.Kind.TURNING_POINT,
        date_edtf="1994-01-11",
        scope_note="A report of a plan.",
        published=True,
    )
    make.make_subject(label_en="Quetzal", broader=point)
    narrower = make.make_subject(label_en="Arms caches", broader=point, published=True)
    make.make_item(title="The reply", date_edtf="1994-01-12", subjects=[point], published=True)
    make.make_item(title="The fax", date_edtf="1994-01-11", subjects=[point], published=True)
    assert point.get_absolute_url().startswith("/turning-points/")
    shown = page(client, point)
    assert '<time datetime="1994-01-11">11 January 1994</time>' in shown
    assert "A report of a plan." in shown
    assert shown.index("The fax") < shown.index("The reply")
    assert f'<a href="{narrower.get_absolute_url()}">Arms caches</a>' in shown
    assert "Quetzal" not in shown


def test_a_term_redirects_to_the_address_of_its_kind(client: Client) -> None:
    point = make.make_subject(kind=Subject.Kind.TURNING_POINT, published=True)
    topic = make.make_subject(published=True)
    for term, wrong in (
        (point, f"/subjects/{point.slug}/"),
        (topic, f"/turning-points/{topic.slug}/"),
    ):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (302, term.get_absolute_url())


def test_a_hidden_term_does_not_redirect(client: Client) -> None:
    point = make.make_subject(kind=Subject.Kind.TURNING_POINT)
    assert client.get(f"/subjects/{point.slug}/").status_code == 404


@pytest.mark.parametrize(
    "make_record",
    [make.make_agent, make.make_place, make.make_subject],
    ids=lambda one: one.__name__,
)
def test_drafts_are_not_found_and_the_house_previews_them(
    client: Client, make_record: Callable[..., Any]
) -> None:
    record = make_record()
    assert client.get(record.get_absolute_url()).status_code == 404
    client.force_login(cast.cataloguer())
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_each_page_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Two for the record, up to two around it, two for the list, one for parts, three for cards."""
    person, place = make.make_agent(published=True), make.make_place(published=True)
    subject = make.make_subject(published=True)

    def grow() -> None:
        item = make.make_item(subjects=[subject], copies=[{}], published=True)
        make.make_item_agent(item=item, agent=person)
        make.make_item_place(item=item, place=place)
        make.make_place(parent=place, published=True)
        make.make_subject(broader=subject, published=True)

    def count(record: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, record)
        return len(asked)

    grow()
    for_one = [count(record) for record in (person, place, subject)]
    for _ in range(10):
        grow()
    assert [count(record) for record in (person, place, subject)] == for_one
    assert max(for_one) <= 11
