"""An index of public words: written in the transaction of the record, asked by readers.

An index knows numbers and words, and nothing of the rule. Whoever asks it keeps of its answer
only what `public()` returns at that moment.
"""

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from django.db import connections, transaction

from collections_app.search_index import postgresql, sqlite
from collections_app.search_index.asking import Asked
from collections_app.search_index.rows import (
    KIND_BITS,
    PART_BITS,
    Hit,
    Row,
    hit_of,
    number_of,
    numbered,
)

ROWS_AT_ONCE = 500
_ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


class WordIndex:
    """One table of words, `name`d as it is called in the database.

    Its rows belong to groups (an interview, a book), which are written and forgotten whole; within
    one they have a kind and a part, which are numbers that the room gives them.
    """

    def __init__(self, name: str, using: str = "default") -> None:
        self.name = name
        self.using = using

    def make(self, vendor: str) -> str:
        """Return the statements that make the table; for a migration."""
        return _ENGINES[vendor].TABLE.format(name=self.name)

    def write(self, group: int, rows: Iterable[Row]) -> None:
        """Have a group hold these rows and no others; atomic, or part of the caller's deed."""
        with transaction.atomic(self.using):
            self.forget(group)
            values = [self._engine.values(*row) for row in numbered(group, rows)]
            for at in range(0, len(values), ROWS_AT_ONCE):
                self._many(self._engine.WRITE, values[at : at + ROWS_AT_ONCE])

    def forget(self, group: int) -> None:
        """Take a group out of the index."""
        self._do(self._engine.FORGET, [number_of(group), number_of(group + 1)])

    def counts(self, asked: Asked) -> dict[tuple[int, int], int]:
        """Return how many rows of each group and kind have everything that was asked for."""
        if not asked:
            return {}
        rows = self._ask(self._engine.COUNT, [PART_BITS, self._engine.match(asked)])
        return {divmod(number, 1 << KIND_BITS): count for number, count in rows}

    def first(self, asked: Asked, of: Sequence[tuple[int, int]], most: int) -> list[Hit]:
        """Return the first `most` rows of some groups and kinds, in order. One query.

        Each pair asks the database anew, so name only those of which `counts` told something.
        """
        if not asked or not of:
            return []
        match = self._engine.match(asked)
        values: list[Any] = []
        for group, kind in of:
            begin = number_of(group, kind)
            values += [match, begin, begin + (1 << PART_BITS), most]
        asking = " UNION ALL ".join([self._engine.FIRST] * len(of))
        return sorted(hit_of(number) for (number,) in self._ask(asking, values))

    def groups(self) -> set[int]:
        """Return the groups of which there is a row."""
        return {group for (group,) in self._ask(self._engine.GROUPS, [PART_BITS + KIND_BITS])}

    def tidy(self) -> None:
        """Put the table in the best order for questions, after much was written."""
        self._do(self._engine.TIDY, [])

    @property
    def _engine(self) -> ModuleType:
        return _ENGINES[connections[self.using].vendor]

    def _do(self, statement: str, values: Sequence[Any]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement.format(name=self.name), values)

    def _many(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.executemany(statement.format(name=self.name), values)

    def _ask(self, statement: str, values: Sequence[Any]) -> list[tuple[int, ...]]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement.format(name=self.name), values)
            return cursor.fetchall()
