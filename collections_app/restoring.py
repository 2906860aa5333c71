"""A record as it was at some instant, brought back as a new change; a deleted one made again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import FileField, Min, Model

from collections_app import curation
from collections_app.history import DELETED
from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from collections_app.putting_back import (
    Plan,
    Targets,
    carry_out,
    fall_of,
    in_the_way_of,
    make_plan,
)
from collections_app.record_history import as_it_was, parts_as_they_were
from collections_app.undoing import named

if TYPE_CHECKING:
    from collections_app.models import User

MOMENT = timedelta(microseconds=1)
# A deletion without a deed took its parts along within this time.
DELETION_LASTS = timedelta(seconds=5)

Parts = Iterable[tuple[type[Model], str]]


def plan_of_version(
    record: Any,
    at: datetime,
    *,
    by: "User | None",
    parts: Parts = (),
    only: dict[type[Model], set[str]] | None = None,
) -> Plan:
    """Return what must be written for a record to say again what it said at an instant.

    Of its `parts` those that came since are deleted and those that went are made again. Writes
    nothing. Raises `ValidationError` if the record did not exist then.
    """
    model = type(record)
    row = as_it_was(model, record.pk, at)
    if row is None:
        raise ValidationError("It did not exist then.")
    targets: Targets = {model: {record.pk: row}}
    for part, way in parts:
        found = parts_as_they_were(part, way, record.pk, at)
        targets.setdefault(part, {}).update(found)
    return make_plan(targets, by=by, only=only)


def plan_of_return(model: type[Model], key: Any, *, by: "User | None") -> tuple[Plan, int]:
    """Return what must be written for a deleted record to come back with what went with it.

    Also says how many parts can not: those whose file was removed for good. Raises
    `ValidationError` if it was not deleted, or never kept.
    """
    history: Any = model.changes.model  # type: ignore[attr-defined]
    name = model._meta.pk.attname
    last = history.objects.filter(**{name: key}).order_by("-history_id").first()
    if last is None or last.history_type != DELETED:
        raise ValidationError("It was not deleted.")
    at = _before_the_deletion(model, last)
    row = as_it_was(model, key, at) or last
    targets: Targets = {model: {key: row}}
    for part, way in curation.parts_of(model):
        there = {
            one: found
            for one, found in parts_as_they_were(part, way, key, at).items()
            if found is not None
        }
        targets.setdefault(part, {}).update(there)
    left_out = _leave_out_what_lost_its_file(targets)
    plan = make_plan(targets, by=by)
    # Parts that went elsewhere meanwhile stay there.
    plan.changes.clear()
    return plan, left_out


def _before_the_deletion(model: type[Model], last: Any) -> datetime:
    if last.change_set_id is None:
        return last.history_date - DELETION_LASTS
    began = last.history_date
    for part, _ in [(model, ""), *curation.parts_of(model)]:
        rows = part.changes.filter(change_set=last.change_set_id)  # type: ignore[attr-defined]
        first = rows.aggregate(first=Min("history_date"))["first"]
        began = min(began, first or began)
    return began - MOMENT


def _leave_out_what_lost_its_file(targets: Targets) -> int:
    """Take out the records whose bytes are gone, and all that points to them; say how many."""
    left_out = 0
    for model, rows in targets.items():
        files = [column for column in model._meta.concrete_fields if isinstance(column, FileField)]
        gone = [key for key, row in rows.items() if files and not _has_bytes(row, files)]
        for key in gone:
            del rows[key]
        left_out += len(gone)
    is_done = False
    while not is_done:
        is_done = True
        for model, rows in targets.items():
            lost = [key for key, row in rows.items() if _points_to_lost(row, model, targets)]
            for key in lost:
                del rows[key]
                is_done = False
            left_out += len(lost)
    return left_out


def _has_bytes(row: Any, files: list[Any]) -> bool:
    record = row.instance
    stored = [getattr(record, column.name) for column in files]
    return all(one.storage.exists(one.name) for one in stored if one)


def _points_to_lost(row: Any, model: type[Model], targets: Targets) -> bool:
    for column in model._meta.concrete_fields:
        related: Any = column.related_model
        if not column.is_relation or related not in targets:
            continue
        key = getattr(row, column.attname)
        is_there = key is None or key in targets[related]
        if not is_there and not related._base_manager.filter(pk=key).exists():
            return True
    return False


def restore(plan: Plan, *, reason: str, title: str) -> ChangeSet | None:
    """Write a plan as one deed of its own; returns it, or None if there was nothing to write.

    Raises `ValidationError`, naming what somebody made since on what would go, or what has no
    place any more; then nothing is written.
    """
    source = ChangeSet.Source.RESTORE
    with (
        transaction.atomic(),
        recording(by=plan.by, source=source, title=title, reason=reason) as deed,
    ):
        fall = fall_of(plan)
        problems = named(in_the_way_of(plan, fall), "was made or linked since")
        if problems:
            raise ValidationError(problems)
        carry_out(plan, fall)
        return deed.change_set
