"""Write what harvesters know of every record, from what is public now."""

from typing import Any

from django.core.management.base import BaseCommand

from briefingbooks.harvesting.following import keys_after, write
from briefingbooks.models.harvested import RECORDS
from collections_app.management.progress_bar import ProgressBar

AT_ONCE = 200


class Command(BaseCommand):
    """Safe while readers read and others write: some records are written in one transaction."""

    help = (
        "Write what harvesters (OAI-PMH) know of every record. Needed once after an upgrade that "
        "says so; every change of a record writes its own row by itself. Repeated, it changes "
        "nothing; deletions that are known stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in RECORDS:
            keys = list(keys_after(kind, 0))
            with ProgressBar(self.stdout, unit=kind) as progress:
                progress.total(len(keys))
                for start in range(0, len(keys), AT_ONCE):
                    some = keys[start : start + AT_ONCE]
                    write(kind, some, is_first_time=True)
                    progress.done(len(some))
            self.stdout.write(f"Written for harvesters: {len(keys)} {kind}.")
