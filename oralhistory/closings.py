"""Which passages of an interview are closed, in whole or in part, in every language it is told in.

What is withheld in one language is withheld in the others too, in the passages that are the same
or share its time, until somebody has marked in them which words tell it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collections_app.names import NameFinder
from oralhistory.lineage import Lineage
from oralhistory.models import Cue, CueRedaction
from oralhistory.spans import Span, Told, told_without

WITHHELD = "[Passage withheld]"
WORDS_WITHHELD = "[withheld]"

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a passage stands: its transcript, its key and, if it has any, its time.

    A passage of no length counts as a millisecond.
    """

    transcript: int
    key: str
    start_ms: int | None
    end_ms: int | None

    @classmethod
    def of(cls, cue: Cue) -> "Stretch":
        if cue.start_ms is None or cue.end_ms is None:
            return cls(cue.transcript_id, cue.key, None, None)
        return cls(cue.transcript_id, cue.key, cue.start_ms, max(cue.end_ms, cue.start_ms + 1))

    @property
    def is_timed(self) -> bool:
        return self.start_ms is not None

    def shares_time_with(self, other: "Stretch") -> bool:
        if self.start_ms is None or other.start_ms is None:
            return False
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Closing:
    """What of one passage is withheld for its own sake.

    `instead` is what is read for the whole passage, "" where it is not closed as a whole; `told`
    is what is left of it otherwise. `roots` are the redactions that the same passage in another
    language has to answer; `names` says that a protected name is left in it.
    """

    stretch: Stretch
    instead: str
    told: Told
    roots: frozenset[str]
    names: bool

    @property
    def closes_others(self) -> bool:
        return self.names or bool(self.roots)


class Closings:
    """Everything that is withheld in the current transcripts of an interview.

    The passages of each transcript are given in their order.
    """

    def __init__(
        self,
        cues: Iterable[Cue],
        redactions: Mapping[int, Sequence[CueRedaction]],
        finder: NameFinder,
    ) -> None:
        self._redactions, self._finder = redactions, finder
        self.by_cue = {cue.pk: self._closing(cue) for cue in cues}
        self._stretches: dict[int, dict[str, Stretch]] = defaultdict(dict)
        for closing in self.by_cue.values():
            self._stretches[closing.stretch.transcript][closing.stretch.key] = closing.stretch
        self._lineages: dict[tuple[int, int], Lineage] = {}
        self._closing_others = [one for one in self.by_cue.values() if one.closes_others]

    def _closing(self, cue: Cue) -> Closing:
        own = self._redactions.get(cue.pk, ())
        whole = [one for one in own if one.is_whole or not one.still_fits(cue.text)]
        spans = [
            Span(one.start, one.end, self._said_instead(one, WORDS_WITHHELD))  # type: ignore[arg-type]
            for one in own
            if one not in whole and one.end != one.start
        ]
        told = told_without(cue.text, spans)
        names = self._finder.finds_in(told.text)
        instead = self._said_instead(whole[0], WITHHELD) if whole else WITHHELD if names else ""
        roots = frozenset(one.root for one in own)
        return Closing(Stretch.of(cue), instead, told, roots, names and not whole)

    def _said_instead(self, redaction: CueRedaction, otherwise: str) -> str:
        words = redaction.replacement.strip()
        return words if words and not self._finder.finds_in(words) else otherwise

    def tells_of_another(self, cue: Cue) -> bool:
        """Say whether a passage tells what is withheld in another language, not marked here."""
        own = self.by_cue[cue.pk]
        return any(
            (other.names or not other.roots <= own.roots) and self._are_the_same(own, other)
            for other in self._closing_others
            if other.stretch.transcript != own.stretch.transcript
        )

    def _are_the_same(self, one: Closing, other: Closing) -> bool:
        here, there = one.stretch, other.stretch
        if here.key == there.key or here.shares_time_with(there):
            return True
        if self._lineage(here.transcript, there.transcript).may_be_the_same(here.key, there.key):
            return True
        if here.is_timed and there.is_timed:
            return False
        # Without times and without a common key nobody knows which passages are the same.
        are_aligned = here.key in self._stretches[there.transcript]
        return not (are_aligned or there.key in self._stretches[here.transcript])

    def _lineage(self, here: int, there: int) -> Lineage:
        if (here, there) not in self._lineages:
            pair = [self._stretches[here].values(), self._stretches[there].values()]
            self._lineages[here, there] = Lineage(*pair)
        return self._lineages[here, there]

    def touches(self, start_ms: int, end_ms: int | None) -> bool:
        """Say whether anything is withheld for its own sake within a time, or has no time."""
        for one in self._closing_others:
            if one.stretch.start_ms is None or one.stretch.end_ms is None:
                return True
            if one.stretch.end_ms > start_ms and (end_ms is None or one.stretch.start_ms < end_ms):
                return True
        return False


def windows_of(
    redactions: Iterable[CueRedaction], cues: Mapping[int, Cue]
) -> Iterator[Window | None]:
    """Yield when redactions silence the recording; `None` for one of which nobody knows.

    Those that answer another are told in the same words as that one, which gives the time.
    """
    redactions = list(redactions)
    keys = {redaction.key for redaction in redactions}
    for redaction in redactions:
        if redaction.answers not in keys:
            yield redaction.window(cues[redaction.cue_id])


def joined(windows: Iterable[Window]) -> list[Window]:
    """Return windows of time in order, those that overlap or touch as one."""
    together: list[Window] = []
    for start, end in sorted(windows):
        if together and start <= together[-1][1]:
            together[-1] = together[-1][0], max(together[-1][1], end)
        else:
            together.append((start, end))
    return together
