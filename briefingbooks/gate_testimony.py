"""What the gate asks of testimony: agreements, words that may be quoted, copies without what is
withheld."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from briefingbooks.gaps_found import BookGap, Topic, page_of
from briefingbooks.models import Book, Entry, QuotationTask, QuotedPassage
from oralhistory.models import Interview, ReviewTask
from oralhistory.models.participations import Role


def gaps_of(book: Book, at: datetime) -> Iterator[BookGap]:
    """List what keeps the testimony of a book from being shown or quoted at an instant.

    That an entry was never quoted, or its interview is not public, `Book.publication_gaps` says.
    """
    entries = list(book.entries.filter(interview__isnull=False).select_related("interview"))
    yield from _of_words(entries, at)
    yield from _of_tasks(entries)
    for interview in Interview.objects.filter(entries__in=entries).distinct():
        quoting = [entry for entry in entries if entry.interview_id == interview.pk]
        yield from _of_interview(interview, quoting)


def _of_words(entries: Iterable[Entry], at: datetime) -> Iterator[BookGap]:
    """Hold the words that were taken against what may be quoted at the instant."""
    rows = QuotedPassage.objects.filter(entry__in=entries)
    standing = set(rows.standing(at).values_list("pk", flat=True))
    withdrawn: dict[int, int] = defaultdict(int)
    closed: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.withdrawn_on is not None:
            withdrawn[row.entry_id] += 1
        elif row.pk not in standing:
            closed[row.entry_id] += 1
    for entry in entries:
        if withdrawn[entry.pk]:
            yield _at(entry, f"Entry {entry.key} quotes words that were withdrawn.")
        if closed[entry.pk]:
            yield _at(entry, f"Entry {entry.key} quotes words that may not be quoted then.")


def _of_tasks(entries: Iterable[Entry]) -> Iterator[BookGap]:
    """Ask for quotations that somebody was to look at."""
    tasks = QuotationTask.objects.filter(entry__in=entries, task__state=ReviewTask.State.OPEN)
    for one in tasks.select_related("entry"):
        is_closed = one.about == QuotationTask.About.WITHDRAWN
        words = f"Entry {one.entry.key} waits for a look: {one.get_about_display()}."
        yield _at(one.entry, words, blocks=is_closed)


def _of_interview(interview: Interview, entries: list[Entry]) -> Iterator[BookGap]:
    """Ask for the agreements of whoever speaks in it, and for what blocks the interview itself."""
    place = ", ".join(f"entry {entry.key}" for entry in entries)
    home = page_of(interview)
    narrators = interview.participations.with_consent().filter(role=Role.NARRATOR)
    for person in narrators.filter(allows_quotation=False):
        words = f"{interview.ref}: {person.house_name} does not allow quotation."
        yield BookGap("agreements", words, True, home, Topic.TESTIMONY, place)
    for gap in interview.publication_gaps():
        if gap.blocks:
            words = f"{interview.ref}: {gap.message}"
            yield BookGap(gap.field, words, True, home, Topic.TESTIMONY, place)


def _at(entry: Entry, words: str, *, blocks: bool = True) -> BookGap:
    place = f"entry {entry.key}"
    return BookGap("quotation", words, blocks, page_of(entry), Topic.TESTIMONY, place)
