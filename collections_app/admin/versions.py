"""Which version of a record a form was opened on, and what others did to it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Model, Q

from collections_app import curation
from collections_app.changes_told import MaySee, Pair, RecordTold, Teller
from collections_app.history import DELETED
from collections_app.models import ChangeSet

# The field of the form that carries the version it was opened on.
VERSION = "_version"

# For the record and each kind of its parts: which rows of the history are meant.
Sources = dict[type[Model], Q]


@dataclass(frozen=True, slots=True)
class Others:
    """What somebody else saved since a form was opened."""

    who: str
    at: datetime
    told: list[RecordTold]


def lock(record: Model) -> None:
    """Let nobody else save this record, or what it belongs to, until the transaction ends.

    What the record belongs to is locked first, so that two people at two desks of one document
    wait for each other and never each for the other.
    """
    if not connection.features.has_select_for_update:
        return
    owner, keys = curation.owner_ids(type(record), [record])
    for model, wanted in ((owner, keys), (type(record), {record.pk})):
        rows = model._base_manager.select_for_update().filter(pk__in=wanted).order_by("pk")
        list(rows.values_list("pk"))


def version_of(sources: Sources) -> dict[str, int]:
    """Return the last row of the history of a record and of each kind of its parts."""
    found = {}
    for model, mine in sources.items():
        last = _rows(model).filter(mine).aggregate(last=Max("history_id"))["last"]
        found[model._meta.label] = last or 0
    return found


def say_version(version: Mapping[str, int]) -> str:
    """Return a version in the form in which a page carries it."""
    return " ".join(f"{label}:{number}" for label, number in version.items())


def read_version(said: str) -> dict[str, int]:
    """Return the version that a page carried; what can not be read is left out."""
    found = {}
    for word in said.split():
        label, _, number = word.rpartition(":")
        if label and number.isdecimal():
            found[label] = int(number)
    return found


def row_at(model: type[Model], key: Any, number: int) -> Any:
    """Return the row of history that a record had at a version; None if it was not there."""
    rows = _rows(model).filter(**{model._meta.pk.attname: key}, history_id__lte=number)
    row = rows.order_by("-history_id").first()
    return row if row is not None and row.history_type != DELETED else None


def rows_at(model: type[Model], mine: Q, number: int) -> dict[Any, Any]:
    """Return the rows of the parts of one kind at a version, by their keys."""
    name = model._meta.pk.attname
    then = _rows(model).filter(mine, history_id__lte=number).order_by().values_list(name)
    last = [one for _, one in then.annotate(Max("history_id"))]
    rows = _rows(model).filter(pk__in=last).exclude(history_type=DELETED)
    return {getattr(row, name): row for row in rows}


def done_since(sources: Sources, version: Mapping[str, int], may_see: MaySee) -> Others | None:
    """Return what people changed since a version, in words; None if nothing that is typed did."""
    pairs: list[Pair] = []
    latest: list[Any] = []
    for model, mine in sources.items():
        number = version.get(model._meta.label)
        if number is None:
            continue
        since = _rows(model).filter(mine, history_id__gt=number).select_related("history_user")
        by_key: dict[Any, list[Any]] = {}
        for row in since.select_related("change_set").order_by("-history_id"):
            by_key.setdefault(getattr(row, model._meta.pk.attname), []).append(row)
        for key, rows in by_key.items():
            if not any(_is_by_somebody(row) for row in rows):
                continue
            now = rows[0] if rows[0].history_type != DELETED else None
            then = row_at(model, key, number)
            if now is not None or then is not None:
                pairs.append(Pair(model, then, now))
                latest.append(rows[0])
    told = Teller(pairs, may_see).told()
    if not told:
        return None
    people = dict.fromkeys(str(row.history_user) for row in latest if row.history_user)
    return Others(
        who=" and ".join(people) or "An import",
        at=max(row.history_date for row in latest),
        told=told,
    )


def _is_by_somebody(row: Any) -> bool:
    deed = row.change_set
    is_deed = deed is not None and deed.source != ChangeSet.Source.HOUSE
    return is_deed or row.history_user_id is not None


def _rows(model: type[Model]) -> Any:
    return model.changes.model.objects  # type: ignore[attr-defined]


def parts_at_desk(
    model: type[Model], key: Any, parts: Iterable[tuple[type[Model], str]]
) -> Sources:
    """Return the sources of a record and of the parts that stand on its page."""
    found: Sources = {model: Q(**{model._meta.pk.attname: key})}
    for part, way in parts:
        if hasattr(part, "changes"):
            column: Any = part._meta.get_field(way)
            found[part] = found.get(part, Q()) | Q(**{column.attname: key})
    return found
