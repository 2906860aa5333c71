"""Four releases of one made-up memo, each with other excisions, and builders for their copies."""

from datetime import date
from typing import Any

from collections_app.models import ArchivalItem, Copy
from collections_app.page_texts import Run
from collections_app.passages import CopyText, tokens_of
from tests.make import make_copy, make_page, make_page_text

OPENING = "The office was asked for guidance on three questions."
PAPER = "A first paper was written early in May."
SENT = "It was sent to three offices on the same day."
MEANING = "The word has a meaning in law that binds us."
END = "Nobody decided before the end of the week."

RELEASES: list[tuple[date, str]] = [
    (date(2001, 5, 18), f"{OPENING} [3 lines not declassified] {MEANING}\n\n{END}"),
    (date(2004, 6, 1), f"{OPENING} {PAPER} [2 lines not declassified] {MEANING}\n\n{END}"),
    (
        date(2009, 3, 2),
        f"[Text not declassified] {PAPER} {SENT} [1 line not declassified]\n\n{END}",
    ),
    (date(2012, 11, 30), f"[1 page not declassified]\n\n{END}"),
]
DATES = [day for day, _text in RELEASES]


def read(*pages: str, **about: Any) -> CopyText:
    """Read the pages of a copy that is not in the database."""
    cut = [
        (number, [[Run("text", words)] for words in text.split("\n\n")])
        for number, text in enumerate(pages, start=1)
    ]
    return CopyText(tokens_of(cut), **about)


def make_release(
    item: ArchivalItem, text: str = "", day: date | None = None, **fields: Any
) -> Copy:
    """Make an opened copy released on a day, its text on one page."""
    settings: dict[str, Any] = {"opened": True, "extent": "excised", "released_on": day}
    copy = make_copy(item=item, **(settings | fields))
    if text:
        make_page_text(page=make_page(copy=copy), text=text, is_reviewed=True)
    return copy


def make_releases(item: ArchivalItem) -> list[Copy]:
    """Make the four releases."""
    return [make_release(item, text, day, released_by="The Office") for day, text in RELEASES]
