"""What points to records that are about to be deleted, found for many of them in few queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Model, Q

from collections_app.history import in_parts
from collections_app.models import ChangeSet

Keys = dict[type[Model], set[Any]]


@dataclass(slots=True)
class Fall:
    """What a deletion takes along, what stands in its way, and where a pointer is emptied."""

    taken: Keys = field(default_factory=dict)
    in_the_way: Keys = field(default_factory=dict)
    emptied: list[tuple[models.Field, set[Any]]] = field(default_factory=list)
    links: list[tuple[models.Field, set[Any]]] = field(default_factory=list)


def what_falls(deleted: Keys, besides: Keys) -> Fall:
    """Follow every key that points to `deleted`; rows of `besides` are seen to by the caller.

    What the house made by itself (pages of a file, images, rows of an import) goes along. What a
    person made or linked since stands in the way.
    """
    fall = Fall(taken={model: set(keys) for model, keys in deleted.items()})
    waiting = list(deleted.items())
    while waiting:
        model, keys = waiting.pop()
        for relation in _relations_to(model):
            for some in in_parts(keys):
                found = _pointing(relation, some)
                taken = _judge(fall, relation, found, besides)
                if taken:
                    fall.taken.setdefault(relation.model, set()).update(taken)
                    waiting.append((relation.model, taken))
    # What protects one of the deleted records and goes along with another holds nothing back.
    for model, keys in fall.taken.items():
        fall.in_the_way.get(model, set()).difference_update(keys)
    return fall


def _relations_to(model: type[Model]) -> Iterator[Any]:
    """Yield the fields of the database that point to a model; a history points without a key."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_backward = relation.auto_created and not relation.concrete
        if is_backward and (relation.one_to_one or relation.one_to_many):
            field: Any = relation.field  # type: ignore[union-attr]
            if field.remote_field.on_delete is not models.DO_NOTHING:
                yield field


def _pointing(relation: Any, keys: Iterable[Any]) -> set[Any]:
    rows = relation.model._base_manager.filter(**{f"{relation.attname}__in": list(keys)})
    return set(rows.values_list("pk", flat=True))


def _judge(fall: Fall, relation: Any, found: set[Any], besides: Keys) -> set[Any]:
    """Sort pointing rows into what goes along and what stands in the way; return the former."""
    model = relation.model
    found = found - fall.taken.get(model, set()) - besides.get(model, set())
    if not found:
        return set()
    if model._meta.auto_created:
        fall.links.append((relation, found))
        return set()
    on_delete = relation.remote_field.on_delete
    if on_delete is models.SET_NULL and not hasattr(model, "changes"):
        fall.emptied.append((relation, found))
        return set()
    if on_delete is models.CASCADE:
        by_people = _made_by_people(model, found)
        fall.in_the_way.setdefault(model, set()).update(by_people)
        return found - by_people
    fall.in_the_way.setdefault(model, set()).update(found)
    return set()


def _made_by_people(model: type[Model], keys: set[Any]) -> set[Any]:
    """Return the rows that somebody wrote; the others were made by the house from something."""
    if not hasattr(model, "changes"):
        return set()
    history: Any = model.changes.model
    name = model._meta.pk.attname
    by_people = Q(history_user__isnull=False) | (
        Q(change_set__isnull=False) & ~Q(change_set__source=ChangeSet.Source.HOUSE)
    )
    found: set[Any] = set()
    for some in in_parts(keys):
        rows = history.objects.filter(by_people, **{f"{name}__in": some})
        found.update(rows.values_list(name, flat=True))
    return found


def links_in_the_way(fall: Fall, besides: Keys) -> Iterator[tuple[type[Model], set[Any]]]:
    """Yield the records outside `besides` that are linked by terms with what is deleted."""
    for relation, rows in fall.links:
        through = relation.model
        others = [
            column
            for column in through._meta.concrete_fields
            if column.is_relation and column is not relation
        ]
        for column in others:
            near: Any = column.related_model
            is_owner = any(link.remote_field.through is through for link in near._meta.many_to_many)
            if not is_owner:
                continue
            keys: set[Any] = set()
            for some in in_parts(rows):
                linked = through._base_manager.filter(pk__in=some)
                keys.update(linked.values_list(column.attname, flat=True))
            keys -= besides.get(near, set()) | fall.taken.get(near, set())
            if keys:
                yield near, keys
