"""Which documents have the words that a reader looks for, and which of them come first.

Each thing asked for may stand in the description of a document, in the name of somebody connected
with it, or on one of its pages. The index of words proposes, the rule decides: of what it names,
only texts and people that are public at this moment count. Texts are asked one by one only where a
document has a closed one (`counted`); of all others the rule has said already that they are open.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from collections_app.counted.standing import Standing
from collections_app.counted.values import CLOSED_TEXT
from collections_app.counted.values import PERSON as WITH_PERSON
from collections_app.models import Agent, PageNote, PageText
from collections_app.models.agents import AgentQuerySet
from collections_app.prepared_questions import Prepared
from collections_app.search_index.asking import Asked
from collections_app.searched_words import (
    ABOUT,
    ITEMS,
    KINDS,
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
    groups = ITEMS.groups_by_kind(asked)
    title, about, read, noted = (BitMap(groups.get(kind, ())) for kind in KINDS)
    doubtful = standing.having(CLOSED_TEXT, ["yes"])
    found = title | about | (read | noted) - doubtful
    if doubtful & read:
        texts = PageText.objects.public().filter(pk__in=ITEMS.parts_with(asked, PAGE))
        found |= _owners(texts, "page__copy__item")
    if doubtful & noted:
        notes = PageNote.objects.public().filter(pk__in=ITEMS.parts_with(asked, PRINTED_NOTE))
        found |= _owners(notes, "page_text__page__copy__item")
    named = [key for (key,) in _public_people(NAMES.groups_found(asked, [PERSON]))]
    return found | standing.having(WITH_PERSON, named)


@Prepared
def _public_people(keys: Collection[int], at: datetime) -> QuerySet:
    return Agent.objects.public(at).filter(pk__in=keys).order_by().values_list("pk")


def _owners(rows: QuerySet[Any], owner: str) -> BitMap:
    return BitMap(rows.order_by().values_list(owner, flat=True).distinct())
