from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briefingbooks.models import Book
from briefingbooks.reference_checks import Broken, broken_in
from collections_app.management.progress_bar import ProgressBar


class Command(BaseCommand):
    help = (
        "Check that everything the texts of all books mention still exists, and that what is kept "
        "about it is what the texts say. Prints what is wrong with book, text and line, and ends "
        "with status 1 if anything is. Changes nothing; meant to run every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="Print only what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong: list[Broken] = []
        books = list(Book.objects.order_by("slug"))
        with ProgressBar(self.stdout, unit="books") as bar:
            bar.total(len(books))
            for book in books:
                wrong += broken_in(book)
                bar.done()
        for one in wrong:
            self.stdout.write(str(one))
        if wrong:
            raise CommandError(f"{len(wrong)} mentions are not what they should be.", returncode=1)
        if not options["quiet"]:
            self.stdout.write("Every mention stands in the texts of every book.")
