"""A finding aid as an import of the house: received, checked, applied whole, undone whole.

The same deeds, states and reports as imports of tables have: see `spreadsheets.batches`, whose
`undo_batch` takes back either.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from collections_app.ead.importing import carry_out
from collections_app.ead.opening import BadFindingAid
from collections_app.ead.planning import Options, Plan, make_plan
from collections_app.ead.reporting import counts_of, digest_of, notes_of, rows_of_plan
from collections_app.ead.terms import GROWING
from collections_app.models import ImportBatch, ImportKind, User
from collections_app.spreadsheets import batches
from collections_app.spreadsheets.batches import NotApplied, Progress, nothing
from collections_app.spreadsheets.checking import reading_only
from collections_app.spreadsheets.reports import write_rows, write_terms

BLOCK = 1 << 18


@dataclass(slots=True)
class Found:
    """What a check found, beside the report: totals, a fingerprint, and words on the whole."""

    counts: dict[str, Any]
    digest: str
    notes: list[str]

    @property
    def has_errors(self) -> bool:
        return bool(self.counts.get("error"))


def as_mapping(options: Options) -> dict[str, Any]:
    """Return the options of an import as it keeps them."""
    return {
        "options": {
            "repository": options.repository,
            "files_as_items": options.files_as_items,
            "create_terms": list(options.creates),
        }
    }


def options_of(batch: ImportBatch) -> Options:
    """Return how the finding aid of an import is to be read."""
    kept = batch.mapping.get("options") or {}
    return Options(
        repository=str(kept.get("repository") or ""),
        files_as_items=bool(kept.get("files_as_items")),
        creates=tuple(name for name in kept.get("create_terms") or () if name in GROWING),
        mode=batch.mode,
    )


def receive(
    file: BinaryIO, name: str, *, by: User | None, options: Options | None = None
) -> ImportBatch:
    """Keep an upload as it came, as an import not yet checked. Not yet saved."""
    options = options or Options()
    batch = batches.receive(file, name, by=by, mode=options.mode, kind=ImportKind.EAD)
    batch.mapping = as_mapping(options)
    return batch


def check_file(path: Path, options: Options, report: IO[bytes], *, name: str = "") -> Found:
    """Read a finding aid and write the report; the database is only read.

    Raises `BadFindingAid` where it can not be read at all.
    """
    with reading_only():
        plan = make_plan(path, options, name=name)
    rows: Any = rows_of_plan(plan)
    write_rows(report, rows)
    write_terms(report, plan.terms.unknown.values())
    return found_in(plan)


def found_in(plan: Plan) -> Found:
    """Return totals, fingerprint and words of a plan."""
    return Found(counts_of(plan), digest_of(plan), notes_of(plan))


def check_batch(batch: ImportBatch, progress: Progress = nothing) -> ImportBatch:
    """Check the file of an import and keep what was found with it. Touches no other record."""
    if batch.state in (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE):
        raise NotApplied("This import was applied; bring the file in again to check it again.")
    with tempfile.TemporaryFile() as report, stored_file(batch) as path:
        try:
            found = check_file(path, options_of(batch), report, name=batch.file_name)
        except BadFindingAid as problem:
            batch.state, batch.message, batch.counts = ImportBatch.State.FAILED, f"{problem}.", {}
            batches.keep_report(batch, None)
        else:
            batch.message = ""
            keep_checked(batch, found, report)
    progress(1.0)
    batch.checked_at = timezone.now()
    if batch.pk is not None:
        batch.save()
    return batch


def keep_checked(batch: ImportBatch, found: Found, report: Any) -> None:
    """Make an import a checked one, with what a check found and its report. Not yet saved."""
    batch.state, batch.checked_at = ImportBatch.State.CHECKED, timezone.now()
    batch.digest, batch.counts = found.digest, found.counts | {"notes": found.notes}
    batches.keep_report(batch, report)


def apply_batch(batch: ImportBatch, *, by: User | None, progress: Progress = nothing) -> None:
    """Write a checked finding aid, all of it in one transaction, as one deed that can be undone.

    The file and what each unit would do must be what the check found. Raises `NotApplied`, with
    nothing written, where they are not or a unit was refused.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED:
            raise NotApplied(f"Only a checked import is applied; this is {batch.state}.")
        if batch.counts.get("error"):
            raise NotApplied("Units were refused: correct the file and check it again.")
        batches.refuse_other_file(batch)
        with stored_file(batch) as path:
            _write(batch, path, by, progress)
        batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
        batch.message = ""
        batch.save()


def _write(batch: ImportBatch, path: Path, by: User | None, progress: Progress) -> None:
    try:
        plan = make_plan(path, options_of(batch), name=batch.file_name, is_applied=True)
    except BadFindingAid as problem:
        raise NotApplied(f"{problem}.") from problem
    if digest_of(plan) != batch.digest:
        raise NotApplied(
            "The database has changed since the check, and units would now do something else: "
            "check again."
        )
    try:
        outcome = carry_out(plan, title=str(batch), by=by, progress=_shares(progress, plan))
    except ValidationError as problem:
        raise NotApplied(problem.messages) from problem
    batch.change_set = outcome.change_set


def _shares(progress: Progress, plan: Plan) -> Callable[[int], object]:
    done, all_of_them = 0, max(len(plan.steps), 1)

    def tell(number: int) -> None:
        nonlocal done
        done += number
        progress(min(done / all_of_them, 1.0))

    return tell


@contextmanager
def stored_file(batch: ImportBatch) -> Iterator[Path]:
    """Lend the upload as a file on this machine, wherever uploads are kept."""
    with (
        tempfile.NamedTemporaryFile(suffix=PurePath(batch.file_name).suffix[:8]) as local,
        batch.file.open("rb") as kept,
    ):
        while block := kept.read(BLOCK):
            local.write(block)
        local.flush()
        yield Path(local.name)
