"""Puts the database back as migrations made it, after a test that committed for real.

Django would empty every table and save what migrations made row by row through the models, which
takes seconds. Here only tables that hold rows are emptied, and rows are copied.
"""

import sqlite3
from dataclasses import dataclass, field

from django.db import connection, transaction


@dataclass
class AsMigrated:
    """What the tables held when migrations had made them."""

    whole: sqlite3.Connection | None = None
    rows: dict[str, bytes] = field(default_factory=dict)

    def keep(self) -> None:
        """Remember the database as it is now."""
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self.whole = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self.whole)
            return
        with connection.cursor() as cursor:
            for table in filled_tables():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                    self.rows[table] = b"".join(bytes(part) for part in copied)

    def restore(self) -> None:
        """Give the database exactly the rows that were remembered."""
        connection.ensure_connection()
        if self.whole:
            self.whole.backup(connection.connection)
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for table in filled_tables():
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            for table, rows in self.rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copied:
                    copied.write(rows)


def filled_tables() -> list[str]:
    """Return the tables in which there is a row: of models, and of words that are searched."""
    tables = set(connection.introspection.table_names()) - {"django_migrations"}
    ask = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return [name for (name,) in cursor.fetchall()]
