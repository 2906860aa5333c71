import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from collections_app.models import Collection
from collections_app.spreadsheets.exporting import Export, chosen_items, csv_of, write_xlsx


class Command(BaseCommand):
    help = (
        "Write items to a table, CSV or XLSX by the ending of FILE, with the headers that "
        "import_items reads; importing it again changes nothing. For the house only: it holds the "
        "real names of protected people and items that are not public."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file to write: .csv or .xlsx.")
        parser.add_argument("--collection", default="", metavar="CODE", help="And all below it.")
        parser.add_argument("--items", nargs="+", default=[], metavar="REF", help="Only these.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if path.suffix.lower() not in (".csv", ".xlsx"):
            raise CommandError("Give the file the ending .csv or .xlsx.")
        collection = None
        if options["collection"]:
            collection = Collection.objects.filter(code=options["collection"]).first()
            if collection is None:
                raise CommandError(f"There is no collection {options['collection']}.")
        items = chosen_items(collection=collection, refs=options["items"])
        found = set(items.values_list("ref", flat=True)) if options["items"] else set()
        missing = [ref for ref in options["items"] if ref not in found]
        if missing:
            raise CommandError(f"There is no item {', '.join(missing)}. Nothing was written.")
        self._write(path, Export.of(items))

    def _write(self, path: Path, export: Export) -> None:
        unfinished = path.with_name(f".{path.name}.part")
        try:
            with unfinished.open("wb") as target:
                if path.suffix.lower() == ".csv":
                    for piece in _with_bar(csv_of(export), export.items.count() + 2):
                        target.write(piece)
                else:
                    write_xlsx(target, export)
            unfinished.replace(path)
        except OSError as problem:
            raise CommandError(f"{problem}. Nothing was written.") from problem
        finally:
            unfinished.unlink(missing_ok=True)
        for place in export.left_standing:
            self.stdout.write(f"Too long for a cell of a workbook, left standing: {place}")
        self.stdout.write(
            f"{export.items.count()} items written to {path}. For the house only: it may name "
            "people whose names are protected."
        )


def _with_bar(pieces: Iterable[bytes], total: int) -> Iterator[bytes]:
    return iter(tqdm(pieces, total=total, unit=" rows", disable=not sys.stderr.isatty()))
