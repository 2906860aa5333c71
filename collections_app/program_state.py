"""Which program makes a page: its code, its templates and words, its libraries and settings.

Pages that another one made are never taken for its own.
"""

import hashlib
import json
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

CODE = (".py", ".html", ".txt", ".mo", ".json")
PLACES = (
    "collections_app", "oralhistory", "declassification", "briefingbooks", "config", "templates",
    "locale",
)  # fmt: skip
# What differs between the hosts of one installation, or must not be taken from its place.
LEFT_OUT = ("SECRET", "PASSWORD", "DATABASE", "EMAIL", "CACHES", "DIR", "ROOT", "STORAGES")


@cache
def program_state() -> bytes:
    """Return a digest of all that decides how a page is made, beside its records; once a process.

    Of settings those that are plain values; more than pages show, so that none is forgotten.
    """
    digest = hashlib.sha256()
    for path in sorted(_code(), key=str):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = sorted(f"{one.name} {one.version}" for one in distributions())
    static = sorted(getattr(staticfiles_storage, "hashed_files", {}).items())
    for told in (libraries, static, sorted(_settings())):
        digest.update(json.dumps(told).encode())
    return digest.digest()


def _code() -> list[Path]:
    found = (path for name in PLACES for path in (settings.BASE_DIR / name).rglob("*"))
    return [path for path in found if path.suffix in CODE and path.is_file()]


def _settings() -> list[str]:
    names = (name for name in dir(settings) if name.isupper())
    return [
        f"{name}={plain(getattr(settings, name))}"
        for name in names
        if not any(word in name for word in LEFT_OUT)
    ]


def plain(value: Any) -> str:
    """Return a value in words that are the same in every process; of what is no plain value its
    kind alone."""
    if isinstance(value, dict):
        return f"{{{', '.join(sorted(f'{key}: {plain(one)}' for key, one in value.items()))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(plain, value))}]"
    if type(value) in (str, int, float, bool, type(None)):
        return repr(value)
    return type(value).__name__
