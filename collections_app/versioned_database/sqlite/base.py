"""Django's engine for SQLite, which says in which state the content is."""

from django.db.backends.sqlite3 import base

from collections_app.versioned_database.noting import VersionedDatabase


class DatabaseWrapper(VersionedDatabase, base.DatabaseWrapper):
    def is_kept_with_the_next(self, sql: str) -> bool:
        """What returns rows is kept when they were fetched, and until then can not be committed:
        a statement beside it joins it."""
        self.ensure_connection()
        return "RETURNING" in sql.upper() or bool(self.connection.in_transaction)
