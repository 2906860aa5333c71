"""PDF documents, page by page, through PDFium, which one thread may use at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pypdfium2
from django.core.exceptions import ValidationError
from PIL import Image
from pypdfium2 import raw as pdfium

from collections_app.sniffing import refuse_too_many_pixels

RENDERED_EDGE = 3000
# A small page is rendered at 300 dots to the inch and no larger.
MAX_SCALE = 300 / 72

_pdfium_lock = threading.RLock()


class PdfPages:
    """An open PDF document whose pages are counted from 1; between two of them others may work."""

    def __init__(self, stream: IO[bytes]) -> None:
        stream.seek(0)
        with _pdfium_lock:
            self._document = pypdfium2.PdfDocument(stream)
            self._count = len(self._document)

    def __len__(self) -> int:
        return self._count

    @contextmanager
    def page(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        """Lend one page; until it is given back no other thread touches a PDF."""
        with _pdfium_lock:
            page = self._document[number - 1]
            try:
                yield page
            finally:
                page.close()

    def image(self, number: int) -> Image.Image:
        """Return the full-size image of a page."""
        with self.page(number) as page:
            return rendered(page)

    def close(self) -> None:
        with _pdfium_lock:
            self._document.close()


def rendered(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page as a reader sees it, its long edge about 3,000 pixels, in RGB."""
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        refuse_too_many_pixels(*picture.get_px_size())
    longest = max(page.get_size())
    if not longest > 0:
        raise ValidationError("A page of the PDF has no size.", code="damaged")
    bitmap = page.render(scale=min(RENDERED_EDGE / longest, MAX_SCALE), rev_byteorder=True)
    try:
        return bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()


def pdf_refusal(problem: Exception) -> str:
    """Say in words why PDFium does not open a document or a page."""
    if "password" in str(problem).lower():
        return "The PDF is protected by a password. Save it without one."
    return "The PDF document is damaged and can not be read."
