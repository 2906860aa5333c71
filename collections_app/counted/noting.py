"""Has the database note each document of which something changed that is counted.

It stands in the tables themselves, as triggers, where no import, merge or statement of one's own
goes past it. A migration that rebuilds one of these tables in SQLite takes its triggers away and
has to run `note_changes` once more; a check tells of a trigger that is missing.
"""

from dataclasses import dataclass
from typing import Any

LOG = "collections_app_countedchange"
EVERYTHING = 0
_COPY = "SELECT item_id FROM collections_app_copy WHERE id = {row}.copy_id"
_FILE = (
    "SELECT c.item_id FROM collections_app_copy c WHERE c.id = {row}.copy_id UNION "
    "SELECT c.item_id FROM collections_app_digitalfile f "
    "JOIN collections_app_copy c ON c.id = f.copy_id WHERE f.redacted_from_id = {row}.id"
)
_OF_FILE = (
    "SELECT c.item_id FROM collections_app_digitalfile f "
    "JOIN collections_app_copy c ON c.id = f.copy_id WHERE f.id = {row}.digitalfile_id"
)
_PAGE = (
    "SELECT c.item_id FROM collections_app_page p "
    "JOIN collections_app_copy c ON c.id = p.copy_id WHERE p.id = {row}.page_id"
)
_TEXT = (
    "SELECT c.item_id FROM collections_app_pagetext t JOIN collections_app_page p "
    "ON p.id = t.page_id JOIN collections_app_copy c ON c.id = p.copy_id "
    "WHERE t.id = {row}.page_text_id"
)
_ALL = f"SELECT {EVERYTHING}"
_ALL_BELOW = f"{_ALL} WHERE EXISTS (SELECT 1 FROM collections_app_collection_advisories)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Noted:
    """A table, the documents that a row of it concerns, and the columns that count when changed."""

    table: str
    items: str
    columns: tuple[str, ...] = ()


NOTED = (
    Noted(
        "collections_app_archivalitem",
        "SELECT {row}.id",
        ("state", "on_hold_since", "public_from", "kind", "declassification_status", "held_at_id",
         "date_earliest", "date_latest", "date_time", "title", "ref", "is_demonstration"),
    ),
    Noted("collections_app_archivalitem_languages", "SELECT {row}.archivalitem_id"),
    Noted("collections_app_archivalitem_subjects", "SELECT {row}.archivalitem_id"),
    Noted("collections_app_archivalitem_advisories", "SELECT {row}.archivalitem_id"),
    Noted("collections_app_itemagent", "SELECT {row}.item_id", ("item_id", "agent_id")),
    Noted("collections_app_itemplace", "SELECT {row}.item_id", ("item_id", "place_id")),
    Noted(
        "collections_app_copy",
        "SELECT {row}.item_id",
        ("item_id", "repository_id", "collection_id", "is_internal", "is_opened", "extent",
         "copy_type"),
    ),
    Noted(
        "collections_app_digitalfile",
        _FILE,
        ("copy_id", "is_closed", "processing", "has_covered_text", "on_hold_since",
         "redacted_from_id"),
    ),
    Noted("collections_app_digitalfile_advisories", _OF_FILE),
    Noted("collections_app_page", _COPY, ("copy_id", "file_id", "on_hold_since")),
    Noted("collections_app_pagetext", _PAGE, ("page_id", "is_redaction_marked", "marked_at")),
    Noted("collections_app_pagenote", _TEXT, ("page_text_id", "public_offset")),
    Noted(
        "collections_app_excision",
        _COPY,
        ("copy_id", "page_id", "made_by", "is_burnt", "changed_at"),
    ),
    Noted("collections_app_advisory", _ALL, ("behaviour",)),
    Noted("collections_app_collection_advisories", _ALL),
    Noted("collections_app_collection", _ALL_BELOW, ("path",)),
)  # fmt: skip
# A collection that is made holds nothing yet, and one that is deleted nothing any more.
_EVENTS = {"collections_app_collection": ("UPDATE",), "collections_app_advisory": ("UPDATE",)}
EVENTS = ("INSERT", "UPDATE", "DELETE")


def note_changes(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place, in the stead of those that are there; for a migration."""
    vendor = schema_editor.connection.vendor
    for noted in NOTED:
        for statement in _statements(noted, vendor):
            schema_editor.execute(statement, params=None)


def note_no_more(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away; for a migration."""
    vendor = schema_editor.connection.vendor
    for noted in NOTED:
        for event in EVENTS:
            schema_editor.execute(_drop(noted, event, vendor), params=None)
            if vendor == "postgresql":
                name = trigger(noted, event)
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


def events(noted: Noted) -> tuple[str, ...]:
    """Return what can happen to a row of a table that changes what is counted."""
    return _EVENTS.get(noted.table, EVENTS)


def trigger(noted: Noted, event: str) -> str:
    """Return the name of a trigger."""
    return f"counted_{noted.table.removeprefix('collections_app_')}_{event.lower()}"


def _statements(noted: Noted, vendor: str) -> list[str]:
    make = _in_sqlite if vendor == "sqlite" else _in_postgresql
    made = []
    for event in events(noted):
        made += [_drop(noted, event, vendor), *make(noted, event)]
    return made


def _drop(noted: Noted, event: str, vendor: str) -> str:
    of_table = "" if vendor == "sqlite" else f" ON {noted.table}"
    return f"DROP TRIGGER IF EXISTS {trigger(noted, event)}{of_table}"


def _when(noted: Noted, event: str) -> str:
    columns = f" OF {', '.join(noted.columns)}" if event == "UPDATE" and noted.columns else ""
    return f"AFTER {event}{columns} ON {noted.table}"


def _rows(event: str) -> list[str]:
    return {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(event, ["OLD", "NEW"])


def _items(noted: Noted, event: str) -> str:
    return " UNION ".join(noted.items.format(row=row) for row in _rows(event))


def _in_sqlite(noted: Noted, event: str) -> list[str]:
    items = _items(noted, event)
    note = f"INSERT INTO {LOG} (item_key, written_in) SELECT *, 0 FROM ({items})"  # noqa: S608
    return [f"CREATE TRIGGER {trigger(noted, event)} {_when(noted, event)} BEGIN {note}; END"]


def _in_postgresql(noted: Noted, event: str) -> list[str]:
    name = trigger(noted, event)
    found = f"SELECT found.*, txid_current() FROM ({_items(noted, event)}) AS found"  # noqa: S608
    note = f"INSERT INTO {LOG} (item_key, written_in) {found}"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} {_when(noted, event)} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
