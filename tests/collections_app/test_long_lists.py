"""Long lists at the desk: pages found by keys, and filters that read no list."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collections_app.admin import long_lists
from collections_app.admin.items import ItemAdmin
from collections_app.admin.long_lists import LateJoined, among
from collections_app.models import ArchivalItem, Copy, Page, PageText
from tests import cast, make

pytestmark = pytest.mark.django_db
ITEMS = reverse("admin:collections_app_archivalitem_changelist")
COPIES = reverse("admin:collections_app_copy_changelist")
PAGES = reverse("admin:collections_app_page_changelist")


@pytest.fixture
def curator() -> Client:
    client = Client()
    client.force_login(cast.cataloguer())
    return client


def test_each_page_holds_the_rows_that_it_would_hold_without_keys() -> None:
    for number in range(7):
        make.make_item(title=str(number % 3))
    rows = ArchivalItem.objects.order_by("-title", "pk")
    late, stock = LateJoined(rows, 3), Paginator(rows, 3)
    for number in (1, 2, 3):
        assert list(late.page(number)) == list(stock.page(number))


def test_a_page_far_down_reads_its_own_rows_alone() -> None:
    for _ in range(7):
        make.make_item()
    with CaptureQueriesContext(connection) as asked:
        assert len(list(LateJoined(ArchivalItem.objects.order_by("ref"), 3).page(3))) == 1
    whole = [one["sql"] for one in asked if '"title"' in one["sql"]]
    assert len(asked) == 3
    assert len(whole) == 1
    assert "OFFSET" not in whole[0]


@pytest.mark.parametrize("address", [ITEMS, COPIES])
def test_archives_that_hold_a_copy_are_offered_and_narrow_the_list(
    address: str, curator: Client
) -> None:
    holding = make.make_repository(name="Holding")
    make.make_repository(name="Bare of copies")
    copies: list[Any] = [{"repository": holding}, {"repository": holding}]
    make.make_item(title="Held twice", copies=copies)
    make.make_item(title="Elsewhere", copies=[{"repository": make.make_repository()}])
    answer = curator.get(address, {"archive": holding.pk})
    listed = [getattr(one, "item", one).title for one in answer.context["cl"].result_list]
    assert set(listed) == {"Held twice"}
    assert len(listed) == (1 if address == ITEMS else 2)
    filters = answer.content.decode()
    assert "Holding" in filters
    assert "Bare of copies" not in filters


def test_an_archive_that_is_no_number_narrows_nothing(curator: Client) -> None:
    make.make_item(title="Here")
    answer = curator.get(ITEMS, {"archive": "zero"})
    assert answer.status_code == 200
    assert len(answer.context["cl"].result_list) == 1


def test_rows_are_counted_up_to_a_bound_and_the_page_says_so(
    curator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "MOST_COUNTED", 2)
    monkeypatch.setattr(ItemAdmin, "list_per_page", 1)
    items = [make.make_item() for _ in range(4)]
    answer = curator.get(ITEMS, {"p": "2"})
    assert [item.pk for item in answer.context["cl"].result_list] == [items[1].pk]
    page = " ".join(answer.content.decode().split())
    assert "2+ items" in page
    assert "Select all 2+ items" in page
    assert "All 2+ selected" in page
    assert curator.get(ITEMS, {"p": "3"}).status_code == 302
    backward = curator.get(ITEMS, {"o": "-1"})
    assert [item.pk for item in backward.context["cl"].result_list] == [items[3].pk]
    monkeypatch.setattr(long_lists, "MOST_COUNTED", 4)
    assert "2+" not in curator.get(ITEMS).content.decode()


@pytest.mark.parametrize(
    ("address", "sorted_by", "order"),
    [
        (ITEMS, "2", ("title", "ref")),
        (ITEMS, "-2", ("-title", "-ref")),
        (COPIES, "5", ("released_on", "pk")),
        (COPIES, "-5", ("-released_on", "-pk")),
        (COPIES, "", ("-pk",)),
        (COPIES, "99", ("-pk",)),
        (PAGES, "", ("copy_id", "number")),
    ],
)
def test_equal_rows_follow_in_the_direction_in_which_a_list_is_sorted(
    address: str, sorted_by: str, order: tuple[str, ...], curator: Client
) -> None:
    answer = curator.get(address, {"o": sorted_by} if sorted_by else {})
    assert answer.context["cl"].queryset.query.order_by == order


@pytest.mark.parametrize("most", [0, 100])
def test_rows_that_others_name_are_the_same_where_these_are_few_and_where_they_are_many(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "MOST_COUNTED", most)
    archive = make.make_repository()
    copies: list[Any] = [{"repository": archive}, {"repository": archive}]
    held = make.make_item(copies=copies)
    make.make_item(copies=[{"repository": make.make_repository()}])
    found = among(ArchivalItem.objects.all(), Copy.objects.filter(repository=archive), "item")
    assert [item.pk for item in found] == [held.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "ocr"}, 1),
        ({"text": "translation"}, 0),
        ({"text": "nonsense"}, 2),
        ({"reviewed": "no"}, 1),
        ({"reviewed": "yes"}, 0),
        ({"reviewed": "nonsense"}, 2),
    ],
)
def test_pages_are_found_by_their_texts(query: dict[str, str], found: int, curator: Client) -> None:
    copy = make.make_item(copies=[{}]).copies.get()
    read, _bare = (Page.objects.create(copy=copy, number=number) for number in (1, 2))
    for code in ("en", "fr"):
        PageText.objects.create(page=read, kind="ocr", text="Words", language_id=code)
    answer = curator.get(PAGES, query)
    assert answer.status_code == 200
    assert len(answer.context["cl"].result_list) == found


def test_of_an_empty_list_nothing_is_read_but_the_count(curator: Client) -> None:
    make.make_item()
    with CaptureQueriesContext(connection) as asked:
        answer = curator.get(ITEMS, {"problems": "failed"})
    assert list(answer.context["cl"].result_list) == []
    of_items = [one["sql"] for one in asked if 'FROM "collections_app_archivalitem"' in one["sql"]]
    assert len(of_items) == 1
