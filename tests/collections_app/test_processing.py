"""Processing in the background: goes on where it stopped, page by page, whatever comes between."""

import errno
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from collections_app import background, processing
from collections_app.intake import take_in
from collections_app.models import ChangeSet, Copy, Derivative, DigitalFile, Page, PageText
from collections_app.processing import (
    Claim,
    claim_file,
    process_anew,
    process_pages,
    process_whole,
    try_again,
)
from collections_app.sniffing import PDF
from tests.collections_app.incoming import named_files, processed, ready, stored_names
from tests.collections_app.pdfs import PdfPage, pdf, words
from tests.collections_app.pictures import pdf_of_pages, picture, tiff_of_pages, upload
from tests.make import make_copy, make_excision

pytestmark = pytest.mark.django_db

State = DigitalFile.State


@pytest.fixture
def copy() -> Copy:
    return make_copy()


@pytest.fixture
def waiting(copy: Copy) -> DigitalFile:
    """A file of five pages that was taken in and not yet processed."""
    small = "/MediaBox [0 0 120 60]"
    pages = [PdfPage(words(f"Page {n} of five", 9, 30, size=9), small) for n in range(1, 6)]
    content = pdf(*pages)
    return take_in(copy, upload(content, "five.pdf"), None)


def state_of(file: DigitalFile) -> tuple[str, int]:
    file.refresh_from_db()
    return file.processing, file.pages_done


def assert_whole(file: DigitalFile) -> None:
    """Every page is there once, in order, with its images and text; no bytes are left over."""
    assert state_of(file) == (State.READY, 5)
    pages = list(Page.objects.filter(file=file).order_by("number"))
    assert [page.number_in_file for page in pages] == [1, 2, 3, 4, 5]
    texts = [page.texts.get().text for page in pages]
    assert texts == [f"Page {number} of five" for number in range(1, 6)]
    assert all(page.derivatives.count() == 4 for page in pages)
    assert sorted(stored_names()) == sorted(named_files())


class Killed(BaseException):
    """What ends a process between two instructions."""


def dies_at(page: int, monkeypatch: pytest.MonkeyPatch, name: str = "keep_derivatives") -> None:
    """Have the process end once, in the middle of a page."""
    real, seen = getattr(processing, name), []

    def deadly(*arguments: Any) -> Any:
        seen.append(arguments)
        if len(seen) == page:
            raise Killed
        return real(*arguments)

    monkeypatch.setattr(processing, name, deadly)


@pytest.mark.parametrize("name", ["look_at", "derivatives_of", "keep_derivatives", "keep_reading"])
@pytest.mark.parametrize("page", [1, 3, 5])
def test_a_run_that_dies_loses_one_page_and_the_next_goes_on(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch, page: int, name: str
) -> None:
    dies_at(page, monkeypatch, name)
    with pytest.raises(Killed):
        process_whole(waiting.pk)
    assert state_of(waiting) == (State.RUNNING, page - 1)
    assert not Page.objects.public().exists()
    process_whole(waiting.pk)
    assert_whole(waiting)


def test_a_run_that_dies_before_the_end_is_told_is_ended_by_the_next(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(claim: Claim) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(processing, "_finish", deadly)
        with pytest.raises(Killed):
            process_whole(waiting.pk)
    assert state_of(waiting) == (State.RUNNING, 5)
    process_whole(waiting.pk)
    assert_whole(waiting)


def test_files_have_turns_so_that_a_short_one_does_not_wait_for_a_long_one(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "PAGES_AT_ONCE", 2)
    monkeypatch.setattr(processing.process_pages, "__defaults__", (2,))
    done: list[str] = []
    real = processing._finish
    monkeypatch.setattr(
        processing, "_finish", lambda claim: (done.append(claim.file.original_name), real(claim))
    )
    take_in(copy, upload(pdf_of_pages(*[(60, 60)] * 7), "long.pdf"), None)
    take_in(copy, upload(picture(size=(60, 60)), "short.jpg"), None)
    background.drain()
    assert done == ["short.jpg", "long.pdf"]
    names = copy.pages.order_by("number").values_list("file__original_name", flat=True)
    assert list(names) == ["long.pdf"] * 7 + ["short.jpg"]


def test_a_claim_ends_the_one_before_it_at_its_next_page(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, turns = processing.look_at, []

    def interrupted(*arguments: Any) -> Any:
        turns.append(arguments)
        if len(turns) == 2:
            # Another process begins in the middle of the second page, and works to the end.
            process_whole(waiting.pk)
        return real(*arguments)

    monkeypatch.setattr(processing, "look_at", interrupted)
    assert process_pages(waiting.pk) is False
    assert len(turns) == 6
    assert_whole(waiting)


def test_doing_it_again_changes_nothing(waiting: DigitalFile) -> None:
    process_whole(waiting.pk)
    before = sorted(stored_names())
    process_whole(waiting.pk)
    background.drain()
    assert sorted(stored_names()) == before
    assert claim_file(waiting.pk) is None


def full_disk(monkeypatch: pytest.MonkeyPatch, *, after: int = 0, code: int = errno.ENOSPC) -> None:
    """Have the disk be full after some files were written."""
    real, seen = FileSystemStorage._save, []

    def write(self: Any, name: str, content: Any) -> str:
        seen.append(name)
        if len(seen) > after:
            # A full disk keeps the beginning of what does not fit.
            real(self, name, type(content)(b"half a file"))
            raise OSError(code, "no room")
        return real(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", write)


def test_a_full_disk_is_told_and_tried_again_three_times(waiting: DigitalFile) -> None:
    with pytest.MonkeyPatch.context() as patch:
        full_disk(patch, after=6)
        for attempt in (1, 2):
            process_whole(waiting.pk)
            assert state_of(waiting) == (State.PENDING, 1)
            assert waiting.processing_message == (
                "Page 2: The disk is full. It will be tried again."
            )
            assert waiting.attempts == attempt
        process_whole(waiting.pk)
    assert state_of(waiting) == (State.FAILED, 1)
    assert waiting.processing_message == "Page 2: The disk is full. It was tried 3 times."
    assert sorted(stored_names()) == sorted(named_files())
    assert try_again(waiting)
    background.drain()
    assert_whole(waiting)


def test_what_is_tried_again_waits_until_things_may_have_changed(waiting: DigitalFile) -> None:
    with pytest.MonkeyPatch.context() as patch:
        full_disk(patch)
        background.drain()
    later = DBTaskResult.objects.get(status="READY")
    assert later.run_after > timezone.now() + timedelta(seconds=30)
    background.drain()
    assert state_of(waiting) == (State.PENDING, 0)
    DBTaskResult.objects.update(run_after=timezone.now())
    background.drain()
    assert_whole(waiting)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.EIO, "broken"), "The storage could not be read or written."),
        (OperationalError("database is locked"), "The database could not keep it."),
        (MemoryError(), "The memory of this machine is not enough"),
        (ValueError("a mistake of ours"), "the log of the server says what"),
    ],
)
def test_what_may_pass_is_said_in_plain_words(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch, problem: Exception, words: str
) -> None:
    def fails(*arguments: Any) -> None:
        raise problem

    monkeypatch.setattr(processing, "derivatives_of", fails)
    process_whole(waiting.pk)
    assert state_of(waiting) == (State.PENDING, 0)
    assert words in waiting.processing_message


def test_a_master_that_is_gone_is_named_as_the_reason(waiting: DigitalFile) -> None:
    waiting.file.storage.delete(waiting.file.name)
    process_whole(waiting.pk)
    waiting.refresh_from_db()
    assert "The master is not in the storage." in waiting.processing_message


def test_a_damaged_page_is_named_and_nothing_of_the_file_is_public() -> None:
    copy = make_copy(access_condition="open", is_opened=True)
    copy.item.publish(by=None)
    content = tiff_of_pages((300, 300), (300, 300))
    file = processed(copy, content[: len(content) - 40_000], "cut.tif")
    assert file.processing == State.FAILED
    assert file.processing_message.startswith("Page 2: The TIFF image is damaged")
    assert file.pages_done == 1
    assert not Derivative.objects.public().exists()
    assert not try_again(DigitalFile(pk=0))


def test_a_page_that_ends_the_process_each_time_ends_the_file(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(*arguments: Any) -> None:
        raise Killed

    monkeypatch.setattr(processing, "look_at", deadly)
    for _ in range(3):
        with pytest.raises(Killed):
            process_whole(waiting.pk)
    process_whole(waiting.pk)
    assert state_of(waiting) == (State.FAILED, 0)
    assert waiting.processing_message == "Page 1: The process died here 3 times."


def test_a_file_that_is_deleted_meanwhile_ends_its_run_without_a_trace(
    waiting: DigitalFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = processing.derivatives_of

    def deleting(image: Any) -> Any:
        DigitalFile.objects.filter(pk=waiting.pk).delete()
        return real(image)

    monkeypatch.setattr(processing, "derivatives_of", deleting)
    assert process_pages(waiting.pk) is False
    assert stored_names("derivatives") == []


def test_a_file_that_nobody_works_on_is_taken_up_when_another_is(waiting: DigitalFile) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    DigitalFile.objects.filter(pk=waiting.pk).update(processing=State.RUNNING, seen_at=long_ago)
    DBTaskResult.objects.all().delete()
    ready(make_copy(), picture())
    assert_whole(waiting)


def test_trying_again_is_for_files_that_stopped(waiting: DigitalFile) -> None:
    assert not try_again(waiting)
    process_whole(waiting.pk)
    assert not try_again(waiting)


def test_making_anew_replaces_every_image_and_closes_the_file_until_then(copy: Copy) -> None:
    file = ready(copy, picture())
    before = set(Derivative.objects.values_list("uuid", flat=True))
    process_anew(file)
    assert state_of(file) == (State.PENDING, 0)
    background.drain()
    assert state_of(file) == (State.READY, 1)
    after = set(Derivative.objects.values_list("uuid", flat=True))
    assert len(after) == 4
    assert not before & after


def test_making_anew_brings_back_nothing_that_we_withhold(copy: Copy) -> None:
    file = ready(copy, pdf(words("A name", 30, 200)), "name.pdf")
    page = file.pages.get()
    make_excision(copy=copy, page=page, made_by="us", x=0, y=0, width=1, height=1)
    text = page.texts.get()
    text.text, text.is_redaction_marked = "⟦A name⟧", True
    text.save()
    burnt = set(page.derivatives.values_list("uuid", flat=True))
    process_anew(file)
    process_whole(file.pk)
    assert state_of(file) == (State.READY, 1)
    assert set(page.derivatives.values_list("uuid", flat=True)) == burnt
    assert page.texts.get().text == "⟦A name⟧"


def test_a_text_of_the_machine_is_noted_as_done_by_the_house(waiting: DigitalFile) -> None:
    process_whole(waiting.pk)
    text = PageText.objects.filter(page__file=waiting).first()
    assert text is not None
    assert text.changes.get().change_set.source == ChangeSet.Source.HOUSE


def test_two_threads_do_not_touch_a_pdf_at_once() -> None:
    """PDFium ends the process where two do."""
    content = pdf(*(words(f"Page {number}", 30, 200) for number in range(1, 9)))
    problems: list[BaseException] = []

    def read() -> None:
        try:
            with processing.opened_pages(upload(content).file, PDF) as pages:
                for number in range(1, 9):
                    assert processing.look_at(pages, PDF, number).text is not None
        except BaseException as problem:  # noqa: BLE001  told by the thread that waits
            problems.append(problem)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
