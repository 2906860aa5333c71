"""Keeps what harvesters know of each record, in the transaction in which the record changes.

What was public and is withdrawn, held, deleted or merged away becomes a deletion; what comes back
becomes a record again, with a later datestamp than its deletion. What never was public is never
told of.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from briefingbooks.harvesting.membership import Kind, sets_of
from briefingbooks.models import Book, Entry, HarvestedRecord
from briefingbooks.models.harvested import RECORDS
from collections_app.dependants import on_change, on_redescribed
from collections_app.search_index.forgetting import tell_of_deleted

if TYPE_CHECKING:
    from collections_app.models import User

# An instant at which everything that is published is public.
WHEN_ALL_IS_OUT = datetime(9999, 1, 1, tzinfo=UTC)
_KEYS = {Kind.ITEMS: "ref", Kind.INTERVIEWS: "ref", Kind.COLLECTIONS: "code", Kind.BOOKS: "slug"}


@dataclass(slots=True)
class _Known:
    """What is known of some records of one kind, and what of them is published."""

    kind: str
    now: datetime
    is_first_time: bool
    live: dict[int, HarvestedRecord]
    gone: dict[str, HarvestedRecord]
    sets: dict[int, str]


def register() -> None:
    """Follow every kind of record; called once, when the application starts."""
    for kind, model in RECORDS.items():
        one, many = _followers(kind)
        on_change(model, one, many)
        on_redescribed(model, partial(_redescribed, kind))
        tell_of_deleted(model, partial(_deleted, kind), "harvested")
    on_change(Book, _shown_changed)


def write(kind: str, keys: Iterable[int], *, is_first_time: bool = False) -> None:
    """Write what is known of some records of one kind, from what they are now.

    With `is_first_time` a record counts as seen since it was published, not since now.
    """
    keys = list(keys)
    with transaction.atomic():
        published = {row["pk"]: row for row in _published(kind, keys)}
        known = _what_is_known(kind, keys, published, is_first_time)
        for key in keys:
            if key in published:
                _follow_published(known, published[key])
            elif key in known.live:
                _follow_gone(known, known.live.pop(key))
            # an embargo that ended before its day leaves the deletion as it was
        hidden = {one.identifier for one in known.gone.values()} - {
            _name(kind, row) for row in published.values()
        }
        still = HarvestedRecord.objects.deleted().filter(identifier__in=hidden)
        still.filter(until__gt=known.now).update(until=None)


def keys_after(kind: str, number: int) -> Iterator[int]:
    """Yield the keys of all records of a kind above one, and of rows whose record is gone."""
    model: Any = RECORDS[kind]
    rows = HarvestedRecord.objects.live().filter(kind=kind, key__gt=number)
    found = set(model._base_manager.filter(pk__gt=number).values_list("pk", flat=True))
    return iter(sorted(found | set(rows.values_list("key", flat=True))))


def _followers(kind: str) -> tuple[Callable[..., None], Callable[..., None]]:
    def one(record: models.Model, by: "User | None") -> None:
        write(kind, [record.pk])

    def many(records: list[Any], by: "User | None") -> None:
        write(kind, [record.pk for record in records])

    return one, many


def _published(kind: str, keys: list[int]) -> Iterable[dict[str, Any]]:
    manager: Any = RECORDS[kind]._default_manager
    rows: Iterable[dict[str, Any]] = (
        manager.published()
        .filter(pk__in=keys)
        .order_by()
        .values("pk", "public_from", "described_at", _KEYS[Kind(kind)])
    )
    return rows


def _name(kind: str, row: dict[str, Any]) -> str:
    name = row[_KEYS[Kind(kind)]]
    return name if kind in (Kind.ITEMS, Kind.INTERVIEWS) else f"{kind}/{name}"


def _what_is_known(
    kind: str, keys: list[int], published: dict[int, Any], is_first_time: bool
) -> _Known:
    rows = HarvestedRecord.objects.filter(kind=kind)
    live = {one.key: one for one in rows.live().filter(key__in=keys)}
    names = {_name(kind, row) for row in published.values()}
    names |= {one.identifier for one in live.values()}
    stood = models.Q(identifier__in=names) | models.Q(key__in=keys)
    sets = sets_of(kind, published, WHEN_ALL_IS_OUT)
    return _Known(
        kind=kind,
        now=timezone.now(),
        is_first_time=is_first_time,
        live=live,
        gone={one.identifier: one for one in rows.deleted().filter(stood)},
        sets={key: _between_spaces(sets.get(key, ())) for key in published},
    )


def _follow_published(known: _Known, row: dict[str, Any]) -> None:
    name, since = _name(known.kind, row), row["public_from"]
    live = known.live.get(row["pk"])
    if live is not None and live.identifier != name:
        _follow_gone(known, live)
        live = None
    if live is not None and live.since <= known.now < since:
        _tell_gone(known, live, until=since)
    gone = known.gone.get(name)
    if gone is not None and (gone.until is None or gone.until > known.now):
        gone.until = max(known.now, since)
        gone.save(update_fields=["until"])
    row = row | {"name": name, "back_at": gone.until if gone else None}
    _keep_live(known, live or HarvestedRecord(kind=known.kind, key=row["pk"]), row)


def _keep_live(known: _Known, live: HarvestedRecord, row: dict[str, Any]) -> None:
    """Write the row of a published record: what is new to harvesters has a new datestamp."""
    since = row["public_from"]
    is_new = live.pk is None or live.since > known.now
    if is_new:
        seen_late = not known.is_first_time
        live.appeared_at = max(known.now, since) if seen_late else since
    live.appeared_at = max(filter(None, [live.appeared_at, since, row["back_at"]]))
    live.identifier, live.since, live.sets = row["name"], since, known.sets[row["pk"]]
    stamps = [live.appeared_at, row["described_at"]]
    live.datestamp = _in_seconds(max(filter(None, stamps)))
    live.save()


def _follow_gone(known: _Known, live: HarvestedRecord) -> None:
    if live.since <= known.now:
        _tell_gone(known, live)
    live.delete()


def _tell_gone(known: _Known, live: HarvestedRecord, until: datetime | None = None) -> None:
    gone = known.gone.get(live.identifier) or HarvestedRecord(is_deleted=True)
    gone.identifier, gone.kind, gone.key = live.identifier, live.kind, live.key
    gone.since = gone.appeared_at = known.now
    gone.until, gone.sets = until, live.sets
    # Later than whatever harvesters have seen of it.
    gone.datestamp = max(_in_seconds(known.now), live.datestamp)
    gone.save()
    known.gone[live.identifier] = gone


def _redescribed(kind: str, keys: Iterable[int]) -> None:
    now = _in_seconds(timezone.now())
    rows = HarvestedRecord.objects.live().filter(kind=kind, key__in=list(keys))
    rows.filter(datestamp__lt=now).update(datestamp=now)


def _deleted(kind: str, key: int) -> None:
    """Told by the database layer: the record has left its table, whichever way."""
    write(kind, [key])


def _shown_changed(book: Book, by: "User | None") -> None:
    """Keep the sets of what a book shows: they are told when it goes."""
    entries = Entry.objects.filter(book=book)
    shown = {Kind.ITEMS: "item", Kind.INTERVIEWS: "interview"}
    for kind, name in shown.items():
        keys = set(entries.exclude(**{name: None}).values_list(name, flat=True))
        rows = list(HarvestedRecord.objects.live().filter(kind=kind, key__in=keys))
        sets = sets_of(kind, [row.key for row in rows], WHEN_ALL_IS_OUT)
        for row in rows:
            row.sets = _between_spaces(sets.get(row.key, ()))
        HarvestedRecord.objects.bulk_update(rows, ["sets"])


def _between_spaces(specs: Iterable[str]) -> str:
    return f" {' '.join(sorted(specs))} " if specs else ""


def _in_seconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
