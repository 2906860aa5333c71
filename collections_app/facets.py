"""How many public documents each further question would leave, counted with all the others.

The values of one facet widen each other, so each is counted without regard to its own facet. One
query to a facet, whatever the number of items or values.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.filters import FIRST_YEAR, ItemFilter
from collections_app.holdings import numbers_by_archive
from collections_app.languages import column_of
from collections_app.models import (
    Agent,
    ItemKind,
    Place,
    Repository,
    Status,
    Subject,
)
from collections_app.paging import without_page

SHOWN_AT_FIRST = 8
SHOWN_AT_MOST = 40
MOST_SINGLE_YEARS = 12

Row = tuple[str, str, int]
Span = tuple[int | None, int | None]


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
        _facet(name, title, rows(filters.narrowed({name})), chosen[name])
        for name, title, rows in _FACETS
        if not only or name in only
    ]
    return [facet for facet in found if facet.values]


def with_pages(filters: ItemFilter) -> int:
    """Count the documents with pages to read."""
    return filters.filters["pages"].filter(filters.narrowed({"pages"}), "yes").count()


def years(filters: ItemFilter) -> list[Years]:
    """Return the years documents can be from, or the decades where there are too many years."""
    items = filters.narrowed({"year_from", "year_to"}).order_by()
    dated = items.values_list("date_earliest", "date_latest").annotate(Count("pk"))
    spans = Counter[Span]()
    for earliest, latest, number in dated:
        if earliest or latest:
            spans[earliest and earliest.year, latest and latest.year] += number
    single = _counted(spans, step=1)
    step = 1 if len(single) <= MOST_SINGLE_YEARS else 10
    counted = single if step == 1 else _counted(spans, step)
    return [_years(start, step, number, filters.data) for start, number in counted]


def _facet(name: str, title: str, counted: Iterable[Row], chosen: list[tuple[str, str]]) -> Facet:
    rows = {key: (label, number) for key, label, number in counted}
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
    return Facet(name, title, listed[:first], listed[first:], len(values) - len(listed))


def _by_kind(items: QuerySet) -> Iterable[Row]:
    return _by_choice(items, "kind", ItemKind.choices)


def _by_status(items: QuerySet) -> Iterable[Row]:
    return _by_choice(items, "declassification_status", Status.choices)


def _by_choice(items: QuerySet, field: str, choices: list[tuple[str, Any]]) -> Iterable[Row]:
    counts = dict(items.order_by().values_list(field).annotate(Count("pk")))
    return [(key, label, counts[key]) for key, label in choices if key in counts]


def _by_archive(items: QuerySet) -> Iterable[Row]:
    number = numbers_by_archive(items)
    archives = Repository.objects.public().filter(pk__in=number)
    return [(archive.code, archive.name, number[archive.pk]) for archive in archives]


def _by_person(items: QuerySet) -> Iterable[Row]:
    people = Agent.objects.public().labelled().filter(item_agents__item__in=items.values("pk"))
    return _rows(people, F("label"), "item_agents__item")


def _by_subject(items: QuerySet) -> Iterable[Row]:
    subjects = Subject.objects.public().filter(items__in=items.values("pk"))
    return _rows(subjects, column_of("label"), "items")


def _by_place(items: QuerySet) -> Iterable[Row]:
    places = Place.objects.public().filter(item_places__item__in=items.values("pk"))
    return _rows(places, F("name"), "item_places__item")


def _by_language(items: QuerySet) -> Iterable[Row]:
    known = items.filter(languages__isnull=False).order_by()
    return known.values_list("languages__code", column_of("languages__label")).annotate(Count("pk"))


def _rows(terms: QuerySet, label: Any, item: str) -> Iterable[Row]:
    return terms.order_by().values_list("slug", label).annotate(Count(item, distinct=True))


_CHOICES = ("kind", "status")
_FACETS: list[tuple[str, Any, Callable[[QuerySet], Iterable[Row]]]] = [
    ("kind", gettext_lazy("Kind"), _by_kind),
    ("status", gettext_lazy("Declassification status"), _by_status),
    ("archive", gettext_lazy("Archive"), _by_archive),
    ("person", gettext_lazy("People and bodies"), _by_person),
    ("subject", gettext_lazy("Subjects"), _by_subject),
    ("place", gettext_lazy("Places"), _by_place),
    ("language", gettext_lazy("Language"), _by_language),
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
