"""Tables of words which the database keeps in step with its records, whoever writes these.

As with what is counted (`counted.noting`) it stands in the tables themselves, as triggers: no
import, merge or statement of one's own goes past it. A migration that rebuilds one of these tables
in SQLite takes its triggers away and has to run `follow_words` once more; a test tells of it.
"""

from dataclasses import dataclass
from typing import Any

from collections_app.desk_words.folding import FOLDING, MAKE_FOLDING

EVENTS = ("INSERT", "UPDATE", "DELETE")
_JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


@dataclass(frozen=True, slots=True)
class Source:
    """A table, the record whose words a row of it belongs to, and the columns that hold them."""

    table: str
    record: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskWords:
    """A table of words: of which records it is (`r`), what their words are, and where these lie."""

    table: str
    records: str
    words: str
    sources: tuple[Source, ...]


_OF_COPIES = (
    "COALESCE((SELECT {joined}(c.reference_code || ' ' || c.agency_number, ' ') "
    "FROM collections_app_copy c WHERE c.item_id = r.id), '')"
)
DOCUMENTS = DeskWords(
    "collections_app_deskdocuments",
    "collections_app_archivalitem",
    "r.ref || ' ' || r.title || ' ' || r.alternative_title || ' ' || r.original_number || ' ' || "
    + _OF_COPIES,
    (
        Source(
            "collections_app_archivalitem",
            "id",
            ("ref", "title", "alternative_title", "original_number"),
        ),
        Source("collections_app_copy", "item_id", ("item_id", "reference_code", "agency_number")),
    ),
)
FILES = DeskWords(
    "collections_app_deskfiles",
    "collections_app_digitalfile",
    "r.original_name",
    (Source("collections_app_digitalfile", "id", ("original_name",)),),
)
TEXTS = DeskWords(
    "collections_app_desktexts",
    "collections_app_pagetext",
    "r.text",
    (Source("collections_app_pagetext", "id", ("text",)),),
)
EVERY = (DOCUMENTS, FILES, TEXTS)

_TABLE = {
    "sqlite": "CREATE VIRTUAL TABLE {table} USING fts5(words, columnsize=0, "
    "tokenize='unicode61 remove_diacritics 2')",
    "postgresql": "CREATE TABLE {table} (number bigint PRIMARY KEY, terms tsvector NOT NULL); "
    "CREATE INDEX {table}_terms ON {table} USING gin (terms)",
}


def make_tables(_apps: Any, schema_editor: Any) -> None:
    """Make the tables, with the words of all records there are; for a migration."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(MAKE_FOLDING, params=None)
    for kept in EVERY:
        schema_editor.execute(_TABLE[vendor].format(table=kept.table), params=None)
        schema_editor.execute(_write(kept, vendor), params=None)


def drop_tables(_apps: Any, schema_editor: Any) -> None:
    """Take the tables away; for a migration."""
    for kept in EVERY:
        schema_editor.execute(f"DROP TABLE {kept.table}", params=None)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {FOLDING}(text)", params=None)


def follow_words(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place, in the stead of those that are there; for a migration."""
    follow_no_more(_apps, schema_editor)
    vendor = schema_editor.connection.vendor
    make = _in_sqlite if vendor == "sqlite" else _in_postgresql
    for kept in EVERY:
        for source in kept.sources:
            for event in EVENTS:
                for statement in make(kept, source, event):
                    schema_editor.execute(statement, params=None)


def follow_no_more(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away; for a migration."""
    in_sqlite = schema_editor.connection.vendor == "sqlite"
    for kept in EVERY:
        for source in kept.sources:
            for event in EVENTS:
                name = trigger(kept, source, event)
                of_table = "" if in_sqlite else f" ON {source.table}"
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}", params=None)
                if not in_sqlite:
                    schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


def trigger(kept: DeskWords, source: Source, event: str) -> str:
    """Return the name of a trigger."""
    words, table = (one.removeprefix("collections_app_") for one in (kept.table, source.table))
    return f"{words}_{table}_{event.lower()}"


def _write(kept: DeskWords, vendor: str, keys: str = "") -> str:
    """Return what writes the words of all records, or of those with some keys."""
    words = kept.words.format(joined=_JOINED[vendor])
    of_them = f" WHERE r.id IN ({keys})" if keys else ""
    found = f"FROM {kept.records} r{of_them}"
    if vendor == "sqlite":
        return f"INSERT INTO {kept.table} (rowid, words) SELECT r.id, {words} {found}"
    return (
        f"INSERT INTO {kept.table} (number, terms) SELECT r.id, {FOLDING}({words}) {found} "
        "ON CONFLICT (number) DO UPDATE SET terms = excluded.terms"
    )


def _keys(source: Source, event: str) -> str:
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(event, ["OLD", "NEW"])
    return ", ".join(f"{row}.{source.record}" for row in rows)


def _when(source: Source, event: str) -> str:
    columns = f" OF {', '.join(source.columns)}" if event == "UPDATE" else ""
    return f"AFTER {event}{columns} ON {source.table}"


def _in_sqlite(kept: DeskWords, source: Source, event: str) -> list[str]:
    keys = _keys(source, event)
    forget = f"DELETE FROM {kept.table} WHERE rowid IN ({keys})"  # noqa: S608
    write = _write(kept, "sqlite", keys)
    name = trigger(kept, source, event)
    return [f"CREATE TRIGGER {name} {_when(source, event)} BEGIN {forget}; {write}; END"]


def _in_postgresql(kept: DeskWords, source: Source, event: str) -> list[str]:
    """Have who writes of the same record wait, so that the words of both are read."""
    keys, name = _keys(source, event), trigger(kept, source, event)
    wait = f"PERFORM 1 FROM {kept.records} WHERE id IN ({keys}) FOR NO KEY UPDATE"
    gone = f"NOT EXISTS (SELECT 1 FROM {kept.records} r WHERE r.id = number)"  # noqa: S608
    forget = f"DELETE FROM {kept.table} WHERE number IN ({keys}) AND {gone}"  # noqa: S608
    deed = f"{wait}; {forget}; {_write(kept, 'postgresql', keys)}; RETURN NULL;"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {deed} END $$",
        f"CREATE TRIGGER {name} {_when(source, event)} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
