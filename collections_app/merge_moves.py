"""What points to a record, whatever the room, and how it is made to point to another one.

Found by asking the models themselves, so that a table nobody thought of here moves too. Rows of
history are left alone: they say what was.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from simple_history.models import HistoricalChanges

from collections_app.history import update_many
from collections_app.models import AgentRelation, Historied, ItemAgent, ItemPlace
from collections_app.publication import Publishable

SAMPLES = 3
ROLES_IN_DOCUMENTS: tuple[type[models.Model], ...] = (ItemAgent, ItemPlace)
# Rows that say how two records are related: none may relate a record to itself.
NEVER_TO_ITSELF: tuple[type[models.Model], ...] = (AgentRelation,)
# What makes two rows say the same, where no constraint of the database says it.
SAME_WHERE: dict[type[models.Model], tuple[str, ...]] = {
    AgentRelation: ("from_agent_id", "to_agent_id", "category", "label")
}
# Words of two rows that become one are set side by side; of other fields the first one's stay.
JOINED = ("note", "notes", "source")
# What is certain in one of two rows is certain.
EITHER: dict[type[models.Model], tuple[str, ...]] = {ItemAgent: ("is_certain",)}

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field of some model that points to the records in question; `is_many` for several."""

    model: type[models.Model]
    name: str
    is_many: bool

    @property
    def field(self) -> Any:
        return self.model._meta.get_field(self.name)

    def rows(self, record: models.Model) -> Any:
        """Return the rows that point to a record, hidden ones included."""
        rows = self.model._base_manager.filter(**{self.name: record}).order_by("pk")
        return rows.select_related(*_owner_fields(self.model)) if not self.is_many else rows


@dataclass(slots=True)
class Plan:
    """What becomes of the rows of one pointer: moved, joined with a double, or dropped."""

    pointer: Pointer
    moved: list[Any] = field(default_factory=list)
    doubles: list[tuple[Any, Any]] = field(default_factory=list)
    dropped: list[Any] = field(default_factory=list)
    blocked: list[Any] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.moved) + len(self.doubles) + len(self.dropped) + len(self.blocked)

    @property
    def label(self) -> str:
        """What the rows are, in the words of the desks."""
        if self.pointer.model in ROLES_IN_DOCUMENTS:
            return "Roles in documents"
        words = str(self.pointer.model._meta.verbose_name_plural)
        return words[:1].upper() + words[1:]

    def by_role(self) -> list[tuple[str, int]]:
        """Count the rows by their role, where they have one."""
        rows = [*self.moved, *(row for row, _kept in self.doubles)]
        if not rows or not hasattr(rows[0], "get_role_display"):
            return []
        return sorted(Counter(row.get_role_display() for row in rows).items())

    def samples(self) -> list[str]:
        """Name the first records that the rows belong to, or the rows where that says more."""
        rows = [*self.moved, *(row for row, _kept in self.doubles)]
        of_itself = self.pointer.name in _owner_fields(self.pointer.model)
        named = (str(row if of_itself else next(owners_of(row), row)) for row in rows)
        return list(dict.fromkeys(named))[:SAMPLES]


def pointers_to(model: type[models.Model]) -> list[Pointer]:
    """Return every field of every room that points to records of `model`, history left out."""
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not _is_left_alone(relation):
            is_many = isinstance(relation, models.ManyToManyRel)
            found.append(Pointer(relation.related_model, relation.field.name, is_many))  # type: ignore[arg-type]
    return sorted(found, key=lambda pointer: (pointer.model._meta.label, pointer.name))


def plan(pointer: Pointer, survivor: models.Model, other: models.Model) -> Plan:
    """Say what would become of each row that points to `other`. Changes nothing."""
    planned = Plan(pointer)
    rows = list(pointer.rows(other))
    if pointer.is_many or not rows:
        planned.moved = rows
        return planned
    kept = _by_keys(pointer.rows(survivor), pointer, survivor)
    for row in rows:
        if _would_point_to_itself(row, pointer, survivor):
            planned.dropped.append(row)
            continue
        double = next((kept[key] for key in _keys(row, pointer, survivor) if key in kept), None)
        if double is None:
            planned.moved.append(row)
            kept |= dict.fromkeys(_keys(row, pointer, survivor), row)
        elif _has_parts(row) and _has_parts(double):
            planned.blocked.append(row)
        elif _has_parts(row):
            planned.doubles.append((double, row))
        else:
            planned.doubles.append((row, double))
    return planned


def carry_out(planned: Plan, survivor: models.Model, other: models.Model) -> set[models.Model]:
    """Make the rows point to `survivor`; return the records whose page may change with them."""
    pointer = planned.pointer
    touched = {one for row in [*planned.moved, *planned.dropped] for one in owners_of(row)}
    if pointer.is_many:
        for holder in planned.moved:
            links = getattr(holder, pointer.name)
            links.add(survivor)
            links.remove(other)
        return touched
    for row in planned.dropped:
        row.delete()
    for gone, kept in planned.doubles:
        touched |= set(owners_of(kept))
        _join(kept, gone)
        setattr(kept, pointer.name, survivor)
        gone.delete()
        kept.save()
    for row in planned.moved:
        setattr(row, pointer.name, survivor)
    if planned.moved and issubclass(pointer.model, Historied):
        update_many(pointer.model, planned.moved, [pointer.name])
    elif planned.moved:
        pointer.model._base_manager.bulk_update(planned.moved, [pointer.name], batch_size=500)
    return touched


def owners_of(row: models.Model) -> Iterator[models.Model]:
    """Yield the publishable records that a row is a part of: itself, or what it goes down with."""
    if isinstance(row, Publishable):
        yield row
        return
    for name in _owner_fields(type(row)):
        owner = getattr(row, name)
        if owner is not None:
            yield owner


def _owner_fields(model: type[models.Model]) -> list[str]:
    if issubclass(model, Publishable):
        return []
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey)
        and one.remote_field.on_delete is models.CASCADE
        and issubclass(one.remote_field.model, Publishable)
    ]


def _is_left_alone(relation: ForeignObjectRel) -> bool:
    model: Any = relation.related_model
    is_history = issubclass(model, HistoricalChanges) or "m2m_history_id" in {
        one.name for one in model._meta.concrete_fields
    }
    through = getattr(relation, "through", None)
    is_told_by_its_rows = through is not None and not through._meta.auto_created
    return is_history or bool(model._meta.auto_created) or is_told_by_its_rows


def _unique_sets(pointer: Pointer) -> list[tuple[str, ...]]:
    meta, name = pointer.model._meta, pointer.name
    sets = [constraint.fields for constraint in meta.total_unique_constraints]
    sets += [tuple(one) for one in meta.unique_together]
    sets += [(one.name,) for one in meta.concrete_fields if one.unique and not one.primary_key]
    found = [tuple(meta.get_field(one).attname for one in one_set) for one_set in sets  # type: ignore[union-attr]
             if name in one_set]  # fmt: skip
    return [*found, *([SAME_WHERE[pointer.model]] if pointer.model in SAME_WHERE else [])]


def _keys(row: Any, pointer: Pointer, survivor: models.Model) -> Iterator[Key]:
    attname = pointer.field.attname
    for names in _unique_sets(pointer):
        values = tuple(survivor.pk if name == attname else getattr(row, name) for name in names)
        if None not in values:
            yield names, values


def _by_keys(rows: Iterable[Any], pointer: Pointer, survivor: models.Model) -> dict[Key, Any]:
    found: dict[Key, Any] = defaultdict()
    for row in rows:
        for key in _keys(row, pointer, survivor):
            found[key] = row
    return found


def _would_point_to_itself(row: Any, pointer: Pointer, survivor: models.Model) -> bool:
    if not isinstance(row, NEVER_TO_ITSELF):
        return False
    others = (
        one for one in row._meta.concrete_fields
        if one.is_relation and one.related_model is type(survivor) and one.name != pointer.name
    )  # fmt: skip
    return any(getattr(row, one.attname) == survivor.pk for one in others)


def _has_parts(row: Any) -> bool:
    """Say whether other rows hang on this one, so that it can not simply go."""
    return any(pointer.rows(row).exists() for pointer in pointers_to(type(row)))


def _join(kept: Any, gone: Any) -> None:
    """Keep in one row what two say: words that one lacks, notes of both, what either is sure of."""
    for one in kept._meta.concrete_fields:
        if one.primary_key or one.is_relation:
            continue
        mine, theirs = getattr(kept, one.attname), getattr(gone, one.attname)
        if one.name in EITHER.get(type(kept), ()):
            setattr(kept, one.attname, mine or theirs)
        elif mine in one.empty_values and theirs not in one.empty_values:
            setattr(kept, one.attname, theirs)
        elif one.name in JOINED and theirs and theirs not in mine:
            both = f"{mine}; {theirs}"
            if one.max_length is None or len(both) <= one.max_length:
                setattr(kept, one.attname, both)
