from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

HARMLESS = {
    "ALLOWED_HOSTS": ["archive.example.org"],
    "LOCAL_MODE": False,
    "REQUIRE_STAFF_MFA": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": None,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
}


def found(**settings: Any) -> set[str | None]:
    """Return the numbers of what the checks of this room find under the given settings."""
    with override_settings(**HARMLESS | settings):
        messages = run_checks(include_deployment_checks=True)
    return {message.id for message in messages if str(message.id).startswith("collections_app.")}


def test_a_sound_installation_has_nothing_to_complain_of(tmp_path: Path) -> None:
    assert found(DATA_DIR=tmp_path) == set()


def test_a_data_folder_that_is_missing_is_found_before_the_first_upload(tmp_path: Path) -> None:
    assert found(DATA_DIR=tmp_path / "missing") == {"collections_app.E001"}


@pytest.mark.parametrize("prefix", ["", "F", "ftp", "F/P", "9FTP", "FTP-"])
def test_a_prefix_that_does_not_fit_into_an_address_is_refused(prefix: str, tmp_path: Path) -> None:
    assert found(DATA_DIR=tmp_path, REFERENCE_PREFIX=prefix) == {"collections_app.E002"}


@pytest.mark.parametrize("static", ["static", "static/files/deeper"])
def test_files_of_the_archive_may_not_lie_where_everything_is_served(
    static: str, tmp_path: Path
) -> None:
    location = tmp_path / "static" / "files"
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": location},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    given = {"DATA_DIR": tmp_path, "STORAGES": storages, "STATIC_ROOT": tmp_path / static}
    assert found(**given) == {"collections_app.E003"}


@pytest.mark.parametrize(
    ("settings", "number"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "W001"),
        ({"REQUIRE_STAFF_MFA": False}, "W002"),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 1}, "W003"),
    ],
)
def test_a_protection_given_up_in_production_is_named(
    settings: dict[str, Any], number: str, tmp_path: Path
) -> None:
    assert found(DATA_DIR=tmp_path, **settings) == {f"collections_app.{number}"}
