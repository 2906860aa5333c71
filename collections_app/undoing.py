"""A deed undone: everything that one `ChangeSet` changed is put back to how it was before.

What is made public or closed is nobody's to undo here: state, embargo, holds and what follows from
copies stay as they are, and what would let readers see more stays closed for whoever may not
publish. Files whose bytes are gone do not come back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Min, Model
from django.utils import timezone

from collections_app import curation
from collections_app.history import DELETED, MADE, in_parts
from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from collections_app.pointing import Keys
from collections_app.publication import PublicationState
from collections_app.putting_back import (
    Plan,
    Targets,
    carry_out,
    fall_of,
    in_the_way_of,
    links_of,
    make_plan,
)

if TYPE_CHECKING:
    from collections_app.models import User

OF_PUBLICATION = ("state", "public_from")


class EditedSince(ValidationError):
    """Raised by `undo` while somebody has worked since on what it would put back."""

    def __init__(self, records: list[str]) -> None:
        self.records = records
        super().__init__(records)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed did to one record: the rows of history before it, and its last."""

    key: Any
    before: Any
    after: Any
    is_known: bool

    @property
    def did_exist(self) -> bool:
        return self.before is not None and self.before.history_type != DELETED

    @property
    def does_exist(self) -> bool:
        return self.after.history_type != DELETED


def historied_models() -> list[type[Model]]:
    """Return every kind of record whose changes are kept, of all rooms."""
    return [model for model in apps.get_models() if hasattr(model, "changes")]


def touched_models(change_set: ChangeSet) -> list[type[Model]]:
    """Return the kinds of record that a deed changed. One query for each kind there is."""
    return [
        model
        for model in historied_models()
        if model.changes.filter(change_set=change_set).exists()  # type: ignore[attr-defined]
    ]


def why_not(change_set: ChangeSet) -> str:
    """Say why a deed can not be undone at all; "" if it may be tried."""
    if change_set.undone_by_id is not None:
        return "This was undone already. What undid it can be undone."
    models = touched_models(change_set)
    if not models:
        return "Nothing that this changed is kept in the history."
    for model in models:
        if not curation.of(model).is_undone:
            name = model._meta.verbose_name
            return f"It changed a {name}: that is corrected by a further deed, never undone."
    return ""


def undo(change_set: ChangeSet, *, by: "User | None") -> ChangeSet:
    """Put everything that a deed changed back to how it was before; returns the deed that did so.

    All or nothing, in one transaction. Raises `EditedSince`, naming every record that somebody
    has edited, linked or published since; `ValidationError` if the deed was undone before, is of
    a kind that is never undone, or what should come back has no place any more. An undoing is a
    deed like another and can be undone.
    """
    with transaction.atomic():
        change_set = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        refusal = why_not(change_set)
        if refusal:
            raise ValidationError(refusal)
        title = f"Undone: {change_set}"[:200]
        with recording(by=by, source=ChangeSet.Source.UNDO, title=title) as deed:
            targets, problems = _look(change_set, lock=True)
            plan = make_plan(targets, by=by)
            fall = fall_of(plan)
            problems += named(in_the_way_of(plan, fall), "was made or linked since")
            problems += _staying(plan)
            if problems:
                raise EditedSince(problems)
            carry_out(plan, fall)
            undoing = deed.begun()
        change_set.undone_by = undoing
        change_set.save(update_fields=["undone_by"])
    return undoing


def plan_of_undoing(change_set: ChangeSet, *, by: "User | None") -> tuple[Plan, list[str]]:
    """Return what undoing a deed would write, and what stands in its way. Writes nothing."""
    targets, problems = _look(change_set, lock=False)
    plan = make_plan(targets, by=by)
    problems += named(in_the_way_of(plan, fall_of(plan)), "was made or linked since")
    return plan, problems + _staying(plan)


def _look(change_set: ChangeSet, *, lock: bool) -> tuple[Targets, list[str]]:
    """Return the rows to go back to, and the records that were edited since."""
    targets: Targets = {}
    problems: list[str] = []
    for model in historied_models():
        for effects in effects_of(change_set, model, lock=lock):
            problems += _edited_since(model, effects)
            problems += [
                f"{_label(effect.after.instance)}: what it said before was not kept"
                for effect in effects
                if not effect.is_known
            ]
            rows = targets.setdefault(model, {})
            for effect in effects:
                if effect.did_exist or effect.does_exist:
                    rows[effect.key] = effect.before if effect.did_exist else None
    return targets, problems


def effects_of(
    change_set: ChangeSet, model: type[Model], *, lock: bool = False
) -> Iterator[list[Effect]]:
    """Yield what a deed did to the records of one kind, some hundreds at a time."""
    history: Any = model.changes.model  # type: ignore[attr-defined]
    name = model._meta.pk.attname
    spans = (
        history.objects.filter(change_set=change_set)
        .order_by()
        .values_list(name)
        .annotate(Min("history_id"), Max("history_id"))
    )
    for some in in_parts(spans.iterator()):
        keys = [key for key, _, _ in some]
        if lock and connection.features.has_select_for_update:
            rows = model._base_manager.select_for_update().filter(pk__in=keys)
            list(rows.order_by("pk").values_list("pk"))
        yield list(_effects(history, name, some))


def _effects(history: Any, name: str, spans: list[tuple[Any, int, int]]) -> Iterator[Effect]:
    first = {key: number for key, number, _ in spans}
    before: dict[Any, int] = {}
    of_these = history.objects.filter(**{f"{name}__in": list(first)})
    for key, number in of_these.values_list(name, "history_id"):
        if before.get(key, 0) < number < first[key]:
            before[key] = number
    made = set(
        history.objects.filter(pk__in=first.values(), history_type=MADE).values_list(
            name, flat=True
        )
    )
    rows = history.objects.in_bulk([*before.values(), *(last for _, _, last in spans)])
    for key, _, last in spans:
        former = rows.get(before.get(key))
        yield Effect(key, former, rows[last], is_known=former is not None or key in made)


def _edited_since(model: type[Model], effects: list[Effect]) -> Iterable[str]:
    """Name the records whose last row is a later one and says something else."""
    history: Any = model.changes.model  # type: ignore[attr-defined]
    name, after = model._meta.pk.attname, {effect.key: effect.after for effect in effects}
    later = (
        history.objects.filter(**{f"{name}__in": list(after)})
        .order_by()
        .values_list(name)
        .annotate(last=Max("history_id"))
    )
    newer = [last for key, last in later if last > after[key].pk]
    rows = list(history.objects.filter(pk__in=newer).select_related("history_user"))
    links = links_of([*rows, *after.values()], model) if rows else {}
    for row in rows:
        was = after[getattr(row, name)]
        if _says_else(model, was, row) or links[row.pk] != links[was.pk]:
            yield _said_of(row, model)


def _says_else(model: type[Model], was: Any, row: Any) -> bool:
    if DELETED in (was.history_type, row.history_type):
        return was.history_type != row.history_type
    columns = [column.attname for column in curation.fields_put_back(model)]
    columns += [name for name in OF_PUBLICATION if hasattr(row, name)]
    return any(getattr(was, name) != getattr(row, name) for name in columns)


def _said_of(row: Any, model: type[Model]) -> str:
    deed = "deleted" if row.history_type == DELETED else "changed"
    who = f" by {row.history_user}" if row.history_user else ""
    day = timezone.localtime(row.history_date)
    return f"{_label(row.instance)} was {deed}{who} on {day:%-d %B %Y at %H:%M}"


def _label(record: Any) -> str:
    kind = record._meta.verbose_name
    return f"{kind[:1].upper()}{kind[1:]} “{record}”"


def named(keys: Keys, what: str) -> list[str]:
    """Name records with what is the matter with them."""
    return [
        f"{_label(record)} {what}"
        for model, wanted in keys.items()
        for some in in_parts(wanted)
        for record in model._base_manager.filter(pk__in=some)
    ]


def _staying(plan: Plan) -> list[str]:
    """Name the records that would be deleted though they are, or were, before the public."""
    return [
        f"{_label(record)} {reason}"
        for model, records in plan.deleted.items()
        for record in records.values()
        if (reason := curation.of(model).stays(record) or _was_published(record))
    ]


def _was_published(record: Any) -> str:
    if getattr(record, "on_hold_since", None) is not None:
        return "can not be deleted at present"
    state = getattr(record, "state", "")
    is_cited = state in (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)
    if is_cited or getattr(record, "published_at", None) is not None:
        return "was published: it can be withdrawn, not deleted"
    return ""
