from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from collections_app.ead.exporting import DIALECTS, finding_aid_of
from collections_app.models import Collection


class Command(BaseCommand):
    help = (
        "Write a collection with everything in it as a finding aid (EAD3, or EAD 2002). Only what "
        "is public is written, unless --whole: then everything, drafts and notes for the house "
        "included; keep such a file in the house."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="The code of the collection.")
        parser.add_argument("file", help="The file to write.")
        parser.add_argument("--to", choices=DIALECTS, default="3", help="EAD3 unless told.")
        parser.add_argument("--whole", action="store_true", help="For the house: everything.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Collection.objects.filter(code=options["code"]).select_related("repository").first()
        if found is None:
            raise CommandError(f"There is no collection {options['code']}.")
        try:
            document = finding_aid_of(
                found, dialect=options["to"], is_whole=options["whole"], site=settings.SITE_NAME
            )
        except LookupError as refusal:
            raise CommandError(
                f"“{found}” is not public. For a file that stays in the house, add --whole."
            ) from refusal
        target = Path(options["file"])
        try:
            target.write_bytes(document)
        except OSError as problem:
            raise CommandError(f"{target} can not be written: {problem.strerror}.") from problem
        self.stdout.write(f"{target} written: {len(document)} bytes.")
