"""What a database refused is said without what stood in the row."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, OperationalError, transaction

from collections_app import merging, putting_back
from collections_app.database_refusals import for_the_log, in_words
from collections_app.merging import MergeRefused, merge
from collections_app.models import Agent, ArchivalItem, ChangeSet, ImportBatch, PageText
from collections_app.models.changes import recording
from collections_app.spreadsheets.batches import note_failure
from collections_app.undoing import undo
from tests.make import make_agent, make_item, make_page_text, make_place

pytestmark = pytest.mark.django_db

SECRET = "Zanzibarfinch"


def refused(model: Any, **values: Any) -> IntegrityError:
    """Return what the database says to a row that it does not take."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        model._base_manager.bulk_create([model(**values)])
    return raised.value


def of_a_value_there_twice() -> IntegrityError:
    make_item(ref=SECRET)
    return refused(ArchivalItem, ref=SECRET, title="A cable")


def of_a_row_with_a_withheld_text() -> IntegrityError:
    text = make_page_text(text=f"He is ⟦{SECRET}⟧.")
    row = PageText(page=text.page, language=text.language, text=text.text, kind="ocr")
    row.source = None  # type: ignore[assignment]
    return refused(PageText, **{
        name: getattr(row, name) for name in ("page", "language", "text", "kind", "source")
    })  # fmt: skip


@pytest.mark.parametrize("made", [of_a_value_there_twice, of_a_row_with_a_withheld_text])
def test_a_refusal_is_told_without_what_stood_in_the_row(made: Any) -> None:
    problem = made()
    assert in_words(problem).startswith("The database does not allow it: something")
    assert SECRET not in in_words(problem) + for_the_log(problem)
    assert for_the_log(problem).startswith("IntegrityError")


def test_what_no_rule_forbade_is_told_shortly() -> None:
    assert in_words(OperationalError(f"no room for {SECRET}")) == (
        "The database could not be read or written."
    )
    assert in_words(DataError(SECRET)) == "The database does not allow it."
    assert for_the_log(DataError(SECRET)) == "DataError"


def test_an_import_that_the_database_refuses_says_so_without_values() -> None:
    batch = ImportBatch.objects.create(kind="items", file_name="a.csv")
    note_failure(batch, IntegrityError(f"Key (ref)=({SECRET}) already exists."))
    batch.refresh_from_db()
    assert batch.message == "Nothing was changed:\nThe database does not allow it."


def refusing(*_args: Any, **_more: Any) -> None:
    raise IntegrityError(f"Key (name)=({SECRET}) already exists.")


def test_a_merge_that_the_database_refuses_says_so_without_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "_become_one", refusing)
    with pytest.raises(MergeRefused) as told:
        merge(make_place(), make_place(), {}, by=None, reason="The same.")
    assert told.value.messages == ["The database does not allow it."]


def test_an_undoing_that_the_database_refuses_says_so_without_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = make_item(title="Cable")
    with recording(by=None, source="desk", title="A deed"):
        item.title = "Fax"
        item.save()
    monkeypatch.setattr(putting_back, "_write_changes", refusing)
    with pytest.raises(Exception, match="taken the place") as told:
        undo(ChangeSet.objects.get(), by=None)
    assert SECRET not in str(told.value)


def test_no_name_of_a_person_stands_in_the_title_of_a_merge_or_its_undoing() -> None:
    survivor = make_agent(name="Uwizeye, Béatrice", privacy="withheld")
    other = make_agent(name="Uwizeye, B.")
    deed = merge(survivor, other, {}, by=None, reason="The same.")
    undoing = undo(deed, by=None)
    assert deed.title == "Merged two of: people and bodies"
    assert "Uwizeye" not in f"{deed}{undoing}"
    assert Agent.objects.count() == 2
    place, double = make_place(name="Kigali"), make_place(name="Kigari")
    assert merge(place, double, {}, by=None, reason="The same.").title == (
        "Merged “Kigari” into “Kigali”"
    )


def test_merges_of_people_that_were_kept_before_name_nobody() -> None:
    of_people = merge(
        make_agent(name="Uwizeye, Béatrice"), make_agent(), {}, by=None, reason="The same."
    )
    of_places = merge(make_place(), make_place(), {}, by=None, reason="The same.")
    undoing = undo(of_people, by=None)
    for deed in (of_people, of_places):
        ChangeSet.objects.filter(pk=deed.pk).update(title="Merged “Béatrice” into “Uwizeye”")
    ChangeSet.objects.filter(pk=undoing.pk).update(title="Undone: Merged “Béatrice” into “Uwi…")
    module = "collections_app.migrations.0010_merges_of_people_name_nobody"
    import_module(module).name_nobody(apps, None)
    titles = dict(ChangeSet.objects.values_list("pk", "title"))
    assert titles == {
        of_people.pk: "Merged two of: people and bodies",
        undoing.pk: "Undone: Merged two of: people and bodies",
        of_places.pk: "Merged “Béatrice” into “Uwizeye”",
    }
