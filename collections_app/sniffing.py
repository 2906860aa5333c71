"""What an uploaded file is, judged by its bytes; its name and its sender count nothing."""

from dataclasses import dataclass
from typing import IO

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

HEAD = 4096
# A JPEG file with a second image behind the first, as telephones make it.
TWO_JPEGS = "MPO"
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that the house takes in: its media type, suffix and name in words."""

    media_type: str
    suffix: str
    words: str


PDF = FileKind("application/pdf", "pdf", "PDF document")
IMAGES = {
    "JPEG": FileKind("image/jpeg", "jpg", "JPEG image"),
    "PNG": FileKind("image/png", "png", "PNG image"),
    "TIFF": FileKind("image/tiff", "tif", "TIFF image"),
    "WEBP": FileKind("image/webp", "webp", "WebP image"),
}
ACCEPTED_TYPES = sorted({kind.media_type for kind in IMAGES.values()} | {PDF.media_type})
OTHER_SUFFIXES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tiff": "tif"}


def identify(file: IO[bytes]) -> FileKind:
    """Return what the bytes are. Raises `ValidationError` that says what was found instead.

    Only the beginning is read: that the rest can be read too is found out when pages are made.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise ValidationError("The file is empty.", code="empty")
    if head.lstrip().startswith(b"%PDF-"):
        return PDF
    try:
        with Image.open(file, formats=[*IMAGES]) as image:
            return IMAGES["JPEG" if image.format == TWO_JPEGS else image.format or ""]
    except TOO_LARGE as bomb:
        raise too_many_pixels() from bomb
    except (OSError, SyntaxError, ValueError, TypeError, KeyError) as problem:
        raise ValidationError(_refusal(head), code="unknown_type") from problem
    finally:
        file.seek(0)


def kind_of(media_type: str) -> FileKind:
    """Return the kind of a file that was identified when it came in."""
    return next(kind for kind in (PDF, *IMAGES.values()) if kind.media_type == media_type)


def remark_on(kind: FileKind, name: str) -> str:
    """Return what the desk should know about a file; "" where there is nothing to be said."""
    if differs_from_name(kind, name):
        return f"The name promises another type; the content is a {kind.words}."
    return ""


def differs_from_name(kind: FileKind, name: str) -> bool:
    """Say whether a name promises another kind of file than the bytes are."""
    suffix = name.rpartition(".")[2].lower()
    return OTHER_SUFFIXES.get(suffix, suffix) != kind.suffix


def too_many_pixels(pixels: int | None = None) -> ValidationError:
    """Return the refusal of an image that would fill the memory, with its size where known."""
    most = f"{settings.MAX_IMAGE_PIXELS / 1_000_000:g} megapixels"
    size = "is larger than" if pixels is None else f"has {pixels / 1_000_000:.0f} megapixels, over"
    return ValidationError(
        f"The image {size} {most}, the most this house accepts.", code="too_many_pixels"
    )


def refuse_too_many_pixels(width: int, height: int) -> None:
    """Raise `ValidationError` for an image larger than the house accepts."""
    if width * height > settings.MAX_IMAGE_PIXELS:
        raise too_many_pixels(width * height)


def _refusal(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return (
            "This is a file of a kind that is not recognized. JPEG, PNG, TIFF and WebP images and "
            "PDF documents are accepted."
        )
    if found.mime_type in ACCEPTED_TYPES:
        return f"The file begins like a {found.name} but is damaged and can not be read."
    kind = f"{found.name} ({found.mime_type})" if found.mime_type else found.name
    return (
        f"The file looks like: {kind}. JPEG, PNG, TIFF and WebP images and PDF documents are "
        "accepted."
    )
