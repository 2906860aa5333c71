from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from collections_app.database_refusals import for_the_log
from collections_app.fixity import (
    Wanted,
    check_fixity,
    is_wrong,
    last_unfinished,
    remove_strays,
)
from collections_app.management.progress_bar import ProgressBar
from collections_app.models import CheckRun
from collections_app.whole_folders import in_sizes

WORDS = {
    "ok": "unchanged",
    "missing": "missing",
    "changed": "changed",
    "unreadable": "unreadable",
    "noted": "without a digest until now, which was noted",
    "stray": "named by no record",
}


class Command(BaseCommand):
    help = (
        "Compare every stored file (masters, images, recordings, letters, agreements) with the "
        "digest kept for it. Ends with status 1 if a file is missing, changed or unreadable, or "
        "if a storage holds bytes that no record names. Changes no file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--since-days",
            type=int,
            metavar="N",
            help="Only files not compared during the last N days.",
        )
        which.add_argument(
            "--resume", action="store_true", help="Go on with the last run, which was stopped."
        )
        parser.add_argument(
            "--oldest",
            type=int,
            metavar="N",
            help="At most N files, those longest not compared; looks for no strays.",
        )
        parser.add_argument(
            "--remove-strays",
            action="store_true",
            help="Afterwards remove the bytes that no record names. They are gone for good.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unfinished = last_unfinished()
        if options["resume"] and unfinished is None:
            raise CommandError("The last run came to its end; there is nothing to go on with.")
        since = None
        if options["since_days"] is not None:
            since = timezone.now() - timedelta(days=options["since_days"])
        try:
            with ProgressBar(self.stdout, unit="files") as bar:
                run = check_fixity(
                    Wanted(since=since, oldest=options["oldest"]),
                    bar,
                    unfinished=unfinished if options["resume"] else None,
                )
        except DatabaseError as problem:
            raise CommandError(
                f"What was found could not be kept ({for_the_log(problem)}). "
                "Go on later with --resume."
            ) from problem
        self._report(run)
        if options["remove_strays"]:
            self.stdout.write(f"Removed: {remove_strays()} that no record named.")
        if is_wrong(run):
            raise CommandError("Not everything is as it was.", returncode=1)

    def _report(self, run: CheckRun) -> None:
        for problem in run.problems:
            self.stdout.write(problem)
        if run.problems_total > len(run.problems):
            self.stdout.write(f"and {run.problems_total - len(run.problems)} more, see the desk")
        found = [
            f"{run.counts[name]} {words}" for name, words in WORDS.items() if run.counts.get(name)
        ]
        seconds = (timezone.now() - run.started_at).total_seconds()
        self.stdout.write(
            f"Compared: {run.counts.get('compared', 0)} files, "
            f"{in_sizes(run.counts.get('bytes', 0))}, in {seconds:.0f} s. "
            + ("; ".join(found) + "." if found else "")
        )
