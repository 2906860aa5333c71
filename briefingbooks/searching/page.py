"""The search page: what was asked, said back, and what answers it in every room, group by group.

Everything begins with `public()`, for the house too. A group shows its first results and how many
there are; one group alone is shown in pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefingbooks.models import Book
from briefingbooks.searching.asking import ORDERS, RELEVANCE, Group, Question
from briefingbooks.searching.books_found import BookFound, books_with, by_relevance, found_in
from briefingbooks.searching.names import Offered, nearly
from collections_app.cards import ItemCard, item_cards
from collections_app.documents_found import people_called
from collections_app.facets import Facet, Years, facets, years
from collections_app.filters import ItemFilter, dated_from, dated_until
from collections_app.models import Place, Subject
from collections_app.paging import Paged, page_of, without_page
from collections_app.publication import Visitor
from collections_app.search_index.asking import Asked
from collections_app.searched_words import NAMES, PLACE, SUBJECT
from oralhistory.list_page import Entry, assemble_list

SHOWN = {Group.BOOKS: 4, Group.DOCUMENTS: 8, Group.TESTIMONY: 4, Group.NAMES: 8}
ON_A_PAGE = {Group.BOOKS: 10, Group.DOCUMENTS: 25, Group.NAMES: 50}
MOST_NAMES = 500
VALUES_SHOWN = 5
FACETS = ("kind", "status", "archive", "language")


@dataclass(slots=True)
class Found:
    """What one group has: how many, the first of them or a page of them, and where all are.

    `narrow` is the list of its room that asks the same and can be narrowed further.
    """

    group: Group
    number: int
    query: str
    results: list[Any] = field(default_factory=list)
    paged: Paged | None = None
    narrow: str = ""

    @property
    def title(self) -> str:
        return str(self.group.label)

    @property
    def has_more(self) -> bool:
        return self.paged is None and self.number > len(self.results)


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the same search asked otherwise; `is_here` marks what is shown."""

    words: str
    query: str
    number: int = 0
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the search shows for one address. `meant` is a question that may have been meant."""

    question: Question
    said: str
    problems: list[str]
    groups: list[Found]
    ways: list[Way]
    orders: list[Way]
    facets: list[Facet]
    years: list[Years]
    documents: str
    meant: str

    @property
    def is_asked(self) -> bool:
        return bool(self.question.asked)


def assemble_search(query: QueryDict, user: Visitor) -> SearchPage:
    """Assemble the page for the query of an address, in a constant number of queries."""
    question = Question(query)
    if not question.asked:
        return SearchPage(question, "", list(question.problems()), [], [], [], [], [], "", "")
    documents = ItemFilter(question.for_list(), question.standing)
    found = [_FIND[group](question, documents, user) for group in Group]
    total = sum(one.number for one in found)
    shown = [one for one in found if question.group in ("", one.group)]
    return SearchPage(
        question=question,
        said=_said(question, sum(one.number for one in shown)),
        problems=[*question.problems(), *_paging_problems(shown)],
        groups=[one for one in shown if one.number],
        ways=list(_ways(question, found, total)),
        orders=list(_orders(question)),
        facets=[_shortened(one) for one in facets(documents, FACETS)] if total else [],
        years=years(documents) if total else [],
        documents=_list_of("collections_app:item-list", question),
        meant="" if total else nearly(question.asked),
    )


def _books(question: Question, _documents: ItemFilter, _user: Visitor) -> Found:
    books = books_with(Book.objects.public().for_card(), question.asked)
    if question.order == RELEVANCE:
        books = by_relevance(books, question.asked)
    answers = question.answers
    if "language" in answers:
        books = books.filter(language=answers["language"])
    if "year_from" in answers:
        books = dated_from(books, answers["year_from"])
    if "year_to" in answers:
        books = dated_until(books, answers["year_to"])
    one = _found(Group.BOOKS, question, books)
    one.results = found_in(one.results, question.asked)
    return one


def _documents(question: Question, documents: ItemFilter, _user: Visitor) -> Found:
    one = _found(Group.DOCUMENTS, question, documents.in_order())
    one.results = item_cards(one.results, asked=question.asked)
    one.narrow = _list_of("collections_app:item-list", question)
    return one


def _testimony(question: Question, _documents: ItemFilter, user: Visitor) -> Found:
    asked = question.for_list()
    is_alone = question.group == Group.TESTIMONY
    if is_alone:
        asked["page"] = str(question.query.get("page", "1"))
    listed = assemble_list(asked, user)
    one = Found(Group.TESTIMONY, listed.paged.total, question.address(group=Group.TESTIMONY))
    one.narrow = _list_of("oralhistory:interview-list", question)
    if is_alone:
        one.results = listed.entries
        one.paged = Paged(listed.paged.page, listed.paged.message, question.address()[1:])
    elif not question.group:
        one.results = listed.entries[: SHOWN[Group.TESTIMONY]]
    return one


def _names(question: Question, _documents: ItemFilter, _user: Visitor) -> Found:
    if question.narrows:
        return Found(Group.NAMES, 0, "")
    names = list(_named(question.asked))
    return _found(Group.NAMES, question, names)


def _named(asked: Asked) -> Iterator[Offered]:
    for person in people_called(asked).by_label()[:MOST_NAMES]:
        kind = person.get_entity_type_display()
        yield Offered(person.public_label, str(kind), person.get_absolute_url())
    places = Place.objects.public().filter(pk__in=NAMES.groups_with(asked, [PLACE]))
    for place in places.order_by("name", "pk")[:MOST_NAMES]:
        yield Offered(place.name, _("place"), place.get_absolute_url())
    subjects = Subject.objects.public().filter(pk__in=NAMES.groups_with(asked, [SUBJECT]))
    for subject in subjects.order_by("label_en", "pk")[:MOST_NAMES]:
        yield Offered(subject.label, subject.get_kind_display(), subject.get_absolute_url())


_FIND = {
    Group.BOOKS: _books,
    Group.DOCUMENTS: _documents,
    Group.TESTIMONY: _testimony,
    Group.NAMES: _names,
}


def _found(group: Group, question: Question, rows: QuerySet | Sequence[Any]) -> Found:
    """Return a page of the group if it alone is asked for, else its first rows and their number."""
    query = question.address(group=group)
    if question.group == group:
        paged = page_of(rows, question.query, size=ON_A_PAGE[group])
        paged = Paged(paged.page, paged.message, query[1:])
        return Found(group, paged.total, query, list(paged.page), paged)
    number = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = list(rows[: SHOWN[group]]) if number and not question.group else []
    return Found(group, number, query, first)


def _said(question: Question, number: int) -> str:
    words = question.asked.in_words
    if not number:
        return _("Nothing that is public has {words}.").format(words=words)
    said = ngettext("{number} result with {words}.", "{number} results with {words}.", number)
    return said.format(number=number, words=words)


def _paging_problems(shown: list[Found]) -> Iterator[str]:
    for one in shown:
        if one.paged is not None and one.paged.message:
            yield one.paged.message


def _ways(question: Question, found: list[Found], total: int) -> Iterator[Way]:
    here = question.group
    yield Way(_("Everything"), question.address(group=""), total, not here)
    for one in found:
        if one.number or one.group == here:
            yield Way(one.title, one.query, one.number, one.group == here)


def _orders(question: Question) -> Iterator[Way]:
    for name, words in ORDERS:
        yield Way(str(words), question.address(sort=name), is_here=name == question.order)


def _list_of(name: str, question: Question) -> str:
    return f"{reverse(name)}?{without_page(question.for_list()).urlencode()}"


def _shortened(facet: Facet) -> Facet:
    return Facet(facet.name, facet.title, facet.values[:VALUES_SHOWN], [], 0)


Result = BookFound | ItemCard | Entry | Offered
