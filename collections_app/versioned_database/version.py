"""The word for the state in which the content is: another one after every change, never the same.

It is random, not a number that grows: a transaction that is taken back, or a backup that is put in
place, can then never bring the word of one state to another.
"""

import secrets
from typing import Any

TABLE = "collections_app_contentversion"
_WRITE = (
    f"INSERT INTO {TABLE} (id, token) VALUES (1, %s) "  # noqa: S608 - a name of this module
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)
_READ = f"SELECT token FROM {TABLE} WHERE id = 1"  # noqa: S608 - a name of this module
_IS_THERE = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s",
    "postgresql": "SELECT 1 WHERE to_regclass(%s) IS NOT NULL",
}


def write(connection: Any) -> None:
    """Say that the content is in a new state from here on."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [secrets.token_hex(16)])


def read(connection: Any) -> str:
    """Return the word for the state that is read now; empty before the first was written."""
    connection.say_version()
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return row[0] if row else ""


def is_kept(connection: Any) -> bool:
    """Say whether this database has a place for the word: not before it was migrated."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_THERE[connection.vendor], [TABLE])
        return cursor.fetchone() is not None
