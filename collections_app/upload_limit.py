"""The largest file an upload may bring, kept while the bytes arrive and not only afterwards."""

import os
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.template.defaultfilters import filesizeformat


class OversizedUpload(UploadedFile):
    """A file that was too large to be received: it has a name and a size, and no bytes.

    A form can therefore say at the field how large the file was. Reading it raises
    `ValidationError`, so that a part of a document is never taken for the whole.
    """

    def __init__(self, name: str, content_type: str, size: int) -> None:
        super().__init__(BytesIO(), name, content_type, size)

    def open(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError(
            f"{self.name} is too large: {filesizeformat(self.size or 0)}, where "
            f"{filesizeformat(settings.MAX_UPLOAD_BYTES)} is the most this house accepts.",
            code="too_large",
        )

    def chunks(self, chunk_size: int | None = None) -> Any:
        return self.open()

    def read(self, size: int = -1) -> Any:
        return self.open()


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file up to MAX_UPLOAD_BYTES, and then only counts.

    Of people who have not signed in nothing is written at all: no public form takes a file.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received <= self.most():
            super().receive_data_chunk(raw_data, start)
        elif start:
            os.truncate(self.file.fileno(), 0)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= self.most():
            return super().file_complete(file_size)
        self.file.close()
        return OversizedUpload(self.file_name or "", self.content_type or "", self.received)

    def most(self) -> int:
        """Return how many bytes of one file are kept for whoever sends it."""
        user = getattr(self.request, "user", None)
        return settings.MAX_UPLOAD_BYTES if user is not None and user.is_authenticated else 0
