"""The catalogue page: what was asked, said back in words, what answers it, and what to ask next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from collections_app.cards import ItemCard, item_cards
from collections_app.facets import Facet, Years, facets, with_pages, years
from collections_app.filters import SORTS, ItemFilter, words_of
from collections_app.models import ArchivalItem
from collections_app.paging import Paged, page_of, without_page

CARDS_TO_A_PAGE = 25

QUESTIONS = {
    "q": "Words",
    "kind": "Kind",
    "status": "Status",
    "archive": "Archive",
    "person": "Person or body",
    "subject": "Subject",
    "place": "Place",
    "language": "Language",
    "year_from": "From",
    "year_to": "Until",
    "pages": "Pages",
    "sort": "Order",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One value the reader asked for, and the address of the list without it."""

    question: str
    words: str
    query_without: str


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the list, and its address."""

    words: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the catalogue shows for one address; `all_items` says what there is where nothing is."""

    said: str
    asked: list[Asked]
    problems: list[str]
    cards: list[ItemCard]
    paged: Paged
    facets: list[Facet]
    years: list[Years]
    with_pages: int
    sorts: list[Sort]
    answers: dict[str, Any]
    all_items: int


def assemble_catalogue(query: QueryDict) -> CataloguePage:
    """Assemble the page for the query of an address, in a constant number of queries."""
    filters = ItemFilter(query, queryset=ArchivalItem.objects.public())
    paged = page_of(filters.in_order(), query, size=CARDS_TO_A_PAGE)
    problems = _problems(filters) + [paged.message] * bool(paged.message)
    return CataloguePage(
        said=_said(filters, paged.page.paginator.count),
        asked=list(_asked(filters, query)),
        problems=problems,
        cards=item_cards(paged.page, words=words_of(filters.answers.get("q") or "")),
        paged=paged,
        facets=facets(filters),
        years=years(filters),
        with_pages=with_pages(filters),
        sorts=_sorts(filters, query),
        answers=filters.answers,
        all_items=paged.total or filters.queryset.count(),
    )


def _said(filters: ItemFilter, number: int) -> str:
    answers, words = filters.answers, filters.chosen()
    clauses = [
        _clause("of the kind", words["kind"]),
        _clause("whose status is", words["status"]),
        _clause("held at", words["archive"]),
        _clause("from, to or about", words["person"]),
        _clause("on the subject", words["subject"]),
        _clause("connected with", words["place"]),
        _clause("in", words["language"]),
        _span(answers.get("year_from"), answers.get("year_to")),
        "with pages to read here" if answers.get("pages") else "",
        f"in whose description or text “{answers['q']}” occurs" if answers.get("q") else "",
    ]
    said = ", ".join(clause for clause in clauses if clause)
    noun = "document" if number == 1 else "documents"
    order = f", by {dict(SORTS)[filters.order]}" if number > 1 else ""
    return f"{number or 'No'} {noun} {said}".strip() + f"{order}."


def _clause(lead: str, values: Iterable[tuple[str, str]]) -> str:
    labels = [label for _value, label in values]
    return f"{lead} {' or '.join(labels)}" if labels else ""


def _span(first: int | None, last: int | None) -> str:
    if first and last:
        return f"dated {first}" if first == last else f"dated {first} to {last}"
    if first:
        return f"dated {first} or later"
    return f"dated {last} or earlier" if last else ""


def _asked(filters: ItemFilter, query: QueryDict) -> Iterator[Asked]:
    words = filters.chosen()
    for name in ("q", "year_from", "year_to"):
        if filters.answers.get(name):
            words[name] = [(str(filters.answers[name]), str(filters.answers[name]))]
    if filters.answers.get("pages"):
        words["pages"] = [("yes", "to read here")]
    for name, question in QUESTIONS.items():
        for value, label in words.get(name, []):
            yield Asked(question, label, _without(query, name, value))


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = without_page(query)
    kept = [other for other in rest.getlist(name) if other.strip() != value]
    if kept and name not in ("q", "year_from", "year_to", "pages"):
        rest.setlist(name, kept)
    else:
        rest.pop(name, None)
    return "?" + rest.urlencode()


def _sorts(filters: ItemFilter, query: QueryDict) -> list[Sort]:
    sorts = []
    for name, words in SORTS:
        sorted_so = without_page(query)
        sorted_so["sort"] = name
        sorts.append(Sort(words, "?" + sorted_so.urlencode(), name == filters.order))
    return sorts


def _problems(filters: ItemFilter) -> list[str]:
    return [
        f"{QUESTIONS.get(name, name)}: {message} This was left out."
        for name, messages in filters.errors.items()
        for message in messages
    ]
