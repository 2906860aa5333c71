"""What is exported and brought in again changes nothing, whatever stands in the records."""

import io
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.models import (
    Agent,
    ArchivalItem,
    ChangeSet,
    Copy,
    ExternalLink,
    ImportMode,
    ItemAgent,
    ItemLink,
    ItemPlace,
    Place,
    Subject,
)
from collections_app.spreadsheets.exporting import Export, csv_of, write_template, write_xlsx
from collections_app.spreadsheets.reading import open_table
from tests.collections_app.spreadsheets.sheets import bring_in, check, table
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_item_link,
    make_language,
    make_repository,
    next_number,
)

pytestmark = pytest.mark.django_db

TRICKY = ["=1+1", "-x", "@a", "'=a", "a | b", "a\\|b", "\\", "[clear]", "∅", "[keep]", "_x000D_",
          "a\r\nb", " lead and trail ", "e\u0301", "日本", "x [=y]", "\x0b", '"quoted"', "a;b,c\td",
          "11/01/1994", "1994-01-11", "007", "TRUE", "[=z]"]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40),
)
NAMES = WORDS.filter(lambda text: bool(text.strip()))
DATES = st.sampled_from(["", "1994", "1994-01-11", "1994~", "1994?", "199X", "1994-04-06/.."])


def csv_file(items: Any = None) -> io.BytesIO:
    chosen = ArchivalItem.objects.all() if items is None else items
    return io.BytesIO(b"".join(csv_of(Export.of(chosen))))


def xlsx_file() -> io.BytesIO:
    file = io.BytesIO()
    write_xlsx(file, Export.of(ArchivalItem.objects.all()))
    file.seek(0)
    return file


@st.composite
def described(draw: Any) -> dict[str, Any]:
    return {
        "title": draw(NAMES)[:500],
        "alternative_title": draw(WORDS),
        "scope_and_content": draw(WORDS),
        "archivist_note": draw(WORDS),
        "date_display": draw(WORDS),
        "date_edtf": draw(DATES),
        "credit_line": draw(WORDS),
        "is_sensitivity_reviewed": draw(st.booleans()),
        "names": draw(st.lists(NAMES, max_size=3)),
        "codes": draw(st.lists(WORDS, max_size=3)),
        "notes": draw(st.lists(NAMES, max_size=2)),
        "certain": draw(st.booleans()),
    }


def keep(words: dict[str, Any]) -> None:
    names, codes, notes = words.pop("names"), words.pop("codes"), words.pop("notes")
    certain = words.pop("certain")
    item = ArchivalItem(kind="cable", **words)
    item.save()
    archive = make_repository()
    for number, name in enumerate(names):
        agent = Agent(name=name[:255], privacy="withheld" if number == 2 else "public")
        agent.save()
        ItemAgent.objects.create(
            item=item, agent=agent, role="sender", position=3 - number, is_certain=certain,
            note=name[:200] if number == 1 else "",
        )  # fmt: skip
        place = Place.objects.create(name=name[:160], slug=f"place-{next_number()}")
        ItemPlace.objects.create(item=item, place=place, role="mentioned")
        item.subjects.add(
            Subject.objects.create(
                label_en=f"{name[:100]}{number}{item.pk}", slug=f"s{next_number()}"
            )
        )
    for number, code in enumerate(codes):
        Copy.objects.create(
            item=item, repository=archive, reference_code=code, is_shown=number == 1, notes=code
        )
    for note in notes:
        link = ExternalLink.objects.create(
            url=f"https://example.org/{next_number()}", title=note[:300]
        )
        ItemLink.objects.create(item=item, link=link, note=note)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(described(), min_size=1, max_size=3))
def test_whatever_stands_in_the_records_comes_back_unchanged(all_words: list[Any]) -> None:
    with transaction.atomic():
        for words in all_words:
            keep(words)
        deeds = ChangeSet.objects.count()
        for file in (csv_file(), xlsx_file()):
            found = check(file, ImportMode.UPDATE)
            assert set(found.actions) == {"unchanged"}, [
                (row.changed, row.messages) for row in found.rows
            ]
            assert not found.found.layout.unknown
        bring_in(csv_file(), ImportMode.UPDATE)
        assert ChangeSet.objects.count() == deeds
        transaction.set_rollback(True)


def test_people_of_one_name_are_told_apart_in_the_file() -> None:
    item = make_item()
    for _ in range(2):
        make_item_agent(item=item, agent=make_agent(name="Smith, John"), role="copied")
    text = csv_file().getvalue().decode()
    assert "[=smith-john]" in text
    assert "[=smith-john-2]" in text
    assert check(csv_file(), ImportMode.UPDATE).actions == ["unchanged"]


def test_a_protected_person_goes_out_and_comes_back_by_the_real_name_in_the_house() -> None:
    agent = make_agent(name="Real, Name", privacy="pseudonym", public_name="Jean-Pierre")
    make_item_agent(item=make_item(), agent=agent)
    text = csv_file().getvalue().decode()
    assert "Real, Name" in text
    assert "Jean-Pierre" not in text
    assert check(csv_file(), ImportMode.UPDATE).actions == ["unchanged"]


def test_an_empty_house_receives_what_another_exported() -> None:
    archive = make_repository(code="UNARMS")
    item = make_item(title="=cable", copies=[{"repository": archive, "reference_code": "A"}])
    make_copy(item=item, repository=archive, reference_code="B", is_shown=True)
    part = make_item_agent(item=item, role="shown", on="At 18:45", is_certain=False)
    make_item_link(item=item, note="Why | how.")
    file = csv_file()
    before = csv_file().getvalue().decode().splitlines()
    ref, name = item.ref, part.agent.name
    item.delete()
    part.agent.delete()
    bring_in(file, ImportMode.CREATE, creates=("agents", "places", "subjects"))
    again = ArchivalItem.objects.get(ref=ref)
    assert [copy.reference_code for copy in again.copies.order_by("pk")] == ["A", "B"]
    made = again.item_agents.get()
    assert (made.agent.name, made.on, made.is_certain) == (name, "At 18:45", False)
    assert again.links.get().note == "Why | how."
    after = csv_file().getvalue().decode().splitlines()
    assert len(before) == len(after)


def test_a_text_too_long_for_a_workbook_is_left_standing_and_told() -> None:
    item = make_item(scope_and_content="word " * 8000)
    export = Export.of(ArchivalItem.objects.all())
    file = io.BytesIO()
    write_xlsx(file, export)
    assert export.left_standing == [f"{item.ref}, scope_and_content"]
    file.seek(0)
    assert check(file, ImportMode.UPDATE).actions == ["unchanged"]
    assert check(csv_file(), ImportMode.UPDATE).actions == ["unchanged"]


def test_no_cell_of_an_export_is_run_by_any_program() -> None:
    make_item(title='=HYPERLINK("https://bad.example")', abstract="+1", extent="@x")
    for file in (csv_file(), xlsx_file()):
        for row in open_table(file).rows():
            assert not [cell for cell in row.cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@pytest.mark.parametrize("number", [1, 30])
def test_an_export_asks_the_same_number_of_queries_for_few_and_many_items(number: int) -> None:
    language = make_language()
    for _ in range(number):
        make_copy(item=make_item(languages=[language]))
    with CaptureQueriesContext(connection) as queries:
        csv_file()
    # Three for the widest item, ten for the terms, nine for the items and their parts.
    assert len(queries) <= 23, len(queries)


def test_the_empty_workbook_explains_every_header_and_is_understood() -> None:
    file = io.BytesIO()
    write_template(file)
    file.seek(0)
    table_of_items = open_table(file)
    assert {"ref", "title", "copy.1.repository", "link.1.url"} <= set(table_of_items.headers)
    explained = {row.cells[0] for row in open_table(file, sheet="columns").rows()}
    assert set(table_of_items.headers) <= explained


def test_what_is_changed_in_the_exported_table_is_all_that_changes() -> None:
    first, second = make_item(title="One"), make_item(title="Two")
    text = csv_file().getvalue().decode().replace("One", "Uno")
    batch = bring_in(io.BytesIO(text.encode()), ImportMode.UPDATE)
    assert batch.counts == batch.counts | {"update": 1, "unchanged": 1}
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, second.title) == ("Uno", "Two")
    assert check(table({"ref": first.ref, "title": "Uno"})).actions == ["unchanged"]
