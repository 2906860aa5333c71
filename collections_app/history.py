"""Many records written at once, with their history: what `bulk_create` and `update` leave out."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from collections_app.models.changes import current_recording

Record = TypeVar("Record", bound=Model)
ROWS_AT_ONCE = 500


def create_many(model: type[Record], records: Iterable[Record]) -> list[Record]:
    """Keep new records in few queries, each with the first row of its history; returns them.

    `save()` and `clean()` are not called: computed columns are the caller's to fill.
    """
    return list(bulk_create_with_history(list(records), model, batch_size=ROWS_AT_ONCE, **_deed()))


def update_many(model: type[Record], records: Iterable[Record], fields: Sequence[str]) -> None:
    """Write `fields` of changed records in few queries, each with a row of history."""
    bulk_update_with_history(list(records), model, list(fields), batch_size=ROWS_AT_ONCE, **_deed())


def _deed() -> dict[str, Any]:
    under_way = current_recording()
    if under_way is None:
        return {}
    return {
        "default_user": under_way.by,
        "custom_historical_attrs": {"change_set": under_way.begun()},
    }
