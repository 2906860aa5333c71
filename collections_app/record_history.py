"""The whole story of one record: every deed that changed it or one of its parts, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Model, Q

from collections_app import curation
from collections_app.changes_told import MaySee, Pair, RecordTold, Teller
from collections_app.history import DELETED, in_parts
from collections_app.models import ChangeSet

RECORDS_A_DEED = 25
ROWS_READ = 600


@dataclass(slots=True)
class Deed:
    """One deed as it touched the record: who, when, why, and what it did."""

    at: datetime
    who: str
    change_set: ChangeSet | None
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)
    told: list[RecordTold] = field(default_factory=list)
    size: int = 0

    @property
    def more(self) -> int:
        """How many further changes of the deed are not shown."""
        return max(self.size - sum(len(rows) for rows in self.rows.values()), 0)


class Story:
    """The deeds that touched one record and its parts, as far as somebody may see them."""

    def __init__(self, model: type[Model], key: Any, may_see: MaySee) -> None:
        self.model, self.key, self.may_see = model, key, may_see
        self.sources: dict[type[Model], Q] = {model: Q(**{model._meta.pk.attname: key})}
        for part, way in curation.parts_of(model):
            if may_see(part):
                self.sources[part] = _belonging(part, way, key)
        self._index: list[tuple[datetime, str, int, int]] = self._list()

    def __len__(self) -> int:
        return len(self._index)

    def _list(self) -> list[tuple[datetime, str, int, int]]:
        """Return when, and the key of, every deed: a change set, or a row that has none."""
        deeds: dict[int, tuple[datetime, int]] = {}
        lone: list[tuple[datetime, str, int, int]] = []
        for model, mine in self.sources.items():
            rows = _rows(model).filter(mine).order_by()
            grouped = rows.exclude(change_set=None).values_list("change_set")
            for key, at, size in grouped.annotate(Max("history_date"), Count("pk")):
                former = deeds.get(key, (at, 0))
                deeds[key] = (max(at, former[0]), size + former[1])
            label = model._meta.label
            alone = rows.filter(change_set=None).values_list("history_date", "history_id")
            lone += [(at, label, number, 1) for at, number in alone]
        found = [(at, "", key, size) for key, (at, size) in deeds.items()]
        return sorted([*found, *lone], reverse=True)

    def page(self, start: int, end: int) -> list[Deed]:
        """Return some of the deeds in words. The number of queries does not grow with them."""
        chosen = self._index[start:end]
        sets = ChangeSet.objects.select_related("by", "undone_by").in_bulk(
            [key for _, label, key, _ in chosen if not label]
        )
        deeds: dict[tuple[str, int], Deed] = {}
        for at, label, key, size in chosen:
            found = sets.get(key) if not label else None
            who = str(found.by) if found and found.by else ""
            deeds[label, key] = Deed(at, who, found, size=size)
        for model in self.sources:
            self._read(model, deeds)
        self._tell(list(deeds.values()))
        return list(deeds.values())

    def _read(self, model: type[Model], deeds: dict[tuple[str, int], Deed]) -> None:
        label = model._meta.label
        lone = [key for name, key in deeds if name == label]
        sets = [key for name, key in deeds if not name]
        rows = _rows(model).filter(self.sources[model])
        rows = rows.filter(Q(change_set__in=sets) | Q(history_id__in=lone))
        for row in rows.select_related("history_user").order_by("-history_id")[:ROWS_READ]:
            name = (label, row.pk) if row.change_set_id is None else ("", row.change_set_id)
            deed = deeds[name]
            some = deed.rows.setdefault(model, [])
            if len(some) < RECORDS_A_DEED:
                some.append(row)
                deed.who = deed.who or str(row.history_user or "")

    def _tell(self, deeds: list[Deed]) -> None:
        pairs: list[Pair] = []
        places: list[tuple[Deed, int]] = []
        for model in self.sources:
            before = former_rows(model, [row for deed in deeds for row in deed.rows.get(model, [])])
            for deed in deeds:
                found = list(pairs_of(model, deed.rows.get(model, []), before))
                pairs += found
                places.append((deed, len(found)))
        told = {id(pair): record for pair, record in Teller(pairs, self.may_see).each()}
        at = 0
        for deed, number in places:
            records = [told.get(id(pair)) for pair in pairs[at : at + number]]
            deed.told += [record for record in records if record is not None]
            at += number


def _rows(model: type[Model]) -> Any:
    return model.changes.model.objects  # type: ignore[attr-defined]


def _belonging(model: type[Model], way: str, key: Any) -> Q:
    """Return which rows of a history belong to a record above, then or now."""
    first, _, rest = way.partition("__")
    step: Any = model._meta.get_field(first)
    if not rest:
        return Q(**{step.attname: key})
    above = step.related_model
    then = (
        _rows(above).filter(_belonging(above, rest, key)).order_by().values(above._meta.pk.attname)
    )
    now = above._base_manager.filter(**{rest: key}).values("pk")
    return Q(**{f"{step.attname}__in": then}) | Q(**{f"{step.attname}__in": now})


def former_rows(model: type[Model], rows: Iterable[Any]) -> dict[int, Any]:
    """Return for each row of history the row of the same record before it, by its number."""
    rows, name = list(rows), model._meta.pk.attname
    numbers: dict[Any, list[int]] = {}
    for keys in in_parts({getattr(row, name) for row in rows}):
        of_these = _rows(model).filter(**{f"{name}__in": keys}).order_by("history_id")
        for key, number in of_these.values_list(name, "history_id"):
            numbers.setdefault(key, []).append(number)
    wanted = {}
    for row in rows:
        earlier = [number for number in numbers[getattr(row, name)] if number < row.pk]
        if earlier:
            wanted[row.pk] = earlier[-1]
    found = _rows(model).in_bulk(set(wanted.values()))
    return {number: found[former] for number, former in wanted.items()}


def pairs_of(model: type[Model], rows: list[Any], before: dict[int, Any]) -> Iterable[Pair]:
    """Yield what a deed did to each record: from before its first row to its last."""
    name = model._meta.pk.attname
    by_key: dict[Any, list[Any]] = {}
    for row in rows:  # the newest first
        by_key.setdefault(getattr(row, name), []).append(row)
    for some in by_key.values():
        last, former = some[0], before.get(some[-1].pk)
        if former is not None and former.history_type == DELETED:
            former = None
        if former is not None or last.history_type != DELETED:
            yield Pair(model, former, last if last.history_type != DELETED else None)


def as_it_was(model: type[Model], key: Any, at: datetime) -> Any:
    """Return the row of history that says what a record was at an instant; None if it was not."""
    name = model._meta.pk.attname
    row = _rows(model).filter(**{name: key}, history_date__lte=at).order_by("-history_id").first()
    return row if row is not None and row.history_type != DELETED else None


def parts_as_they_were(part: type[Model], way: str, key: Any, at: datetime) -> dict[Any, Any]:
    """Return for each part that a record has or had the row of an instant; None if it was not."""
    name = part._meta.pk.attname
    ever = _rows(part).filter(_belonging(part, way, key)).order_by()
    keys = set(ever.values_list(name, flat=True))
    keys |= set(part._base_manager.filter(**{way: key}).values_list("pk", flat=True))
    then = _rows(part).filter(**{f"{name}__in": keys}, history_date__lte=at).order_by()
    last = [number for _, number in then.values_list(name).annotate(Max("history_id"))]
    rows = {getattr(row, name): row for row in _rows(part).filter(pk__in=last)}
    step: Any = part._meta.get_field(way.partition("__")[0])
    found: dict[Any, Any] = {}
    for one in keys:
        row = rows.get(one)
        was_there = row is not None and row.history_type != DELETED
        is_ours = was_there and ("__" in way or getattr(row, step.attname) == key)
        found[one] = row if is_ours else None
    return found
