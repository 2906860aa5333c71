"""Where public books mention what the lower rooms hold: "Document 8", "note 14 of …"."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefingbooks.models import (
    Book,
    BookLink,
    BookRelation,
    ChronologyEvent,
    Contribution,
    Entry,
    EntryLink,
    GlossaryTerm,
    QuotedPassage,
    Reference,
    Section,
    Source,
    SourceCreator,
)
from collections_app.dependants import Mention
from collections_app.models import ArchivalItem, Privacy, Subject
from collections_app.prepared_questions import Prepared
from collections_app.public_words import DATED, OF_THE_LINK, Words
from oralhistory.models import Interview

Place = tuple[str, str]


def _mentions(shown: Iterable[Any], named: Iterable[Reference]) -> list[Mention]:
    """Return the public books that show or name a record, with every spot in them."""
    found: dict[Book, dict[str, list[Place]]] = {}
    for entry in shown:
        kind = _("Testimony {number}") if entry.interview_id else _("Document {number}")
        place = (
            kind.format(number=entry.number),
            f"{entry.book.get_absolute_url()}#{entry.anchor}",
        )
        found.setdefault(entry.book, {}).setdefault("entries", []).append(place)
    for row in named:
        places = found.setdefault(row.book, {})
        if row.footnote:
            where = (str(row.footnote.number), f"#fn-{row.footnote.label}")
        else:
            where = (_("in the text"), f"#{row.section.slug}" if row.section else "")
        place = (where[0], row.book.get_absolute_url() + where[1])
        kept = places.setdefault("notes" if row.footnote else "text", [])
        if place not in kept and (row.footnote or not kept):
            kept.append(place)
    return [_mention(book, places) for book, places in found.items()]


def _mention(book: Book, places: dict[str, list[Place]]) -> Mention:
    entries, text = places.get("entries", []), places.get("text", [])
    notes = places.get("notes", [])
    label = ngettext("note {numbers}", "notes {numbers}", len(notes))
    numbers = label.format(numbers=", ".join(words for words, _url in notes)) if notes else ""
    said = [*(words for words, _url in [*entries, *text]), numbers]
    linked = [(_("note {number}").format(number=words), url) for words, url in notes]
    title = book.title
    if book.number:
        title = _("{title} (Book {number})").format(title=book.title, number=book.number)
    return Mention(
        title, book.get_absolute_url(), "; ".join(filter(None, said)), (*entries, *text, *linked)
    )


def books_with_item(item: ArchivalItem) -> list[Mention]:
    """Return the public books that show or cite an item. Two queries."""
    return _mentions(_entries_of_items([item.pk]), _naming_items([item.pk]))


def books_with_interview(interview: Interview) -> list[Mention]:
    """Return the public books that show or cite an interview. Two queries."""
    return _mentions(_entries_of_interviews([interview.pk]), _naming_interviews([interview.pk]))


def books_citing(source: Source) -> list[Mention]:
    """Return the public books that cite a work, under whatever key. One query."""
    return _mentions([], _naming_works([source.pk]))


@Prepared
def _entries_of_items(items: Collection[int], at: datetime) -> QuerySet:
    return _in_books(Entry.objects.public(at).filter(item__in=items))


@Prepared
def _entries_of_interviews(interviews: Collection[int], at: datetime) -> QuerySet:
    return _in_books(Entry.objects.public(at).filter(interview__in=interviews))


def _in_books(entries: Any) -> QuerySet:
    return entries.numbered().select_related("book").order_by("book", "position", "pk")


@Prepared
def _naming_items(items: Collection[int], at: datetime) -> QuerySet:
    return _by_note(Reference.objects.public(at).filter(item__in=items))


@Prepared
def _naming_interviews(interviews: Collection[int], at: datetime) -> QuerySet:
    return _by_note(Reference.objects.public(at).filter(interview__in=interviews))


@Prepared
def _naming_works(works: Collection[int], at: datetime) -> QuerySet:
    cited = Q(source__in=works) | Q(source__same_as__in=works)
    return _by_note(Reference.objects.public(at).filter(cited))


def _by_note(named: QuerySet) -> QuerySet:
    rows = named.select_related("book", "footnote", "section")
    return rows.order_by("book", "footnote__number", "position")


def books_on_turning_point(subject: Subject) -> list[Mention]:
    """Return the public books about a turning point. One query."""
    books = Book.objects.public().filter(turning_point=subject).for_card()
    return [Mention(book.title, book.get_absolute_url(), "briefing book") for book in books]


FINDERS: dict[type[models.Model], Callable[[Any], list[Mention]]] = {
    ArchivalItem: books_with_item,
    Interview: books_with_interview,
    Source: books_citing,
    Subject: books_on_turning_point,
}


def _named_openly(rows: Any) -> Any:
    """Leave out people who are protected: their label is not printed (`printed_label`)."""
    return rows.exclude(agent__privacy__in=[Privacy.PSEUDONYM, Privacy.WITHHELD])


OF_A_WORK = (
    *("title", "short_title", "genre", "container", "edition", "publisher", "number"),
    *("archive", "archive_location", "date_display", "date_edtf", "link__url"),
)


def _whole_names(names: Any) -> Any:
    """Read names as they are printed: no part of one is looked for alone."""
    return names.annotate(
        whole_name=Concat("given", Value(" "), "family", Value(" "), "suffix", "literal")
    )


BOOK_WORDS = (
    Words(
        Book,
        "pk",
        ("title", "slug", "decks", "dateline", "summary_md", "content_notice", "contact",
         "about_md", *DATED),
    ),
    Words(Book, "pk", ("series__name",), "series"),
    Words(Contribution, "book", ("credited_as", "affiliation"), "contributions"),
    Words(Section, "book", ("heading", "slug", "body_md"), "sections"),
    Words(
        Entry,
        "book",
        (
            "title_override",
            "source_line_override",
            "annotation_md",
            "analysis_md",
            "content_notice",
        ),
        "entries",
    ),
    Words(QuotedPassage, "entry__book", ("words", "speaker"), "quotations"),
    Words(EntryLink, "entry__book", ("note", *OF_THE_LINK), "entries"),
    Words(BookLink, "book", ("note", *OF_THE_LINK), "links"),
    Words(
        Reference, "book",
        tuple(f"{work}__{field}" for work in ("source", "source__same_as") for field in OF_A_WORK),
        "works cited", lambda rows: rows.filter(source__isnull=False),
    ),
    Words(SourceCreator, "source__references__book", ("whole_name",), "works cited", _whole_names),
    Words(
        SourceCreator, "source__aliases__references__book", ("whole_name",), "works cited",
        _whole_names,
    ),
    Words(ChronologyEvent, "book", ("title", "text_md", "place"), "events"),
    *(
        words
        for owner in ("book", "uses__book")
        for words in (
            Words(GlossaryTerm, owner, ("label", "full_form"), "glossary", _named_openly),
            Words(GlossaryTerm, owner, ("definition",), "glossary"),
        )
    ),
    Words(BookRelation, "book", ("note", *OF_THE_LINK), "related books"),
    Words(BookRelation, "other", ("note",), "related books"),
)  # fmt: skip
