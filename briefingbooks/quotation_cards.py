"""The frozen words of a testimony entry as its card prints them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from briefingbooks.models import Book, Entry, QuotedPassage
from briefingbooks.pages import EntryView, Line
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from oralhistory.clock import clock
from oralhistory.models import Interview
from oralhistory.told_passages import Piece


def quotations_of(book: Book, user: Visitor, at: datetime | None = None) -> list[QuotedPassage]:
    """Return what a book that may be seen quotes, as this person may read it. One query."""
    return _quoted(user, [book.pk], at)


@PreparedForReaders
def _quoted(user: Visitor, books: Collection[int], at: datetime) -> QuerySet[QuotedPassage]:
    found = QuotedPassage.objects.of_seen(books, user, at)
    return found.select_related("transcript__language").order_by("entry", "position")


def show_quotation(
    view: EntryView, entry: Entry, interview: Interview, rows: list[QuotedPassage]
) -> None:
    """Put the words on a card, with version, times and links; those given at the desk if none."""
    view.lines = list(_lines(interview, rows))
    view.cited = next((row.transcript.cited_as for row in rows if row.words), "")
    times = [row for row in rows if row.start_ms is not None and row.end_ms is not None]
    start, end = entry.start_ms, entry.end_ms
    if times:
        start, end = times[0].start_ms, times[-1].end_ms
    if start is not None and end is not None:
        view.time_range = _("from {start} to {end}").format(start=clock(start), end=clock(end))
        view.url = interview.moment_url(start)
    elif entry.first_key:
        view.url = _passage_url(interview, entry.first_key)


def _lines(interview: Interview, rows: Iterable[QuotedPassage]) -> Iterable[Line]:
    speaker, notice = "", ""
    for row in rows:
        if row.notice:
            if row.notice != notice:
                yield Line(notice=row.notice)
            speaker, notice = "", row.notice
            continue
        timed = row.start_ms is not None
        yield Line(
            time=clock(row.start_ms) if row.start_ms is not None else "",
            url=interview.moment_url(row.start_ms or 0)
            if timed
            else _passage_url(interview, row.key),
            speaker=row.speaker if row.speaker != speaker else "",
            pieces=tuple(pieces(row.words, row.gaps)),
            language=row.language_id,
            key=row.key,
        )
        speaker, notice = row.speaker, ""


def pieces(words: str, gaps: list[list[int]]) -> Iterable[Piece]:
    """Yield the words in order, cut where others stand instead of withheld ones."""
    instead = {start for start, _ in gaps}
    edges = sorted({0, len(words), *(edge for gap in gaps for edge in gap)})
    for start, end in pairwise(edges):
        yield Piece(words[start:end], start in instead)


def _passage_url(interview: Interview, key: str) -> str:
    return f"{interview.get_absolute_url()}#p-{key}"
