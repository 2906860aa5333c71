"""Take the words of testimony that books show and have not taken yet."""

from typing import Any

from django.core.management.base import BaseCommand

from briefingbooks.models import Entry
from briefingbooks.quoting import NothingToQuote, freeze
from collections_app.management.progress_bar import ProgressBar


class Command(BaseCommand):
    """Safe to run at any time and to stop: a quotation that was taken is left as it is."""

    help = (
        "Take the quotations of testimony that were never taken, as after an upgrade that says so. "
        "Words that were withdrawn do not come back by this."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        entries = Entry.objects.filter(interview__isnull=False, quotation__isnull=True)
        entries = entries.select_related("book", "interview").order_by("pk")
        taken, missing = 0, []
        with ProgressBar(self.stdout, unit="quotations") as progress:
            progress.total(entries.count())
            for entry in list(entries):
                try:
                    freeze(entry, None)
                    taken += 1
                except NothingToQuote:
                    missing.append(f"{entry.book.slug}, entry {entry.key}")
                progress.done()
        self.stdout.write(f"Quotations taken: {taken}.")
        for place in missing:
            self.stdout.write(f"Nothing that may be quoted now: {place}.")
