"""What the commands understand of an import, and what they say about it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from django.core.management.base import CommandError

from collections_app.models import ImportKind, ImportMapping, User
from collections_app.spreadsheets.batches import Found
from collections_app.spreadsheets.columns import place_of
from collections_app.spreadsheets.mapping import VOCABULARIES_THAT_GROW, Manner
from collections_app.spreadsheets.reports import ReportRow, rows_of, terms_of

NAMED_AT_MOST = 40


def person_called(username: str) -> User | None:
    """Return the person who is named. Raises `CommandError` for somebody unknown."""
    if not username:
        return None
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f"There is nobody called {username} here.")
    return person


def manner_from(options: dict[str, Any]) -> Manner:
    """Return how a file is read: as a saved mapping has it, changed by what is said beside it."""
    manner = Manner()
    if options["mapping"]:
        kept = ImportMapping.objects.filter(name=options["mapping"], kind=ImportKind.ITEMS).first()
        if kept is None:
            names = ", ".join(ImportMapping.objects.values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no mapping {options['mapping']}. There are: {names}.")
        manner = Manner.of(kept.columns, kept.options)
    manner.columns |= dict(_pair(said, "--map", is_column_first=False) for said in options["map"])
    constants = options["constant"]
    manner.constants |= dict(_pair(said, "--constant", is_column_first=True) for said in constants)
    manner.separator = options["separator"] or manner.separator
    manner.sheet = options["sheet"] or manner.sheet
    manner.header_row = options["header_row"] or manner.header_row
    manner.reads_dates = options["read_dates"] or manner.reads_dates
    manner.shortens = options["shorten"] or manner.shortens
    wanted = [name for name in options["create_terms"].split(",") if name]
    unknown = set(wanted) - set(VOCABULARIES_THAT_GROW)
    if unknown:
        raise CommandError(f"Terms that can be made: {', '.join(VOCABULARIES_THAT_GROW)}.")
    manner.creates = tuple(dict.fromkeys([*manner.creates, *wanted]))
    return manner


def _pair(said: str, option: str, *, is_column_first: bool) -> tuple[str, str]:
    first, sign, last = said.partition("=") if is_column_first else said.rpartition("=")
    column = first if is_column_first else last
    if not sign or (column and place_of(column) is None):
        raise CommandError(f"{option} {said}: there is no column “{column}”.")
    return first, last


def save_mapping(name: str, manner: Manner, by: User | None) -> ImportMapping:
    """Keep how a file was read under a name; one of that name is replaced."""
    values = {"columns": manner.columns, "options": manner.as_options(), "by": by}
    return ImportMapping.objects.update_or_create(
        name=name[:80], defaults=values | {"kind": ImportKind.ITEMS}
    )[0]


def found_lines(found: Found, report: BinaryIO) -> Iterator[str]:
    """Yield what a check found: totals first, then the rows and names that need somebody."""
    counts = found.counts
    yield (
        f"{counts.get('rows', 0)} rows: {counts.get('create', 0)} to create, "
        f"{counts.get('update', 0)} to update, {counts.get('unchanged', 0)} unchanged, "
        f"{counts.get('error', 0)} with errors, {counts.get('with warning', 0)} with warnings."
    )
    yield from found.notes
    if found.layout.unknown:
        yield f"Left out, as no column of ours is called so: {', '.join(found.layout.unknown)}."
    if found.layout.left_out:
        yield f"Not read: {', '.join(found.layout.left_out)}."
    if found.layout.missing:
        yield f"Named by the mapping and not in the file: {', '.join(found.layout.missing)}."
    for level in ("error", "warning"):
        report.seek(0)
        yield from _rows_told(report, level, counts.get(f"with {level}", 0))
    report.seek(0)
    yield from _terms_told(report, counts.get("unknown", 0))


def _rows_told(report: BinaryIO, level: str, number: int) -> Iterator[str]:
    if not number:
        return
    yield f"Rows with {level}s:"
    for row in islice(rows_of(report, level), NAMED_AT_MOST):
        yield f"  {_row_said(row, level)}"
    if number > NAMED_AT_MOST:
        yield f"  and {number - NAMED_AT_MOST} more rows (--report FILE tells all)"


def _row_said(row: ReportRow, level: str) -> str:
    told = [f"{column}: {words}" if column else words for one, column, words in row.messages
            if one == level]  # fmt: skip
    return " ".join(filter(None, [f"row {row.row}", row.ref, " ".join(told)]))


def _terms_told(report: BinaryIO, number: int) -> Iterator[str]:
    if not number:
        return
    yield "Names that no record bears:"
    for one in islice(terms_of(report), NAMED_AT_MOST):
        alike = f"; is it {' or '.join(one.alike)}?" if one.alike else ""
        rows = ", ".join(map(str, one.rows))
        yield f"  {one.vocabulary}: “{one.name}”, {one.count} times, from row {rows}{alike}"
    if number > NAMED_AT_MOST:
        yield f"  and {number - NAMED_AT_MOST} more"
