"""Advisories on their way down: from a collection to its parts, documents, copies and files."""

from datetime import timedelta
from itertools import count, product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collections_app.advisories import advisories_of, advisories_of_files, to_choose
from collections_app.models import Advisory, ArchivalItem, Collection, Copy, DigitalFile, Page
from tests.make import (
    make_advisory,
    make_collection,
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_page_text,
    make_repository,
)

pytestmark = pytest.mark.django_db

STAFF_ONLY, CHOICE, NOTICE = (
    Advisory.Behaviour.STAFF_ONLY,
    Advisory.Behaviour.CLICK_THROUGH,
    Advisory.Behaviour.NOTICE,
)
_numbers = count(1)


def make_file(copy: Copy) -> DigitalFile:
    return DigitalFile.objects.create(
        copy=copy, original_name="scan.tif", sha256=f"{next(_numbers):064}", processing="ready"
    )


class Chain:
    """A document in a series of a fonds, with one page out of one file."""

    def __init__(self) -> None:
        self.archive = make_repository(published=True)
        self.fonds = self.collection("fonds", title="All papers")
        self.series = self.collection("series", title="Photographs", parent=self.fonds)
        self.beside = self.collection("series", parent=self.fonds)
        self.item = make_item(published=True)
        self.copy = make_copy(
            item=self.item, repository=self.archive, collection=self.series, opened=True
        )
        self.file = make_file(self.copy)
        self.page = make_page(copy=self.copy, file=self.file)

    def collection(self, level: str, **fields: object) -> Collection:
        return make_collection(repository=self.archive, level=level, published=True, **fields)

    def bearer(self, name: str) -> Collection | ArchivalItem | DigitalFile:
        return getattr(self, name)

    def is_open(self) -> bool:
        return Page.objects.public().filter(pk=self.page.pk).exists()


@pytest.mark.parametrize("behaviour", [NOTICE, CHOICE, STAFF_ONLY])
@pytest.mark.parametrize("bearer", ["fonds", "series", "item", "file"])
def test_staff_only_anywhere_above_closes_the_material(bearer: str, behaviour: str) -> None:
    chain = Chain()
    text = make_page_text(page=chain.page)
    image = make_derivative(page=chain.page)
    chain.bearer(bearer).advisories.add(make_advisory(behaviour=behaviour))
    is_open = behaviour != STAFF_ONLY
    assert chain.is_open() is is_open
    assert [text.is_public(), image.is_public()] == [is_open] * 2
    assert chain.copy.is_public()
    assert chain.item.is_public()
    is_of_one_file = bearer == "file"
    assert Copy.objects.opened().filter(pk=chain.copy.pk).exists() is (is_open or is_of_one_file)


@pytest.mark.parametrize("bearer", ["fonds", "series", "item", "file"])
def test_material_is_open_only_where_everything_above_agrees(bearer: str) -> None:
    """Every state of the item, of the copy and of the file with every kind of advisory."""
    chain = Chain()
    advisory = make_advisory()
    chain.bearer(bearer).advisories.add(advisory)
    now = timezone.now()
    states = {
        "published": {"state": "published", "public_from": now - timedelta(days=1)},
        "embargoed": {"state": "published", "public_from": now + timedelta(days=1)},
        "draft": {"state": "draft", "public_from": None},
        "withdrawn": {"state": "withdrawn", "public_from": now - timedelta(days=1)},
    }
    for how, behaviour, opened, closed, held in product(
        states, Advisory.Behaviour.values, (True, False), (True, False), (True, False)
    ):
        ArchivalItem.objects.filter(pk=chain.item.pk).update(
            **states[how], on_hold_since=now if held else None
        )
        Copy.objects.filter(pk=chain.copy.pk).update(is_opened=opened)
        DigitalFile.objects.filter(pk=chain.file.pk).update(is_closed=closed)
        Advisory.objects.filter(pk=advisory.pk).update(behaviour=behaviour)
        is_open = how == "published" and opened and not closed and not held
        expected = is_open and behaviour != STAFF_ONLY
        assert chain.is_open() is expected, (how, behaviour, opened, closed, held)
        is_asked = behaviour == CHOICE
        shown = Page.objects.public().shown_after().filter(pk=chain.page.pk).exists()
        assert shown is (expected and not is_asked), (how, behaviour, opened, closed, held)


def test_what_a_collection_beside_or_below_bears_concerns_nobody_here() -> None:
    chain = Chain()
    for other in (chain.beside, chain.collection("file", parent=chain.series)):
        other.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    assert chain.is_open()
    assert advisories_of([chain.item])[chain.item.pk] == []


def test_a_collection_that_is_not_public_protects_all_the_same_and_is_not_named() -> None:
    chain = Chain()
    chain.series.withdraw(by=None, reason="An error.")
    chain.series.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    assert not chain.is_open()
    (said,) = advisories_of([chain.item])[chain.item.pk]
    assert (said.is_staff_only, said.source, said.source_url) == (True, "", "")


def test_every_copy_of_a_document_is_as_hard_to_see() -> None:
    chain = Chain()
    elsewhere = make_page(copy=make_copy(item=chain.item, opened=True))
    chain.fonds.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    assert not elsewhere.is_public()


def test_a_copy_known_to_the_house_only_changes_nothing() -> None:
    chain = Chain()
    secret = chain.collection("series", title="Secret")
    secret.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    make_copy(item=chain.item, repository=chain.archive, collection=secret, is_internal=True)
    assert chain.is_open()
    assert advisories_of([chain.item])[chain.item.pk] == []


def test_a_file_closes_its_own_pages_and_no_others() -> None:
    chain = Chain()
    other = make_page(copy=chain.copy, file=make_file(chain.copy))
    chain.file.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    assert not chain.is_open()
    assert other.is_public()


def test_a_branch_that_moves_takes_its_advisories_along_and_leaves_those_above() -> None:
    chain = Chain()
    chain.fonds.advisories.add(make_advisory(behaviour=STAFF_ONLY))
    assert not chain.is_open()
    chain.series.parent = None
    chain.series.save()
    assert chain.is_open()


def test_what_is_inherited_says_from_where_and_each_advisory_is_said_once() -> None:
    chain = Chain()
    own, of_fonds, of_series = make_advisory(), make_advisory(), make_advisory()
    chain.item.advisories.add(own)
    chain.fonds.advisories.add(of_fonds, own)
    chain.series.advisories.add(of_series, of_fonds)
    said = advisories_of([chain.item])[chain.item.pk]
    assert [one.code for one in said] == [own.code, of_fonds.code, of_series.code]
    assert [one.source for one in said] == ["", "fonds “All papers”", "series “Photographs”"]
    assert said[1].source_url == chain.fonds.get_absolute_url()


def test_a_choice_is_asked_for_only_where_it_was_not_made() -> None:
    chain = Chain()
    chain.item.advisories.add(make_advisory(), make_advisory(behaviour=CHOICE))
    chain.file.advisories.add(make_advisory(behaviour=CHOICE))
    said = advisories_of([chain.item])[chain.item.pk]
    (choice,) = to_choose(said)
    assert to_choose(said, [choice.code]) == []
    (of_file,) = advisories_of_files([chain.file.pk])[chain.file.pk]
    assert to_choose([of_file], [choice.code]) == [of_file]
    pages = Page.objects.public()
    assert not pages.shown_after([choice.code]).exists()
    assert pages.shown_after([choice.code, of_file.code]).exists()


def test_many_documents_ask_as_much_as_one() -> None:
    def asked(items: list[ArchivalItem]) -> int:
        with CaptureQueriesContext(connection) as queries:
            advisories_of(items)
        return len(queries)

    chains = [Chain() for _ in range(3)]
    for chain in chains:
        chain.fonds.advisories.add(make_advisory())
    assert asked([chains[0].item]) == asked([chain.item for chain in chains]) == 4
