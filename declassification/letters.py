"""Letters kept with the log of a request: what they are, judged by their bytes."""

import hashlib
import zipfile
import zlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat

from collections_app.intake import plain_name
from collections_app.sniffing import identify

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_OF_TYPES = 1024 * 1024
NOT_A_LETTER = (
    "This is no letter that the house keeps: a PDF document, an image, a DOCX document without "
    "macros, or plain text such as a saved e-mail."
)


def examined(letter: Any) -> dict[str, Any]:
    """Return what an entry of the log says of the letter that comes with it; nothing without one.

    Raises `ValidationError` on `letter` for a file that is empty, too large, or neither a PDF
    document, an image, a DOCX document without macros nor plain text.
    """
    if not letter or isinstance(letter, FieldFile):
        return {}
    try:
        return _examined(letter)
    except ValidationError as refusal:
        raise ValidationError({"letter": refusal.messages}) from refusal


def _examined(letter: File) -> dict[str, Any]:
    if (letter.size or 0) > settings.MAX_UPLOAD_BYTES:
        most = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise ValidationError(f"The letter is too large: {most} is the most this house accepts.")
    letter.open()
    media_type, suffix = _kind(letter)
    letter.seek(0)
    digest = hashlib.file_digest(letter, "sha256").hexdigest()
    letter.seek(0)
    name = plain_name(letter.name or "letter")
    letter.name = f"letter.{suffix}"
    return {"letter_name": name, "letter_media_type": media_type, "letter_sha256": digest}


def _kind(letter: File) -> tuple[str, str]:
    try:
        kind = identify(letter)
    except ValidationError as refusal:
        if _is_plain_text(letter):
            return "text/plain", "txt"
        if _is_docx(letter):
            return DOCX, "docx"
        if refusal.code != "unknown_type":
            raise
        raise ValidationError(NOT_A_LETTER) from refusal
    return kind.media_type, kind.suffix


def _is_docx(letter: File) -> bool:
    """Whether it is a document of a word processor that carries no program of its own."""
    letter.seek(0)
    try:
        with zipfile.ZipFile(letter) as package:
            names = {name.lower() for name in package.namelist()}
            types = package.getinfo("[Content_Types].xml")
            told = package.read(types) if types.file_size < MOST_OF_TYPES else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, OSError, zlib.error):
        return False
    has_macros = any(name.endswith("vbaproject.bin") for name in names)
    return "word/document.xml" in names and DOCX.encode() in told and not has_macros


def _is_plain_text(letter: File) -> bool:
    letter.seek(0)
    content = letter.read()
    if not content or b"\0" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
