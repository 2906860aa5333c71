"""Long lists at the desk: pages found by keys, and filters that read no list."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collections_app.admin.long_lists import LateJoined
from collections_app.models import ArchivalItem
from tests import cast, make

pytestmark = pytest.mark.django_db
ITEMS = reverse("admin:collections_app_archivalitem_changelist")
COPIES = reverse("admin:collections_app_copy_changelist")


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
