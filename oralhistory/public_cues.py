"""What the public may read of an interview: one function decides it and writes it down.

Everything public (pages, captions, search, books, exports) reads `PublicCue`, and nothing else
writes there. A withheld word is therefore physically absent from all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from collections_app import dependants
from collections_app.models import User
from collections_app.names import NameFinder
from collections_app.publication import PublicationState
from oralhistory.models import Cue, Interview, Participation, PublicCue, Role
from oralhistory.speakers import PublicName, protected_names, public_names

WITHHELD = "[Passage withheld]"
NO_AGREEMENT = "[Words withheld: this speaker has not agreed to their publication]"
SPEAKER_UNKNOWN = "[Words withheld: the speaker is not known]"
ROWS_AT_ONCE = 500


def rewrite_public_cues(interview: Interview, *, by: User | None = None) -> None:
    """Write anew what the public may read of an interview, and tell whoever shows it.

    To be called, in the same transaction, whenever anything that matters has changed: an
    agreement, a participant, a passage, the privacy of a person, an advisory, the current
    version of a transcript. Takes the interview back from the public if its own title or
    description names somebody whose name is protected.
    """
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=interview.pk)
        redactor = Redactor(interview)
        PublicCue.objects.filter(interview=interview).delete()
        PublicCue.objects.bulk_create(redactor.public_cues(), batch_size=ROWS_AT_ONCE)
        if interview.state == PublicationState.PUBLISHED and redactor.gives_away_a_name():
            interview.withdraw(by=by, reason="Its title or description names a protected person.")
        else:
            dependants.announce_change(interview, by=by)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time of one transcript; a passage of no length counts as a millisecond."""

    transcript: int
    start_ms: int
    end_ms: int

    @classmethod
    def of(cls, cue: Cue) -> "Stretch":
        return cls(cue.transcript_id, cue.start_ms, max(cue.end_ms, cue.start_ms + 1))

    def shares_time_with(self, other: "Stretch") -> bool:
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms


class Redactor:
    """Decides for one interview, passage by passage, what may be read of it."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        people = interview.participations.with_consent().prefetch_related("agent__names")
        self.people: dict[int, Participation] = {person.pk: person for person in people}
        self.names: dict[int, PublicName] = public_names(self.people.values())
        self.finder = NameFinder(protected_names(self.people.values()))

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
        if not self._transcript_is_open():
            return
        cues = list(
            Cue.objects.filter(transcript__interview=self.interview, transcript__is_current=True)
            .select_related("transcript")
            .order_by("transcript", "position")
        )
        closed = [Stretch.of(cue) for cue in cues if self._is_closed(cue)]
        for cue in cues:
            yield self._public_cue(cue, self._words_instead(cue, closed))

    def _transcript_is_open(self) -> bool:
        if Interview.objects.for_staff_only().filter(pk=self.interview.pk).exists():
            return False
        return any(
            person.role == Role.NARRATOR and person.allows_transcript
            for person in self.people.values()
        )

    def _is_closed(self, cue: Cue) -> bool:
        return cue.is_withheld or self.finder.finds_in(cue.text)

    def _words_instead(self, cue: Cue, closed: Iterable[Stretch]) -> str:
        """Return what is read instead of a passage; "" where the passage itself may be read."""
        if cue.is_withheld:
            return cue.replacement if self._may_be_said(cue.replacement) else WITHHELD
        if self.finder.finds_in(cue.text):
            return WITHHELD
        if not self._agrees(cue, "transcript"):
            return NO_AGREEMENT if cue.speaker_id else SPEAKER_UNKNOWN
        own = Stretch.of(cue)
        is_told_elsewhere = any(
            stretch.transcript != own.transcript and stretch.shares_time_with(own)
            for stretch in closed
        )
        return WITHHELD if is_told_elsewhere else ""

    def _may_be_said(self, words: str) -> bool:
        return bool(words.strip()) and not self.finder.finds_in(words)

    def _agrees(self, cue: Cue, use: str) -> bool:
        """Say whether the speaker allows a use; of an unknown speaker, whether everybody does."""
        speakers = [self.people[cue.speaker_id]] if cue.speaker_id else self.people.values()
        return all(getattr(person, f"allows_{use}") for person in speakers)

    def _public_cue(self, cue: Cue, words_instead: str) -> PublicCue:
        name = self.names.get(cue.speaker_id) if cue.speaker_id else None
        return PublicCue(
            interview=self.interview,
            transcript=cue.transcript,
            language_id=cue.transcript.language_id,
            is_translation=cue.transcript.is_translation,
            position=cue.position,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            speaker_label=name.label if name else "",
            text=words_instead or cue.text,
            is_withheld=bool(words_instead),
            is_quotable=not words_instead and self._agrees(cue, "quotation"),
        )
