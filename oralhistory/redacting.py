"""Words taken from the public, and given back: in transcript, translations and sound."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from collections_app.history import create_many, update_many
from collections_app.models import ChangeSet, User
from collections_app.models.changes import recording
from oralhistory.models import Cue, CueRedaction, IndexPoint, Interview
from oralhistory.public_cues import rewrite_public_cues

if TYPE_CHECKING:
    from django.db.models import QuerySet


def withhold(
    cues: Iterable[Cue],
    *,
    by: User | None,
    reason: str,
    replacement: str = "",
    until: date | None = None,
) -> list[Cue]:
    """Take whole passages from the public at once; readers see `replacement` in their place.

    No recording is heard at their time from now on. Raises `ValidationError` where no reason is
    given. A passage that is withheld as a whole already gets the new reason and words.
    """
    cues = list(cues)
    said = {"reason": reason, "replacement": replacement, "until": until}
    former = CueRedaction.objects.filter(cue__in=[cue.pk for cue in cues], start__isnull=True)
    standing = {one.cue_id: one for one in former}
    new = []
    for cue in cues:
        redaction = standing.get(cue.pk)
        if redaction is None:
            new.append(_checked(CueRedaction(cue=cue, **said)))
            continue
        for field, value in said.items():
            setattr(redaction, field, value)
        _checked(redaction)
    title = f"Withheld: {len(cues)} passages"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        create_many(CueRedaction, new)
        update_many(CueRedaction, standing.values(), list(said))
        follow(cues, by)
    return cues


def withhold_words(
    cue: Cue, start: int, end: int, *, by: User | None, **said: object
) -> CueRedaction:
    """Take words of a passage from the public: those from `start` up to, not including, `end`.

    `said` are further fields of `CueRedaction`: the reason at least. With `answers`, the key of a
    redaction in another language, `start` may equal `end`: nothing of it is told here. Raises
    `ValidationError` for a span that is not in the passage, crosses another, or has no reason.
    """
    if not 0 <= start <= end <= len(cue.text):
        raise ValidationError("These words are not in the passage.")
    if start == end and not said.get("answers"):
        raise ValidationError("Mark the words that are to be withheld.")
    crossing = Q(start__lt=end, end__gt=start) | Q(start__isnull=True)
    if start != end and cue.redactions.filter(crossing).exists():
        raise ValidationError("Some of these words are withheld already.")
    redaction = CueRedaction(cue=cue, start=start, end=end, quote=cue.text[start:end], **said)
    _checked(redaction)
    title = f"Withheld: words of {cue}"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        redaction.save()
        follow([cue], by)
    return redaction


def change_redaction(redaction: CueRedaction, *, by: User | None, **said: object) -> CueRedaction:
    """Change why words are withheld, what stands instead, or when the recording is silent."""
    for field, value in said.items():
        setattr(redaction, field, value)
    _checked(redaction)
    title = f"Redaction of {redaction.cue} changed"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        redaction.save()
        follow([redaction.cue], by)
    return redaction


def give_back(redactions: Iterable[CueRedaction], *, by: User | None) -> int:
    """Give words back to the public, as far as the agreements allow. Returns how many.

    What answered them in another language stays withheld there, for its own sake from now on.
    """
    redactions = list(redactions)
    cues = [redaction.cue for redaction in redactions]
    title = f"Given back: {len(redactions)} redactions"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        for redaction in redactions:
            answering = CueRedaction.objects.filter(answers=redaction.key)
            answering = answering.exclude(pk__in=[one.pk for one in redactions])
            for one in answering.filter(
                cue__transcript__interview=redaction.cue.transcript.interview_id
            ):
                if one.start is not None and one.start == one.end:
                    one.delete()
                else:
                    one.answers = ""
                    one.save()
            redaction.delete()
        follow(cues, by)
    return len(redactions)


def open_again(cues: Iterable[Cue], *, by: User | None) -> list[Cue]:
    """Give whole passages back, with everything that is marked in them."""
    cues = list(cues)
    marked = CueRedaction.objects.filter(cue__in=[cue.pk for cue in cues])
    give_back(marked.select_related("cue__transcript"), by=by)
    return cues


def _checked(redaction: CueRedaction) -> CueRedaction:
    redaction.full_clean(exclude=["cue"], validate_constraints=False)
    return redaction


def follow(cues: Iterable[Cue], by: User | None) -> None:
    """Let the index be looked at again where something changed, and write what readers get."""
    cues = list(cues)
    for cue in cues:
        cleared = _points_near(cue).filter(is_cleared=True)
        if cleared:
            for point in cleared:
                point.is_cleared = False
            update_many(IndexPoint, cleared, ["is_cleared"])
    touched = Interview.objects.filter(transcripts__cues__in=[cue.pk for cue in cues])
    for interview in touched.distinct():
        rewrite_public_cues(interview, by=by)


def _points_near(cue: Cue) -> "QuerySet[IndexPoint]":
    points = IndexPoint.objects.filter(interview=cue.transcript.interview_id)
    if cue.start_ms is None or cue.end_ms is None:
        return points
    return points.filter(start_ms__lte=cue.end_ms).filter(
        Q(end_ms__isnull=True) | Q(end_ms__gte=cue.start_ms)
    )
