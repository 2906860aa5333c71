"""What the pages about interviews show, gathered once, in a number of queries that never grows.

Only what the public may read comes in: names by `speakers`, words by `PublicCue`. A person of the
house who previews an interview sees exactly what readers will see.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, prefetch_related_objects

from collections_app.dependants import Mention, mentions_of
from collections_app.models import ArchivalItem, RightsStatement, Subject
from collections_app.publication import Visitor
from oralhistory.clock import clock, duration, seconds
from oralhistory.models import (
    DocumentMentioned,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    Role,
    Transcript,
    card_parts,
)
from oralhistory.models.public_cues import OF_WHICH_SOMETHING_IS_WITHHELD
from oralhistory.speakers import PublicName, public_names


@dataclass(frozen=True, slots=True)
class Openness:
    """How much of an interview readers may open."""

    passages: int
    withheld: int
    has_recording: bool

    @property
    def in_words(self) -> str:
        """Say what is open: “Transcript open in full. Recording not open.”"""
        if not self.passages:
            transcript = "Transcript not open."
        elif self.withheld == 0:
            transcript = "Transcript open in full."
        else:
            noun = "passage" if self.withheld == 1 else "passages"
            transcript = f"Transcript open, {self.withheld} {noun} withheld."
        return f"{transcript} {'Recording open.' if self.has_recording else 'Recording not open.'}"


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
class CueView:
    """A passage as the page prints it. `moment` is in seconds, empty where one has it already.

    `pieces` are its words in order, each with whether they stand instead of something withheld.
    """

    key: str
    position: int
    start_ms: int | None
    end_ms: int | None
    moment: str
    speaker: str
    text: str
    pieces: list[tuple[str, bool]]
    is_withheld: bool

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
class InterviewPage:
    """Everything that the page of one interview shows."""

    card: InterviewCard
    transcripts: list[Transcript]
    transcript: Transcript | None
    cues: list[CueView]
    media: list[MediaFile]
    documents: list[DocumentMentioned]
    subjects: list[Subject]
    notices: list[str]
    rights: RightsStatement | None
    cited_in: list[Mention] = field(default_factory=list)

    @property
    def asks_first(self) -> bool:
        """Whether the reader chooses before transcript and recording are shown."""
        return bool(self.notices and (self.cues or self.media))

    @property
    def has_parts(self) -> bool:
        return len(self.media) > 1

    @property
    def length(self) -> str:
        return duration(sum(part.duration_ms or 0 for part in self.media)) if self.media else ""


def cards(interviews: Iterable[Interview], user: Visitor) -> list[InterviewCard]:
    """Describe interviews for a list, in at most 3 queries at any number of them."""
    interviews = list(interviews)
    pks = [interview.pk for interview in interviews]
    people: dict[int, list[Participation]] = {pk: [] for pk in pks}
    for person in Participation.objects.visible_to(user).filter(interview__in=pks).with_consent():
        people[person.interview_id].append(person)
    counts = {
        row["interview"]: (row["passages"], row["withheld"])
        for row in PublicCue.objects.visible_to(user)
        .filter(interview__in=pks)
        .as_spoken()
        .values("interview")
        .order_by("interview")
        .annotate(passages=Count("pk"), withheld=Count("pk", filter=OF_WHICH_SOMETHING_IS_WITHHELD))
    }
    recordings = set(
        MediaFile.objects.visible_to(user)
        .agreed()
        .filter(interview__in=pks)
        .values_list("interview", flat=True)
    )
    return [
        InterviewCard(
            interview=interview,
            names=list(public_names(people[interview.pk]).values()),
            openness=Openness(*counts.get(interview.pk, (0, 0)), interview.pk in recordings),
        )
        for interview in interviews
    ]


def interview_page(interview: Interview, user: Visitor, language: str = "") -> InterviewPage:
    """Gather the page of one interview; `language` chooses among its current transcripts."""
    prefetch_related_objects([interview], *card_parts(), "advisories")
    transcripts = _transcripts(interview, user)
    transcript = _chosen(transcripts, language)
    return InterviewPage(
        card=cards([interview], user)[0],
        transcripts=transcripts,
        transcript=transcript,
        cues=_cues(transcript, user) if transcript else [],
        media=_recordings(interview, user),
        documents=_documents(interview, user),
        subjects=list(Subject.objects.public().filter(interviews=interview)),
        notices=_notices(interview),
        rights=interview.rights,
        cited_in=mentions_of(interview),
    )


def chosen_transcript(interview: Interview, user: Visitor, language: str) -> Transcript | None:
    """Return the current transcript in a language, else in the words spoken; `None` if closed."""
    return _chosen(_transcripts(interview, user), language)


def _transcripts(interview: Interview, user: Visitor) -> list[Transcript]:
    found = Transcript.objects.visible_to(user).shown().filter(interview=interview)
    return list(found.select_related("language"))


def _chosen(transcripts: list[Transcript], language: str) -> Transcript | None:
    of_language = [one for one in transcripts if one.language_id == language]
    as_spoken = [one for one in transcripts if not one.is_translation]
    return next(iter([*of_language, *as_spoken, *transcripts]), None)


def captions(transcript: Transcript, user: Visitor) -> list[PublicCue]:
    """Return the public passages of a transcript in order."""
    found = PublicCue.objects.visible_to(user).filter(transcript=transcript)
    return list(found.order_by("position"))


def _cues(transcript: Transcript, user: Visitor) -> list[CueView]:
    views: list[CueView] = []
    former_speaker, former_start = "", None
    for cue in captions(transcript, user):
        views.append(
            CueView(
                key=cue.key,
                position=cue.position,
                start_ms=cue.start_ms,
                end_ms=cue.end_ms,
                moment=_moment(cue, former_start),
                speaker=cue.speaker_label if cue.speaker_label != former_speaker else "",
                text=cue.text,
                pieces=pieces_of(cue),
                is_withheld=cue.is_withheld,
            )
        )
        former_speaker, former_start = cue.speaker_label, cue.start_ms
    return views


def _moment(cue: PublicCue, former_start: int | None) -> str:
    if cue.start_ms is None or cue.start_ms == former_start:
        return ""
    return seconds(cue.start_ms)


def pieces_of(cue: PublicCue) -> list[tuple[str, bool]]:
    """Return the public words of a passage in order, each with whether it stands for others."""
    if cue.is_withheld:
        return [(cue.text, True)]
    pieces, place = [], 0
    for start, end in cue.gaps:
        pieces += [(cue.text[place:start], False), (cue.text[start:end], True)]
        place = end
    return [piece for piece in [*pieces, (cue.text[place:], False)] if piece[0]]


def _recordings(interview: Interview, user: Visitor) -> list[MediaFile]:
    found = MediaFile.objects.visible_to(user).agreed().filter(interview=interview)
    return list(found.select_related("interview"))


def _documents(interview: Interview, user: Visitor) -> list[DocumentMentioned]:
    mentioned = DocumentMentioned.objects.visible_to(user).filter(
        interview=interview, item__in=ArchivalItem.objects.public()
    )
    return list(mentioned.select_related("item", "interview"))


def _notices(interview: Interview) -> list[str]:
    texts = [advisory.text_en for advisory in interview.advisories.all()]
    return [text for text in [interview.content_notice, *texts] if text]
