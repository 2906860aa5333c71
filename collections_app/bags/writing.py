"""Writing a bag as RFC 8493 (BagIt 1.0) says it, file by file, with the digest of each."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

from collections_app.progress import Progress
from collections_app.stored_files import CHUNK, NotAFile, open_stored

PAYLOAD = "data"
FINDING_AID = "finding-aid.ead3.xml"
MANIFEST = "manifest-sha256.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class NotBagged(Exception):
    """Raised where a bag would not be true: a file is missing, damaged or can not be read."""


class Bag:
    """A bag being written in an empty folder."""

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        self.folder, self.progress = folder, progress or Progress()
        self.files = self.bytes = 0
        self._manifest = (folder / MANIFEST).open("x", encoding="utf-8", newline="\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._manifest.close()

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        """Put a file into the payload and return its digest."""
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts:
            raise NotBagged(f"{path} would lie outside of the bag.")
        target = self.folder / PAYLOAD / parts
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("xb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                self.bytes += len(piece)
                self.progress.done(len(piece))
        self.files += 1
        self._manifest.write(f"{digest.hexdigest()}  {PAYLOAD}/{parts.as_posix()}\n")
        return digest.hexdigest()

    def add_text(self, path: str, text: str) -> None:
        """Put a text into the payload, in UTF-8."""
        self.add(path, [text.encode()])

    def add_json(self, path: str, value: Any) -> None:
        """Put values into the payload as JSON that people can read as well."""
        self.add_text(path, json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")

    def add_stored(self, path: str, alias: str, name: str, sha256: str, said: str) -> None:
        """Put a stored file into the payload, compared with its digest while it is copied.

        Raises `NotBagged`, which names it, if it is missing or not what it was.
        """
        try:
            with open_stored(alias, name) as stored:
                found = self.add(path, iter(lambda: stored.read(CHUNK), b""))
        except FileNotFoundError as missing:
            raise NotBagged(f"{said}: the file is missing from the storage.") from missing
        except NotAFile as other:
            raise NotBagged(f"{said}: {other}.") from other
        if sha256 and found != sha256:
            raise NotBagged(f"{said}: the file is not what it was; see check_fixity.")

    def finish(self, info: dict[str, str | list[str]]) -> None:
        """Write what makes the folder a bag: declaration, description and the last digests."""
        self._manifest.close()
        (self.folder / PAYLOAD).mkdir(exist_ok=True)
        info = info | {"Payload-Oxum": f"{self.bytes}.{self.files}"}
        tags = {"bagit.txt": DECLARATION, "bag-info.txt": "".join(_lines(info))}
        for name, text in tags.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")
        digests = [
            f"{hashlib.sha256((self.folder / name).read_bytes()).hexdigest()}  {name}\n"
            for name in sorted([*tags, MANIFEST])
        ]
        tag_manifest = self.folder / f"tag{MANIFEST}"
        tag_manifest.write_text("".join(digests), encoding="utf-8", newline="\n")


def _lines(info: dict[str, str | list[str]]) -> Iterable[str]:
    for label, values in info.items():
        for value in [values] if isinstance(values, str) else values:
            words = " ".join(value.split())
            if words:
                yield f"{label}: {words}\n"
