"""Django's engine for PostgreSQL, which says in which state the content is."""

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from collections_app.versioned_database.noting import VersionedDatabase


class DatabaseWrapper(VersionedDatabase, base.DatabaseWrapper):
    def is_kept_with_the_next(self, sql: str) -> bool:
        """Only in a transaction that was begun by a statement, of which Django knows nothing."""
        self.ensure_connection()
        return bool(self.connection.info.transaction_status != TransactionStatus.IDLE)
