"""How far a long deed has come, readable by every process while its transaction is open.

Kept as a small file beside the uploads: the database shows nothing of a transaction under way, and
the memory of one process is not that of another. Losing it loses nothing.
"""

import json
import time
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

SECONDS_BETWEEN = 1.0
SECONDS_OF_PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is under way, its share from 0 to 1, and whether somebody is still at it."""

    what: str
    share: float
    is_alive: bool

    @property
    def percent(self) -> int:
        return min(int(self.share * 100), 99)


class Told:
    """Writes down how far a deed has come, at most once a second; call it with the share."""

    def __init__(self, number: int, what: str) -> None:
        self._name, self._what = _name(number), what
        self._last = 0.0
        self(0.0)

    def __call__(self, share: float) -> None:
        now = time.time()
        if now - self._last < SECONDS_BETWEEN:
            return
        self._last = now
        kept = json.dumps({"what": self._what, "share": share, "at": now}).encode()
        # A full disk or a slow store must not stop the deed itself.
        with suppress(OSError):
            storage = storages["private"]
            storage.delete(self._name)
            storage.save(self._name, ContentFile(kept))

    def end(self) -> None:
        forget(self._name)


def standing(number: int) -> Standing | None:
    """Return how far the deed on this import has come; None if none is under way."""
    try:
        with storages["private"].open(_name(number)) as file:
            kept = json.loads(file.read())
    except (OSError, ValueError):
        return None
    is_alive = time.time() - kept["at"] < SECONDS_OF_PATIENCE
    return Standing(kept["what"], kept["share"], is_alive)


def forget(name: str) -> None:
    with suppress(OSError):
        storages["private"].delete(name)


def _name(number: int) -> str:
    return f"imports/{number}.progress"
