"""How a setting is read from the environment, or from the file that `NAME_FILE` points to."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")

env = environ.FileAwareEnv()


def text(name: str, default: str = "") -> str:
    """Return a line of text, without the line end that files carry."""
    return str(env.str(name, default=default)).strip()


def flag(name: str, default: bool) -> bool:
    """Return yes or no; anything but a plain yes or no is refused rather than read as no."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise ImproperlyConfigured(f"{name} must be yes or no (1 or 0), not {value!r}.")


def whole_number(name: str, default: int, least: int = 0) -> int:
    """Return a whole number not smaller than `least`."""
    value = text(name) or str(default)
    if not value.removeprefix("-").isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value)


def whole_numbers(name: str, least: int, most: int) -> list[int]:
    """Return a list of whole numbers separated by commas; empty unless it is set."""
    values = words(name)
    if all(value.isdecimal() and least <= int(value) <= most for value in values):
        return [int(value) for value in values]
    raise ImproperlyConfigured(f"{name} must be numbers from {least} to {most}, between commas.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the parts of a list separated by commas."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def folder(name: str, default: Path, base: Path) -> Path:
    """Return a folder; a relative one is taken from `base`."""
    value = text(name)
    return (base / Path(value).expanduser()).resolve() if value else default


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path`, which only its owner may read; made on first use.

    Several processes may ask at once: all of them get the same secret.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
