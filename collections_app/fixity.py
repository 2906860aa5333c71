"""Whether every stored file still is what it was when it came in.

Each file that a record names is read to its end and compared with the digest kept for it. What is
found is kept in small batches, so that a run that is killed has lost a minute and the next one
goes on. Nothing is mended and nothing is removed: a damaged master is brought back from a backup.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from collections_app import stored_files
from collections_app.models import CheckRun, DigitalFile, FileFixity
from collections_app.progress import Progress
from collections_app.stored_files import NotAFile, StoredFile, Told

FILES_AT_ONCE = 50
SECONDS_AT_ONCE = 20.0
ROWS_AT_ONCE = 1000
# An upload stores its bytes before its transaction ends.
STRAY_AFTER = timedelta(hours=24)

MASTERS = DigitalFile._meta.label_lower + ".file"
State = FileFixity.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files to compare: those not compared since an instant, or only the first so many."""

    since: datetime | None = None
    oldest: int | None = None
    strays: bool = True


def is_wrong(run: CheckRun) -> bool:
    """Say whether a run found a file that is not what it was, or bytes that nobody named."""
    return any(run.counts.get(state) for state in (*FileFixity.DAMAGED, State.STRAY))


def last_unfinished() -> CheckRun | None:
    """Return the last comparison of all files if it never came to its end."""
    last = CheckRun.objects.filter(kind=CheckRun.Kind.FIXITY).first()
    return last if last is not None and last.finished_at is None else None


def check_fixity(
    wanted: Wanted | None = None,
    progress: Progress | None = None,
    *,
    unfinished: CheckRun | None = None,
) -> CheckRun:
    """Compare stored files with their digests, those longest not compared first.

    Goes on with an `unfinished` run where one is given. What can not be read is a finding, not an
    error. May be killed at any moment.
    """
    wanted, progress = wanted or Wanted(), progress or Progress()
    run = unfinished or CheckRun.objects.create(kind=CheckRun.Kind.FIXITY)
    take_census(run)
    due = due_files(wanted.since or run.started_at)
    number = due.count() if wanted.oldest is None else min(due.count(), wanted.oldest)
    progress.total(number)
    while number > 0:
        batch = list(due[: min(FILES_AT_ONCE, number)])
        if not batch:
            break
        number -= _compare_batch(batch, run, progress)
    if wanted.strays and wanted.oldest is None:
        note_strays(run)
    run.finish()
    return run


def due_files(since: datetime) -> QuerySet[FileFixity]:
    """Return the files not compared since an instant, those never compared first."""
    never_or_before = Q(checked_at__isnull=True) | Q(checked_at__lt=since)
    return (
        FileFixity.objects.exclude(owner="")
        .filter(never_or_before)
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )


def take_census(run: CheckRun) -> None:
    """Have one row for every file that a record names now, and none for what is named no more."""
    rows: dict[tuple[str, str], FileFixity] = {}
    for stored in stored_files.stored_files():
        row = FileFixity(
            storage=stored.storage,
            name=stored.name,
            owner=stored.owner,
            owner_pk=stored.pk,
            seen_in=run.pk,
        )
        rows[stored.storage, stored.name] = row
        if len(rows) >= ROWS_AT_ONCE:
            _keep_census(rows)
    _keep_census(rows)
    FileFixity.objects.filter(seen_in__lt=run.pk).exclude(owner="").delete()


def _keep_census(rows: dict[tuple[str, str], FileFixity]) -> None:
    FileFixity.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["storage", "name"],
        update_fields=["owner", "owner_pk", "seen_in"],
    )
    rows.clear()


def _compare_batch(batch: list[FileFixity], run: CheckRun, progress: Progress) -> int:
    """Compare some files and keep what was found; return how many were dealt with."""
    expected = named_by(batch)
    compared: list[FileFixity] = []

    def read(number: int) -> None:
        run.count(bytes=number)

    until = time.monotonic() + SECONDS_AT_ONCE
    gone: list[FileFixity] = []
    for row in batch:
        stored = expected.get((row.owner, row.owner_pk or 0))
        if stored is None or stored.name != row.name or not _compare(row, stored, read):
            gone.append(row)
        else:
            compared.append(row)
        progress.done()
        if time.monotonic() > until:
            break
    _keep(compared, gone, run)
    return len(compared) + len(gone)


def named_by(rows: Iterable[FileFixity]) -> dict[tuple[str, int], StoredFile]:
    """Return what the records say now about the files of some rows."""
    kinds = stored_files.kinds()
    return {
        (label, stored.pk): stored
        for label, some in _by_owner(rows).items()
        if label in kinds
        for stored in stored_files.files_of(
            kinds[label], kinds[label].rows().filter(pk__in=[row.owner_pk for row in some])
        )
    }


def _by_owner(rows: Iterable[FileFixity]) -> dict[str, list[FileFixity]]:
    owners: dict[str, list[FileFixity]] = defaultdict(list)
    for row in rows:
        owners[row.owner].append(row)
    return owners


def _compare(row: FileFixity, stored: StoredFile, told: Told) -> bool:
    """Compare one file; say no if its record was deleted or given another file meanwhile."""
    kind = stored_files.kinds()[stored.owner]
    try:
        digest, size = stored_files.digest_of(stored.storage, stored.name, told)
    except FileNotFoundError:
        row.found(State.MISSING)
    except NotAFile as problem:
        row.found(State.CHANGED, str(problem))
    except Exception as problem:  # noqa: BLE001  each storage has errors of its own
        row.found(State.UNREADABLE, f"{type(problem).__name__}: {problem}")
    else:
        known = stored.sha256 or (row.sha256 if kind.is_fixed else "")
        if known and digest != known:
            row.found(State.CHANGED, _difference(stored, size))
        else:
            detail = "" if known else "its digest was noted for the first time"
            row.found(State.OK, detail, sha256=digest)
    return row.state == State.OK or _is_as_before(stored)


def _difference(stored: StoredFile, size: int) -> str:
    if stored.size is not None and stored.size != size:
        return f"{size} bytes instead of {stored.size}"
    return "other bytes of the same length" if stored.size else "other bytes"


def _is_as_before(stored: StoredFile) -> bool:
    kind = stored_files.kinds()[stored.owner]
    return stored in list(stored_files.files_of(kind, kind.rows().filter(pk=stored.pk)))


def _keep(compared: list[FileFixity], gone: list[FileFixity], run: CheckRun) -> None:
    wrong = [row for row in compared if row.state != State.OK]
    for label, some in _by_owner(wrong).items():
        said = stored_files.kinds()[label].described([row.owner_pk or 0 for row in some])
        for row in some:
            row.said = said.get(row.owner_pk or 0, "")[:300]
    for row in compared:
        run.count(compared=1, **{row.state: 1}, noted=int(row.detail != "" and row.state == "ok"))
    for row in wrong:
        run.note(row.report_line)
    with transaction.atomic():
        FileFixity.objects.bulk_update(
            compared, ["state", "detail", "said", "sha256", "checked_at"]
        )
        FileFixity.objects.filter(pk__in=[row.pk for row in gone]).delete()
        _tell_masters(compared)
        run.save()


def _tell_masters(compared: list[FileFixity]) -> None:
    """Write the finding where the desk of copies shows it."""
    masters = [row for row in compared if row.owner == MASTERS]
    for is_ok in (True, False):
        keys = [row.owner_pk for row in masters if (row.state == State.OK) == is_ok]
        if keys:
            DigitalFile.objects.filter(pk__in=keys).update(
                fixity_checked_at=timezone.now(), fixity_ok=is_ok
            )


def note_strays(run: CheckRun) -> None:
    """Note the bytes that no record names, and forget those noted before that are gone."""
    before = timezone.now() - STRAY_AFTER
    found: list[FileFixity] = []
    for alias, name in _all_strays(before):
        row = FileFixity(storage=alias, name=name, state=State.STRAY, checked_at=timezone.now())
        found.append(row)
        run.count(**{State.STRAY: 1})
        run.note(row.report_line)
    with transaction.atomic():
        FileFixity.objects.filter(owner="").delete()
        FileFixity.objects.bulk_create(found, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


def _all_strays(before: datetime) -> Iterator[tuple[str, str]]:
    for alias in stored_files.aliases():
        for name in stored_files.strays(alias, before=before):
            yield alias, name


def remove_strays() -> int:
    """Remove the strays that the last check noted, if still no record names them."""
    removed = 0
    for row in list(FileFixity.objects.filter(state=State.STRAY)):
        if not stored_files.is_still_named(row.storage, row.name):
            storages[row.storage].delete(row.name)
            removed += 1
        row.delete()
    return removed
