"""All times of a draft moved: shifted by an offset, or stretched between two known moments.

The silence of a withheld word moves with its passage. Words, notes and index points do not: notes
stand at words, and the index belongs to the interview and to every version of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from django.core.exceptions import ValidationError

from collections_app.history import update_many
from collections_app.models import User
from oralhistory.clock import LONGEST, timestamp
from oralhistory.correcting import at_work_on, follow_withheld
from oralhistory.models import Cue, CueRedaction, Transcript


@dataclass(frozen=True, slots=True)
class Timing:
    """How times change: `scale` times the time since `origin`, which becomes `becomes` (ms)."""

    origin: int
    becomes: int
    numerator: int = 1
    denominator: int = 1

    def at(self, ms: int) -> float:
        return self.becomes + (ms - self.origin) * self.numerator / self.denominator

    def passage(self, ms: int) -> int:
        return round(self.at(ms))


@dataclass(frozen=True, slots=True)
class Moved:
    """The time of one passage before and after, in milliseconds."""

    number: int
    cue: Cue
    start_ms: int
    end_ms: int


def shifted(by_ms: int) -> Timing:
    """Return the timing that moves everything by an offset, back where it is negative."""
    if not by_ms:
        raise ValidationError("Say by how many milliseconds, other than none.")
    return Timing(0, by_ms)


def stretched(one: tuple[int, int], other: tuple[int, int]) -> Timing:
    """Return the timing by which two moments become two others; each is (as it is, as it is to be).

    Raises `ValidationError` where that is one moment, or time would stand still or go back.
    """
    (was, becomes), (was_then, becomes_then) = sorted([one, other])
    if was == was_then:
        raise ValidationError("Choose two passages that begin at different times.")
    if becomes_then <= becomes:
        raise ValidationError("The later passage must begin after the earlier one.")
    return Timing(was, becomes, becomes_then - becomes, was_then - was)


def plan(transcript: Transcript, timing: Timing, first: int = 1) -> list[Moved]:
    """Return what a timing would change from the passage with the number `first` on.

    Passages without times stay without. Raises `ValidationError` where one would begin before the
    recording does, or after a hundred hours.
    """
    moved = []
    for number, cue in enumerate(transcript.cues.order_by("position"), start=1):
        if number < first or cue.start_ms is None or cue.end_ms is None:
            continue
        start, end = timing.passage(cue.start_ms), timing.passage(cue.end_ms)
        if start < 0 or end >= LONGEST:
            raise ValidationError(
                f"Passage {number}, now at {timestamp(cue.start_ms)}, would begin before the "
                "recording does, or after a hundred hours."
            )
        moved.append(Moved(number, cue, start, max(start, end)))
    if not moved:
        raise ValidationError("No passage from there on has a time.")
    return moved


def retime(
    transcript: Transcript, timing: Timing, *, by: User | None, first: int = 1
) -> list[Moved]:
    """Change the times of a draft as `plan` tells, all of them or none."""
    with at_work_on(transcript, by=by, title=f"Times moved in {transcript}"):
        moved = plan(transcript, timing, first)
        marks = list(silences_of(moved))
        for mark in marks:
            _move(mark, timing)
        update_many(CueRedaction, marks, ["mute_start_ms", "mute_end_ms"])
        for one in moved:
            one.cue.start_ms, one.cue.end_ms = one.start_ms, one.end_ms
        update_many(Cue, [one.cue for one in moved], ["start_ms", "end_ms"])
        follow_withheld((one.cue for one in moved), by=by)
    return moved


def silences_of(moved: Iterable[Moved]) -> "Iterable[CueRedaction]":
    """Return what is withheld of these passages and has a silence of its own."""
    keys = {one.cue.pk for one in moved}
    transcripts = {one.cue.transcript_id for one in moved}
    marks = CueRedaction.objects.filter(
        cue__transcript__in=transcripts, mute_start_ms__isnull=False
    )
    return [mark for mark in marks if mark.cue_id in keys]


def _move(mark: CueRedaction, timing: Timing) -> None:
    start = max(floor(timing.at(mark.mute_start_ms)), 0)  # type: ignore[arg-type]
    end = ceil(timing.at(mark.mute_end_ms))  # type: ignore[arg-type]
    mark.mute_start_ms, mark.mute_end_ms = start, max(end, start + 1)
