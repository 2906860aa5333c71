"""All kinds of public records that are given out as values, each with where it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from ninja import Schema

from briefingbooks.open_data import books, documents, holdings, terms, testimony, tracker
from briefingbooks.open_data.parts import Absolute

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its name in addresses and files, its table of fields, its records.

    `key` is the column that identifies a record in addresses.
    """

    name: str
    noun: str
    key: str
    schema: type[Schema]
    records: Callable[[], QuerySet]
    values: Callable[[Any, Absolute], Any]

    def stretch(self, after: int, number: int, records: QuerySet | None = None) -> list[Any]:
        """Return the first records behind a primary key, in the order of keys."""
        found = self.records() if records is None else records
        return list(found.filter(pk__gt=after).order_by("pk")[:number])

    def all_values(self, absolute: Absolute) -> Iterator[Schema]:
        """Yield the values of all records, read some hundred at a time."""
        after = 0
        while some := self.stretch(after, AT_ONCE):
            yield from self.values(some, absolute)
            after = some[-1].pk


ITEMS = Kind(
    "items", "document", "ref",
    documents.ItemValues, documents.items, documents.item_values,
)  # fmt: skip
COLLECTIONS = Kind(
    "collections", "collection", "code",
    holdings.CollectionValues, holdings.collections, holdings.collection_values,
)  # fmt: skip
ARCHIVES = Kind(
    "archives", "archive", "code",
    holdings.ArchiveValues, holdings.archives, holdings.archive_values,
)  # fmt: skip
PEOPLE = Kind("people", "person or body", "slug", terms.PersonValues, terms.people,
              terms.person_values)  # fmt: skip
PLACES = Kind("places", "place", "slug", terms.PlaceValues, terms.places, terms.place_values)
SUBJECTS = Kind("subjects", "subject", "slug", terms.SubjectValues, terms.subjects,
                terms.subject_values)  # fmt: skip
BOOKS = Kind("books", "briefing book", "slug", books.BookValues, books.books, books.book_values)
INTERVIEWS = Kind(
    "interviews", "interview", "ref",
    testimony.InterviewValues, testimony.interviews, testimony.interview_values,
)  # fmt: skip
PASSAGES = Kind(
    "passages", "passage", "key",
    testimony.PassageValues, testimony.passages, testimony.passage_values,
)  # fmt: skip
REQUESTS = Kind("requests", "request", "number", tracker.RequestValues, tracker.requests,
                tracker.request_values)  # fmt: skip

KINDS = (ITEMS, COLLECTIONS, ARCHIVES, PEOPLE, PLACES, SUBJECTS, BOOKS, INTERVIEWS, PASSAGES,
         REQUESTS)  # fmt: skip
