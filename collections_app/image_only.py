"""A file of images alone in the place of one whose words can be read beneath a box.

The pages keep their numbers, labels and what people wrote about them; they only come from another
file now. The file as it came in is kept, closed, without pages: its words never left the house.
"""

import tempfile
from collections.abc import Iterator
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django_tasks import task
from PIL import Image

from collections_app import background, dependants
from collections_app.intake import digest_of_stream, refuse_duplicate
from collections_app.machine_texts import is_of_machine
from collections_app.models import DigitalFile, Page, PageText, User
from collections_app.models.changes import ChangeSet, recording
from collections_app.page_images import Pages, opened_pages, refusing_damage
from collections_app.pdf_of_images import write_pdf
from collections_app.processing import PASSING, process_file
from collections_app.sniffing import PDF, FileKind, kind_of
from collections_app.storing import Removals, all_or_nothing, store

SCRATCH_IN_MEMORY = 32 * 1024 * 1024
BEING_MADE = "A copy of images alone is being made."


class NotNeeded(ValidationError):
    """Raised for a file of which no copy of images alone is wanted."""


def ask_for_image_only(file: DigitalFile, *, by: User | None) -> None:
    """Have a copy of images alone made of a file that hides words. Raises `NotNeeded`."""
    waiting = DigitalFile.objects.filter(
        pk=file.pk, processing=DigitalFile.State.READY, has_covered_text=True, pages_total__gt=0
    )
    if not waiting.update(processing_message=BEING_MADE):
        raise NotNeeded(f"“{file}” is not a file with covered words whose pages are ready.")
    background.enqueue(make_image_only, file.pk, by.pk if by else None)


@task()
def make_image_only(pk: int, by_pk: int | None) -> None:
    """Make the file of images and put it in the place of the other; done twice, it is made once."""
    file = DigitalFile.objects.select_related("copy__item").filter(pk=pk, pages_total__gt=0).first()
    if file is None or not file.has_covered_text:
        return
    try:
        with tempfile.SpooledTemporaryFile(SCRATCH_IN_MEMORY) as scratch:
            _write_images(file, scratch)
            _replace(file, scratch, User.objects.filter(pk=by_pk or 0).first())
    except (ValidationError, *PASSING) as problem:
        said = " ".join(getattr(problem, "messages", [])) or "The storage or the memory is full."
        message = f"No copy of images alone was made: {said}"[:500]
        DigitalFile.objects.filter(pk=pk).update(processing_message=message)
        raise


def _write_images(file: DigitalFile, scratch: IO[bytes]) -> None:
    with (
        file.file.storage.open(file.file.name) as stream,
        opened_pages(stream, kind_of(file.media_type)) as pages,
    ):
        write_pdf(_pictures(pages, kind_of(file.media_type)), scratch)


def _pictures(pages: Pages, kind: FileKind) -> Iterator[Image.Image]:
    for number in range(1, len(pages) + 1):
        with refusing_damage(kind):
            picture = pages.image(number)
        yield picture


def _replace(file: DigitalFile, scratch: IO[bytes], by: User | None) -> None:
    """Keep the new file, give it the pages of the other, and close that; all or nothing."""
    title = f"Image-only copy of {file.original_name}"
    deed = recording(by=by, source=ChangeSet.Source.DESK, title=title)
    with all_or_nothing() as written, deed:
        held = DigitalFile.objects.select_for_update().filter(pk=file.pk, pages_total__gt=0)
        if not held.exists():
            return
        file.refresh_from_db(fields=["is_closed"])
        made = _kept(file, scratch, by, written)
        pages = list(Page.objects.select_for_update().filter(file=file))
        texts = PageText.objects.filter(page__in=pages, kind=PageText.Kind.OCR)
        for text in [text for text in texts if is_of_machine(text)]:
            text.delete()
        for page in pages:
            page.file = made
            page.save()
        file.is_closed, file.updated_by = True, by
        file.save()
        DigitalFile.objects.filter(pk=file.pk).update(
            pages_total=0, pages_done=0, processing_message=f"Replaced by “{made}”."
        )
        background.enqueue(process_file, made.pk)
        dependants.announce_change(file.copy.item, by=by)


def _kept(file: DigitalFile, scratch: IO[bytes], by: User | None, written: Removals) -> DigitalFile:
    digest, size = digest_of_stream(scratch)
    refuse_duplicate(file.copy, digest)
    stem = file.original_name.rpartition(".")[0] or file.original_name
    made = DigitalFile(
        copy=file.copy,
        original_name=f"{stem[:200]} (images only).pdf",
        media_type=PDF.media_type,
        bytes=size,
        sha256=digest,
        caption=file.caption,
        alt_text=file.alt_text,
        redacted_from=file,
        is_closed=file.is_closed,
        position=file.position,
        pages_total=file.pages_total,
        created_by=by,
        updated_by=by,
    )
    store(made.file, f"master.{PDF.suffix}", File(scratch), written)
    made.save()
    made.advisories.set(file.advisories.all())
    return made
