from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briefingbooks.editions.closing import owed
from briefingbooks.editions.making import FilesNotMade, make_files
from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import Issue
from collections_app.management.progress_bar import ProgressBar


class Command(BaseCommand):
    help = (
        "Make what is missing of editions: the reissue of each of which something was closed, also "
        "by the passing of a day, and files that could not be made. Ends with status 1 if an "
        "edition stays closed; meant to run every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise `CommandError` naming every edition of which nothing can be given out."""
        stuck: list[str] = []
        editions = list(owed().order_by("book", "number").select_related("book"))
        unfinished = Issue.objects.filter(finished_at=None).select_related("edition__book")
        waiting = list(unfinished.unclosed())
        with ProgressBar(self.stdout, unit="editions") as bar:
            bar.total(len(editions) + len(waiting))
            for issue in waiting:
                try:
                    make_files(issue)
                except FilesNotMade as problem:
                    stuck.append(str(problem))
                bar.done()
            for edition in editions:
                try:
                    if reissue_with_files(edition) is None:
                        stuck.append(f"{edition}: {edition.problem}")
                except FilesNotMade as problem:
                    stuck.append(str(problem))
                bar.done()
        for one in stuck:
            self.stdout.write(one)
        if stuck:
            raise CommandError(f"{len(stuck)} editions stay closed.", returncode=1)
