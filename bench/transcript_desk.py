"""How the transcriber's desk keeps up with a long interview, in Chromium and a database of its own.

Run it with `.venv/bin/python bench/transcript_desk.py [--passages 2000] [--times 10]`. The database
is a new SQLite file. The times of keys are from the press to the end of the next painted frame;
those of deeds until the answer of the server is drawn.
"""

import argparse
import os
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# From a key to the paint that shows it: two frames, and what is left of the second one.
PAINTED = """() => new Promise((done) => document.addEventListener("keydown", () => {
  const pressed = performance.now();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
}, { once: true, capture: true }))"""
LOADED = "() => performance.getEntriesByType('navigation')[0].toJSON()"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--times", type=int, default=10)
    return parser.parse_args()


def fill(passages: int) -> tuple[str, str]:
    """Make a draft of that many passages; returns its desk's path and a session for it."""
    from django.test import Client
    from django.urls import reverse

    from collections_app.models import User
    from oralhistory.models import Cue
    from tests.oralhistory.make import make_interview, make_recording, make_transcript, sound

    interview = make_interview()
    make_recording(interview=interview, content=sound(passages * 6))
    transcript = make_transcript(interview=interview, current=False)
    person = interview.participations.get()
    words = "We went down to the lake in those days, and nobody on the road said a word to us. "
    Cue.objects.bulk_create(
        Cue(
            transcript=transcript,
            position=number + 1,
            start_ms=number * 6000,
            end_ms=number * 6000 + 5900,
            speaker=person,
            text=words * (1 + number % 3),
        )
        for number in range(passages)
    )
    client = Client()
    client.force_login(User.objects.create_superuser("bench", "bench@museum.example", "x"))
    path = reverse("admin:oralhistory_transcript_desk", args=[transcript.pk])
    began = time.perf_counter()
    answer = client.get(path)
    print(
        f"The server: {time.perf_counter() - began:.2f} s, {len(answer.content):,} bytes, "
        f"{passages:,} passages"
    )
    return path, client.cookies["sessionid"].value


def report(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    print(f"{what:34} median {statistics.median(ordered):7.1f} ms   most {ordered[-1]:7.1f} ms")


def pressed(page: "Page", key: str) -> float:
    """Press a key and return how long it took until the browser had painted."""
    page.evaluate(f"window.painted = ({PAINTED})(); undefined")
    page.keyboard.press(key)
    return float(page.evaluate("window.painted"))


def drive(page: "Page", times: int) -> None:
    """Type, move on, cut and join in the middle of the transcript."""
    from playwright.sync_api import expect

    rows = page.locator(".desk-cue")
    count = rows.count()
    rows.nth(count // 2).locator("[data-do=edit]").click()
    report("a letter", [pressed(page, key) for key in "abcdefghij" * times])
    report("the next passage", [pressed(page, "Alt+ArrowDown") for _ in range(times * 5)])
    cut, joined = [], []
    for _ in range(times):
        page.keyboard.press("Alt+ArrowDown")
        page.locator(".desk-editor textarea").evaluate("a => a.setSelectionRange(20, 20)")
        for key, done, after in (("Enter", cut, count + 1), ("Shift+G", joined, count)):
            began = time.perf_counter()
            page.keyboard.press(f"Alt+{key}")
            expect(rows).to_have_count(after)
            done.append((time.perf_counter() - began) * 1000)
    report("cut in two, with the server", cut)
    report("joined, with the server", joined)


def measure(wanted: argparse.Namespace) -> None:
    """Serve the desk on a free port of this machine and use it in Chromium."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.test.utils import setup_test_environment
    from playwright.sync_api import sync_playwright

    setup_test_environment()
    call_command("migrate", verbosity=0)
    path, session = fill(wanted.passages)
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        loads = []
        for _ in range(3):
            page.goto(address + path)
            loads.append(float(page.evaluate(LOADED)["domContentLoadedEventEnd"]))
        report("the page, until it can be used", loads)
        drive(page, wanted.times)
        chromium.close()
    server.shutdown()


def main() -> None:
    wanted = arguments()
    import django

    django.setup()
    from django.conf import settings

    settings.DATA_DIR.mkdir(mode=0o700, parents=True)
    try:
        measure(wanted)
    finally:
        shutil.rmtree(settings.DATA_DIR)


if __name__ == "__main__":
    main()
