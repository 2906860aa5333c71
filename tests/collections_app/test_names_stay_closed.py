"""Protected names in addresses, links, notices, and however they are written."""

import pytest
from django.test import Client

from collections_app import dependants
from collections_app.merging import merge
from collections_app.models import (
    AgentName,
    Privacy,
)
from collections_app.protected_names import names_in
from collections_app.publication import NotReady
from collections_app.undoing import undo
from tests import cast
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
