"""When the public description of a record last changed: said on its page, and never more than that.

Only a change that readers can see moves the date. A hold, a note for the house, a copy known to
the house only, a role of somebody who is not named: none of them may be guessed from it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from collections_app import curation, dependants

ROWS_AT_ONCE = 500
COLUMN = "described_at"


class DescribedAtField(models.DateTimeField):
    """An instant that `note_description` alone moves: saving a record leaves the stored one."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)


def note_description(
    model: type[models.Model],
    records: Collection[Any],
    fields: Collection[str] | None = None,
    before: Any = None,
    pointed: Mapping[str, Mapping[Any, Collection[Any]]] | None = None,
) -> None:
    """Move the date of the descriptions that these records belong to, if readers see the change.

    `fields` names what changed; without it the records were made or deleted. `before` is the one
    record as it was. `pointed` says of a changed field to what each record, by its key, pointed
    before or points now, but not both.
    """
    said = curation.of(model)
    is_described = _has_date(model)
    if not records or not (said.told or is_described):
        return
    if fields is not None and not set(fields) & {*said.told, *said.opening}:
        return
    prefetch_related_objects(list(records), *said.told_needs)
    shown = _what_shows(model, records, set(fields or ()) & set(said.told), before, pointed or {})
    told = [record for record in records if _is_seen(record, fields, before, shown)]
    if not told:
        return
    owner, keys = curation.owner_ids(model, told)
    _write(owner, keys)
    if is_described and not said.part_of:
        for record in told:
            setattr(record, COLUMN, timezone.now())


def _has_date(model: type[models.Model]) -> bool:
    return any(column.name == COLUMN for column in model._meta.concrete_fields)


def _write(owner: type[models.Model], keys: Iterable[Any]) -> None:
    if not _has_date(owner):
        return
    keys, now = list(keys), timezone.now()
    for start in range(0, len(keys), ROWS_AT_ONCE):
        some = keys[start : start + ROWS_AT_ONCE]
        owner._base_manager.filter(pk__in=some).update(**{COLUMN: now})
        dependants.tell_redescribed(owner, some)


def _is_seen(
    record: Any, fields: Collection[str] | None, before: Any, shown: Mapping[str, set[Any]]
) -> bool:
    said = curation.of(type(record))
    try:
        is_told = said.is_told(record)
    except ObjectDoesNotExist:
        return True  # it points to something that the same deed is about to bring back
    if before is not None and said.is_told(before) != is_told:
        return True
    if fields is None or not is_told:
        return is_told
    told = set(said.told_of(record) if said.told_of else said.told)
    return any(name not in shown or record.pk in shown[name] for name in told & set(fields))


def _what_shows(
    model: type[models.Model],
    records: Collection[Any],
    names: Iterable[str],
    before: Any,
    pointed: Mapping[str, Mapping[Any, Collection[Any]]],
) -> dict[str, set[Any]]:
    """Return the records whose change of a field shows, by field: not what points to the hidden.

    Of the other fields every change shows. One query for each field that points to records.
    """
    found: dict[str, set[Any]] = {}
    for name in names:
        column: Any = model._meta.get_field(name)
        related = column.related_model
        if related is None or not hasattr(related, "is_public"):
            continue
        keys = pointed.get(name) or _pointed(column, records, before)
        wanted = set().union(*keys.values())
        public = set(
            related._default_manager.public().filter(pk__in=wanted).values_list("pk", flat=True)
        )
        found[name] = {key for key, values in keys.items() if public & set(values)}
    return found


def _pointed(column: Any, records: Iterable[Any], before: Any) -> dict[Any, set[Any]]:
    if not column.many_to_many:
        former = {getattr(before, column.attname)} if before is not None else set()
        return {record.pk: {getattr(record, column.attname)} | former for record in records}
    found = {}
    for record in records:
        now = set(getattr(record, column.name).values_list("pk", flat=True))
        found[record.pk] = now ^ getattr(before, f"_{column.name}_before", set())
    return found
