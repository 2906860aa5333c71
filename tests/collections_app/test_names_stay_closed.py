"""Protected names in addresses, links, notices, and however they are written."""

import pytest
from django.test import Client

from briefingbooks.models import Book, EntryLink, Reference, Source
from collections_app import dependants
from collections_app.merging import merge
from collections_app.models import (
    AgentName,
    Privacy,
)
from collections_app.protected_names import names_in, public_places_of
from collections_app.publication import NotReady
from collections_app.undoing import undo
from tests import cast
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_section,
    make_source,
)
from tests.collections_app.desks import act_on, act_on_selection, at_desk, page_of, send
from tests.make import (
    make_agent,
    make_item,
    make_item_link,
    make_link,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db


def test_the_title_of_a_link_is_looked_through_when_an_editor_changes_it() -> None:
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    item = make_item(published=True)
    link = make_link(title="An interview")
    make_item_link(item=item, link=link)
    send(at_desk(cast.editor()), page_of(link), {"title": "An interview with Béatrice Uwizeye"})
    answer = Client().get(item.get_absolute_url()).content.decode()
    assert "Uwizeye" not in answer


def test_a_changed_pseudonym_leaves_no_address_of_the_former() -> None:
    person = make_agent(
        name="Uwizeye, Béatrice",
        privacy=Privacy.PSEUDONYM,
        public_name="Witness Amber",
        published=True,
    )
    former = person.get_absolute_url()
    person.public_name = "Witness Blue"
    person.save()
    person.refresh_from_db()
    assert "amber" not in person.get_absolute_url()
    assert Client().get(former).status_code == 404


def test_the_address_of_a_term_is_looked_through_as_its_label_is() -> None:
    subject = make_subject(label_en="Murder of Beatrice Uwizeye", published=True)
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    subject.label_en = "Murder of a witness"
    subject.save()
    dependants.announce_change(subject)
    subject.refresh_from_db()
    assert subject.state == "withdrawn" or "uwizeye" not in subject.slug


def test_a_term_is_given_an_address_that_names_nobody() -> None:
    subject = make_subject(label_en="Murder of Beatrice Uwizeye")
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    subject.label_en = "Murder of a witness"
    subject.save()
    act_on_selection(at_desk(cast.editor()), [subject], "give_new_address")
    subject.refresh_from_db()
    assert "uwizeye" in subject.slug
    act_on_selection(at_desk(cast.cataloguer()), [subject], "give_new_address")
    subject.refresh_from_db()
    assert subject.slug == "murder-of-a-witness"
    assert not subject.publication_gaps()


def test_an_undone_merge_leaves_no_pseudonym_in_a_public_address() -> None:
    real = make_agent(name="Kagabo, Paul", published=True)
    witness = make_agent(
        name="Uwizeye, Béatrice",
        privacy=Privacy.PSEUDONYM,
        public_name="Witness Amber",
        published=True,
    )
    deed = merge(real, witness, {}, by=cast.administrator(), reason="the same")
    undo(deed, by=cast.administrator())
    real.refresh_from_db()
    assert real.privacy == "public"
    assert "amber" not in real.slug


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Uwizeye, Béatrice", "as Béatrice Uwi-\nzeye told"),
        ("Uwizeye Béatrice", "as Béatrice Uwizeye told"),
        ("Béatrice Uwizeye", "UWIZEYE, Béatrice, told"),
        ("Béatrice Uwizeye", "UWIZEYE Béatrice told"),
        ("Uwizeye, Béatrice", "https://example.org/B%C3%A9atrice-Uwizeye"),
        ("N'Dayi, Béatrice", "as Béatrice Nʼdayi told"),
    ],
)
def test_a_protected_name_is_found(name: str, words: str) -> None:
    make_agent(name=name, privacy=Privacy.WITHHELD, published=True)
    item = make_item(abstract=words)
    assert names_in(item)


def test_a_notice_of_withdrawal_is_looked_through() -> None:
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    item = make_item(published=True)
    client = at_desk(cast.cataloguer())
    client.post(
        act_on(item, "withdraw"),
        {
            "answered": "yes",
            "reason": "asked",
            "notice": "Taken back at the request of Béatrice Uwizeye.",
            "confirmed": "yes",
        },
    )
    item.refresh_from_db()
    answer = Client().get(item.get_absolute_url())
    assert "Uwizeye" not in answer.content.decode()


@pytest.mark.parametrize(
    "where", ["other name of a body", "archived address", "website", "slug of a subject"]
)
def test_columns_that_readers_get_are_looked_through(where: str) -> None:
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    if where == "other name of a body":
        record = make_agent(name="An association", published=True)
        AgentName.objects.create(agent=record, name="Friends of Béatrice Uwizeye")
    elif where == "archived address":
        record = make_item(published=True)
        make_item_link(
            item=record, link=make_link(archived_url="https://web.archive.org/beatrice-uwizeye")
        )
    else:
        record = make_repository(website="https://example.org/beatrice-uwizeye")
    if record.published_at is None:
        try:
            record.publish(by=None)
        except NotReady:
            return
    dependants.announce_change(record)
    answer = Client().get(record.get_absolute_url())
    shown = answer.content.decode().lower()
    assert "uwizeye" not in shown


def in_the_address_of_a_section(book: Book) -> None:
    make_section(book=book, slug="beatrice-uwizeye")


def in_the_link_of_an_entry(book: Book, **fields: str) -> None:
    entry = make_entry(book=book)
    EntryLink.objects.create(entry=entry, link=make_link(**fields), note="Why it matters.")


def in_the_link_of_a_book(book: Book, **fields: str) -> None:
    make_book_link(book=book, **fields)


def in_a_work_cited(book: Book) -> None:
    source = make_source(key="uwizeye-1995", title="A memoir of Béatrice Uwizeye")
    section = make_section(book=book, body_md="It is told [](cite:uwizeye-1995).")
    Reference.objects.create(
        book=book, section=section, role="cite", key=source.key, source=source, position=1
    )


NAMING = "https://example.org/beatrice-uwizeye"
IN_BOOKS = {
    "address": lambda book: type(book).objects.filter(pk=book.pk).update(slug="beatrice-uwizeye"),
    "address of a section": in_the_address_of_a_section,
    "address of a link of an entry": lambda book: in_the_link_of_an_entry(book, url=NAMING),
    "archived copy, entry": lambda book: in_the_link_of_an_entry(book, archived_url=NAMING),
    "publisher, entry": lambda book: in_the_link_of_an_entry(book, publisher="Béatrice Uwizeye"),
    "address of a link of a book": lambda book: in_the_link_of_a_book(book, url=NAMING),
    "archived copy, book": lambda book: in_the_link_of_a_book(book, archived_url=NAMING),
    "a work cited": in_a_work_cited,
}


@pytest.mark.parametrize("where", IN_BOOKS)
def test_every_address_and_link_of_a_book_is_looked_through(where: str) -> None:
    book = make_book()
    IN_BOOKS[where](book)
    book.refresh_from_db()
    person = make_agent(name="Uwizeye, Béatrice", published=True)
    long_ago = "2020-01-01T00:00Z"
    was = {"state": "published", "public_from": long_ago, "cleared_at": long_ago}
    type(book).objects.filter(pk=book.pk).update(**was)
    book.refresh_from_db()
    assert [one.record for one in public_places_of(person)] == [book]
    person.privacy = Privacy.WITHHELD
    person.save()
    assert any(gap.blocks for gap in book.publication_gaps())
    dependants.announce_change(book)
    assert Client().get(book.get_absolute_url()).status_code == 404


def test_a_cited_work_that_comes_to_name_somebody_takes_its_books_back() -> None:
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    book = make_book()
    in_a_work_cited(book)
    Source.objects.update(title="A memoir")
    long_ago = "2020-01-01T00:00Z"
    was = {"state": "published", "public_from": long_ago, "cleared_at": long_ago}
    type(book).objects.filter(pk=book.pk).update(**was)
    source = Source.objects.get()
    send(at_desk(cast.editor()), page_of(source), {"title": "A memoir of Béatrice Uwizeye"})
    book.refresh_from_db()
    assert book.state == "withdrawn"


def test_a_notice_of_withdrawal_written_before_is_found_and_can_be_hidden() -> None:
    person = make_agent(name="Uwizeye, Béatrice", published=True)
    item = make_item(published=True)
    item.withdraw(by=None, reason="asked", notice="Taken back for Béatrice Uwizeye.")
    make_item(published=True).withdraw(by=None, reason="asked by Béatrice Uwizeye")
    assert [(one.record, one.place) for one in public_places_of(person)] == [
        (item, "notice of withdrawal")
    ]
    client = at_desk(cast.cataloguer())
    address = f"/admin/collections_app/agent/{person.pk}/public-places/"
    client.post(address, {"records": f"collections_app.archivalitem.{item.pk}", "hide": "yes"})
    answer = Client().get(item.get_absolute_url())
    assert answer.status_code == 404
    assert "Uwizeye" not in answer.content.decode()
    assert not public_places_of(person)
