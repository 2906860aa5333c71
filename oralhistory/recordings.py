"""Recordings on their way in: what an upload is, judged by its bytes, and what is kept about it."""

import hashlib
from functools import partial
from typing import IO

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat

from collections_app.sniffing import FileKind
from oralhistory.models import Interview, MediaFile

HEAD = 64 * 1024
PLAYABLE_IN_WORDS = "MP3, M4A, Ogg, WAV, FLAC, MP4 or WebM"

MP3 = FileKind("audio/mpeg", "mp3", "MP3 sound")
M4A = FileKind("audio/mp4", "m4a", "M4A sound")
OGG_SOUND = FileKind("audio/ogg", "ogg", "Ogg sound")
OGG_VIDEO = FileKind("video/ogg", "ogv", "Ogg video")
WAV = FileKind("audio/wav", "wav", "WAV sound")
FLAC = FileKind("audio/flac", "flac", "FLAC sound")
MP4 = FileKind("video/mp4", "mp4", "MP4 video")
WEBM_SOUND = FileKind("audio/webm", "weba", "WebM sound")
WEBM_VIDEO = FileKind("video/webm", "webm", "WebM video")

PLAYABLE = [MP3, M4A, OGG_SOUND, OGG_VIDEO, WAV, FLAC, MP4, WEBM_SOUND, WEBM_VIDEO]

_PLAYABLE_BY_TYPE = {
    "audio/mpeg": MP3,
    "audio/mp4": M4A,
    "audio/x-m4a": M4A,
    "audio/wave": WAV,
    "audio/wav": WAV,
    "audio/x-wav": WAV,
    "audio/flac": FLAC,
    "video/mp4": MP4,
}
_PLAYABLE_BY_SUFFIX = {".m4a": M4A, ".mp4": MP4, ".mp3": MP3}


def identify_recording(file: IO[bytes]) -> FileKind:
    """Return what kind of sound or video the bytes are. Only the beginning is read.

    Raises `ValidationError` that says what was found instead.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise ValidationError("The file is empty.", code="empty")
    try:
        found = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError, IndexError) as unknown:
        raise ValidationError(
            "This is a file of a kind that is not recognized. Sound and video are accepted.",
            code="unknown_type",
        ) from unknown
    if head.startswith(b"ID3"):  # which the signature lists give to a dead music shop first
        return MP3
    if head[4:12] == b"ftypM4A ":  # which they call video, unless its first box has one length
        return M4A
    if head.startswith(b"OggS"):
        return OGG_VIDEO if b"theora" in head else OGG_SOUND
    if found.mime_type in ("video/webm", "application/x-matroska"):
        return WEBM_VIDEO if b"V_" in head else WEBM_SOUND
    kind = _PLAYABLE_BY_TYPE.get(found.mime_type) or _PLAYABLE_BY_SUFFIX.get(found.extension)
    return kind or _for_the_house(found)


def _for_the_house(found: puremagic.PureMagicWithConfidence) -> FileKind:
    """Return a kind that no browser plays but a master may have."""
    if not found.mime_type.startswith(("audio/", "video/")):
        words = f"{found.name} ({found.mime_type})" if found.mime_type else found.name
        raise ValidationError(
            f"The file looks like: {words}. Only sound and video are accepted here.",
            code="unknown_type",
        )
    suffix = "".join(letter for letter in found.extension if letter.isalnum()) or "bin"
    return FileKind(found.mime_type, suffix, found.name)


def take_facts(media: MediaFile, upload: UploadedFile) -> FileKind:
    """Write down on a new recording what its upload is: type, size and SHA-256.

    Raises `ValidationError` for a file that is too large, is neither sound nor video, or is to be
    an access copy and can not be played by a browser.
    """
    refuse_too_large(upload)
    kind = identify_recording(upload)
    if media.role == MediaFile.Role.ACCESS and kind not in PLAYABLE:
        raise ValidationError(
            f"The file looks like: {kind.words} ({kind.media_type}). No browser plays that: keep "
            f"it as a master, and give an access copy in {PLAYABLE_IN_WORDS}.",
            code="not_playable",
        )
    media.original_name = (upload.name or "")[-255:]
    media.media_type = kind.media_type
    media.bytes = upload.size or 0
    media.sha256 = digest_of(upload)
    upload.name = f"recording.{kind.suffix}"
    return kind


def digest_of(upload: File) -> str:
    """Return the SHA-256 of a file, in hexadecimal, and wind it back to its beginning."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return digest.hexdigest()


def refuse_too_large(upload: UploadedFile) -> None:
    """Raise `ValidationError` if an upload is larger than the house accepts."""
    size = upload.size or 0
    if size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(
            f"{upload.name} is too large: {filesizeformat(size)}, where "
            f"{filesizeformat(settings.MAX_UPLOAD_BYTES)} is the most this house accepts.",
            code="too_large",
        )


def forget_bytes(stored: FieldFile) -> None:
    """Have bytes removed from the storage once the deletion of their record is kept."""
    transaction.on_commit(partial(stored.storage.delete, str(stored.name)), robust=True)


def forget_bytes_of_interview(interview: Interview) -> None:
    """Have recordings and files of transcripts removed once their interview is; call it before."""
    for media in interview.media.all():
        forget_bytes(media.file)
    for transcript in interview.transcripts.exclude(original=""):
        forget_bytes(transcript.original)
