"""What readers may know of published documents, read as sets of numbers by question and value.

The rule is asked here for all of them, or for some that changed: a document counts under what it
is published with, from the instant on at which its embargo passes.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from pyroaring import BitMap

from collections_app.kept_pages import microseconds
from collections_app.models import (
    ArchivalItem,
    Copy,
    ItemAgent,
    ItemPlace,
    Page,
    PageNote,
    PageText,
)
from collections_app.models.copy_terms import PUBLICATIONS

KIND, STATUS, ARCHIVE, PERSON, SUBJECT, PLACE, LANGUAGE, YEARS, PAGES = (
    "kind", "status", "archive", "person", "subject", "place", "language", "years", "pages",
)  # fmt: skip
# Beside what readers ask: who holds the document itself, where there is more than a publication of
# it (None where nobody says), whether a copy may be opened, whether it is a demonstration; whether
# a text or note of any of its pages is closed.
HOLDER, OPENED, DEMONSTRATION, CLOSED_TEXT = "holder", "opened", "demonstration", "closed text"
QUESTIONS = (
    KIND, STATUS, ARCHIVE, PERSON, SUBJECT, PLACE, LANGUAGE, YEARS, PAGES, HOLDER, OPENED,
    DEMONSTRATION, CLOSED_TEXT,
)  # fmt: skip
_PUBLISHED_BY = "published by"
Sets = dict[str, dict[Any, BitMap]]
_Numbers = dict[Any, "array[int]"]
# From the first to the last year; a side that is open has no year.
Span = tuple[int | None, int | None]

AT_ONCE = 10_000
NAMED_AT_ONCE = 500
# The order of a document by its date in one number: days, days, seconds; what is not known last.
_DAY_BITS, _SECOND_BITS = 22, 17
_NO_DAY, _NO_SECOND = (1 << _DAY_BITS) - 1, (1 << _SECOND_BITS) - 1


@dataclass(frozen=True, slots=True)
class Read:
    """Documents that are published, their order by date, their values.

    `due` are those whose embargo has not passed yet, with its instant in microseconds.
    """

    published: BitMap
    due: dict[int, int]
    dated: dict[int, int]
    values: Sets


def read(keys: Iterable[int] | None = None) -> Read:
    """Read all documents, or those of some keys. Ten queries, for some hundred keys at a time."""
    sets: dict[str, _Numbers] = {
        name: defaultdict(_numbers) for name in (*QUESTIONS, _PUBLISHED_BY)
    }
    due: dict[int, int] = {}
    dated: dict[int, int] = {}
    stated: _Numbers = defaultdict(_numbers)
    now = microseconds(timezone.now())
    for some in _some(keys):
        for row in _rows(_within(ArchivalItem.objects.published(), "pk", some), *_COLUMNS):
            pk, kind, status, earliest, latest, moment, public_from, held_at, is_shown = row
            if (since := microseconds(public_from)) > now:
                due[pk] = since
            dated[pk] = _place(earliest, latest, moment)
            sets[KIND][kind].append(pk)
            sets[STATUS][status].append(pk)
            if earliest or latest:
                sets[YEARS][earliest and earliest.year, latest and latest.year].append(pk)
            sets[DEMONSTRATION][is_shown].append(pk)
            stated[held_at].append(pk)
        for name, rows in _of_others(some):
            known = sets[name]
            for pk, value in rows:
                known[value].append(pk)
    made = {name: _bitmaps(found) for name, found in sets.items()}
    _add_statements(made, _bitmaps(stated))
    return Read(BitMap(dated), due, dated, made)


_COLUMNS = (
    "pk", "kind", "declassification_status", "date_earliest", "date_latest", "date_time",
    "public_from", "held_at", "is_demonstration",
)  # fmt: skip


def _of_others(keys: Sequence[int] | None) -> Iterator[tuple[str, Iterable[tuple[int, Any]]]]:
    spoken, about = ArchivalItem.languages.through, ArchivalItem.subjects.through
    told = Copy.objects.told()
    published = told.filter(copy_type__in=PUBLICATIONS)
    pages = Page.objects.unclosed().filter(copy__in=told.openable()).distinct()
    texts = PageText.objects.unclosed().filter(page__in=pages)
    notes = PageNote.objects.exclude(pk__in=PageNote.objects.unclosed())
    asked: list[tuple[str, Any, str, str | None]] = [
        (HOLDER, told.exclude(copy_type__in=PUBLICATIONS), "item", "repository"),
        (_PUBLISHED_BY, published, "item", "repository"),
        (OPENED, told.openable(), "item", None),
        (PERSON, ItemAgent.objects.all(), "item", "agent"),
        (PLACE, ItemPlace.objects.all(), "item", "place"),
        (SUBJECT, about._default_manager.all(), "archivalitem", "subject"),
        (LANGUAGE, spoken._default_manager.all(), "archivalitem", "language"),
        (PAGES, pages, "copy__item", None),
        (CLOSED_TEXT, PageText.objects.exclude(pk__in=texts), "page__copy__item", None),
        (CLOSED_TEXT, notes, "page_text__page__copy__item", None),
    ]
    for name, rows, item, value in asked:
        found = _within(rows, item, keys).order_by()
        if value is None:
            yield name, ((pk, "yes") for (pk,) in _rows(found, item))
        else:
            yield name, _rows(found, item, value)


def _add_statements(made: Sets, stated: dict[Any, BitMap]) -> None:
    """Say who holds what: what no copy is described of counts under the archive that it names."""
    held, published = made[HOLDER], made.pop(_PUBLISHED_BY)
    has_more = _all(held)
    described = has_more | _all(published)
    only = {archive: keys - described for archive, keys in stated.items()}
    archives = _together(held, published, {one: keys for one, keys in only.items() if one})
    made[ARCHIVE] = archives
    elsewhere = {archive: keys - has_more for archive, keys in published.items()}
    made[HOLDER] = _together(held, elsewhere, only)


def _together(*sets: dict[Any, BitMap]) -> dict[Any, BitMap]:
    united: dict[Any, BitMap] = {}
    for some in sets:
        for value, keys in some.items():
            united[value] = united.get(value, BitMap()) | keys
    return {value: keys for value, keys in united.items() if keys}


def _all(sets: dict[Any, BitMap]) -> BitMap:
    return BitMap().union(*sets.values())


def _some(keys: Iterable[int] | None) -> Iterator[Sequence[int] | None]:
    if keys is None:
        yield None
        return
    named = list(keys)
    for start in range(0, len(named), NAMED_AT_ONCE):
        yield named[start : start + NAMED_AT_ONCE]


def _within(rows: QuerySet, item: str, keys: Sequence[int] | None) -> QuerySet:
    return rows if keys is None else rows.filter(**{f"{item}__in": keys})


def _rows(rows: QuerySet, *columns: str) -> Iterator[Any]:
    return rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE)


def _numbers() -> "array[int]":
    return array("I")  # a list of a million numbers takes nine times as much


def _bitmaps(found: _Numbers) -> dict[Any, BitMap]:
    return {value: BitMap(keys) for value, keys in found.items()}


def _place(earliest: date | None, latest: date | None, moment: Any) -> int:
    first = earliest.toordinal() if earliest else _NO_DAY
    last = latest.toordinal() if latest else _NO_DAY
    second = _NO_SECOND
    if moment:
        second = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return ((first << _DAY_BITS) + last << _SECOND_BITS) + second
