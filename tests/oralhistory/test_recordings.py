"""Recordings are judged by their bytes."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from oralhistory.models import MediaFile
from oralhistory.recordings import take_facts
from tests.oralhistory.make import make_interview, make_media, sound

HEADS = {
    "audio/wav": sound(0.01),
    "audio/mpeg": b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x64" + bytes(2000),
    "audio/ogg": b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(200),
    "video/ogg": b"OggS\0\x02" + bytes(20) + b"\x01\x2a\x80theora" + bytes(200),
    "audio/flac": b"fLaC\0\0\0\x22" + bytes(200),
    "audio/mp4": b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + bytes(300),
    "video/mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(300),
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"V_VP8" + bytes(300),
    "audio/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"A_OPUS" + bytes(300),
}


def facts(content: bytes, *, name: str = "tape", role: str = "access") -> MediaFile:
    media = MediaFile(role=role)
    take_facts(media, SimpleUploadedFile(name, content))
    return media


@pytest.mark.parametrize(("media_type", "head"), HEADS.items())
def test_what_browsers_play_is_recognized_by_its_bytes(media_type: str, head: bytes) -> None:
    media = facts(head, name="recording.html")
    assert media.media_type == media_type
    assert (media.bytes, len(media.sha256)) == (len(head), 64)


def test_sound_in_an_mp4_file_of_ffmpeg_is_no_video() -> None:
    head = b"\0\0\0\x1cftypM4A \0\0\x02\0M4A isomiso2" + bytes(300)
    assert facts(head).media_type == "audio/mp4"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"<html><script>alert(1)</script>", "Only sound and video are accepted here"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Only sound and video are accepted here"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "Only sound and video are accepted here"),
        (b"MZ" + bytes(100), "Only sound and video are accepted here"),
        (b"Just some words.", "not recognized"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(300), "keep it as a master"),
    ],
)
def test_what_can_not_be_played_is_refused_with_what_was_found(
    content: bytes, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        facts(content, name="tape.mp3")


def test_a_master_may_be_of_a_kind_that_no_browser_plays() -> None:
    media = facts(b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(300), role="master")
    assert media.media_type == "video/quicktime"


def test_a_file_that_is_too_large_is_refused(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    with pytest.raises(ValidationError, match="is the most this house accepts"):
        facts(sound(1))


def test_real_recordings_are_recognized(shared_data: Path) -> None:
    files = sorted((shared_data / "oral-history" / "audio").glob("*.mp3"))
    assert files
    assert {facts(path.read_bytes()).media_type for path in files} == {"audio/mpeg"}


@pytest.mark.django_db
def test_names_of_uploads_reach_neither_the_storage_nor_the_address() -> None:
    media = make_media(interview=make_interview(), name="../<b>Rose Uwizeye</b>.mp3")
    assert "Rose" not in media.file.name
    assert media.download_name == "recording.wav"
    assert media.get_absolute_url().endswith(f"/media/{media.uuid}/recording.wav")
