"""ZIP files whose bytes depend on what is in them alone."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

# Stored, as they are packed already; nothing is won by trying again.
PACKED = (".jpg", ".png", ".webp", ".woff2", ".mp3")
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
PLAIN_FILE = 0o644 << 16
UNIX = 3


def zip_of(files: Iterable[tuple[str, bytes]], moment: datetime, *, plain: str = "") -> bytes:
    """Return a ZIP of files in the order given, each as of one moment; `plain` is not packed."""
    stream = io.BytesIO()
    told = max(moment.astimezone(UTC), EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(stream, "w") as pack:
        for name, content in files:
            entry = zipfile.ZipInfo(name, told)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            is_stored = name == plain or name.endswith(PACKED)
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            pack.writestr(entry, content, compresslevel=9)
    return stream.getvalue()
