"""Quoted words that are closed by any door are gone from everywhere in the same moment."""

from collections.abc import Callable

import pytest
from django.db import transaction

from briefingbooks.models import QuotationTask
from oralhistory.models import ReviewTask
from tests.briefingbooks.told import CANARY, NOTICE, OF_THE_NAME, SAID, WAYS, Told, tables_with
from tests.oralhistory.make import (
    rewritten,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize("close", WAYS, ids=lambda way: way.__name__)
def test_closed_words_are_nowhere_and_an_editor_is_asked_once(
    told: Told, close: Callable[[Told], None]
) -> None:
    assert tables_with(CANARY)
    close(told)
    assert tables_with(CANARY) == []
    page = told.page()
    assert CANARY not in page
    if close in OF_THE_NAME:
        assert tables_with("Known") == []
        assert "Known" not in page
    if told.fresh.is_public():
        assert NOTICE in page
    else:
        assert "This record is not public at present." in page
    rewritten(told.interview)
    assert len(told.tasks()) == 1
    assert CANARY not in told.tasks()[0].words
    assert told.tasks()[0].kind == ReviewTask.Kind.EXCERPT


@pytest.mark.parametrize("close", WAYS, ids=lambda way: way.__name__)
def test_what_is_closed_and_rolled_back_leaves_all_as_it_was(
    told: Told, close: Callable[[Told], None]
) -> None:
    before = list(told.entry.quotation.values())
    with transaction.atomic():
        close(told)
        transaction.set_rollback(True)
    assert list(told.entry.quotation.values()) == before
    assert not QuotationTask.objects.exists()
    assert SAID in told.page()
