"""What the pages about interviews show, gathered once, in a number of queries that never grows.

Only what the public may read comes in: names by `speakers`, words by `PublicCue`. A person of the
house who previews an interview sees exactly what readers will see.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.dependants import Mention, mentions_of
from collections_app.models import ArchivalItem, RightsStatement, Subject
from collections_app.publication import Visitor, among
from oralhistory.clock import duration
from oralhistory.found_within import FoundWithin, find_within
from oralhistory.models import (
    DocumentMentioned,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    Restriction,
    Role,
    Transcript,
    card_parts,
)
from oralhistory.place_map import PlaceMap, place_map
from oralhistory.speakers import PublicName, public_names
from oralhistory.told_index import PlaceSpokenOf, PointView, index_of
from oralhistory.told_passages import CueView, NoteView, passages_and_notes, set_beside


@dataclass(frozen=True, slots=True)
class Openness:
    """How much of an interview readers may open; `partial` counts passages with words withheld."""

    passages: int
    withheld: int
    partial: int
    has_recording: bool

    @property
    def in_words(self) -> str:
        """Say what is open: “Transcript open in full. Recording not open.”"""
        recording = _("Recording open.") if self.has_recording else _("Recording not open.")
        return f"{self._transcript_in_words()} {recording}"

    def _transcript_in_words(self) -> str:
        if not self.passages:
            return _("Transcript not open.")
        whole = ngettext("{number} passage", "{number} passages", self.withheld)
        partly = ngettext("words in {number} passage", "words in {number} passages", self.partial)
        counted = ((whole, self.withheld), (partly, self.partial))
        closed = [words.format(number=number) for words, number in counted if number]
        if not closed:
            return _("Transcript open in full.")
        return _("Transcript open, {passages} withheld.").format(passages=_(" and ").join(closed))


@dataclass(frozen=True, slots=True)
class InterviewCard:
    """One interview in a list."""

    interview: Interview
    names: list[PublicName]
    openness: Openness

    @property
    def narrators(self) -> list[PublicName]:
        return [name for name in self.names if name.role == Role.NARRATOR.label]

    @property
    def interviewers(self) -> list[PublicName]:
        return [name for name in self.names if name.role == Role.INTERVIEWER.label]


@dataclass(frozen=True, slots=True)
class InterviewPage:
    """Everything that the page of one interview shows."""

    card: InterviewCard
    found: FoundWithin | None
    transcripts: list[Transcript]
    transcript: Transcript | None
    beside: Transcript | None
    cues: list[CueView]
    notes: list[NoteView]
    index: list[PointView]
    statements: list[str]
    media: list[MediaFile]
    documents: list[DocumentMentioned]
    subjects: list[Subject]
    notices: list[str]
    rights: RightsStatement | None
    cited_in: list[Mention] = field(default_factory=list)
    may_be_asked_for: bool = False

    @property
    def asks_first(self) -> bool:
        """Whether the reader chooses before transcript and recording are shown."""
        return bool(self.notices and (self.cues or self.media or self.index))

    @property
    def has_side(self) -> bool:
        """Whether anything stands beside the transcript."""
        return bool(self.media or self.index)

    @property
    def is_timed(self) -> bool:
        return any(cue.is_timed for cue in self.cues)

    @property
    def places(self) -> list[PlaceSpokenOf]:
        """The places spoken of, in the order of the interview."""
        return [place for point in self.index for place in point.places]

    @property
    def map(self) -> PlaceMap | None:
        """Where the places spoken of lie, numbered as they are listed."""
        return place_map(self.places)

    @property
    def has_parts(self) -> bool:
        return len(self.media) > 1

    @property
    def length(self) -> str:
        return duration(sum(part.duration_ms or 0 for part in self.media)) if self.media else ""


def cards(interviews: Iterable[Interview], user: Visitor) -> list[InterviewCard]:
    """Describe interviews that `user` may see, in at most 3 queries at any number of them."""
    interviews = list(interviews)
    if not interviews:
        return []
    pks = [interview.pk for interview in interviews]
    names = people_in(interviews)
    counts = {
        row["interview"]: (row["passages"], row["withheld"], row["partial"])
        for row in PublicCue.objects.of_seen(pks)
        .as_spoken()
        .values("interview")
        .order_by("interview")
        .annotate(
            passages=Count("pk"),
            withheld=Count("pk", filter=Q(is_withheld=True)),
            partial=Count("pk", filter=Q(is_partial=True)),
        )
    }
    recordings = set(MediaFile.objects.of_seen(pks).values_list("interview", flat=True))
    return [
        InterviewCard(
            interview=interview,
            names=names[interview.pk],
            openness=Openness(*counts.get(interview.pk, (0, 0, 0)), interview.pk in recordings),
        )
        for interview in interviews
    ]


def people_in(interviews: Iterable[Interview]) -> dict[int, list[PublicName]]:
    """Return under which names people take part in each interview, by its key. One query."""
    people: dict[int, list[Participation]] = {interview.pk: [] for interview in interviews}
    for person in Participation.objects.of_seen(list(people)).with_consent():
        people[person.interview_id].append(person)
    return {pk: list(public_names(some).values()) for pk, some in people.items()}


def interview_page(
    interview: Interview, user: Visitor, language: str = "", beside: str = "", question: str = ""
) -> InterviewPage:
    """Gather the page of one interview.

    `language` chooses among its current transcripts, `beside` another one to stand beside it;
    `question` are words that a reader looks for in it.
    """
    prefetch_related_objects([interview], *card_parts(), "advisories")
    transcripts = transcripts_of(interview, user, language)
    transcript = next(iter(transcripts), None)
    cues, notes = passages_and_notes(transcript, user) if transcript else ([], [])
    other = next((one for one in transcripts[1:] if one.language_id == beside), None)
    if other:
        set_beside(cues, passages_and_notes(other, user)[0])
    language = transcript.language_id if transcript else language
    return InterviewPage(
        card=cards([interview], user)[0],
        found=find_within(cues, language, question),
        transcripts=transcripts,
        transcript=transcript,
        beside=other,
        cues=cues,
        notes=notes,
        index=index_of(interview, user, language),
        statements=_statements(interview, user),
        media=_recordings(interview, user),
        documents=_documents(interview, user),
        subjects=list(Subject.objects.public().filter(interviews=interview)),
        notices=notices_of(interview),
        rights=interview.rights,
        cited_in=mentions_of(interview),
        may_be_asked_for=bool(interview.parts_on_request()),
    )


def transcripts_of(interview: Interview, user: Visitor, language: str = "") -> list[Transcript]:
    """Return the current transcripts: first the one in a language, else in the words spoken."""
    found = Transcript.objects.visible_to(user).shown().filter(interview=interview)
    return sorted(
        found.select_related("language"),
        key=lambda one: (one.language_id != language, one.is_translation),
    )


def _statements(interview: Interview, user: Visitor) -> list[str]:
    """Return what readers are told of the restrictions in force, each sentence once."""
    told = Restriction.objects.visible_to(user).in_force().filter(interview=interview)
    words = told.exclude(public_statement="").order_by("pk")
    return list(dict.fromkeys(words.values_list("public_statement", flat=True)))


def _recordings(interview: Interview, user: Visitor) -> list[MediaFile]:
    found = MediaFile.objects.visible_to(user).agreed().filter(interview=interview)
    return list(found.select_related("interview"))


def _documents(interview: Interview, user: Visitor) -> list[DocumentMentioned]:
    mentioned = DocumentMentioned.objects.visible_to(user).filter(
        among(ArchivalItem.objects.public(), "item"), interview=interview
    )
    return list(mentioned.select_related("item", "interview"))


def notices_of(interview: Interview) -> list[str]:
    """Return what readers are told before they choose to see or hear anything of an interview."""
    texts = [advisory.text for advisory in interview.advisories.all()]
    return [text for text in [interview.content_notice, *texts] if text]
