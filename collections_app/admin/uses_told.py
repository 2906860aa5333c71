"""What needs a record, summed up for the screens of withdrawing and deleting."""

from collections.abc import Sequence

from collections_app.dependants import Use


def said_of(uses: Sequence[Use]) -> str:
    """Sum up what needs a record: “Used in 3 books, 7 notes”; "" where nothing does."""
    if not uses:
        return ""
    books = len({use.url for use in uses})
    notes = sum(use.notes for use in uses)
    words = f"Used in {_count(books, 'book')}"
    return f"{words}, {_count(notes, 'note')}" if notes else words


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
