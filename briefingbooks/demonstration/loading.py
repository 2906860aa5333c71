"""The demonstration as a whole: what is loaded, in which order, all of it or nothing.

The book is released when its pages and its recording can be read and heard, so that its first
edition holds them.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from briefingbooks.demonstration.books import load_books, release_books
from briefingbooks.demonstration.items import load_items
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.names import load_names
from briefingbooks.demonstration.press import load_press
from briefingbooks.demonstration.recording import load_recording, make_public_copies
from briefingbooks.demonstration.requests import load_requests
from briefingbooks.demonstration.sheet import load_sheets
from briefingbooks.demonstration.testimony import load_interview
from briefingbooks.editions.making import make_files
from briefingbooks.models import Issue
from collections_app import background
from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from collections_app.processing import process_whole

HOUSE = ChangeSet.Source.HOUSE
Step = tuple[str, Callable[[Demonstration], None]]

STEPS: tuple[Step, ...] = (
    ("archives, people, subjects and links", load_names),
    ("documents", load_items),
    ("requests", load_requests),
    ("pages drawn for the demonstration", load_sheets),
    ("the demonstration interview", load_interview),
    ("books", load_books),
    ("the recording of the interview", load_recording),
)
RELEASES: tuple[Step, ...] = (
    ("the release of the book", release_books),
    ("a press release and a correction", load_press),
)


def load(
    steps: Iterable[Step] = STEPS,
    releases: Iterable[Step] = RELEASES,
    tell: Callable[[str], object] = str,
) -> Demonstration:
    """Load the demonstration in one transaction and say what was made and what was left.

    Its files are processed when it is kept, so that its pages can be read and its recording can be
    heard; then the book is released, and the files of its edition are made, of which `tell` is
    told one by one. A run that is killed in between is ended by the next.
    Records that exist are never written to. Raises `ValidationError` where a record contradicts
    itself or lacks what it needs to be published; then neither record nor file is kept.
    """
    demonstration = Demonstration()
    try:
        _take(steps, demonstration, "Demonstration loaded")
    except BaseException:
        demonstration.forget_files()
        raise
    for file in demonstration.to_process:
        process_whole(file)
    demonstration.closed.extend(make_public_copies(demonstration))
    with background.alone():
        _take(releases, demonstration, "Demonstration released")
        for issue in Issue.objects.filter(edition__book__is_demonstration=True, finished_at=None):
            make_files(issue, tell)
    return demonstration


def _take(steps: Iterable[Step], demonstration: Demonstration, title: str) -> None:
    with transaction.atomic(), recording(by=None, source=HOUSE, title=title):
        for _words, take in steps:
            take(demonstration)
