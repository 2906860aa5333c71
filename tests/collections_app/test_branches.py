"""The arrangement of an archive as a tree with numbers."""

import pytest
from django.test import Client

from collections_app.branches import PARTS_SHOWN_BELOW, Outline
from collections_app.models import Collection
from tests import make

pytestmark = pytest.mark.django_db


def test_documents_are_counted_at_their_level_and_in_every_wider_one_once() -> None:
    archive = make.make_repository(published=True)
    fonds = make.make_collection(repository=archive, level="fonds", published=True)
    a, b = (
        make.make_collection(repository=archive, parent=fonds, level="series", published=True)
        for _ in range(2)
    )
    hidden = make.make_collection(repository=archive, parent=fonds, level="series")
    twice, once, closed = (
        make.make_item(published=True),
        make.make_item(published=True),
        make.make_item(),
    )
    for item, where in ((twice, a), (twice, b), (twice, a), (once, b), (closed, a), (once, hidden)):
        make.make_copy(item=item, repository=archive, collection=where)
    outline = Outline(Collection.objects.public().filter(repository=archive))
    assert (outline.own[a.pk], outline.own[b.pk]) == (1, 2)
    assert outline.documents[fonds.pk] == 2
    assert (outline.documents[a.pk], outline.documents[b.pk]) == (1, 2)
    assert hidden.pk not in outline.documents


def test_parts_stand_in_the_order_of_the_archive_and_below_the_nearest_public_level() -> None:
    archive = make.make_repository(published=True)
    fonds = make.make_collection(repository=archive, level="fonds", published=True)
    first = make.make_collection(
        repository=archive, parent=fonds, level="series", title="Z", published=True
    )
    hidden = make.make_collection(repository=archive, parent=fonds, level="series")
    below = make.make_collection(
        repository=archive, parent=hidden, level="file", title="A", published=True
    )
    outline = Outline(Collection.objects.public().filter(repository=archive))
    assert outline.parts[fonds.pk] == [first.pk, below.pk]
    assert [branch.title for branch in outline.branches([first.pk, below.pk])] == ["Z", "A"]


def test_a_large_level_is_given_in_pages_and_a_collapsed_tree(client: Client) -> None:
    archive = make.make_repository(published=True)
    fonds = make.make_collection(repository=archive, level="fonds", published=True)
    series = make.make_collection(
        repository=archive, parent=fonds, level="series", title="Many", published=True
    )
    for number in range(125):
        make.make_collection(
            repository=archive, parent=series, level="file", title=f"File {number:03d}",
            published=True,
        )  # fmt: skip
    shown = client.get(fonds.get_absolute_url()).content.decode()
    assert f"File {PARTS_SHOWN_BELOW - 1:03d}" in shown
    assert f"File {PARTS_SHOWN_BELOW:03d}" not in shown
    assert "All 125 parts" in shown
    page = client.get(series.get_absolute_url() + "?parts=2").content.decode()
    assert "File 049" not in page
    assert "File 050" in page
    assert "?parts=3" in page
    assert (
        "There is no page 9" in client.get(series.get_absolute_url() + "?parts=9").content.decode()
    )


def test_a_part_leads_to_its_neighbours(client: Client) -> None:
    archive = make.make_repository(published=True)
    fonds = make.make_collection(repository=archive, level="fonds", published=True)
    parts = [
        make.make_collection(
            repository=archive, parent=fonds, level="series", title=title, published=public
        )
        for title, public in (("One", True), ("Quetzal", False), ("Two", True), ("Three", True))
    ]
    shown = client.get(parts[2].get_absolute_url()).content.decode()
    assert "Before: One" in shown
    assert "After: Three" in shown
    assert "Quetzal" not in shown
