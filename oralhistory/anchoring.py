"""Notes carried from one version of a transcript to the next: never moved in silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oralhistory.models import Annotation, Cue, ReviewTask, Transcript

NEAR_MS = 2 * 60 * 1000
NEAR_PASSAGES = 5


@dataclass(frozen=True, slots=True)
class _Place:
    cue: Cue
    start: int | None
    is_firm: bool


def carried_notes(
    former: Transcript, cues: Sequence[Cue], brought: Iterable[Annotation]
) -> list[Annotation]:
    """Return the notes of a former version at the passages of a new one, unsaved.

    A note stands firm where its words are found exactly once, in the same passage or near it; a
    note on a whole passage where the same passage is found. Otherwise it is uncertain, beside the
    passage nearest to where it was. What the file `brought` itself is not carried again.
    """
    if not cues:
        return []
    here = {(note.body, note.quote) for note in brought}
    by_key = {cue.key: cue for cue in cues}
    carried = []
    notes = Annotation.objects.filter(cue__transcript=former).select_related("cue")
    for note in notes.order_by("cue__position", "start", "pk"):
        if (note.body, note.quote) in here:
            continue
        place = _place(note, by_key, cues)
        values = {field: getattr(note, field) for field in Annotation.COPIED}
        end = place.start + len(note.quote) if place.start is not None else None
        firm = Annotation.Anchoring.FIRM if place.is_firm else Annotation.Anchoring.UNCERTAIN
        values |= {"start": place.start, "end": end, "anchoring": firm}
        carried.append(Annotation(cue=place.cue, **values))
    return carried


def ask_about(transcript: Transcript, notes: Iterable[Annotation]) -> ReviewTask | None:
    """Return the task to find the places of notes that are uncertain, unsaved."""
    lost = [note for note in notes if note.anchoring == Annotation.Anchoring.UNCERTAIN]
    if not lost:
        return None
    quotes = ", ".join(f"“{(note.quote or note.body)[:40]}”" for note in lost[:5])
    words = f"{transcript}: {len(lost)} notes have no certain place: {quotes}"
    kind = ReviewTask.Kind.ANCHOR
    return ReviewTask(interview=transcript.interview, kind=kind, words=words[:400])


def _place(note: Annotation, by_key: dict[str, Cue], cues: Sequence[Cue]) -> _Place:
    same = by_key.get(note.cue.key)
    if not note.quote:
        is_firm = same is not None and note.anchoring == Annotation.Anchoring.FIRM
        return _Place(same or _nearest(note.cue, cues), None, is_firm)
    for candidates in ([same] if same else [], _near(note.cue, cues)):
        holders = [cue for cue in candidates if note.quote in cue.text]
        if len(holders) == 1 and holders[0].text.count(note.quote) == 1:
            return _Place(holders[0], holders[0].text.index(note.quote), True)
        if holders:
            return _Place(same or holders[0], None, False)
    return _Place(same or _nearest(note.cue, cues), None, False)


def _near(former: Cue, cues: Sequence[Cue]) -> list[Cue]:
    return [cue for cue in cues if _is_near(former, cue)]


def _is_near(former: Cue, cue: Cue) -> bool:
    if former.start_ms is None or cue.start_ms is None:
        return abs(former.position - cue.position) <= NEAR_PASSAGES
    return abs(former.start_ms - cue.start_ms) <= NEAR_MS


def _nearest(former: Cue, cues: Sequence[Cue]) -> Cue:
    def distance(cue: Cue) -> tuple[int, int]:
        if former.start_ms is None or cue.start_ms is None:
            return 0, abs(former.position - cue.position)
        return abs(former.start_ms - cue.start_ms), abs(former.position - cue.position)

    return min(cues, key=distance)
