from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from collections_app.database_refusals import for_the_log
from collections_app.link_checks.running import PAUSE_SECONDS, Wanted, check_links
from collections_app.management.progress_bar import ProgressBar
from collections_app.models import CheckRun, LinkStatus

NO_NETWORK = 2


class Command(BaseCommand):
    help = (
        "Ask the external links that were not asked today whether they still answer, one request "
        "at a time and slowly. A link is called gone after failing on three days at least three "
        "days apart; what a person decided stays. Ends with status 1 if links are newly called "
        "gone, and 2 if no host answered at all, in which case nothing was changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="At most N links.")
        parser.add_argument("--host", default="", help="Only links of this host.")
        parser.add_argument("--all", action="store_true", help="Those asked today as well.")
        parser.add_argument(
            "--pause",
            type=float,
            default=PAUSE_SECONDS,
            metavar="SECONDS",
            help=f"Between two requests to one host (default: {PAUSE_SECONDS:g}).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Wanted(
            host=options["host"],
            limit=options["limit"],
            fresh_too=options["all"],
            pause=options["pause"],
        )
        try:
            with ProgressBar(self.stdout, unit="links") as bar:
                run = check_links(wanted, bar)
        except DatabaseError as problem:
            raise CommandError(
                f"What was found could not be kept ({for_the_log(problem)}). The next run goes on."
            ) from problem
        self._report(run)
        if run.ended_early:
            raise CommandError(run.ended_early, returncode=NO_NETWORK)
        if run.counts.get("newly_gone"):
            raise CommandError(f"Newly called gone: {run.counts['newly_gone']}.")

    def _report(self, run: CheckRun) -> None:
        for problem in run.problems:
            self.stdout.write(problem)
        if run.problems_total > len(run.problems):
            self.stdout.write(f"and {run.problems_total - len(run.problems)} more, see the desk")
        found = [
            f"{run.counts[status]} {status.label}" for status in LinkStatus if status in run.counts
        ]
        self.stdout.write(f"Asked: {run.counts.get('asked', 0)} links. " + "; ".join(found))
