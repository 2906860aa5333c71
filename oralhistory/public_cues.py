"""What the public may read and hear of an interview: one function decides it and writes it down.

Everything public (pages, captions, search, books, exports) reads `PublicCue`, `PublicNote` and
`PublicIndexPoint`, and nothing else writes there. A withheld word is therefore physically absent
from all of them. When recordings must be silent is written down in the same transaction.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model

from collections_app import dependants
from collections_app.models import User
from collections_app.names import NameFinder
from collections_app.publication import PublicationState
from oralhistory.closings import WITHHELD, Closings, Window, joined, windows_of
from oralhistory.models import (
    Annotation,
    Cue,
    CueRedaction,
    Interview,
    Participation,
    PublicCue,
    PublicIndexPoint,
    PublicNote,
    Restriction,
    Role,
    SilencePlan,
    Transcript,
)
from oralhistory.public_index import public_index_points
from oralhistory.speakers import PublicName, protected_names, public_names

NO_AGREEMENT = "[Words withheld: this speaker has not agreed to their publication]"
SPEAKER_UNKNOWN = "[Words withheld: the speaker is not known]"
ROWS_AT_ONCE = 500


def rewrite_public_cues(interview: Interview, *, by: User | None = None) -> None:
    """Write anew what the public may read of an interview, and tell whoever shows it.

    To be called, in the same transaction, whenever anything that matters has changed: an
    agreement, a participant, a passage, a redaction, a restriction, a note, the index, the
    privacy of a person, an advisory, the current version of a transcript. Takes the interview
    back from the public if its own title or description names somebody whose name is protected.
    """
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=interview.pk)
        redactor = Redactor(interview)
        _write(PublicCue, interview, redactor.public_cues())
        _write(PublicNote, interview, redactor.public_notes())
        _write(PublicIndexPoint, interview, redactor.public_index())
        _write_silences(interview, redactor.silences())
        if interview.state == PublicationState.PUBLISHED and redactor.gives_away_a_name():
            interview.withdraw(by=by, reason="Its title or description names a protected person.")
        else:
            dependants.announce_change(interview, by=by)


def _write(table: type[Model], interview: Interview, rows: Iterable[Any]) -> None:
    table._default_manager.filter(interview=interview).delete()
    table._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _write_silences(interview: Interview, windows: list[Window] | None) -> None:
    if windows is None:
        digest = SilencePlan.NOT_KNOWN
    elif not windows:
        digest = SilencePlan.NOWHERE
    else:
        digest = hashlib.sha256(json.dumps(windows).encode()).hexdigest()
    plan = {"windows": windows, "digest": digest}
    SilencePlan.objects.update_or_create(interview=interview, defaults=plan)


class Redactor:
    """Decides for one interview, passage by passage, what may be read and heard of it.

    `granted` names the parts that a restriction closes and that one reader was allowed to open.
    """

    def __init__(self, interview: Interview, granted: frozenset[str] = frozenset()) -> None:
        self.interview = interview
        in_force = Restriction.objects.in_force().filter(interview=interview)
        self.closed_parts = set(in_force.values_list("part", flat=True)) - granted
        for_staff_only = Interview.objects.for_staff_only().filter(pk=interview.pk)
        self.is_for_staff_only = for_staff_only.exists()
        people = interview.participations.with_consent().prefetch_related("agent__names")
        self.people: dict[int, Participation] = {person.pk: person for person in people}
        self.names: dict[int, PublicName] = public_names(self.people.values())
        self.finder = NameFinder(protected_names(self.people.values()))
        self._load_passages()

    def _load_passages(self) -> None:
        current = Cue.objects.filter(
            transcript__interview=self.interview, transcript__is_current=True
        )
        self.cues = list(current.select_related("transcript").order_by("transcript", "position"))
        standing = CueRedaction.objects.filter(
            cue__transcript__in=Transcript.objects.filter(interview=self.interview).standing()
        )
        self.redactions: dict[int, list[CueRedaction]] = defaultdict(list)
        self.redacted: dict[int, Cue] = {}
        for redaction in standing.select_related("cue").order_by("cue", "start", "pk"):
            self.redactions[redaction.cue_id].append(redaction)
            self.redacted[redaction.cue_id] = redaction.cue
        self.closings = Closings(self.cues, self.redactions, self.finder)

    def gives_away_a_name(self) -> bool:
        """Say whether a protected name stands in what the house writes about the interview.

        The name of somebody on hold does not count: what names such a person is put on hold too,
        and shown again as it was.
        """
        names = protected_names(self.people.values(), apart_from_holds=True)
        finder = NameFinder(names)
        return any(finder.finds_in(words) for _, words in self.interview.words_for_readers())

    def public_cues(self) -> Iterator[PublicCue]:
        """Yield the public passages of the current transcripts; none while all are closed."""
        if not self._is_open("transcript"):
            return
        for cue in self.cues:
            yield self._public_cue(cue)

    def public_notes(self) -> Iterator[PublicNote]:
        """Yield the notes on words that may be read, numbered anew in each transcript."""
        if not self._is_open("transcript"):
            return
        cues = {cue.pk: cue for cue in self.cues}
        shown = Annotation.objects.filter(cue__in=cues, is_shown=True, anchoring="firm")
        numbers: dict[int, int] = defaultdict(int)
        for note in shown.order_by("cue__transcript", "cue__position", "start", "pk"):
            cue = cues[note.cue_id]
            span = self._span_of(note, cue)
            if span is None or self._words_instead(cue) or self.finder.finds_in(note.body):
                continue
            numbers[cue.transcript_id] += 1
            yield PublicNote(
                interview=self.interview,
                transcript=cue.transcript,
                position=cue.position,
                number=numbers[cue.transcript_id],
                start=span[0],
                end=span[1],
                kind=note.kind,
                body=note.body,
            )

    def public_index(self) -> Iterator[PublicIndexPoint]:
        """Yield the points of the index that readers may get."""
        if self._is_open("index"):
            may_be_quoted = self._is_open("transcript")
            yield from public_index_points(
                self.interview, self.closings, self.finder, with_transcript=may_be_quoted
            )

    def silences(self) -> list[Window] | None:
        """Return when no recording may be heard, in milliseconds; `None` where nobody can know.

        Withheld passages and spans, passages that hold a protected name, and the words of whoever
        does not allow the recording. Drafts that may become current count as well.
        """
        marked = (one for some in self.redactions.values() for one in some)
        windows = list(windows_of(marked, self.redacted))
        for cue in self.cues:
            if self.closings.by_cue[cue.pk].names or not self._agrees(cue, "recording"):
                windows.append(cue.time)
        if None in windows:
            return None
        return joined(window for window in windows if window is not None)

    def _is_open(self, part: str) -> bool:
        """Say whether a part is open: no advisory, no restriction, and a narrator allows it.

        An index is open where a narrator allows the transcript or the recording that it leads to.
        """
        if part in self.closed_parts or self.is_for_staff_only:
            return False
        uses = ("transcript", "recording") if part == "index" else (part,)
        return any(
            person.role == Role.NARRATOR and any(getattr(person, f"allows_{use}") for use in uses)
            for person in self.people.values()
        )

    def _words_instead(self, cue: Cue) -> str:
        """Return what is read instead of a passage; "" where it may be read, whole or in part."""
        own = self.closings.by_cue[cue.pk]
        if own.instead:
            return own.instead
        if not self._agrees(cue, "transcript"):
            return NO_AGREEMENT if cue.speaker_id else SPEAKER_UNKNOWN
        return WITHHELD if self.closings.tells_of_another(cue) else ""

    def _span_of(self, note: Annotation, cue: Cue) -> tuple[int | None, int | None] | None:
        """Return where a note stands in the public words; `None` where its words are not told."""
        if note.start is None or note.end is None:
            return None, None
        return self.closings.by_cue[cue.pk].told.moved(note.start, note.end)

    def _agrees(self, cue: Cue, use: str) -> bool:
        """Say whether the speaker allows a use; of an unknown speaker, whether everybody does."""
        speakers = [self.people[cue.speaker_id]] if cue.speaker_id else self.people.values()
        return all(getattr(person, f"allows_{use}") for person in speakers)

    def _public_cue(self, cue: Cue) -> PublicCue:
        name = self.names.get(cue.speaker_id) if cue.speaker_id else None
        instead = self._words_instead(cue)
        told = self.closings.by_cue[cue.pk].told
        return PublicCue(
            interview=self.interview,
            transcript=cue.transcript,
            language_id=cue.transcript.language_id,
            is_translation=cue.transcript.is_translation,
            key=cue.key,
            position=cue.position,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            speaker_label=name.label if name else "",
            text=instead or told.text,
            gaps=[] if instead else told.gaps,
            is_withheld=bool(instead),
            is_partial=not instead and bool(told.gaps),
            is_quotable=not instead and self._agrees(cue, "quotation"),
        )
