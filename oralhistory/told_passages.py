"""The passages of a transcript as a page prints them: words, what stands instead, and notes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from collections_app.publication import Visitor
from oralhistory.clock import clock, seconds
from oralhistory.models import PublicCue, PublicNote, Transcript


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a passage; `stands_instead` of withheld ones. `notes` are numbers that follow.

    `is_found` marks the words that a reader looks for.
    """

    words: str
    stands_instead: bool = False
    notes: tuple[int, ...] = ()
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class CueView:
    """A passage as the page prints it. `moment` is in seconds, empty where one has it already.

    `beside` are the passages of another language that tell the same.
    """

    key: str
    position: int
    start_ms: int | None
    end_ms: int | None
    moment: str
    speaker: str
    pieces: list[Piece]
    is_withheld: bool
    is_quotable: bool
    said_by: str
    beside: list["CueView"] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)

    @property
    def is_timed(self) -> bool:
        return self.start_ms is not None

    @property
    def clock(self) -> str:
        return clock(self.start_ms) if self.start_ms is not None else ""

    @property
    def fragment(self) -> str:
        """What leads to this passage: the moment as a media fragment, or its own anchor."""
        return f"t={seconds(self.start_ms)}" if self.start_ms is not None else self.anchor

    @property
    def anchor(self) -> str:
        """The anchor that stays with the passage in every version."""
        return f"p-{self.key}"

    @property
    def iso_duration(self) -> str:
        return f"PT{seconds(self.start_ms or 0)}S"


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note beneath the transcript, and the passage to which it leads back."""

    number: int
    kind: str
    body: str
    back: str


def captions(transcript: Transcript, user: Visitor) -> list[PublicCue]:
    """Return the public passages of a transcript in order."""
    found = PublicCue.objects.visible_to(user).filter(transcript=transcript)
    return list(found.order_by("position"))


def notes_on(transcript: Transcript, user: Visitor) -> list[PublicNote]:
    """Return the public notes on a transcript, by their numbers."""
    found = PublicNote.objects.visible_to(user).filter(transcript=transcript)
    return list(found.order_by("number"))


def passages_and_notes(
    transcript: Transcript, user: Visitor
) -> tuple[list[CueView], list[NoteView]]:
    """Return a transcript as it is read, with the notes on it. Two queries at any length."""
    cues = captions(transcript, user)
    notes = notes_on(transcript, user)
    by_position: dict[int, list[PublicNote]] = defaultdict(list)
    for note in notes:
        by_position[note.position].append(note)
    views = list(_views(cues, by_position))
    anchors = {view.position: view.anchor for view in views}
    told = [
        NoteView(note.number, note.get_kind_display(), note.body, anchors[note.position])
        for note in notes
        if note.position in anchors
    ]
    return views, told


def set_beside(views: Iterable[CueView], others: Iterable[CueView]) -> None:
    """Set passages of another language beside those that tell the same, each of them once.

    The same passage has the same key; one without a counterpart stands beside the last passage
    that begins no later than it does, one without a time beside the first.
    """
    by_key = {view.key: view for view in views}
    timed = sorted(
        (view for view in by_key.values() if view.start_ms is not None),
        key=lambda view: view.start_ms or 0,
    )
    starts = [view.start_ms or 0 for view in timed]
    first = next(iter(by_key.values()), None)
    for other in others:
        place = bisect_right(starts, other.start_ms) if other.start_ms is not None else 0
        beside = by_key.get(other.key) or (timed[place - 1] if place else first)
        if beside:
            beside.beside.append(other)


def _views(cues: Iterable[PublicCue], notes: dict[int, list[PublicNote]]) -> Iterator[CueView]:
    former_speaker, former_start = "", None
    for cue in cues:
        yield CueView(
            key=cue.key,
            position=cue.position,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            moment=_moment(cue, former_start),
            speaker=cue.speaker_label if cue.speaker_label != former_speaker else "",
            pieces=pieces_of(cue, notes.get(cue.position, ())),
            is_withheld=cue.is_withheld,
            is_quotable=cue.is_quotable or cue.is_withheld,
            said_by=cue.speaker_label,
        )
        former_speaker, former_start = cue.speaker_label, cue.start_ms


def _moment(cue: PublicCue, former_start: int | None) -> str:
    if cue.start_ms is None or cue.start_ms == former_start:
        return ""
    return seconds(cue.start_ms)


def pieces_of(cue: PublicCue, notes: Iterable[PublicNote] = ()) -> list[Piece]:
    """Return the public words of a passage in order, cut where notes and gaps stand."""
    if cue.is_withheld:
        return [Piece(cue.text, stands_instead=True)]
    marks: dict[int, list[int]] = defaultdict(list)
    for note in notes:
        marks[len(cue.text) if note.end is None else note.end].append(note.number)
    edges = {edge for gap in cue.gaps for edge in gap} | set(marks) | {0, len(cue.text)}
    places = sorted(edges)
    instead = {start for start, _ in cue.gaps}
    return [
        Piece(cue.text[start:end], start in instead, tuple(marks.get(end, ())))
        for start, end in pairwise(places)
    ]


def views_of(cues: Iterable[PublicCue], notes: Iterable[PublicNote]) -> list[CueView]:
    """Return passages that were computed and are stored nowhere as a page prints them."""
    by_position: dict[int, list[PublicNote]] = defaultdict(list)
    for note in notes:
        by_position[note.position].append(note)
    return list(_views(cues, by_position))
