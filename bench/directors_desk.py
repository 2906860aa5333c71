"""How long the director's desk takes with thousands of requests, in a database of its own.

Run it with `.venv/bin/python bench/directors_desk.py [--requests 5000] [--events 10]`. The database
is a new SQLite file, or what DATABASE_URL names: that one must be empty.
"""

import argparse
import os
import random
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
TODAY = date.today()  # noqa: DTZ011  any day will do


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--events", type=int, default=10, help="entries in each log")
    parser.add_argument("--times", type=int, default=5)
    return parser.parse_args()


def fill(requests: int, events: int) -> None:
    """Write requests with their logs in bulk, then let every date be computed."""
    from django.db.models import QuerySet

    from collections_app.progress import Progress
    from declassification.models import AccessRequest, Authority, LegalRegime, RequestEvent
    from declassification.recomputing import recompute
    from declassification.stages import EventKind, Outcome, Stage

    chance = random.Random(1)
    laws = {code: LegalRegime.objects.get(code=code) for code in ("us-foia", "us-mdr", "fr-crpa")}
    authorities = [
        Authority.objects.create(name=f"Authority {n}", kind="agency") for n in range(30)
    ]
    made = QuerySet(AccessRequest).bulk_create(
        AccessRequest(
            number=f"BENCH-{n:05d}",
            title=f"Cables of the embassy, part {n}",
            kind=law.request_kinds[0],
            authority=chance.choice(authorities),
            regime=law,
            stage=Stage.DECIDED if n % 2 else Stage.RECEIVED,
            outcome=Outcome.NO_RECORDS if n % 2 else "",
        )
        for n, law in ((n, chance.choice(list(laws.values()))) for n in range(requests))
    )
    log = []
    for request in made:
        sent = TODAY - timedelta(days=chance.randrange(20, 900))
        kinds = [EventKind.SENT, EventKind.RECEIVED]
        kinds += [EventKind.NOTE] * (events - 2 - bool(request.outcome))
        for number, kind in enumerate(kinds):
            on = min(TODAY, sent + timedelta(days=number))
            log.append(RequestEvent(request=request, kind=kind, date=on, stage=request.stage))
        if request.outcome:
            on = min(TODAY, sent + timedelta(days=chance.randrange(10, 200)))
            log.append(
                RequestEvent(
                    request=request,
                    kind=EventKind.DECIDED,
                    date=on,
                    stage=request.stage,
                    outcome=request.outcome,
                )
            )
    QuerySet(RequestEvent).bulk_create(log, batch_size=1000)
    begun = time.process_time()
    recompute(AccessRequest.objects.all(), Progress())
    print(
        f"{len(made):,} requests, {len(log):,} entries; every date computed in "
        f"{time.process_time() - begun:.1f} s of processor time"
    )


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


def measure(wanted: argparse.Namespace) -> None:
    """Fill a database and say how long each page takes, after one request to warm it."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from collections_app.models import User

    setup_test_environment()
    call_command("migrate", verbosity=0)
    fill(wanted.requests, wanted.events)
    client = Client()
    client.force_login(User.objects.create_superuser("bench", "bench@museum.example", "x"))
    print(f"{'address':52} status  queries      bytes  seconds  processor")
    for address in (
        "/admin/declassification/desk/",
        "/admin/declassification/desk/remedies.csv",
        "/admin/declassification/accessrequest/",
        "/admin/declassification/accessrequest/?time=overdue",
        "/requests/statistics/",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = len(queries)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(wanted.times):
            response = client.get(address)
        wall = (time.perf_counter() - wall) / wanted.times
        cpu = (time.process_time() - cpu) / wanted.times
        print(
            f"{address:52} {response.status_code:6} {asked:8} {len(response.content):10,} "
            f"{wall:8.3f} {cpu:10.3f}"
        )


if __name__ == "__main__":
    main()
