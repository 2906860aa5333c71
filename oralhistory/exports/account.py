"""What an interview tells in public, gathered once for every format that programs ask for.

Only public words come in: `PublicCue`, `PublicNote`, `PublicIndexPoint`, names by `speakers`. A
writer of a format asks nothing further.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from collections_app.citation_files import INTERVIEW, Reference
from collections_app.publication import Visitor
from oralhistory.assembly import InterviewPage, interview_page, notices_of, transcripts_of
from oralhistory.models import Interview, MediaFile, PublicCue, PublicNote, Transcript
from oralhistory.told_index import PointView, index_in
from oralhistory.told_passages import captions, notes_on


class Telling:
    """The words of an interview in one language: passages in order and the notes on them."""

    def __init__(self, transcript: Transcript, user: Visitor) -> None:
        self.transcript, self._user = transcript, user

    @cached_property
    def passages(self) -> list[PublicCue]:
        return captions(self.transcript, self._user)

    @cached_property
    def notes(self) -> list[PublicNote]:
        return notes_on(self.transcript, self._user)

    @property
    def language(self) -> str:
        return self.transcript.language_id

    @property
    def timed(self) -> list[PublicCue]:
        return [cue for cue in self.passages if cue.start_ms is not None]

    @property
    def speakers(self) -> list[str]:
        """The labels of those who speak, in the order in which they first do."""
        return list(dict.fromkeys(cue.speaker_label for cue in self.passages if cue.speaker_label))

    def notes_at(self) -> dict[int, list[PublicNote]]:
        """Return the notes by the position of their passage."""
        found: dict[int, list[PublicNote]] = defaultdict(list)
        for note in self.notes:
            found[note.position].append(note)
        return found


class Account:
    """An interview as far as it is open; the language asked for comes first among its tellings.

    `absolute` makes an address of this site a whole one. Each part is asked for once, when a
    format first needs it.
    """

    def __init__(
        self, interview: Interview, user: Visitor, language: str, absolute: Callable[[str], str]
    ) -> None:
        self.interview, self.absolute = interview, absolute
        self._user, self._language = user, language

    @cached_property
    def page(self) -> InterviewPage:
        return interview_page(self.interview, self._user, self._language)

    @cached_property
    def indexes(self) -> dict[str, list[PointView]]:
        return index_in(self.interview, self._user)

    @cached_property
    def tellings(self) -> list[Telling]:
        found = transcripts_of(self.interview, self._user, self._language)
        return [Telling(transcript, self._user) for transcript in found]

    @property
    def address(self) -> str:
        return self.absolute(self.interview.get_absolute_url())

    @property
    def narrators(self) -> list[str]:
        return [name.in_words for name in self.page.card.narrators]

    @property
    def interviewers(self) -> list[str]:
        return [name.in_words for name in self.page.card.interviewers]

    @property
    def media(self) -> list[MediaFile]:
        return self.page.media

    @property
    def languages(self) -> list[str]:
        return [language.code for language in self.interview.languages.all()]

    @property
    def notices(self) -> list[str]:
        """What is said before the words: that they are a demonstration, and what they tell of."""
        demonstration = "Demonstration: no testimony of a real person."
        return [demonstration] * self.interview.is_demonstration + notices_of(self.interview)

    def about(self, telling: Telling) -> list[str]:
        """Return the lines at the head of a file: what it is, which version, from where."""
        return [
            *self.notices,
            f"{self.interview.title} ({self.interview.ref})",
            telling.transcript.in_words,
            f"{settings.SITE_NAME}, {self.address}",
            *([self.interview.rights.uri] if self.interview.rights else []),
        ]

    def reference(self, accessed: date) -> Reference:
        """Return the interview as reference managers take it."""
        return reference_of(self.page, self.absolute, accessed)


def reference_of(page: InterviewPage, absolute: Callable[[str], str], accessed: date) -> Reference:
    """Return an interview as a reference, from what its page shows."""
    interview, transcript = page.card.interview, page.transcript
    spoken = [language.code for language in interview.languages.all()]
    return Reference(
        key=interview.ref,
        kind=INTERVIEW,
        title=interview.title,
        address=absolute(interview.get_absolute_url()),
        site=settings.SITE_NAME,
        accessed=accessed,
        creators=[name.in_words for name in page.card.narrators],
        interviewers=[name.in_words for name in page.card.interviewers],
        issued=interview.date_edtf,
        issued_words=interview.date_words,
        place=interview.place.name if interview.place else "",
        number=interview.ref,
        call_number=interview.ref,
        version=transcript.cited_as if transcript else "",
        languages=[transcript.language_id] if transcript else spoken,
        abstract=interview.summary,
        rights=interview.rights.uri if interview.rights else "",
    )


def today() -> date:
    """Return the day on which somebody takes a citation, where the house is."""
    return timezone.localdate()
