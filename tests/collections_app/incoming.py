"""How tests bring files in: taken in, processed to their end, and looked at where they lie."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from PIL import Image

from collections_app import background
from collections_app.intake import take_in
from collections_app.models import Copy, Derivative, DigitalFile
from tests.collections_app.pictures import upload


def processed(copy: Copy, content: bytes, name: str = "scan.jpg") -> DigitalFile:
    """Take a file in, do every task that waits, and return the file as it is then."""
    file = take_in(copy, upload(content, name), None)
    background.drain()
    file.refresh_from_db()
    return file


def ready(copy: Copy, content: bytes, name: str = "scan.jpg") -> DigitalFile:
    """Return a file that was processed without a problem."""
    file = processed(copy, content, name)
    assert file.processing == DigitalFile.State.READY, file.processing_message
    return file


def bytes_of(derivative: Derivative) -> bytes:
    with derivative.file.storage.open(derivative.file.name) as stored:
        content: bytes = stored.read()
    return content


def image_of(file: DigitalFile, kind: str = Derivative.Kind.DISPLAY, page: int = 1) -> Image.Image:
    """Return an image made of a page, decoded."""
    made = Derivative.objects.get(page__file=file, page__number_in_file=page, kind=kind)
    return Image.open(BytesIO(bytes_of(made)))


def stored_names(*names: str) -> list[str]:
    """Return every file in the storages of masters and of images for readers."""

    def below(storage: Any, folder: str) -> Iterator[str]:
        folders, files = storage.listdir(folder)
        yield from files
        for inner in folders:
            yield from below(storage, f"{folder}/{inner}" if folder else inner)

    found = []
    for name in names or ("private", "derivatives"):
        if Path(storages[name].location).is_dir():
            found += list(below(storages[name], ""))
    return found


def named_files() -> list[str]:
    """Return the files that records name."""
    fields = [*DigitalFile.objects.all(), *Derivative.objects.all()]
    return [Path(record.file.name).name for record in fields]
