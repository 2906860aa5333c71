"""The questions a reader may put to the catalogue; all of them stand in the address of the page.

A question that makes no sense is left out and said, never an error. Choices are asked of the
public records at the time of the request, so that nothing hidden can be guessed by trying.
"""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collections_app.documents_found import by_relevance, with_words
from collections_app.holdings import held_by
from collections_app.languages import column_of
from collections_app.models import (
    Agent,
    ArchivalItem,
    ItemKind,
    Page,
    Place,
    Repository,
    Status,
    Subject,
)
from collections_app.models.historical import DATE_ORDER
from collections_app.search_index.asking import LONGEST_QUESTION, Asked, Term, understood

FIRST_YEAR, LAST_YEAR = 1, 9999
SORTS = [
    ("relevance", pgettext_lazy("order", "relevance")),
    ("date", pgettext_lazy("order", "date")),
    ("title", pgettext_lazy("order", "title")),
    ("added", gettext_lazy("newly added")),
    ("ref", pgettext_lazy("order", "reference")),
]
ORDERS: dict[str, tuple[Any, ...]] = {
    "relevance": ("rank", *DATE_ORDER, "ref"),
    "date": (*DATE_ORDER, "ref"),
    "title": ("title", "ref"),
    "added": ("-public_from", "-pk"),
    "ref": ("ref",),
}

# The questions answered with records: the field that stands in the address, the words shown.
TERMS = {
    "archive": ("code", "name"),
    "person": ("slug", "public_label"),
    "subject": ("slug", "label"),
    "place": ("slug", "name"),
}


def readers_query(request: HttpRequest) -> QueryDict:
    """Return the query of a request without NUL bytes, which no database stores."""
    query = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        query.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    return query


def languages_in_use() -> list[tuple[str, str]]:
    """Return the languages of public items, by code and name."""
    items = ArchivalItem.objects.public().filter(languages__isnull=False)
    spoken = items.order_by("languages__label_en").values_list(
        "languages__code", column_of("languages__label")
    )
    return list(spoken.distinct())


class YearFilter(django_filters.Filter):
    """A year of the common era, as a whole number."""

    field_class = forms.IntegerField


class YearsForm(forms.Form):
    """Refuses a range of years that runs backwards."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error(
                "year_to",
                _("The years run backwards: from {first} to {last}.").format(
                    first=first, last=last
                ),
            )
            cleaned.pop("year_from")
        return cleaned


def _no_such(noun: Any) -> dict[str, Any]:
    words = gettext_lazy("There is no {noun} “%(value)s” here.")
    return {"invalid_choice": format_lazy(words, noun=noun)}


def year_asked(label: Any, method: str) -> YearFilter:
    """Return the question from or to which year, answered by a method of the filter."""
    whole = gettext_lazy("A year is a whole number from {first} to {last}.")
    wrong = format_lazy(whole, first=FIRST_YEAR, last=LAST_YEAR)
    return YearFilter(
        method=method,
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _one_of(model: Any, key: str, method: str, noun: Any) -> django_filters.Filter:
    return django_filters.ModelMultipleChoiceFilter(
        queryset=lambda _request: model.objects.public(),
        to_field_name=key,
        method=method,
        label=noun,
        error_messages=_no_such(noun)
        | {
            "invalid_pk_value": format_lazy(
                gettext_lazy("There is no such {noun} here."), noun=noun
            )
        },
    )


class ItemFilter(django_filters.FilterSet):
    """Narrows public items; several values of one question widen, several questions narrow."""

    q = django_filters.CharFilter(
        method="with_words", label=gettext_lazy("words"), max_length=LONGEST_QUESTION, strip=True
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=ItemKind.choices,
        method="of_kind",
        error_messages=_no_such(gettext_lazy("kind of document")),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices, method="of_status", error_messages=_no_such(gettext_lazy("status"))
    )
    archive = _one_of(Repository, "code", "at_archive", gettext_lazy("archive"))
    person = _one_of(Agent, "slug", "with_person", "person or body")
    subject = _one_of(Subject, "slug", "about_subject", gettext_lazy("subject"))
    place = _one_of(Place, "slug", "with_place", gettext_lazy("place"))
    language = django_filters.MultipleChoiceFilter(
        choices=languages_in_use,
        method="in_language",
        error_messages=_no_such(gettext_lazy("language")),
    )
    year_from = year_asked(gettext_lazy("from"), "within_years")
    year_to = year_asked(gettext_lazy("to"), "within_years")
    pages = django_filters.ChoiceFilter(
        choices=[("yes", "yes")],
        method="with_pages",
        error_messages=_no_such(gettext_lazy("choice")),
    )
    sort = django_filters.ChoiceFilter(
        choices=SORTS, method="unsorted", error_messages=_no_such(gettext_lazy("order"))
    )

    class Meta:
        model = ArchivalItem
        fields: list[str] = []
        form = YearsForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked once for the list, and not again for each facet beside it.
        self._mentioned: dict[Term, Q] = {}

    @property
    def answers(self) -> dict[str, Any]:
        """The questions that were understood; empty ones have an empty value."""
        return self.form.cleaned_data if self.form.is_bound and self.errors is not None else {}

    @cached_property
    def asked(self) -> Asked:
        """The words that were asked for, as they are looked for."""
        return understood(self.answers.get("q") or "")

    @property
    def order(self) -> str:
        """The order that was asked for; else by relevance where there are words, and by date."""
        first = "relevance" if self.asked else "date"
        order = self.answers.get("sort") or first
        return order if self.asked or order != "relevance" else "date"

    def chosen(self) -> dict[str, list[tuple[str, str]]]:
        """Return the value and the words of every choice that was made, by its question."""
        answers = self.answers
        choices = {"kind": ItemKind.choices, "status": Status.choices}
        choices["language"] = list(self.form.fields["language"].choices)
        chosen = {
            name: [(key, str(label)) for key, label in known if key in (answers.get(name) or [])]
            for name, known in choices.items()
        }
        for name, (key, label) in TERMS.items():
            records = answers.get(name) or []
            # By what readers see: the stored order tells where a protected name lies.
            chosen[name] = sorted(
                ((getattr(one, key), getattr(one, label)) for one in records), key=itemgetter(1)
            )
        return chosen

    def narrowed(self, besides: Iterable[str] = ()) -> QuerySet:
        """Return the items that all questions leave, without regard to those named `besides`."""
        items = self.queryset.all()
        for name, value in self.answers.items():
            if name not in besides:
                items = self.filters[name].filter(items, value)
        return items

    def in_order(self) -> QuerySet:
        """Return the items that all questions leave, in the order asked for."""
        items = self.narrowed()
        if self.order == "relevance":
            items = by_relevance(items, self.asked)
        return items.order_by(*ORDERS[self.order])

    def with_words(self, items: QuerySet, _name: str, _value: str) -> QuerySet:
        """Each word occurs in what the public reads about the item, or on a page of it."""
        return with_words(items, self.asked, self._mentioned)

    def of_kind(self, items: QuerySet, _name: str, value: list[str]) -> QuerySet:
        return items.filter(kind__in=value) if value else items

    def of_status(self, items: QuerySet, _name: str, value: list[str]) -> QuerySet:
        return items.filter(declassification_status__in=value) if value else items

    def at_archive(self, items: QuerySet, _name: str, value: QuerySet) -> QuerySet:
        return held_by(items, value) if value else items

    def with_person(self, items: QuerySet, _name: str, value: QuerySet) -> QuerySet:
        return _having(items, value, "item_agents__agent__in")

    def about_subject(self, items: QuerySet, _name: str, value: QuerySet) -> QuerySet:
        return _having(items, value, "subjects__in")

    def with_place(self, items: QuerySet, _name: str, value: QuerySet) -> QuerySet:
        return _having(items, value, "item_places__place__in")

    def in_language(self, items: QuerySet, _name: str, value: list[str]) -> QuerySet:
        return _having(items, value, "languages__in")

    def within_years(self, items: QuerySet, name: str, value: int | None) -> QuerySet:
        """What can have been made in these years; an undated item can not be said to be."""
        if not value:
            return items
        return dated_from(items, value) if name == "year_from" else dated_until(items, value)

    def with_pages(self, items: QuerySet, _name: str, value: str) -> QuerySet:
        return items.filter(pk__in=Page.objects.public().values("copy__item")) if value else items

    def unsorted(self, items: QuerySet, _name: str, _value: str) -> QuerySet:
        return items


def dated_from(records: QuerySet, year: int) -> QuerySet:
    """Narrow dated records to those that can be of this year or a later one."""
    open_end = Q(date_latest=None, date_earliest__isnull=False)
    return records.filter(Q(date_latest__gte=date(year, 1, 1)) | open_end)


def dated_until(records: QuerySet, year: int) -> QuerySet:
    """Narrow dated records to those that can be of this year or an earlier one."""
    open_start = Q(date_earliest=None, date_latest__isnull=False)
    return records.filter(Q(date_earliest__lte=date(year, 12, 31)) | open_start)


def _having(items: QuerySet, value: Any, lookup: str) -> QuerySet:
    if not value:
        return items
    having = ArchivalItem.objects.public().filter(**{lookup: value})
    return items.filter(pk__in=having.values("pk"))
