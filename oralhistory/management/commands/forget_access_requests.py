from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oralhistory.granting import forget_over


class Command(BaseCommand):
    help = (
        "Erase who asked for access to interviews, and what they wrote, where the request was "
        "refused or the access ended long ago (ACCESS_REQUESTS_KEPT_DAYS). What was decided and "
        "when it was used stays. To be run daily; there is no way back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=settings.ACCESS_REQUESTS_KEPT_DAYS,
            metavar="N",
            help="Those that are over for more than N days (default: the setting).",
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 0 < days < 36_500:
            raise CommandError("Give a number of days from 1 to 36,499.")
        count = forget_over(before=timezone.now() - timedelta(days=days))
        self.stdout.write(f"Erased: {count}.")
