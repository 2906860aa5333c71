"""Versions of a transcript: which one readers see, and how a corrected one is begun."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from collections_app.history import create_many
from collections_app.models import User
from oralhistory.clock import clock
from oralhistory.closings import Stretch
from oralhistory.lineage import Lineage
from oralhistory.models import Annotation, Cue, CueRedaction, Interview, Transcript
from oralhistory.public_cues import rewrite_public_cues

NAMED_AT_MOST = 10
COPIED = ("key", "position", "start_ms", "end_ms", "speaker_id", "label", "text")


def make_current(
    transcript: Transcript, *, by: User | None, passages_checked: bool = False
) -> list[Cue]:
    """Let readers see this version from now on, in place of the one before it.

    What was withheld stays withheld: words that were marked are marked again where they are
    found, and every other passage that is the same, or shares time or words with a withheld one,
    is withheld as a whole. Returns the passages that were marked. Raises `ValidationError` where a
    withheld passage has no counterpart here, unless somebody says that they were checked, and
    for a version that a file brought which had an index and no words.
    """
    if transcript.original and not transcript.cues.exists():
        raise ValidationError("This version has no words: its file brought an index only.")
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=transcript.interview_id)
        lost, kept = _standing_restrictions(interview, transcript)
        if lost and not passages_checked:
            raise ValidationError(
                f"What is withheld in the version before, at {_moments(lost)}, has no counterpart "
                "in this one. Withhold what must stay closed, then make it current as checked."
            )
        create_many(CueRedaction, kept)
        for former in _replaced_by(transcript).filter(is_current=True):
            former.is_current = False
            former.save(update_fields=["is_current"])
        transcript.is_current = True
        transcript.first_shown_at = transcript.first_shown_at or timezone.now()
        transcript.updated_by = by
        transcript.save()
        rewrite_public_cues(interview, by=by)
    return list({one.cue_id: one.cue for one in kept}.values())


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
        cues = list(transcript.cues.prefetch_related("redactions", "annotations"))
        copies = Cue.objects.bulk_create(
            [
                Cue(transcript=draft, **{field: getattr(cue, field) for field in COPIED})
                for cue in cues
            ],
            batch_size=500,
        )
        pairs = list(zip(cues, copies, strict=True))
        create_many(CueRedaction, (copy for pair in pairs for copy in _marks(*pair)))
        create_many(Annotation, (copy for pair in pairs for copy in _notes(*pair)))
    return draft


def _marks(cue: Cue, copy: Cue) -> Iterator[CueRedaction]:
    for redaction in cue.redactions.all():
        values = {field: getattr(redaction, field) for field in CueRedaction.COPIED}
        yield CueRedaction(cue=copy, **values)


def _notes(cue: Cue, copy: Cue) -> Iterator[Annotation]:
    for note in cue.annotations.all():
        values = {field: getattr(note, field) for field in Annotation.COPIED}
        yield Annotation(cue=copy, **values)


def _replaced_by(transcript: Transcript) -> QuerySet[Transcript]:
    rivals = Q(language=transcript.language)
    if not transcript.is_translation:
        rivals |= ~Q(kind=Transcript.Kind.TRANSLATION)
    return Transcript.objects.filter(
        rivals, interview=transcript.interview_id, is_current=True
    ).exclude(pk=transcript.pk)


def _standing_restrictions(
    interview: Interview, transcript: Transcript
) -> tuple[list[Cue], list[CueRedaction]]:
    """Return the withheld passages that are lost in a version, and what it must withhold."""
    standing = CueRedaction.objects.standing().filter(cue__transcript__interview=interview)
    sources = standing.exclude(cue__transcript=transcript).select_related("cue__transcript")
    targets = list(transcript.cues.order_by("position").prefetch_related("redactions"))
    lineages: dict[int, Lineage] = {}
    lost: dict[int, Cue] = {}
    kept: list[CueRedaction] = []
    for source in sources:
        former = source.cue.transcript_id
        if former not in lineages:
            cues = source.cue.transcript.cues.order_by("position")
            lineages[former] = Lineage(cues, targets)
        counterparts = list(_counterparts(source.cue, targets, lineages[former]))
        is_translated = source.cue.transcript.language_id != transcript.language_id
        if not counterparts:
            if not is_translated or _are_both_timed(source.cue, targets):
                lost[source.cue_id] = source.cue
        elif not is_translated:
            # In another language the redactor withholds the counterparts until they are marked.
            kept += _marked_again(source, counterparts)
    return list(lost.values()), kept


def counterparts_of(cue: Cue, transcript: Transcript) -> list[Cue]:
    """Return the passages of another version that may tell what a passage tells."""
    targets = list(transcript.cues.order_by("position"))
    lineage = Lineage(cue.transcript.cues.order_by("position"), targets)
    return list(_counterparts(cue, targets, lineage))


def _are_both_timed(source: Cue, targets: Iterable[Cue]) -> bool:
    return source.is_timed and all(cue.is_timed for cue in targets)


def _counterparts(source: Cue, targets: Iterable[Cue], lineage: Lineage) -> Iterable[Cue]:
    stretch, words = Stretch.of(source), _words(source)
    return (
        cue
        for cue in targets
        if lineage.may_be_the_same(source.key, cue.key)
        or Stretch.of(cue).shares_time_with(stretch)
        or (words and words == _words(cue))
    )


def _marked_again(source: CueRedaction, counterparts: list[Cue]) -> Iterator[CueRedaction]:
    """Mark the same words where they stand once; where nobody can tell, the whole passages."""
    if any(one.key == source.key for cue in counterparts for one in cue.redactions.all()):
        return
    values = {field: getattr(source, field) for field in CueRedaction.COPIED}
    holders = [cue for cue in counterparts if source.quote and source.quote in cue.text]
    if not source.is_whole and len(holders) == 1 and holders[0].text.count(source.quote) == 1:
        start = holders[0].text.index(source.quote)
        span = {"start": start, "end": start + len(source.quote)}
        yield CueRedaction(cue=holders[0], **(values | span))
        return
    whole = {"start": None, "end": None, "quote": ""}
    for cue in counterparts:
        if not any(one.is_whole for one in cue.redactions.all()):
            yield CueRedaction(cue=cue, **(values | whole))


def _words(cue: Cue) -> str:
    return " ".join(cue.text.casefold().split())


def _moments(cues: list[Cue]) -> str:
    moments = ", ".join(_moment(cue) for cue in cues[:NAMED_AT_MOST])
    more = len(cues) - NAMED_AT_MOST
    return f"{moments} and {more} more places" if more > 0 else moments


def _moment(cue: Cue) -> str:
    return clock(cue.start_ms) if cue.start_ms is not None else f"passage {cue.position}"
