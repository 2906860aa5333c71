"""Names that begin like what somebody types, or nearly are it: of public records alone.

The index of words only proposes records; the names come from the records that the rule shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from briefingbooks.models import Book
from briefingbooks.searching.words_of_books import BOOKS
from briefingbooks.searching.words_of_books import TITLE as TITLE_OF_BOOK
from collections_app.models import Agent, ArchivalItem, Collection, Place, Repository, Subject
from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.words import words_in
from collections_app.searched_words import (
    ARCHIVE,
    COLLECTION,
    ITEMS,
    NAMES,
    PERSON,
    PLACE,
    SUBJECT,
    TITLE,
)

SHORTEST_TYPED = 2
OF_EACH = 4
MOST_OFFERED = 12
SHORTEST_CORRECTED = 4
MOST_COMPARED = 2000


@dataclass(frozen=True, slots=True)
class Offered:
    """A name to choose: what it says, what it is the name of, and its page."""

    words: str
    kind: str
    url: str


_KINDS: list[tuple[Any, Any, int, Any, str]] = [
    (Agent, NAMES, PERSON, gettext_lazy("person or body"), "public_label"),
    (Place, NAMES, PLACE, gettext_lazy("place"), "name"),
    (Subject, NAMES, SUBJECT, gettext_lazy("subject"), "label"),
    (Book, BOOKS, TITLE_OF_BOOK, gettext_lazy("briefing book"), "title"),
    (Repository, NAMES, ARCHIVE, gettext_lazy("archive"), "name"),
    (Collection, NAMES, COLLECTION, gettext_lazy("collection"), "title"),
    (ArchivalItem, ITEMS, TITLE, gettext_lazy("document"), "title"),
]


def offered(typed: str) -> list[Offered]:
    """Return names with a word for each word typed, the last of them perhaps unfinished.

    One query to a kind of record; nothing for less than two letters.
    """
    words = [word.folded for word in words_in(typed)][:8]
    if not words or len(words[-1]) < SHORTEST_TYPED:
        return []
    asked = Asked(tuple(Term(Term.BEGINNING, (word,), word) for word in words))
    found: list[Offered] = []
    for model, index, kind, noun, label in _KINDS:
        records = model.objects.public().filter(pk__in=index.groups_with(asked, [kind]))
        found += [
            Offered(str(getattr(one, label)), str(noun), one.get_absolute_url())
            for one in records.order_by("pk")[:OF_EACH]
        ]
    return found[:MOST_OFFERED]


def nearly(asked: Asked) -> str:
    """Return the question with words exchanged for the nearest in a public name; "" for none."""
    said, is_other = [], False
    for term in asked.terms:
        better = _nearest(term.folded[0]) if term.kind == Term.WORD else ""
        is_other = is_other or bool(better)
        said.append(better or (f'"{term.said}"' if term.kind == Term.PHRASE else term.said))
    return " ".join(said) if is_other else ""


def _nearest(word: str) -> str:
    """Return the word of a public name that is one slip away from `word`, two for a long word."""
    if len(word) < SHORTEST_CORRECTED:
        return ""
    slips = 1 if len(word) < 7 else 2
    best, distance = "", slips + 1
    for name in _names_like(word):
        for one in words_in(name):
            if one.folded == word:
                return ""
            if abs(len(one.folded) - len(word)) < distance:
                far = slips_between(word, one.folded, distance)
                if far < distance:
                    best, distance = name[one.start : one.end], far
    return best


def _names_like(word: str) -> Iterator[str]:
    """Yield public names with a word that begins as `word` would after a slip in its first letters.

    Its first letter is right; or too much, or exchanged with the second.
    """
    beginnings = {word[0], word[1:3], word[1] + word[0]}
    terms = tuple(Term(Term.BEGINNING, (one,), one) for one in sorted(beginnings))
    for model, index, kind, _noun, label in _KINDS[:3]:
        keys = index.groups_with(Asked(terms), [kind], is_any=True)
        for record in model.objects.public().filter(pk__in=keys).order_by("pk")[:MOST_COMPARED]:
            yield str(getattr(record, label))


def slips_between(one: str, other: str, most: int) -> int:
    """Return how many slips (a letter more, less, other, two exchanged) part two words.

    Optimal string alignment; counts no further than `most`. Pure.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, last, row = row, before, [at]
        for place, mate in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != mate))
            is_swap = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == mate
            row.append(min(cost, last[place - 2] + 1) if is_swap else cost)
        if min(row) >= most:
            return most
    return row[-1]


def completions(names: Iterable[Offered]) -> list[str]:
    """Return what is offered, each wording once."""
    return list(dict.fromkeys(one.words for one in names))
