"""Bytes on their way out: the one place that answers with the content of a stored file.

Whoever calls has already asked the rule whether this person may have the file. Here is decided
only how it travels: in ranges, with a strong ETag, and in a form in which no browser runs it.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024

# What a browser shows or plays itself without being able to run anything that stands in it.
# No PDF: a browser's own reader refuses to work inside the sandbox that every file is sent with.
SHOWN_INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/flac",
        "video/mp4",
        "video/ogg",
        "video/webm",
    }
)
SENT_UNDER_THEIR_TYPE = SHOWN_INLINE | {
    "application/pdf",
    "application/epub+zip",
    "application/json",
    "application/zip",
    "image/tiff",
    "text/csv",
    "text/plain",
    "text/vtt",
}
UNNAMED_TYPE = "application/octet-stream"

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


class Unsatisfiable(Exception):
    """Raised for a range that begins behind the end of the file."""


class Stretch:
    """The bytes of an open file from `first` to `last`, both included, piece by piece."""

    def __init__(self, file: IO[bytes] | File, first: int, last: int) -> None:
        self.file, self.left = file, last - first + 1
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(CHUNK, self.left)) if self.left > 0 else b""
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def serve_bytes(
    request: HttpRequest,
    field_file: FieldFile,
    *,
    media_type: str,
    download_name: str,
    etag: str,
    is_public: bool,
    part: tuple[int, int] | None = None,
    is_of_house: bool = False,
) -> HttpResponseBase:
    """Answer GET or HEAD with a stored file, whole or one range of it.

    `etag` is the SHA-256 of the content in hexadecimal. A `part` is an offset and a length: where
    several images lie in one file, those bytes are answered as if they were a file of their own.
    A file that is not public is never kept by any cache; a public one is kept and asked about
    again at every use. What this program has written itself (`is_of_house`) is shown as the page
    or file that it is. Raises `Http404` if the storage does not have the bytes, and writes that
    to the log.
    """
    name = field_file.name or ""
    try:
        offset, size = part or (0, field_file.storage.size(name))
        response = _answer(request, field_file.storage, name, f'"{etag}"', offset, size)
    except FileNotFoundError as missing:
        logger.error("The bytes of %s are not in the storage.", name)
        raise Http404 from missing
    response["Accept-Ranges"] = "bytes"
    _say_how_kept(response, f'"{etag}"', is_public=is_public)
    if is_of_house:
        _show_as_it_is(response, media_type, download_name)
    else:
        _forbid_execution(response, media_type, download_name)
    return response


def serve_json(
    request: HttpRequest, content: object, *, media_type: str, is_public: bool
) -> HttpResponseBase:
    """Answer GET or HEAD with a description that programs read, by the same rules of keeping."""
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    is_known = _is_known(request.headers.get("If-None-Match", ""), etag)
    response = HttpResponse(status=304) if is_known else HttpResponse(body)
    _say_how_kept(response, etag, is_public=is_public)
    response["Content-Type"] = media_type
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _say_how_kept(response: HttpResponseBase, etag: str, *, is_public: bool) -> None:
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache" if is_public else "private, no-store"


def open_to_other_sites(response: HttpResponseBase) -> HttpResponseBase:
    """Let programs on pages of other sites read a public answer, as viewers of IIIF do."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(
    request: HttpRequest, storage: Storage, name: str, etag: str, offset: int, size: int
) -> HttpResponseBase:
    if _is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304)
    try:
        wanted = _range_wanted(request, size, etag)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    headers = {"Content-Length": str(last - first + 1)}
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    file = storage.open(name, "rb")
    return StreamingHttpResponse(
        Stretch(file, offset + first, offset + last),
        status=206 if wanted else 200,
        headers=headers,
    )


def _is_known(if_none_match: str, etag: str) -> bool:
    known = parse_etags(if_none_match)
    return "*" in known or etag in [tag.removeprefix("W/") for tag in known]


def _range_wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the first and last byte wanted; `None` for the whole file.

    A range that is malformed, or several at once, are answered with the whole file, as RFC 9110
    allows; so is a range of a former version, and any range in a HEAD request.
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or request.method != "GET":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    start, end = match.groups()
    if not start:
        return _last_bytes(end, size)
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, last


def _last_bytes(count: str, size: int) -> tuple[int, int] | None:
    if not count:
        return None
    if int(count) == 0 or size == 0:
        raise Unsatisfiable
    return max(size - int(count), 0), size - 1


def _show_as_it_is(response: HttpResponseBase, media_type: str, download_name: str) -> None:
    """Show pages, styles and PDF in the browser, without any script; other kinds are taken away."""
    kind = media_type.partition(";")[0]
    is_taken = kind in ("application/epub+zip", "application/zip")
    response["Content-Type"] = media_type
    disposition = content_disposition_header(is_taken, download_name)
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    if kind == "text/html":
        response["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; "
            "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )


def _forbid_execution(response: HttpResponseBase, media_type: str, download_name: str) -> None:
    kind = media_type.partition(";")[0].strip().lower()
    response["Content-Type"] = media_type if kind in SENT_UNDER_THEIR_TYPE else UNNAMED_TYPE
    response["Content-Disposition"] = (
        content_disposition_header(kind not in SHOWN_INLINE, download_name) or "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
