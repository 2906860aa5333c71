"""Work in the background that fails says nowhere what is withheld: not in logs, not in records."""

import logging
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from collections_app import background, ocr, processing, redaction
from collections_app.models import Burning, DigitalFile, ImportBatch, Page, PageText
from tests.collections_app.redacted import (
    SECRET,
    burnt,
    drawn_page,
    make_redacted,
    make_scanned_page,
    withhold,
)

pytestmark = pytest.mark.django_db


def a_row_that_the_database_refuses(*_args: Any, **_more: Any) -> None:
    text = PageText.objects.first()
    assert text is not None
    columns = "page_id, kind, language_id, text, public_text, cuts, source"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO collections_app_pagetext ({columns}) "  # noqa: S608
            "VALUES (%s, 'ocr', 'en', %s, '', '[]', NULL)",
            [text.page_id, f"He is ⟦{SECRET}⟧."],
        )


def a_value_that_is_no_number(*_args: Any, **_more: Any) -> None:
    if connection.vendor != "postgresql":
        raise DataError("of another kind")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::integer", [SECRET])


def a_full_disk(*_args: Any, **_more: Any) -> None:
    raise OSError(28, "No space left on device")


FAILURES = [a_row_that_the_database_refuses, a_value_that_is_no_number, a_full_disk]


@pytest.fixture(params=FAILURES, ids=lambda one: one.__name__)
def failing(request: pytest.FixtureRequest) -> Callable[..., None]:
    return request.param


@pytest.fixture(autouse=True)
def nothing_says_it(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After a failure: no log, no record of it and no public page says what is withheld."""
    caplog.set_level(logging.INFO)
    yield
    said = [*DBTaskResult.objects.values_list("traceback", flat=True)]
    said += Burning.objects.values_list("message", flat=True)
    said += DigitalFile.objects.values_list("processing_message", flat=True)
    said += ImportBatch.objects.values_list("message", flat=True)
    for page in Page.objects.select_related("copy__item"):
        answer = Client().get(page.copy.item.get_absolute_url())
        said.append(answer.content.decode())
    assert SECRET not in "\n".join(map(str, said))
    assert SECRET not in caplog.text


def test_burning_that_fails(failing: Callable[..., None]) -> None:
    page, _text, _excision = make_redacted()
    withhold(page, drawn_page().place("informant"))
    with mock.patch.object(redaction, "images_of", side_effect=failing):
        burnt(page)
    assert "could not be burnt in" in Burning.objects.get(page=page).message
    assert not page.is_public()


def test_marking_that_fails(failing: Callable[..., None]) -> None:
    page, _text, _excision = make_redacted()
    withhold(page, drawn_page().place("informant"))
    with mock.patch.object(redaction, "mark_texts", side_effect=failing):
        burnt(page)
    assert not page.is_public()


def test_processing_that_fails(failing: Callable[..., None]) -> None:
    page, _text, _excision = make_redacted()
    assert page.file is not None
    DigitalFile.objects.filter(pk=page.file.pk).update(pages_total=1)
    processing.process_anew(page.file)
    with mock.patch.object(processing, "look_at", side_effect=failing):
        background.drain()
    page.file.refresh_from_db()
    assert page.file.processing_message
    assert not page.is_public()


def test_reading_that_fails() -> None:
    page, text = make_scanned_page()
    text.delete()
    assert page.file is not None
    DigitalFile.objects.filter(pk=page.file.pk).update(pages_total=1)
    processing.process_anew(page.file)
    failed = ocr.ReadingFailed("The reading program ended with 1.")
    with mock.patch.object(processing, "read_image", side_effect=failed):
        background.drain()
    page.file.refresh_from_db()
    assert page.file.processing == DigitalFile.State.READY


def test_a_refused_row_is_named_by_its_rule_alone() -> None:
    make_redacted()
    with pytest.raises(IntegrityError) as told:
        a_row_that_the_database_refuses()
    assert "NOT NULL" in str(told.value) or "not-null" in str(told.value)
    assert told.value.__context__ is None or SECRET not in str(told.value.__context__)
