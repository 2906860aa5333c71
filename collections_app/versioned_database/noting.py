"""Notes every write on a connection, and says with the last deed of its transaction that it was.

It stands where nothing can go past it: `save`, `update`, `bulk_create`, imports, migrations, tasks
and SQL of one's own all come through here. The word for the state is changed in the transaction
that changed the content, so that both are seen at the same instant or not at all, and as its last
deed, so that two who write for long do not wait for each other.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from collections_app.versioned_database import version
from collections_app.versioned_database.statements import Writes, what_is_written


class VersionedDatabase:
    """Added to a connection of Django.

    `has_written` holds for the transaction under way. `is_unsaid` says that since the last word
    something was written, or that the word itself was taken back with a savepoint.
    """

    alias: str
    execute_wrappers: list[Any]
    in_atomic_block: bool
    connection: Any
    get_autocommit: Callable[[], bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_written = self.is_unsaid = False
        self._has_place: bool | None = None
        self.execute_wrappers.append(self._execute_and_note)

    def is_kept_with_the_next(self, sql: str) -> bool:
        """Say whether a statement that Django takes for a transaction of its own is kept or lost
        with the one that follows it."""
        raise NotImplementedError

    def say_version(self) -> None:
        """Have what was written so far stand under a word of its own, for who reads inside it."""
        if self.is_unsaid:
            self._write_version()
            self.is_unsaid = False

    def connect(self) -> None:
        self.has_written = self.is_unsaid = False
        self._has_place = None
        super().connect()  # type: ignore[misc]

    def _commit(self) -> Any:
        if self.has_written and self.connection is not None:
            self._write_version()
        committed = super()._commit()  # type: ignore[misc]
        self.has_written = self.is_unsaid = False
        return committed

    def _rollback(self) -> Any:
        self.has_written = self.is_unsaid = False
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.is_unsaid = self.has_written

    def _write_version(self) -> None:
        if not self._has_place:
            self._has_place = version.is_kept(self)
        if self._has_place:
            version.write(self)

    def _execute_and_note(self, execute: Any, sql: Any, params: Any, many: bool, told: Any) -> Any:
        written = what_is_written(sql)
        if written is Writes.NOTHING:
            return execute(sql, params, many, told)
        if written is Writes.TABLES:
            self._has_place = None
        if self.in_atomic_block or not self.get_autocommit():
            # Also after a failure: of many rows, some may have been written.
            self.has_written = self.is_unsaid = True
            return execute(sql, params, many, told)
        if written is Writes.TABLES or self.is_kept_with_the_next(str(sql)):
            # Some statements about tables can not stand in a transaction.
            answer = execute(sql, params, many, told)
            self._write_version()
            return answer
        with transaction.atomic(using=self.alias):
            self.has_written = True
            return execute(sql, params, many, told)
