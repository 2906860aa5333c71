import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import flag, kept_secret, text, whole_number

ROOT = settings.BASE_DIR
PRODUCTION = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "archive.example.org"}
READS = re.compile(
    r'(?:text|flag|whole_numbers?|words|folder|env\.\w+_url)\(\s*"([A-Z_]+)"', re.MULTILINE
)


def start(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python in a process that knows only the given environment."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def setting(name: str, **environment: str) -> str:
    program = f"from django.conf import settings; print(settings.{name})"
    done = start(program, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_its_key_and_hosts(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = start("import config.wsgi", **given)
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {missing} is not set." in done.stderr


def test_a_server_without_any_configuration_does_not_take_itself_for_local() -> None:
    assert "ALLOWED_HOSTS is not set" in start("import config.wsgi").stderr


def test_a_local_installation_answers_to_no_other_host(tmp_path: Path) -> None:
    done = start(
        "import config.settings",
        LOCAL_MODE="1",
        DATA_DIR=str(tmp_path),
        ALLOWED_HOSTS="localhost,archive.example.org",
    )
    assert "LOCAL_MODE serves only the machine it runs on" in done.stderr


@pytest.mark.parametrize(
    "name",
    ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "REQUIRE_STAFF_MFA"],
)
def test_production_is_strict_and_a_local_installation_works_over_plain_http(
    name: str, tmp_path: Path
) -> None:
    assert setting(name, **PRODUCTION) == "True"
    assert setting(name, LOCAL_MODE="1", DATA_DIR=str(tmp_path)) == "False"


def test_a_local_installation_is_not_in_debug_mode(tmp_path: Path) -> None:
    assert setting("DEBUG", LOCAL_MODE="1", DATA_DIR=str(tmp_path)) == "False"


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("a key from a file\n")
    given = {"ALLOWED_HOSTS": "archive.example.org", "SECRET_KEY_FILE": str(file)}
    assert setting("SECRET_KEY", **given) == "a key from a file"


def test_a_kept_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"
    first = kept_secret(path)
    assert len(first) > 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", "flase")
    with pytest.raises(ImproperlyConfigured, match="A_FLAG must be yes or no"):
        flag("A_FLAG", default=True)


@pytest.mark.parametrize("value", ["lots", "-1", "1.5"])
def test_a_number_out_of_range_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER must be a whole number from 0"):
        whole_number("A_NUMBER", default=3)


def test_an_unset_variable_gives_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_NUMBER", "")
    assert whole_number("A_NUMBER", default=3) == 3
    assert flag("NO_SUCH_FLAG", default=True) is True
    assert text("NO_SUCH_TEXT", default="x") == "x"


def test_the_table_of_settings_lists_exactly_what_the_settings_read() -> None:
    read = set(READS.findall((ROOT / "config" / "settings.py").read_text()))
    listed = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(read)


def test_no_lock_file_names_a_registry_or_a_path() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(
            r"https?://|--index-url|--find-links|file:|/tmp|/opt", lock.read_text()
        )
