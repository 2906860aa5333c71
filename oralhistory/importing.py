"""Transcripts on their way in: read, looked at, then kept as a new draft version or not at all."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from collections_app.models import Language, User
from oralhistory.models import Cue, Interview, Participation, Transcript
from oralhistory.transcripts import (
    ACCEPTED_FORMATS,
    TranscriptDocument,
    UnreadableTranscript,
    decoded,
)
from oralhistory.webvtt import read_webvtt

MOST_BYTES = 4 * 1024 * 1024
READERS: dict[str, Callable[[str], TranscriptDocument]] = {".vtt": read_webvtt}

Speakers = Mapping[str, Participation | None]


@dataclass(frozen=True, slots=True)
class SpeakerFound:
    """A speaker label of a file, how many passages it has, and whom it probably means."""

    label: str
    passages: int
    participation: Participation | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, shown before anything is kept."""

    name: str
    document: TranscriptDocument
    speakers: list[SpeakerFound]
    language: Language | None
    same_as: Transcript | None


def read_transcript(name: str, data: bytes) -> TranscriptDocument:
    """Read a transcript file by the format that its name says.

    Raises `UnreadableTranscript` with the line and what to do about it.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableTranscript(
            f"The file has {len(data) / 1_000_000:.1f} million bytes; a transcript may have "
            f"{MOST_BYTES / 1_000_000:.1f} million."
        )
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        kind = f"A file named “{suffix}”" if suffix else "A file without an ending to its name"
        raise UnreadableTranscript(f"{kind} can not be read. {ACCEPTED_FORMATS}")
    return READERS[suffix](decoded(data))


def preview_import(interview: Interview, name: str, data: bytes, *, language: str = "") -> Preview:
    """Read a file for an interview and say what it would become; keeps nothing.

    `language` is the code a person gave; else the file's own counts, else the only language of
    the interview. Raises `UnreadableTranscript`.
    """
    document = read_transcript(name, data)
    people = list(interview.participations.select_related("agent"))
    return Preview(
        name=name,
        document=document,
        speakers=[
            SpeakerFound(label, count, _meant_by(label, people))
            for label, count in document.speakers.items()
        ],
        language=_language(interview, language or document.language),
        same_as=interview.transcripts.filter(sha256=_sha256(data)).order_by("version").last(),
    )


def _meant_by(label: str, people: list[Participation]) -> Participation | None:
    """Return the one participant whom a label means; a file without labels has one narrator."""
    if not label:
        return people[0] if len(people) == 1 else None
    wanted = label.casefold()
    meant = [
        person
        for person in people
        if wanted in {name.casefold() for name in [*person.labels(), person.house_name]}
    ]
    return meant[0] if len(meant) == 1 else None


def _language(interview: Interview, code: str) -> Language | None:
    if code:
        return Language.objects.filter(code=code).first()
    spoken = list(interview.languages.all()[:2])
    return spoken[0] if len(spoken) == 1 else None


def import_transcript(
    interview: Interview,
    *,
    name: str,
    data: bytes,
    language: Language,
    speakers: Speakers,
    by: User | None,
    kind: str = Transcript.Kind.TRANSCRIPTION,
    made_by: str = "",
    leave_out: bool = False,
) -> Transcript:
    """Keep a file as a new draft version, with the file itself byte for byte.

    Nothing becomes public by it: somebody makes the version current. Raises
    `UnreadableTranscript` for a file that is refused and `ValidationError` where words would be
    lost that nobody agreed to `leave_out`, or a speaker belongs to another interview. Then
    nothing is kept.
    """
    document = read_transcript(name, data)
    if not leave_out:
        _refuse_losses(document)
    _refuse_strangers(interview, speakers)
    transcript = Transcript(
        interview=interview,
        language=language,
        kind=kind,
        made_by=made_by,
        original_name=PurePath(name).name[-255:],
        sha256=_sha256(data),
        import_warnings=[str(remark) for remark in document.remarks],
        created_by=by,
        updated_by=by,
    )
    transcript.full_clean(exclude=["version"])
    return _kept(transcript, document, speakers, data)


def _kept(
    transcript: Transcript, document: TranscriptDocument, speakers: Speakers, data: bytes
) -> Transcript:
    suffix = PurePath(transcript.original_name).suffix.lower()
    try:
        with transaction.atomic():
            transcript.original.save(f"original{suffix}", ContentFile(data))
            Cue.objects.bulk_create(_cues(transcript, document, speakers), batch_size=500)
    except BaseException:
        if transcript.original.name:
            transcript.original.storage.delete(transcript.original.name)
        raise
    return transcript


def _refuse_losses(document: TranscriptDocument) -> None:
    lost = [str(remark) for remark in document.remarks if remark.loses_words]
    if lost:
        raise ValidationError(["Words of this file would be lost.", *lost])


def _refuse_strangers(interview: Interview, speakers: Speakers) -> None:
    for label, person in speakers.items():
        if person is not None and person.interview_id != interview.pk:
            raise ValidationError(f"“{label}” was given to somebody of another interview.")


def _cues(transcript: Transcript, document: TranscriptDocument, speakers: Speakers) -> list[Cue]:
    return [
        Cue(
            transcript=transcript,
            position=position,
            start_ms=passage.start_ms,
            end_ms=passage.end_ms,
            speaker=speakers.get(passage.label),
            label=passage.label,
            text=passage.text,
        )
        for position, passage in enumerate(document.passages, start=1)
    ]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
