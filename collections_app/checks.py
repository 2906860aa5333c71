"""System checks: combinations of settings that would lose files or let strangers in."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from collections_app.backups.unfinished import note_path

REFERENCE_PREFIX_FORM = re.compile(r"[A-Z][A-Z0-9]{1,9}")

Configs = Sequence[AppConfig] | None


def the_data_folder_can_be_written(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Find out before the first upload whether there is a place for it."""
    folder = Path(settings.DATA_DIR)
    # A local installation makes its folder by itself.
    if settings.LOCAL_MODE and not folder.exists():
        return []
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"DATA_DIR ({folder}) is not a folder that the application may write to.",
            hint="Make the folder and give it to the user that runs the application.",
            id="collections_app.E001",
        )
    ]


def references_have_a_plain_prefix(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Keep reference numbers fit for addresses and for speech."""
    if REFERENCE_PREFIX_FORM.fullmatch(settings.REFERENCE_PREFIX):
        return []
    return [
        Error(
            f"REFERENCE_PREFIX ({settings.REFERENCE_PREFIX!r}) must be 2 to 10 capital letters "
            "and digits, a letter first.",
            id="collections_app.E002",
        )
    ]


def files_lie_outside_what_is_served(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Make sure that no static file server can reach a file that only the guarded view may give."""
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    kept = [
        Path(storage["OPTIONS"]["location"])
        for name, storage in settings.STORAGES.items()
        if name != "staticfiles" and "location" in storage.get("OPTIONS", {})
    ]
    return [
        Error(
            f"Files of the archive in {location} would be served to everybody with {folder}.",
            hint="Give STATIC_ROOT and DATA_DIR folders that do not contain each other's files.",
            id="collections_app.E003",
        )
        for folder in served
        for location in kept
        if location.is_relative_to(folder) or folder.is_relative_to(location)
    ]


def strangers_meet_a_locked_door(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a production installation gives up a protection it has by default."""
    found: list[CheckMessage] = []
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            checks.Warning("ALLOWED_HOSTS answers to any host name.", id="collections_app.W001")
        )
    if not settings.REQUIRE_STAFF_MFA:
        found.append(
            checks.Warning(
                "Staff may sign in with a password alone.",
                hint="Set REQUIRE_STAFF_MFA=1.",
                id="collections_app.W002",
            )
        )
    behind_proxy = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0
    if behind_proxy and settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        found.append(
            checks.Warning(
                "Behind a proxy every request looks like plain http and is redirected for ever.",
                hint="Set TRUST_FORWARDED_PROTO=1 where the proxy always sets X-Forwarded-Proto, "
                "or REDIRECT_TO_HTTPS=0 where it redirects by itself.",
                id="collections_app.W003",
            )
        )
    return found


def no_restore_was_left_unfinished(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to work on while a restore that began has not come to its end."""
    if not note_path().exists():
        return []
    return [
        Error(
            "A restore began and did not end.",
            hint="Run manage.py restore with the same folder again: it goes on where it stopped.",
            id="collections_app.E004",
        )
    ]


def register_checks() -> None:
    """Add the checks of this room to `manage.py check`."""
    register(the_data_folder_can_be_written)
    register(references_have_a_plain_prefix)
    register(no_restore_was_left_unfinished)
    register(files_lie_outside_what_is_served, Tags.security)
    register(strangers_meet_a_locked_door, Tags.security, deploy=True)
