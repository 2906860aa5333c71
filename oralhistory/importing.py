"""Transcripts on their way in: read, looked at, then kept as a new draft version or not at all."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from collections_app.models import Language, User
from oralhistory.models import Interview, Participation, Transcript
from oralhistory.reading.formats import read_transcript
from oralhistory.taking_in import Kept, Order, keep
from oralhistory.transcripts import TranscriptDocument

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
    second_language: Language | None
    same_as: Transcript | None

    @property
    def unknown_speakers(self) -> list[SpeakerFound]:
        """The labels that mean nobody who takes part; nobody is added by an import."""
        return [found for found in self.speakers if found.participation is None]


def preview_import(
    interview: Interview, name: str, data: bytes, *, language: str = "", second_language: str = ""
) -> Preview:
    """Read a file for an interview and say what it would become; keeps nothing.

    `language` is the code a person gave; else the file's own counts, else the only language of
    the interview. `second_language` is that of a translation in the same file. Raises
    `UnreadableTranscript`.
    """
    people = list(interview.participations.select_related("agent"))
    document = read_transcript(name, data, _labels(people))
    return Preview(
        name=name,
        document=document,
        speakers=[
            SpeakerFound(label, count, _meant_by(label, people))
            for label, count in _speakers(document).items()
        ],
        language=_language(interview, language or document.language),
        second_language=_named(second_language or document.second_language),
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


def _labels(people: list[Participation]) -> list[str]:
    return [name for person in people for name in [*person.labels(), person.house_name]]


def _speakers(document: TranscriptDocument) -> dict[str, int]:
    """Return how many passages each label has, in both languages of a file."""
    found = Counter(document.speakers)
    if document.translation is not None:
        found.update(document.translation.speakers)
    return dict(found)


def _named(words: str) -> Language | None:
    """Return the language that a code or a name means."""
    meant = Q(code__iexact=words) | Q(label_en__iexact=words) | Q(label_fr__iexact=words)
    found = list(Language.objects.filter(meant)[:2]) if words else []
    return found[0] if len(found) == 1 else None


def _language(interview: Interview, words: str) -> Language | None:
    if words:
        return _named(words)
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
    **said: Any,
) -> Transcript:
    """Keep a file as `take_in` does and return the new draft."""
    return take_in(
        interview, name=name, data=data, language=language, speakers=speakers, by=by, **said
    ).transcript


def take_in(
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
    second_language: Language | None = None,
) -> Kept:
    """Keep a file as a new draft version, with the file itself byte for byte.

    A translation in it becomes a draft of its own, its index is added to that of the interview,
    its notes stand at their words, and what it marks as not for the public is withheld. Nothing
    becomes public by it: somebody makes the version current.

    Raises `UnreadableTranscript` for a file that is refused and `ValidationError` where words
    would be lost that nobody agreed to `leave_out`, where a speaker belongs to another interview,
    or the second language is not said. Then nothing is kept.
    """
    people = list(interview.participations.select_related("agent"))
    document = read_transcript(name, data, _labels(people))
    if not leave_out:
        _refuse_losses(document)
    _refuse_strangers(interview, speakers)
    _refuse_languages(document, language, second_language)
    transcript = Transcript(interview=interview, language=language, kind=kind, made_by=made_by)
    transcript.original_name = PurePath(name).name[-255:]
    transcript.sha256 = _sha256(data)
    transcript.import_warnings = [str(remark) for remark in document.remarks]
    transcript.created_by = transcript.updated_by = by
    transcript.full_clean(exclude=["version"])
    return keep(Order(transcript, document, speakers, data, second_language, by))


def _refuse_losses(document: TranscriptDocument) -> None:
    lost = [str(remark) for remark in document.remarks if remark.loses_words]
    if lost:
        raise ValidationError(["Words of this file would be lost.", *lost])


def _refuse_strangers(interview: Interview, speakers: Speakers) -> None:
    for label, person in speakers.items():
        if person is not None and person.interview_id != interview.pk:
            raise ValidationError(f"“{label}” was given to somebody of another interview.")


def _refuse_languages(
    document: TranscriptDocument, language: Language, second: Language | None
) -> None:
    if not document.has_second_language:
        return
    if second is None:
        raise ValidationError("The file speaks a second language. Say which one.")
    if second == language:
        raise ValidationError("Both languages of the file can not be the same one.")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
