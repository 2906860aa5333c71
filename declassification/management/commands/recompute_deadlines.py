"""Compute every date of every request anew."""

from typing import Any

from django.core.management.base import BaseCommand

from collections_app.management.progress_bar import ProgressBar
from declassification.models import AccessRequest
from declassification.recomputing import recompute


class Command(BaseCommand):
    """Safe to run at any time and to stop: what is done is done, another run does the rest."""

    help = (
        "Compute the dates of all requests anew. Needed after an upgrade that brings a new release "
        "of the holidays library or new rules; every other change computes them by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with ProgressBar(self.stdout, unit="requests") as progress:
            changed = recompute(AccessRequest.objects.all(), progress)
        self.stdout.write(
            f"Dates of {changed} of {AccessRequest.objects.count()} requests changed."
        )
