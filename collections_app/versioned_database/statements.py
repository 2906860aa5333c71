"""What a statement of SQL does to what readers see: nothing, changes a row, or changes a table."""

import re
from enum import Enum
from typing import Any

# What no page shows, written without any deed of a person: nothing has to be made anew for it.
# Every other table counts, also one of a model that does not exist yet.
SHOWN_NOWHERE = frozenset(
    {
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
        "collections_app_contentversion",
        "collections_app_countedchange",
        "collections_app_keptpage",
        "collections_app_workerpulse",
        "django_session",
        "django_tasks_database_dbtaskresult",
    }
)

_READS = re.compile(
    r"[\s(]*(SELECT|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|START|END|SET|RESET|SHOW|EXPLAIN"
    r"|VALUES|DECLARE|FETCH|MOVE|CLOSE|LOCK|ANALYZE|VACUUM|CHECKPOINT|DISCARD|ATTACH|DETACH)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"[\s(]*WITH\b", re.IGNORECASE)
_WRITES_INSIDE = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_ROWS = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|COPY|WITH)\b", re.IGNORECASE)
_TABLE = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?[\s(]', re.IGNORECASE
)


class Writes(Enum):
    """What a statement writes that a page may show."""

    NOTHING = 0
    ROWS = 1
    TABLES = 2


def what_is_written(statement: Any) -> Writes:
    """Return what a statement writes; one that is not known to be harmless counts as writing."""
    sql = statement if isinstance(statement, str) else str(statement)
    if _READS.match(sql):
        return Writes.NOTHING
    if _WITH.match(sql) and not _WRITES_INSIDE.search(sql):
        return Writes.NOTHING
    if not _ROWS.match(sql):
        return Writes.TABLES
    named = _TABLE.match(f"{sql} ")
    is_shown_nowhere = named is not None and named[1].lower() in SHOWN_NOWHERE
    return Writes.NOTHING if is_shown_nowhere else Writes.ROWS
