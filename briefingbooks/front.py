"""What the home page and the plain search gather from all rooms; everything from `public()`."""

import operator
from dataclasses import dataclass
from functools import reduce

from django.db.models import Q, QuerySet

from briefingbooks.models import Book
from collections_app.cards import ItemCard, item_cards
from collections_app.filters import with_words, words_of
from collections_app.locked import LockedArchive, assemble_locked, nobody_may_open
from collections_app.models import Agent, ArchivalItem, Copy, Extent
from oralhistory.models import Interview

LONGEST_QUERY = 200
SHOWN = 10
_OPENED = (Extent.IN_FULL, Extent.EXCISED)


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, grouped; each group is cut at `SHOWN` and says how many there are."""

    books: list[Book]
    items: list[ItemCard]
    interviews: list[Interview]
    people: list[Agent]
    book_count: int
    item_count: int
    interview_count: int
    people_count: int

    @property
    def count(self) -> int:
        return self.book_count + self.item_count + self.interview_count + self.people_count


def newly_opened() -> list[Copy]:
    """Return the releases of latest date whose pages anyone may open, one to a document."""
    opened = Copy.objects.opened().filter(
        extent__in=_OPENED, released_on__isnull=False, item__is_demonstration=False
    )
    return list(opened.select_related("item").order_by("-released_on", "-pk")[:6])


def locked_by_archive() -> list[LockedArchive]:
    """Return the archives that hold documents nobody may open, those with most first."""
    archives = [archive for archive in assemble_locked().archives if archive.number]
    return sorted(archives, key=lambda archive: (-archive.number, archive.name))[:8]


def figures() -> dict[str, int]:
    """Count what is public; demonstrations are not counted."""
    items = ArchivalItem.objects.public().filter(is_demonstration=False)
    return {
        "documents": items.count(),
        "locked": nobody_may_open().filter(is_demonstration=False).count(),
        "books": Book.objects.public().filter(is_demonstration=False).count(),
    }


def search(words: str) -> Results:
    """Find public books, items, interviews and people that contain every word, in any order."""
    books = _containing(Book.objects.public().for_card(), words, "title", "decks")
    items = with_words(ArchivalItem.objects.public(), words).order_by("-date_earliest", "ref")
    interviews = _containing(Interview.objects.public(), words, "ref", "title", "summary")
    people = _called(words)
    return Results(
        list(books[:SHOWN]),
        item_cards(items[:SHOWN], words=words_of(words)),
        list(interviews[:SHOWN]),
        list(people[:SHOWN]),
        books.count(),
        items.count(),
        interviews.count(),
        people.count(),
    )


def _called(words: str) -> QuerySet:
    """Return the people whose name or other name has every word."""
    people = Agent.objects.public()
    for word in words_of(words):
        people = people.called(word)
    return people.by_label() if words_of(words) else people.none()


def _containing(records: QuerySet, words: str, *fields: str) -> QuerySet:
    for word in words.split()[:8]:
        records = records.filter(
            reduce(operator.or_, [Q(**{f"{f}__icontains": word}) for f in fields])
        )
    return records
