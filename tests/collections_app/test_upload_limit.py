from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory, override_settings

from collections_app.models import User
from collections_app.upload_limit import OversizedUpload

HANDLERS = ["collections_app.upload_limit.LimitedUploadHandler"]


def receive(size: int, person: User | AnonymousUser, folder: Path) -> UploadedFile:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("scan.tif", b"x" * size)})
    request.user = person
    with override_settings(
        MAX_UPLOAD_BYTES=200_000, FILE_UPLOAD_HANDLERS=HANDLERS, FILE_UPLOAD_TEMP_DIR=str(folder)
    ):
        file = request.FILES["file"]
        assert isinstance(file, UploadedFile)
        return file


def test_a_file_of_the_largest_size_arrives_whole(tmp_path: Path) -> None:
    assert receive(200_000, User(), tmp_path).read() == b"x" * 200_000


def test_of_a_larger_file_only_the_size_arrives(tmp_path: Path) -> None:
    file = receive(200_001, User(), tmp_path)
    assert isinstance(file, OversizedUpload)
    assert (file.name, file.size) == ("scan.tif", 200_001)
    assert list(tmp_path.iterdir()) == []


def test_reading_a_file_that_was_too_large_is_a_message_and_not_a_part_of_it(
    tmp_path: Path,
) -> None:
    file = receive(500_000, User(), tmp_path)
    for reading in (file.read, file.open, lambda: list(file.chunks())):
        with pytest.raises(ValidationError) as refusal:
            reading()
        assert refusal.value.messages[0].startswith("scan.tif is too large: 488.3")


def test_of_a_strangers_file_nothing_is_kept(tmp_path: Path) -> None:
    assert isinstance(receive(10, AnonymousUser(), tmp_path), OversizedUpload)
    assert list(tmp_path.iterdir()) == []
