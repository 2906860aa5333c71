"""Pictures and documents made for the tests of what comes in and what goes out."""

from io import BytesIO
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

SECRET_COMMENT = b"a comment that stays in the house"


def picture(
    *,
    size: tuple[int, int] = (600, 800),
    mode: str = "RGB",
    color: Any = None,
    form: str = "JPEG",
    **words: Any,
) -> bytes:
    """Return an image; `words` are those of Pillow's `save`."""
    stream = BytesIO()
    image = Image.new(mode, size, color) if color is not None else Image.new(mode, size)
    image.save(stream, form, **words)
    return stream.getvalue()


def telling_picture() -> bytes:
    """Return a picture that lies on its side and carries all that must not leave the house."""
    image = Image.new("RGB", (640, 320), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 319, 319), fill=(200, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif[0x8825] = {1: "S", 2: (1.0, 57.0, 0.0), 3: "E", 4: (30.0, 3.0, 0.0)}
    stream = BytesIO()
    image.save(
        stream, "JPEG", exif=exif, comment=SECRET_COMMENT, xmp=b"<x:xmpmeta>SecretXmp</x:xmpmeta>"
    )
    return stream.getvalue()


def tiff_of_pages(*sizes: tuple[int, int]) -> bytes:
    stream = BytesIO()
    first, *others = [Image.new("L", size, 200) for size in sizes]
    first.save(stream, "TIFF", save_all=True, append_images=others)
    return stream.getvalue()


def pdf_of_pages(*sizes: tuple[float, float]) -> bytes:
    """Return a PDF of empty pages; sizes in points."""
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    stream = BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def upload(content: bytes, name: str = "scan.jpg", said: str = "image/jpeg") -> SimpleUploadedFile:
    """Return an upload; `said` is what the browser says it is."""
    return SimpleUploadedFile(name, content, content_type=said)


def secret_picture(form: str) -> tuple[bytes, list[bytes]]:
    """Return a picture that hides words wherever its format lets it, and the words as bytes."""
    image = Image.new("RGB", (640, 320), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 319, 319), fill=(200, 0, 0))
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x9286] = b"ASCII\0\0\0SecretUserComment"
    exif[0x8825] = {1: "S", 2: (1.0, 57.0, 0.0), 18: "SecretDatum"}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile += b"SecretProfile"
    words: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    secrets = [b"SecretCamera", b"SecretUserComment", b"SecretDatum", b"SecretProfile"]
    if form in ("JPEG", "WEBP"):
        words["xmp"] = b"<x:xmpmeta>SecretXmp</x:xmpmeta>"
        secrets.append(b"SecretXmp")
    if form == "JPEG":
        words["comment"] = SECRET_COMMENT
        secrets.append(SECRET_COMMENT)
    if form == "PNG":
        noted = PngImagePlugin.PngInfo()
        noted.add_text("Comment", "SecretText")
        noted.add_itxt("XML:com.adobe.xmp", "SecretXmp")
        words["pnginfo"] = noted
        secrets = [b"SecretCamera", b"SecretText", b"SecretXmp"]
    if form == "TIFF":
        words = {
            "icc_profile": profile,
            "tiffinfo": {270: "SecretDescription", 271: "SecretCamera", 700: b"SecretXmp"},
        }
        secrets = [b"SecretDescription", b"SecretCamera", b"SecretXmp", b"SecretProfile"]
    stream = BytesIO()
    image.save(stream, form, **words)
    return stream.getvalue(), secrets
