"""The check: every row has its word, unknown terms are listed, and nothing whatever is written."""

import io

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from collections_app.models import AgentName, ArchivalItem, ImportMode, Status, Subject
from collections_app.spreadsheets import checking
from collections_app.spreadsheets.tables import BadFile
from tests.collections_app.spreadsheets.sheets import check, table
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_place,
    make_repository,
    make_subject,
)

pytestmark = pytest.mark.django_db


def test_a_check_writes_nothing_at_all() -> None:
    item = make_item()
    file = table(
        {"ref": item.ref, "title": "Another"},
        {"title": "New", "author": "Nobody Yet", "subjects": "New | Newer"},
        kind="cable",
    )
    with CaptureQueriesContext(connection) as queries:
        found = check(file, creates=("agents", "subjects"))
    assert found.actions == ["update", "create"]
    reading = ("SELECT", "PRAGMA", "DECLARE", "FETCH", "CLOSE")
    wrote = [one["sql"] for one in queries if not one["sql"].startswith(reading)]
    assert wrote == []


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_a_write_during_a_check() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("for SQLite")
    with checking.reading_only(), pytest.raises(DatabaseError, match="readonly"):
        Subject.objects.create(label_en="x", slug="x")
    Subject.objects.create(label_en="x", slug="x")


@pytest.mark.django_db(transaction=True)
def test_postgresql_checks_in_a_transaction_that_only_reads() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("for PostgreSQL")
    with pytest.raises(DatabaseError, match=r"(?i)read-?only"), checking.reading_only():
        Subject.objects.create(label_en="x", slug="x")
    assert not Subject.objects.filter(slug="x").exists()


def test_every_row_is_told_what_becomes_of_it() -> None:
    item = make_item(title="Cable")
    found = check(
        table(
            {"ref": item.ref, "title": "Cable", "kind": "cable"},
            {"ref": item.ref.replace("FTP", "XYZ"), "title": "Given reference", "kind": "letter"},
            {"title": "", "kind": "letter"},
            {"title": "New", "kind": "lettre"},
        )
    )
    assert found.actions == ["unchanged", "create", "error", "error"]
    assert "title: A new item needs it" in found.told()
    assert "kind: “lettre” is not known here. Did you mean letter?" in found.told()
    assert found.counts["rows"] == 4


def test_blank_cells_keep_and_the_special_word_clears() -> None:
    item = make_item(title="Cable", abstract="What it is.", extent="3 pages")
    found = check(table({"ref": item.ref, "title": " ", "abstract": "[clear]", "extent": ""}))
    assert found.rows[0].changed == ["abstract"]


def test_a_title_can_not_be_cleared() -> None:
    item = make_item()
    assert (
        "title: A new item needs it" in check(table({"ref": item.ref, "title": "[clear]"})).told()
    )


def test_references_unknown_known_and_repeated() -> None:
    item = make_item()
    rows = [{"ref": item.ref, "title": "a", "kind": "cable"}]
    assert "already an item" in check(table(*rows), ImportMode.CREATE).told()
    unknown = check(table({"ref": "FTP-9999", "title": "a"}), ImportMode.UPDATE)
    assert "There is no item FTP-9999" in unknown.told()
    assert "stands in row 2 already" in check(table(*rows, *rows)).told()
    assert "reference is blank" in check(table({"ref": "", "title": "a"}), ImportMode.UPDATE).told()
    bad = check(table({"ref": "no reference!", "title": "a", "kind": "cable"}))
    assert "is no reference" in bad.told()


def test_files_that_make_no_sense_are_refused_as_a_whole() -> None:
    for mode, header in ((ImportMode.UPDATE, "title"), (ImportMode.CREATE, "kind")):
        with pytest.raises(BadFile):
            check(table({header: "x"}), mode)
    with pytest.raises(BadFile, match="No column"):
        check(table({"width": "3"}))


def test_people_are_found_by_any_name_without_case_or_accents() -> None:
    agent = make_agent(name="Dallaire, Roméo", display_name="Roméo Dallaire")
    AgentName.objects.create(agent=agent, name="Commander of the Force")
    rows = [{"title": "a", "sender": name} for name in
            ("DALLAIRE, ROMEO", "romeo dallaire", "Commander of the force")]  # fmt: skip
    assert check(table(*rows, kind="cable")).actions == ["create"] * 3


def test_unknown_terms_are_counted_with_what_is_like_them() -> None:
    make_agent(name="Dallaire, Roméo")
    rows = [{"title": str(number), "sender": "Dalaire, Roméo"} for number in range(3)]
    found = check(table(*rows, {"title": "x", "place": "Kigali"}, kind="cable"))
    told = {(one.vocabulary, one.name): one for one in found.terms}
    assert told["agents", "Dalaire, Roméo"].count == 3
    assert told["agents", "Dalaire, Roméo"].rows == [2, 3, 4]
    assert told["agents", "Dalaire, Roméo"].alike == ["Dallaire, Roméo"]
    assert told["places", "Kigali"].alike == []
    assert "made only if you say so: “Kigali”" in found.told()
    assert found.counts["error"] == 4


def test_terms_are_made_only_where_that_was_said() -> None:
    file = table({"title": "x", "kind": "cable", "sender": "New Person", "place": "New Town"})
    assert check(file, creates=("agents",)).counts["error"] == 1
    assert check(file, creates=("agents", "places")).actions == ["create"]


@pytest.mark.parametrize("column", ["languages", "rights", "copy.1.repository", "advisories"])
def test_lists_of_the_house_never_grow_by_an_import(column: str) -> None:
    found = check(
        table({"title": "x", "kind": "cable", column: "unheard of"}),
        creates=("agents", "places", "subjects"),
    )
    assert "describe them at their desk first" in found.told()


def test_a_name_that_several_bear_is_refused_with_all_of_them() -> None:
    one, other = make_agent(name="Smith, John"), make_agent(name="Smith, John")
    found = check(table({"title": "x", "kind": "cable", "author": "smith, john"}))
    assert f"“Smith, John [={one.slug}]”, “Smith, John [={other.slug}]”" in found.told()
    exact = table({"title": "x", "kind": "cable", "author": f"Smith, John [={other.slug}]"})
    assert check(exact).actions == ["create"]


def test_what_a_desk_refuses_a_check_refuses() -> None:
    archive, other = make_repository(), make_repository()
    elsewhere = make_collection(repository=other)
    rows = [
        {"copy.1.is_opened": "yes"},
        {"copy.1.access_condition": "closed_until"},
        {"copy.1.how_obtained": "leaked", "copy.1.is_act_of_originator": "yes"},
        {"copy.1.collection": elsewhere.code},
        {"date_certainty": "inferred", "date_edtf": "1994"},
        {"status_override": "denied"},
        {"date_edtf": "11/01/1994"},
        {"link.1.url": "javascript:alert(1)", "link.1.note": "x"},
        {"link.1.url": "https://example.org/"},
        {"is_demonstration": "maybe"},
        {"extent": "x" * 200},
        {"copy.1.id": "12"},
    ]
    found = check(table(*rows, title="x", kind="cable", **{"copy.1.repository": archive.code}))
    told = {row.row - 2: words for row in found.rows for level, _, words in row.messages
            if level == "error"}  # fmt: skip
    assert set(told) == set(range(len(rows) - 1)), told
    assert "can not be opened" in told[0]
    assert "belongs to another archive" in told[3]
    assert "write 1994-01-11" in told[6]
    assert "only addresses that begin with https" in told[7].lower()


def test_a_copy_is_known_by_its_archive_and_what_is_told_of_it() -> None:
    item = make_item()
    copy = make_copy(item=item, reference_code="Box 1")
    code = copy.repository.code

    def changed(**said: str) -> list[str]:
        cells = {f"copy.1.{name}": value for name, value in said.items()}
        row = check(table({"ref": item.ref, "copy.1.repository": code, **cells})).rows[0]
        return row.changed if row.action != "error" else ["error"]

    assert changed() == []
    assert changed(reference_code="Box 1") == []
    assert changed(released_by="The agency") == ["copy.1"]
    make_copy(item=item, repository=copy.repository, reference_code="Box 2")
    assert changed() == ["error"]
    assert changed(id=str(copy.pk), reference_code="Box 3") == ["copy.1"]


def test_a_copy_kept_in_the_house_is_not_revealed_by_a_table() -> None:
    copy = make_copy(item=make_item(), is_internal=True)
    row = {"copy.1.id": str(copy.pk), "copy.1.is_internal": "no", "ref": copy.item.ref}
    assert "revealed by its published request" in check(table(row)).told()


@pytest.mark.parametrize(
    ("words", "level"),
    [("1994-13-45", "warning"), ("31/02/1994", "warning"), ("on a Tuesday in the rains", "note")],
)
def test_what_is_no_date_is_kept_as_words_and_said_to_be(words: str, level: str) -> None:
    found = check(table({"title": "One", "date": words}, kind="cable"))
    assert f"Kept as words only: “{words}” is no date that can be read." in found.told(level)
    assert found.actions == ["create"]


def test_dates_in_words_are_read_only_where_that_was_said() -> None:
    rows = [{"date": "11 janvier 1994"}, {"date": "11/01/1994"}, {"date": "1994-01-11"},
            {"date": "date not known"}]  # fmt: skip
    file = table(*rows, title="x", kind="cable")
    found = check(file)
    assert "It could be 1994-01-11" in found.told("warning")
    assert "can be read as 1994-01-11 or 1994-11-01" in found.told("warning")
    assert "Read as 1994-01-11" in found.told("note")
    assert "Read as" in check(file, reads_dates=True).told("note").partition("\n")[0]


def test_a_row_with_too_many_cells_is_refused() -> None:
    file = table({"title": "x", "kind": "cable"})
    file.seek(0, io.SEEK_END)
    file.write(b"a,cable,surplus\r\n")
    assert "stands where it should not" in check(file).told()


def test_what_is_too_long_is_cut_where_that_was_said() -> None:
    file = table({"title": "x", "kind": "cable", "extent": "word " * 60})
    assert "160 are the most" in check(file).told()
    assert check(file, shortens=True).actions == ["create"]


@pytest.mark.parametrize("rows", [3, 60])
def test_a_check_asks_the_same_number_of_queries_for_few_and_many_rows(rows: int) -> None:
    archive, subject, place = make_repository(), make_subject(), make_place()
    items = [make_item(subjects=[subject]) for _ in range(rows)]
    file = table(
        *({"ref": item.ref, "title": "New"} for item in items),
        subjects=subject.label_en,
        place_mentioned=place.name,
        **{"copy.1.repository": archive.code},
    )
    with CaptureQueriesContext(connection) as queries:
        assert check(file).counts["update"] == rows
    # Two for read-only, ten for the terms, eight for the items and their parts.
    assert len(queries) <= 22, len(queries)


def test_taking_an_advisory_off_and_opening_a_copy_is_told() -> None:
    item = make_item()
    copy = make_copy(item=item, access_condition="open")
    row = {"ref": item.ref, "copy.1.id": str(copy.pk), "copy.1.is_opened": "yes"}
    assert "to the public" in check(table(row)).told("warning")


def test_imports_publish_nothing_and_the_status_is_only_told() -> None:
    item = make_item()
    found = check(
        table({"ref": item.ref, "state": "published", "declassification_status": "denied"})
    )
    assert found.actions == ["unchanged"]
    assert ArchivalItem.objects.get(pk=item.pk).declassification_status == Status.UNKNOWN
