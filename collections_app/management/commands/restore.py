from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collections_app.backups.manifest import BadBackup, size_of, summary
from collections_app.backups.reading import DatabaseTrouble
from collections_app.backups.restoring import NotRestored, Restored, restore
from collections_app.management.progress_bar import ProgressBar
from collections_app.whole_folders import in_sizes


class Command(BaseCommand):
    help = (
        "Put the backup in DIR in the place of the database and the files. Stop the site and its "
        "tasks first. Everything is compared with its manifest before anything is touched. If it "
        "is stopped in the middle, run it again: until it has ended, the old state stays or the "
        "new one is in place."
    )
    # An unfinished restore is an error of the system checks, and this is what ends it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Lose what the database and the storages hold now.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["dir"]
        try:
            with ProgressBar(self.stdout, in_bytes=True) as bar:
                bar.total(2 * size_of(folder))
                restored = restore(folder, replace=options["replace"], progress=bar)
        except BadBackup as bad:
            lines = ["The backup is not whole; nothing was restored.", *bad.problems]
            raise CommandError("\n".join(lines)) from bad
        except (NotRestored, DatabaseTrouble) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(
                f"{problem}. The restore is unfinished: mend the cause and run it again."
            ) from problem
        self._tell(restored)

    def _tell(self, restored: Restored) -> None:
        held = summary(restored.facts)
        self.stdout.write(
            f"Restored the backup of {restored.facts.made_at}: {held['rows']} rows, "
            f"{held['files']} files, {in_sizes(held['bytes'])}. Files put in place: "
            f"{restored.added}; removed: {restored.removed}."
        )
        for damaged in restored.facts.damaged:
            self.stdout.write(f"Damaged when the backup was made: {damaged}")
        if restored.migrations_to_do:
            self.stdout.write(
                "The backup is older than the program. Now run: manage.py migrate "
                f"({', '.join(restored.migrations_to_do[:5])})"
            )
