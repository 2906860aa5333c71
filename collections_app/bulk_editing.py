"""One change made to many records: looked at first, then made as one deed that can be undone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet

from collections_app import curation, dependants
from collections_app.history import in_parts, link_many, update_many
from collections_app.models import ChangeSet
from collections_app.models.changes import far_side, near_side, recording

if TYPE_CHECKING:
    from collections_app.models import User

SHOWN = 20
NAMED = 50

Answers = Mapping[str, Any]
# Why a record can not have what is asked for; "" if it can.
Refuse = Callable[[Any, Answers], str]


def _accept(record: Any, answers: Answers) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of change that can be made to many records at once.

    `ask` names the fields of the question; their names are those of the columns they set.
    `kind` says what becomes of a column with terms: they are added, removed or set. `needs` is a
    permission beside that to change the records.
    """

    name: str
    label: str
    ask: Callable[[], dict[str, forms.Field]]
    kind: str = "set"
    refuse: Refuse = _accept
    needs: str = ""
    related: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """Return the columns that this writes."""
        return [*self.ask(), *self.values]


@dataclass(slots=True)
class Line:
    """What would become of one record, column by column: before and after."""

    record: Any
    values: dict[str, Any]
    terms: dict[str, set[Any]]
    before: dict[str, Any]


@dataclass(slots=True)
class Look:
    """What an operation would do: to how many records, to which not, and why not."""

    lines: list[Line] = field(default_factory=list)
    same: int = 0
    refused: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.lines)


def look(operation: Operation, records: QuerySet, answers: Answers) -> Look:
    """Return what an operation would do to each record. Writes nothing."""
    found = Look()
    given = {**operation.values, **answers}
    terms = {name: set(value) for name, value in given.items() if _is_terms(records.model, name)}
    for keys in in_parts(records.order_by("pk").values_list("pk", flat=True).iterator()):
        rows = records.model._base_manager.filter(pk__in=keys).order_by("pk")
        some = list(rows.select_related(*operation.related))
        present = {name: _linked(records.model, name, some) for name in terms}
        for record in some:
            refusal = operation.refuse(record, given)
            if refusal:
                found.refused.append((record, refusal))
                continue
            line = _line(operation, record, given, terms, present)
            if line.values or line.terms:
                found.lines.append(line)
            else:
                found.same += 1
    return found


def _line(
    operation: Operation,
    record: Any,
    given: Answers,
    terms: Mapping[str, set[Any]],
    present: Mapping[str, Mapping[Any, set[Any]]],
) -> Line:
    line = Line(record, {}, {}, {})
    for name, value in given.items():
        if name in terms:
            now = present[name].get(record.pk, set())
            then = _combined(operation.kind, now, {term.pk for term in terms[name]})
            if then != now:
                line.terms[name], line.before[name] = then, now
        elif getattr(record, name) != value:
            line.values[name], line.before[name] = value, getattr(record, name)
    return line


def _combined(kind: str, now: set[Any], wanted: set[Any]) -> set[Any]:
    if kind == "add":
        return now | wanted
    return now - wanted if kind == "remove" else wanted


def _is_terms(model: type[Model], name: str) -> bool:
    return bool(model._meta.get_field(name).many_to_many)


def _linked(model: type[Model], name: str, records: Iterable[Any]) -> dict[Any, set[Any]]:
    column: Any = model._meta.get_field(name)
    near, far = near_side(column), far_side(column)
    links = column.remote_field.through._base_manager
    found: dict[Any, set[Any]] = {}
    rows = links.filter(**{f"{near}__in": [record.pk for record in records]})
    for key, value in rows.values_list(near, far):
        found.setdefault(key, set()).add(value)
    return found


def carry_out(
    operation: Operation,
    records: QuerySet,
    answers: Answers,
    *,
    by: "User | None",
    reason: str = "",
) -> tuple[Look, ChangeSet | None]:
    """Make the change in one transaction, as one deed; return what was done and the deed.

    What is already so is left alone, and so is what refuses: both are counted.
    """
    model, source = records.model, ChangeSet.Source.BULK
    with transaction.atomic():
        for keys in in_parts(records.order_by("pk").values_list("pk", flat=True)):
            rows = model._base_manager.select_for_update().filter(pk__in=keys)
            list(rows.order_by("pk").values_list("pk"))
        done = look(operation, records, answers)
        title = f"{operation.label}: {done.size} {model._meta.verbose_name_plural}"
        with recording(by=by, source=source, title=title, reason=reason) as deed:
            _write(model, done)
            _follow(model, done, by)
            return done, deed.change_set


def _write(model: type[Model], done: Look) -> None:
    names = {name for line in done.lines for name in line.values}
    changed = [line for line in done.lines if line.values]
    for line in changed:
        for name, value in line.values.items():
            setattr(line.record, name, value)
    if changed:
        update_many(model, [line.record for line in changed], sorted(names))
    for name in {name for line in done.lines for name in line.terms}:
        links = {line.record: line.terms[name] for line in done.lines if name in line.terms}
        link_many(model, name, links)


def _follow(model: type[Model], done: Look, by: "User | None") -> None:
    owner, keys = curation.owner_ids(model, [line.record for line in done.lines])
    follow = curation.of(owner).follow
    for some in in_parts(keys):
        records = list(owner._base_manager.filter(pk__in=some))
        if follow is not None:
            follow(records, by)
        else:
            dependants.announce_changes(owner, records, by=by)
