"""Records brought back to what rows of their history say: what undoing and restoring share.

What decides on publication is never written. What would let readers see more is written only for
somebody who may publish, and stays closed for everybody else.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import FileField, Model

from collections_app import curation, dependants
from collections_app.history import (
    DELETED,
    MADE,
    in_parts,
    link_many,
    note_many,
    update_many,
    write_links,
)
from collections_app.models.changes import Changes, far_side, near_side
from collections_app.pointing import Fall, Keys, links_in_the_way, what_falls
from collections_app.publication import PublicationState, Publishable

if TYPE_CHECKING:
    from collections_app.models import User

# For each kind and key the row of history to go back to; None for what did not exist then.
Targets = dict[type[Model], dict[Any, Any]]


@dataclass(slots=True)
class Change:
    """One record with the values that it gets back."""

    record: Any
    row: Any
    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, set[Any]] = field(default_factory=dict)
    kept_closed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """Everything that must be written to go back."""

    changes: dict[type[Model], list[Change]] = field(default_factory=dict)
    made_again: dict[type[Model], list[Change]] = field(default_factory=dict)
    deleted: dict[type[Model], dict[Any, Any]] = field(default_factory=dict)
    by: "User | None" = None

    @property
    def deleted_keys(self) -> Keys:
        return {model: set(records) for model, records in self.deleted.items()}

    @property
    def other_keys(self) -> Keys:
        """The keys of what is changed or made again: it will point to nothing that goes."""
        keys: Keys = {}
        for part in (self.changes, self.made_again):
            for model, changes in part.items():
                keys.setdefault(model, set()).update(change.record.pk for change in changes)
        return keys

    def records(self) -> Iterator[Any]:
        """Yield every record that is written, whatever becomes of it."""
        for part in (self.changes, self.made_again):
            for changes in part.values():
                yield from (change.record for change in changes)
        for records in self.deleted.values():
            yield from records.values()


def make_plan(
    targets: Targets, *, by: "User | None", only: dict[type[Model], set[str]] | None = None
) -> Plan:
    """Compare records with the rows they are to go back to. Writes nothing.

    `only` names for some kinds of record the fields that may be written at all.
    """
    plan = Plan(by=by)
    for model, rows in targets.items():
        for keys in in_parts(rows):
            current = model._base_manager.in_bulk(keys)
            then = links_of([rows[key] for key in keys if rows[key] is not None], model)
            now = _links_now(model, [key for key in keys if key in current])
            for key in keys:
                row, record = rows[key], current.get(key)
                if row is None and record is not None:
                    plan.deleted.setdefault(model, {})[key] = record
                elif row is not None and record is None:
                    change = Change(_made_again(row, by), row, links=then[row.pk])
                    plan.made_again.setdefault(model, []).append(change)
                elif row is not None and record is not None:
                    change = _difference(record, row, now[key], then[row.pk], by)
                    if only is not None and model in only:
                        _leave_out(change, only[model])
                    if change.fields or change.links or change.kept_closed:
                        plan.changes.setdefault(model, []).append(change)
    return plan


def _leave_out(change: Change, allowed: set[str]) -> None:
    """Keep of a change what may be written; what is written by the house goes with the rest."""
    allowed = allowed | {*curation.of(type(change.record)).kept_with}
    columns = {column.attname: column.name for column in change.record._meta.concrete_fields}
    for attname in [name for name in change.fields if columns[name] not in allowed]:
        del change.fields[attname]
    for name in [name for name in change.links if name not in allowed]:
        del change.links[name]


def may_open(model: type[Model], by: "User | None") -> bool:
    """Say whether somebody may let readers see more of such a record."""
    permission = curation.of(model).opened_by
    return by is not None and bool(permission) and by.has_perm(permission)


def _difference(
    record: Any, row: Any, now: dict[str, set[Any]], then: dict[str, set[Any]], by: Any
) -> Change:
    model, change = type(record), Change(record, row)
    opening, is_free = curation.of(model).opening, may_open(type(record), by)
    for column in curation.fields_put_back(model):
        present, former = getattr(record, column.attname), getattr(row, column.attname)
        if present == former or _is_fixed(record, column):
            continue
        opens = opening.get(column.name)
        if opens is not None and not is_free and opens(present, former):
            change.kept_closed.append(column.name)
            continue
        change.fields[column.attname] = former
    for name, values in then.items():
        opens = opening.get(name)
        if values == now[name]:
            continue
        if opens is not None and not is_free and opens(now[name], values):
            change.kept_closed.append(name)
            change.links[name] = values | now[name]
        else:
            change.links[name] = values
    return change


def _is_fixed(record: Any, column: models.Field) -> bool:
    """A reference that was published stays for ever."""
    return column.name == "ref" and getattr(record, "first_published_at", None) is not None


def _made_again(row: Any, by: Any) -> Any:
    """Return the record of a row, closed as far as somebody may not open it."""
    record, model = row.instance, type(row.instance)
    is_free, said = may_open(model, by), curation.of(model)
    if isinstance(record, Publishable) and not is_free:
        record.state, record.public_from = PublicationState.DRAFT, None
    for name, closed in (("is_opened", False), ("is_closed", True)):
        if name in said.opening and not is_free:
            setattr(record, name, closed)
    if said.settle_anew is not None:
        said.settle_anew(record)
    return record


def links_of(rows: Iterable[Any], model: type[Model]) -> dict[Any, dict[str, set[Any]]]:
    """Return what rows of history were linked with: by row, by field. A query for each field."""
    rows = list(rows)
    fields = model.changes.model._history_m2m_fields  # type: ignore[attr-defined]
    found: dict[Any, dict[str, set[Any]]] = {
        row.pk: {column.name: set() for column in fields} for row in rows
    }
    for column in fields:
        kept: Any = Changes.m2m_models[column]
        links = kept.objects.filter(history__in=list(found))
        for key, value in links.values_list("history_id", far_side(column)):
            found[key][column.name].add(value)
    return found


def _links_now(model: type[Model], keys: list[Any]) -> dict[Any, dict[str, set[Any]]]:
    fields = model.changes.model._history_m2m_fields  # type: ignore[attr-defined]
    found: dict[Any, dict[str, set[Any]]] = {
        key: {column.name: set() for column in fields} for key in keys
    }
    for column in fields:
        near = near_side(column)
        links = column.remote_field.through._base_manager.filter(**{f"{near}__in": keys})
        for key, value in links.values_list(near, far_side(column)):
            found[key][column.name].add(value)
    return found


def in_the_way_of(plan: Plan, fall: Fall) -> Keys:
    """Return what points to records that the plan deletes and that somebody made since."""
    found: Keys = {model: set(keys) for model, keys in fall.in_the_way.items() if keys}
    for model, keys in links_in_the_way(fall, plan.other_keys):
        found.setdefault(model, set()).update(keys)
    return found


def carry_out(plan: Plan, fall: Fall) -> None:
    """Write a plan inside the caller's transaction; raises `ValidationError` if it can not be.

    Deleted first, so that what comes back finds its place free; then changed, then made again.
    """
    _refuse_missing(plan)
    _refuse_opening(plan)
    owners = _owners(plan)
    # Keys are checked at the end: what is changed may point to what is made again after it.
    again = {model: {one.record.pk for one in some} for model, some in plan.made_again.items()}
    try:
        with transaction.atomic():
            _delete(fall)
            for model, changes in plan.changes.items():
                _write_changes(model, changes, again)
            for model, changes in plan.made_again.items():
                _make_again(model, changes)
    except IntegrityError as problem:
        message = "Something else has taken the place of what should come back."
        raise ValidationError(message) from problem
    for model, keys in owners.items():
        _follow(model, keys, plan.by)


def fall_of(plan: Plan) -> Fall:
    """Return what goes along with the records that a plan deletes."""
    return what_falls(plan.deleted_keys, plan.other_keys)


def _delete(fall: Fall) -> None:
    for relation, keys in fall.emptied:
        relation.model._base_manager.filter(pk__in=keys).update(**{relation.attname: None})
    for relation, keys in fall.links:
        for some in in_parts(keys):
            relation.model._base_manager.filter(pk__in=some).delete()
    for model, keys in fall.taken.items():
        for some in in_parts(keys):
            # In no order: an order by a record that is gone already would leave these out.
            records = list(model._base_manager.filter(pk__in=some).order_by())
            if hasattr(model, "changes"):
                note_many(model, records, DELETED)
            _forget_bytes(model, records)
            rows = model._base_manager.filter(pk__in=[record.pk for record in records])
            rows._raw_delete(rows.db)


def _forget_bytes(model: type[Model], records: Iterable[Any]) -> None:
    """Have stored bytes removed once the deletion is kept: no record names them any more."""
    files = [column for column in model._meta.concrete_fields if isinstance(column, FileField)]
    named = (getattr(record, column.name) for column in files for record in records)
    for stored in filter(None, named):
        transaction.on_commit(partial(stored.storage.delete, stored.name), robust=True)


def _write_changes(model: type[Model], changes: list[Change], again: Keys) -> None:
    said = curation.of(model)
    written: set[str] = set()
    for change in changes:
        for name, value in change.fields.items():
            setattr(change.record, name, value)
        written |= set(change.fields)
        if change.fields and said.settle is not None:
            written |= set(said.settle(change.record))
    names = [column.name for column in model._meta.concrete_fields if column.attname in written]
    changed = [change for change in changes if change.fields]
    # What gives a unique place free is written before what takes it.
    for is_taking in (False, True):
        records = [one.record for one in changed if all(one.fields.values()) is is_taking]
        if records:
            update_many(model, records, names)
    for name in {name for change in changes for name in change.links}:
        column: Any = model._meta.get_field(name)
        links = {change.record: change.links[name] for change in changes if name in change.links}
        link_many(model, name, _existing(column, links, again.get(column.related_model, set())))


def _make_again(model: type[Model], changes: list[Change]) -> None:
    said = curation.of(model)
    for change in changes:
        if said.settle is not None:
            said.settle(change.record)
    for some in in_parts(changes):
        records = [change.record for change in some]
        model._default_manager.bulk_create(records)
        _keep_stamps(model, some)
        for name in {name for change in some for name in change.links}:
            column: Any = model._meta.get_field(name)
            links = {change.record: change.links[name] for change in some}
            known = _existing(column, links)
            write_links(model, name, {record.pk: values for record, values in known.items()})
        note_many(model, records, MADE)


def _keep_stamps(model: type[Model], changes: list[Change]) -> None:
    """Say again when a record was first made; keeping it anew has said today."""
    if all(column.name != "created_at" for column in model._meta.concrete_fields):
        return
    for change in changes:
        change.record.created_at = change.row.created_at
    model._default_manager.bulk_update([one.record for one in changes], ["created_at"])


def _existing(
    column: Any, links: dict[Any, set[Any]], again: Collection[Any] = ()
) -> dict[Any, set[Any]]:
    """Leave out terms that were deleted since and do not come back: nothing links to them."""
    wanted = set().union(*links.values()) if links else set()
    related = column.related_model._base_manager
    known = set(related.filter(pk__in=wanted).values_list("pk", flat=True)) | set(again)
    return {record: values & known for record, values in links.items()}


def _refuse_missing(plan: Plan) -> None:
    """Raise `ValidationError` for bytes that are gone and for keys to records that are gone."""
    problems = [
        f"{model._meta.verbose_name} “{change.record}”: its file was removed for good."
        for model, changes in plan.made_again.items()
        for change in changes
        if not _has_bytes(change.record)
    ]
    for relation, changes in _pointers(plan).items():
        wanted = {getattr(change.row, relation.attname) for change in changes} - {None}
        rows = relation.related_model._base_manager.filter(pk__in=wanted)
        present = set(rows.values_list("pk", flat=True))
        again = {one.record.pk for one in plan.made_again.get(relation.related_model, [])}
        gone = wanted - present - again
        for change in changes:
            if getattr(change.row, relation.attname) in gone:
                problems += _empty_or_refuse(change, relation)
    if problems:
        raise ValidationError(problems)


def _pointers(plan: Plan) -> dict[Any, list[Change]]:
    found: dict[Any, list[Change]] = {}
    for model, changes in [*plan.changes.items(), *plan.made_again.items()]:
        is_whole = changes is plan.made_again.get(model)
        for column in model._meta.concrete_fields:
            if column.is_relation:
                some = [one for one in changes if is_whole or column.attname in one.fields]
                if some:
                    found.setdefault(column, []).extend(some)
    return found


def _empty_or_refuse(change: Change, relation: Any) -> list[str]:
    if relation.null and relation.remote_field.on_delete is models.SET_NULL:
        setattr(change.record, relation.attname, None)
        if relation.attname in change.fields:
            change.fields[relation.attname] = None
        return []
    return [
        f"{change.record._meta.verbose_name} {change.record.pk}: the "
        f"{relation.related_model._meta.verbose_name} it belonged to no longer exists."
    ]


def _has_bytes(record: Any) -> bool:
    files = [column for column in record._meta.concrete_fields if isinstance(column, FileField)]
    stored = [getattr(record, column.name) for column in files]
    return all(one.storage.exists(one.name) for one in stored if one)


def _refuse_opening(plan: Plan) -> None:
    problems = [
        f"“{record}” keeps something closed: only who may publish takes it away."
        for model, records in plan.deleted.items()
        if not may_open(model, plan.by)
        for record in records.values()
        if curation.of(model).closes(record)
    ]
    if problems:
        raise ValidationError(problems)


def _owners(plan: Plan) -> Keys:
    """Return the records whose page shows something that is written."""
    by_model: dict[type[Model], list[Any]] = {}
    for record in plan.records():
        by_model.setdefault(type(record), []).append(record)
    owners: Keys = {}
    for model, records in by_model.items():
        for some in in_parts(records):
            owner, keys = curation.owner_ids(model, some)
            owners.setdefault(owner, set()).update(keys)
    return owners


def _follow(model: type[Model], keys: set[Any], by: "User | None") -> None:
    follow = curation.of(model).follow
    for some in in_parts(keys):
        records = list(model._base_manager.filter(pk__in=some))
        if follow is not None:
            follow(records, by)
        else:
            dependants.announce_changes(model, records, by=by)
