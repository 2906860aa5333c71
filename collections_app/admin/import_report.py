"""What the page of an import shows of its report: totals, one page of rows, unknown terms."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from collections_app.ead.terms import GROWING
from collections_app.models import ImportBatch, ImportKind
from collections_app.spreadsheets.mapping import VOCABULARIES_THAT_GROW
from collections_app.spreadsheets.naming import NOUNS
from collections_app.spreadsheets.reports import ReportRow, page_of, terms_of
from collections_app.spreadsheets.terms import Unknown

ROWS_TO_A_PAGE = 50
TERMS_SHOWN = 100
LEVELS = [("error", "Errors"), ("warning", "Warnings"), ("note", "Notes"), ("all", "All rows")]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of the rows of a report, narrowed to what is of one level."""

    level: str
    levels: list[tuple[str, str, int]]
    rows: list[ReportRow]
    start: int
    has_more: bool

    @property
    def next_start(self) -> int:
        return self.start + ROWS_TO_A_PAGE

    @property
    def former_start(self) -> int:
        return max(self.start - ROWS_TO_A_PAGE, 0)

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def last(self) -> int:
        return self.start + len(self.rows)

    @classmethod
    def of(cls, batch: ImportBatch, asked: QueryDict) -> "ReportPage | None":
        """Return the page that is asked for; errors first, where there are any."""
        if not batch.report:
            return None
        counts = batch.counts
        numbers = {level: counts.get(f"with {level}", 0) for level, _ in LEVELS}
        numbers["all"] = counts.get("rows", 0)
        usual = next((level for level, _ in LEVELS if numbers[level]), "all")
        level = asked.get("level", usual)
        level = level if level in numbers else usual
        wanted = str(asked.get("start", ""))
        start = int(wanted) if wanted.isdecimal() else 0
        rows, has_more = read_report(batch, "" if level == "all" else level, start)
        levels = [(name, words, numbers[name]) for name, words in LEVELS]
        return cls(level, levels, rows, start, has_more)


def read_report(batch: ImportBatch, level: str, start: int) -> tuple[list[ReportRow], bool]:
    """Return one page of rows; none where the report is no longer there."""
    try:
        with batch.report.open("rb") as file:
            return page_of(file, level, start, ROWS_TO_A_PAGE)
    except FileNotFoundError:
        return [], False


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The unknown terms of one kind, and whether they may be, and are to be, made."""

    name: str
    noun: str
    number: int
    terms: list[Unknown]
    may_grow: bool
    is_ticked: bool

    @property
    def more(self) -> int:
        return self.number - len(self.terms)


def term_groups(batch: ImportBatch) -> list[TermGroup]:
    """Return the names that nobody bears, by kind, the most frequent of each."""
    if not batch.report or not batch.counts.get("unknown"):
        return []
    grow = GROWING if batch.kind == ImportKind.EAD else VOCABULARIES_THAT_GROW
    ticked = (batch.mapping.get("options") or {}).get("create_terms") or []
    found: dict[str, list[Any]] = defaultdict(list)
    numbers: dict[str, int] = defaultdict(int)
    try:
        with batch.report.open("rb") as file:
            for term in terms_of(file):
                numbers[term.vocabulary] += 1
                if len(found[term.vocabulary]) < TERMS_SHOWN:
                    found[term.vocabulary].append(term)
    except FileNotFoundError:
        return []
    return [
        TermGroup(name, NOUNS.get(name, name), numbers[name], terms, name in grow, name in ticked)
        for name, terms in found.items()
    ]
