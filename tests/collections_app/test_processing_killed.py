"""A process that is killed from outside in the middle of a file, and the one that goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from collections_app import background
from collections_app.intake import take_in
from collections_app.models import DigitalFile, Page
from tests.collections_app.incoming import named_files, stored_names
from tests.collections_app.pdfs import PdfPage, pdf, words
from tests.collections_app.pictures import upload
from tests.make import make_copy

PAGES = 24
PATIENCE_SECONDS = 120
GO_ON = """
import django
django.setup()
from collections_app import background
background.drain()
"""


def database_url() -> str:
    """Return the database of this test as an operator would name it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    user, password = (quote(told[name], safe="") for name in ("USER", "PASSWORD"))
    return f"postgres://{user}:{password}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that does the tasks that wait in the database of this test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOCAL_MODE": "1",
        "OCR": "0",
        "TASKS_IN_PROCESS": "0",
        "DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-c", GO_ON]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def long_file(transactional_db: None) -> DigitalFile:
    small = "/MediaBox [0 0 300 200]"
    pages = [PdfPage(words(f"Page {n}", 9, 30), small) for n in range(PAGES)]
    return take_in(make_copy(), upload(pdf(*pages), "long.pdf"), None)


def test_what_a_killed_process_left_is_finished_by_another(
    long_file: DigitalFile, worker: subprocess.Popen[bytes]
) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while long_file.pages_done < 3 and worker.poll() is None:
        assert time.monotonic() < deadline
        long_file.refresh_from_db()
    worker.kill()
    worker.wait()
    long_file.refresh_from_db()
    assert (long_file.processing, long_file.pages_done < PAGES) == ("running", True)
    whole = Page.objects.filter(file=long_file, derivatives__kind="tiles").count()
    assert whole == long_file.pages_done
    background.drain()
    long_file.refresh_from_db()
    assert (long_file.processing, long_file.pages_done) == ("ready", PAGES)
    pages = Page.objects.filter(file=long_file).order_by("number")
    assert [page.number_in_file for page in pages] == list(range(1, PAGES + 1))
    assert [page.texts.get().text for page in pages] == [f"Page {n}" for n in range(PAGES)]
    assert all(page.derivatives.count() == 4 for page in pages)
    # What the killed process had written of its last page may be left: a sweep finds it.
    left_over = set(stored_names()) - set(named_files())
    assert len(left_over) <= 4
    assert not set(named_files()) - set(stored_names())
