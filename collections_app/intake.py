"""Files on their way in: judged, rendered and kept, or refused with nothing left behind.

The type is the one the bytes have. A file whose name promises another type is accepted under the
type found, which is noted for the desk, as archives hold many a misnamed scan. Text that a PDF
carries inside is not read here: under a badly drawn black bar it would say what was to be hidden.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat

from collections_app import dependants
from collections_app.models import Copy, Derivative, DigitalFile, Page, User
from collections_app.page_images import Encoded, page_images
from collections_app.sniffing import FileKind, differs_from_name, identify

Removals = list[Callable[[], None]]

NAME_LENGTH = 255
SCRATCH_IN_MEMORY = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rendering:
    """One image of a page, lying in the scratch file until the upload is kept."""

    kind: str
    start: int
    length: int
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page made from an upload; the size is that of the master in pixels."""

    width: int | None
    height: int | None
    renderings: list[Rendering]


@dataclass(slots=True)
class Prepared:
    """An upload that was read to its end and can be kept."""

    upload: UploadedFile
    name: str
    kind: FileKind
    size: int
    sha256: str
    scratch: IO[bytes]
    pages: list[PreparedPage] = field(default_factory=list)

    @property
    def remark(self) -> str:
        """What the desk should know about the file."""
        if differs_from_name(self.kind, self.name):
            return f"The name promises another type; the content is a {self.kind.words}."
        return ""


def take_in(copy: Copy, uploaded_file: UploadedFile, by: User | None) -> DigitalFile:
    """Keep an uploaded file as a master of a copy, with a page and its images for every page.

    Raises `ValidationError`, with nothing kept in the database or the storage, for a file that is
    too large, of a kind not accepted, damaged, has too many pixels or pages, or lies in this copy
    already.
    """
    return keep(prepare(uploaded_file, copy), copy, by=by)


def prepare(upload: UploadedFile, copy: Copy | None = None) -> Prepared:
    """Read an upload to its end and make its page images, without keeping anything.

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
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if copy is not None and copy.pk:
        refuse_duplicate(copy, sha256)
    scratch = tempfile.SpooledTemporaryFile(SCRATCH_IN_MEMORY)  # noqa: SIM115  closed by keep()
    prepared = Prepared(upload, name, identify(file), size, sha256, scratch)
    for images in page_images(file, prepared.kind):
        renderings = [
            _put_by(prepared.scratch, Derivative.Kind.DISPLAY, images.display),
            _put_by(prepared.scratch, Derivative.Kind.THUMBNAIL, images.thumbnail),
        ]
        prepared.pages.append(PreparedPage(images.width, images.height, renderings))
    if not prepared.pages:
        raise ValidationError(f"{name} has no pages.", code="damaged")
    return prepared


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


def _put_by(scratch: IO[bytes], kind: str, image: Encoded) -> Rendering:
    start = scratch.tell()
    scratch.write(image.content)
    digest = hashlib.sha256(image.content).hexdigest()
    return Rendering(kind, start, len(image.content), digest, image.width, image.height)


def keep(
    prepared: Prepared, copy: Copy, *, by: User | None, written: Removals | None = None
) -> DigitalFile:
    """Keep a prepared upload; all of it, or, if anything fails, nothing of it.

    A caller whose own transaction goes on passes a list: for each stored file it receives the
    call that removes it again, to be made if that transaction fails.
    """
    written = [] if written is None else written
    try:
        with transaction.atomic():
            # Two people who add files to one copy number their pages one after the other.
            copy = Copy.objects.select_for_update().get(pk=copy.pk)
            refuse_duplicate(copy, prepared.sha256)
            file = _keep_master(prepared, copy, by, written)
            last = copy.pages.aggregate(last=Max("number"))["last"] or 0
            for number, page in enumerate(prepared.pages, start=last + 1):
                _keep_page(prepared, page, number, file, written)
            dependants.announce_change(copy.item, by=by)
    except BaseException:
        for remove in written:
            remove()
        raise
    finally:
        prepared.scratch.close()
    return file


def _keep_master(prepared: Prepared, copy: Copy, by: User | None, written: Removals) -> DigitalFile:
    file = DigitalFile(
        copy=copy,
        original_name=prepared.name,
        media_type=prepared.kind.media_type,
        bytes=prepared.size,
        sha256=prepared.sha256,
        position=copy.files.count(),
        processing=DigitalFile.State.READY,
        processing_message=prepared.remark,
        created_by=by,
        updated_by=by,
    )
    _write(file.file, f"master.{prepared.kind.suffix}", prepared.upload, written)
    file.save()
    return file


def _keep_page(
    prepared: Prepared,
    prepared_page: PreparedPage,
    number: int,
    file: DigitalFile,
    written: Removals,
) -> None:
    page = Page.objects.create(
        copy=file.copy,
        file=file,
        number=number,
        width=prepared_page.width,
        height=prepared_page.height,
    )
    for rendering in prepared_page.renderings:
        prepared.scratch.seek(rendering.start)
        derivative = Derivative(
            page=page,
            kind=rendering.kind,
            media_type="image/jpeg",
            bytes=rendering.length,
            sha256=rendering.sha256,
            width=rendering.width,
            height=rendering.height,
        )
        content = ContentFile(prepared.scratch.read(rendering.length))
        _write(derivative.file, f"{rendering.kind}.jpg", content, written)
        derivative.save()


def _write(target: FieldFile, name: str, content: File, written: Removals) -> None:
    """Write to the storage; what to remove is noted first, as a full disk leaves half a file."""
    place = target.field.generate_filename(target.instance, name)
    written.append(lambda: target.storage.delete(target.name or place))
    content.seek(0)
    target.save(name, content, save=False)
