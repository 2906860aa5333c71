"""Whatever is written, by whichever way, the content has another word afterwards; else the same."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from collections_app.models import Agent, ArchivalItem, KeptPage, Place, WorkerPulse
from collections_app.versioned_database import version
from collections_app.versioned_database.statements import Writes, what_is_written
from tests.make import make_agent, make_item, make_place
from tests.records_of_rooms import ROOMS


def word() -> str:
    return version.read(connection)


def all_tables() -> list[type[models.Model]]:
    """Every table of the four rooms: records, their histories, and the links between them."""
    return [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]


@pytest.mark.django_db
def test_every_table_of_every_room_counts() -> None:
    """Also those of a new model. Only what is listed here is written without a new word."""
    unsaid = set()
    for model in all_tables():
        before, key = word(), model._meta.pk.attname
        QuerySet(model).filter(pk__isnull=True).update(**{key: F(key)})
        if word() == before:
            unsaid.add(model.__name__)
    assert unsaid == {"WorkerPulse", "KeptPage", "ContentVersion", "CountedChange"}


def _saved(place: Place) -> None:
    place.name = "Gitarama"
    place.save()


def _by_sql(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE collections_app_place SET name = 'x' WHERE id = %s", [place.pk])


def _many_by_sql(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE collections_app_place SET name = %s WHERE id = 0", [["a"], ["b"]]
        )


WAYS: dict[str, Callable[[Place], Any]] = {
    "save": _saved,
    "update": lambda place: Place.objects.filter(pk=place.pk).update(name="x"),
    "bulk_create": lambda _: QuerySet(Agent).bulk_create([Agent(name="A", slug="a")]),
    "bulk_update": lambda place: QuerySet(Place).bulk_update([place], ["name"]),
    "delete": lambda place: QuerySet(Place).filter(pk=place.pk).delete(),
    "link": lambda _: make_item().subjects.clear(),
    "hold": lambda place: place.hold(by=None),
    "sql": _by_sql,
    "much sql": _many_by_sql,
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_counts(way: str) -> None:
    place = make_place()
    before = word()
    WAYS[way](place)
    assert word() not in ("", before)


@pytest.mark.django_db
def test_reading_and_pulses_change_nothing() -> None:
    make_place()
    before = word()
    list(Place.objects.all())
    Place.objects.filter(pk=0).exists()
    WorkerPulse.objects.create(worker_id="a", seen_at=timezone.now())
    KeptPage.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("WITH one AS (SELECT 1 AS n) SELECT n FROM one")
    with transaction.atomic():
        list(Place.objects.all())
    assert word() == before


@pytest.mark.django_db
def test_a_deed_taken_back_leaves_the_word_it_found_and_one_that_was_kept_does_not() -> None:
    before = word()

    def fails() -> None:
        with transaction.atomic():
            make_place()
            assert word() != before
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fails()
    taken_back = word()
    assert taken_back != ""
    make_place()
    inside = word()
    with pytest.raises(ValueError):  # noqa: PT011
        fails()
    assert word() != taken_back
    assert Place.objects.count() == 1
    assert inside != taken_back


@pytest.mark.django_db
def test_what_is_written_before_a_word_that_is_taken_back_still_counts() -> None:
    """A word said inside a savepoint covers what was written before it; then it is gone."""
    before = word()
    with transaction.atomic():
        place = make_place()
        mark = transaction.savepoint()
        said = word()
        transaction.savepoint_rollback(mark)
        assert word() not in (before, said)
    assert Place.objects.filter(pk=place.pk).exists()
    assert word() not in (before, said)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_shows_its_word_when_it_shows_what_it_wrote() -> None:
    make_agent(name="Before")
    before, seen = elsewhere(look), []
    with transaction.atomic():
        Agent.objects.update(name="After")
        seen = elsewhere(look)
    assert seen == before
    after = elsewhere(look)
    assert (before[1], after[1]) == ("Before", "After")
    assert after[0] != before[0]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_taken_back_shows_no_word() -> None:
    make_agent(name="Before")
    before = elsewhere(look)
    with transaction.atomic():
        Agent.objects.update(name="After")
        word()
        transaction.set_rollback(True)
    assert elsewhere(look) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        lambda: Agent.objects.update(name="After"),
        lambda: QuerySet(Agent).bulk_create([Agent(name="After", slug="after")]),
    ],
)
def test_a_single_statement_is_kept_with_its_word_or_not_at_all(
    write: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_agent(name="Before")
    before = elsewhere(look)
    write()
    assert elsewhere(look)[0] != before[0]

    def refuses(_connection: Any) -> None:
        raise DatabaseError

    found = set(Agent.objects.values_list("name", "pk"))
    monkeypatch.setattr(version, "write", refuses)
    with pytest.raises(DatabaseError):
        Agent.objects.update(name="Never")
    assert set(Agent.objects.values_list("name", "pk")) == found


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_wait_for_nobody_and_both_leave_a_word() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    one, other = make_agent(name="One"), make_agent(name="Other")
    before = word()
    with transaction.atomic():
        Agent.objects.filter(pk=one.pk).update(name="One more")
        elsewhere(lambda: Agent.objects.filter(pk=other.pk).update(name="Another"))
        between = elsewhere(word)
    assert len({before, between, word()}) == 3


@pytest.mark.parametrize(
    ("statement", "writes"),
    [
        ("SELECT 1", Writes.NOTHING),
        ("(SELECT 1) UNION SELECT 2", Writes.NOTHING),
        ("SAVEPOINT x", Writes.NOTHING),
        ('INSERT INTO "django_session" ("a") VALUES (1)', Writes.NOTHING),
        ('UPDATE "axes_accesslog" SET a = 1', Writes.NOTHING),
        ('DELETE FROM "django_session"', Writes.NOTHING),
        ('DELETE FROM "django_session_of_another"', Writes.ROWS),
        ('INSERT OR IGNORE INTO "collections_app_place" VALUES (1)', Writes.ROWS),
        ("  update collections_app_place set name = 'SELECT'", Writes.ROWS),
        ("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", Writes.ROWS),
        ("WITH a AS (DELETE FROM b RETURNING id) SELECT * FROM a", Writes.ROWS),
        ("TRUNCATE django_session", Writes.ROWS),
        ("COPY b FROM STDIN", Writes.ROWS),
        ("ALTER TABLE b ADD COLUMN c int", Writes.TABLES),
        ("something that nobody thought of", Writes.TABLES),
    ],
)
def test_what_a_statement_writes(statement: str, writes: Writes) -> None:
    assert what_is_written(statement) is writes


def test_nothing_writes_past_the_connection() -> None:
    """The driver's own connection is used for a switch of SQLite and for nothing else."""
    past = re.compile(r"connection\.connection\b|executescript|\.copy\(f?[\"']|\.raw_connection")
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for room in ROOMS
        for path in Path(settings.BASE_DIR / room).rglob("*.py")
        if past.search(path.read_text(encoding="utf-8"))
    }
    assert (
        found
        - {
            "briefingbooks/exporting/journal.py",  # a file of its own, thrown away after an export
            "collections_app/spreadsheets/checking.py",
            "collections_app/versioned_database/noting.py",
            "collections_app/versioned_database/sqlite/base.py",
            "collections_app/versioned_database/postgresql/base.py",
        }
        == set()
    )


def look() -> tuple[str, str]:
    """Return the word and a name, as one statement of a reader sees them."""
    first = "(SELECT name FROM collections_app_agent ORDER BY id LIMIT 1)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token, {first} FROM collections_app_contentversion")  # noqa: S608
        return tuple(cursor.fetchone())


def elsewhere(do: Callable[[], Any]) -> Any:
    """Do something on a connection of its own."""
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(do())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return answers[0]


@pytest.mark.django_db
def test_the_word_says_nothing_of_what_it_stands_for() -> None:
    make_item()
    words = {word()}
    for title in ("One", "Other", "One"):
        ArchivalItem.objects.update(title=title)
        words.add(word())
    assert len(words) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in words)
