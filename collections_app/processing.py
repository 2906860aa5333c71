"""Pages of a master made ready for readers: a task that can be killed, repeated and watched.

Each page is kept in a transaction of its own, so that a process that dies loses one page at most
and the next goes on behind it. Whoever claimed a file last works on it: an earlier claim ends at
its next page, so that two runs at once do no harm. Nothing of a file is public before all of it
is ready.
"""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from collections_app import background, dependants
from collections_app.derivatives import derivatives_of, keep_derivatives
from collections_app.machine_texts import forget_text_layer, keep_reading, wants_reading
from collections_app.models import DigitalFile, Excision, Page
from collections_app.models.changes import ChangeSet, recording
from collections_app.ocr import ReadingFailed, read_image
from collections_app.page_images import Pages, opened_pages
from collections_app.page_reading import PageFound, look_at
from collections_app.page_words import ReadPage
from collections_app.sniffing import kind_of, remark_on
from collections_app.storing import all_or_nothing

logger = logging.getLogger(__name__)

State = DigitalFile.State
UNFINISHED = [State.PENDING, State.RUNNING]

PAGES_AT_ONCE = 25
MOST_ATTEMPTS = 3
# The disk may have been emptied and the storage be back by then.
TRIED_AGAIN_AFTER = [timedelta(minutes=1), timedelta(minutes=10)]
STALLED_AFTER = timedelta(minutes=20)

PASSING = (OSError, DatabaseError, MemoryError)


class Superseded(Exception):
    """Raised in a run whose file was claimed by another run, or deleted."""


@dataclass(slots=True)
class Claim:
    """The right to work on a file, lost as soon as another run claims it."""

    file: DigitalFile
    seen_at: datetime

    def renew(self, **values: object) -> None:
        """Write a sign of life with other values; raises `Superseded` if the claim is lost."""
        now = _later_than(self.seen_at)
        held = DigitalFile.objects.filter(pk=self.file.pk, seen_at=self.seen_at)
        if not held.filter(processing=State.RUNNING).update(seen_at=now, **values):
            raise Superseded
        self.seen_at = now

    @contextmanager
    def unless_undone(self) -> Iterator[None]:
        """Stay with what the database says if the transaction inside fails."""
        before = self.seen_at
        try:
            yield
        except BaseException:
            self.seen_at = before
            raise


@task()
def process_file(pk: int) -> None:
    """Go on with a file and, after a number of pages, let other files have their turn."""
    if process_pages(pk):
        background.enqueue(process_file, pk)
    for stalled in _stalled_files():
        background.enqueue(process_file, stalled)


def process_whole(pk: int) -> None:
    """Process a file to its end in this thread, for a caller that waits for it."""
    while process_pages(pk):
        pass


def process_pages(pk: int, most: int = PAGES_AT_ONCE) -> bool:
    """Make the next pages of a file, `most` of them; return whether there are more to be made.

    A damaged page makes the file fail at once, in words that name the page. What may pass, such
    as a full disk, is tried again later, `MOST_ATTEMPTS` times in all.
    """
    claim = claim_file(pk)
    if claim is None:
        return False
    try:
        is_done = _make_pages(claim, most)
    except Superseded:
        return False
    except ValidationError as refusal:
        _fail(claim, f"{_place(claim)}{' '.join(refusal.messages)}")
        return False
    except PASSING as problem:
        logger.warning("File %s: page %s failed: %r", pk, claim.file.pages_done + 1, problem)
        _try_later(claim, problem)
        return False
    except Exception:
        logger.exception("File %s: page %s failed.", pk, claim.file.pages_done + 1)
        _try_later(claim, None)
        return False
    return not is_done


def claim_file(pk: int) -> Claim | None:
    """Claim a file that waits or whose run may have died; None if there is nothing to be done."""
    files = DigitalFile.objects.select_related("copy__item")
    file = files.filter(pk=pk, processing__in=UNFINISHED).first()
    if file is None:
        return None
    now = _later_than(file.seen_at)
    unclaimed = DigitalFile.objects.filter(
        pk=pk, processing__in=UNFINISHED, seen_at=file.seen_at, attempts=file.attempts
    )
    claimed = unclaimed.update(
        processing=State.RUNNING, seen_at=now, attempts=F("attempts") + 1, processing_message=""
    )
    if not claimed:
        return None
    file.attempts += 1
    claim = Claim(file, now)
    if file.attempts > MOST_ATTEMPTS:
        _fail(claim, f"{_place(claim)}The process died here {MOST_ATTEMPTS} times.")
        return None
    return claim


def try_again(file: DigitalFile) -> bool:
    """Have a file that failed, or whose run has died, go on from its first page that is not done.

    Returns whether it was in such a state.
    """
    with transaction.atomic():
        halted = DigitalFile.objects.filter(Q(processing=State.FAILED) | _silent(), pk=file.pk)
        if not halted.update(processing=State.PENDING, attempts=0, processing_message=""):
            return False
        background.enqueue(process_file, file.pk)
    return True


def process_anew(file: DigitalFile) -> None:
    """Have every page of a file made again, from the first; until then the file is closed.

    Pages from which we ourselves withhold something keep what was burnt, images and texts. A file
    whose pages come from another file now is left as it is.
    """
    with transaction.atomic():
        DigitalFile.objects.filter(pk=file.pk).exclude(pages_total=0).update(
            processing=State.PENDING,
            attempts=0,
            pages_done=0,
            seen_at=_later_than(file.seen_at),
            processing_message="",
        )
        background.enqueue(process_file, file.pk)
        dependants.announce_change(file.copy.item, by=None)


def is_halted(file: DigitalFile) -> bool:
    """Say whether a file failed, or gave no sign of life for so long that its run must be dead."""
    if file.processing in UNFINISHED:
        seen_at = file.seen_at or file.created_at
        return seen_at < timezone.now() - STALLED_AFTER
    return file.processing == State.FAILED


def _make_pages(claim: Claim, most: int) -> bool:
    file = claim.file
    kind = kind_of(file.media_type)
    deed = recording(
        by=None, source=ChangeSet.Source.HOUSE, title=f"Pages of {file.original_name} made"
    )
    with (
        deed,
        file.file.storage.open(file.file.name) as stream,
        opened_pages(stream, kind) as pages,
    ):
        if file.pages_total != len(pages):
            claim.renew(pages_total=len(pages))
            file.pages_total = len(pages)
        until = min(len(pages), file.pages_done + most)
        while file.pages_done < until:
            _make_page(claim, pages, file.pages_done + 1)
            file.pages_done += 1
    if file.pages_done < len(pages):
        claim.renew(attempts=0)
        return False
    _finish(claim)
    return True


def _make_page(claim: Claim, pages: Pages, number: int) -> None:
    """Make what readers get of one page, and keep all of it or nothing."""
    found = look_at(pages, kind_of(claim.file.media_type), number)
    page = Page.objects.select_related("copy__item").get(file=claim.file, number_in_file=number)
    read = _read_by_machine(page, found)
    made = derivatives_of(found.image)
    covered = {*claim.file.covered_pages} - {number}
    if found.has_covered_words:
        covered.add(number)
    with claim.unless_undone(), all_or_nothing() as written:
        claim.renew(
            pages_done=number,
            attempts=1,
            covered_pages=sorted(covered),
            has_covered_text=bool(covered),
        )
        # Whoever burns a redaction into the page locks it too, and comes before or after this.
        page = Page.objects.select_for_update(of=["self"]).get(pk=page.pk)
        if not Excision.objects.of_page(page).exists():
            keep_derivatives(page, made, written)
        _correct_size(page, found)
        if found.has_covered_words:
            forget_text_layer(page)
        if read is not None:
            keep_reading(page, read)
    claim.file.covered_pages, claim.file.attempts = sorted(covered), 1


def _correct_size(page: Page, found: PageFound) -> None:
    """Note the size of a master whose beginning did not say that it lies on its side."""
    size = found.image.size
    if page.width is not None and (page.width, page.height) != size:
        Page.objects.filter(pk=page.pk).update(width=size[0], height=size[1])


def _read_by_machine(page: Page, found: PageFound) -> ReadPage | None:
    """Return the longer of the text a page carries and what a machine reads on its image."""
    if not wants_reading(page, found.text):
        return found.text
    languages = [language.code for language in page.copy.item.languages.all()]
    try:
        read = read_image(found.image, languages)
    except ReadingFailed as problem:
        logger.warning("Page %s was not read by machine: %s", page.pk, problem)
        return found.text
    return max(filter(None, [found.text, read]), key=lambda one: one.number_of_words, default=None)


def _finish(claim: Claim) -> None:
    file = claim.file
    remark = remark_on(kind_of(file.media_type), file.original_name)
    with claim.unless_undone(), transaction.atomic():
        claim.renew(processing=State.READY, processing_message=remark, attempts=0)
        dependants.announce_change(file.copy.item, by=file.created_by)


def _fail(claim: Claim, message: str) -> None:
    """End a file in words for the desk; a claim that was lost in the meantime says nothing."""
    try:
        claim.renew(processing=State.FAILED, processing_message=message[:500])
    except Superseded:
        return


def _try_later(claim: Claim, problem: BaseException | None) -> None:
    """Have a file tried again after a while, or end it when that was done often enough."""
    said = f"{_place(claim)}{_said_of(problem)}"
    attempts = claim.file.attempts
    if attempts >= MOST_ATTEMPTS:
        _fail(claim, f"{said} It was tried {attempts} times.")
        return
    with transaction.atomic():
        try:
            claim.renew(
                processing=State.PENDING, processing_message=f"{said} It will be tried again."[:500]
            )
        except Superseded:
            return
        background.enqueue_after(TRIED_AGAIN_AFTER[attempts - 1], process_file, claim.file.pk)


def _said_of(problem: BaseException | None) -> str:
    if isinstance(problem, FileNotFoundError):
        return "The master is not in the storage."
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full."
    if isinstance(problem, MemoryError):
        return "The memory of this machine is not enough for it."
    if isinstance(problem, DatabaseError):
        return "The database could not keep it."
    if isinstance(problem, OSError):
        return "The storage could not be read or written."
    return "Something went wrong that nobody foresaw; the log of the server says what."


def _place(claim: Claim) -> str:
    file = claim.file
    return "" if file.pages_total == 1 else f"Page {file.pages_done + 1}: "


def _silent() -> Q:
    """The condition of files that nobody works on any more, though they are not done."""
    long_ago = timezone.now() - STALLED_AFTER
    unseen = Q(seen_at__lt=long_ago) | Q(seen_at=None, created_at__lt=long_ago)
    return unseen & Q(processing__in=UNFINISHED)


def _stalled_files() -> list[int]:
    return list(DigitalFile.objects.filter(_silent()).values_list("pk", flat=True)[:10])


def _later_than(seen_at: datetime | None) -> datetime:
    now = timezone.now()
    return now if seen_at is None else max(now, seen_at + timedelta(microseconds=1))
