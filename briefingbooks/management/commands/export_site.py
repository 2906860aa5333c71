from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briefingbooks.exporting.exporting import export_site, live_address
from collections_app.management.progress_bar import ProgressBar
from collections_app.whole_folders import NotWritten, in_sizes


class Command(BaseCommand):
    help = (
        "Write the whole public site into the folder DIR as files whose links work from a disk and "
        "from any web server. What stands in it is what a stranger sees, and may be given to "
        "anybody. The folder is there whole or not at all; an export that stands there is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--address",
            default="",
            metavar="URL",
            help="the live site, which pages and citations name (default: SITE_URL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            live = live_address(options["address"])
            if not live:
                self.stderr.write(
                    "No address of the live site is known: citations will name site.invalid. "
                    "Give one with --address or SITE_URL."
                )
            with ProgressBar(self.stdout, unit="pages") as bar:
                done = export_site(options["dir"], live, bar)
        except NotWritten as problem:
            raise CommandError(f"{problem} Nothing was exported.") from problem
        self.stdout.write(
            f"Written to {options['dir']}: {done.pages} pages, {done.files} files, "
            f"{in_sizes(done.bytes)}."
        )
