from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from collections_app.languages import column_of
from collections_app.models import ArchivalItem, Subject
from collections_app.prepared_questions import (
    LENGTHS,
    HoldsAnInstantError,
    Prepared,
    PreparedForReaders,
)
from collections_app.publication import Visitor
from tests import cast
from tests.make import make_item, make_subject

pytestmark = pytest.mark.django_db


@Prepared
def public_items(keys: Collection[int], at: datetime) -> QuerySet:
    return ArchivalItem.objects.public(at).filter(pk__in=keys).select_related("held_at")


@PreparedForReaders
def seen_items(user: Visitor, keys: Collection[int], at: datetime) -> QuerySet:
    return ArchivalItem.objects.visible_to(user, at).filter(pk__in=keys)


@pytest.mark.parametrize("number", [1, 4, 5, 26])
def test_a_prepared_question_answers_as_the_composed_one_does(number: int) -> None:
    items = [make_item(ref=f"A-{n}", published=True) for n in range(number)]
    make_item(ref="OTHER", published=True)
    keys = [item.pk for item in items]
    assert {item.pk for item in public_items(keys)} == set(keys)
    assert [item.ref for item in public_items(keys[:1])] == ["A-0"]


def test_no_keys_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert public_items([]) == []
    assert not asked.captured_queries


def test_a_list_longer_than_any_kept_one_is_asked_as_it_is() -> None:
    item = make_item(published=True)
    assert public_items([item.pk, *range(10_000, 10_000 + LENGTHS[-1])]) == [item]


def test_what_is_closed_after_a_question_was_prepared_is_not_answered() -> None:
    item = make_item(published=True)
    assert public_items([item.pk]) == [item]
    ArchivalItem.objects.filter(pk=item.pk).update(on_hold_since=timezone.now())
    assert public_items([item.pk]) == []


def test_a_prepared_question_asks_at_the_instant_at_which_it_is_asked() -> None:
    now = timezone.now()
    item = make_item(published=True)
    ArchivalItem.objects.filter(pk=item.pk).update(public_from=now + timedelta(hours=1))
    assert public_items([item.pk]) == []
    assert public_items([item.pk], now + timedelta(hours=2)) == [item]
    assert public_items([item.pk]) == []


def test_a_question_that_asks_by_an_instant_of_its_own_is_refused() -> None:
    @Prepared
    def forgetful(keys: Collection[int], at: datetime) -> QuerySet:
        return ArchivalItem.objects.public().filter(pk__in=keys)

    with pytest.raises(HoldsAnInstantError, match="forgetful"):
        forgetful([1])


def test_a_question_that_fetches_more_by_an_instant_of_its_own_is_refused() -> None:
    @Prepared
    def with_subjects(keys: Collection[int], at: datetime) -> QuerySet:
        beside = Prefetch("subjects", Subject.objects.public(at))
        return ArchivalItem.objects.public(at).filter(pk__in=keys).prefetch_related(beside)

    with pytest.raises(HoldsAnInstantError, match="with_subjects"):
        with_subjects([1])


def test_what_staff_were_shown_is_shown_to_nobody_else() -> None:
    draft, public = make_item(), make_item(published=True)
    keys = [draft.pk, public.pk]
    cataloguer, outsider = cast.cataloguer(), cast.outsider_with_account()
    for _twice in range(2):
        assert set(seen_items(cataloguer, keys)) == {draft, public}
        assert seen_items(cast.reader(), keys) == [public]
        assert seen_items(outsider, keys) == [public]


def test_staff_without_the_permission_are_shown_what_strangers_are() -> None:
    draft, public = make_item(), make_item(published=True)
    somebody = cast.outsider_with_account()
    somebody.is_staff = True
    assert seen_items(somebody, [draft.pk, public.pk]) == [public]


def test_who_leaves_the_house_sees_no_more_than_others() -> None:
    draft, person = make_item(), cast.cataloguer()
    assert seen_items(person, [draft.pk]) == [draft]
    person.is_active = False
    assert seen_items(person, [draft.pk]) == []


def test_no_keys_ask_nothing_for_staff_either() -> None:
    assert seen_items(cast.cataloguer(), []) == []


def test_each_language_has_its_own_words() -> None:
    @Prepared
    def labels(keys: Collection[int], at: datetime) -> QuerySet:
        return Subject.objects.public(at).filter(pk__in=keys).values_list(column_of("label"))

    subject = make_subject(label_en="Red line", label_fr="Ligne rouge", published=True)
    assert labels([subject.pk]) == [("Red line",)]
    with translation.override("fr"):
        assert labels([subject.pk]) == [("Ligne rouge",)]
    assert labels([subject.pk]) == [("Red line",)]
