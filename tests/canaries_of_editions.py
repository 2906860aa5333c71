"""Editions of books: what they show, and what was closed in them after they were released."""

from typing import Any
from unittest.mock import patch

from briefingbooks import releasing
from briefingbooks.editions import making
from briefingbooks.editions.closing import strike
from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import Edition
from briefingbooks.references import derive_references
from collections_app.models import User
from tests.briefingbooks.editions.make import make_edition
from tests.briefingbooks.make import make_book, make_entry, make_section, released
from tests.make import (
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_place,
    make_repository,
)
from tests.oralhistory.make import make_interview, make_participation, make_transcript

PAGE_ALONE = making.MAKERS[:2]


def plant_editions(house: Any, by: User, *, shown: str, hidden: str) -> None:
    """Plant an edition that lost a document and has its reissue, others that have none yet, one
    withdrawn with its book, one whose notes named what is closed, and one of a book on hold."""
    with patch.object(making, "MAKERS", PAGE_ALONE):
        house.edition = _reissued(by, shown=shown, hidden=hidden)
        house.closed_edition = _closed(by, hidden=hidden)
        house.struck_edition = _struck(hidden=hidden)
        house.withdrawn_edition = _withdrawn(by, hidden=hidden)
        house.cited_edition = _cited(by, hidden=hidden)
        held = make_book(title=hidden, summary_md=hidden, published=True)
        make_edition(held)
        held.hold(by=by)
        house.hidden.append(held)


def _with_document(title: str, hidden: str) -> tuple[Edition, Any]:
    """Release a book about a document whose page can be seen."""
    item = make_item(title=hidden, published=True)
    page = make_page(copy=make_copy(item=item, opened=True))
    make_derivative(page=page, kind="display", content=hidden.encode())
    book = make_book(title=title)
    make_entry(book=book, item=item, annotation_md=hidden, analysis_md=hidden)
    released(book)
    edition = book.editions.get()
    making.make_files(edition.issues.get())
    return edition, item


def _reissued(by: User, *, shown: str, hidden: str) -> Edition:
    edition, item = _with_document(f"{shown} edition", hidden)
    item.withdraw(by=by, reason=hidden)
    assert reissue_with_files(edition) is not None, edition.problem
    return edition


def _closed(by: User, *, hidden: str) -> Edition:
    edition, item = _with_document("Closed edition", hidden)
    item.hold(by=by)
    return edition


def _struck(*, hidden: str) -> Edition:
    book = make_book(title="Struck edition", summary_md=f"It told of {hidden}.")
    released(book)
    edition: Edition = book.editions.get()
    making.make_files(edition.issues.get())
    strike(edition, [hidden], by=None)
    type(book).objects.filter(pk=book.pk).update(summary_md="It tells of nothing.")
    return edition


def _withdrawn(by: User, *, hidden: str) -> Edition:
    book = make_book(title="Withdrawn edition", summary_md=f"It told of {hidden}.")
    edition: Edition = released(book).editions.get()
    making.make_files(edition.issues.get())
    releasing.withdraw(book, by=by, reason=hidden)
    releasing.take_back(book, by=by, reason=hidden)
    type(book).objects.filter(pk=book.pk).update(summary_md="It tells of nothing.")
    book.refresh_from_db()
    released(book)
    return edition


def _cited(by: User, *, hidden: str) -> Edition:
    """Release a book whose note names an archive, a place and a speaker, and close all three."""
    archive = make_repository(name=hidden, published=True)
    item = make_item(title="Cited document", held_at=archive, published=True)
    place = make_place(name=hidden, published=True)
    interview = make_interview(narrators=[], place=place)
    speaker = make_participation(interview=interview, public_name=hidden)
    make_transcript(interview=interview)
    interview.publish(by=by)
    notes = f"[^x]: {{doc}}`{item.ref}`; {{testimony}}`{interview.ref}`"
    book = make_book(title="Cited edition")
    make_section(book=book, body_md=f"Known.[^x]\n\n{notes}")
    derive_references(book)
    edition: Edition = released(book).editions.get()
    making.make_files(edition.issues.get())
    archive.hold(by=by)
    place.hold(by=by)
    speaker.identity_mode, speaker.public_name = "anonymous", ""
    speaker.save()
    assert reissue_with_files(edition) is not None, edition.problem
    return edition
