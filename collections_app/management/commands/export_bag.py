from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collections_app.bags.exporting import (
    FOR_ANYBODY,
    FOR_THE_HOUSE,
    Wanted,
    export_bag,
    export_zip,
)
from collections_app.bags.writing import NotBagged
from collections_app.management.progress_bar import ProgressBar
from collections_app.models import Collection
from collections_app.whole_folders import NotWritten, in_sizes


class Command(BaseCommand):
    help = (
        "Write a collection or some items as a bag (BagIt 1.0, RFC 8493) in the new folder DIR. "
        "Unless --public is given it is for the house: it holds masters, closed material and the "
        "real names of protected people. Every file is compared with its digest on the way; one "
        "that is damaged stops the export, and nothing is left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--collection", metavar="CODE", help="It and all its parts.")
        what.add_argument("--items", nargs="+", metavar="REF", default=[])
        parser.add_argument(
            "--public", action="store_true", help="Only what any reader of the site may have."
        )
        parser.add_argument("--zip", action="store_true", help="As one file, DIR.zip.")

    def handle(self, *args: Any, **options: Any) -> None:
        collection = None
        if options["collection"]:
            collection = Collection.objects.filter(code=options["collection"]).first()
            if collection is None:
                raise CommandError(f"There is no collection {options['collection']}.")
        wanted = Wanted(collection, tuple(options["items"]), options["public"])
        target = options["dir"]
        if options["zip"] and target.suffix != ".zip":
            target = target.with_name(f"{target.name}.zip")
        export = export_zip if options["zip"] else export_bag
        try:
            with ProgressBar(self.stdout, in_bytes=True) as bar:
                written = export(target, wanted, bar)
        except (NotBagged, NotWritten) as problem:
            raise CommandError(f"{problem} No bag was written.") from problem
        self.stdout.write(
            f"Written to {written.path}: {written.items} items, {written.files} files, "
            f"{in_sizes(written.bytes)}. {FOR_ANYBODY if options['public'] else FOR_THE_HOUSE}"
        )
