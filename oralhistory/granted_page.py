"""What whoever was granted access sees: computed for each answer, stored nowhere.

Agreements, redactions, pseudonyms and advisories stay in force: the same redactor decides that
decides for everybody, without the restrictions that were opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects
from django.urls import reverse

from oralhistory.access_form import CONDITIONS
from oralhistory.assembly import InterviewCard, cards
from oralhistory.clock import clock
from oralhistory.granting import parts_open_to
from oralhistory.models import (
    Interview,
    InterviewRequest,
    MediaFile,
    PublicCue,
    PublicIndexPoint,
    PublicNote,
    Restriction,
    Transcript,
    card_parts,
)
from oralhistory.public_cues import Redactor
from oralhistory.told_passages import CueView, NoteView, views_of

TRANSCRIPT, RECORDING = Restriction.Part.TRANSCRIPT, Restriction.Part.RECORDING
INDEX = Restriction.Part.INDEX


@dataclass(frozen=True, slots=True)
class Player:
    """A recording under the private address, and whether captions belong to it."""

    media: MediaFile
    url: str
    captions: list[tuple[Transcript, str]]


@dataclass(frozen=True, slots=True)
class GrantedPage:
    """Everything that the private page of one grant shows."""

    grant: InterviewRequest
    card: InterviewCard
    parts: list[str]
    conditions: list[str]
    transcripts: list[Transcript]
    transcript: Transcript | None
    cues: list[CueView]
    notes: list[NoteView]
    points: list[tuple[str, PublicIndexPoint]]
    players: list[Player]
    notices: list[str]


class Granted:
    """What one grant opens, of which each address under its token gives a part."""

    def __init__(self, grant: InterviewRequest) -> None:
        self.grant, self.interview = grant, grant.interview
        self.parts = parts_open_to(grant)
        self.redactor = Redactor(grant.interview, granted=self.parts)

    def told(self, language: str) -> tuple[list[Transcript], Transcript | None, list[PublicCue]]:
        """Return the transcripts that are open, the one in a language, and its passages."""
        by_transcript: dict[int, list[PublicCue]] = {}
        for cue in self.redactor.public_cues() if TRANSCRIPT in self.parts else ():
            by_transcript.setdefault(cue.transcript_id, []).append(cue)
        open_ones = [cues[0].transcript for cues in by_transcript.values()]
        prefetch_related_objects(open_ones, "language")
        chosen = _chosen(open_ones, language)
        return open_ones, chosen, by_transcript[chosen.pk] if chosen else []

    def recordings(self) -> list[MediaFile]:
        """Return the silent copies that may be heard under this grant."""
        if RECORDING not in self.parts:
            return []
        return list(self.interview.media.silenced().select_related("interview"))

    def index(self, language: str) -> list[PublicIndexPoint]:
        """Return the index in a language, or in the one in which its first point is written."""
        told = list(self.redactor.public_index()) if INDEX in self.parts else []
        languages = [point.language_id for point in told]
        chosen = language if language in languages else next(iter(languages), "")
        return [point for point in told if point.language_id == chosen]


def granted_page(granted: Granted, token: str, language: str) -> GrantedPage:
    """Gather the private page of a grant."""
    interview = granted.interview
    prefetch_related_objects([interview], *card_parts(), "advisories")
    transcripts, transcript, cues = granted.told(language)
    views = views_of(cues, _notes(granted, transcript))
    media = granted.recordings()
    return GrantedPage(
        grant=granted.grant,
        card=_card(interview, cues, media),
        parts=[str(Restriction.Part(part).label) for part in granted.grant.granted_parts],
        conditions=(granted.grant.conditions or "\n".join(map(str, CONDITIONS))).splitlines(),
        transcripts=transcripts,
        transcript=transcript,
        cues=views,
        notes=_notes_told(granted, transcript, views),
        points=[(clock(point.start_ms), point) for point in granted.index(language)],
        players=list(_players(media, transcripts, token)),
        notices=[
            text
            for text in [
                interview.content_notice,
                *(advisory.text_en for advisory in interview.advisories.all()),
            ]
            if text
        ],
    )


def _chosen(transcripts: list[Transcript], language: str) -> Transcript | None:
    of_language = [one for one in transcripts if one.language_id == language]
    as_spoken = [one for one in transcripts if not one.is_translation]
    return next(iter([*of_language, *as_spoken, *transcripts]), None)


def _notes(granted: Granted, transcript: Transcript | None) -> list[PublicNote]:
    if transcript is None:
        return []
    notes = granted.redactor.public_notes()
    return [note for note in notes if note.transcript_id == transcript.pk]


def _notes_told(
    granted: Granted, transcript: Transcript | None, views: Iterable[CueView]
) -> list[NoteView]:
    anchors = {view.position: view.anchor for view in views}
    return [
        NoteView(note.number, note.get_kind_display(), note.body, anchors[note.position])
        for note in _notes(granted, transcript)
    ]


def _card(interview: Interview, cues: list[PublicCue], media: list[MediaFile]) -> InterviewCard:
    card = cards([interview], AnonymousUser())[0]
    if not cues and not media:
        return card
    openness = card.openness
    if cues:
        openness = replace(
            openness,
            passages=len(cues),
            withheld=sum(cue.is_withheld for cue in cues),
            partial=sum(cue.is_partial for cue in cues),
        )
    has_recording = bool(media) or openness.has_recording
    return replace(card, openness=replace(openness, has_recording=has_recording))


def _players(media: list[MediaFile], transcripts: list[Transcript], token: str) -> Iterable[Player]:
    address = reverse("oralhistory:granted-captions", args=[token])
    captions = [(one, f"{address}?language={one.language_id}") for one in transcripts]
    for number, part in enumerate(media):
        names = [token, part.uuid, part.download_name]
        url = reverse("oralhistory:granted-media", args=names)
        yield Player(part, url, captions if number == 0 else [])
