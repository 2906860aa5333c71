"""Images of pages for readers, made from a master that may be of any kind and may be hostile.

Every image is decoded, turned upright, brought to sRGB and encoded anew, so that nothing of the
master leaves but what can be seen: no place, camera, comment, embedded thumbnail or hidden text.
"""

import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

import pypdfium2
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps
from pypdfium2 import raw as pdfium

from collections_app.sniffing import PDF, TOO_LARGE, FileKind, too_many_pixels

DISPLAY_EDGE = 1600
THUMBNAIL_EDGE = 320
JPEG_QUALITY = 82
MAX_PAGES = 300
REDUCED_RESOLUTION = 1
NEW_SUBFILE_TYPE = 254
# A page printed larger than this is rendered no larger: 4 times 72 dots to the inch.
MAX_PDF_SCALE = 4.0

UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)

# Pillow's own guard beside ours, for every image that this process ever opens.
Image.MAX_IMAGE_PIXELS = settings.MAX_IMAGE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

# PDFium may be used by one thread at a time.
_pdfium_lock = threading.Lock()
_srgb = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A finished JPEG image; width and height in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageImages:
    """One page: the size of its master in pixels (none in a PDF) and the two images of it."""

    width: int | None
    height: int | None
    display: Encoded
    thumbnail: Encoded


def page_images(file: IO[bytes], kind: FileKind) -> Iterator[PageImages]:
    """Yield the images of each page in order, one page in memory at a time.

    Raises `ValidationError` for a file that is damaged, protected by a password, has more than
    `MAX_PAGES` pages or an image of more than MAX_IMAGE_PIXELS pixels.
    """
    file.seek(0)
    try:
        yield from _of_pdf(file) if kind == PDF else _of_image(file)
    except TOO_LARGE as bomb:
        raise too_many_pixels() from bomb
    except pypdfium2.PdfiumError as problem:
        raise ValidationError(_pdf_refusal(problem), code="damaged") from problem
    except UNREADABLE as problem:
        raise ValidationError(
            f"The {kind.words} is damaged or incomplete and can not be read to its end.",
            code="damaged",
        ) from problem


def _pdf_refusal(problem: Exception) -> str:
    if "password" in str(problem).lower():
        return "The PDF is protected by a password. Save it without one."
    return "The PDF document is damaged and can not be read."


def _check_pixels(width: int, height: int) -> None:
    if width * height > settings.MAX_IMAGE_PIXELS:
        raise too_many_pixels(width * height)


def _check_pages(count: int) -> None:
    if count > MAX_PAGES:
        raise ValidationError(
            f"The file has {count} pages; {MAX_PAGES} are the most. Divide it.",
            code="too_many_pages",
        )


def _of_image(file: IO[bytes]) -> Iterator[PageImages]:
    with Image.open(file) as image:
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        _check_pages(frames)
        for number in range(frames):
            if frames > 1:
                image.seek(number)
            if number and _is_reduced(image):
                continue
            _check_pixels(*image.size)
            # One page of several is copied, as the reader of the file still needs the original.
            yield _of_frame(image.copy() if frames > 1 else image)


def _is_reduced(image: Image.Image) -> bool:
    """Say whether a TIFF page is only a small picture of another page."""
    tags = getattr(image, "tag_v2", {})
    return bool(tags.get(NEW_SUBFILE_TYPE, 0) & REDUCED_RESOLUTION)


def _of_frame(image: Image.Image) -> PageImages:
    width, height = image.size
    # A JPEG can be decoded at a half or a quarter, which is enough for the display image.
    image.draft("RGB", (2 * DISPLAY_EDGE, 2 * DISPLAY_EDGE))
    upright = _in_usual_mode(image)
    ImageOps.exif_transpose(upright, in_place=True)
    if (upright.width > upright.height) != (width > height):
        width, height = height, width
    upright.thumbnail((DISPLAY_EDGE, DISPLAY_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return PageImages(width, height, *_encode_both(_in_srgb(upright)))


def _in_usual_mode(image: Image.Image) -> Image.Image:
    """Return the image in a mode that can be made smaller well and knows its transparency."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _in_eight_bits(image)
    if "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBa"):
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK", "LAB") else image.convert("RGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Bring grey values of 16 or 32 bits, or fractions, to 256 steps."""
    values = image.convert("F")
    _, highest = cast("tuple[float, float]", values.getextrema())
    full = next((top for top in (1.0, 255.0, 65535.0) if highest <= top), highest)
    grey = values.point(lambda value: value * (255.0 / full)).convert("L")
    grey.info = {"exif": image.info["exif"]} if "exif" in image.info else {}
    return grey


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the image in RGB as it looks on white paper, by its own profile if it has one."""
    shown = _by_profile(image, "RGBA" if image.mode == "RGBA" else "RGB")
    if shown.mode == "RGBA":
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("RGB")
    return shown


def _by_profile(image: Image.Image, mode: str) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that is damaged, or of another colour space than the image.
            converted = None
        if converted is not None:
            return converted
    return image.convert(mode)


def _encode_both(shown: Image.Image) -> tuple[Encoded, Encoded]:
    small = shown.copy()
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
    return _encode(shown), _encode(small)


def _encode(image: Image.Image) -> Encoded:
    # Pillow would write the comment of the master again.
    image.info.clear()
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return Encoded(stream.getvalue(), image.width, image.height)


def _of_pdf(file: IO[bytes]) -> Iterator[PageImages]:
    with _pdfium_lock:
        document = pypdfium2.PdfDocument(file)
        try:
            _check_pages(len(document))
            for page in document:
                yield PageImages(None, None, *_encode_both(_rendered(page)))
                page.close()
        finally:
            document.close()


def _rendered(page: pypdfium2.PdfPage) -> Image.Image:
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        _check_pixels(*picture.get_px_size())
    longest = max(page.get_size())
    if not longest > 0:
        raise ValidationError("A page of the PDF has no size.", code="damaged")
    scale = min(DISPLAY_EDGE / longest, MAX_PDF_SCALE)
    image = page.render(scale=scale).to_pil().convert("RGB")
    image.thumbnail((DISPLAY_EDGE, DISPLAY_EDGE))
    return image
