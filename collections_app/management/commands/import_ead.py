import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from collections_app.ead import batches
from collections_app.ead.opening import BadFindingAid
from collections_app.ead.planning import Options
from collections_app.ead.terms import GROWING
from collections_app.models import ImportBatch, ImportMode, User
from collections_app.spreadsheets.batches import forget_files, told_of
from collections_app.spreadsheets.command_words import person_called
from collections_app.spreadsheets.reports import lines_for_table, rows_of, terms_of
from collections_app.spreadsheets.table_writing import write_csv

NAMED_AT_MOST = 40


class Command(BaseCommand):
    help = (
        "Bring a finding aid (EAD 2002 or EAD3) in: fonds, series and files become collections, "
        "items become items with a copy. --check writes nothing and tells what each component "
        "would become; --apply checks and then writes everything in one transaction, or nothing. "
        "All that is new is a draft. Brought in again, a finding aid updates and never doubles; "
        "what was edited here is kept and told. undo_import takes an import back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The finding aid (XML).")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="Tell everything, write nothing.")
        what.add_argument("--apply", action="store_true", help="Write it, if nothing is refused.")
        parser.add_argument(
            "--repository", default="", metavar="CODE",
            help="The archive; unless given, the one that the finding aid names, made as a draft "
            "if it is not described here.",
        )  # fmt: skip
        parser.add_argument(
            "--mode", choices=ImportMode.values, default=ImportMode.UPSERT,
            help="create: everything is new; update: only what is described here is changed; "
            "upsert (unless told): both.",
        )  # fmt: skip
        parser.add_argument(
            "--files-as", choices=["collections", "items"], default="collections",
            help="What a file without parts becomes: a collection of level file, as ISAD(G) has "
            "it (unless told), or an item, where the archive calls single documents files.",
        )  # fmt: skip
        parser.add_argument(
            "--create-terms", nargs="?", const=",".join(GROWING), default="", metavar="LIST",
            help=f"Make unknown terms as drafts: all, or some of {','.join(GROWING)}.",
        )  # fmt: skip
        parser.add_argument("--report", default="", metavar="FILE", help="The report as CSV.")
        parser.add_argument("--by", default="", metavar="USERNAME", help="Who brings it in.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        by, manner = person_called(options["by"]), _manner(options)
        with tempfile.TemporaryFile() as report:
            try:
                found = batches.check_file(path, manner, report)
            except BadFindingAid as problem:
                raise CommandError(f"{path.name}: {problem}. Nothing was changed.") from problem
            report.seek(0)
            if options["report"]:
                with Path(options["report"]).open("wb") as target:
                    write_csv(target, lines_for_table(rows_of(report)))
            for line in _lines(found, report):
                self.stdout.write(line)
            if found.has_errors:
                raise CommandError(
                    f"{found.counts['error']} of {found.counts['rows']} units are refused. "
                    "Nothing was changed."
                )
            if options["check"]:
                self.stdout.write("Checked only: nothing was changed.")
                return
            self._apply(path, manner, found, report, by)

    def _apply(
        self, path: Path, manner: Options, found: batches.Found, report: Any, by: User | None
    ) -> None:
        with path.open("rb") as file:
            batch = batches.receive(file, path.name, by=by, options=manner)
        bar = _Bar()
        try:
            report.seek(0)
            batches.keep_checked(batch, found, report)
            with transaction.atomic():
                batch.save()
                batches.apply_batch(batch, by=by, progress=bar)
        except (ValidationError, DatabaseError, OSError) as problem:
            forget_files(batch)
            raise CommandError(f"{' '.join(told_of(problem))} Nothing was changed.") from problem
        except BaseException:
            forget_files(batch)
            raise
        finally:
            bar.close()
        counts = ImportBatch.objects.get(pk=batch.pk).counts
        self.stdout.write(
            f"Import {batch.number} applied: {counts['create']} created, {counts['update']} "
            f"updated, {counts['unchanged']} unchanged, all as drafts where new. "
            f"To take it back: undo_import {batch.number}"
        )


def _manner(options: dict[str, Any]) -> Options:
    creates = tuple(name for name in options["create_terms"].split(",") if name)
    if set(creates) - set(GROWING):
        raise CommandError(f"Terms that can be made: {', '.join(GROWING)}.")
    return Options(
        repository=options["repository"],
        files_as_items=options["files_as"] == "items",
        creates=creates,
        mode=options["mode"],
    )


def _lines(found: batches.Found, report: Any) -> Iterator[str]:
    counts = found.counts
    yield from found.notes
    yield (
        f"{counts['rows']} units: {counts['create']} to create, {counts['update']} to update, "
        f"{counts['unchanged']} unchanged, {counts['error']} refused, "
        f"{counts['with warning']} with warnings, {counts['with note']} with notes."
    )
    for level in ("error", "warning"):
        report.seek(0)
        number = 0
        for row in rows_of(report, level):
            number += 1
            if number <= NAMED_AT_MOST:
                told = " ".join(words for one, _, words in row.messages if one == level)
                yield f"  {level}, line {row.row}, {row.ref or row.title[:60]}: {told}"
        if number > NAMED_AT_MOST:
            yield f"  and {number - NAMED_AT_MOST} more (--report FILE tells all)"
    report.seek(0)
    for number, term in enumerate(terms_of(report), start=1):
        if number > NAMED_AT_MOST:
            yield f"  and {counts['unknown'] - NAMED_AT_MOST} more unknown terms"
            return
        alike = f"; is it {' or '.join(term.alike)}?" if term.alike else ""
        yield f"  unknown, {term.vocabulary}: “{term.name}”, line {term.rows[0]}{alike}"


class _Bar:
    """A bar on a terminal, nothing elsewhere; called with the share that is done."""

    def __init__(self) -> None:
        self._bar = tqdm(total=1000, desc="written", disable=not sys.stderr.isatty())

    def __call__(self, share: float) -> None:
        self._bar.update(max(int(share * 1000) - self._bar.n, 0))

    def close(self) -> None:
        self._bar.close()
