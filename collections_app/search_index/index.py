"""An index of public words: written in the transaction of the record, asked by readers.

An index knows numbers, words and instants, and nothing of the rule. It is given what the public may
read now or from an instant on. What is not due yet lies in a table of its own, of which a question
reads what has become due, so that an embargo opens in search at the instant at which it opens the
page. Whoever asks keeps of the answer only what `public()` returns at that moment.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from django.db import connections, transaction
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from collections_app.search_index import postgresql, sqlite
from collections_app.search_index.asking import Asked
from collections_app.search_index.rows import (
    KIND_BITS,
    PART_BITS,
    Hit,
    Row,
    hit_of,
    instant,
    kept_words,
    number_of,
)

ROWS_AT_ONCE = 500
_ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
_GROUP = PART_BITS + KIND_BITS
ALL_KINDS = range(1 << KIND_BITS)


class WordIndex:
    """A table of words, called `name` in the database, and its sibling of what is not due yet.

    Rows belong to groups (an interview, a book), which are written and forgotten whole; within
    one they have a kind and a part, which are numbers that the room gives them.
    """

    def __init__(self, name: str, using: str = "default") -> None:
        self.name = name
        self.due = f"{name}_due"
        self.using = using

    def make(self, vendor: str) -> list[str]:
        """Return the statements that make the tables; for a migration."""
        return [_ENGINES[vendor].TABLE.format(table=table) for table in self.tables]

    def drop(self) -> list[str]:
        """Return the statements that take the tables away, as far as they are there."""
        return [f"DROP TABLE IF EXISTS {table}" for table in self.tables]

    @property
    def tables(self) -> tuple[str, str]:
        return self.name, self.due

    def write(self, group: int, rows: Iterable[Row], kinds: Iterable[int] = ALL_KINDS) -> None:
        """Have a group hold these rows and no others (of some kinds); part of the caller's deed."""
        self.write_all({group: list(rows)}, kinds)

    def write_all(
        self, groups: Mapping[int, Iterable[Row]], kinds: Iterable[int] = ALL_KINDS
    ) -> None:
        """Have many groups hold their rows and no others of these kinds. Atomic."""
        now = instant(timezone.now())
        values: dict[str, list[tuple[Any, ...]]] = {table: [] for table in self.tables}
        for group, rows in groups.items():
            for row in rows:
                if words := list(kept_words(row)):
                    number, since = number_of(group, row.kind, row.part), instant(row.public_from)
                    table = self.due if since > now else self.name
                    values[table].append((number, since, *self._engine.values(words)))
        with transaction.atomic(self.using):
            self.forget(groups, kinds)
            for table, some in values.items():
                self._many(self._engine.WRITE, table, some)

    def forget(self, groups: Iterable[int], kinds: Iterable[int] = ALL_KINDS) -> None:
        """Take groups (their rows of some kinds) out of the index."""
        stretches = [stretch for group in groups for stretch in _stretches(group, set(kinds))]
        for table in self.tables:
            self._many(self._engine.FORGET, table, stretches)

    def counts(self, asked: Asked) -> dict[tuple[int, int], int]:
        """Return how many rows of each group and kind have everything that was asked for."""
        if not asked:
            return {}
        found, values = self._found(asked)
        counted = f"SELECT number >> {PART_BITS}, COUNT(*) FROM ({found}) AS f GROUP BY 1"  # noqa: S608
        return {
            divmod(number, 1 << KIND_BITS): count for number, count in self._ask(counted, values)
        }

    def first(
        self, asked: Asked, of: Sequence[tuple[int, int]], most: int, *, is_any: bool = False
    ) -> list[Hit]:
        """Return the first `most` rows of some groups and kinds, in order. One query.

        With `is_any` a row counts that has one of the things asked for.
        """
        if not asked or not of:
            return []
        begins = sorted(number_of(group, kind) for group, kind in of)
        found, values = self._found(asked, is_any=is_any, within=self._engine.within(begins))
        taken: Counter[tuple[int, int]] = Counter()
        hits = []
        for hit in sorted(hit_of(number) for (number,) in self._ask(found, values)):
            taken[hit.group, hit.kind] += 1
            if taken[hit.group, hit.kind] <= most:
                hits.append(hit)
        return hits

    def groups_with(
        self, asked: Asked, kinds: Sequence[int] = (), *, is_any: bool = False
    ) -> RawSQL:
        """Return, for `pk__in`, the groups of which one row (of some kinds) has everything asked.

        With `is_any` a row counts that has one of the things asked for.
        """
        return self._numbers(asked, f"number >> {_GROUP}", kinds, is_any=is_any)

    def groups_found(self, asked: Asked, kinds: Sequence[int] = ()) -> Iterator[int]:
        """Yield the groups of which one row (of some kinds) has everything asked for."""
        found, values = self._found(asked)
        sql = f"SELECT DISTINCT number >> {_GROUP} FROM ({found}) AS f{_of(kinds)}"  # noqa: S608
        return (group for (group,) in self._ask(sql, values))

    def groups_by_kind(self, asked: Asked) -> dict[int, list[int]]:
        """Return by kind the groups of which a row has everything asked for, once for each row."""
        found, values = self._found(asked)
        kind = f"number >> {PART_BITS} & {len(ALL_KINDS) - 1}"
        sql = f"SELECT {kind}, number >> {_GROUP} FROM ({found}) AS f"  # noqa: S608
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for one, group in self._ask(sql, values):
            groups[one].append(group)
        return groups

    def parts_with(self, asked: Asked, kind: int) -> RawSQL:
        """Return, for `pk__in`, the parts of one kind that have everything asked for."""
        return self._numbers(asked, f"number & {(1 << PART_BITS) - 1}", [kind])

    def groups(self, kinds: Sequence[int] = ()) -> set[int]:
        """Return the groups of which there is a row (of some kinds)."""
        every = " UNION ALL ".join(self._engine.ALL.format(table=one) for one in self.tables)
        distinct = f"SELECT DISTINCT number >> {_GROUP} FROM ({every}) AS f{_of(kinds)}"  # noqa: S608
        return {group for (group,) in self._ask(distinct, [])}

    def tidy(self) -> None:
        """Let the engine put its tables in order, after many rows were written."""
        for table in self.tables:
            self._do(self._engine.TIDY.format(table=table))

    def _numbers(
        self, asked: Asked, column: str, kinds: Sequence[int], *, is_any: bool = False
    ) -> RawSQL:
        found, values = self._found(asked, is_any=is_any)
        sql = f"SELECT {column} FROM ({found}) AS f{_of(kinds)}"  # noqa: S608
        return RawSQL(sql, values, output_field=BigIntegerField())  # noqa: S611 - numbers of ours

    def _found(
        self, asked: Asked, *, is_any: bool = False, within: str = ""
    ) -> tuple[str, list[str]]:
        """Return a query for the numbers of the rows that have what was asked for."""
        tables = self._tables_now()
        found = [self._engine.FOUND.format(table=table, due=due) + within for table, due in tables]
        match = self._engine.match(asked, is_any=is_any)
        return " UNION ALL ".join(found), [match] * len(found)

    def _tables_now(self) -> list[tuple[str, str]]:
        now = instant(timezone.now())
        return [(self.name, ""), (self.due, f" AND public_from <= {now}")]

    @property
    def _engine(self) -> ModuleType:
        return _ENGINES[connections[self.using].vendor]

    def _do(self, statement: str) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement)

    def _many(self, statement: str, table: str, values: Sequence[Sequence[Any]]) -> None:
        for at in range(0, len(values), ROWS_AT_ONCE):
            with connections[self.using].cursor() as cursor:
                cursor.executemany(statement.format(table=table), values[at : at + ROWS_AT_ONCE])

    def _ask(self, statement: str, values: Sequence[Any]) -> list[tuple[int, ...]]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def _stretches(group: int, kinds: set[int]) -> list[tuple[int, int]]:
    """Return from which number to below which other the rows of these kinds lie."""
    if kinds == set(ALL_KINDS):
        return [(number_of(group), number_of(group + 1))]
    return [(number_of(group, kind), number_of(group, kind) + (1 << PART_BITS)) for kind in kinds]


def _of(kinds: Iterable[int]) -> str:
    listed = ", ".join(map(str, kinds))
    return (
        f" WHERE ((number >> {PART_BITS}) & {len(ALL_KINDS) - 1}) IN ({listed})" if listed else ""
    )
