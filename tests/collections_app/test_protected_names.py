"""A protected name keeps a record from the public, wherever in it the name stands."""

import pytest
from django.test import Client

from collections_app import dependants
from collections_app.models import AgentName, DigitalFile, Homonym, Privacy
from collections_app.protected_names import public_places_of
from collections_app.publication import NotReady, PublicationState
from tests import cast
from tests.briefingbooks.make import make_book, make_section
from tests.collections_app.desks import at_desk, messages_of, page_of, send
from tests.declassification.make import make_request
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_item_agent,
    make_item_link,
    make_page,
    make_page_note,
    make_page_text,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview, make_transcript, rewritten

pytestmark = pytest.mark.django_db

NAME = "Uwizeye, Béatrice"
IN_TEXT = "as Beatrice UWIZEYE told"


def protected(**fields: object) -> object:
    return make_agent(name=NAME, privacy=Privacy.WITHHELD, published=True, **fields)


def ready() -> object:
    return make_item(held_at=make_repository(published=True))


def in_a_note(item: object) -> None:
    text = make_page_text(page=make_page(copy=make_copy(item=item, opened=True)))  # type: ignore[arg-type]
    make_page_note(page_text=text, text=IN_TEXT)


def in_a_caption(item: object) -> None:
    copy = make_copy(item=item, opened=True)  # type: ignore[arg-type]
    DigitalFile.objects.create(copy=copy, file="a.tif", original_name="a.tif", caption=IN_TEXT)


def in_alt_text(item: object) -> None:
    copy = make_copy(item=item, opened=True)  # type: ignore[arg-type]
    DigitalFile.objects.create(copy=copy, file="a.tif", original_name="a.tif", alt_text=IN_TEXT)


PLACES = {
    "title": lambda item: setattr(item, "title", f"Statement {IN_TEXT}"),
    "abstract": lambda item: setattr(item, "abstract", IN_TEXT),
    "credit_line": lambda item: setattr(item, "credit_line", IN_TEXT),
    "item_agents": lambda item: make_item_agent(item=item, note=IN_TEXT),
    "links": lambda item: make_item_link(item=item, note=IN_TEXT),
    "copies": lambda item: make_copy(item=item, provenance_note=IN_TEXT),
    "texts of pages": lambda item: make_page_text(
        page=make_page(copy=make_copy(item=item, opened=True)), text=IN_TEXT
    ),
    "printed notes": in_a_note,
    "files": in_a_caption,
    "files, described": in_alt_text,
}


@pytest.mark.parametrize("place", PLACES)
def test_an_item_that_names_a_protected_person_is_not_published(place: str) -> None:
    item = ready()
    PLACES[place](item)
    item.save()  # type: ignore[attr-defined]
    item.publish(by=None)  # type: ignore[attr-defined]
    item.withdraw(by=None, reason="To try.")  # type: ignore[attr-defined]
    protected()
    with pytest.raises(NotReady) as refused:
        item.publish(by=None)  # type: ignore[attr-defined]
    assert [gap.field for gap in refused.value.gaps] == [place.partition(",")[0]]


def test_an_other_name_is_protected_like_the_first() -> None:
    person = protected()
    AgentName.objects.create(agent=person, name="Soeur Immaculée")
    item = ready()
    item.title = "Letter of sœur Immaculee"  # type: ignore[attr-defined]
    item.save()  # type: ignore[attr-defined]
    with pytest.raises(NotReady, match="protected person"):
        item.publish(by=None)  # type: ignore[attr-defined]


def test_what_we_withhold_from_a_text_is_no_obstacle() -> None:
    protected()
    item = ready()
    make_page_text(
        page=make_page(copy=make_copy(item=item, opened=True)), text="By ⟦Béatrice Uwizeye⟧."
    )  # type: ignore[arg-type]
    item.publish(by=None)  # type: ignore[attr-defined]
    assert item.is_public()  # type: ignore[attr-defined]


def test_the_text_of_a_copy_that_stays_closed_is_no_obstacle_until_it_is_opened() -> None:
    protected()
    item = ready()
    copy = make_copy(item=item, access_condition="open")  # type: ignore[arg-type]
    make_page_text(page=make_page(copy=copy), text=IN_TEXT)
    item.publish(by=None)  # type: ignore[attr-defined]
    copy.is_opened = True
    copy.save()
    dependants.announce_change(item)  # type: ignore[arg-type]
    item.refresh_from_db()  # type: ignore[attr-defined]
    assert item.state == PublicationState.WITHDRAWN  # type: ignore[attr-defined]


def test_the_surname_alone_points_at_somebody_who_stands_in_the_document() -> None:
    person = protected()
    item, other = ready(), ready()
    for one in (item, other):
        one.title = "The Uwizeye affair"  # type: ignore[attr-defined]
        one.save()  # type: ignore[attr-defined]
    make_item_agent(item=item, agent=person)  # type: ignore[arg-type]
    with pytest.raises(NotReady, match="surname"):
        item.publish(by=None)  # type: ignore[attr-defined]
    other.publish(by=None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["collection", "subject", "agent", "book", "interview", "request"])
def test_nothing_that_is_published_may_name_a_protected_person(kind: str) -> None:
    made = {
        "collection": lambda: make_collection(history=IN_TEXT),
        "subject": lambda: make_subject(scope_note=IN_TEXT),
        "agent": lambda: make_agent(history=IN_TEXT),
        "book": make_book,
        "interview": make_interview,
        "request": lambda: make_request(title=IN_TEXT, published=False),
    }[kind]()
    if kind == "book":
        make_section(book=made, body_md=f"Text {IN_TEXT}.")
    if kind == "interview":
        make_transcript(interview=made, cues=[{"text": IN_TEXT}])
        rewritten(made)
    protected()
    messages = [gap.message for gap in made.publication_gaps() if gap.blocks]
    assert any("name of a protected person stands in" in words for words in messages)
    assert not any("uwizeye" in words.casefold() for words in messages)


def test_a_public_record_that_comes_to_name_somebody_goes_back_at_once() -> None:
    protected()
    item = make_item(published=True)
    client = at_desk(cast.cataloguer())
    answer = send(client, page_of(item), {"abstract": IN_TEXT})
    item.refresh_from_db()
    assert item.state == PublicationState.WITHDRAWN
    assert "Taken back from the public" in messages_of(answer)
    assert "abstract" in item.withdrawal_reason


def test_somebody_of_the_same_name_is_told_apart_once() -> None:
    person = protected()
    item = ready()
    item.title = f"Statement {IN_TEXT}"  # type: ignore[attr-defined]
    item.save()  # type: ignore[attr-defined]
    client = at_desk(cast.cataloguer())
    assert "../protected-names/" in client.get(page_of(item)).content.decode()  # type: ignore[arg-type]
    page = page_of(item).replace("/change/", "/protected-names/")  # type: ignore[arg-type]
    answer = client.post(page, {"agents": person.pk}, follow=True)  # type: ignore[attr-defined]
    assert "say how you know" in messages_of(answer)
    client.post(page, {"agents": person.pk, "reason": "The minister of 1962."})  # type: ignore[attr-defined]
    assert Homonym.objects.get().agent == person
    item.publish(by=None)  # type: ignore[attr-defined]
    assert at_desk(cast.transcriber()).get(page).status_code == 403


def test_the_desk_of_a_person_lists_where_the_name_is_public_and_hides_it() -> None:
    person = make_agent(name=NAME, published=True)
    item = make_item(title=f"Statement {IN_TEXT}", published=True)
    make_item(title=f"Draft {IN_TEXT}")
    book = make_book()
    make_section(book=book, body_md=f"{IN_TEXT}.")
    long_ago = "2020-01-01T00:00Z"
    was = {"state": "published", "public_from": long_ago, "cleared_at": long_ago}
    type(book).objects.filter(pk=book.pk).update(**was)
    found = {(one.record, one.place) for one in public_places_of(person)}
    assert found == {(item, "title"), (book, "sections")}
    client = at_desk(cast.cataloguer())
    address = f"/admin/collections_app/agent/{person.pk}/public-places/"
    page = client.get(address).content.decode()
    assert str(item) in page and str(book) in page  # noqa: PT018
    client.post(address, {"records": f"collections_app.archivalitem.{item.pk}", "hide": "yes"})
    item.refresh_from_db()
    assert item.on_hold_since is not None
    assert not item.is_public()
    assert [one.record for one in public_places_of(person)] == [book]
    person.privacy = Privacy.WITHHELD
    person.save()
    dependants.announce_change(person)
    assert client.get(page_of(item)).status_code == 200


def test_names_that_are_on_hold_keep_new_records_from_the_public() -> None:
    person = make_agent(name=NAME, published=True)
    item = ready()
    item.title = f"Statement {IN_TEXT}"  # type: ignore[attr-defined]
    item.save()  # type: ignore[attr-defined]
    person.hold(by=None)
    with pytest.raises(NotReady):
        item.publish(by=None)  # type: ignore[attr-defined]
    person.lift_hold(by=None)
    item.publish(by=None)  # type: ignore[attr-defined]


def test_an_other_name_finds_a_person_and_never_a_protected_one(client: Client) -> None:
    public = make_agent(name="Dallaire, Roméo", published=True)
    AgentName.objects.create(agent=public, name="Le Général")
    hidden = make_agent(
        name="Mukasonga, Rose", privacy="pseudonym", public_name="The nurse", published=True
    )
    AgentName.objects.create(agent=hidden, name="Zanzibarfinch")
    item = make_item(published=True)
    for agent in (public, hidden):
        dependants.announce_change(agent)
        make_item_agent(item=item, agent=agent)
    for address, found in (("/search/?q=", "/people/"), ("/items/?q=", item.ref)):
        assert found in client.get(f"{address}Général").content.decode()
        assert found in client.get(f"{address}nurse").content.decode()
        for secret in ("Zanzibarfinch", "Mukasonga"):
            answer = client.get(f"{address}{secret}").content.decode()
            nothing = client.get(f"{address}Nothingbird").content.decode()
            assert answer.replace(secret, "Nothingbird") == nothing
    assert "Le Général" in client.get(public.get_absolute_url()).content.decode()
    assert "Zanzibarfinch" not in client.get(hidden.get_absolute_url()).content.decode()
