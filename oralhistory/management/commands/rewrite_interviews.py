"""Write anew what the public may read and hear of every interview."""

from typing import Any

from django.core.management.base import BaseCommand

from collections_app.management.progress_bar import ProgressBar
from oralhistory.models import Interview
from oralhistory.public_cues import rewrite_public_cues


class Command(BaseCommand):
    """Safe to run at any time and to stop: what is done is done, another run does the rest."""

    help = (
        "Write anew what the public may read and hear of all interviews. Needed after an upgrade "
        "that says so; every other change writes it by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        interviews = Interview.objects.order_by("pk")
        with ProgressBar(self.stdout, unit="interviews") as progress:
            progress.total(interviews.count())
            for interview in interviews.iterator():
                rewrite_public_cues(interview)
                progress.done()
        self.stdout.write(f"Interviews written anew: {interviews.count()}.")
