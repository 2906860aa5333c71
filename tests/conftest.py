"""What every test stands on: throw-away folders, no network, Chromium where it is installed."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.restoring import AsMigrated

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
SHARED_DATA = settings.BASE_DIR.parent / "shared" / "data"
PAGE_PATIENCE_MS = 15_000
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def skip_or_fail(reason: str) -> None:
    """Leave a test out where something optional is missing; in CI nothing may be missing."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def is_throwaway(folder: Path) -> bool:
    """Say whether a folder is one that tests/settings.py named, and no folder of anybody's data."""
    named = folder.name.startswith("open-record-tests-")
    return named and folder.parent == Path(tempfile.gettempdir())


def pytest_configure() -> None:
    if not is_throwaway(settings.DATA_DIR):
        raise pytest.UsageError(
            f"The tests empty their data folder, and {settings.DATA_DIR} may be a real one. "
            "Run them with the settings in tests/settings.py."
        )
    settings.DATA_DIR.mkdir(mode=0o700, exist_ok=True)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among the code and tests, which stay to the end."""
    gc.set_threshold(50_000, 20, 20)
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    if is_throwaway(settings.DATA_DIR):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test that commits for real gives what migrations made back to the next one."""
    as_migrated = AsMigrated()
    with django_db_blocker.unblock():
        as_migrated.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: as_migrated.restore())
        yield


@pytest.fixture(autouse=True)
def _no_files_left_behind() -> Iterator[None]:
    yield
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that lies beside some checkouts and is no part of the project."""
    if not SHARED_DATA.is_dir():
        skip_or_fail("the optional folder of real input is not beside this checkout")
    return SHARED_DATA


@pytest.fixture
def browser(
    transactional_db: None, live_server: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Browser]:
    """Chromium for one test, which it shares with a server that sees what the test commits.

    Not one for the whole run: while Playwright's event loop runs in this thread, Django keeps
    other database connections than before and after it.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        skip_or_fail("Chromium is not installed")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page of that Chromium. Its addresses begin with `live_server.url`."""
    context = browser.new_context()
    context.set_default_timeout(PAGE_PATIENCE_MS)
    expect.set_options(timeout=PAGE_PATIENCE_MS)
    return context.new_page()
