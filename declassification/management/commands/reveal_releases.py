"""Let the copies of requests whose embargo has passed be seen, and their items' status follow."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from declassification.models import AccessRequest


class Command(BaseCommand):
    """To be run every day where requests are published from a later date.

    Until it has run, such copies stay hidden: late, never early.
    """

    help = (
        "Let the copies of requests whose embargo has passed be seen. Run it every day where "
        "requests are published from a later date; it changes nothing the second time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        revealed = 0
        hidden = {"decisions__copy__is_internal": True}
        for request in AccessRequest.objects.public().filter(**hidden).distinct():
            with transaction.atomic():
                revealed += request.show_or_hide_releases(by=None)
        copies = "1 copy" if revealed == 1 else f"{revealed} copies"
        self.stdout.write(f"{copies} shown.")
