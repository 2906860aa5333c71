"""Whatever is changed in any record of any room, a kept page says what a page made now says."""

from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings as site
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.models import EntryLink
from collections_app.models import Agent, ArchivalItem, KeptPage, Privacy
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_entry_link,
    make_relation,
    make_term,
)
from tests.make import make_advisory, make_derivative, make_page
from tests.records_of_rooms import records
from tests.test_queries import World

pytestmark = pytest.mark.django_db
PAGES = ("/books/book/", "/fr/books/book/", "/books/book/chronology/", "/")


@pytest.fixture
def world() -> World:
    made = World()
    made.grow()
    made.speak(2)
    book = made.book
    term = make_term(label="UNAMIR", full_form="A mission", book=book)
    entry = book.entries.first()
    make_entry_link(entry=entry, note="A note of a link")
    make_book_link(book=book, note="Further reading")
    make_relation(book=book, other=make_book(published=True))
    QuerySet(type(entry)).filter(pk=entry.pk).update(
        annotation_md=Concat(F("annotation_md"), Value(f" Of {term.label}."))
    )
    return made


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    settings.KEPT_PAGES_MEGABYTES = 8


def kept(address: str, tag: str = "") -> bytes:
    """Return the page that a reader sees who has seen it before."""
    client = Client()
    answer = client.get(address, headers={"if-none-match": tag} if tag else {})
    return b"" if answer.status_code == 304 else answer.content


def made_now(address: str, settings: Any) -> bytes:
    """Return the page that is made with nothing kept."""
    settings.KEPT_PAGES_MEGABYTES = 0
    try:
        return Client().get(address).content
    finally:
        settings.KEPT_PAGES_MEGABYTES = 8


def words_changed(model: type[models.Model]) -> dict[str, Any]:
    """Return an update that changes all the words of a record, past every form and deed."""
    return {
        field.name: Concat(F(field.name), Value(" bis"))
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and not (field.unique or field.choices or field.primary_key)
        and (field.max_length or 99) > 60
        and "edtf" not in field.name
    }


def test_a_book_is_kept_and_costs_one_query_in_each_language(world: World) -> None:
    for address in PAGES:
        answer = Client().get(address)
        assert answer.status_code == 200
        for known, status in (("", 200), (answer["ETag"], 304)):
            with CaptureQueriesContext(connection) as queries:
                again = Client().get(address, headers={"if-none-match": known})
            assert (len(queries), again.status_code) == (1, status), address
    assert KeptPage.objects.values("address").distinct().count() == len(PAGES)


def test_every_kind_of_record_is_followed(world: World, settings: Any) -> None:
    """It goes over all models there are, so that a new one is among them."""
    address, changed, asked = PAGES[0], set(), 0
    before = made_now(address, settings)
    for model in records():
        words = words_changed(model)
        if not words or not model._base_manager.exists():
            continue
        assert kept(address) == before
        for name, value in words.items():
            # Some words have a form that the database itself demands.
            with suppress(DatabaseError), transaction.atomic():
                QuerySet(model).update(**{name: value})
        after = made_now(address, settings)
        assert kept(address) == after, model.__name__
        asked += 1
        if after != before:
            changed.add(model.__name__)
        before = after
    assert asked > 40
    assert changed >= {
        "Agent", "ArchivalItem", "Book", "BookLink", "BookRelation", "ChronologyEvent",
        "Collection", "Contribution", "Copy", "Entry", "EntryLink", "Erratum", "ExternalLink",
        "GlossaryTerm", "InTheNews", "PressRelease", "Repository", "Section", "Source",
    }  # fmt: skip


def deeds(world: World) -> dict[str, Any]:
    """Return what people of the house do that changes what a book shows."""
    item: ArchivalItem = world.book.entries.first().item
    copy = item.copies.first()
    return {
        "another document": lambda: make_entry(book=world.book, item=item_of(world)),
        "a scan": lambda: make_derivative(page=make_page(copy=copy), kind="thumbnail"),
        "a notice": lambda: item.advisories.add(make_advisory(behaviour="click_through")),
        "a link note": lambda: EntryLink.objects.first().delete(),
        "privacy": lambda: QuerySet(Agent).update(privacy=Privacy.WITHHELD),
        "a copy closed": lambda: QuerySet(type(copy)).filter(pk=copy.pk).update(is_opened=False),
        "a person held": lambda: world.agent.hold(by=None),
        "an archive held": lambda: world.archive.hold(by=None),
        "a document held": lambda: item.hold(by=None),
        "a document shown again": lambda: item.lift_hold(by=None),
        "a document withdrawn": lambda: item.withdraw(by=None, reason="x"),
        "a release withdrawn": lambda: world.release.withdraw(by=None, reason="x"),
    }


def item_of(world: World) -> ArchivalItem:
    return ArchivalItem.objects.exclude(pk__in=world.book.entries.values("item")).public()[0]


def test_every_deed_is_seen_at_once(world: World, settings: Any) -> None:
    seen = {address: made_now(address, settings) for address in PAGES}
    differing = set()
    for name, do in deeds(world).items():
        tags = {address: Client().get(address)["ETag"] for address in PAGES}
        do()
        for address in PAGES:
            now, told = made_now(address, settings), kept(address, tags[address])
            assert told == (now if now != seen[address] else b""), f"{name}: {address}"
            if now != seen[address]:
                differing.add(name)
            seen[address] = now
    assert differing >= {"another document", "a link note", "a document held", "a notice"}
    assert len(differing) >= 8


def test_a_book_taken_back_is_gone_at_once_and_with_a_notice_says_so(world: World) -> None:
    tag = Client().get(PAGES[0])["ETag"]
    world.book.withdraw(by=None, reason="x", notice="It was wrong.")
    for address in PAGES[:3]:
        answer = Client().get(address, headers={"if-none-match": tag})
        assert answer.status_code == 410
        assert not answer.has_header("ETag")


def test_a_preview_is_kept_by_nobody(world: World) -> None:
    draft = make_book(title="Not yet")
    KeptPage.objects.all().delete()
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert not KeptPage.objects.exists()
    assert site.KEPT_PAGES_MEGABYTES
