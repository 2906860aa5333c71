"""Editions of books: what they show, and what was closed in them after they were released."""

from typing import Any
from unittest.mock import patch

from briefingbooks.editions import making
from briefingbooks.editions.closing import strike
from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import Edition
from collections_app.models import User
from tests.briefingbooks.editions.make import make_edition
from tests.briefingbooks.make import make_book, make_entry, released
from tests.make import make_copy, make_derivative, make_item, make_page

PAGE_ALONE = making.MAKERS[:2]


def plant_editions(house: Any, by: User, *, shown: str, hidden: str) -> None:
    """Plant an edition that lost a document and has its reissue, others that have none yet, and
    one of a book that is held."""
    with patch.object(making, "MAKERS", PAGE_ALONE):
        house.edition = _reissued(by, shown=shown, hidden=hidden)
        house.closed_edition = _closed(by, hidden=hidden)
        house.struck_edition = _struck(hidden=hidden)
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
