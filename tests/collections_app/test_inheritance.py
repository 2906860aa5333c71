"""What holds for a collection or document because a wider level says so."""

import pytest
from django.test import Client
from django.urls import reverse

from collections_app.inheritance import NOT_TOLD, effective, effective_of_items
from collections_app.models import Collection, Repository
from tests import cast, make
from tests.collections_app.desks import at_desk

pytestmark = pytest.mark.django_db


def branch(archive: Repository | None = None) -> tuple[Collection, Collection, Collection]:
    archive = archive or make.make_repository(published=True)
    fonds = make.make_collection(repository=archive, level="fonds", title="Fonds", published=True)
    series = make.make_collection(
        repository=archive, level="series", title="Series", parent=fonds, published=True
    )
    file = make.make_collection(
        repository=archive, level="file", title="File", parent=series, published=True
    )
    return fonds, series, file


def say(collection: Collection, **values: object) -> None:
    for name, value in values.items():
        setattr(collection, name, value)
    collection.save()


def test_the_nearest_level_that_says_something_decides() -> None:
    fonds, series, file = branch()
    say(fonds, access_conditions="Open.", reproduction_conditions="Ask.", rights=make.make_rights())
    say(series, access_conditions="Closed.")
    fonds.languages.add(make.make_language(code="fr", label_en="French"))
    held = effective([fonds, series, file])
    assert held[file.pk].access_conditions.value == "Closed."
    assert held[file.pk].access_conditions.source.words == "series “Series”"
    assert held[file.pk].reproduction_conditions.source.words == "fonds “Fonds”"
    assert held[file.pk].rights.value.code == "CNE"
    assert [one.code for one in held[file.pk].languages.value] == ["fr"]
    assert held[series.pk].access_conditions.is_own
    assert held[fonds.pk].access_conditions.is_own


def test_a_hidden_level_is_not_quoted_and_no_wider_one_speaks_in_its_stead() -> None:
    fonds, series, file = branch()
    say(fonds, access_conditions="Open.", rights=make.make_rights())
    say(series, access_conditions="Quetzal", rights=make.make_rights(code="InC"))
    series.withdraw(by=None, reason="A mistake.")
    held = effective([file])[file.pk]
    assert held.access_conditions.value == NOT_TOLD
    assert not held.access_conditions.source.is_told
    assert not held.rights
    of_house = effective([file], for_house=True)[file.pk]
    assert of_house.access_conditions.value == "Quetzal"


def test_it_costs_the_same_for_one_and_for_eleven(django_assert_num_queries: object) -> None:
    archive = make.make_repository(published=True)
    some = [branch(archive)[2] for _ in range(11)]
    for number in (1, 11):
        with django_assert_num_queries(3):
            effective(some[:number])


def test_a_document_has_it_from_the_collection_of_its_copy(client: Client) -> None:
    archive = make.make_repository(published=True)
    fonds, _series, file = branch(archive)
    say(fonds, access_conditions="Ask at the desk.", rights=make.make_rights(code="InC"))
    item = make.make_item(languages=[], published=True)
    type(item).objects.filter(pk=item.pk).update(rights=None)
    make.make_copy(item=item, repository=archive, collection=file)
    assert effective_of_items([item])[item.pk].access_conditions.value == "Ask at the desk."
    shown = client.get(item.get_absolute_url()).content.decode()
    assert "Ask at the desk." in shown
    assert f'from <a href="{fonds.get_absolute_url()}">fonds “Fonds”</a>' in shown
    type(item).objects.filter(pk=item.pk).update(access_conditions="Its own.")
    shown = client.get(item.get_absolute_url()).content.decode()
    assert "Its own." in shown
    assert "Ask at the desk." not in shown


def test_a_copy_known_to_the_house_only_passes_nothing_on() -> None:
    archive = make.make_repository(published=True)
    fonds, _series, file = branch(archive)
    say(fonds, access_conditions="Quetzal")
    item = make.make_item(published=True)
    make.make_copy(item=item, repository=archive, collection=file, is_internal=True)
    assert item.pk not in effective_of_items([item])
    assert effective_of_items([item], for_house=True)[item.pk].access_conditions


def test_readers_are_not_told_of_the_hidden_level(client: Client) -> None:
    _fonds, series, file = branch()
    say(series, title="Quetzal", access_conditions="Quetzal")
    series.withdraw(by=None, reason="A mistake.")
    shown = client.get(file.get_absolute_url()).content.decode()
    assert "Quetzal" not in shown
    assert "Conditions set at a wider level apply." in shown


def test_the_desk_says_beside_an_empty_field_what_holds() -> None:
    fonds, _series, file = branch()
    say(fonds, access_conditions="Ask at the desk.", rights=make.make_rights(code="InC"))
    url = reverse("admin:collections_app_collection_change", args=[file.pk])
    shown = at_desk(cast.cataloguer()).get(url).content.decode()
    assert "Empty here; this holds: Ask at the desk., from fonds “Fonds”." in shown
    assert "Empty here; this holds: In Copyright, from fonds “Fonds”." in shown
