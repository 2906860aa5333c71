from typing import Any

from django.core.management.base import BaseCommand

from collections_app import kept_pages


class Command(BaseCommand):
    help = (
        "Have every page made anew. Needed only after the database was changed by another program "
        "than this one; everything written through it is seen at once, and what was written past "
        "it is seen within a quarter of an hour. Loses nothing but a little time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        kept_pages.forget_all()
        self.stdout.write("Every page will be made anew.")
