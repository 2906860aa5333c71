"""Files on their way in: judged and kept at once, or refused with nothing left behind.

The type is the one the bytes have. A file whose name promises another type is accepted under the
type found, which is noted for the desk, as archives hold many a misnamed scan. What takes time,
images and words of every page, is done by `processing` afterwards.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.template.defaultfilters import filesizeformat

from collections_app import background, dependants
from collections_app.history import create_many
from collections_app.models import Copy, DigitalFile, Page, User
from collections_app.page_images import Size, page_sizes
from collections_app.processing import process_file
from collections_app.sniffing import FileKind, identify, remark_on
from collections_app.storing import Removals, all_or_nothing, store

NAME_LENGTH = 255
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Prepared:
    """An upload that may be kept; `sizes` has one entry for each of its pages."""

    upload: UploadedFile
    name: str
    kind: FileKind
    size: int
    sha256: str
    sizes: list[Size]


def take_in(copy: Copy, uploaded_file: UploadedFile, by: User | None) -> DigitalFile:
    """Keep an uploaded file as a master of a copy, with its pages, which wait to be processed.

    Raises `ValidationError`, with nothing kept in the database or the storage, for a file that is
    too large, of a kind not accepted, can not be opened, is protected by a password, has too many
    pixels or pages, or lies in this copy already. Damage further inside is found when its pages
    are made, and the file is marked as failed.
    """
    return keep(prepare(uploaded_file, copy), copy, by=by)


def prepare(upload: UploadedFile, copy: Copy | None = None) -> Prepared:
    """Judge an upload without keeping anything.

    Raises what `take_in` raises; a duplicate is noticed only where a `copy` is given.
    """
    name = plain_name(upload.name or "")
    size = upload.size or 0
    if size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(
            f"{name} is too large: {filesizeformat(size)}, where "
            f"{filesizeformat(settings.MAX_UPLOAD_BYTES)} is the most this house accepts.",
            code="too_large",
        )
    file: Any = upload.open().file
    kind = identify(file)
    sha256, _ = digest_of_stream(file)
    if copy is not None and copy.pk:
        refuse_duplicate(copy, sha256)
    sizes = page_sizes(file, kind)
    if not sizes:
        raise ValidationError(f"{name} has no pages.", code="damaged")
    return Prepared(upload, name, kind, size, sha256, sizes)


def digest_of_stream(stream: IO[bytes]) -> tuple[str, int]:
    """Return SHA-256 in hexadecimal and size in bytes of what a stream holds, read in pieces."""
    stream.seek(0)
    digest, size = hashlib.sha256(), 0
    for piece in iter(lambda: stream.read(CHUNK), b""):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def plain_name(name: str) -> str:
    """Return a file name without folders and characters that can not be printed."""
    words = "".join(letter for letter in PurePath(name).name if letter.isprintable()).strip()
    stem, dot, suffix = words.rpartition(".")
    return words if len(words) <= NAME_LENGTH else f"{stem[:200]}{dot}{suffix[:20]}"


def refuse_duplicate(copy: Copy, sha256: str) -> None:
    """Raise `ValidationError` if the copy holds the same bytes already; it names the file."""
    twin = DigitalFile.objects.filter(copy=copy, sha256=sha256).first()
    if twin is not None:
        raise ValidationError(
            f"The same file is in this copy already, as “{twin.original_name}”.", code="duplicate"
        )


def keep(
    prepared: Prepared, copy: Copy, *, by: User | None, written: Removals | None = None
) -> DigitalFile:
    """Keep a prepared upload with a page for each of its pages; all of it, or nothing.

    The numbers of its pages follow those of the files that were kept before it, whichever is
    processed first. A caller whose own transaction goes on passes a list: for each stored file it
    receives the call that removes it again, to be made if that transaction fails.
    """
    with all_or_nothing(written) as noted:
        # Two people who add files to one copy number their pages one after the other.
        copy = Copy.objects.select_for_update().get(pk=copy.pk)
        refuse_duplicate(copy, prepared.sha256)
        file = _keep_master(prepared, copy, by, noted)
        last = copy.pages.aggregate(last=Max("number"))["last"] or 0
        pages = [
            Page(
                copy=copy,
                file=file,
                number=last + number,
                number_in_file=number,
                width=width,
                height=height,
            )
            for number, (width, height) in enumerate(prepared.sizes, start=1)
        ]
        create_many(Page, pages)
        background.enqueue(process_file, file.pk)
        dependants.announce_change(copy.item, by=by)
    return file


def _keep_master(prepared: Prepared, copy: Copy, by: User | None, written: Removals) -> DigitalFile:
    last = copy.files.aggregate(last=Max("position"))["last"]
    file = DigitalFile(
        copy=copy,
        original_name=prepared.name,
        media_type=prepared.kind.media_type,
        bytes=prepared.size,
        sha256=prepared.sha256,
        position=0 if last is None else last + 1,
        processing_message=remark_on(prepared.kind, prepared.name),
        pages_total=len(prepared.sizes),
        created_by=by,
        updated_by=by,
    )
    store(file.file, f"master.{prepared.kind.suffix}", prepared.upload, written)
    file.save()
    return file
