"""How a list is narrowed: by the questions of the catalogue, understood in the same way.

On the pages a question that makes no sense is left out and said. A program would not read that and
take the wrong records for the right ones: it is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet, ModelMultipleChoiceFilter, MultipleChoiceFilter

from briefingbooks.api.refusals import NotUnderstood
from collections_app.filters import FIRST_YEAR, LAST_YEAR, ItemFilter, YearFilter, readers_query
from collections_app.models import ArchivalItem
from collections_app.search_index.asking import understood
from declassification.filters import RequestFilter
from declassification.models import AccessRequest
from oralhistory.filters import InterviewFilter
from oralhistory.models import Interview
from oralhistory.search import numbers_found

# Lists are read in one order, by key; a program sorts what it has.
NOT_ASKED = {"sort"}
OF_THE_LIST = ("cursor", "limit")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that a list understands.

    `narrowed(filters, after, number)` returns what they leave: all of it, or, where that costs
    less, no more than the first `number` behind a key.
    """

    kind: type[FilterSet]
    filters: Callable[[QueryDict, HttpRequest], FilterSet]
    narrowed: Callable[[Any, int, int], QuerySet]

    def names(self) -> list[str]:
        return [name for name in self.kind.base_filters if name not in NOT_ASKED]

    def described(self) -> list[Json]:
        """Return the questions as parameters of OpenAPI; no record is read for it."""
        return [_parameter(name, self.kind.base_filters[name]) for name in self.names()]

    def answer(self, request: HttpRequest, after: int, number: int) -> QuerySet:
        """Return what the questions of an address leave, at least the first behind a key.

        Raises `NotUnderstood`.
        """
        query = readers_query(request)
        refuse_unknown(query, [*self.names(), *OF_THE_LIST])
        filters = self.filters(query, request)
        if filters.errors:
            raise NotUnderstood(
                [(name, str(word)) for name, words in filters.errors.items() for word in words]
            )
        return self.narrowed(filters, after, number)


def refuse_unknown(query: QueryDict, known: list[str]) -> None:
    """Raise `NotUnderstood` where an address asks something that nobody answers here."""
    unknown = [name for name in query if name not in known]
    if unknown:
        there_is = f"There is no such question here. There are: {', '.join(known)}."
        raise NotUnderstood([(name[:100], there_is) for name in unknown])


def _items(query: QueryDict, _request: HttpRequest) -> FilterSet:
    return ItemFilter(query)


def _interviews(query: QueryDict, _request: HttpRequest) -> FilterSet:
    return InterviewFilter(query, queryset=Interview.objects.public())


def _requests(query: QueryDict, request: HttpRequest) -> FilterSet:
    return RequestFilter(query, AccessRequest.objects.public(), request=request)


def _items_left(filters: ItemFilter, after: int, number: int) -> QuerySet:
    """Return as many documents behind a key as are wanted, named."""
    return ArchivalItem.objects.public().filter(pk__in=filters.behind(after, number))


def _interviews_left(filters: InterviewFilter, _after: int, _number: int) -> QuerySet:
    """Return the interviews that all questions leave, those that say the words among them."""
    interviews = filters.narrowed()
    asked = understood(filters.answers.get("q") or "")
    return interviews.filter(pk__in=list(numbers_found(asked))) if asked else interviews


QUESTIONS = {
    "items": Questions(ItemFilter, _items, _items_left),
    "interviews": Questions(InterviewFilter, _interviews, _interviews_left),
    "requests": Questions(RequestFilter, _requests, lambda filters, _after, _number: filters.qs),
}

# What a form calls by a word of its own, in words for whoever writes a program.
_SAID = {
    "q": "Words that must all occur in what readers see of it.",
    "kind": "Kind of document; several widen.",
    "status": "Declassification status; several widen.",
    "archive": "Code of an archive that holds it.",
    "person": "Identifier of a person or body that takes part in it.",
    "subject": "Identifier of a subject or turning point.",
    "place": "Identifier of a place.",
    "language": "Code of a language (ISO 639).",
    "year_from": "What can be of this year or later.",
    "year_to": "What can be of this year or earlier.",
    "pages": "“yes”: only documents of which a page may be read here.",
    "role": "In which role the person, or anybody named, takes part.",
    "recording": "“yes”: only with a recording to hear.",
    "transcript": "“yes”: only with a transcript to read.",
    "authority": "Number of the authority, as in the addresses of the list of requests.",
    "turning_point": "Identifier of a turning point.",
    "state": "Whether an answer has come.",
}


def _parameter(name: str, asked: Any) -> Json:
    """Return a question as OpenAPI describes one; choices that records give are not listed."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": _SAID[name],
        "schema": _schema(asked),
    }


def _schema(asked: Any) -> Json:
    choices = asked.extra.get("choices")
    if isinstance(asked, YearFilter):
        return {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    one: Json = {"type": "string"}
    if choices is not None and not callable(choices):
        one["enum"] = [str(key) for key, _ in choices]
    elif "max_length" in asked.extra:
        one["maxLength"] = asked.extra["max_length"]
    several = (MultipleChoiceFilter, ModelMultipleChoiceFilter)
    return {"type": "array", "items": one} if isinstance(asked, several) else one
