"""Pages of archives and collections."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collections_app.models import Collection, Level, Repository
from tests import cast, make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def branch(archive: Repository) -> tuple[Collection, Collection, Collection]:
    """Make a fonds, a series in it and a file in that."""
    fonds = make.make_collection(
        repository=archive, title="The fonds", level=Level.FONDS, published=True
    )
    series = make.make_collection(
        repository=archive, title="The series", level=Level.SERIES, parent=fonds, published=True
    )
    part = make.make_collection(
        repository=archive, title="The file", level=Level.FILE, parent=series, published=True
    )
    return fonds, series, part


def test_the_list_counts_what_each_archive_holds_and_keeps_closed(client: Client) -> None:
    archive = make.make_repository(
        name="Archive of the Mission", city="Kigali", country="RW", published=True
    )
    make.make_item(copies=[{"repository": archive}], published=True)
    make.make_item(held_at=archive, known_from="a withdrawal sheet", published=True)
    make.make_item(held_at=archive, is_demonstration=True, published=True)
    make.make_item(held_at=archive)
    make.make_repository(name="Quetzal")
    shown = page(client, "/archives/")
    assert "Kigali, Rwanda" in shown
    assert '<td class="number">2</td><td class="number">1</td>' in shown
    assert "Quetzal" not in shown


def test_the_list_without_archives_says_so(client: Client) -> None:
    assert "No archive has been described yet." in page(client, "/archives/")


def test_the_list_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """One for the archives; twelve for what is counted, which a server keeps."""
    make.make_item(held_at=make.make_repository(published=True), known_from="x", published=True)
    for_one = queries(client, "/archives/")
    for _ in range(10):
        make.make_item(copies=[{}], published=True)
    assert queries(client, "/archives/") == for_one
    assert for_one <= 13


def test_an_archive_says_how_anyone_may_ask_and_what_it_holds(client: Client) -> None:
    archive = make.make_repository(
        how_to_request="Write to the reading room.",
        website="https://archive.example.org/",
        published=True,
    )
    make.make_item(title="Held by copy", copies=[{"repository": archive}], published=True)
    make.make_item(title="Held elsewhere", published=True)
    make.make_item(title="Closed", held_at=archive, known_from="a withdrawal sheet", published=True)
    shown = page(client, archive.get_absolute_url())
    assert "Write to the reading room." in shown
    assert 'archive.example.org <span class="external-mark">(external link)</span></a>' in shown
    assert "Held by copy" in shown
    assert "Held elsewhere" not in shown
    assert f'href="/locked/?archive={archive.code}">1 document held here' in shown


def test_an_archive_shows_its_public_collections_as_a_tree(client: Client) -> None:
    archive = make.make_repository(published=True)
    fonds, _series, _part = branch(archive)
    make.make_collection(repository=archive, title="Quetzal", level=Level.SERIES, parent=fonds)
    shown = page(client, archive.get_absolute_url())
    assert shown.index("The fonds") < shown.index("The series") < shown.index("The file")
    assert "Quetzal" not in shown


def test_an_archive_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Two for the archive, two around it, five for its tree, four for the list; twelve for what is
    counted, which a server keeps."""
    archive = make.make_repository(published=True)

    def grow() -> None:
        part = make.make_collection(repository=archive, published=True)
        make.make_item(copies=[{"repository": archive, "collection": part}], published=True)
        make.make_repository(parent=archive, published=True)

    grow()
    for_one = queries(client, archive.get_absolute_url())
    for _ in range(10):
        grow()
    assert queries(client, archive.get_absolute_url()) == for_one
    assert for_one <= 25


def test_a_collection_inherits_conditions_and_says_from_where(client: Client) -> None:
    archive = make.make_repository(name="Archive of the Mission", published=True)
    fonds, series, part = branch(archive)
    fonds.access_conditions = "Open after thirty years."
    fonds.save()
    fonds.languages.add(make.make_language(code="fr", label_en="French"))
    shown = page(client, part.get_absolute_url())
    assert "Open after thirty years." in shown
    assert f'From <a href="{fonds.get_absolute_url()}">fonds “The fonds”</a>' in shown
    assert f'from <a href="{fonds.get_absolute_url()}">fonds “The fonds”</a>' in shown
    crumbs = shown[shown.index('class="breadcrumb"') :].partition("</nav>")[0]
    for words in ("Archive of the Mission", "The fonds", series.title):
        assert words in crumbs


def test_a_collection_says_its_own_words_before_those_of_a_wider_level(client: Client) -> None:
    fonds, series, part = branch(make.make_repository(published=True))
    for level, words in ((fonds, "Open."), (series, "Closed.")):
        level.access_conditions = words
        level.save()
    shown = page(client, part.get_absolute_url())
    assert "Closed." in shown
    assert "Open." not in shown


def test_a_collection_lists_the_documents_of_its_parts(client: Client) -> None:
    archive = make.make_repository(published=True)
    fonds, series, part = branch(archive)
    make.make_item(
        title="In the file", copies=[{"repository": archive, "collection": part}], published=True
    )
    hidden = make.make_collection(repository=archive, level=Level.SERIES, parent=fonds)
    make.make_item(
        title="In a hidden part",
        copies=[{"repository": archive, "collection": hidden}],
        published=True,
    )
    for level in (fonds, series, part):
        assert "In the file" in page(client, level.get_absolute_url())
    assert "In a hidden part" not in page(client, fonds.get_absolute_url())


def test_hidden_wider_levels_and_archives_are_not_named(client: Client) -> None:
    archive = make.make_repository(name="Quetzal archive", code="QZ", published=True)
    fonds, series, part = branch(archive)
    fonds.access_conditions = "Quetzal conditions"
    fonds.title = "Quetzal fonds"
    fonds.save()
    fonds.withdraw(by=None, reason="A mistake.")
    archive.withdraw(by=None, reason="A mistake.")
    shown = page(client, part.get_absolute_url())
    assert "Quetzal" not in shown
    assert "QZ" not in shown
    assert series.title in shown


def test_a_collection_asks_the_same_for_one_and_for_eleven(client: Client) -> None:
    """Two for the collection, three for what holds from above, eight around it, four for the tree.

    Two for the list and three for cards, whatever the number of parts and documents.
    """
    archive = make.make_repository(published=True)
    fonds, _series, _part = branch(archive)

    def grow() -> None:
        part = make.make_collection(
            repository=archive, level=Level.SERIES, parent=fonds, published=True
        )
        make.make_item(copies=[{"repository": archive, "collection": part}], published=True)
        fonds.creators.add(make.make_agent(published=True))

    grow()
    for_one = queries(client, fonds.get_absolute_url())
    for _ in range(10):
        grow()
    assert queries(client, fonds.get_absolute_url()) == for_one
    assert for_one <= 26


@pytest.mark.parametrize("make_record", [make.make_repository, make.make_collection])
def test_hidden_and_missing_are_not_found_and_the_house_previews(
    client: Client, make_record: object
) -> None:
    draft = make_record()  # type: ignore[operator]
    soon = make_record(public_from=timezone.now() + timedelta(days=1))  # type: ignore[operator]
    for record in (draft, soon):
        assert client.get(record.get_absolute_url()).status_code == 404
    client.force_login(cast.cataloguer())
    response = client.get(draft.get_absolute_url())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Preview" in response.content.decode()


def test_a_page_of_a_list_that_does_not_exist_is_explained(client: Client) -> None:
    archive = make.make_repository(published=True)
    make.make_item(held_at=archive, published=True)
    assert "There is no page 5" in page(client, archive.get_absolute_url() + "?page=5")
