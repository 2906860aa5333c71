"""Compare the due dates of real requests, as agencies state them, with ours."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declassification.foia_logs import Comparison, NotALog, compare, rows_of
from declassification.models import DeadlineRule

COMMONEST = 10


class Command(BaseCommand):
    help = (
        "Read logs of real requests (*.csv in a folder, with the day of receipt and the due date "
        "that the agency states) and say in how many our rule gives the same day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--law", default="us-foia", help="The code of the law: us-foia.")

    def handle(self, *args: Any, folder: Path, law: str, **options: Any) -> None:
        rule = DeadlineRule.objects.filter(
            regime__code=law, is_answer=True, authority__isnull=True, amount__isnull=False
        ).first()
        if rule is None:
            raise CommandError(f"No rule about the answer to a request is known for “{law}”.")
        logs = sorted(folder.glob("*.csv"))
        if not logs:
            raise CommandError(f"There is no log (*.csv) in {folder}.")
        term, found, unread = rule.term(), Comparison(), []
        for log in logs:
            try:
                compare(rows_of(log), term, found)
            except (NotALog, OSError) as problem:
                unread.append(str(problem))
        if found.usable:
            self._report(found, term.length)
        for words in unread:
            self.stderr.write(words)
        if unread or not found.usable:
            raise CommandError("Not every log could be read." if unread else "No row is usable.")

    def _report(self, found: Comparison, length: str) -> None:
        self.stdout.write(
            f"{found.share:.1f} % of {found.usable:,} usable rows of {found.rows:,} "
            f"({found.same:,}) are due on the day that we compute: {length} from receipt."
        )
        self.stdout.write("The commonest lengths otherwise, counted as the law counts days:")
        usual = int(length.split()[0])
        others = [(days, rows) for days, rows in found.counted.most_common() if days != usual]
        for days, rows in others[:COMMONEST]:
            self.stdout.write(f"{days:5,} days ({days - usual:+,}): {rows:,} rows")
