"""Every public page costs the same queries for one record and for eleven."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.references import derive_references
from declassification.stages import Stage
from tests.briefingbooks.make import make_book, make_entry, make_event, make_section, make_source
from tests.briefingbooks.press_make import (
    make_asset,
    make_boilerplate,
    make_erratum,
    make_news,
    make_quote,
    make_release,
)
from tests.declassification.make import make_request
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_derivative,
    make_item,
    make_item_agent,
    make_item_place,
    make_page,
    make_page_text,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview, make_transcript, rewritten

pytestmark = pytest.mark.django_db


class World:
    """One archive, person, place, subject, book and interview that everything added belongs to."""

    def __init__(self) -> None:
        self.archive = make_repository(code="ARCHIVE", published=True)
        self.collection = make_collection(
            repository=self.archive, code="COLLECTION", published=True
        )
        self.agent = make_agent(name="Agent", published=True)
        self.place = make_place(name="Place", published=True)
        self.subject = make_subject(label_en="Subject", published=True)
        self.book = make_book(slug="book", published=True)
        self.interview = make_interview(published=True)
        self.release = make_release(slug="release", book=self.book, published=True)
        self.source = make_source(key="work", edition_of=make_source(key="first-edition"))
        self.cues = 0

    def grow(self) -> None:
        """Add one of everything."""
        item = make_item(published=True, subjects=[self.subject])
        copy = make_copy(
            item=item, repository=self.archive, collection=self.collection, opened=True,
            extent="excised", is_act_of_originator=True,
        )  # fmt: skip
        page = make_page(copy=copy)
        make_page_text(page=page)
        make_derivative(page=page, kind="thumbnail")
        make_item_agent(item=item, agent=self.agent)
        make_item_place(item=item, place=self.place)
        locked = make_item(published=True)
        make_copy(
            item=locked, repository=self.archive, extent="withheld", is_act_of_originator=True
        )
        make_repository(published=True)
        make_collection(
            repository=self.archive, parent=self.collection, level="series", published=True
        )
        make_book(published=True)
        make_entry(book=self.book, item=item, annotation_md=f"See {{doc}}`{item.ref}`.")
        other = make_source(edition_of=self.source.edition_of)
        note = f"{{cite}}`work`; {{cite}}`{other.key}`; {{doc}}`{item.ref}`."
        make_section(book=self.book, body_md=f"A.[^n{item.pk}]\n\n[^n{item.pk}]: {note}")
        make_event(book=self.book)
        derive_references(self.book)
        make_erratum(book=self.book)
        make_news(book=self.book)
        make_release(book=self.book, published=True)
        make_quote(release=self.release)
        make_asset(release=self.release)
        make_boilerplate(release=self.release)
        make_interview(published=True, place=self.place)
        make_request(items=[item], stage=Stage.IN_PROCESS, published=True)

    def speak(self, passages: int) -> None:
        """Give the interview a transcript of so many passages."""
        make_transcript(
            interview=self.interview, cues=[{"text": "Words."} for _ in range(passages)]
        )
        rewritten(self.interview)


# Address, and the most queries it may cost; the pages themselves say in their tests what for.
# What a page says as linked data (schema.org) is asked for once more, by its own queries.
# Within a test what is counted is read anew, by thirteen queries; a server keeps it and asks two.
BUDGETS: list[tuple[str, Callable[[World], str], int]] = [
    ("home", lambda _: "/", 16),
    ("books", lambda _: "/books/", 3),
    ("one book", lambda _: "/books/book/", 24),
    ("corrections of a book", lambda _: "/books/book/corrections/", 21),
    ("press", lambda _: "/press/", 3),
    ("one press release", lambda _: "/press/release/", 9),
    ("sources", lambda _: "/sources/", 4),
    ("one source", lambda _: "/sources/work/", 8),
    # Four rooms with their snippets, of which six queries count facets.
    ("search", lambda _: "/search/?q=cable", 32),
    ("search in texts", lambda _: "/search/?q=text", 38),
    ("catalogue", lambda _: "/items/", 22),
    ("catalogue by a word of a text", lambda _: "/items/?q=text", 28),
    ("archives", lambda _: "/archives/", 13),
    ("one archive", lambda _: "/archives/ARCHIVE/", 26),
    ("one collection", lambda _: "/collections/COLLECTION/", 26),
    ("one person", lambda w: w.agent.get_absolute_url(), 14),
    ("one place", lambda w: w.place.get_absolute_url(), 14),
    ("one subject", lambda w: w.subject.get_absolute_url(), 14),
    ("still locked", lambda _: "/locked/", 20),
    ("interviews", lambda _: "/interviews/", 14),
    ("one interview", lambda w: w.interview.get_absolute_url(), 24),
    ("requests", lambda _: "/requests/", 8),
]


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def test_pages_cost_the_same_for_one_and_for_eleven(client: Client) -> None:
    world = World()
    world.grow()
    world.speak(1)
    first = {name: cost(client, address(world)) for name, address, _ in BUDGETS}
    for _ in range(10):
        world.grow()
    world.speak(11)
    later = {name: cost(client, address(world)) for name, address, _ in BUDGETS}
    assert later == first
    over = {name: later[name] for name, _, most in BUDGETS if later[name] > most}
    assert over == {}


def test_an_item_with_many_copies_and_pages_costs_what_one_costs(client: Client) -> None:
    world = World()
    world.grow()
    item = make_item(published=True)

    def add() -> None:
        copy = make_copy(item=item, repository=world.archive, opened=True)
        make_page_text(page=make_page(copy=copy))
        make_item_agent(item=item, agent=make_agent(published=True))

    add()
    first = cost(client, item.get_absolute_url())
    for _ in range(10):
        add()
    assert cost(client, item.get_absolute_url()) == first
    assert first <= 47
