"""The cataloguer's desk shows what waits, to each as much as they may see, in few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from collections_app.models import AccessCondition, ArchivalItem, User
from collections_app.models.changes import recording
from tests import cast
from tests.collections_app.desks import at_desk
from tests.make import make_copy, make_item

pytestmark = pytest.mark.django_db

DESK = "/admin/collections_app/desk/"


@pytest.fixture
def ana() -> User:
    return cast.cataloguer()


def box(client: Client, anchor: str) -> str:
    page = html.fromstring(client.get(DESK).content.decode())
    found = page.xpath(f"//section[@aria-labelledby='h-{anchor}']")
    return " ".join(found[0].text_content().split()) if found else ""


def draft_of(person: User, **fields: Any) -> ArchivalItem:
    item = make_item(**fields)
    ArchivalItem.objects.filter(pk=item.pk).update(created_by=person, updated_by=person)
    item.refresh_from_db()
    return item


def test_the_page_stands_at_its_fixed_address_and_the_index_leads_there(ana: User) -> None:
    desk = at_desk(ana)
    assert reverse("admin:collections_desk") == DESK
    assert desk.get(DESK).status_code == 200
    assert f'href="{DESK}"' in desk.get("/admin/").content.decode()


def test_my_drafts_are_mine_and_what_others_wrote_waits_for_my_review(ana: User) -> None:
    other = cast.editor()
    draft_of(ana, title="Mine")
    draft_of(other, title="Theirs")
    for person, title in ((ana, "My handed over"), (other, "Their handed over")):
        item = draft_of(person, title=title)
        item.send_to_review(by=person)
    desk = at_desk(ana)
    drafts, review = box(desk, "drafts"), box(desk, "review")
    assert "Mine" in drafts
    assert "Theirs" not in drafts
    assert "Their handed over" in review
    assert "My handed over" not in review


def test_problems_lead_to_their_lists_and_the_lists_hold_as_many(ana: User) -> None:
    items = [make_item(is_sensitivity_reviewed=False) for _ in range(3)]
    desk = at_desk(ana)
    page = html.fromstring(desk.get(DESK).content.decode())
    link = page.xpath("//a[contains(@href, 'problems=sensitivity')]")[0]
    assert "3" in link.getparent().text_content()
    listed = desk.get(link.get("href")).content.decode()
    assert all(item.ref in listed for item in items)


def test_every_link_of_the_page_can_be_followed(ana: User) -> None:
    item = draft_of(ana, title="Mine", is_sensitivity_reviewed=False)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_copy(item=item, access_condition=AccessCondition.CLOSED_UNTIL, closed_until=yesterday)
    with recording(by=ana, source="desk", title="A deed"):
        item.title = "Mine, renamed"
        item.save()
    desk = at_desk(ana)
    page = html.fromstring(desk.get(DESK).content.decode())
    links = {link.get("href") for link in page.xpath("//div[@class='boxes']//a")}
    assert len(links) >= 6
    for link in links:
        assert desk.get(link).status_code == 200, link


def test_what_i_did_can_be_undone_from_here(ana: User) -> None:
    item = make_item(title="Cable")
    with recording(by=ana, source="desk", title="Renamed it"):
        item.title = "Fax"
        item.save()
    assert "Renamed it" in box(at_desk(ana), "deeds")
    assert "Undo" in box(at_desk(ana), "deeds")
    assert "Renamed it" not in box(at_desk(cast.administrator()), "deeds")


def test_each_sees_the_parts_that_they_may(ana: User) -> None:
    transcriber = at_desk(cast.transcriber())
    assert transcriber.get(DESK).status_code == 200
    assert box(transcriber, "drafts") == ""
    assert box(transcriber, "deeds") == ""
    assert box(at_desk(ana), "drafts")
    assert at_desk(cast.outsider_with_account()).get(DESK).status_code == 302
    assert Client().get(DESK).status_code == 302


def test_the_page_asks_as_much_for_many_as_for_few(
    ana: User, django_assert_max_num_queries: Any
) -> None:
    desk = at_desk(ana)
    for _ in range(25):
        item = draft_of(ana, is_sensitivity_reviewed=False)
        make_copy(item=item)
    desk.get(DESK)
    with django_assert_max_num_queries(50):
        desk.get(DESK)
