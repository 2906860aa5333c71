"""How long the catalogue, the search and the desk of documents take, in a database of its own.

Run it with `.venv/bin/python bench/catalogue.py [--items 10000] [--times 5]`; make it grow to see
what grows with it. The database is a new SQLite file, or an empty one that DATABASE_URL names:
`.venv/bin/python scripts/throwaway_postgresql.py .venv/bin/python bench/catalogue.py`. Processor
time is that of this process and of the server that answers it. "beside bare" is what one page
costs in pages of a bare view that answers with the same bytes, in the same run.
"""

import argparse
import os
import random
import resource
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from bench.interview_search import PLANTED, sentences, server_seconds

AT_ONCE = 5_000
ADDRESSES = (
    "/items/",
    "/items/?kind=cable",
    "/items/?kind=cable&status=in_full",
    "/items/?archive=ARC-3&year_from=1993&year_to=1994",
    "/items/?page=400",
    "/items/?q=nothinglikeit",
    *(f"/items/?q={word}" for word in PLANTED),
    "/items/?q=people+village",
    "/items/?q=interahamwe&kind=cable",
    '/items/?q="red+line"',
    "/items/?q=peo*",
    "/items/BENCH-000007/",
    "/search/?q=kinazirare",
    "/search/?q=interahamwe",
    "/search/?q=people",
    "/suggest/?q=person+1",
    "/api/v1/items",
    "/sitemap.xml",
    "/",
)
DESK = (
    "/admin/collections_app/archivalitem/",
    "/admin/collections_app/archivalitem/?q=interahamwe",
    "/admin/collections_app/archivalitem/?kind__exact=cable",
    "/admin/collections_app/archivalitem/?p=100",
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="addresses that contain this")
    return parser.parse_args()


def fill(number: int) -> None:
    """Write public documents in bulk, and their words as every deed writes them."""
    chance, terms = random.Random(1), make_terms()
    told = sentences(number, chance)
    begun, writing = time.process_time() + server_seconds(), 0.0
    for start in range(0, number, AT_ONCE):
        some = range(start, min(start + AT_ONCE, number))
        writing += fill_some(some, chance, terms, [next(told) for _ in some])
    spent = time.process_time() + server_seconds() - begun
    a_second = number / max(writing, 0.01)
    print(f"{number:,} documents in {spent:.0f} s of processor time, of which their words "
          f"{writing:.0f} s ({a_second:,.0f} a second)")  # fmt: skip


def fill_some(
    numbers: range, chance: random.Random, terms: dict[str, list[Any]], told: list[str]
) -> float:
    """Write some documents with what they are counted by; return the time their words took."""
    from django.db.models import QuerySet

    from collections_app.models import ArchivalItem, ItemAgent, ItemPlace
    from collections_app.searched_words import write_items

    rows = [one_item(n, chance, terms, text) for n, text in zip(numbers, told, strict=True)]
    made = QuerySet(ArchivalItem).bulk_create(rows, batch_size=500)
    spoken, about = ArchivalItem.languages.through, ArchivalItem.subjects.through
    parts: dict[Any, list[Any]] = {spoken: [], about: [], ItemAgent: [], ItemPlace: []}
    for item in made:
        parts[spoken].append(spoken(archivalitem=item, language=chance.choice(terms["languages"])))
        parts[about] += [about(archivalitem=item, subject=one)
                         for one in chance.sample(terms["subjects"], 2)]  # fmt: skip
        parts[ItemAgent] += [ItemAgent(item=item, agent=one, role="author")
                             for one in chance.sample(terms["people"], 2)]  # fmt: skip
        place = chance.choice(terms["places"])
        parts[ItemPlace].append(ItemPlace(item=item, place=place, role="created_at"))
    for table, some in parts.items():
        QuerySet(table).bulk_create(some, batch_size=500)
    begun = time.process_time() + server_seconds()
    write_items(made)
    return time.process_time() + server_seconds() - begun


def make_terms() -> dict[str, list[Any]]:
    """Make what documents are counted by."""
    from django.utils import timezone

    from collections_app.models import (
        Agent,
        Language,
        Place,
        Repository,
        RightsStatement,
        Subject,
    )  # fmt: skip
    from collections_app.publication import PublicationState

    since = timezone.now() - timedelta(days=1)
    public = {"state": PublicationState.PUBLISHED, "public_from": since}
    for code in ("en", "fr", "rw", "nl", "de"):
        Language.objects.get_or_create(code=code, defaults={"label_en": code})
    RightsStatement.objects.get_or_create(code="CNE", defaults={"label_en": "CNE"})
    return {
        "archives": [Repository.objects.create(name=f"Archive {n}", code=f"ARC-{n}", **public)
                     for n in range(30)],
        "people": [Agent.objects.create(name=f"Person {n}", **public) for n in range(500)],
        "places": [Place.objects.create(name=f"Place {n}", **public) for n in range(60)],
        "subjects": [Subject.objects.create(label_en=f"Subject {n}", **public) for n in range(80)],
        "languages": list(Language.objects.order_by("pk")[:5]),
        "rights": [RightsStatement.objects.get(code="CNE")],
    }  # fmt: skip


def one_item(number: int, chance: random.Random, terms: dict[str, list[Any]], text: str) -> Any:
    from django.utils import timezone

    from collections_app.models import ArchivalItem, ItemKind, Status
    from collections_app.publication import PublicationState

    held = date(1990, 1, 1) + timedelta(days=int(chance.triangular(0, 9000, 1470)))
    words = text.split()
    return ArchivalItem(
        ref=f"BENCH-{number:06d}", title=" ".join(words[:6]), abstract=" ".join(words[6:16]),
        scope_and_content=text, kind=chance.choice(ItemKind.values),
        declassification_status=chance.choice(Status.values), date_edtf=str(held),
        date_earliest=held, date_latest=held, held_at=chance.choice(terms["archives"]),
        rights=terms["rights"][0], state=PublicationState.PUBLISHED,
        public_from=timezone.now() - timedelta(days=1), is_sensitivity_reviewed=True,
    )  # fmt: skip


def main() -> None:
    wanted = arguments()
    import django

    django.setup()
    from django.conf import settings

    settings.KEEP_COUNTS = True  # as a server does; the tests read everything anew
    settings.DATA_DIR.mkdir(mode=0o700, parents=True)
    try:
        measure(wanted)
    finally:
        shutil.rmtree(settings.DATA_DIR)


def measure(wanted: argparse.Namespace) -> None:
    """Fill a database and say what each page costs, after one request to warm it."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from collections_app.searched_words import ITEMS
    from tests import cast

    setup_test_environment()
    call_command("migrate", verbosity=0)
    fill(wanted.items)
    ITEMS.tidy()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    stranger, curator = Client(), Client()
    curator.force_login(cast.cataloguer())
    print(f"{'address':58} queries    bytes   seconds processor ms  beside bare")
    for client, addresses in ((stranger, ADDRESSES), (curator, DESK)):
        for address in addresses:
            if wanted.only in address:
                print(line(client, address, wanted.times))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Most memory: {peak} MB.")


def line(client: Any, address: str, times: int) -> str:
    """Ask for a page some times and say in one line what it costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)
    if answer.status_code != 200:
        return f"{address:58} answered {answer.status_code}"
    wall, used = time.perf_counter(), time.process_time() + server_seconds()
    for _ in range(times):
        client.get(address)
    wall = (time.perf_counter() - wall) / times
    used = (time.process_time() + server_seconds() - used) / times
    bare = of_a_bare_view(answer.getvalue())
    return (f"{address:58} {asked:7} {len(answer.getvalue()):8} {wall:9.3f} "
            f"{used * 1000:12.1f} {used / bare:12.0f}")  # fmt: skip


def of_a_bare_view(page: bytes, times: int = 200) -> float:
    """Return the processor seconds of a view that answers with these bytes (`bare_pages`)."""
    from django.test import Client, override_settings

    from bench import bare_pages

    bare_pages.PAGES["page"] = page
    bare = override_settings(ROOT_URLCONF="bench.bare_pages", MIDDLEWARE=bare_pages.MIDDLEWARE)
    with bare:
        client = Client()
        client.get("/page/")
        begun = time.process_time()
        for _ in range(times):
            client.get("/page/")
        return (time.process_time() - begun) / times


if __name__ == "__main__":
    main()
