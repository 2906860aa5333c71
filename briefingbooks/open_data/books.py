"""Briefing books as plain values."""

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812  a field of the values is called date
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from ninja import Schema
from pydantic import Field

from briefingbooks.models import Book, Contribution, Edition, Entry, Issue
from briefingbooks.open_data.parts import Absolute, Dated, Named, Public, dated, public
from briefingbooks.summaries import plain_summaries
from collections_app.models import ArchivalItem, Subject
from oralhistory.models import Interview


class Credit(Schema):
    """Somebody's part in making the book, as credited then."""

    role: str = Field(examples=["editor"])
    name: str = Field(examples=["A. Editor"])
    affiliation: str


class EditionValues(Schema):
    """A frozen edition that readers get."""

    number: int = Field(examples=[1])
    url: str
    released_at: datetime


class BookValues(Public):
    """An electronic briefing book: one turning point told through annotated evidence."""

    id: str = Field(examples=["genocide-fax"])
    title: str = Field(examples=["The Genocide Fax"])
    series: str
    number: int | None = Field(examples=[452])
    language: str = Field(examples=["en"])
    decks: list[str]
    summary: str = Field(description="In plain words, without notes.")
    content_notice: str
    date: Dated = Field(description="Of the turning point.")
    turning_point: Named | None
    posted_on: Day | None
    updated_on: Day | None
    dateline: str
    credits: list[Credit]
    documents: list[str] = Field(
        description="References of its documents, in its order.", examples=[["FTP-0001"]]
    )
    interviews: list[str] = Field(
        description="References of its testimony, in its order.", examples=[["FTP-OH-0001"]]
    )
    editions: list[EditionValues]
    is_demonstration: bool


def books() -> QuerySet:
    """Return the public books with everything that their values need."""
    item = ArchivalItem.objects.public().filter(pk=OuterRef("item"))
    interview = Interview.objects.public().filter(pk=OuterRef("interview"))
    entries = Entry.objects.public().annotate(
        item_is_public=Exists(item), interview_is_public=Exists(interview)
    )
    shown = Prefetch("entries", entries.select_related("item", "interview"))
    return books_described().prefetch_related(shown)


def books_described() -> QuerySet:
    """Return the public books with what `values_described` needs."""
    return (
        Book.objects.public()
        .select_related("series")
        .prefetch_related(
            Prefetch("turning_point", Subject.objects.public()),
            Prefetch("contributions", Contribution.objects.public()),
        )
    )


def book_values(records: Iterable[Book], absolute: Absolute) -> list[BookValues]:
    """Return books from `books()` as values, with the editions of which readers get an issue."""
    records = list(records)
    summaries, editions = plain_summaries(records), _editions(records)
    return [
        _book(book, summaries[book.pk], editions.get(book.pk, []), absolute) for book in records
    ]


def _editions(books: list[Book]) -> dict[int, list[Edition]]:
    rows = list(Edition.objects.public().filter(book__in=books).select_related("book"))
    issues = Issue.objects.of_seen([edition.pk for edition in rows]).public()
    given = set(issues.values_list("edition", flat=True))
    found: dict[int, list[Edition]] = {}
    for edition in sorted(rows, key=attrgetter("number")):
        if edition.pk in given:
            found.setdefault(edition.book_id, []).append(edition)
    return found


def values_described(records: Iterable[Book], absolute: Absolute) -> list[BookValues]:
    """Return books as values that have no lists of what they show and of their editions at all."""
    records = list(records)
    summaries = plain_summaries(records)
    return [
        BookValues.model_construct(**_described(book, summaries[book.pk], absolute))
        for book in records
    ]


def _book(book: Book, summary: str, editions: list[Edition], absolute: Absolute) -> BookValues:
    entries = list(book.entries.all())
    return BookValues(
        **_described(book, summary, absolute),
        documents=[one.item.ref for one in entries if one.item_is_public],
        interviews=[one.interview.ref for one in entries if one.interview_is_public],
        editions=[
            EditionValues(
                number=one.number,
                url=absolute(one.get_absolute_url()),
                released_at=one.released_at,
            )
            for one in editions
        ],
    )


def _described(book: Book, summary: str, absolute: Absolute) -> dict[str, Any]:
    same = ("title", "number", "language", "content_notice", "posted_on", "updated_on", "dateline",
            "is_demonstration")  # fmt: skip
    point = book.turning_point
    return {
        **public(book, absolute),
        **{name: getattr(book, name) for name in same},
        "id": book.slug,
        "series": book.series.name if book.series else "",
        "decks": book.deck_lines,
        "summary": summary,
        "date": dated(book),
        "turning_point": Named(id=point.slug, label=point.label_en) if point else None,
        "credits": [
            Credit(role=one.role, name=one.credited_as, affiliation=one.affiliation)
            for one in book.contributions.all()
        ],
    }
