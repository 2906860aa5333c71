"""The notes that the database takes of changed documents: read from where one stopped, and tidied.

In SQLite one writes at a time, and notes become visible in the order of their numbers. In
PostgreSQL a note may appear after one with a higher number: so they are read from the oldest
transaction that was still under way, and those that were read already are passed over.
"""

import logging
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from pyroaring import BitMap

from collections_app.counted.noting import EVERYTHING, LOG

logger = logging.getLogger(__name__)

MOST_NOTES = 200_000

# Names of this program stand in these statements, and nothing that anybody typed.
_HERE = {
    "sqlite": f"SELECT COALESCE(MAX(id), 0) + 1 FROM {LOG}",  # noqa: S608
    "postgresql": "SELECT txid_snapshot_xmin(txid_current_snapshot())",
}
_SINCE = {
    "sqlite": f"SELECT id, item_key FROM {LOG} WHERE id >= %s LIMIT %s",  # noqa: S608
    "postgresql": f"SELECT id, item_key FROM {LOG} WHERE written_in >= %s LIMIT %s",  # noqa: S608
}
_NEW = {
    "sqlite": f"INSERT INTO {LOG} (item_key, written_in) VALUES ({EVERYTHING}, 0)",  # noqa: S608
    "postgresql": f"INSERT INTO {LOG} (item_key, written_in) "  # noqa: S608
    f"VALUES ({EVERYTHING}, txid_current())",
}
_SIZE = f"SELECT COALESCE(MAX(id) - MIN(id), 0) FROM {LOG}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Seen:
    """From where to read on, and which of the notes from there on were read already."""

    start: int
    read: frozenset[int] = frozenset()


def here() -> Seen:
    """Return the place behind all notes that are there now."""
    return Seen(_ask(_HERE[connection.vendor])[0][0])


def follow(seen: Seen, most: int) -> tuple[Seen, BitMap | None]:
    """Return the place behind the notes there are now, and the documents of those not read yet.

    None stands for all documents: after `most` notes, or where the notes say so.
    """
    start = here().start
    rows = _ask(_SINCE[connection.vendor], seen.start, most)
    new = [key for number, key in rows if number not in seen.read]
    if len(rows) == most or EVERYTHING in new:
        return Seen(start), None
    if connection.vendor == "sqlite":
        return Seen(max((number + 1 for number, _key in rows), default=seen.start)), BitMap(new)
    return Seen(start, frozenset(number for number, _key in rows)), BitMap(new)


def tidy() -> None:
    """Drop the notes once there are very many; every process then reads everything anew."""
    if _ask(_SIZE)[0][0] < MOST_NOTES:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {LOG}")  # noqa: S608
            cursor.execute(_NEW[connection.vendor])
    except DatabaseError as problem:
        logger.info("The notes of changes were not tidied: %s", problem)


def _ask(statement: str, *values: int) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()
