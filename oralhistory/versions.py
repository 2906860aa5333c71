"""Versions of a transcript: which one readers see, and how a corrected one is begun."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from collections_app.history import update_many
from collections_app.models import User
from oralhistory.clock import clock
from oralhistory.models import Cue, Interview, Transcript
from oralhistory.public_cues import Stretch, rewrite_public_cues

NAMED_AT_MOST = 10
COPIED = (
    "position",
    "start_ms",
    "end_ms",
    "speaker_id",
    "label",
    "text",
    "is_withheld",
    "withheld_reason",
    "replacement",
)


def make_current(
    transcript: Transcript, *, by: User | None, passages_checked: bool = False
) -> list[Cue]:
    """Let readers see this version from now on, in place of the one before it.

    What was withheld stays withheld: every passage of this version that shares time or words
    with a withheld one is withheld too, and returned. Raises `ValidationError` where a withheld
    passage has no counterpart here, unless somebody says that the passages were checked.
    """
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=transcript.interview_id)
        lost, kept = _standing_restrictions(interview, transcript)
        if lost and not passages_checked:
            raise ValidationError(
                f"What is withheld in the version before, at {_moments(lost)}, has no counterpart "
                "in this one. Withhold what must stay closed, then make it current as checked."
            )
        update_many(Cue, kept, ["is_withheld", "withheld_reason", "replacement"])
        for former in _replaced_by(transcript).filter(is_current=True):
            former.is_current = False
            former.save(update_fields=["is_current"])
        transcript.is_current = True
        transcript.first_shown_at = transcript.first_shown_at or timezone.now()
        transcript.updated_by = by
        transcript.save()
        rewrite_public_cues(interview, by=by)
    return kept


def take_from_readers(transcript: Transcript, *, by: User | None) -> None:
    """Show readers no version in the place of this one."""
    with transaction.atomic():
        transcript.is_current = False
        transcript.updated_by = by
        transcript.save()
        rewrite_public_cues(transcript.interview, by=by)


def draft_from(transcript: Transcript, *, by: User | None) -> Transcript:
    """Begin a new draft with the passages of a version, to correct them there."""
    with transaction.atomic():
        draft = Transcript.objects.create(
            interview=transcript.interview,
            language=transcript.language,
            kind=transcript.kind,
            made_by=transcript.made_by,
            based_on=transcript,
            created_by=by,
            updated_by=by,
        )
        Cue.objects.bulk_create(
            [
                Cue(transcript=draft, **{field: getattr(cue, field) for field in COPIED})
                for cue in transcript.cues.all()
            ],
            batch_size=500,
        )
    return draft


def _replaced_by(transcript: Transcript) -> QuerySet[Transcript]:
    rivals = Q(language=transcript.language)
    if not transcript.is_translation:
        rivals |= ~Q(kind=Transcript.Kind.TRANSLATION)
    return Transcript.objects.filter(
        rivals, interview=transcript.interview_id, is_current=True
    ).exclude(pk=transcript.pk)


def _standing_restrictions(
    interview: Interview, transcript: Transcript
) -> tuple[list[Cue], list[Cue]]:
    """Return the withheld passages that are lost in a version, and those it must withhold."""
    withheld = Cue.objects.standing().filter(transcript__interview=interview, is_withheld=True)
    targets = list(transcript.cues.all())
    lost, kept = [], {}
    for source in withheld.exclude(transcript=transcript):
        counterparts = list(_counterparts(source, targets))
        if not counterparts:
            lost.append(source)
        for cue in counterparts:
            if not cue.is_withheld:
                cue.is_withheld = True
                cue.withheld_reason = source.withheld_reason
                cue.replacement = source.replacement
                kept[cue.pk] = cue
    return lost, list(kept.values())


def _counterparts(source: Cue, targets: Iterable[Cue]) -> Iterable[Cue]:
    stretch, words = Stretch.of(source), _words(source)
    return (
        cue
        for cue in targets
        if Stretch.of(cue).shares_time_with(stretch) or (words and words == _words(cue))
    )


def _words(cue: Cue) -> str:
    return " ".join(cue.text.casefold().split())


def _moments(cues: list[Cue]) -> str:
    moments = ", ".join(clock(cue.start_ms) for cue in cues[:NAMED_AT_MOST])
    more = len(cues) - NAMED_AT_MOST
    return f"{moments} and {more} more places" if more > 0 else moments
