"""The list of releases that withhold what an earlier one had shown."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.models import Copy
from collections_app.regressions import regressions
from tests import cast
from tests.collections_app.releases_of_a_memo import (
    END,
    OPENING,
    PAPER,
    make_release,
    make_releases,
)
from tests.make import make_copy, make_item

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2004, 6, 1), date(2013, 8, 9)


def test_passages_decide_where_both_copies_have_a_text(client: Client) -> None:
    item = make_item(published=True)
    early = make_release(item, f"{OPENING} {PAPER} {END}", EARLY, extent="excised")
    late = make_release(item, f"{OPENING} [1 line not declassified] {END}", LATE, extent="in_full")
    (found,) = regressions(cast.director())
    assert (found.item, found.copy, found.earlier, found.passages) == (item, late, early, 1)
    assert client.get(found.address).status_code == 200


def test_extents_decide_where_there_is_no_text() -> None:
    item = make_item(published=True)
    early = make_copy(item=item, released_on=EARLY, extent="in_full")
    late = make_copy(item=item, released_on=LATE, extent="withheld")
    (found,) = regressions(cast.director())
    assert (found.copy, found.earlier, found.passages) == (late, early, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("excised", "in_full"),
        ("withheld", "withheld"),
        ("unknown", "withheld"),
        ("in_full", "pending"),
    ],
)
def test_a_release_that_shows_as_much_or_is_not_known_to_show_less_is_none(
    before: str, after: str
) -> None:
    item = make_item(published=True)
    make_copy(item=item, released_on=EARLY, extent=before)
    make_copy(item=item, released_on=LATE, extent=after)
    assert regressions(cast.director()) == []


def test_each_later_release_is_told_once_newest_first() -> None:
    copies = make_releases(make_item(published=True))
    assert [found.copy for found in regressions(cast.director())] == [copies[3], copies[2]]


def test_a_stranger_is_told_only_of_what_is_public() -> None:
    item = make_item()
    make_releases(item)
    assert regressions(cast.reader()) == []
    assert len(regressions(cast.director())) == 2
    shown = make_item(published=True)
    copies = make_releases(shown)
    Copy.objects.filter(pk__in=[copy.pk for copy in copies[:2]]).update(is_internal=True)
    assert {found.earlier for found in regressions(cast.reader())} <= {copies[2]}


def test_many_documents_cost_what_one_costs() -> None:
    director = cast.director()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            regressions(director)
        return len(asked)

    make_releases(make_item(published=True))
    cost()
    first = cost()
    for _ in range(10):
        make_releases(make_item(published=True))
    assert cost() == first
    assert first <= 8
