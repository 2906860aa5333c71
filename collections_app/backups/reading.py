"""How a kept state of the database is read: through a connection of its own, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

ALIAS = "kept state"


class DatabaseTrouble(Exception):
    """Raised where the database can not be kept or put in place; says why, for the operator."""


class DatabaseInUse(DatabaseTrouble):
    """Raised while others are connected to a database that is to be replaced."""


@contextmanager
def reading_from(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the alias of a connection that differs from the default one by these settings."""
    connections.databases[ALIAS] = connection.settings_dict | settings
    try:
        # At once, so that what is wrong with it shows here.
        connections[ALIAS].connect()
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]
