"""The catalogue page: what was asked, said back in words, what answers it, and what to ask next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from collections_app.cards import ItemCard, item_cards
from collections_app.facets import Facet, Years, facets, with_pages, years
from collections_app.filters import SORTS, ItemFilter
from collections_app.paging import Paged, page_of, without_page

CARDS_TO_A_PAGE = 25

QUESTIONS = {
    "q": gettext_lazy("Words"),
    "kind": gettext_lazy("Kind"),
    "status": gettext_lazy("Status"),
    "archive": gettext_lazy("Archive"),
    "person": gettext_lazy("Person or body"),
    "subject": gettext_lazy("Subject"),
    "place": gettext_lazy("Place"),
    "language": gettext_lazy("Language"),
    "year_from": pgettext_lazy("year", "From"),
    "year_to": pgettext_lazy("year", "Until"),
    "pages": gettext_lazy("Pages"),
    "sort": gettext_lazy("Order"),
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
    filters = ItemFilter(query)
    paged = page_of(filters.in_order(), query, size=CARDS_TO_A_PAGE)
    problems = _problems(filters) + [paged.message] * bool(paged.message)
    return CataloguePage(
        said=_said(filters, paged.page.paginator.count),
        asked=list(_asked(filters, query)),
        problems=problems,
        cards=item_cards(paged.page, asked=filters.asked),
        paged=paged,
        facets=facets(filters),
        years=years(filters),
        with_pages=with_pages(filters),
        sorts=_sorts(filters, query),
        answers=filters.answers,
        all_items=paged.total or len(filters.public),
    )


def _said(filters: ItemFilter, number: int) -> str:
    answers, words = filters.answers, filters.chosen()
    clauses = [
        _clause(_("of the kind {values}"), words["kind"]),
        _clause(_("whose status is {values}"), words["status"]),
        _clause(_("held at {values}"), words["archive"]),
        _clause(_("from, to or about {values}"), words["person"]),
        _clause(_("on the subject {values}"), words["subject"]),
        _clause(_("connected with {values}"), words["place"]),
        _clause(_("in {values}"), words["language"]),
        _span(answers.get("year_from"), answers.get("year_to")),
        _("with pages to read here") if answers.get("pages") else "",
        _("with {words} in the description or the text").format(words=filters.asked.in_words)
        if filters.asked
        else "",
    ]
    said = ", ".join(clause for clause in clauses if clause)
    counted = _("No documents")
    if number:
        counted = ngettext("{number} document", "{number} documents", number).format(number=number)
    order = _(", by {order}").format(order=dict(SORTS)[filters.order]) if number > 1 else ""
    return f"{counted} {said}".strip() + f"{order}."


def _clause(lead: str, values: Iterable[tuple[str, str]]) -> str:
    labels = [label for _value, label in values]
    return lead.format(values=_(" or ").join(map(str, labels))) if labels else ""


def _span(first: int | None, last: int | None) -> str:
    if first and last:
        if first == last:
            return _("dated {year}").format(year=first)
        return _("dated {first} to {last}").format(first=first, last=last)
    if first:
        return _("dated {year} or later").format(year=first)
    return _("dated {year} or earlier").format(year=last) if last else ""


def _asked(filters: ItemFilter, query: QueryDict) -> Iterator[Asked]:
    words = filters.chosen()
    for name in ("q", "year_from", "year_to"):
        if filters.answers.get(name):
            words[name] = [(str(filters.answers[name]), str(filters.answers[name]))]
    if filters.answers.get("pages"):
        words["pages"] = [("yes", _("to read here"))]
    for name, question in QUESTIONS.items():
        for value, label in words.get(name, []):
            yield Asked(str(question), label, _without(query, name, value))


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
    for name, words in SORTS if filters.asked else SORTS[1:]:
        sorted_so = without_page(query)
        sorted_so["sort"] = name
        sorts.append(Sort(str(words), "?" + sorted_so.urlencode(), name == filters.order))
    return sorts


def _problems(filters: ItemFilter) -> list[str]:
    wrong = [
        _("{question}: {message} This was left out.").format(
            question=QUESTIONS.get(name, name), message=message
        )
        for name, messages in filters.errors.items()
        for message in messages
    ]
    return [*wrong, *filters.asked.left_out_of(filters.answers.get("q") or "")]
