"""What pages cost that nothing has changed, beside a bare view that answers with the same bytes.

Run it with `.venv/bin/python bench/kept_pages.py [--requests 1500] [--rounds 5]`. It makes a
database with a book of 40 documents and 60 notes, starts three servers of one process each (the
site; the site with nothing kept; a bare view, see `bare_pages.py`) and asks them in turns, so that
whatever else the machine does disturbs all of them alike. Compare ratios within one run.

The database is a new SQLite file, or an empty one that DATABASE_URL names:
`.venv/bin/python scripts/throwaway_postgresql.py .venv/bin/python bench/kept_pages.py`. Processor
time is that of a server and, on Linux, of the processes of PostgreSQL that answer it.
"""

import argparse
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="open-record-bench-"))
os.environ |= {
    "DATA_DIR": str(FOLDER), "LOCAL_MODE": "1", "OCR": "0", "TASKS_IN_PROCESS": "0",
    "DJANGO_SETTINGS_MODULE": "config.settings", "BARE_FOLDER": str(FOLDER / "pages"),
}  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One gunicorn with one worker; `seconds` is the processor time of its tree."""

    name: str
    application: str
    more: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gunicorn", self.application, "--bind",
             f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "2", "--keep-alive", "60",
             "--no-control-socket", "--log-level", "error", "--chdir", str(ROOT)],
            env=os.environ | self.more,
        )  # fmt: skip
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.1)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def fetch(self, address: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", address, headers=told)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def seconds(self) -> float:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sum(map(processor, [str(self.process.pid), *children.read_text().split()]))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def processor(process: str) -> float:
    """Return the processor time in seconds that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def of_the_database() -> float:
    """Return the processor time of all processes of PostgreSQL that answer somebody else."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        return sum(processor(str(pid)) for (pid,) in cursor.fetchall())


@dataclass
class Line:
    """One thing that is measured: asked of a server with these headers, and compared with."""

    name: str
    server: Server
    address: str
    beside: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    share: float = 1.0  # of the requests: pages that are made anew take long
    status: int = 200
    spent: list[float] = field(default_factory=list)
    fastest: float = 9e9
    bytes: int = 0

    def run(self, number: int) -> None:
        self.fetch()
        times = max(5, round(number * self.share))
        begun = self.server.seconds() + of_the_database()
        for _ in range(times):
            sent = time.perf_counter()
            self.fetch()
            self.fastest = min(self.fastest, time.perf_counter() - sent)
        self.spent.append((self.server.seconds() + of_the_database() - begun) / times)

    def fetch(self) -> http.client.HTTPResponse:
        answer, body = self.server.fetch(self.address, **self.headers)
        if answer.status != self.status:
            raise SystemExit(f"{self.name}: {answer.status}")
        self.bytes = len(body)
        return answer


def fill() -> dict[str, str]:
    """Make the records; return the addresses by the name of their page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests.briefingbooks.long_book import make_long_book

    book = make_long_book(entries=40, notes=60, slug="book")
    say_something(book)
    pages = {
        "book": book.get_absolute_url(),
        "item": book.entries.first().item.get_absolute_url(),
        "home": "/",
    }
    (FOLDER / "pages").mkdir()
    for name, address in pages.items():
        (FOLDER / "pages" / f"{name}.html").write_bytes(Client().get(address).content)
    return pages


def say_something(book: Any) -> None:
    """Give every document words of its own: the same words again and again pack too well."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abdefgiklmnoprstuvz", k=chance.randint(2, 10)))
             for _ in range(6000)]  # fmt: skip
    common = [1 / rank for rank in range(1, len(words) + 1)]
    for entry in book.entries.all():
        for name in ("annotation_md", "analysis_md"):
            said = " ".join(chance.choices(words, common, k=140)).capitalize()
            type(entry).objects.filter(pk=entry.pk).update(**{name: f"{said}."})


def lines(pages: dict[str, str], site: Server, bare: Server, packed: Server, off: Server) -> Any:
    gzip = {"Accept_Encoding": "gzip"}
    for name, address in pages.items():
        yield Line(f"{name}: bare view", bare, f"/{name}/")
        yield Line(f"{name}: bare view, packed each time", packed, f"/{name}/", headers=gzip)
        yield Line(f"{name}: kept", site, address, f"{name}: bare view")
        yield Line(f"{name}: kept, packed", site, address,
                   f"{name}: bare view, packed each time", gzip)  # fmt: skip
        known = {"If_None_Match": site.fetch(address)[0].headers["ETag"]}
        yield Line(f"{name}: not changed", site, address, f"{name}: bare view", known, status=304)
        yield Line(f"{name}: made anew", off, address, f"{name}: bare view", share=0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    pages = fill()
    servers = [
        Server("site", "config.wsgi"),
        Server("bare", "bench.bare_pages", {"DJANGO_SETTINGS_MODULE": "bench.bare_pages"}),
        Server("packed", "bench.bare_pages",
               {"DJANGO_SETTINGS_MODULE": "bench.bare_pages", "BARE_GZIP": "1"}),
        Server("off", "config.wsgi", {"KEPT_PAGES_MEGABYTES": "0"}),
    ]  # fmt: skip
    try:
        for server in servers:
            server.start()
        measured = list(lines(pages, *servers))
        for _ in range(wanted.rounds):
            for line in measured:
                line.run(wanted.requests)
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(FOLDER)
    by_name = {line.name: statistics.median(line.spent) for line in measured}
    print(f"{'':38} {'bytes':>8} {'processor ms':>13} {'fastest ms':>11} {'beside it':>10}")
    for line in measured:
        ratio = f"{by_name[line.name] / by_name[line.beside]:.2f}" if line.beside else ""
        print(f"{line.name:38} {line.bytes:8} {by_name[line.name] * 1000:13.3f} "
              f"{line.fastest * 1000:11.3f} {ratio:>10}")  # fmt: skip


if __name__ == "__main__":
    main()
