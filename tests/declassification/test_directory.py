"""The bodies that a project on Rwanda may ask: entered as drafts, and no word of the house lost."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from declassification.models import Authority, AuthorityContact
from tests import cast
from tests.declassification.make import make_authority

pytestmark = pytest.mark.django_db
directory: Any = import_module("declassification.migrations.0013_directory_of_thirty")


def body(name: str) -> Authority:
    return Authority.objects.get(name=name)


def enter_again() -> None:
    directory.enter_bodies(apps, None)


def test_the_directory_holds_more_than_thirty_bodies_of_six_countries_and_none_is_public(
    client: Client,
) -> None:
    assert Authority.objects.count() >= 60
    countries = set(Authority.objects.values_list("country", flat=True))
    assert {"US", "GB", "FR", "BE", "CA", "DE", "NL", "RW"} <= countries
    assert not Authority.objects.public().exists()
    for authority in Authority.objects.all():
        authority.full_clean()
        assert authority.notes, authority
    for contact in AuthorityContact.objects.all():
        contact.full_clean()
        assert contact.source
    assert "Clinton" not in client.get("/requests/").content.decode()


def test_parents_successors_and_who_hears_appeals_are_named() -> None:
    assert body("William J. Clinton Presidential Library").parent == body(
        "National Archives and Records Administration"
    )
    assert body("Defense Intelligence Agency").parent == body("United States Department of Defense")
    assert body("Foreign and Commonwealth Office").successor == body(
        "Foreign, Commonwealth and Development Office"
    )
    tribunal = body("International Criminal Tribunal for Rwanda")
    assert tribunal.successor == body("International Residual Mechanism for Criminal Tribunals")
    commission = body("Commission d’accès aux documents administratifs")
    for name in ("Archives diplomatiques", "Service historique de la Défense"):
        assert body(name).appeal_authority == commission


def test_what_the_house_entered_itself_stays_as_it_is() -> None:
    Authority.objects.filter(name="Bundesarchiv").delete()
    own = make_authority(name="Bundesarchiv", notes="Ours", published=True)
    known = body("Defense Intelligence Agency")
    Authority.objects.filter(pk=known.pk).update(parent=None, updated_by=cast.director())
    number = Authority.objects.count()
    enter_again()
    own.refresh_from_db()
    known.refresh_from_db()
    assert (own.notes, own.website, own.is_public()) == ("Ours", "", True)
    assert known.parent is None
    assert Authority.objects.count() == number
    assert AuthorityContact.objects.count() == 4


def test_entered_into_an_empty_directory_it_links_what_it_knows() -> None:
    AuthorityContact.objects.all().delete()
    for name in ("United Nations Department of Peace Operations", "African Union"):
        Authority.objects.filter(successor__name=name).update(successor=None)
        Authority.objects.filter(name=name).delete()
    enter_again()
    assert body("African Union").website == "https://au.int/"
