"""The questions a reader may put to the catalogue; all of them stand in the address of the page.

A question that makes no sense is left out and said, never an error. Choices are asked of the
public records at the time of the request, so that nothing hidden can be guessed by trying.
"""

from collections.abc import Iterable
from datetime import date
from itertools import islice
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
from pyroaring import BitMap

from collections_app.counted.standing import Standing, standing
from collections_app.counted.values import LANGUAGE, YEARS
from collections_app.documents_found import with_words
from collections_app.documents_listed import DocumentsListed
from collections_app.models import (
    Agent,
    ArchivalItem,
    ItemKind,
    Language,
    Place,
    Repository,
    Status,
    Subject,
)
from collections_app.search_index.asking import LONGEST_QUESTION, Asked, understood

FIRST_YEAR, LAST_YEAR = 1, 9999
SORTS = [
    ("relevance", pgettext_lazy("order", "relevance")),
    ("date", pgettext_lazy("order", "date")),
    ("title", pgettext_lazy("order", "title")),
    ("added", gettext_lazy("newly added")),
    ("ref", pgettext_lazy("order", "reference")),
]
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


def languages_in_use(known: Standing | None = None) -> list[tuple[str, str]]:
    """Return the languages of public items, by code and name."""
    known = known or standing()
    spoken = known.numbers(LANGUAGE, known.public())
    languages = Language.objects.filter(pk__in=spoken).order_by("label_en")
    return [(language.pk, language.label) for language in languages]


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


def year_asked(label: Any, method: str | None = None) -> YearFilter:
    """Return the question from or to which year, answered by a method of the filter if named."""
    whole = gettext_lazy("A year is a whole number from {first} to {last}.")
    wrong = format_lazy(whole, first=FIRST_YEAR, last=LAST_YEAR)
    return YearFilter(
        method=method,
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _one_of(model: Any, key: str, noun: Any) -> django_filters.Filter:
    return django_filters.ModelMultipleChoiceFilter(
        queryset=lambda _request: model.objects.public(),
        to_field_name=key,
        label=noun,
        error_messages=_no_such(noun)
        | {
            "invalid_pk_value": format_lazy(
                gettext_lazy("There is no such {noun} here."), noun=noun
            )
        },
    )


class ItemFilter(django_filters.FilterSet):
    """Narrows public items; several values of one question widen, several questions narrow.

    `standing` is what is counted, the same for the list and for all the numbers beside it.
    """

    q = django_filters.CharFilter(
        label=gettext_lazy("words"), max_length=LONGEST_QUESTION, strip=True
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=ItemKind.choices,
        error_messages=_no_such(gettext_lazy("kind of document")),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices, error_messages=_no_such(gettext_lazy("status"))
    )
    archive = _one_of(Repository, "code", gettext_lazy("archive"))
    person = _one_of(Agent, "slug", "person or body")
    subject = _one_of(Subject, "slug", gettext_lazy("subject"))
    place = _one_of(Place, "slug", gettext_lazy("place"))
    language = django_filters.MultipleChoiceFilter(
        choices=languages_in_use,
        error_messages=_no_such(gettext_lazy("language")),
    )
    year_from = year_asked(gettext_lazy("from"))
    year_to = year_asked(gettext_lazy("to"))
    pages = django_filters.ChoiceFilter(
        choices=[("yes", "yes")],
        error_messages=_no_such(gettext_lazy("choice")),
    )
    sort = django_filters.ChoiceFilter(
        choices=SORTS, error_messages=_no_such(gettext_lazy("order"))
    )

    class Meta:
        model = ArchivalItem
        fields: list[str] = []
        form = YearsForm

    def __init__(self, query: QueryDict, known: Standing | None = None) -> None:
        super().__init__(query)
        self.standing = known or standing()
        self.filters["language"].extra["choices"] = languages_in_use(self.standing)

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

    @cached_property
    def public(self) -> BitMap:
        """The documents that everybody may see."""
        return self.standing.public()

    @cached_property
    def left(self) -> dict[str, BitMap]:
        """The documents that each question which was answered leaves."""
        asked = {name: value for name, value in self.answers.items() if value}
        years = {name: asked.pop(name, None) for name in ("year_from", "year_to")}
        left = {name: self._having(name, value) for name, value in asked.items() if name != "sort"}
        for name, year in years.items():
            if year:
                left[name] = self._within_years(name, year)
        return left

    def narrowed(self, besides: Iterable[str] = ()) -> BitMap:
        """Return the documents that all questions leave, without regard to those named."""
        asked = [keys for name, keys in self.left.items() if name not in besides]
        return self.public.intersection(*asked)

    def numbers(self, question: str, besides: Iterable[str] = ()) -> dict[Any, int]:
        """Return how many documents would be left by each value of a question."""
        return self.standing.numbers(question, self.narrowed({question, *besides}))

    def in_order(self) -> DocumentsListed:
        """Return the documents that all questions leave, in the order asked for."""
        return DocumentsListed(self.standing, self.narrowed(), self.order, self.asked)

    def behind(self, key: int, number: int) -> list[int]:
        """Return the first documents behind one, in the order of their keys."""
        return list(islice(self.narrowed().iter_equal_or_larger(key + 1), number))

    def _having(self, name: str, value: Any) -> BitMap:
        if name == "q":
            return with_words(self.standing, self.asked)
        if name in TERMS:
            return self.standing.having(name, [record.pk for record in value])
        return self.standing.having(name, [value] if isinstance(value, str) else value)

    def _within_years(self, name: str, year: int) -> BitMap:
        """Return what can have been made in these years; an undated item can not be said to be."""
        spans = [
            (first, last)
            for first, last in self.standing.values[YEARS]
            if (name == "year_from" and (last or year) >= year)
            or (name == "year_to" and (first or year) <= year)
        ]
        return self.standing.having(YEARS, spans)


def dated_from(records: QuerySet, year: int) -> QuerySet:
    """Narrow dated records to those that can be of this year or a later one."""
    open_end = Q(date_latest=None, date_earliest__isnull=False)
    return records.filter(Q(date_latest__gte=date(year, 1, 1)) | open_end)


def dated_until(records: QuerySet, year: int) -> QuerySet:
    """Narrow dated records to those that can be of this year or an earlier one."""
    open_start = Q(date_earliest=None, date_latest__isnull=False)
    return records.filter(Q(date_earliest__lte=date(year, 12, 31)) | open_start)
