import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from briefingbooks.essays.document import UnreadableEssay
from briefingbooks.essays.formats import ACCEPTED, MOST_BYTES
from briefingbooks.essays.importing import STEPS, Planned, keep_essay, plan_essay, refuse
from briefingbooks.models import Book


class Command(BaseCommand):
    help = (
        "Take an essay with its notes into a draft book: sections, notes under labels, citations "
        f"of works. {ACCEPTED} What a person must decide is listed with its line. Either all is "
        "kept or nothing; the same file is not taken in twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("book", help="slug of a draft book, for example the-warning")
        parser.add_argument("file", type=Path, help="the essay")
        parser.add_argument("--check", action="store_true", help="report and keep nothing")
        parser.add_argument(
            "--again", action="store_true", help="take in a file that stands in the book already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        book = Book.objects.filter(slug=options["book"]).first()
        if book is None:
            raise CommandError(f"There is no book {options['book']}.")
        path: Path = options["file"]
        planned = self._plan(book, path)
        for line in planned.report.lines():
            self.stdout.write(line)
        try:
            refuse(book, planned, again=options["again"])
            if options["check"]:
                self.stdout.write("Checked only: nothing was kept.")
                return
            sections = keep_essay(book, planned, by=None, again=options["again"])
        except ValidationError as refusal:
            raise CommandError("\n".join([*refusal.messages, "Nothing was kept."])) from refusal
        self.stdout.write(
            f"Added to {book}: {len(sections)} sections and {len(planned.sources)} works. "
            "Nothing became public."
        )

    def _plan(self, book: Book, path: Path) -> Planned:
        bar = tqdm(total=len(STEPS), unit=" steps", disable=not sys.stderr.isatty())

        def say(step: str) -> None:
            bar.set_description(step)
            bar.update()

        try:
            return plan_essay(book, path.name, _read(path), say)
        except OSError as fault:
            raise CommandError(f"{path} can not be read: {fault.strerror}.") from fault
        except UnreadableEssay as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal
        finally:
            bar.close()


def _read(path: Path) -> bytes:
    """Return a file, of one that is too large only enough to be refused."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)
