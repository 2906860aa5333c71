"""An import as a deed of the house: received, checked, applied whole, undone whole."""

import hashlib
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, transaction
from django.utils import timezone

from collections_app.database_refusals import in_words
from collections_app.models import ChangeSet, ImportBatch, ImportKind, ImportMode, User
from collections_app.models.changes import recording
from collections_app.spreadsheets import applying, checking
from collections_app.spreadsheets.mapping import Layout, Manner, known_headers, lay_out
from collections_app.spreadsheets.reading import Table, open_table
from collections_app.spreadsheets.reports import write_rows, write_terms
from collections_app.spreadsheets.tables import BadFile
from collections_app.undoing import undo

BLOCK = 1 << 18
MOST_NAMED = 100
Progress = Callable[[float], object]


class NotApplied(ValidationError):
    """The import was refused, and nothing of it was written; the message says why."""


@dataclass(slots=True)
class Found:
    """What a check found, beside the report: totals, what the headers fill, and what is odd."""

    counts: dict[str, int]
    digest: str
    layout: Layout
    notes: list[str]

    @property
    def has_errors(self) -> bool:
        return bool(self.counts.get("error"))


def nothing(_: float) -> None:
    """Follow no progress."""


def receive(
    file: BinaryIO, name: str, *, by: User | None, mode: str = ImportMode.UPSERT,
    manner: Manner | None = None, kind: str = ImportKind.ITEMS,
) -> ImportBatch:  # fmt: skip
    """Keep an upload as it came, with its checksum, as an import not yet checked. Not yet saved."""
    file.seek(0)
    checksum, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        checksum.update(block)
        size += len(block)
    file.seek(0)
    suffix = PurePath(name).suffix.lower()
    batch = ImportBatch(
        kind=kind,
        file_name=PurePath(name).name[-255:] or "table",
        mode=mode,
        mapping=(manner or Manner()).as_json(),
        sha256=checksum.hexdigest(),
        bytes=size,
        by=by,
    )
    kept = f"{secrets.token_hex(8)}{suffix if suffix.isascii() and len(suffix) < 8 else ''}"
    batch.file.save(kept, File(file), save=False)
    return batch


def open_batch(batch: ImportBatch) -> tuple[Table, Layout, Manner]:
    """Open the file of an import as its mapping says. Raises `BadFile`; the caller closes it."""
    manner = Manner.from_json(batch.mapping)
    file: Any = batch.file.open("rb")
    table = open_for(file, manner)
    return table, lay_out(table.headers, manner), manner


def open_for(file: BinaryIO, manner: Manner) -> Table:
    return open_table(file, known=known_headers(), sheet=manner.sheet, header_row=manner.header_row)


def check_file(
    file: BinaryIO, manner: Manner, mode: str, report: BinaryIO, progress: Progress = nothing
) -> Found:
    """Go through a file and write the report; the database is only read. Raises `BadFile`."""
    table = open_for(file, manner)
    layout = lay_out(table.headers, manner)
    run = checking.begin(table, layout, manner, mode)
    checking.check(run, lambda plans: write_rows(report, plans), progress)
    write_terms(report, run.told_unknown())
    counts = run.counts | {"highest": run.highest, "unknown": len(run.naming.unknown)}
    return Found(counts, run.digest.hexdigest(), layout, table.all_notes())


def check_batch(batch: ImportBatch, progress: Progress = nothing) -> ImportBatch:
    """Check the file of an import and keep what was found with it. Touches no other record."""
    if batch.state in (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE):
        raise NotApplied("This import was applied; bring the file in again to check it again.")
    with tempfile.TemporaryFile() as report, batch.file.open("rb") as file:
        try:
            found = check_file(
                file,
                Manner.from_json(batch.mapping),
                batch.mode,
                report,
                progress,
            )
        except BadFile as problem:
            batch.state, batch.message, batch.counts = ImportBatch.State.FAILED, str(problem), {}
            keep_report(batch, None)
        else:
            batch.state, batch.message = ImportBatch.State.CHECKED, ""
            take_in(batch, found)
            keep_report(batch, report)
    batch.checked_at = timezone.now()
    if batch.pk is not None:
        save_checked(batch)
    return batch


def save_checked(batch: ImportBatch) -> None:
    """Save what a check found, unless the import was applied or told otherwise meanwhile."""
    with transaction.atomic():
        now = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        is_asked_anew = (now.mapping, now.mode) != (batch.mapping, batch.mode)
        is_done = now.state in (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE)
        if is_asked_anew or is_done:
            return
        batch.save(update_fields=["state", "message", "counts", "digest", "report", "checked_at"])


def keep_checked(batch: ImportBatch, found: Found, report: BinaryIO) -> None:
    """Make an import a checked one, with what a check found and its report. Not yet saved."""
    batch.state, batch.checked_at = ImportBatch.State.CHECKED, timezone.now()
    take_in(batch, found)
    keep_report(batch, report)


def forget_files(batch: ImportBatch) -> None:
    """Remove the upload and the report of an import that is not kept."""
    for kept in (batch.file, batch.report):
        if kept.name:
            with suppress(OSError):
                kept.storage.delete(kept.name)


def take_in(batch: ImportBatch, found: Found) -> None:
    """Write what a check found on the import itself."""
    batch.digest = found.digest
    batch.counts = found.counts | {"notes": found.notes, "left_out": found.layout.unknown}


def keep_report(batch: ImportBatch, report: BinaryIO | None) -> None:
    """Put a report, or none, in the place of the former one. Not yet saved."""
    former = batch.report.name
    if report is None:
        batch.report = ""
    else:
        report.seek(0)
        batch.report.save(f"{secrets.token_hex(8)}.report", File(report), save=False)
    if former:
        with suppress(OSError):
            batch.report.storage.delete(former)


def apply_batch(batch: ImportBatch, *, by: User | None, progress: Progress = nothing) -> None:
    """Write a checked import, all of it in one transaction, as one deed that can be undone.

    The file and what each row would do must be what the check found. Raises `NotApplied`, with
    nothing written, where they are not or a row has errors.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED:
            raise NotApplied(f"Only a checked import is applied; this is {batch.state}.")
        if batch.counts.get("error"):
            raise NotApplied("Rows have errors: correct the file and check it again.")
        refuse_other_file(batch)
        title = f"{batch}"
        with recording(by=by, source=ChangeSet.Source.IMPORT, title=title) as deed:
            _write(batch, by, progress)
            batch.change_set = deed.change_set
        batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
        batch.message = ""
        batch.save()


def _write(batch: ImportBatch, by: User | None, progress: Progress) -> None:
    try:
        table, layout, manner = open_batch(batch)
        run = checking.begin(table, layout, manner, batch.mode)
        applying.write(run, by=by, highest=batch.counts.get("highest", 0), progress=progress)
    except BadFile as problem:
        raise NotApplied(str(problem)) from problem
    except applying.HasErrors as problem:
        raise NotApplied(
            "The database has changed since the check, and rows have errors now: check again."
        ) from problem
    finally:
        batch.file.close()
    if run.digest.hexdigest() != batch.digest:
        raise NotApplied(
            "The database has changed since the check, and rows would now do something else: "
            "check again."
        )


def refuse_other_file(batch: ImportBatch) -> None:
    """Raise `NotApplied` if the upload is no longer, byte for byte, what was received."""
    checksum = hashlib.sha256()
    with batch.file.open("rb") as file:
        while block := file.read(BLOCK):
            checksum.update(block)
    if checksum.hexdigest() != batch.sha256:
        raise NotApplied("The file is no longer the one that was checked.")


def note_failure(batch: ImportBatch, problem: Exception) -> None:
    """Keep with an import why it was not applied; what was checked stays checked."""
    told = told_of(problem)
    more = [f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
    with suppress(DatabaseError):
        ImportBatch.objects.filter(pk=batch.pk).update(
            message="\n".join(["Nothing was changed:", *told[:MOST_NAMED], *more])
        )


def told_of(problem: Exception) -> list[str]:
    """Say what went wrong: of the database and the storage neither values nor folders."""
    if isinstance(problem, ValidationError):
        return list(problem.messages)
    if isinstance(problem, DatabaseError):
        return [in_words(problem)]
    return [getattr(problem, "strerror", None) or "The storage could not be read or written."]


def undo_batch(batch: ImportBatch, *, by: User | None) -> None:
    """Take back everything that an import did, in one transaction.

    Raises `EditedSince`, naming every record that was edited since; then nothing is taken back.
    References of items that go are not given out again.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.APPLIED:
            raise NotApplied(f"Only an applied import is undone; this is {batch.state}.")
        if batch.change_set is not None:
            undo(batch.change_set, by=by)
        batch.state, batch.undone_at = ImportBatch.State.UNDONE, timezone.now()
        batch.message = ""
        batch.save()
