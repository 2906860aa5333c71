"""Write the search index anew from what the public may read."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collections_app.management.progress_bar import ProgressBar
from collections_app.search_index.index import ALL_KINDS
from collections_app.search_index.rebuilding import Rebuilt, all_rebuilt

GROUPS_AT_ONCE = 20


class Command(BaseCommand):
    """Safe while readers read and others write: each record is written in one transaction."""

    help = (
        "Write the search index anew. Needed after an upgrade that says so; every change of a "
        "record writes its own words by itself. It may be stopped at any time: it says where it "
        "was, and --after goes on from there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after",
            type=_place,
            default=("", 0),
            metavar="KIND:NUMBER",
            help="go on where a run was stopped, for example interviews:120",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        noun, number = options["after"]
        every = all_rebuilt()
        nouns = [rebuilt.noun for rebuilt in every]
        if noun and noun not in nouns:
            raise CommandError(f"There is nothing called “{noun}”, only: {', '.join(nouns)}.")
        for rebuilt in every[nouns.index(noun) if noun else 0 :]:
            written = self._rebuild(rebuilt, number if rebuilt.noun == noun else 0)
            self.stdout.write(f"Written anew for searching: {written} {rebuilt.noun}.")

    def _rebuild(self, rebuilt: Rebuilt, after: int) -> int:
        last, groups = after, list(rebuilt.groups(after))
        try:
            with ProgressBar(self.stdout, unit=rebuilt.noun) as progress:
                progress.total(len(groups))
                for start in range(0, len(groups), GROUPS_AT_ONCE):
                    some = groups[start : start + GROUPS_AT_ONCE]
                    rebuilt.write(some)
                    last = some[-1]
                    progress.done(len(some))
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped. To go on: rebuild_search --after {rebuilt.noun}:{last}")
            raise
        left_over = rebuilt.index.groups(rebuilt.kinds) - set(rebuilt.groups(0))
        rebuilt.index.forget(left_over, rebuilt.kinds or ALL_KINDS)
        rebuilt.index.tidy()
        return len(groups)


def _place(words: str) -> tuple[str, int]:
    noun, _, number = words.partition(":")
    if not noun or not number.isdecimal():
        raise ArgumentTypeError("Write it as it was said: interviews:120")
    return noun, int(number)
