"""Passages of a version as the transcriber's desk shows them: words, times, what is withheld."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oralhistory.clock import clock, timestamp
from oralhistory.models import Cue, CueRedaction, Participation, Transcript

PLAYED_ROLES = ("access", "master")


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A run of words of a passage, withheld or not."""

    text: str
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One redaction, in the words of the house."""

    pk: int
    words: str
    reason: str
    instead: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A passage at the desk. Times are milliseconds; `speaker` is the key of the participant."""

    pk: int
    key: str
    start_ms: int | None
    end_ms: int | None
    speaker: int | None
    name: str
    pieces: list[MarkedPiece]
    marks: list[Mark]

    @property
    def is_whole(self) -> bool:
        return any(mark.is_whole for mark in self.marks)

    @property
    def clock(self) -> str:
        return clock(self.start_ms) if self.start_ms is not None else "no time"

    @property
    def times(self) -> str:
        """From when to when, to the millisecond."""
        if self.start_ms is None or self.end_ms is None:
            return ""
        return f"{timestamp(self.start_ms)} to {timestamp(self.end_ms)}"


def people_of(transcript: Transcript) -> list[Participation]:
    """Return who takes part in the interview, in the order of the desk."""
    people = Participation.objects.filter(interview=transcript.interview_id)
    return list(people.select_related("agent"))


def rows_of(transcript: Transcript, people: Iterable[Participation]) -> Iterator[Row]:
    """Yield every passage of a version in order. Two queries at any length."""
    names = {person.pk: person.house_name for person in people}
    cues = transcript.cues.order_by("position").prefetch_related("redactions")
    return (row_of(cue, names) for cue in cues)


def row_of(cue: Cue, names: dict[int, str]) -> Row:
    """Return one passage; `names` are those of the participants by key."""
    marks = list(cue.redactions.all())
    label = f"{cue.label} (nobody named yet)" if cue.label else "speaker not known"
    return Row(
        pk=cue.pk,
        key=cue.key,
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        speaker=cue.speaker_id,
        name=names[cue.speaker_id] if cue.speaker_id else label,
        pieces=list(_pieces(cue.text, marks)),
        marks=[_mark(mark, cue.text) for mark in marks],
    )


def _mark(mark: CueRedaction, text: str) -> Mark:
    is_whole = mark.is_whole or not mark.still_fits(text)
    if mark.is_whole:
        words = "the whole passage"
    elif is_whole:
        words = f"“{mark.quote}”: not found any more, so that the whole passage is withheld"
    else:
        words = f"“{mark.quote}”" if mark.quote else "nothing of it is told here"
    return Mark(mark.pk, words, mark.reason, mark.replacement, is_whole)


def _pieces(text: str, marks: Iterable[CueRedaction]) -> Iterator[MarkedPiece]:
    place = 0
    spans = sorted(
        (mark.start, mark.end)
        for mark in marks
        if mark.start is not None and mark.end is not None and mark.still_fits(text)
    )
    for start, end in spans:
        if end <= place:
            continue
        if start > place:
            yield MarkedPiece(text[place:start])
        yield MarkedPiece(text[max(start, place) : end], is_withheld=True)
        place = end
    if place < len(text):
        yield MarkedPiece(text[place:])
