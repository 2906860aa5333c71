"""One deed hides what a person asks about from everyone, and one shows it again as it was."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from collections_app import background, concerns
from collections_app.concern_targets import key_of, record_at, record_of, suggestions_for
from collections_app.concerns import Follow
from collections_app.models import Agent, ArchivalItem, Concern, ConcernEvent, DigitalFile
from collections_app.publication import PublicationState
from oralhistory.models import PublicCue
from tests import cast
from tests.briefingbooks.make import make_book, make_entry
from tests.make import (
    make_agent,
    make_copy,
    make_derivative,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
)
from tests.oralhistory.make import make_interview, make_participation, make_transcript, rewritten

pytestmark = pytest.mark.django_db

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def make_concern(**fields: Any) -> Concern:
    facts = {"kind": "removal", "relation": "self", "message": "Please.", "contact": "a@b.org"}
    return concerns.receive(facts | fields, sent_as=uuid4())


def a_readable_item() -> ArchivalItem:
    item = make_item(title="Larkspur", published=True)
    copy = make_copy(item=item, opened=True, is_shown=True)
    file = DigitalFile.objects.create(
        copy=copy, file="m.tif", original_name="m.tif", processing="ready", sha256="1" * 64
    )
    for number in (1, 2):
        page = make_page(copy=copy, number=number, file=file, number_in_file=number)
        make_page_text(page=page, text=f"Text of page {number}.")
        make_derivative(page=page)
    return item


def page(client: Client, address: str) -> bytes:
    return CSRF.sub(b"", client.get(address).content)


def hide(*records: Any) -> Concern:
    concern = make_concern()
    concerns.hide(concern, records, by=cast.administrator())
    concern.refresh_from_db()
    return concern


def test_a_hidden_item_is_as_if_it_had_never_been_and_comes_back_byte_for_byte(
    client: Client,
) -> None:
    item = a_readable_item()
    book = make_book(published=False)
    make_entry(book=book, item=item)
    addresses = [item.get_absolute_url(), "/items/", "/", "/search/?q=Larkspur", "/locked/"]
    before = [page(client, address) for address in addresses]
    changed = item.updated_at
    files = [d.get_absolute_url() for p in item.copies.get().pages.all()
             for d in p.derivatives.all()]  # fmt: skip
    assert [client.get(file).status_code for file in files] == [200, 200]
    concern = hide(item)
    assert client.get(addresses[0]).status_code == 404
    assert [client.get(file).status_code for file in files] == [404, 404]
    assert b"Larkspur" not in page(client, "/items/") + page(client, "/")
    assert concern.stage == Concern.Stage.HIDDEN
    concerns.lift(concern, concern.targets.all(), by=None)
    assert [page(client, address) for address in addresses] == before
    item.refresh_from_db()
    assert item.updated_at == changed


def test_a_single_page_or_file_can_be_hidden(client: Client) -> None:
    item = a_readable_item()
    first, second = item.copies.get().pages.order_by("number")
    before = page(client, item.get_absolute_url())
    concern = hide(second)
    shown = page(client, item.get_absolute_url())
    assert b"Text of page 1." in shown
    assert b"Text of page 2." not in shown
    assert client.get(second.derivatives.get().get_absolute_url()).status_code == 404
    assert client.get(first.derivatives.get().get_absolute_url()).status_code == 200
    concerns.lift(concern, concern.targets.all(), by=None)
    assert page(client, item.get_absolute_url()) == before
    file = DigitalFile.objects.get(copy__item=item)
    concern = hide(file)
    assert b"Text of page" not in page(client, item.get_absolute_url())
    file.refresh_from_db()
    file.caption = "A cataloguer goes on working."
    file.is_closed = False
    file.save()
    assert b"Text of page" not in page(client, item.get_absolute_url())


def test_a_person_on_hold_is_named_nowhere(client: Client) -> None:
    person = make_agent(name="Uwizeye, Ann", published=True)
    item = make_item(published=True)
    make_item_agent(item=item, agent=person, role="author")
    interview = make_interview(title="A talk", narrators=())
    make_participation(interview=interview, agent=person, allows=["record", "transcript"])
    make_transcript(interview=interview, cues=[{"text": "I am Ann Uwizeye."}, {"text": "Yes."}])
    rewritten(interview).publish(by=None)
    addresses = [item.get_absolute_url(), interview.get_absolute_url(), "/items/",
                 f"{interview.get_absolute_url()}transcript.vtt"]  # fmt: skip
    before = [page(client, address) for address in addresses]
    assert b"Uwizeye" in before[0] and b"Uwizeye" in before[1]  # noqa: PT018
    concern = hide(person)
    for address in addresses:
        assert b"wizeye" not in page(client, address), address
    assert client.get(person.get_absolute_url()).status_code == 404
    assert not PublicCue.objects.filter(text__contains="Uwizeye").exists()
    concerns.lift(concern, concern.targets.all(), by=None)
    assert [page(client, address) for address in addresses] == before


def test_a_hold_outlives_whatever_else_is_done_to_the_record() -> None:
    item = make_item(published=True)
    typed_before = ArchivalItem.objects.get(pk=item.pk)
    hide(item)
    typed_before.abstract = "Typed in a form that was open for long."
    typed_before.save()
    typed_before.publish(by=None)
    item.refresh_from_db()
    assert item.abstract.startswith("Typed")
    assert item.on_hold_since is not None
    assert not item.is_public()


def test_what_two_concerns_hide_is_shown_when_both_are_settled() -> None:
    item = make_item(published=True)
    one, other = hide(item), hide(item)
    concerns.lift(one, one.targets.all(), by=None)
    assert not item.is_public()
    concerns.lift(other, other.targets.all(), by=None)
    assert item.is_public()


def test_what_was_on_hold_before_stays_so() -> None:
    item = make_item(published=True)
    item.hold(by=None)
    concern = hide(item)
    concerns.lift(concern, concern.targets.all(), by=None)
    assert not item.is_public()


def test_the_history_of_a_record_says_on_hold_and_not_why() -> None:
    item = make_item(published=True)
    concern = make_concern(message="Very secret", name="Secretname")
    concerns.hide(concern, [item], by=cast.administrator(), words="Secretwords")
    row = item.changes.latest("history_id")
    assert row.change_set.title == "On hold"
    assert row.change_set.reason == ""
    rows = [str(value) for one in item.changes.values() for value in one.values()]
    assert not any("ecret" in value or concern.code in value for value in rows)


@pytest.mark.parametrize(
    ("follow", "is_public", "state"),
    [
        (Follow.SHOW, True, PublicationState.PUBLISHED),
        (Follow.KEEP, False, PublicationState.WITHDRAWN),
        (Follow.CHANGE, False, PublicationState.PUBLISHED),
    ],
)
def test_a_decision_is_recorded_and_what_is_hidden_follows(
    client: Client, follow: str, is_public: bool, state: str
) -> None:
    item = make_item(published=True)
    concern = hide(item)
    person = cast.administrator()
    with pytest.raises(ValidationError):
        concerns.decide(concern, outcome="granted", decision=" ", follow=follow, by=person)
    concerns.decide(concern, outcome="granted", decision="Because.", follow=follow, by=person)
    concern.refresh_from_db()
    item.refresh_from_db()
    assert (concern.stage, concern.outcome) == (Concern.Stage.DECIDED, "granted")
    assert (item.is_public(), item.state) == (is_public, state)
    assert client.get(item.get_absolute_url()).status_code == (200 if is_public else 404)
    assert "Because" not in item.withdrawal_reason
    if follow == Follow.KEEP:
        item.publish(by=None)
        assert not item.is_public()


def test_every_deed_is_an_event_that_nobody_rewrites() -> None:
    concern = hide(make_item(published=True))
    concerns.note(concern, "Called back.", by=cast.administrator())
    concerns.decide(concern, outcome="refused", decision="No.", follow=Follow.SHOW, by=None)
    with pytest.raises(ValidationError, match="Close it first"):
        concerns.forget_contact(concern, by=None)
    concerns.close(concern, by=None)
    concerns.forget_contact(concern, by=None, with_message=True)
    concern.refresh_from_db()
    assert (concern.contact, concern.name, concern.message) == ("", "", "")
    kinds = list(concern.events.values_list("kind", flat=True))
    assert kinds == ["received", "hidden", "note", "decided", "lifted", "closed", "forgotten"]
    event = ConcernEvent.objects.first()
    assert event is not None
    with pytest.raises(ValidationError):
        event.save()
    with pytest.raises(ValidationError):
        event.delete()
    with pytest.raises(ValidationError, match="closed"):
        concerns.hide(concern, [make_item()], by=None)


def test_the_address_of_a_page_leads_to_what_it_shows_hidden_or_not() -> None:
    item = a_readable_item()
    agent, interview = make_agent(published=True), make_interview()
    book = make_book(published=False)
    image = item.copies.get().pages.first().derivatives.get()
    for record in (item, agent, interview, book):
        assert record_at(record.get_absolute_url()) == record
    assert record_at(f"https://example.org{item.get_absolute_url()}?copy=1#page-1") == item
    assert record_at(image.get_absolute_url()) == image.page
    nowhere = ("", "/", "/items/", "/no/such/", "//example.org/x", "javascript:x", "/items/X/")
    for nothing in nowhere:
        assert record_at(nothing) is None, nothing
    assert record_of(key_of(item)) == item
    for nothing in ("", "collections_app.user.1", "x.y.z", "collections_app.archivalitem.x"):
        assert record_of(nothing) is None, nothing


def test_what_belongs_to_a_record_is_suggested_and_where_a_person_is_named_is_ticked() -> None:
    item = a_readable_item()
    person = make_agent(name="Uwizeye, Ann", published=True)
    make_item_agent(item=item, agent=person, role="depicted")
    named = make_item(title="Letter of Ann Uwizeye", published=True)
    book = make_book()
    make_entry(book=book, item=item)
    long_ago = "2020-01-01T00:00Z"
    was = {"state": "published", "public_from": long_ago, "cleared_at": long_ago}
    type(book).objects.filter(pk=book.pk).update(**was)
    of_item = {one.key: one.is_ticked for one in suggestions_for(item)}
    page_keys = [key_of(one) for one in item.copies.get().pages.all()]
    file = DigitalFile.objects.get()
    assert of_item == {
        key_of(item): True, key_of(file): False, key_of(person): False, key_of(book): False,
        **dict.fromkeys(page_keys, False),
    }  # fmt: skip
    of_person = {one.key: one.is_ticked for one in suggestions_for(person)}
    assert of_person == {key_of(person): True, key_of(named): True, key_of(item): True}


@override_settings(ADMINS=[("a", "a@example.org")])
def test_the_house_is_told_that_something_came_and_not_what() -> None:
    make_concern(message="Very secret", name="Secretname", contact="secret@example.org")
    background.drain()
    letter = mail.outbox[0]
    assert letter.to == ["a@example.org"]
    assert "ecret" not in letter.subject + letter.body


def test_nothing_in_the_house_points_to_a_concern() -> None:
    """Whoever reads a record, its history or an export finds no way from there to a request."""
    pointing = [
        relation.related_model.__name__
        for model in (Agent, ArchivalItem, DigitalFile)
        for relation in model._meta.related_objects
        if "oncern" in relation.related_model.__name__
    ]
    assert pointing == []
