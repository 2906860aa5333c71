"""What undoing or restoring would do, in the words of the person who is asked about it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from collections_app import curation
from collections_app.changes_told import MaySee, Pair, RecordTold, Teller
from collections_app.putting_back import Change, Plan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from collections_app.models import User

TOLD_AT_MOST = 50


class PlanTold:
    """The first records of a plan in words, how many there are, and what stays closed."""

    def __init__(
        self, records: list[RecordTold], size: int, kept_closed: list[str], opening: list[str]
    ) -> None:
        self.records, self.size = records, size
        self.kept_closed, self.opening = kept_closed, opening

    @property
    def more(self) -> int:
        return max(self.size - len(self.records), 0)


def tell_plan(plan: Plan, may_see: MaySee) -> PlanTold:
    """Return a plan in words; it is not carried out."""
    pairs: list[Pair] = []
    for model, changes in plan.changes.items():
        pairs += [
            Pair(model, _last(change.record), _after(change)) for change in changes[:TOLD_AT_MOST]
        ]
    for model, changes in plan.made_again.items():
        pairs += [Pair(model, None, change.row) for change in changes[:TOLD_AT_MOST]]
    for model, records in plan.deleted.items():
        pairs += [
            Pair(model, row, None)
            for record in [*records.values()][:TOLD_AT_MOST]
            if (row := _last(record)) is not None
        ]
    told = Teller(pairs[:TOLD_AT_MOST], may_see).told()
    size = sum(1 for _ in plan.records())
    return PlanTold(told, size, *_openness(plan))


def not_allowed_in(plan: Plan, user: "User | AnonymousUser") -> list[str]:
    """Say what of a plan a person may not do, in words, parts included; empty if all of it."""
    needed: list[tuple[type[Model], str]] = []
    needed += [(model, "change") for model in plan.changes]
    needed += [(model, "add") for model in plan.made_again]
    needed += [(model, "delete") for model in plan.deleted]
    return refused(user, needed)


def refused(user: "User | AnonymousUser", needed: Iterable[tuple[type[Model], str]]) -> list[str]:
    """Say in words which of these deeds a person may not do."""
    return [
        f"You may not {verb} {model._meta.verbose_name_plural}."
        for model, verb in needed
        if not may(user, model, verb)
    ]


def may(user: "User | AnonymousUser", model: type[Model], verb: str) -> bool:
    """Say whether a person may do something with the records of a model."""
    meta = model._meta
    return user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}")


def _last(record: Any) -> Any:
    name = record._meta.pk.attname
    return record.changes.model.objects.filter(**{name: record.pk}).order_by("-history_id").first()


def _after(change: Change) -> Any:
    """Return the row that is gone back to, for the fields that are written; else as it is now."""
    row = change.row
    for column in change.record._meta.concrete_fields:
        if column.attname not in change.fields and not column.primary_key:
            setattr(row, column.attname, getattr(change.record, column.attname))
    return row


def _openness(plan: Plan) -> tuple[list[str], list[str]]:
    """Say what stays closed, as only who may publish opens it, and what would be opened."""
    closed, opened = [], []
    for model, changes in plan.changes.items():
        opening = curation.of(model).opening
        for change in changes:
            for name in change.kept_closed:
                closed.append(f"{change.record}: {_label(model, name)} stays as it is")
            for name, opens in opening.items():
                column: Any = model._meta.get_field(name)
                if column.many_to_many or column.attname not in change.fields:
                    continue
                if opens(getattr(change.record, column.attname), change.fields[column.attname]):
                    opened.append(f"{change.record}: {_label(model, name)}")
    return closed[:TOLD_AT_MOST], opened[:TOLD_AT_MOST]


def _label(model: type[Model], name: str) -> str:
    column: Any = model._meta.get_field(name)
    return str(column.verbose_name)
