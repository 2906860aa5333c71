from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from collections_app.models import ImportBatch
from collections_app.spreadsheets.batches import undo_batch
from collections_app.spreadsheets.command_words import person_called


class Command(BaseCommand):
    help = (
        "Take back everything that an import did, in one transaction. Refused, by name, where "
        "something it made or changed was edited since; then nothing is taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, help="The number of the import.")
        parser.add_argument("--by", default="", metavar="USERNAME", help="Who takes it back.")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['batch']}.")
        try:
            undo_batch(batch, by=person_called(options["by"]))
        except ValidationError as refusal:
            for message in refusal.messages:
                self.stderr.write(message)
            raise CommandError(
                f"Import {batch.number} stays as it is; nothing changed."
            ) from refusal
        self.stdout.write(f"Import {batch.number} was taken back.")
