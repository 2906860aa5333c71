"""Until when a page stays true if nobody changes anything: time alone opens and closes things.

An embargo passes at its instant. What is said of days (a term that ran out, the day of a visit in
a citation) changes at midnight in some zone, and every midnight falls on a quarter of an hour.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from django.apps import apps
from django.db import connection, models
from simple_history.models import HistoricalChanges

from collections_app.publication import Publishable

QUARTER = timedelta(minutes=15)
# Fields that hold an instant to come. All other instants say when something was done.
TO_COME = frozenset({"public_from", "released_at", "expires_at", "until"})


def holds_until(at: datetime) -> datetime:
    """Return the next instant at which a page can change by itself; at most a quarter of an hour.

    One query, which asks every table that has such an instant.
    """
    quarter = at + QUARTER - (at - datetime.min.replace(tzinfo=UTC)) % QUARTER
    return first_between(at, quarter) or quarter


def first_between(at: datetime, until: datetime) -> datetime | None:
    """Return the first instant after `at`, and not after `until`, that opens or closes something.

    One query.
    """
    asked = [connection.ops.adapt_datetimefield_value(one) for one in (at, until)]
    statement, number = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked * number)
        (first,) = cursor.fetchone()
    if first is None:
        return None
    found = datetime.fromisoformat(first) if isinstance(first, str) else first
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@cache
def _statement(vendor: str) -> tuple[str, int]:
    """Return the query, and how often it asks for the two instants between which it looks."""
    quote = connection.ops.quote_name
    parts = [
        f"SELECT MIN({quote(column)}) AS instant FROM {quote(model._meta.db_table)} "  # noqa: S608
        f"WHERE {quote(column)} > %s AND {quote(column)} <= %s"
        + (" AND state = 'published'" if issubclass(model, Publishable) else "")
        for model, column in instants_to_come()
    ]
    return f"SELECT MIN(instant) FROM ({' UNION ALL '.join(parts)}) AS found", len(parts)  # noqa: S608


def instants_to_come() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every column of every record that may hold an instant to come."""
    for model in apps.get_models():
        if issubclass(model, HistoricalChanges):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.DateTimeField) and field.name in TO_COME:
                yield model, field.column
