"""A whole file gone through, row after row: what each would do, told and not done.

Memory is bounded: a few hundred rows are in hand at a time, besides the references and the
unknown names seen so far. Nothing is written, and the database is asked to see to it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from collections_app.models import ImportMode
from collections_app.spreadsheets.mapping import Fill, Layout, Manner
from collections_app.spreadsheets.naming import Naming
from collections_app.spreadsheets.planning import plan_for
from collections_app.spreadsheets.plans import Action, Plan
from collections_app.spreadsheets.reading import Table
from collections_app.spreadsheets.standing import standing_items
from collections_app.spreadsheets.tables import BadFile, Row
from collections_app.spreadsheets.terms import Unknown, load_terms
from collections_app.spreadsheets.wishes import ERROR, Wish, wish_of

ROWS_AT_ONCE = 400
Progress = Callable[[float], object]


@dataclass(slots=True)
class Run:
    """One passage through a file: what is asked of it, and what has been seen so far."""

    table: Table
    layout: Layout
    manner: Manner
    mode: str
    naming: Naming
    counts: dict[str, int] = field(default_factory=dict)
    refs: dict[str, int] = field(default_factory=dict)
    highest: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    fills: list[Fill] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fills = self.layout.fills()

    def count(self, plan: Plan) -> None:
        """Take a plan into the totals and into the digest of all that would be done."""
        levels = {level for level, _, _ in plan.messages}
        for name in ("rows", plan.action.value, *(f"with {level}" for level in levels)):
            self.counts[name] = self.counts.get(name, 0) + 1
        if plan.action is Action.CREATE and plan.ref:
            self.highest = max(self.highest, number_in(plan.ref))
        self.digest.update(plan.said().encode() + b"\n")

    @property
    def has_errors(self) -> bool:
        return bool(self.counts.get(Action.ERROR.value))

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return self.counts.get(Action.CREATE.value, 0) + self.counts.get(Action.UPDATE.value, 0)

    def told_unknown(self) -> list[Unknown]:
        return self.naming.told()


def begin(table: Table, layout: Layout, manner: Manner, mode: str) -> Run:
    """Prepare to go through a file. Raises `BadFile` where its columns make no sense together."""
    if layout.problems:
        raise BadFile(" ".join(layout.problems))
    names = {place.header for place in layout.places}
    if mode == ImportMode.UPDATE and "ref" not in names:
        raise BadFile("To change items, a column must give their reference (ref).")
    if mode == ImportMode.CREATE and "title" not in names:
        raise BadFile("To make items, a column must give their title.")
    if not names:
        raise BadFile("No column of this file is understood. Say which header fills which column.")
    return Run(table, layout, manner, mode, Naming(load_terms(), manner.creates))


def plans(run: Run) -> Iterator[list[Plan]]:
    """Yield what the rows would do, some hundred at a time, counted in."""
    rows = run.table.rows()
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield _plans_of(run, some)


def _plans_of(run: Run, rows: list[Row]) -> list[Plan]:
    width = len(run.table.headers)
    wishes = [wish_of(row, run.fills, run.manner, width) for row in rows]
    standing = standing_items({wish.ref for wish in wishes if _names_item(wish)})
    found = []
    for wish in wishes:
        known = standing.get(wish.ref) if _names_item(wish) else None
        _refuse_twin(run, wish)
        plan = plan_for(wish, known, mode=run.mode, manner=run.manner, naming=run.naming)
        run.count(plan)
        found.append(plan)
    return found


def _names_item(wish: Wish) -> bool:
    return isinstance(wish.values.get("ref"), str)


def _refuse_twin(run: Run, wish: Wish) -> None:
    if not _names_item(wish):
        return
    first = run.refs.setdefault(wish.ref, wish.row)
    if first != wish.row:
        wish.tell(ERROR, "ref", f"The reference {wish.ref} stands in row {first} already.")


def number_in(ref: str) -> int:
    """Return the number of a reference of our own series: 12 for FTP-0012; 0 for any other."""
    start = f"{settings.REFERENCE_PREFIX}-"
    number = ref.removeprefix(start)
    return int(number) if ref.startswith(start) and number.isdecimal() and len(number) < 9 else 0


def check(run: Run, keep: Callable[[Iterable[Plan]], object], progress: Progress) -> None:
    """Go through a whole file and hand every plan to `keep`; nothing else is written."""
    with reading_only():
        for some in plans(run):
            keep(some)
            progress(run.table.share())


@contextmanager
def reading_only() -> Iterator[None]:
    """Have the database refuse every change, and show one state of it throughout."""
    if connection.vendor == "postgresql":
        if connection.in_atomic_block:
            yield
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    # Straight to SQLite: a transaction that Django takes for broken must not stay read-only.
    raw: Any = connection.connection
    raw.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only = OFF")
