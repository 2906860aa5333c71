"""The rule as truth tables: what a record is, what it is part of, and who looks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from collections_app.models import (
    AccessCondition,
    Agent,
    ArchivalItem,
    Copy,
    Derivative,
    Excision,
    Page,
    PageNote,
    PageText,
    Privacy,
)
from collections_app.publication import NotReady, PublicationState
from tests import cast
from tests.briefingbooks.make import make_book
from tests.declassification.make import make_request, set_publication
from tests.make import (
    make_advisory,
    make_agent,
    make_collection,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_page,
    make_page_note,
    make_page_text,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db

BUILDERS: dict[str, Callable[..., Any]] = {
    "archive": make_repository,
    "collection": make_collection,
    "item": make_item,
    "person": make_agent,
    "place": make_place,
    "subject": make_subject,
    "interview": make_interview,
    "request": make_request,
    "book": make_book,
}
STATES = [
    ("draft", None, False),
    ("in_review", None, False),
    ("published", timedelta(days=-1), True),
    ("published", timedelta(seconds=60), False),
    ("withdrawn", None, False),
]
# Who may see a record of each kind that is not public: by role, only what the role works with.
SEES_HIDDEN = {
    "cataloguer": set(BUILDERS) - {"request"},
    "editor": set(BUILDERS),
    "director": set(BUILDERS),
    "administrator": set(BUILDERS),
    "reader": set(),
    "outsider_with_account": set(),
}  # fmt: skip


@pytest.mark.parametrize("kind", BUILDERS)
@pytest.mark.parametrize(("state", "shift", "is_public"), STATES)
def test_state_and_embargo_decide_for_every_kind_of_record(
    kind: str, state: str, shift: timedelta | None, is_public: bool
) -> None:
    record = BUILDERS[kind]()
    set_publication(record, state, timezone.now() + shift if shift else None)
    record.refresh_from_db()
    records = type(record).objects
    assert records.public().filter(pk=record.pk).exists() is is_public
    assert record.is_public() is is_public
    assert records.visible_to(cast.reader()).filter(pk=record.pk).exists() is is_public
    if shift is not None and not is_public:
        opens = record.public_from
        assert record.is_public(at=opens)
        assert not record.is_public(at=opens - timedelta(microseconds=1))


@pytest.mark.parametrize("role", SEES_HIDDEN)
def test_a_role_previews_what_it_works_with_and_nothing_else(role: str) -> None:
    person = getattr(cast, role)()
    for kind, build in BUILDERS.items():
        record = build()
        sees = type(record).objects.visible_to(person).filter(pk=record.pk).exists()
        assert sees is (kind in SEES_HIDDEN[role]), kind


def test_an_account_that_was_closed_sees_what_a_stranger_sees() -> None:
    person = cast.editor()
    person.is_active = False
    person.save()
    item = make_item()
    assert not ArchivalItem.objects.visible_to(person).filter(pk=item.pk).exists()


@pytest.mark.parametrize("is_item_public", [True, False])
@pytest.mark.parametrize("is_internal", [True, False])
@pytest.mark.parametrize("is_opened", [True, False])
@pytest.mark.parametrize("advisory", [None, "notice", "click_through", "staff_only"])
def test_a_copy_is_told_and_opened_by_its_own_rule_inside_its_items(
    is_item_public: bool, is_internal: bool, is_opened: bool, advisory: str | None
) -> None:
    item = make_item(
        published=is_item_public, advisories=[make_advisory(behaviour=advisory)] if advisory else []
    )
    copy = make_copy(item=item, opened=is_opened, is_internal=is_internal)
    page = make_page(copy=copy)
    text = make_page_text(page=page)
    parts = [page, text, make_page_note(page_text=text), make_derivative(page=page)]
    is_told = is_item_public and not is_internal
    may_open = is_told and is_opened and advisory != "staff_only"
    assert copy.is_public() is is_told
    assert make_excision(copy=copy).is_public() is is_told
    assert Copy.objects.opened().filter(pk=copy.pk).exists() is may_open
    assert [part.is_public() for part in parts] == [may_open] * 4


@pytest.mark.parametrize("condition", AccessCondition.values)
def test_only_what_its_holder_leaves_open_can_be_opened(condition: str) -> None:
    copy = make_copy(access_condition=condition, closed_until=timezone.localdate())
    copy.is_opened = True
    if condition == AccessCondition.OPEN:
        copy.full_clean()
        return
    with pytest.raises(ValidationError, match="can not be opened to the public"):
        copy.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_closed_copy_never_opens_when_its_date_comes() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    copy = make_copy(access_condition=AccessCondition.CLOSED_UNTIL, closed_until=yesterday)
    page = make_page(copy=copy)
    assert copy.is_public()
    assert not page.is_public()


@pytest.mark.parametrize(
    ("privacy", "has_page", "label", "tells_history"),
    [
        (Privacy.PUBLIC, True, "Real Name", True),
        (Privacy.NAME_ONLY, True, "Real Name", False),
        (Privacy.PSEUDONYM, True, "The porter", False),
        (Privacy.WITHHELD, False, "Name withheld", False),
    ],
)
def test_privacy_decides_what_of_a_person_leaves_the_desk(
    privacy: str, has_page: bool, label: str, tells_history: bool
) -> None:
    agent = make_agent(
        name="Real Name",
        privacy=privacy,
        public_name="The porter",
        history="A life.",
        published=True,
    )
    assert Agent.objects.public().filter(pk=agent.pk).exists() is has_page
    assert agent.public_label == label
    assert bool(agent.public_history) is tells_history
    assert ("real" in agent.slug) is (label == "Real Name")


def test_a_person_put_under_protection_later_gets_an_address_without_the_name() -> None:
    agent = make_agent(name="Real Name", published=True)
    assert agent.slug == "real-name"
    agent.privacy, agent.public_name = Privacy.PSEUDONYM, "The porter"
    agent.save()
    assert agent.slug == "the-porter"
    agent.privacy = Privacy.WITHHELD
    agent.save()
    assert "porter" not in agent.slug


def test_no_queryset_of_a_part_is_wider_than_its_parents() -> None:
    """Every part of a hidden item is hidden, whatever it says of itself."""
    item = make_item()
    copy = make_copy(item=item, opened=True)
    page = make_page(copy=copy)
    text = make_page_text(page=page)
    make_page_note(page_text=text)
    make_derivative(page=page)
    make_excision(copy=copy)
    for model in (Copy, Page, PageText, PageNote, Derivative, Excision):
        assert not model.objects.public().exists(), model.__name__


def test_no_public_queryset_needs_distinct() -> None:
    for model in (ArchivalItem, Copy, Page, PageText, Derivative, Excision, Agent):
        assert "DISTINCT" not in str(model.objects.public().query)


def test_a_record_is_published_and_withdrawn_by_its_verbs_only() -> None:
    item = make_item(rights=None)
    item.rights = None
    item.save()
    with pytest.raises(NotReady) as refusal:
        item.publish(by=None)
    assert [gap.field for gap in refusal.value.gaps] == ["rights_id", "copies"]
    ready = make_item(known_from="A withdrawal sheet")
    with pytest.raises(ValidationError, match="Only a published record"):
        ready.withdraw(by=None, reason="No.")
    ready.publish(by=None)
    with pytest.raises(ValidationError, match="Say why"):
        ready.withdraw(by=None, reason=" ")
    with pytest.raises(ValidationError, match="Only a draft"):
        ready.send_to_review(by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchivalItem.objects.filter(pk=item.pk).update(state=PublicationState.PUBLISHED)


@pytest.mark.parametrize("kind", BUILDERS)
def test_a_hold_hides_a_public_record_at_once_and_its_end_shows_it_again(kind: str) -> None:
    record = BUILDERS[kind]()
    set_publication(record, "published", timezone.now() - timedelta(days=1))
    assert record.is_public()
    record.hold(by=None)
    assert not record.is_public()
    assert not type(record).objects.visible_to(cast.reader()).filter(pk=record.pk).exists()
    record.lift_hold(by=None)
    assert record.is_public()


@pytest.mark.parametrize("kind", BUILDERS)
def test_a_hold_leaves_no_tombstone(kind: str) -> None:
    record = BUILDERS[kind]()
    set_publication(record, "withdrawn", None)
    type(record).objects.filter(pk=record.pk).update(withdrawal_notice="Withdrawn.")
    tombstones = type(record).objects.tombstones().filter(pk=record.pk)
    assert tombstones.exists()
    record.refresh_from_db()
    record.hold(by=None)
    assert not tombstones.exists()
