"""The report on a volume: what was counted, beside what its front matter says of itself."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import TypeVar

from collections_app.frus.volume import (
    Document,
    DocumentKind,
    Excision,
    Level,
    Nature,
    Problem,
    State,
    Statement,
    Status,
    Volume,
    Where,
)

_Name = TypeVar("_Name", bound=str)

WIDTH = 96  # characters of a terminal line
NO_AMOUNT = "no amount stated"
_STATUS_WORDS = {
    Status.IN_FULL: "released in full",
    Status.EXCISED: "with excisions",
    Status.WITHHELD: "withheld in full",
    Status.PENDING: "not declassified in time",
    Status.LISTED: "listed without text",
    Status.NOT_APPLICABLE: "editorial note, nothing withheld",
}


@dataclass(frozen=True, slots=True)
class Review:
    """Documents as the front matter counts them; a document withheld has no other place here.

    `pending` documents are not declassified in time: neither released nor denied.
    """

    withheld_in_full: int
    pending: int
    paragraph_or_more: int
    minor_only: int


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one volume. Documents by kind, level and status, marks by nature, unit, place."""

    volume: str
    title: str
    documents: int
    excisions: int
    by_kind: Mapping[DocumentKind, int]
    by_level: Mapping[Level, int]
    by_status: Mapping[Status, int]
    by_nature: Mapping[Nature, int]
    by_unit: Mapping[str, int]
    by_place: Mapping[Where, int]
    review: Review
    statement: Statement | None
    problems: tuple[Problem, ...]


def make_report(volume: Volume) -> Report:
    """Count a volume. Editorial notes bear no marking and are left out of the levels."""
    documents = volume.documents
    marks = [excision for document in documents for excision in document.excisions]
    return Report(
        volume=volume.id,
        title=volume.title,
        documents=len(documents),
        excisions=len(marks),
        by_kind=Counter(document.kind for document in documents),
        by_level=Counter(
            document.marking.level
            for document in documents
            if document.kind != DocumentKind.EDITORIAL_NOTE
        ),
        by_status=Counter(document.status for document in documents),
        by_nature=Counter(mark.nature for mark in marks),
        by_unit=Counter(_unit(mark) for mark in marks),
        by_place=Counter(mark.location.where for mark in marks),
        review=count_review(documents),
        statement=volume.front_matter_statement,
        problems=volume.problems,
    )


def count_review(documents: tuple[Document, ...]) -> Review:
    """Count documents the way the front matter does.

    A document counts once: as withheld, or by the largest of its excisions. A paragraph or more is
    what a mark measures in paragraphs or pages, or a passage that is a paragraph of its own; where
    marks give no amount the editors may have counted otherwise.
    """
    shown = [document for document in documents if not document.withheld_in_full]
    excised = [document for document in shown if document.excisions]
    large = sum(any(e.is_paragraph_or_more for e in document.excisions) for document in excised)
    states = Counter(document.withheld_state for document in documents)
    return Review(states[State.DENIED], states[State.PENDING], large, len(excised) - large)


def report_lines(report: Report) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield f"{report.volume}: {report.title}"[:WIDTH]
    yield f"{report.documents} documents, {report.excisions} marks of withheld text"
    yield from _table("Documents by kind", report.by_kind)
    yield from _table("Documents by original marking", report.by_level)
    statuses = {_STATUS_WORDS[status]: count for status, count in report.by_status.items()}
    yield from _table("Documents by status", statuses)
    yield from _table("Excisions by nature", report.by_nature)
    yield from _table("Excisions by unit", report.by_unit)
    yield from _table("Excisions by place", report.by_place)
    yield from _review_lines(report)
    yield from _problem_lines(report.problems)


def _unit(mark: Excision) -> str:
    if mark.amount is None:
        return NO_AMOUNT
    return f"less than 1 {mark.amount.unit}" if mark.amount.is_less_than else str(mark.amount.unit)


def _table(title: str, counts: Mapping[_Name, int]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield title
    for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        yield f"  {str(name).replace('_', ' '):<36}{count:>6}"


def _review_lines(report: Report) -> Iterator[str]:
    said, counted = report.statement, report.review
    yield ""
    yield f"{'Declassification review':<38}{'front matter':>14}{'counted':>10}"
    rows = (
        ("withheld in full", said and said.withheld_in_full, counted.withheld_in_full),
        (
            "excisions of a paragraph or more",
            said and said.excisions_paragraph_or_more,
            counted.paragraph_or_more,
        ),
        ("only minor excisions", said and said.minor_excisions, counted.minor_only),
    )
    for name, stated, number in rows:
        yield f"  {name:<36}{'not stated' if stated is None else stated:>14}{number:>10}"
    yield f"  {'not declassified in time':<36}{'':>14}{counted.pending:>10}"
    if said is None:
        yield "  The front matter says nothing of documents or passages withheld."
        return
    if said.share_withheld:
        yield f"  share withheld, in its words: {said.share_withheld}"
    yield from wrap(
        f"“{said.text}” (line {said.line})", WIDTH, initial_indent="  ", subsequent_indent="  "
    )


def _problem_lines(problems: tuple[Problem, ...]) -> Iterator[str]:
    yield ""
    if not problems:
        yield "Everything was understood."
        return
    yield f"Not understood or doubtful: {len(problems)}"
    for problem in problems:
        where = f"line {problem.line}, {problem.document}" if problem.document else ""
        yield f"  {where}: {problem.message}: {problem.excerpt}"[: 2 * WIDTH]
