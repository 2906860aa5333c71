"""Which documents have the words that a reader looks for, and which of them come first.

Each thing asked for may stand in the description of a document, in the name of somebody connected
with it, or on one of its pages. The index of words proposes, the rule decides: of what it names,
only texts and people that are public at this moment count.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from collections_app.counted.standing import Standing
from collections_app.counted.values import PERSON as WITH_PERSON
from collections_app.models import Agent, PageNote, PageText
from collections_app.models.agents import AgentQuerySet
from collections_app.search_index.asking import Asked
from collections_app.searched_words import (
    ABOUT,
    ITEMS,
    NAMES,
    PAGE,
    PERSON,
    PRINTED_NOTE,
    TITLE,
)


def with_words(standing: Standing, asked: Asked) -> BitMap:
    """Return the documents, public or not yet, that mention everything asked for."""
    found = [_mention(standing, Asked((term,))) for term in asked.terms]
    return standing.published.intersection(*found)


def ranks(asked: Asked, keys: BitMap) -> Iterator[BitMap]:
    """Divide documents into those that have all the words in the title, in the description, and
    elsewhere."""
    rest = keys
    for kind in (TITLE, ABOUT):
        first = rest & BitMap(ITEMS.groups_found(asked, [kind]))
        rest = rest - first
        yield first
    yield rest


def people_called(asked: Asked) -> AgentQuerySet:
    """Return the public people and bodies one of whose public names has everything asked for."""
    people: AgentQuerySet = Agent.objects.public()
    return people.filter(pk__in=NAMES.groups_with(asked, [PERSON]))


def _mention(standing: Standing, asked: Asked) -> BitMap:
    people = people_called(asked).order_by().values_list("pk", flat=True)
    texts = PageText.objects.public().filter(pk__in=ITEMS.parts_with(asked, PAGE))
    notes = PageNote.objects.public().filter(pk__in=ITEMS.parts_with(asked, PRINTED_NOTE))
    return BitMap(ITEMS.groups_found(asked, [TITLE, ABOUT])).union(
        standing.having(WITH_PERSON, people),
        _owners(texts, "page__copy__item"),
        _owners(notes, "page_text__page__copy__item"),
    )


def _owners(rows: QuerySet[Any], owner: str) -> BitMap:
    return BitMap(rows.order_by().values_list(owner, flat=True).distinct())
