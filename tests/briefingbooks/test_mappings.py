"""The table of field mappings: whole, the same in the documentation, and read by one path."""

from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from ninja import Schema

from briefingbooks.open_data.kinds import KINDS
from briefingbooks.open_data.mappings import KINDS_WITHOUT, NO, TABLES, names_in
from briefingbooks.open_data.parts import Dated, Named
from briefingbooks.open_data.saying import Said, said, said_in
from briefingbooks.open_data.terms import PlaceValues

SCHEMAS = {kind.name: kind.schema for kind in KINDS}
STANDARDS = ("isad", "dc", "dcterms", "mods", "schema_org")
DUBLIN_CORE = {"title", "creator", "subject", "description", "publisher", "contributor", "date",
               "type", "format", "identifier", "source", "language", "relation", "coverage",
               "rights"}  # fmt: skip
PAGE = Path(__file__).parents[2] / "docs" / "exchange.md"


def inner(annotation: Any) -> Any:
    """Return what a list or an optional field holds."""
    if get_origin(annotation) is list:
        return inner(get_args(annotation)[0])
    if isinstance(annotation, UnionType):
        return inner(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def fields_of(schema: type[Schema]) -> set[str]:
    """Return the fields of a table of values, those of its parts as `part.field`."""
    found = set()
    for name, field in schema.model_fields.items():
        part = inner(field.annotation)
        is_part = isinstance(part, type) and issubclass(part, Schema)
        if is_part and part is not Named and "role" not in part.model_fields:
            found |= {f"{name}.{one}" for one in part.model_fields}
        else:
            found.add(name)
    return found


def in_markdown(kind: str) -> str:
    """Return the table of one kind as it stands in the documentation."""
    head = ["| field | ISAD(G) | dc | dcterms | MODS | schema.org |", "|---|---|---|---|---|---|"]
    rows = [
        "| " + " | ".join([f"`{row.field}`", *(getattr(row, one) for one in STANDARDS)]) + " |"
        for row in TABLES[kind]
    ]
    return "\n".join([*head, *rows])


@pytest.mark.parametrize("kind", TABLES)
def test_every_field_of_a_kind_is_mapped_or_said_not_to_be_given_out(kind: str) -> None:
    mapped = {row.field.split("[")[0] for row in TABLES[kind]}
    texts = {field for field in mapped if field.startswith("texts.")}
    fields = fields_of(SCHEMAS[kind])
    assert mapped - texts == fields - {"texts"}
    assert bool(texts) == ("texts" in fields)
    assert all(getattr(row, standard) for row in TABLES[kind] for standard in STANDARDS)


def test_every_kind_has_a_table_or_is_said_to_have_none() -> None:
    assert {*TABLES, *KINDS_WITHOUT} == set(SCHEMAS)
    assert not set(TABLES) & set(KINDS_WITHOUT)


@pytest.mark.parametrize("kind", TABLES)
def test_names_of_dublin_core_are_its_fifteen_elements(kind: str) -> None:
    assert {name for _, name in names_in("dc", kind)} <= DUBLIN_CORE


@pytest.mark.parametrize("kind", TABLES)
def test_the_documentation_holds_the_same_table(kind: str) -> None:
    assert in_markdown(kind) in PAGE.read_text(encoding="utf-8")


def test_what_is_not_given_out_in_a_standard_is_not_said_in_it() -> None:
    assert ("is_title_supplied", NO) not in names_in("dc", "items")
    assert "is_title_supplied" not in dict(names_in("dc", "items"))


def test_a_path_reads_parts_by_role_words_without_control_characters_and_instants_in_utc() -> None:
    kigali = PlaceValues.model_construct(
        url="https://example.org/places/kigali/",
        public_since=datetime(2026, 1, 1, 9, 30, 0, 500, tzinfo=UTC),
        name="Ki\x0bga\x00li",
        lies_in=Named(id="rwanda", label="Rwanda"),
        other_names=["Kigali", "", "Nyarugenge"],
        latitude=None,
    )
    assert said("places", kigali, "name") == [Said("Kigali")]
    assert said("places", kigali, "lies_in") == [Said("Rwanda")]
    assert said("places", kigali, "other_names") == [Said("Kigali"), Said("Nyarugenge")]
    assert said("places", kigali, "latitude") == []
    assert said("places", kigali, "public_since") == [Said("2026-01-01T09:30:00Z")]


def test_other_roles_are_those_that_no_other_row_names_and_a_doubt_is_said() -> None:
    class Credited(Schema):
        role: str
        name: str
        is_certain: bool = True

    class Book(Schema):
        credits: list[Credited]
        date: Dated

    day = Dated(words="1994", edtf="1994", earliest=None, latest=None)
    names = [("author", "A", True), ("editor", "E", True), ("assistance", "S", False)]
    book = Book(date=day, credits=[
        Credited(role=role, name=name, is_certain=sure) for role, name, sure in names
    ])  # fmt: skip
    assert said("books", book, "credits[author]") == [Said("A", "author")]
    assert said("books", book, "credits[*]") == [Said("S [?]", "assistance")]
    assert said("books", book, "date.edtf") == [Said("1994")]


def test_the_same_words_under_the_same_name_are_said_once(monkeypatch: Any) -> None:
    day = Dated(words="1994", edtf="1994", earliest=None, latest=None)

    class Values(Schema):
        date: Dated

    rows = tuple(row for row in TABLES["items"] if row.field.startswith("date"))
    monkeypatch.setitem(TABLES, "items", rows)
    names_in.cache_clear()
    found = [(name, what) for _, name, what in said_in("dc", "items", Values(date=day))]
    names_in.cache_clear()
    assert found == [("date", [Said("1994")])]
