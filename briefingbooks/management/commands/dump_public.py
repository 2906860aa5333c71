from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briefingbooks.dumping import dump_public
from collections_app.management.progress_bar import ProgressBar
from collections_app.whole_folders import NotWritten, in_sizes


class Command(BaseCommand):
    help = (
        "Write every public record into the new folder DIR, as a table (CSV) and as JSON lines, "
        "with a description, checksums and a text that explains them. Nothing in it is closed: it "
        "may be given to anybody. The folder is there whole or not at all. SITE_URL is the site "
        "that its addresses name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ProgressBar(self.stdout, unit="records") as bar:
                dumped = dump_public(options["dir"], bar)
        except NotWritten as problem:
            raise CommandError(f"{problem} Nothing was dumped.") from problem
        counted = ", ".join(f"{number} {name}" for name, number in dumped.records.items())
        self.stdout.write(f"Written to {options['dir']}: {counted}; {in_sizes(dumped.bytes)}.")
