"""A version of a transcript as one of its participants reads it in review.

The whole conversation, with what the house withholds of the words of others, and every passage
that names somebody else whose name is protected, withheld as readers would find it.
"""

from collections import defaultdict
from dataclasses import dataclass

from collections_app.names import NameFinder
from oralhistory.closings import WITHHELD, Closings
from oralhistory.models import (
    Cue,
    CueRedaction,
    MediaFile,
    NarratorRemark,
    NarratorReview,
    PublicCue,
    SilencePlan,
    Transcript,
)
from oralhistory.speakers import PublicName, protected_names, public_names
from oralhistory.told_passages import CueView, views_of


@dataclass(frozen=True, slots=True)
class ReviewedPassage:
    """A passage on the page of a review, and what was last said of it there."""

    view: CueView
    is_own: bool
    is_withheld: bool
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewedTranscript:
    """The passages under review; `hides_names` says that a protected name stands in some."""

    passages: list[ReviewedPassage]
    hides_names: bool


def passages_under_review(review: NarratorReview) -> ReviewedTranscript:
    """Return what the participant reads, in order, in a number of queries that never grows."""
    cues = list(review.transcript.cues.select_related("transcript").order_by("position"))
    people = list(
        review.participation.interview.participations.with_consent().prefetch_related(
            "agent__names"
        )
    )
    names = public_names(people)
    others = [one for one in people if one.pk != review.participation_id]
    finder = NameFinder(protected_names(others))
    others_told = _told_elsewhere(review)
    marked = _redactions([*cues, *others_told])
    closings = Closings([*cues, *others_told], marked, finder)
    said = {remark.cue_id: remark for remark in review.remarks.order_by("at", "pk")}
    told = [_told(cue, review, closings, finder, names) for cue in cues]
    passages = [
        _passage(cue, view, review, said.get(cue.pk), bool(marked.get(cue.pk)))
        for cue, view in zip(cues, views_of(told, ()), strict=True)
    ]
    return ReviewedTranscript(passages, any(finder.finds_in(cue.text) for cue in cues))


def recordings_under_review(review: NarratorReview, *, hides_names: bool) -> list[MediaFile]:
    """Return what the participant may hear: silent wherever anything is withheld.

    Where nothing is withheld, the recording itself is given as long as no copy was made of it.
    None where nobody knows when it must be silent.
    """
    interview = review.participation.interview
    plan = SilencePlan.objects.filter(interview=interview).first()
    if plan is None or plan.windows is None or (hides_names and not review.transcript.is_current):
        return []
    copies = interview.media.filter(
        role=MediaFile.Role.REDACTED, silences=plan.digest, measured_at__isnull=False
    )
    silent = list(copies)
    if silent or plan.windows:
        return silent
    return list(interview.media.filter(role=MediaFile.Role.ACCESS))


def _told_elsewhere(review: NarratorReview) -> list[Cue]:
    """Return the passages of the other versions that count, in order."""
    standing = Transcript.objects.filter(interview=review.participation.interview_id).standing()
    others = Cue.objects.filter(transcript__in=standing).exclude(transcript=review.transcript_id)
    return list(others.select_related("transcript").order_by("transcript", "position"))


def _redactions(cues: list[Cue]) -> dict[int, list[CueRedaction]]:
    marked: dict[int, list[CueRedaction]] = defaultdict(list)
    versions = {cue.transcript_id for cue in cues}
    found = CueRedaction.objects.filter(cue__transcript__in=versions)
    for redaction in found.order_by("cue", "start", "pk"):
        marked[redaction.cue_id].append(redaction)
    return marked


def _told(
    cue: Cue,
    review: NarratorReview,
    closings: Closings,
    finder: NameFinder,
    names: dict[int, PublicName],
) -> PublicCue:
    closing, is_own = closings.by_cue[cue.pk], cue.speaker_id == review.participation_id
    if is_own:
        instead = WITHHELD if finder.finds_in(cue.text) else ""
        text, gaps = cue.text, []
    else:
        instead = closing.instead or (WITHHELD if closings.tells_of_another(cue) else "")
        text, gaps = closing.told.text, closing.told.gaps
    name = names.get(cue.speaker_id) if cue.speaker_id else None
    return PublicCue(
        key=cue.key,
        position=cue.position,
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        speaker_label=name.label if name else "",
        text=instead or text,
        gaps=[] if instead else gaps,
        is_withheld=bool(instead),
    )


def _passage(
    cue: Cue,
    view: CueView,
    review: NarratorReview,
    remark: NarratorRemark | None,
    is_withheld: bool,
) -> ReviewedPassage:
    is_said = remark is not None and remark.kind != NarratorRemark.Kind.NOTHING
    return ReviewedPassage(
        view=view,
        is_own=cue.speaker_id == review.participation_id,
        is_withheld=is_withheld,
        kind=remark.kind if remark is not None and is_said else "",
        words=remark.words if remark is not None and is_said else "",
    )
