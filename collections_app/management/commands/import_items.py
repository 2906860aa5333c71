import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from collections_app.models import ImportBatch, ImportMode, User
from collections_app.spreadsheets import batches
from collections_app.spreadsheets.command_words import (
    found_lines,
    manner_from,
    person_called,
    save_mapping,
)
from collections_app.spreadsheets.mapping import VOCABULARIES_THAT_GROW, Manner
from collections_app.spreadsheets.reports import lines_for_table, rows_of
from collections_app.spreadsheets.table_writing import write_csv
from collections_app.spreadsheets.tables import BadFile


class Command(BaseCommand):
    help = (
        "Bring items in from a table (CSV or XLSX), with their people, places, subjects, copies "
        "and links. --check writes nothing and tells what each row would do; --apply checks and "
        "then writes everything in one transaction, or nothing. A blank cell keeps what stands; "
        "[clear] empties it. undo_import takes an import back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The table; its kind is told by its content.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="Tell everything, write nothing.")
        what.add_argument("--apply", action="store_true", help="Write it, if it has no errors.")
        parser.add_argument(
            "--mode",
            choices=ImportMode.values,
            default=ImportMode.UPSERT,
            help="create: rows are new items; update: rows change items by their ref; upsert "
            "(unless told): both.",
        )
        parser.add_argument("--mapping", default="", metavar="NAME", help="A saved mapping.")
        parser.add_argument(
            "--map", action="append", default=[], metavar="HEADER=COLUMN",
            help="Which column a header fills; HEADER= leaves it out. May be repeated.",
        )  # fmt: skip
        parser.add_argument(
            "--constant", action="append", default=[], metavar="COLUMN=VALUE",
            help="What fills a column where its cell is blank. May be repeated.",
        )  # fmt: skip
        parser.add_argument("--save-mapping", default="", metavar="NAME", help="Save it all.")
        parser.add_argument("--separator", default="", help="Between several names in a cell: |")
        parser.add_argument("--sheet", default="", help="The sheet of a workbook; the first.")
        parser.add_argument("--header-row", type=int, default=0, help="The row of the header.")
        parser.add_argument(
            "--create-terms", default="", metavar="LIST",
            help=f"Make unknown terms: some of {','.join(VOCABULARIES_THAT_GROW)}.",
        )  # fmt: skip
        parser.add_argument(
            "--read-dates", action="store_true", help="Read dates in words where one is meant."
        )
        parser.add_argument(
            "--shorten", action="store_true", help="Cut what is too long; keep it in the note."
        )
        parser.add_argument("--report", default="", metavar="FILE", help="The report as CSV.")
        parser.add_argument("--by", default="", metavar="USERNAME", help="Who brings it in.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if options["save_mapping"] and options["check"]:
            raise CommandError("--check writes nothing: save the mapping with --apply.")
        by = person_called(options["by"])
        manner = manner_from(options)
        with path.open("rb") as file, tempfile.TemporaryFile() as report:
            found = self._check(file, manner, options["mode"], report)
            report.seek(0)
            if options["report"]:
                with Path(options["report"]).open("wb") as target:
                    write_csv(target, lines_for_table(rows_of(report)))
                report.seek(0)
            for line in found_lines(found, report):
                self.stdout.write(line)
            if found.has_errors:
                raise CommandError(
                    f"{found.counts['error']} of {found.counts['rows']} rows have errors. "
                    "Nothing was changed."
                )
            if options["apply"]:
                self._apply(path, file, found, manner, options["mode"], by, report)
                if options["save_mapping"]:
                    save_mapping(options["save_mapping"], manner, by)
            else:
                self.stdout.write("Checked only: nothing was changed.")

    def _check(self, file: BinaryIO, manner: Manner, mode: str, report: Any) -> batches.Found:
        bar = _Bar("checked")
        try:
            return batches.check_file(file, manner, mode, report, bar)
        except BadFile as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        finally:
            bar.close()

    def _apply(
        self, path: Path, file: BinaryIO, found: batches.Found, manner: Manner, mode: str,
        by: User | None, report: Any,
    ) -> None:  # fmt: skip
        batch = batches.receive(file, path.name, by=by, mode=mode, manner=manner)
        bar = _Bar("written")
        try:
            report.seek(0)
            batches.keep_checked(batch, found, report)
            with transaction.atomic():
                batch.save()
                batches.apply_batch(batch, by=by, progress=bar)
        except (ValidationError, DatabaseError, OSError) as problem:
            batches.forget_files(batch)
            raise CommandError(
                f"{' '.join(batches.told_of(problem))} Nothing was changed."
            ) from problem
        except BaseException:
            batches.forget_files(batch)
            raise
        finally:
            bar.close()
        kept = ImportBatch.objects.get(pk=batch.pk)
        counts = kept.counts
        self.stdout.write(
            f"Import {kept.number} applied: {counts.get('create', 0)} created, "
            f"{counts.get('update', 0)} updated, {counts.get('unchanged', 0)} unchanged. "
            f"To take it back: undo_import {kept.number}"
        )


class _Bar:
    """A bar on a terminal, nothing elsewhere; called with the share that is done."""

    def __init__(self, what: str) -> None:
        shown = "{desc}: {percentage:3.0f}% |{bar}| {elapsed}, {remaining} left"
        self._bar = tqdm(total=1000, desc=what, bar_format=shown, disable=not sys.stderr.isatty())

    def __call__(self, share: float) -> None:
        self._bar.update(max(int(share * 1000) - self._bar.n, 0))

    def close(self) -> None:
        self._bar.close()
