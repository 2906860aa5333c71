"""Many records written at once, with their history: what `bulk_create` and `update` leave out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from collections_app.described import note_description
from collections_app.models.changes import (
    Changes,
    current_recording,
    far_side,
    near_side,
    outside_of_deeds,
)

Record = TypeVar("Record", bound=Model)
ROWS_AT_ONCE = 500
MADE, CHANGED, DELETED = "+", "~", "-"


def create_many(model: type[Record], records: Iterable[Record]) -> list[Record]:
    """Keep new records in few queries, each with the first row of its history; returns them.

    `save()` and `clean()` are not called: computed columns are the caller's to fill. Terms linked
    afterwards are written by `link_many`.
    """
    kept: list[Record] = []
    with transaction.atomic(savepoint=False):
        for some in in_parts(records):
            made: list[Record] = model._default_manager.bulk_create(some)
            note_many(model, made, MADE)
            note_description(model, made)
            kept += made
    return kept


def update_many(model: type[Record], records: Iterable[Record], fields: Sequence[str]) -> None:
    """Write `fields` of changed records in few queries, each with a row of history."""
    written = list(fields)
    stamped = {"updated_at"} & {field.name for field in model._meta.concrete_fields}
    with transaction.atomic(savepoint=False):
        for some in in_parts(records):
            keep_first_forms(model, some)
            for record in some:
                _stamp(record, stamped)
            if written:
                columns = [*dict.fromkeys([*written, *stamped, *_by(stamped)])]
                model._default_manager.bulk_update(some, columns)
            note_many(model, some, CHANGED)
            note_description(model, some, written)


def link_many(model: type[Record], field: str, links: Mapping[Record, Collection[Any]]) -> None:
    """Let a many-to-many field of many records hold exactly these keys, with rows of history."""
    with transaction.atomic(savepoint=False):
        for some in in_parts(links):
            keep_first_forms(model, some)
            wanted = {record.pk: set(links[record]) for record in some}
            changed = write_links(model, field, wanted)
            records = [record for record in some if changed[record.pk]]
            note_many(model, records, CHANGED)
            note_description(model, records, [field], pointed={field: changed})


def write_links(
    model: type[Model], field: str, links: Mapping[Any, Collection[Any]]
) -> dict[Any, set[Any]]:
    """Let a many-to-many field hold exactly these keys: rows in the table, none in the history.

    Returns for each record, by its key, what was linked or unlinked.
    """
    column: Any = model._meta.get_field(field)
    through, near, far = column.remote_field.through, near_side(column), far_side(column)
    present: dict[Any, dict[Any, Any]] = {key: {} for key in links}
    rows = through._base_manager.filter(**{f"{near}__in": list(links)})
    for row, key, value in rows.values_list("pk", near, far):
        present[key][value] = row
    changed = {key: set(values) ^ set(present[key]) for key, values in links.items()}
    superfluous = [
        present[key][value] for key, values in changed.items() for value in values & {*present[key]}
    ]
    for some in in_parts(superfluous):
        through._base_manager.filter(pk__in=some).delete()
    through._base_manager.bulk_create(
        through(**{near: key, far: value})
        for key, values in changed.items()
        for value in values - {*present[key]}
    )
    return changed


def keep_first_forms(model: type[Model], records: Sequence[Any]) -> None:
    """Before the first change of records older than their history, keep how they were."""
    name, keys = model._meta.pk.attname, {record.pk for record in records}
    history: Any = model.changes.model  # type: ignore[attr-defined]
    known = history.objects.filter(**{f"{name}__in": keys}).values_list(name, flat=True)
    older = keys - set(known)
    if older:
        with outside_of_deeds():
            note_many(model, list(model._base_manager.filter(pk__in=older)), MADE)


def note_many(model: type[Model], records: Sequence[Any], kind: str) -> None:
    """Write a row of history for each record as it is now, what it is linked with included."""
    if not records:
        return
    history: Any = model.changes.model  # type: ignore[attr-defined]
    under_way, now = current_recording(), timezone.now()
    deed = under_way.begun() if under_way else None
    names = [field.attname for field in history.tracked_fields]
    rows = [
        history(
            history_date=now,
            history_type=kind,
            history_user_id=_who(record),
            change_set=deed,
            **{name: getattr(record, name) for name in names},
        )
        for record in records
    ]
    history.objects.bulk_create(rows)
    key = model._meta.pk.attname
    by_key = {getattr(row, key): row for row in rows}
    for field in history._history_m2m_fields:
        _copy_links(field, by_key)


def _copy_links(field: Any, rows: Mapping[Any, Any]) -> None:
    through, near = field.remote_field.through, near_side(field)
    names = [column.attname for column in through._meta.concrete_fields]
    links = through._base_manager.filter(**{f"{near}__in": list(rows)}).values_list(*names)
    place = names.index(near)
    kept: Any = Changes.m2m_models[field]
    kept.objects.bulk_create(
        kept(history=rows[link[place]], **dict(zip(names, link, strict=True))) for link in links
    )


def _who(record: Any) -> Any:
    under_way = current_recording()
    if under_way is not None:
        return under_way.by.pk if under_way.by else None
    return getattr(record, "updated_by_id", None)


def _stamp(record: Any, stamped: set[str]) -> None:
    if not stamped:
        return
    record.updated_at = timezone.now()
    under_way = current_recording()
    if under_way is not None and under_way.by is not None:
        record.updated_by = under_way.by


def _by(stamped: set[str]) -> list[str]:
    return ["updated_by"] if stamped else []


def in_parts(things: Iterable[Any], size: int = ROWS_AT_ONCE) -> Iterator[list[Any]]:
    """Yield things in lists of a size that a query bears."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
