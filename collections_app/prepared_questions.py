"""Questions that every page asks the database, put together once and asked with other numbers.

To compose the rule from its parts and write it as SQL takes Django longer than the database takes
to answer. A question is composed with numbers and an instant that stand for those to come, and kept
for each length of the list and each language. What is kept is words: no answer, and no instant.
"""

import copy
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial, update_wrapper
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.db.models import Prefetch, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.translation import get_language

from collections_app.publication import Visitor

# A list is filled up with its last number to one of these lengths; a longer one is asked as it is.
LENGTHS = (1, 5, 25, 100, 500)
_FIRST_STAND_IN = 9_000_000_000_000_000_000
_INSTANT_STAND_IN = datetime(9998, 12, 30, 23, 59, 58, 987654, UTC)
_LIKE_A_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Composed = Callable[[Collection[int], datetime], QuerySet[Any, Any]]
ComposedForReaders = Callable[[Visitor, Collection[int], datetime], QuerySet[Any, Any]]


class HoldsAnInstantError(Exception):
    """A question asks by an instant of its own instead of the one it is given."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A question in SQL with its stand-ins, and what Django needs to read the rows."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]

    def asked(self, keys: Sequence[int], at: datetime) -> list[Any]:
        connection = connections[self.rows.db]
        instant = connection.ops.adapt_datetimefield_value(at)
        bound: Any = copy.copy(self.compiler)
        bound.connection = connection
        answer = self.sql, tuple(_put_in(value, keys, instant) for value in self.values)
        bound.as_sql = lambda *_args, **_kwargs: answer
        questions: Any = self.rows
        rows = questions._chain()
        rows.query.get_compiler = lambda *_args, **_kwargs: bound
        return list(rows)


class Prepared:
    """A question for the rows that belong to some keys, as readers may have them at an instant.

    `compose` is given keys and an instant, and must ask by no other. What it returns may depend on
    the language, and on nothing else that changes while the program runs.
    """

    def __init__(self, compose: Composed) -> None:
        self.compose = compose
        self.statements: dict[tuple[int, str | None, str], _Statement] = {}
        update_wrapper(self, compose)

    def __call__(self, keys: Iterable[int], at: datetime | None = None) -> list[Any]:
        """Return the rows now, or at an instant. One query, none where there are no keys."""
        named = list(dict.fromkeys(keys))
        at = at or timezone.now()
        if not named:
            return []
        length = next((one for one in LENGTHS if len(named) <= one), None)
        if length is None:
            return list(self.compose(named, at))
        named += named[-1:] * (length - len(named))
        return self._statement(length).asked(named, at)

    def _statement(self, length: int) -> _Statement:
        known = length, get_language(), connections["default"].vendor
        if known not in self.statements:
            self.statements[known] = _statement(self.compose, length)
        return self.statements[known]


class PreparedForReaders:
    """A question for the rows that belong to some keys, as one person may see them at an instant.

    For everybody outside the house it is prepared as for a stranger: the rule makes no difference
    between them. For staff it is composed with their own permissions each time.
    """

    def __init__(self, compose: ComposedForReaders) -> None:
        self.compose = compose
        for_strangers = update_wrapper(partial(compose, AnonymousUser()), compose)
        self.for_strangers = Prepared(for_strangers)
        update_wrapper(self, compose)

    def __call__(self, user: Visitor, keys: Iterable[int], at: datetime | None = None) -> list[Any]:
        """Return the rows now, or at an instant. One query, none where there are no keys."""
        if not (user.is_active and user.is_staff):
            return self.for_strangers(keys, at)
        named = list(dict.fromkeys(keys))
        return list(self.compose(user, named, at or timezone.now())) if named else []


def _statement(compose: Composed, length: int) -> _Statement:
    stand_ins = [_FIRST_STAND_IN + place for place in range(length)]
    rows = compose(stand_ins, _INSTANT_STAND_IN)
    _refuse_parts_of_their_own(compose, rows)
    compiler = rows.query.get_compiler(using=rows.db)
    sql, values = compiler.as_sql()
    instant = compiler.connection.ops.adapt_datetimefield_value(_INSTANT_STAND_IN)
    kept = tuple(_INSTANT_STAND_IN if value == instant else value for value in values)
    for value in kept:
        if value is not _INSTANT_STAND_IN and _is_of_time(value):
            raise HoldsAnInstantError(f"{compose.__qualname__}: {value}")
    return _Statement(rows, compiler, sql, kept)


def _refuse_parts_of_their_own(compose: Composed, rows: QuerySet[Any, Any]) -> None:
    """Refuse what would be fetched beside the rows by the instant that stands for another."""
    beside: Any = rows
    for one in beside._prefetch_related_lookups:
        if isinstance(one, Prefetch) and one.queryset is not None:
            raise HoldsAnInstantError(f"{compose.__qualname__}: {one.prefetch_to}")


def _is_of_time(value: Any) -> bool:
    is_written = isinstance(value, str) and _LIKE_A_DATE.match(value) is not None
    return is_written or isinstance(value, date)


def _put_in(value: Any, keys: Sequence[int], instant: Any) -> Any:
    if value is _INSTANT_STAND_IN:
        return instant
    if isinstance(value, int) and value >= _FIRST_STAND_IN:
        return type(value)(keys[value - _FIRST_STAND_IN])
    return value
