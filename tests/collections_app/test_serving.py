"""How bytes travel: whole, in ranges, not at all where the reader has them, and never to be run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponseBase
from django.test import RequestFactory

from collections_app.models import Derivative
from collections_app.serving import CHUNK, serve_bytes

# Closing a response makes Django look after its connections.
pytestmark = pytest.mark.django_db

SHA256 = "ab" * 32
ETAG = f'"{SHA256}"'
CONTENT = bytes(range(256)) * 1024


class RememberingStorage(FileSystemStorage):
    """Keeps every file it opened, so that a test can ask whether it was closed."""

    def __init__(self, location: Path) -> None:
        super().__init__(location)
        self.opened: list[Any] = []

    def open(self, name: str, mode: str = "rb") -> Any:
        file = super().open(name, mode)
        self.opened.append(file)
        return file


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[FieldFile]:
    file = stored_file(CONTENT, tmp_path)
    yield file
    for opened in file.storage.opened:
        opened.close()


def stored_file(content: bytes, folder: Path) -> FieldFile:
    file = Derivative().file
    file.storage = RememberingStorage(folder)
    file.save("display.jpg", ContentFile(content), save=False)
    file.storage.opened.clear()
    return file


def answer(stored: FieldFile, method: str = "GET", **words: Any) -> HttpResponseBase:
    """Ask for the file; headers are written as in `if_none_match`."""
    ours = {"media_type", "download_name", "is_public"}
    headers = {name.replace("_", "-"): words.pop(name) for name in set(words) - ours}
    request = RequestFactory().generic(method, "/files/x/display.jpg", headers=headers)
    defaults = {"media_type": "image/jpeg", "download_name": "display.jpg", "is_public": True}
    return serve_bytes(request, stored, etag=SHA256, **(defaults | words))


def body(response: Any) -> bytes:
    """Read a response to its end and close it, as a server does."""
    content = response.getvalue() if response.streaming else response.content
    response.close()
    return content


def test_a_whole_file_is_streamed_with_its_length_and_a_strong_etag(stored: FieldFile) -> None:
    response = answer(stored)
    assert response.status_code == 200
    assert response.streaming
    assert body(response) == CONTENT
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["ETag"] == ETAG
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=262000-", 262000, 262143),
        ("bytes=-5", 262139, 262143),
        ("bytes=-999999999", 0, 262143),
        ("bytes=262143-999999999", 262143, 262143),
        (f"bytes=1-{CHUNK * 2}", 1, CHUNK * 2),
        ("BYTES=3-4", 3, 4),
    ],
)
def test_one_range_is_answered_with_exactly_its_bytes(
    stored: FieldFile, wanted: str, first: int, last: int
) -> None:
    response = answer(stored, range=wanted)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("wanted", ["bytes=262144-", "bytes=262144-262150", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_and_told_the_size(
    stored: FieldFile, wanted: str
) -> None:
    response = answer(stored, range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"
    assert body(response) == b""


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,4-5", "bytes=5-2", "bytes=-", "bytes=a-b", "items=0-1", "bytes=٣-٤", "0-1"],
)
def test_a_range_that_is_malformed_or_several_gets_the_whole_file(
    stored: FieldFile, wanted: str
) -> None:
    request = RequestFactory().get("/", headers={"range": wanted})
    response = serve_bytes(
        request,
        stored,
        media_type="image/jpeg",
        download_name="display.jpg",
        etag=SHA256,
        is_public=True,
    )
    assert response.status_code == 200
    assert "Content-Range" not in response
    assert body(response) == CONTENT


def test_a_range_of_a_former_version_gets_the_whole_file(stored: FieldFile) -> None:
    assert answer(stored, range="bytes=0-1", if_range=ETAG).status_code == 206
    for other in ('"other"', f"W/{ETAG}", "Mon, 11 Jan 1994 00:00:00 GMT"):
        response = answer(stored, range="bytes=0-1", if_range=other)
        assert response.status_code == 200
        assert body(response) == CONTENT


@pytest.mark.parametrize("known", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', "*"])
def test_a_reader_who_has_the_file_is_told_so_without_the_bytes(
    stored: FieldFile, known: str
) -> None:
    response = answer(stored, if_none_match=known, range="bytes=0-1")
    assert response.status_code == 304
    assert body(response) == b""
    assert response["ETag"] == ETAG
    assert stored.storage.opened == []


def test_another_version_is_not_taken_for_this_one(stored: FieldFile) -> None:
    assert answer(stored, if_none_match='"other"').status_code == 200


def test_head_tells_the_length_and_reads_nothing(stored: FieldFile) -> None:
    response = answer(stored, method="HEAD", range="bytes=0-1")
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(CONTENT))
    assert body(response) == b""
    assert stored.storage.opened == []


def test_an_empty_file_is_served_and_has_no_range(tmp_path: Path) -> None:
    empty = stored_file(b"", tmp_path)
    assert body(answer(empty)) == b""
    assert answer(empty, range="bytes=0-").status_code == 416
    assert answer(empty, range="bytes=-3").status_code == 416


def test_a_response_read_to_its_end_closes_its_file(stored: FieldFile) -> None:
    body(answer(stored))
    body(answer(stored, range="bytes=5-9"))
    assert [file.closed for file in stored.storage.opened] == [True, True]


def test_a_response_closed_in_the_middle_closes_its_file(stored: FieldFile) -> None:
    response: Any = answer(stored)
    next(iter(response.streaming_content))
    response.close()
    assert stored.storage.opened[0].closed


def test_a_public_file_is_asked_about_again_and_another_is_never_kept(stored: FieldFile) -> None:
    assert answer(stored, is_public=True)["Cache-Control"] == "no-cache"
    assert answer(stored, is_public=False)["Cache-Control"] == "private, no-store"
    hidden = answer(stored, is_public=False, if_none_match=ETAG)
    assert hidden["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/webp", "audio/mpeg", "video/mp4"])
def test_what_can_not_run_anything_is_shown_in_the_browser(
    stored: FieldFile, media_type: str
) -> None:
    response = answer(stored, media_type=media_type)
    assert response["Content-Disposition"] == 'inline; filename="display.jpg"'


@pytest.mark.parametrize(
    ("media_type", "sent_as"),
    [
        ("application/pdf", "application/pdf"),
        ("text/vtt; charset=utf-8", "text/vtt; charset=utf-8"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_everything_else_is_a_download_and_nothing_that_runs_keeps_its_type(
    stored: FieldFile, media_type: str, sent_as: str
) -> None:
    response = answer(stored, media_type=media_type)
    assert response["Content-Disposition"] == 'attachment; filename="display.jpg"'
    assert response["Content-Type"] == sent_as


def test_every_answer_forbids_sniffing_and_running(stored: FieldFile) -> None:
    for words in ({}, {"range": "bytes=0-1"}, {"range": "bytes=999999-"}, {"if_none_match": "*"}):
        response = answer(stored, **words)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_name_can_not_inject_a_header(stored: FieldFile) -> None:
    response = answer(stored, download_name='x"; filename="evil.html')
    assert response["Content-Disposition"] == 'inline; filename="x\\"; filename=\\"evil.html"'


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_missing_bytes_are_not_found_and_written_to_the_log(
    stored: FieldFile, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    stored.storage.delete(stored.name)
    with pytest.raises(Http404):
        answer(stored, method=method)
    assert stored.name in caplog.text
