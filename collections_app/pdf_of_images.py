"""A PDF whose pages are pictures and nothing else, written page by page. Pure."""

import io
from collections.abc import Iterable
from typing import IO

from PIL import Image

JPEG_QUALITY = 88
# So many dots to the inch are what a page is rendered in again; 72 points are an inch.
POINTS_TO_A_PIXEL = 72 / 300
CATALOG, TREE = 1, 2


def write_pdf(images: Iterable[Image.Image], out: IO[bytes]) -> None:
    """Write RGB images as the pages of a PDF document; only one of them is in memory at a time."""
    places: dict[int, int] = {}
    pages: list[int] = []
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def put(number: int, content: bytes) -> None:
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    for image in images:
        first = TREE + 1 + 3 * len(pages)
        # A hair less, as what is rendered is rounded up.
        width, height = (edge * POINTS_TO_A_PIXEL - 0.01 for edge in image.size)
        put(first, _picture(image))
        put(first + 1, _stream(b"", b"%.3f 0 0 %.3f 0 0 cm /P Do" % (width, height)))
        put(
            first + 2,
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R "
            b"/Resources << /XObject << /P %d 0 R >> >> >>"
            % (TREE, width, height, first + 1, first),
        )
        pages.append(first + 2)
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    put(TREE, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    put(CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % TREE)
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    for number in sorted(places):
        out.write(b"%010d 00000 n \n" % places[number])
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(places) + 1, CATALOG))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _picture(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=JPEG_QUALITY)
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /DCTDecode" % image.size
    )
    return _stream(entries, content.getvalue())


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)
