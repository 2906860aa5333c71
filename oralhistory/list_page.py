"""The list of interviews: what was asked, said back in words, and what answers it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from collections_app.paging import Paged, page_of, without_page
from collections_app.publication import Visitor
from collections_app.search_index.asking import MOST_WORDS, Asked, understood
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
        hints=list(_hints(asked, words)),
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
        clauses.insert(0, f"in which a passage or a point of the index has {asked.in_words}")
    noun = "interview" if number < 2 else "interviews"
    by = f", by {dict(SORTS)[order]}" if number > 1 else ""
    return f"{number or 'No'} {noun} {', '.join(clauses)}".strip() + f"{by}."


def _clauses(answers: Mapping[str, Any]) -> Iterator[str]:
    person, role = answers.get("person"), dict(ROLES).get(answers.get("role") or "", "")
    if person:
        yield f"with {person.public_label}" + (f" as {role}" if role else "")
    elif role:
        yield f"with a named {role}"
    if answers.get("language"):
        yield f"in {answers['language'].label_en}"
    if answers.get("place"):
        yield f"held in or telling of {answers['place'].name}"
    if answers.get("subject"):
        yield f"on the subject {answers['subject'].label_en}"
    yield _span(answers.get("year_from"), answers.get("year_to"))
    if answers.get("recording"):
        yield "with a recording to hear"
    if answers.get("transcript"):
        yield "with a transcript to read"


def _span(first: int | None, last: int | None) -> str:
    if first and last:
        return f"held in {first}" if first == last else f"held from {first} to {last}"
    if first:
        return f"held in {first} or later"
    return f"held in {last} or earlier" if last else ""


def _hints(asked: Asked, words: str) -> Iterator[str]:
    """Yield what was not looked for although it was asked."""
    if words and not asked:
        yield f"“{words}” holds no word to look for. It was left out."
    if asked.too_common:
        said = ", ".join(f"“{word}”" for word in asked.too_common)
        is_one = len(asked.too_common) == 1
        stand = (
            "stands in nearly every passage and was"
            if is_one
            else ("stand in nearly every passage and were")
        )
        yield f"{said} {stand} left out."
    if asked.too_many:
        yield f"Only the first {MOST_WORDS} words were looked for."


def _sorts(query: QueryDict, order: str) -> Iterator[Sort]:
    for name, words in SORTS:
        sorted_so = without_page(query)
        sorted_so["sort"] = name
        yield Sort(words, "?" + sorted_so.urlencode(), name == order)
