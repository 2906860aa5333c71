"""The list of interviews: what was asked, said back in words, and what answers it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.paging import Paged, page_of, without_page
from collections_app.publication import Visitor
from collections_app.search_index.asking import Asked, understood
from oralhistory.assembly import InterviewCard, cards
from oralhistory.filters import ROLES, SORTS, InterviewFilter, problems_of
from oralhistory.models import Interview
from oralhistory.search import Found, Numbers, found_in, numbers_found

INTERVIEWS_ON_A_PAGE = 20
# With what was found in each they take more room, and more time to gather.
FOUND_ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """An interview in the list, with what was found in it where words were looked for."""

    card: InterviewCard
    found: Found | None


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the list, and its address."""

    words: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the list shows for one address. `words` is the question of words, for links."""

    said: str
    hints: list[str]
    problems: list[str]
    entries: list[Entry]
    paged: Paged
    sorts: list[Sort]
    filters: InterviewFilter
    words: str

    @property
    def query_without_words(self) -> str:
        """The address of the list with the same questions, but for the words."""
        rest = without_page(self.filters.data)
        rest.pop("q", None)
        return "?" + rest.urlencode()


def assemble_list(query: QueryDict, user: Visitor) -> ListPage:
    """Assemble the page for the query of an address, in a constant number of queries."""
    filters = InterviewFilter(query, queryset=Interview.objects.public())
    words = filters.answers.get("q") or ""
    asked = understood(words)
    numbers = numbers_found(asked)
    order = _order(filters, asked)
    size = FOUND_ON_A_PAGE if asked else INTERVIEWS_ON_A_PAGE
    paged = page_of(_listed(filters, asked, numbers, order), query, size=size)
    interviews = _loaded(paged.page.object_list)
    found = found_in(interviews, asked, numbers)
    return ListPage(
        said=_said(filters, asked, paged.total, order),
        hints=list(asked.left_out_of(words)),
        problems=[*problems_of(filters), *([paged.message] if paged.message else [])],
        entries=[Entry(card, found.get(card.interview.pk)) for card in cards(interviews, user)],
        paged=paged,
        sorts=list(_sorts(query, order)) if asked and paged.total > 1 else [],
        filters=filters,
        words=words if asked else "",
    )


def _order(filters: InterviewFilter, asked: Asked) -> str:
    return (filters.answers.get("sort") or "relevance") if asked else "date"


def _listed(
    filters: InterviewFilter, asked: Asked, numbers: Mapping[int, Numbers], order: str
) -> QuerySet | list[int]:
    """Return the keys of the interviews in their order."""
    keys = filters.narrowed().in_order().values_list("pk", flat=True)
    if not asked:
        return keys
    found = [key for key in keys if key in numbers]
    if order == "relevance":
        found.sort(key=lambda key: -numbers[key].weight)
    return found


def _loaded(keys: Iterable[int]) -> list[Interview]:
    keys = list(keys)
    loaded = Interview.objects.public().filter(pk__in=keys).for_card()
    by_key = {one.pk: one for one in loaded.prefetch_related("advisories")}
    return [by_key[key] for key in keys if key in by_key]


def _said(filters: InterviewFilter, asked: Asked, number: int, order: str) -> str:
    clauses = [clause for clause in _clauses(filters.answers) if clause]
    if asked:
        clauses.insert(
            0,
            _("with {words} in the title, the summary, a passage or the index").format(
                words=asked.in_words
            ),
        )
    counted = _("No interview")
    if number:
        counted = ngettext("{number} interview", "{number} interviews", number)
    by = _(", by {order}").format(order=dict(SORTS)[order]) if number > 1 else ""
    return f"{counted.format(number=number)} {', '.join(clauses)}".strip() + f"{by}."


def _clauses(answers: Mapping[str, Any]) -> Iterator[str]:
    person, role = answers.get("person"), dict(ROLES).get(answers.get("role") or "", "")
    if person and role:
        yield _("with {person} as {role}").format(person=person.public_label, role=role)
    elif person:
        yield _("with {person}").format(person=person.public_label)
    elif role:
        yield _("with a named {role}").format(role=role)
    if answers.get("language"):
        yield _("in {language}").format(language=answers["language"].label)
    if answers.get("place"):
        yield _("held in or telling of {place}").format(place=answers["place"].name)
    if answers.get("subject"):
        yield _("on the subject {subject}").format(subject=answers["subject"].label)
    yield _span(answers.get("year_from"), answers.get("year_to"))
    if answers.get("recording"):
        yield _("with a recording to hear")
    if answers.get("transcript"):
        yield _("with a transcript to read")


def _span(first: int | None, last: int | None) -> str:
    if first and last:
        if first == last:
            return _("held in {year}").format(year=first)
        return _("held from {first} to {last}").format(first=first, last=last)
    if first:
        return _("held in {year} or later").format(year=first)
    return _("held in {year} or earlier").format(year=last) if last else ""


def _sorts(query: QueryDict, order: str) -> Iterator[Sort]:
    for name, words in SORTS:
        sorted_so = without_page(query)
        sorted_so["sort"] = name
        yield Sort(str(words), "?" + sorted_so.urlencode(), name == order)
