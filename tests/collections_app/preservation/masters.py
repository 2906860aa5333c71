"""Stored files for tests: masters of bytes that stand for a scan, and have no pages."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from collections_app.models import Copy, DigitalFile
from tests.make import make_copy, next_number


def make_master(
    *, copy: Copy | None = None, content: bytes = b"", name: str = "", sha256: str | None = None
) -> DigitalFile:
    """Keep bytes as a master of a copy, with their digest unless told another."""
    content = content or f"the bytes of scan {next_number()}".encode()
    master = DigitalFile(
        copy=copy or make_copy(),
        original_name=name or f"scan-{next_number()}.tif",
        media_type="image/tiff",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest() if sha256 is None else sha256,
        processing=DigitalFile.State.READY,
    )
    master.file.save("master.tif", ContentFile(content), save=False)
    master.save()
    return master


def path_of(master: DigitalFile) -> Path:
    """Return where the bytes of a master lie on this machine."""
    return Path(master.file.path)


def damage(path: Path) -> None:
    """Change one byte of a file and nothing else."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def leave_stray(name: str = "aa/stray.tif", *, days_old: int = 2) -> Path:
    """Put bytes into the private storage that no record names."""
    storages["private"].save(name, ContentFile(b"stray"))
    path = Path(storages["private"].path(name))
    written = (timezone.now() - timedelta(days=days_old)).timestamp()
    os.utime(path, (written, written))
    return path
