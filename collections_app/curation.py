"""What the house must know of each kind of curated record to tell, undo and restore its history.

Each room says it of its own records, in its `AppConfig.ready()`. What is not said is safe: a field
that nobody named moves no public date, and a column that no form offers is never put back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import models

# Given the records that came back, and who brought them.
Follow: TypeAlias = Callable[[list[Any], Any], None]
# Whether going from what a record says now to a former value lets readers see more.
Opens: TypeAlias = Callable[[Any, Any], bool]

# Written by every save; says nothing about the description.
STAMPS = ("created_at", "created_by", "updated_at", "updated_by", "described_at")


def _always(record: Any) -> bool:
    return True


def _never(record: Any) -> bool:
    return False


def _nothing(record: Any) -> str:
    return ""


def any_change(now: Any, then: Any) -> bool:
    """Take every change of a field for one that may let readers see more."""
    return True


def ranked(*from_closed_to_open: Any) -> Opens:
    """Take a step to the right in the values for one that lets readers see more."""

    def opens(now: Any, then: Any) -> bool:
        order = from_closed_to_open
        return order.index(then) > order.index(now) if then in order and now in order else True

    return opens


@dataclass(frozen=True, slots=True)
class Curated:
    """What is particular about the history of one kind of record.

    `part_of` leads to the record whose page shows this one ("page__copy__item").
    `told` names the fields that readers see; `is_told` says of one record whether they see it.
    `derived` follows from other columns or is written by the house; `kept_with` is written by the
    house too, but goes back together with what is typed. `opening` names what may let readers see
    more, `opened_by` the permission for it, `closes` the records whose deletion would; `stays`
    says why a record may not be deleted, if so.
    `settle` computes what `save()` would; `follow` does what a desk does after saving.
    """

    part_of: str = ""
    told: tuple[str, ...] = ()
    told_of: Callable[[Any], Iterable[str]] | None = None
    is_told: Callable[[Any], bool] = _always
    told_needs: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    kept_with: tuple[str, ...] = ()
    opening: dict[str, Opens] = field(default_factory=dict)
    opened_by: str = ""
    closes: Callable[[Any], bool] = _never
    stays: Callable[[Any], str] = _nothing
    is_undone: bool = True
    settle: Callable[[Any], Iterable[str]] | None = None
    settle_anew: Callable[[Any], None] | None = None
    follow: Follow | None = None


NOTHING_SAID = Curated()
_known: dict[type[models.Model], Curated] = {}


def register(model: type[models.Model], said: Curated) -> None:
    """Say what is particular about the history of a kind of record."""
    _known[model] = said


def of(model: type[models.Model]) -> Curated:
    """Return what was said of a kind of record."""
    return _known.get(model, NOTHING_SAID)


def parts_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return the kinds of record that belong to one of `model`, each with the way up to it."""
    found = []
    for part, said in _known.items():
        steps = said.part_of.split("__") if said.part_of else []
        for number in range(1, len(steps) + 1):
            way = "__".join(steps[:number])
            if _end_of(part, way) is model:
                found.append((part, way))
    return found


def _end_of(model: type[models.Model], path: str) -> Any:
    here: Any = model
    for name in path.split("__"):
        here = here._meta.get_field(name).related_model
    return here


def bookkeeping(model: type[models.Model]) -> set[str]:
    """Return the names of the columns whose change alone is no change of the record."""
    return {*STAMPS, *of(model).derived}


def fields_put_back(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that an undoing or a restoring writes: what people type, and its like.

    What decides on publication is never among them: no form offers those columns.
    """
    said, left = of(model), bookkeeping(model)
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key
        and column.name not in left
        and (column.editable or column.name in said.kept_with)
    ]


def owner_ids(
    model: type[models.Model], records: Iterable[Any]
) -> tuple[type[models.Model], set[Any]]:
    """Return the kind and the keys of the records to which these belong: themselves, if to none.

    Reads the first step from the records, so that it works for deleted ones; a query for the rest.
    """
    path = of(model).part_of
    if not path:
        return model, {record.pk for record in records}
    first, _, rest = path.partition("__")
    step: Any = model._meta.get_field(first)
    keys = {getattr(record, step.attname) for record in records} - {None}
    if rest:
        above = step.related_model._base_manager.filter(pk__in=keys)
        keys = set(above.values_list(rest, flat=True)) - {None}
    return _end_of(model, path), keys
