"""What the reading page of a book costs, in a database of its own.

Run it with `.venv/bin/python bench/reading_page.py [--entries 200] [--notes 500] [--profile]`. It
makes a new SQLite file, a normal book (25 entries, 80 notes) and a long one, and prints for each
the queries, the processor time of this process for one page as a server that has just started and
as one that has served it before, and the bytes of the page, packed and not.
"""

import argparse
import cProfile
import gzip
import os
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    return parser.parse_args()


def measure(address: str, times: int) -> str:
    """Fetch a page and return a line about it."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    begun = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content
    cold, asked = time.process_time() - begun, len(queries)
    spent = []
    for _ in range(times):
        begun = time.process_time()
        client.get(address)
        spent.append(time.process_time() - begun)
    packed = len(gzip.compress(page, 6))
    return (
        f"{address}: {asked} queries, first {cold * 1000:.0f} ms, then at best "
        f"{min(spent) * 1000:.0f} ms, median {sorted(spent)[times // 2] * 1000:.0f} ms; "
        f"{len(page):,} bytes, {packed:,} packed"
    )


def main() -> None:
    asked = arguments()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    settings.DATA_DIR.mkdir(mode=0o700, exist_ok=True)
    setup_test_environment()
    call_command("migrate", verbosity=0)
    from tests.briefingbooks.long_book import make_long_book

    make_long_book(entries=25, notes=80, slug="normal")
    make_long_book(entries=asked.entries, notes=asked.notes, slug="long")
    for slug in ("normal", "long"):
        for part in ("", "chronology/", "map/"):
            print(measure(f"/books/{slug}/{part}", asked.times))
    if asked.profile:
        with cProfile.Profile() as profile:
            Client().get("/books/long/")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
