"""Words at the desk: every record of the house is found by them, whoever wrote it and however."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.admin import long_lists
from collections_app.desk_words import asking, following
from collections_app.desk_words.asking import records_with, wanted_in
from collections_app.desk_words.following import DOCUMENTS, EVENTS, EVERY, FILES, TEXTS, DeskWords
from collections_app.models import ArchivalItem, Copy, DigitalFile, Page, PageText
from tests import cast, make
from tests.collections_app.desks import at_desk, list_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def found(question: str, kept: DeskWords = DOCUMENTS) -> list[int]:
    wanted = wanted_in(question)
    model: Any = {DOCUMENTS: ArchivalItem, FILES: DigitalFile, TEXTS: PageText}[kept]
    rows = model._base_manager.filter(pk__in=records_with(kept, wanted))
    return sorted(rows.values_list("pk", flat=True))


@pytest.fixture
def curator() -> Client:
    return at_desk(cast.cataloguer())


@pytest.fixture
def cable() -> ArchivalItem:
    """A draft: readers know nothing of it."""
    copies: list[Any] = [{"reference_code": "S-1062/Box 12", "agency_number": "CIA-RDP 94T"}]
    title = "Réunion à l'Élysée: Łódź, Sœur and the “Génocidaires”"
    return make.make_item(
        ref="UNAMIR-0012", title=title, alternative_title="Совещание", original_number="MIR 73",
        copies=copies,
    )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "UNAMIR-00", "unamir-0012", "UNAMIR-0", "UNAMIR", "0012", "reunion", "RÉUNION", "elysee",
        "l'Elysée", "genocid", "Génocidaires réu", "совещ", "СОВЕЩАНИЕ", "mir 73",
        "MIR-73", "s-1062", "S-1062/Box", "box 12", "cia-rdp", "94t", "réunion unamir 12",
        "a", "  reunion\x00  ", "“reunion”", "REUNION:",
    ],
)  # fmt: skip
def test_a_document_is_found_by_beginnings_of_its_words(question: str, cable: ArchivalItem) -> None:
    make.make_item(ref="OTHER-1", title="Another paper", copies=[{}])
    assert found(question) == [cable.pk]


@pytest.mark.parametrize(
    "question",
    ["NAMIR", "unamir-1", "0012-unamir", "12 cable", "r", "reunion elyseee", "box 13", "box 1",
     "1062-s",
     'reu" OR "unamir', "words:reunion", "NOT cable", "un*amir", "'", "unamir' | 'x"],
)  # fmt: skip
def test_nothing_else_is_found(question: str, cable: ArchivalItem) -> None:
    assert not wanted_in(question) or found(question) == []


def test_a_long_question_counts_by_its_beginning(cable: ArchivalItem) -> None:
    assert found("reunion " * 1000) == [cable.pk]
    assert len(wanted_in("a-b-c " * 1000)) <= asking.MOST_WORDS


def test_words_follow_whatever_is_written_in_bulk_or_past_every_deed(cable: ArchivalItem) -> None:
    ArchivalItem._base_manager.filter(pk=cable.pk).update(title="Papyrus")
    assert found("reunion") == []
    assert found("papyrus") == found("unamir") == [cable.pk]
    other = make.make_item(title="Elsewhere")
    Copy._base_manager.filter(item=cable).update(item=other)
    assert (found("cia-rdp"), found("unamir")) == ([other.pk], [cable.pk])
    Copy._base_manager.filter(item=other).delete()
    assert found("cia-rdp") == []
    QuerySet(ArchivalItem).bulk_create([ArchivalItem(ref=f"BULK-{n}", title="x") for n in (1, 2)])
    assert len(found("bulk")) == 2
    cable.delete()
    assert found("papyrus") == []


def test_words_are_taken_back_with_the_deed(cable: ArchivalItem) -> None:
    savepoint = connection.savepoint()
    ArchivalItem._base_manager.filter(pk=cable.pk).update(title="Papyrus")
    connection.savepoint_rollback(savepoint)
    assert (found("papyrus"), found("reunion")) == ([], [cable.pk])


def test_texts_and_files_are_found_by_their_own_words(cable: ArchivalItem) -> None:
    page = Page.objects.create(copy=cable.copies.get(), number=1)
    text = PageText.objects.create(
        page=page, kind="ocr", text="Le réfugié ⟦parle⟧", language_id="fr"
    )
    assert found("refugie", TEXTS) == found("parle", TEXTS) == [text.pk]
    PageText._base_manager.filter(pk=text.pk).update(text="Other", public_text="Other")
    assert found("refugie", TEXTS) == []
    text.delete()
    assert found("other", TEXTS) == []


def test_a_text_of_any_length_can_be_kept(cable: ArchivalItem) -> None:
    page = Page.objects.create(copy=cable.copies.get(), number=1)
    long = "premier " + " ".join(f"mot{number:x}é" for number in range(200_000))
    text = PageText.objects.create(page=page, kind="ocr", text=long, language_id="fr")
    assert found("premier mot1", TEXTS) == [text.pk]


def test_every_trigger_is_in_place() -> None:
    """A migration that rebuilds such a table in SQLite must run `follow_words` again."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    wanted = {
        following.trigger(kept, source, event)
        for kept in EVERY
        for source in kept.sources
        for event in EVENTS
    }
    assert wanted <= there


def test_the_migration_goes_back_and_fills_the_tables_when_it_comes(cable: ArchivalItem) -> None:
    steps = import_module("collections_app.migrations.0015_words_for_the_desk")
    with connection.cursor() as cursor:
        editor: Any = SimpleNamespace(connection=connection, execute=cursor.execute)
        for step in reversed(steps.Migration.operations):
            step.reverse_code(None, editor)
        for step in steps.Migration.operations:
            step.code(None, editor)
    assert found("unamir-00") == [cable.pk]
    ArchivalItem._base_manager.filter(pk=cable.pk).update(title="Papyrus")
    assert found("papyrus") == [cable.pk]


@pytest.mark.parametrize("model", [ArchivalItem, Copy, Page, PageText])
def test_lists_are_searched_by_these_words_in_as_many_queries_for_one_as_for_eleven(
    model: Any, curator: Client, cable: ArchivalItem
) -> None:
    counts = []
    for number in (1, 11):
        for _ in range(number):
            item = make.make_item(title=f"Found papyrus {number}", copies=[{}])
            page = Page.objects.create(copy=item.copies.get(), number=1)
            PageText.objects.create(page=page, kind="ocr", text="Words", language_id="fr")
        question = {"q": f"papyrus found {number}"} if number == 11 else {"q": "papyrus"}
        with CaptureQueriesContext(connection) as asked:
            answer = curator.get(list_of(model), question)
        assert answer.context["cl"].result_count == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert curator.get(list_of(model), {"q": "???"}).context["cl"].result_count == 0
    assert curator.get(list_of(model), {"q": "  "}).context["cl"].result_count >= 12


def test_a_row_is_found_by_its_own_words_or_by_those_of_its_document(
    curator: Client, cable: ArchivalItem
) -> None:
    page = Page.objects.create(copy=cable.copies.get(), number=1)
    PageText.objects.create(page=page, kind="ocr", text="Papyrus", language_id="fr")
    for question in ("papyrus", "unamir-00"):
        answer = curator.get(list_of(PageText), {"q": question})
        assert answer.context["cl"].result_count == 1
    assert curator.get(list_of(ArchivalItem), {"q": "papyrus"}).context["cl"].result_count == 0
    assert curator.get(list_of(PageText), {"q": "nothing"}).context["cl"].result_count == 0


def test_more_records_than_are_found_are_said_to_be_more(
    curator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.MOST_FOUND == long_lists.MOST_COUNTED + 1
    monkeypatch.setattr(asking, "MOST_FOUND", 2)
    for _ in range(3):
        make.make_item(title="Papyrus")
    assert len(found("papyrus")) == 2


def test_the_words_of_the_desk_are_asked_at_desks_alone() -> None:
    """They hold what readers may not have: nothing else names their tables or their module."""
    own = {"collections_app/desk_words", "collections_app/admin", "collections_app/migrations"}
    names = ("desk_words", *(kept.table for kept in EVERY))
    rooms = ["briefingbooks", "collections_app", "config", "declassification", "oralhistory"]
    naming = {
        str(path.parent.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in names)
    }
    assert naming == own
