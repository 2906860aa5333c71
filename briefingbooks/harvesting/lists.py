"""Headers and records of lists, a hundred to a page, in the order of their datestamps."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from ninja import Schema

from briefingbooks.harvesting.arguments import Asked, Refused, check_format, period
from briefingbooks.harvesting.membership import NAMES, NoSuchSet, in_set, known, sets_of
from briefingbooks.harvesting.tokens import Place
from briefingbooks.models import Book, HarvestedRecord
from briefingbooks.open_data.kinds import KINDS
from briefingbooks.open_data.parts import Absolute
from collections_app.models import Collection

AT_ONCE = 100
_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Header:
    """What is said of every record: a deleted one has nothing else."""

    identifier: str
    kind: str
    key: int
    datestamp: datetime
    sets: list[str]
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, where it leads on, and the place that it began at."""

    headers: list[Header]
    begun: Place
    next: Place | None


def place_asked(asked: Asked) -> Place:
    """Return where a new list begins. Raises `Refused` for what cannot be asked."""
    check_format(asked["metadataPrefix"])
    first, last = period(asked)
    return Place(
        verb=asked.verb,
        prefix=asked["metadataPrefix"],
        set=asked["set"],
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
    )


def page_at(place: Place) -> Page:
    """Return the page behind a place; raises `Refused` where nothing matches."""
    rows = _rows(place)
    found = list(_behind(rows, place).order_by("datestamp", "pk")[: AT_ONCE + 1])
    some = found[:AT_ONCE]
    if not some and not place.before:
        raise Refused("noRecordsMatch", "Nothing answers this question.")
    is_more = len(found) > AT_ONCE
    if is_more and not place.before:
        place = replace(place, size=rows.count())
    behind = None
    if is_more:
        stamp = some[-1].datestamp.isoformat()
        before = place.before + len(some)
        behind = replace(place, stamp=stamp, row=some[-1].pk, before=before)
    return Page(headers_of(some), place, behind)


def headers_of(rows: list[HarvestedRecord]) -> list[Header]:
    """Return the headers of some rows, with the sets that readers may know of."""
    told: dict[tuple[str, int], set[str]] = {}
    for kind in {row.kind for row in rows if not row.is_deleted}:
        keys = [row.key for row in rows if row.kind == kind and not row.is_deleted]
        told |= {(kind, key): sets for key, sets in sets_of(kind, keys).items()}
    public = known({spec for row in rows if row.is_deleted for spec in row.sets.split()})
    return [
        Header(
            identifier=row.identifier,
            kind=row.kind,
            key=row.key,
            datestamp=row.datestamp,
            is_deleted=row.is_deleted,
            sets=[row.kind, *sorted(public.intersection(row.sets.split()) if row.is_deleted
                                    else told.get((row.kind, row.key), ()))],
        )
        for row in rows
    ]  # fmt: skip


def values_of(headers: Iterable[Header], absolute: Absolute) -> dict[tuple[str, int], Schema]:
    """Return the values of all records that are public, by kind and key."""
    found: dict[tuple[str, int], Schema] = {}
    headers = [one for one in headers if not one.is_deleted]
    for name in sorted({one.kind for one in headers}):
        kind = _KINDS[name]
        keys = [one.key for one in headers if one.kind == name]
        records = list(kind.records().filter(pk__in=keys))
        values = kind.values(records, absolute)
        found |= {(name, record.pk): one for record, one in zip(records, values, strict=True)}
    return found


def sets_at(place: Place) -> tuple[list[tuple[str, str]], Place | None]:
    """Return the sets behind a place, with their names, and where the list leads on."""
    found = [("", 0, spec, str(words)) for spec, words in NAMES.items()] if not place.stamp else []
    room = place.stamp or "collection"
    rooms: dict[str, Any] = {
        "collection": (Collection.objects.public(), "code"),
        "book": (Book.objects.public(), "slug"),
    }
    for name in ("collection", "book") if room == "collection" else ("book",):
        records, key = rooms[name]
        behind = records.filter(pk__gt=place.row if name == place.stamp else 0).order_by("pk")
        rows = behind.values_list("pk", key, "title")[: AT_ONCE + 1]
        found += [(name, pk, f"{name}:{code}", title) for pk, code, title in rows]
    some = found[:AT_ONCE]
    behind = None
    if len(found) > AT_ONCE:
        last = some[-1]
        behind = replace(place, stamp=last[0], row=last[1], before=place.before + len(some))
    return [(spec, words) for _, _, spec, words in some], behind


def _rows(place: Place) -> QuerySet[HarvestedRecord]:
    rows = HarvestedRecord.objects.public()
    try:
        if place.set:
            rows = rows.filter(in_set(place.set))
    except NoSuchSet as error:
        raise Refused("noRecordsMatch", "Nothing answers this question.") from error
    if place.first:
        rows = rows.filter(datestamp__gte=datetime.fromisoformat(place.first))
    if place.last:
        rows = rows.filter(datestamp__lt=datetime.fromisoformat(place.last))
    return rows


def _behind(rows: QuerySet[HarvestedRecord], place: Place) -> QuerySet[HarvestedRecord]:
    if not place.stamp:
        return rows
    stamp = datetime.fromisoformat(place.stamp)
    return rows.filter(datestamp__gte=stamp).filter(
        Q(datestamp__gt=stamp) | Q(datestamp=stamp, pk__gt=place.row)
    )
