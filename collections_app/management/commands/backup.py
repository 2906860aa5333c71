from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from collections_app.backups.making import make_backup
from collections_app.backups.manifest import BadBackup, read_facts, size_of, summary, verify
from collections_app.backups.reading import DatabaseTrouble
from collections_app.database_refusals import for_the_log
from collections_app.management.progress_bar import ProgressBar
from collections_app.models import CheckRun
from collections_app.whole_folders import NotWritten, in_sizes


class Command(BaseCommand):
    help = (
        "Keep the database and every stored file as one whole in the new folder DIR, while the "
        "site runs. Ends with status 1 if nothing could be kept, and also if files were damaged "
        "already: then the backup is whole but for those, which are named. "
        "The SECRET_KEY is not in it: keep it elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--previous",
            type=Path,
            metavar="DIR",
            help="An earlier backup on the same disk: files that it has are linked, not copied.",
        )
        parser.add_argument(
            "--verify", action="store_true", help="Make nothing; compare the backup in DIR."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with ProgressBar(self.stdout, in_bytes=True) as bar:
            if options["verify"]:
                self._verify(options["dir"], bar)
            else:
                self._make(options["dir"], options["previous"], bar)

    def _verify(self, folder: Path, bar: ProgressBar) -> None:
        bar.total(size_of(folder))
        try:
            verify(folder, bar.done)
        except BadBackup as bad:
            raise CommandError("\n".join(["The backup is not whole.", *bad.problems])) from bad
        facts = read_facts(folder)
        held = summary(facts)
        self.stdout.write(
            f"The backup of {facts.made_at} is whole: {held['rows']} rows, {held['files']} files, "
            f"{in_sizes(held['bytes'])}."
        )

    def _make(self, folder: Path, previous: Path | None, bar: ProgressBar) -> None:
        run = CheckRun(kind=CheckRun.Kind.BACKUP)
        try:
            facts = make_backup(folder, previous=previous, progress=bar)
        except (NotWritten, BadBackup, DatabaseTrouble) as problem:
            run.note(str(problem))
            self._note(run, ended_early=str(problem))
            raise CommandError(str(problem)) from problem
        held = summary(facts)
        run.count(**held, linked=sum(kept["linked"] for kept in facts.files.values()))
        for damaged in facts.damaged:
            run.note(damaged)
            self.stdout.write(damaged)
        self._note(run)
        self.stdout.write(
            f"Kept in {folder}: {held['rows']} rows, {held['files']} files, "
            f"{in_sizes(held['bytes'])}."
        )
        if facts.damaged:
            raise CommandError(
                f"The backup is whole but for {len(facts.damaged)} files that are missing or "
                "damaged in the storage itself; see check_fixity."
            )

    def _note(self, run: CheckRun, ended_early: str = "") -> None:
        """Tell the desk of the backup; a database on the disk that is full can not be told."""
        try:
            run.finish(ended_early=ended_early)
        except DatabaseError as problem:
            self.stderr.write(f"The desks could not be told of this backup: {for_the_log(problem)}")
