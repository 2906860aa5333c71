"""How many public documents each further question would leave, counted with all the others.

The values of one facet widen each other, so each is counted without regard to its own facet. At
most two queries to a facet, for labels, whatever the number of items or values.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.counted.values import PAGES, YEARS, Span
from collections_app.filters import FIRST_YEAR, ItemFilter
from collections_app.languages import column_of
from collections_app.models import (
    Agent,
    ItemKind,
    Language,
    Place,
    Repository,
    Status,
    Subject,
)
from collections_app.paging import without_page
from collections_app.prepared_questions import Prepared

SHOWN_AT_FIRST = 8
SHOWN_AT_MOST = 40
# Of more values than this only those are labelled that are listed.
MOST_LABELLED = 500
MOST_SINGLE_YEARS = 12

Row = tuple[str, str, int]
# How many documents have each value.
Numbers = Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that narrows the list, and how many documents have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one question: the most frequent first, `unnamed` more not listed."""

    name: str
    title: str
    values: list[FacetValue]
    rest: list[FacetValue]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Years:
    """A year or a decade with its number of documents, and the address that narrows to it."""

    label: str
    query: str
    count: int


def facets(filters: ItemFilter, only: Collection[str] = ()) -> list[Facet]:
    """Return the facets that have a value to offer or to give up, in the order of the page.

    `only` names those that are wanted, if not all are.
    """
    chosen = filters.chosen()
    found = [
        _facet(name, title, labelled(filters.numbers(name)), chosen[name])
        for name, title, labelled in _FACETS
        if not only or name in only
    ]
    return [facet for facet in found if facet.values]


def with_pages(filters: ItemFilter) -> int:
    """Count the documents with pages to read."""
    return filters.numbers(PAGES).get("yes", 0)


def years(filters: ItemFilter) -> list[Years]:
    """Return the years documents can be from, or the decades where there are too many years."""
    spans = Counter[Span](filters.numbers(YEARS, besides=("year_from", "year_to")))
    single = _counted(spans, step=1)
    step = 1 if len(single) <= MOST_SINGLE_YEARS else 10
    counted = single if step == 1 else _counted(spans, step)
    return [_years(start, step, number, filters.data) for start, number in counted]


def _facet(name: str, title: str, found: "Labelled", chosen: list[tuple[str, str]]) -> Facet:
    rows = {key: (label, number) for key, label, number in found.rows}
    # What was chosen stays in the form even where nothing is left of it.
    rows = {key: (label, 0) for key, label in chosen} | rows
    keys = {key for key, _label in chosen}
    values = [
        FacetValue(
            key, label[:1].upper() + label[1:] if name in _CHOICES else label, number, key in keys
        )
        for key, (label, number) in rows.items()
    ]
    values.sort(key=lambda value: (not value.is_chosen, -value.count, value.label.casefold()))
    first = max(SHOWN_AT_FIRST, len(keys))
    # A fold that hides a single value costs more than the value.
    first += len(values) == first + 1
    listed = values[: max(SHOWN_AT_MOST, first)]
    unnamed = len(values) - len(listed) + found.unlabelled
    return Facet(name, title, listed[:first], listed[first:], unnamed)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The values that may be listed, by key of the address, label and number; how many are not."""

    rows: list[Row]
    unlabelled: int = 0


def _kinds(numbers: Numbers) -> Labelled:
    return _choices(numbers, ItemKind.choices)


def _statuses(numbers: Numbers) -> Labelled:
    return _choices(numbers, Status.choices)


def _choices(numbers: Numbers, choices: list[tuple[str, Any]]) -> Labelled:
    return Labelled([(key, label, numbers[key]) for key, label in choices if key in numbers])


def _archives(numbers: Numbers) -> Labelled:
    return _records(numbers, _archive_names, Repository)


def _people(numbers: Numbers) -> Labelled:
    return _records(numbers, _people_names, Agent)


def _subjects(numbers: Numbers) -> Labelled:
    return _records(numbers, _subject_names, Subject)


def _places(numbers: Numbers) -> Labelled:
    return _records(numbers, _place_names, Place)


def _languages(numbers: Numbers) -> Labelled:
    spoken = Language.objects.filter(pk__in=numbers)
    return Labelled([(one.pk, one.label, numbers[one.pk]) for one in spoken])


@Prepared
def _archive_names(keys: Collection[int], at: datetime) -> QuerySet:
    return _names(Repository.objects.public(at), keys, "code", F("name"))


@Prepared
def _people_names(keys: Collection[int], at: datetime) -> QuerySet:
    return _names(Agent.objects.public(at).labelled(), keys, "slug", F("label"))


@Prepared
def _subject_names(keys: Collection[int], at: datetime) -> QuerySet:
    return _names(Subject.objects.public(at), keys, "slug", column_of("label"))


@Prepared
def _place_names(keys: Collection[int], at: datetime) -> QuerySet:
    return _names(Place.objects.public(at), keys, "slug", F("name"))


def _names(public: QuerySet, keys: Collection[int], key: str, label: Any) -> QuerySet:
    return public.filter(pk__in=keys).order_by().values_list("pk", key, label)


def _records(numbers: Numbers, names: Prepared, model: Any) -> Labelled:
    """Label the values that are public and frequent enough to be listed."""
    named, rest = numbers, 0
    if len(numbers) > MOST_LABELLED:
        public = model.objects.public().values_list("pk", flat=True)
        known = {pk: numbers[pk] for pk in public if pk in numbers}
        least = sorted(known.values(), reverse=True)[: SHOWN_AT_MOST + 1][-1:]
        named = {pk: number for pk, number in known.items() if [number] >= least}
        rest = len(known) - len(named)
    return Labelled([(word, said, numbers[pk]) for pk, word, said in names(named)], rest)


_CHOICES = ("kind", "status")
_FACETS: list[tuple[str, Any, Callable[[Numbers], Labelled]]] = [
    ("kind", gettext_lazy("Kind"), _kinds),
    ("status", gettext_lazy("Declassification status"), _statuses),
    ("archive", gettext_lazy("Archive"), _archives),
    ("person", gettext_lazy("People and bodies"), _people),
    ("subject", gettext_lazy("Subjects"), _subjects),
    ("place", gettext_lazy("Places"), _places),
    ("language", gettext_lazy("Language"), _languages),
]


def _counted(spans: Counter[Span], step: int) -> list[tuple[int, int]]:
    """Count what can be from each stretch of `step` years; an open side reaches to the edge."""
    known = [year for span in spans for year in span if year]
    number = Counter[int]()
    for (first, last), count in spans.items():
        for start in range((first or min(known)) // step, (last or max(known)) // step + 1):
            number[start * step] += count
    return sorted(number.items())


def _years(start: int, step: int, number: int, query: QueryDict) -> Years:
    narrowed = without_page(query)
    narrowed["year_from"] = str(max(start, FIRST_YEAR))
    narrowed["year_to"] = str(start + step - 1)
    label = str(start) if step == 1 else _("{year}s").format(year=start)
    return Years(label, "?" + narrowed.urlencode(), number)
