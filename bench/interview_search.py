"""How long a search across interviews takes, in a database of its own.

Run it with `.venv/bin/python bench/interview_search.py [--interviews 1000] [--cues 500]`. The
database is a new SQLite file, or what DATABASE_URL names: that one must be empty.
`.venv/bin/python scripts/throwaway_postgresql.py .venv/bin/python bench/interview_search.py` takes
a PostgreSQL server that lives for one run. Processor time is that of this process and, on Linux, of
the server that DATABASE_URL names where it runs on this machine.
"""

import argparse
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

VOCABULARY = 20_000
WORDS_TO_A_CUE = 30
# A share of all passages that has the word.
PLANTED = {"kinazirare": 0.0001, "interahamwe": 0.02, "village": 0.15, "people": 0.5, "rwanda": 0.9}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=1000)
    parser.add_argument("--cues", type=int, default=500, help="passages in each")
    parser.add_argument("--times", type=int, default=5)
    return parser.parse_args()


def sentences(number: int, chance: random.Random) -> Iterator[str]:
    """Yield passages whose words are as unequally common as those of a language are."""
    letters = "abdefgiklmnoprstuvz"
    made = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    for _ in range(number):
        words = chance.choices(made, weights, k=WORDS_TO_A_CUE)
        words += [word for word, share in PLANTED.items() if chance.random() < share]
        chance.shuffle(words)
        yield " ".join([*words[:20], "the red line", *words[20:]]) + "."


def fill(interviews: int, cues: int) -> None:
    """Write public interviews in bulk, then their words as every deed writes them."""
    from django.db.models import QuerySet
    from django.utils import timezone

    from collections_app.models import Agent, Language, Place, Subject
    from collections_app.publication import PublicationState
    from oralhistory import models
    from oralhistory.searched_words import write_words

    chance = random.Random(1)
    english, _ = Language.objects.get_or_create(code="en", defaults={"label_en": "English"})
    now = timezone.now()
    public = {"state": PublicationState.PUBLISHED, "public_from": now - timedelta(days=1)}
    places = [Place.objects.create(name=f"Place {n}", **public) for n in range(20)]
    subjects = [Subject.objects.create(label_en=f"Subject {n}", **public) for n in range(30)]
    people = [Agent.objects.create(name=f"Person {n}", **public) for n in range(200)]
    told = sentences(interviews * cues, chance)
    begun = time.process_time()
    writing = 0.0
    for number in range(interviews):
        held = date(2000, 1, 1) + timedelta(days=chance.randrange(9000))
        interview = QuerySet(models.Interview).bulk_create([
            models.Interview(ref=f"BENCH-OH-{number:04d}", title=f"Interview {number}",
                             summary="What was told. " * 10, place=chance.choice(places),
                             date_edtf=str(held), date_earliest=held, date_latest=held, **public)
        ])[0]  # fmt: skip
        interview.languages.add(english)
        interview.subjects.add(chance.choice(subjects))
        plant_people(interview, chance.sample(people, 2))
        transcript = models.Transcript.objects.create(
            interview=interview, language=english, is_current=True
        )
        rows = [
            models.PublicCue(interview=interview, transcript=transcript, language=english,
                             is_translation=False, key=f"k{n}", position=n, start_ms=n * 10_000,
                             end_ms=n * 10_000 + 9_000, speaker_label="Narrator", text=text,
                             is_withheld=False, is_quotable=True)
            for n, text in zip(range(cues), told, strict=False)
        ]  # fmt: skip
        QuerySet(models.PublicCue).bulk_create(rows, batch_size=500)
        wrote = time.process_time()
        write_words(interview)
        writing += time.process_time() - wrote
    spent = time.process_time() - begun
    print(
        f"{interviews:,} interviews of {cues:,} passages in {spent:.0f} s of processor time here; "
        f"their words {1000 * writing / interviews:.0f} ms each"
    )


def plant_people(interview: Any, people: list[Any]) -> None:
    """Let two people take part who agreed to everything."""
    from django.db.models import QuerySet

    from oralhistory.models import Participation, ReleaseAgreement

    for role, person in zip(("narrator", "interviewer"), people, strict=True):
        part = QuerySet(Participation).bulk_create(
            [Participation(interview=interview, agent=person, role=role)]
        )[0]
        uses = {f"allows_{use}": True for use in ReleaseAgreement.USES}
        QuerySet(ReleaseAgreement).bulk_create([
            ReleaseAgreement(participation=part, version=1, signed_on=date(2010, 3, 12),
                             signed_by="The participant", spoken_at="0:00:20", **uses)
        ])  # fmt: skip


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


def server_seconds() -> float:
    """Return the processor time of the PostgreSQL process that answers this connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(wanted: argparse.Namespace) -> None:
    """Fill a database and say how long each page takes, after one request to warm it."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from oralhistory.searched_words import TESTIMONY

    setup_test_environment()
    call_command("migrate", verbosity=0)
    fill(wanted.interviews, wanted.cues)
    TESTIMONY.tidy()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    client = Client()
    print(f"{'address':66} found  queries  seconds  processor")
    for address in (
        "/interviews/",
        "/interviews/?q=nothinglikeit",
        *(f"/interviews/?q={word}" for word in PLANTED),
        "/interviews/?q=rwanda&page=40",
        "/interviews/?q=rwanda&sort=date",
        "/interviews/?q=people+village",
        "/interviews/?q=rwanda+people+village",
        "/interviews/?q=peo*",
        '/interviews/?q="red+line"',
        "/interviews/?q=people&person=person-7",
        "/interviews/?q=people&person=person-7&role=narrator",
        "/interviews/?q=people&language=en",
        "/interviews/?q=people&place=place-3",
        "/interviews/?q=people&subject=subject-3",
        "/interviews/?q=people&year_from=2005&year_to=2009",
        "/interviews/?q=people&recording=yes",
        "/interviews/?q=people&transcript=yes",
        "/interviews/BENCH-OH-0007/",
        "/interviews/BENCH-OH-0007/?q=people",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = len(queries)
        wall, used = time.perf_counter(), time.process_time() + server_seconds()
        for _ in range(wanted.times):
            response = client.get(address)
        wall = (time.perf_counter() - wall) / wanted.times
        used = (time.process_time() + server_seconds() - used) / wanted.times
        listed = response.context.get("listed")
        found = listed.paged.total if listed else ""
        print(f"{address:66} {found:5} {asked:8} {wall:8.3f} {used:10.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Most memory: {peak} MB.")


if __name__ == "__main__":
    main()
