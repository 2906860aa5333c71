"""Hold the project against everything it promises: `verify.py lint` or `verify.py test`.

Every step runs, whatever failed before it; the list at the end says what passed, failed or was
left out. With CI=true nothing may be left out.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from system_packages import install_missing
from throwaway_postgresql import NoServerError, end_cleanly, throwaway_postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
TARGET_DJANGO = "5.2"


@dataclass
class Run:
    """The steps of one run, what became of each, and how long it took in seconds."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def step(self, name: str, *command: str | Path, env: dict[str, str] | None = None) -> None:
        """Run one command with its output in sight."""
        print(f"\n--- {name}", flush=True)
        began = time.monotonic()
        code = subprocess.call(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
        result = f"{name} ({time.monotonic() - began:.0f} s)"
        (self.failed if code else self.passed).append(result)

    def leave_out(self, name: str, reason: str) -> None:
        """Note a step that cannot run here; in CI that is a failure."""
        print(f"\n--- {name}: left out, {reason}", flush=True)
        (self.failed if IN_CI else self.left_out).append(f"{name}: {reason}")

    def report(self) -> int:
        """Print what became of the steps and return the exit code."""
        print()
        for word, steps in (
            ("passed", self.passed),
            ("LEFT OUT", self.left_out),
            ("FAILED", self.failed),
        ):
            for step in steps:
                print(f"{word:>8}  {step}")
        return 1 if self.failed else 0


def lint(run: Run) -> None:
    """Style, types, templates, migrations and the system checks of Django."""
    manage = (BIN / "python", "-W", "ignore::ResourceWarning", "manage.py")
    run.step("lint", BIN / "ruff", "check", ".")
    run.step("format", BIN / "ruff", "format", "--check", ".")
    run.step("types", BIN / "mypy")
    if templates := sorted((ROOT / "templates").rglob("*.html")):
        run.step(
            "templates", BIN / "djade", "--check", "--target-version", TARGET_DJANGO, *templates
        )
    with tempfile.TemporaryDirectory() as folder:
        local = {"PATH": os.environ["PATH"], "LOCAL_MODE": "1", "DATA_DIR": folder}
        strict = ("check", "--fail-level", "WARNING")
        run.step("system checks", *manage, *strict, env=local)
        run.step(
            "system checks of production", *manage, *strict, "--deploy", env=production(folder)
        )
        run.step("migrations", *manage, "makemigrations", "--check", "--dry-run", env=local)


def production(data_dir: str) -> dict[str, str]:
    """Return an environment that holds nothing but what a production installation must set."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "archive.example.org",
        "DATA_DIR": data_dir,
    }


def tests(run: Run) -> None:
    """The tests, on SQLite and then on PostgreSQL."""
    pytest = (BIN / "python", "-m", "pytest")
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    run.step("tests on SQLite", *pytest, env=without)
    try:
        with postgresql_url() as url:
            run.step("tests on PostgreSQL", *pytest, env=without | {"DATABASE_URL": url})
    except NoServerError as error:
        run.leave_out("tests on PostgreSQL", str(error))


def postgresql_url() -> AbstractContextManager[str]:
    """Return the PostgreSQL that DATABASE_URL names, or a server of our own."""
    url = os.environ.get("DATABASE_URL", "")
    return nullcontext(url) if url.startswith(("postgres", "pgsql")) else throwaway_postgresql()


def main() -> int:
    """Run what the command line asks for."""
    signal.signal(signal.SIGTERM, end_cleanly)
    signal.signal(signal.SIGHUP, end_cleanly)
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what not in {"lint", "test"}:
        print(__doc__)
        return 2
    run = Run()
    try:
        missing = install_missing() if what == "test" else []
        lint(run)
        if what == "test":
            tests(run)
        for package in missing:
            run.leave_out("tests that need it", f"{package} is not installed")
    except KeyboardInterrupt:
        run.failed.append("interrupted")
    return run.report()


if __name__ == "__main__":
    sys.exit(main())
