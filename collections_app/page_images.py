"""Pages of a master, decoded: a master may be of any kind and may be hostile.

Every page becomes an upright image in sRGB at its full size, without anything else the file says.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, cast

import pypdfium2
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image, ImageCms, ImageOps

from collections_app.pdf_pages import PdfPages, pdf_refusal
from collections_app.sniffing import (
    PDF,
    TOO_LARGE,
    FileKind,
    refuse_too_many_pixels,
    too_many_pixels,
)

MAX_PAGES = 2000
REDUCED_RESOLUTION = 1
NEW_SUBFILE_TYPE = 254
LYING = {5, 6, 7, 8}

UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)

Size = tuple[int | None, int | None]

# Pillow's own guard beside ours, for every image that this process ever opens.
Image.MAX_IMAGE_PIXELS = settings.MAX_IMAGE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_srgb = ImageCms.createProfile("sRGB")


class ImagePages:
    """An open image file; small pictures of other pages that a TIFF may carry are left out."""

    def __init__(self, stream: IO[bytes]) -> None:
        stream.seek(0)
        self._image = Image.open(stream)
        frames = getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1
        self._frames: list[int] = []
        self.sizes: list[Size] = []
        for number in range(frames):
            if number:
                self._image.seek(number)
            if not (number and _is_reduced(self._image)):
                self._frames.append(number)
                self.sizes.append(_upright_size(self._image))

    def __len__(self) -> int:
        return len(self._frames)

    def image(self, number: int) -> Image.Image:
        """Return the full-size image of a page, counted from 1."""
        if len(self._frames) > 1 or self._image.tell():
            self._image.seek(self._frames[number - 1])
        refuse_too_many_pixels(*self._image.size)
        # A page of several is copied, as the reader of the file still needs the original.
        return _upright(self._image.copy() if len(self._frames) > 1 else self._image)

    def close(self) -> None:
        # Pillow's own `close` would empty the image of a page that was given out.
        del self._image


Pages = ImagePages | PdfPages


@contextmanager
def opened_pages(stream: IO[bytes], kind: FileKind) -> Iterator[Pages]:
    """Lend the pages of a master, to be taken one after the other, each under `refusing_damage`.

    Raises `ValidationError` for a file that can not be opened. The stream stays open when the pages
    are given back.
    """
    with refusing_damage(kind):
        opened = _open(stream, kind)
    with closing(opened) as pages:
        yield pages


def open_page(stream: IO[bytes], kind: FileKind, number_in_file: int) -> Image.Image:
    """Return the full-size upright sRGB image of one page of a master, counted from 1.

    A page of a PDF is rendered with its long edge at 3,000 pixels or a little less. Raises
    `ValidationError` for a page that is damaged or of too many pixels.
    """
    with opened_pages(stream, kind) as pages, refusing_damage(kind):
        return pages.image(number_in_file)


def page_sizes(stream: IO[bytes], kind: FileKind) -> list[Size]:
    """Return the size of every page of a master in pixels, without decoding one; none in a PDF.

    Raises `ValidationError` for a file that can not be opened, is protected by a password, or has
    more pages or pixels than the house accepts.
    """
    with opened_pages(stream, kind) as pages:
        refuse_too_many_pages(len(pages))
        if isinstance(pages, PdfPages):
            return [(None, None)] * len(pages)
        for width, height in pages.sizes:
            refuse_too_many_pixels(width or 0, height or 0)
        return pages.sizes


def refuse_too_many_pages(count: int) -> None:
    """Raise `ValidationError` for a file of more pages than the house accepts."""
    if count > MAX_PAGES:
        raise ValidationError(
            f"The file has {count} pages; {MAX_PAGES} are the most. Divide it.",
            code="too_many_pages",
        )


@contextmanager
def refusing_damage(kind: FileKind) -> Iterator[None]:
    """Turn what a decoder raises over bad bytes into a `ValidationError` in words.

    What the machine raises, a disk that can not be read or a memory that is full, passes through.
    """
    try:
        yield
    except ValidationError:
        raise
    except TOO_LARGE as bomb:
        raise too_many_pixels() from bomb
    except pypdfium2.PdfiumError as problem:
        raise ValidationError(pdf_refusal(problem), code="damaged") from problem
    except UNREADABLE as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        raise ValidationError(
            f"The {kind.words} is damaged or incomplete and can not be read to its end.",
            code="damaged",
        ) from problem


def _open(stream: IO[bytes], kind: FileKind) -> Pages:
    return PdfPages(stream) if kind == PDF else ImagePages(stream)


def _is_reduced(image: Image.Image) -> bool:
    """Say whether a TIFF page is only a small picture of another page."""
    tags = getattr(image, "tag_v2", {})
    return bool(tags.get(NEW_SUBFILE_TYPE, 0) & REDUCED_RESOLUTION)


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode the whole image to look behind it.
        return width, height
    lies = image.getexif().get(ExifTags.Base.Orientation) in LYING
    return (height, width) if lies else (width, height)


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    upright = _in_usual_mode(image)
    ImageOps.exif_transpose(upright, in_place=True)
    shown = _in_srgb(upright)
    shown.info.clear()
    return shown


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
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        return paper
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
    return image if image.mode == mode else image.convert(mode)
