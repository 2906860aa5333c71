"""PDF documents written by hand for the tests: one sees what is painted in which order."""

import io
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 400, 300
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
STATES = b"<< /Half << /Type /ExtGState /ca 0.4 >> /Mixed << /Type /ExtGState /BM /Multiply >> >>"


@dataclass(slots=True)
class PdfPage:
    """One page: what is painted, and what its dictionary says besides."""

    content: str
    entries: str = ""
    annotations: list[str] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)
    images: dict[str, Image.Image] = field(default_factory=dict)


def pdf(*pages: PdfPage | str) -> bytes:
    """Return a PDF document; a page given as text is only its content."""
    objects: list[bytes] = [b"", b"", FONT]
    numbers = []
    for page in pages:
        numbers.append(_add_page(objects, PdfPage(page) if isinstance(page, str) else page))
    kids = " ".join(f"{number} 0 R" for number in numbers).encode()
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers))
    return _written(objects)


def words(
    text: str, x: float, y: float, *, size: int = 14, color: str = "0 g", mode: int = 0
) -> str:
    """Print words with their baseline at a point, in points from the bottom left."""
    safe = text.replace("(", r"\(").replace(")", r"\)")
    return f"BT {color} {mode} Tr /F1 {size} Tf {x} {y} Td ({safe}) Tj ET\n"


def box(x: float, y: float, width: float, height: float, color: str = "0 g") -> str:
    return f"q {color} {x} {y} {width} {height} re f Q\n"


def painted(name: str, x: float = 0, y: float = 0, width: float = 1, height: float = 1) -> str:
    """Paint an image or a form by its name; an image fills the given rectangle."""
    return f"q {width} 0 0 {height} {x} {y} cm /{name} Do Q\n"


def annotation(kind: str, rect: tuple[float, ...], more: str = "") -> str:
    left, bottom, right, top = rect
    corners = f"{left} {top} {right} {top} {left} {bottom} {right} {bottom}"
    edges = f"{left} {bottom} {right} {top}"
    return (
        f"<< /Type /Annot /Subtype /{kind} /Rect [{edges}] /QuadPoints [{corners}] /F 4 {more} >>"
    )


def scan(
    *lines: str, bars: tuple[tuple[int, int, int, int], ...] = (), mode: str = "1"
) -> Image.Image:
    """Return a scanned page of the size of ours at three pixels a point; bars in points."""
    image = Image.new("L", (WIDTH * 3, HEIGHT * 3), 252)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(42)
    for number, line in enumerate(lines):
        pen.text((60, 60 + 90 * number), line, fill=12, font=font)
    for left, top, right, bottom in bars:
        pen.rectangle((left * 3, top * 3, right * 3, bottom * 3), fill=0)
    return image.convert(mode)


def _add(objects: list[bytes], content: bytes) -> int:
    objects.append(content)
    return len(objects)


def _stream(entries: str, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (
        entries.encode(),
        len(content),
        content,
    )


def _image(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.convert("L").save(content, "JPEG", quality=70)
    entries = (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    )
    return _stream(entries, content.getvalue())


def _add_page(objects: list[bytes], page: PdfPage) -> int:
    resources = f"/Font << /F1 3 0 R >> /ExtGState {STATES.decode()}"
    drawn = {name: _add(objects, _image(image)) for name, image in page.images.items()}
    for name, content in page.forms.items():
        entries = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << {resources} >>"
        )
        drawn[name] = _add(objects, _stream(entries, content.encode()))
    named = " ".join(f"/{name} {number} 0 R" for name, number in drawn.items())
    content = _add(objects, _stream("", page.content.encode("cp1252")))
    notes = " ".join(f"{_add(objects, note.encode())} 0 R" for note in page.annotations)
    media = "" if "/MediaBox" in page.entries else f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
    return _add(
        objects,
        f"<< /Type /Page /Parent 2 0 R {media} {page.entries} /Contents {content} 0 R "
        f"/Annots [{notes}] /Resources << {resources} /XObject << {named} >> >> >>".encode(),
    )


def _written(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
