"""The long deeds of an import, done after the answer: checked, applied, undone."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django_tasks import task

from collections_app import background
from collections_app.admin.look_alikes import compare_names
from collections_app.ead import batches as finding_aids
from collections_app.models import ImportBatch, ImportKind, Named, User
from collections_app.spreadsheets import batches
from collections_app.spreadsheets.progress import Told

CHECKING, APPLYING, UNDOING = "checked", "applied", "undone"
_KINDS = {"agents": Named.AGENT, "places": Named.PLACE, "subjects": Named.SUBJECT}


@task()
def check_import(number: int) -> None:
    """Check an import; one that was applied meanwhile is left alone."""
    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None or batch.state in (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE):
        return
    told = Told(number, CHECKING)
    try:
        if batch.kind == ImportKind.EAD:
            finding_aids.check_batch(batch, told)
        else:
            batches.check_batch(batch, told)
    except (DatabaseError, OSError) as problem:
        batches.note_failure(batch, problem)
        raise
    finally:
        told.end()


@task()
def apply_import(number: int, by: int | None) -> None:
    """Apply a checked import, whole or not at all; done twice, the second time does nothing."""
    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None or batch.state == ImportBatch.State.APPLIED:
        return
    told, person = Told(number, APPLYING), _person(by)
    deed = finding_aids if batch.kind == ImportKind.EAD else batches
    try:
        deed.apply_batch(batch, by=person, progress=told)
    except (ValidationError, DatabaseError, OSError) as problem:
        batches.note_failure(batch, problem)
        if not isinstance(problem, ValidationError):
            raise
    else:
        _compare_names(batch)
    finally:
        told.end()


@task()
def undo_import(number: int, by: int | None) -> None:
    """Take an import back, whole or not at all; what stands in the way is kept with it."""
    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None or batch.state == ImportBatch.State.UNDONE:
        return
    told, person = Told(number, UNDOING), _person(by)
    try:
        batches.undo_batch(batch, by=person)
    except (ValidationError, DatabaseError, OSError) as problem:
        batches.note_failure(batch, problem)
        if not isinstance(problem, ValidationError):
            raise
    finally:
        told.end()


def _person(key: int | None) -> User | None:
    return None if key is None else User.objects.filter(pk=key).first()


def _compare_names(batch: ImportBatch) -> None:
    """Have the names of terms that were made compared with those of others, for the doubles."""
    made = (batch.mapping.get("options") or {}).get("create_terms") or []
    for name in made if batch.counts.get("unknown") else ():
        if name in _KINDS:
            with transaction.atomic():
                background.enqueue(compare_names, _KINDS[name].value)
