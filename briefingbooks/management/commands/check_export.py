from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briefingbooks.exporting.checking import check_export
from collections_app.management.progress_bar import ProgressBar
from collections_app.whole_folders import NotWritten


class Command(BaseCommand):
    help = (
        "Walk through the export in DIR by its links alone and compare every file with its digest. "
        "Says what leads nowhere, and ends with an error if anything does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ProgressBar(self.stdout, unit="files") as bar:
                found = check_export(options["dir"], bar)
        except NotWritten as problem:
            raise CommandError(str(problem)) from problem
        for words in found.told:
            self.stdout.write(words)
        self.stdout.write(
            f"{found.pages} pages, {found.files} files reached, {found.unreached} reached by no "
            f"link, {found.links} links, {found.outside} of them to other sites."
        )
        if found.faults:
            raise CommandError(f"{found.faults} faults.")
        self.stdout.write("Every link leads somewhere, and every file is as it was written.")
