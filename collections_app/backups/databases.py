"""The database of this installation: kept as one state, and put in the place of another."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from collections_app.backups import postgresql, sqlite
from collections_app.models import User
from collections_app.publication import Publishable


class Database(Protocol):
    """What each kind of database can do; a module each."""

    FILE: str

    def server(self) -> str:
        """Say the version of the server or library."""

    def size(self) -> int:
        """Return about how many bytes the database takes."""

    def kept(self, folder: Path) -> AbstractContextManager[str]:
        """Write one state of the database into `folder`; yield the alias by which it is read."""

    def refuse_while_in_use(self) -> None:
        """Raise `DatabaseInUse` while anybody else is connected."""

    def put_in_place(self, dump: Path) -> None:
        """Put what `kept` wrote in the place of the database, wholly or not at all."""


ENGINES: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def here() -> Database:
    """Return what the database of this installation can do."""
    database: Database = ENGINES[connection.vendor]
    return database


def rows_by_table(using: str = "default") -> dict[str, int]:
    """Return how many rows every table has."""
    counts = {}
    with connections[using].cursor() as cursor:
        for table in sorted(connections[using].introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connections[using].ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def migrations_applied(using: str = "default") -> list[str]:
    """Return the migrations that a database has had, as `app.name`."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def migrations_known() -> set[str]:
    """Return the migrations that this program has, as `app.name`."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    return {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}


def is_empty() -> bool:
    """Say whether the database holds nothing that people made: no account and no record.

    Raises `DatabaseError` for one that can not be read.
    """
    tables = set(connection.introspection.table_names())
    made = [model for model in apps.get_models() if issubclass(model, Publishable | User)]
    return not any(model._base_manager.exists() for model in made if model._meta.db_table in tables)


def can_be_read() -> bool:
    """Say whether the database answers at all."""
    try:
        connection.introspection.table_names()
    except DatabaseError:
        return False
    return True
