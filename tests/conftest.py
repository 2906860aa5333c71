"""What every test stands on: throw-away folders, no network, Chromium where it is installed."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import blocking_manager_key

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


def pytest_unconfigure() -> None:
    if is_throwaway(settings.DATA_DIR):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def empties_the_database(item: pytest.Item) -> bool:
    """Say whether a test commits for real, so that every table is emptied after it."""
    marker = item.get_closest_marker("django_db")
    committing = {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", []))
    return bool(committing or (marker and marker.kwargs.get("transaction")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in filter(empties_the_database, items):
        # Keeps Django from making permissions anew, under other numbers, in the emptied tables.
        marker = item.get_closest_marker("django_db")
        wishes = {"transaction": True} | (marker.kwargs if marker else {})
        wishes["serialized_rollback"] = True
        item.add_marker(pytest.mark.django_db(**wishes), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Give what migrations made back to the next test, in whatever order the tests run."""
    yield
    if nextitem is not None and empties_the_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


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
    return context.new_page()
