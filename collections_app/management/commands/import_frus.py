import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from collections_app.frus.importing import Outcome, import_volume
from collections_app.frus.reading import BadVolume, read_volume
from collections_app.frus.report import make_report, report_lines

NAMED_AT_MOST = 40


class Command(BaseCommand):
    help = (
        "Import a volume of Foreign Relations of the United States (TEI P5): every document "
        "becomes a draft item, keyed by volume and xml:id. Running it again updates, never "
        "duplicates, and keeps what was edited here. A file that can not be read changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The TEI file of the volume.")
        parser.add_argument(
            "--collection",
            default="",
            metavar="CODE",
            help="The collection that receives the published copies; made as a draft if there is "
            "none. The volume's own id, unless given.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Report everything, change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            volume = read_volume(path)
        except BadVolume as problem:
            raise CommandError(f"{path.name}: {problem}. Nothing was changed.") from problem
        bar = tqdm(total=len(volume.documents), unit=" documents", disable=not sys.stderr.isatty())
        try:
            outcome = import_volume(
                volume,
                collection_code=options["collection"],
                dry_run=options["dry_run"],
                progress=bar.update,
            )
        except ValidationError as problem:
            raise CommandError(f"{'; '.join(problem.messages)} Nothing was changed.") from problem
        finally:
            bar.close()
        for line in report_lines(make_report(volume)):
            self.stdout.write(line)
        self._tell(outcome, is_dry_run=options["dry_run"])

    def _tell(self, outcome: Outcome, *, is_dry_run: bool) -> None:
        self.stdout.write("")
        self.stdout.write(
            f"{'Would be created' if is_dry_run else 'Created'}: {len(outcome.created)}; "
            f"updated: {len(outcome.updated)}; unchanged: {len(outcome.unchanged)}; "
            f"edits kept: {len(outcome.kept)}."
        )
        self._list("Kept as edited here, though the source says otherwise:", outcome.kept)
        self._list("No longer in the file; left as they are:", outcome.gone)
        if is_dry_run:
            self.stdout.write("Dry run: nothing was changed.")

    def _list(self, heading: str, lines: list[Any]) -> None:
        if not lines:
            return
        self.stdout.write(heading)
        for line in lines[:NAMED_AT_MOST]:
            self.stdout.write(f"  {line}")
        if len(lines) > NAMED_AT_MOST:
            self.stdout.write(f"  and {len(lines) - NAMED_AT_MOST} more")
