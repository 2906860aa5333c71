"""Changes of records in the words of the person who reads them: labels, names, days, yes and no.

Rows of history hold keys and codes. Everything that a page of changes names is looked up at once,
so that the number of queries does not grow with the number of changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.text import capfirst

from collections_app import curation
from collections_app.publication import HOLD
from collections_app.putting_back import links_of
from collections_app.word_diff import Piece, word_diff

EMPTY = "empty"
LONG = 60
PUBLICATION = ("state", "public_from", "withdrawal_reason", "withdrawal_notice", HOLD)
MaySee = Callable[[type[Model]], bool]


@dataclass(frozen=True, slots=True)
class FieldTold:
    """One field of one record: what it said before and after, or what came and went."""

    name: str
    label: str
    before: str = ""
    after: str = ""
    pieces: list[Piece] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RecordTold:
    """One record as a deed left it: made, changed or deleted, and how each field changed."""

    kind: str
    what: str
    name: str
    fields: list[FieldTold]
    model: type[Model]
    key: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A record before and after; one of the two is missing where it was made or deleted."""

    model: type[Model]
    before: Any
    after: Any

    @property
    def row(self) -> Any:
        return self.after if self.after is not None else self.before


class Teller:
    """Tells pairs of rows in words. What they point to is looked up once, for all of them."""

    def __init__(self, pairs: Iterable[Pair], may_see: MaySee) -> None:
        self.pairs, self.may_see = list(pairs), may_see
        self.links: dict[type[Model], dict[Any, dict[str, set[Any]]]] = {}
        for model, rows in self._rows().items():
            self.links[model] = links_of(rows, model)
        self.names = Names(self._pointed(), may_see)

    def each(self) -> Iterator[tuple[Pair, RecordTold]]:
        """Yield every pair with its words, in the order given; those without a change left out."""
        for pair in self.pairs:
            record = self._tell(pair)
            if record.fields or record.kind != "changed":
                yield pair, record

    def told(self) -> list[RecordTold]:
        """Return the words of every pair that says a change, in the order given."""
        return [record for _, record in self.each()]

    def _rows(self) -> dict[type[Model], list[Any]]:
        rows: dict[type[Model], list[Any]] = {}
        for pair in self.pairs:
            some = rows.setdefault(pair.model, [])
            some += [row for row in (pair.before, pair.after) if row is not None]
        return rows

    def _pointed(self) -> dict[type[Model], set[Any]]:
        keys: dict[type[Model], set[Any]] = {}
        for model, rows in self._rows().items():
            for column in model._meta.concrete_fields:
                if column.is_relation:
                    found = {getattr(row, column.attname) for row in rows} - {None}
                    keys.setdefault(column.related_model, set()).update(found)  # type: ignore[arg-type]
            for links in self.links[model].values():
                for name, values in links.items():
                    related: Any = model._meta.get_field(name).related_model
                    keys.setdefault(related, set()).update(values)
        return keys

    def _tell(self, pair: Pair) -> RecordTold:
        kind = "made" if pair.before is None else "deleted" if pair.after is None else "changed"
        told = [self._tell_field(pair, column) for column in shown_fields(pair.model)]
        links = pair.model.changes.model._history_m2m_fields  # type: ignore[attr-defined]
        told += [self._tell_links(pair, column) for column in links]
        return RecordTold(
            kind=kind,
            what=capfirst(str(pair.model._meta.verbose_name)),
            name=self.names.of_row(pair.model, pair.row),
            fields=[one for one in told if one is not None],
            model=pair.model,
            key=getattr(pair.row, pair.model._meta.pk.attname),
        )

    def _tell_field(self, pair: Pair, column: models.Field) -> FieldTold | None:
        values = [
            getattr(row, column.attname) if row is not None else None
            for row in (pair.before, pair.after)
        ]
        if values[0] == values[1] or all(value in (None, "", [], {}) for value in values):
            return None
        if pair.before is None and values[1] == column.get_default() and not column.is_relation:
            return None
        before, after = (self.say(column, value) for value in values)
        pieces = word_diff(before, after) if _is_long(column, *values) else []
        label = capfirst(str(column.verbose_name))
        return FieldTold(column.name, label, before or EMPTY, after or EMPTY, pieces)

    def _tell_links(self, pair: Pair, column: Any) -> FieldTold | None:
        before, after = (
            self.links[pair.model][row.pk][column.name] if row is not None else set()
            for row in (pair.before, pair.after)
        )
        if before == after:
            return None
        return FieldTold(
            column.name,
            capfirst(str(column.verbose_name)),
            added=sorted(self.names.of(column.related_model, key) for key in after - before),
            removed=sorted(self.names.of(column.related_model, key) for key in before - after),
        )

    def say(self, column: models.Field, value: Any) -> str:
        """Return one value as a curator reads it."""
        if column.is_relation and value is not None:
            return self.names.of(column.related_model, value)  # type: ignore[arg-type]
        return say_value(column, value)


def say_value(column: models.Field, value: Any) -> str:
    """Return a value that points to nothing as a curator reads it; "" for none."""
    if value is None or value == "":
        return ""
    choices: Mapping[Any, Any] = dict(column.flatchoices)
    if value in choices if not isinstance(value, list | dict) else False:
        return str(choices[value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return f"{len(value)} values"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)


def shown_fields(model: type[Model]) -> list[models.Field]:
    """Return the columns whose changes are told: what people type, and what decides publication."""
    way = curation.of(model).part_of.partition("__")[0]
    typed = [column for column in curation.fields_put_back(model) if column.name != way]
    state = [one for one in model._meta.concrete_fields if one.name in PUBLICATION]
    bounds = ("date_earliest", "date_latest")
    return [column for column in [*typed, *state] if column.name not in bounds]


def _is_long(column: models.Field, before: Any, after: Any) -> bool:
    texts = [value for value in (before, after) if isinstance(value, str) and value]
    is_text = len(texts) == 2 and not column.choices
    return is_text and (isinstance(column, models.TextField) or max(map(len, texts)) > LONG)


class Names:
    """What records are called, those that were deleted since included."""

    def __init__(self, keys: Mapping[type[Model], set[Any]], may_see: MaySee) -> None:
        self.may_see = may_see
        self.records: dict[type[Model], dict[Any, Any]] = {}
        for model, wanted in keys.items():
            if may_see(model):
                self.records[model] = self._load(model, wanted)

    def of(self, model: type[Model], key: Any) -> str:
        """Return what a record is called now, or was called when it was deleted."""
        if not self.may_see(model):
            return f"a {model._meta.verbose_name} that you may not see"
        record = self.records.get(model, {}).get(key)
        if record is None:
            return f"a {model._meta.verbose_name} that no longer exists"
        return self._said(record)

    def of_row(self, model: type[Model], row: Any) -> str:
        """Return what a record is called in a row of its history."""
        if not self.may_see(model):
            return ""
        record = row.instance
        for column in model._meta.concrete_fields:
            if column.is_relation:
                found = self.records.get(column.related_model, {})  # type: ignore[arg-type]
                pointed = found.get(getattr(row, column.attname))
                if pointed is not None:
                    setattr(record, column.name, pointed)
        return self._said(record)

    def _said(self, record: Any) -> str:
        try:
            return str(record)
        except ObjectDoesNotExist:
            return f"{record._meta.verbose_name} {record.pk}"

    def _load(self, model: type[Model], keys: set[Any]) -> dict[Any, Any]:
        found: dict[Any, Any] = model._base_manager.select_related().in_bulk(list(keys))
        gone = keys - set(found)
        if gone and hasattr(model, "changes"):
            found |= _from_history(model, gone)
        return found


def _from_history(model: type[Model], keys: set[Any]) -> dict[Any, Any]:
    history: Any = model.changes.model  # type: ignore[attr-defined]
    name = model._meta.pk.attname
    rows = history.objects.filter(**{f"{name}__in": keys}).order_by().values_list(name)
    last = [number for _, number in rows.annotate(Max("history_id"))]
    return {getattr(row, name): row.instance for row in history.objects.filter(history_id__in=last)}
