"""Which documents have the words that a reader looks for, and which of them come first.

Each thing asked for may stand in the description of a document, in the name of somebody connected
with it, or on one of its pages. The index of words proposes, the rule decides: of what it names,
only texts and people that are public at this moment count.
"""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from collections_app.models import Agent, ArchivalItem, PageNote, PageText
from collections_app.models.agents import AgentQuerySet
from collections_app.search_index.asking import Asked, Term
from collections_app.searched_words import (
    ABOUT,
    ITEMS,
    NAMES,
    PAGE,
    PERSON,
    PRINTED_NOTE,
    TITLE,
)

# So many documents are read once and named to every question of a page; more are asked each time.
MOST_NAMED = 1000


def with_words(
    items: QuerySet[ArchivalItem], asked: Asked, mentioned: dict[Term, Q] | None = None
) -> QuerySet[ArchivalItem]:
    """Narrow public items to those that mention everything asked for.

    `mentioned` keeps what was found for a term, for a page that asks more than once.
    """
    known = {} if mentioned is None else mentioned
    for term in asked.terms:
        if term not in known:
            known[term] = _mention(Asked((term,)))
        items = items.filter(known[term])
    return items


def by_relevance(items: QuerySet[ArchivalItem], asked: Asked) -> QuerySet[ArchivalItem]:
    """Add `rank`: 0 where all the words stand in the title, 1 in the description, 2 elsewhere."""
    in_title = Q(pk__in=ITEMS.groups_with(asked, [TITLE]))
    in_description = Q(pk__in=ITEMS.groups_with(asked, [ABOUT]))
    return items.annotate(
        rank=Case(
            When(in_title, then=Value(0)),
            When(in_description, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def people_called(asked: Asked) -> AgentQuerySet:
    """Return the public people and bodies one of whose public names has everything asked for."""
    people: AgentQuerySet = Agent.objects.public()
    return people.filter(pk__in=NAMES.groups_with(asked, [PERSON]))


def _mention(asked: Asked) -> Q:
    people = people_called(asked)
    having = ArchivalItem.objects.public().filter(item_agents__agent__in=people.values("pk"))
    own = Q(pk__in=ITEMS.groups_with(asked, [TITLE, ABOUT]))
    texts = PageText.objects.public().filter(pk__in=ITEMS.parts_with(asked, PAGE))
    notes = PageNote.objects.public().filter(pk__in=ITEMS.parts_with(asked, PRINTED_NOTE))
    on_pages = _named(texts, "page__copy__item") | _named(notes, "page_text__page__copy__item")
    return own | on_pages | Q(pk__in=having.values("pk"))


def _named(rows: QuerySet[Any], owner: str) -> Q:
    """Ask for the documents that some rows belong to: by their keys where there are not many."""
    owners = rows.order_by().values_list(owner, flat=True)
    keys = list(owners.distinct()[: MOST_NAMED + 1])
    return Q(pk__in=keys if len(keys) <= MOST_NAMED else owners)
