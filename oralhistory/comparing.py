"""Two versions of a transcript compared: which passages changed in words, time or speaker."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from collections_app.word_diff import Piece, word_diff
from oralhistory.clock import timestamp
from oralhistory.models import Cue, Transcript

AROUND = 80  # letters

Fate = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one passage. `number` is that in the newer version, or the older if gone."""

    fate: Fate
    number: int
    key: str
    moment: str
    words: list[Piece]
    times: tuple[str, str] | None = None
    speakers: tuple[str, str] | None = None
    around: tuple[str, str] = ("", "")

    @property
    def has_words(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two versions, and how much does not."""

    differences: list[Difference]
    same: int

    @property
    def in_words(self) -> str:
        """Say in a sentence what differs."""
        changed = [one for one in self.differences if one.fate == "changed"]
        counts = [
            (sum(one.has_words for one in changed), "changed in words"),
            (sum(one.times is not None for one in changed), "in time"),
            (sum(one.speakers is not None for one in changed), "in speaker"),
            (self._count("added"), "added"),
            (self._count("removed"), "gone"),
        ]
        told = ", ".join(f"{count} {how}" for count, how in counts if count)
        if not told:
            return f"Nothing differs: {self.same} passages are the same."
        return f"Passages: {told}; {self.same} are the same."

    def _count(self, fate: Fate) -> int:
        return sum(one.fate == fate for one in self.differences)


def compare(older: Transcript, newer: Transcript) -> Comparison:
    """Compare two versions passage by passage, by key. Two queries at any length."""
    before, after = _cues(older), _cues(newer)
    then = {cue.key: number for number, cue in enumerate(before)}
    differences, same, place = [], 0, 0
    kept = {cue.key for cue in after}
    for number, cue in enumerate(after):
        found = then.get(cue.key)
        if found is None:
            differences.append(_alone("added", number, cue, after))
            continue
        differences += _gone(before, place, found, kept)
        place = max(place, found + 1)
        difference = _changed(number, before[found], cue, after)
        if difference is None:
            same += 1
        else:
            differences.append(difference)
    differences += _gone(before, place, len(before), kept)
    return Comparison(differences, same)


def _cues(transcript: Transcript) -> list[Cue]:
    return list(transcript.cues.order_by("position").select_related("speaker__agent"))


def _gone(before: list[Cue], place: int, until: int, kept: set[str]) -> Iterator[Difference]:
    for number in range(place, until):
        if before[number].key not in kept:
            yield _alone("removed", number, before[number], before)


def _alone(fate: Fate, number: int, cue: Cue, cues: list[Cue]) -> Difference:
    piece = Piece("added" if fate == "added" else "removed", cue.text)
    return Difference(
        fate, number + 1, cue.key, _moment(cue), [piece], around=_around(number, cues)
    )


def _changed(number: int, before: Cue, after: Cue, cues: list[Cue]) -> Difference | None:
    words = word_diff(before.text, after.text) if before.text != after.text else []
    times = _times(before), _times(after)
    speakers = _speaker(before), _speaker(after)
    is_retimed = times[0] != times[1]
    is_reassigned = before.speaker_id != after.speaker_id
    if not words and not is_retimed and not is_reassigned:
        return None
    return Difference(
        "changed",
        number + 1,
        after.key,
        _moment(after),
        words,
        times if is_retimed else None,
        speakers if is_reassigned else None,
        _around(number, cues),
    )


def _around(number: int, cues: list[Cue]) -> tuple[str, str]:
    """Return the end of the passage before and the beginning of the one behind."""
    before = cues[number - 1].text[-AROUND:] if number else ""
    return before, cues[number + 1].text[:AROUND] if number + 1 < len(cues) else ""


def _moment(cue: Cue) -> str:
    return timestamp(cue.start_ms) if cue.start_ms is not None else "no time"


def _times(cue: Cue) -> str:
    if cue.start_ms is None or cue.end_ms is None:
        return "no time"
    return f"{timestamp(cue.start_ms)} to {timestamp(cue.end_ms)}"


def _speaker(cue: Cue) -> str:
    return cue.speaker.house_name if cue.speaker else cue.label or "not known"
