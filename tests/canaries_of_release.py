"""How records of the house are made public, and previews that open and that open nothing."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from briefingbooks import previewing
from briefingbooks.models import Book
from collections_app.models import User
from tests.briefingbooks.make import make_book, make_entry, released
from tests.make import make_item


def make_public(record: Any, by: User, public_from: datetime | None = None) -> None:
    """Publish a record by its own verb, at once or for an instant to come.

    A book passes the gate unseen: its documents have pages on which nothing is burnt in yet, which
    the rule must keep closed without the gate.
    """
    if isinstance(record, Book):
        with patch("briefingbooks.releasing.what_blocks", return_value=[]):
            released(record, public_from, by=by)
    else:
        record.publish(by=by, public_from=public_from)


def plant_previews(
    tokens: dict[str, list[str]], by: User, *, shown: str, hidden: str
) -> dict[str, list[str]]:
    """Plant a scheduled book that shows something hidden beside, and previews; adds the tokens.

    The reader's own name stands on the page: it is the word that is shown.
    """
    later = timezone.now() + timedelta(days=400)
    book = make_book(title=f"{shown} to come", with_parts=True)
    gone = make_item(title=hidden, published=True)
    make_entry(book=book, item=gone, annotation_md=hidden, analysis_md=hidden)
    released(book, later, by=by)
    gone.withdraw(by=by, reason=hidden)
    _, good = previewing.grant(book, name=shown, email=f"{hidden}@example.org", by=by)
    ended, revoked = previewing.grant(book, name=hidden, by=by)
    previewing.revoke(ended, by=by)
    held = released(make_book(title=hidden, summary_md=hidden), later, by=by)
    _, on_hold = previewing.grant(held, name=hidden, by=by)
    held.hold(by=by)
    draft = make_book(title=hidden, summary_md=hidden)
    _, early = previewing.grant(draft, name=hidden, by=by)
    tokens["open"].append(good)
    tokens["closed"] += [revoked, on_hold, early]
    return tokens
