"""Passages taken from the public, and given back, with the recording that holds them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app.history import update_many
from collections_app.models import ChangeSet, User
from collections_app.models.changes import recording
from oralhistory.models import Cue, Interview
from oralhistory.public_cues import rewrite_public_cues


def withhold(
    cues: Iterable[Cue], *, by: User | None, reason: str, replacement: str = ""
) -> list[Cue]:
    """Take passages from the public at once; readers see `replacement` in their place.

    The recording closes with them. Raises `ValidationError` where no reason is given.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why; readers do not see this."})
    marks = {"is_withheld": True, "withheld_reason": reason, "replacement": replacement}
    return _mark(cues, by, marks)


def open_again(cues: Iterable[Cue], *, by: User | None) -> list[Cue]:
    """Give passages back to the public, as far as the agreements allow."""
    marks = {"is_withheld": False, "withheld_reason": "", "replacement": ""}
    return _mark(cues, by, marks)


def _mark(cues: Iterable[Cue], by: User | None, marks: dict[str, object]) -> list[Cue]:
    cues = list(cues)
    for cue in cues:
        for field, value in marks.items():
            setattr(cue, field, value)
    verb = "Withheld" if marks["is_withheld"] else "Given back"
    title = f"{verb}: {len(cues)} passages"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        update_many(Cue, cues, list(marks))
        touched = Interview.objects.filter(transcripts__cues__in=[cue.pk for cue in cues])
        for interview in touched.distinct():
            rewrite_public_cues(interview, by=by)
    return cues
