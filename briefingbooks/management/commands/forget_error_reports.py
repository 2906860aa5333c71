from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from briefingbooks.correcting import forget_readers


class Command(BaseCommand):
    help = (
        "Erase what readers wrote in reports of errors that were decided long ago, and who wrote "
        "those that nobody decided (ERROR_REPORTS_KEPT_DAYS). Corrections stay, with the names of "
        "those who agreed to be named. To be run daily; there is no way back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=settings.ERROR_REPORTS_KEPT_DAYS,
            metavar="N",
            help="Those decided, or waiting, for more than N days (default: the setting).",
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 0 < days < 36_500:
            raise CommandError("Give a number of days from 1 to 36,499.")
        count = forget_readers(before=timezone.now() - timedelta(days=days))
        self.stdout.write(f"Erased: {count}.")
