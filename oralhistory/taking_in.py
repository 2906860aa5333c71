"""A transcript that was looked at becomes records: all of them in one transaction, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from collections_app.history import create_many, update_many
from collections_app.models import ChangeSet, Language, User
from collections_app.models.changes import recording
from oralhistory.aligning import same_passages, translated_passages
from oralhistory.anchoring import ask_about, carried_notes
from oralhistory.indexing import IndexKept, keep_index
from oralhistory.keys import new_key
from oralhistory.models import (
    Annotation,
    Cue,
    CueRedaction,
    IndexPoint,
    Interview,
    Participation,
    ReviewTask,
    Transcript,
)
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.transcripts import MarkedWords, Passage, TranscriptDocument

SHOWN_INSTEAD = {"anonymized": "[name]"}  # by how the file marks words


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be kept: a checked, unsaved version, and what its file says."""

    transcript: Transcript
    document: TranscriptDocument
    speakers: Mapping[str, Participation | None]
    data: bytes
    second_language: Language | None
    by: User | None


@dataclass(slots=True)
class Kept:
    """What an import made: versions, and how many of everything else."""

    transcript: Transcript
    translation: Transcript | None = None
    index: IndexKept = field(default_factory=IndexKept)
    notes: int = 0
    uncertain_notes: int = 0
    redactions: int = 0

    @property
    def in_words(self) -> str:
        """Say in a sentence what was made."""
        parts = [f"Kept as a draft: {self.transcript}"]
        if self.translation is not None:
            parts.append(f"its translation: {self.translation}")
        counts = [
            (len(self.index.added), "new index points"),
            (self.index.known, "index points that were here"),
            (self.notes, "notes"),
            (self.uncertain_notes, "notes to find a place for"),
            (self.redactions, "redactions marked in the file"),
        ]
        parts += [f"{noun}: {count}" for count, noun in counts if count]
        return "; ".join(parts) + "."


def keep(order: Order) -> Kept:
    """Keep everything in one transaction. What fails leaves neither rows nor bytes."""
    kept = Kept(order.transcript)
    stored: list[Transcript] = []
    title = f"Imported: {order.transcript.original_name}"[:200]
    try:
        with (
            transaction.atomic(),
            recording(by=order.by, source=ChangeSet.Source.IMPORT, title=title),
        ):
            _keep_all(order, kept, stored)
    except BaseException:
        for transcript in stored:
            if transcript.original.name:
                transcript.original.storage.delete(transcript.original.name)
        raise
    return kept


def _keep_all(order: Order, kept: Kept, stored: list[Transcript]) -> None:
    document, interview = order.document, order.transcript.interview
    Interview.objects.select_for_update().get(pk=interview.pk)
    cues = _keep_version(order, order.transcript, document, kept, stored)
    if document.translation is not None and order.second_language is not None:
        kept.translation = _translation(order, document.translation)
        _keep_version(order, kept.translation, document.translation, kept, stored, cues)
    if document.index:
        languages = (order.transcript.language, order.second_language)
        kept.index = keep_index(interview, document.index, languages)
        order.transcript.import_warnings += kept.index.remarks
        order.transcript.save(update_fields=["import_warnings"])
    if kept.redactions:
        _let_index_be_looked_at(interview)
    if kept.redactions or document.index:
        rewrite_public_cues(interview, by=order.by)


def _translation(order: Order, document: TranscriptDocument) -> Transcript:
    source = order.transcript
    transcript = Transcript(
        interview=source.interview,
        language=order.second_language,
        kind=Transcript.Kind.TRANSLATION,
        original_name=source.original_name,
        sha256=source.sha256,
        import_warnings=[str(remark) for remark in document.remarks],
        created_by=order.by,
        updated_by=order.by,
    )
    transcript.full_clean(exclude=["version"])
    return transcript


def _keep_version(
    order: Order,
    transcript: Transcript,
    document: TranscriptDocument,
    kept: Kept,
    stored: list[Transcript],
    spoken: Sequence[Cue] | None = None,
) -> list[Cue]:
    """Keep one version with passages, notes and redactions; `spoken` is what it translates."""
    former = _version_before(transcript)
    transcript.based_on = former
    stored.append(transcript)
    suffix = PurePath(transcript.original_name).suffix.lower()
    transcript.original.save(f"original{suffix}", ContentFile(order.data))
    cues = _cues(transcript, document, order.speakers)
    _take_over_keys(transcript, cues, former, spoken)
    Cue.objects.bulk_create(cues, batch_size=500)
    notes = _notes(cues, document.passages, order.by)
    carried = carried_notes(former, cues, notes) if former is not None else []
    create_many(Annotation, [*notes, *carried])
    if task := ask_about(transcript, carried):
        task.created_by = task.updated_by = order.by
        create_many(ReviewTask, [task])
    redactions = _redactions(cues, document.passages)
    create_many(CueRedaction, redactions)
    kept.notes += len(notes) + len(carried)
    kept.uncertain_notes += sum(one.anchoring == "uncertain" for one in carried)
    kept.redactions += len(redactions)
    return cues


def _cues(
    transcript: Transcript,
    document: TranscriptDocument,
    speakers: Mapping[str, Participation | None],
) -> list[Cue]:
    end = _end_of_recording(transcript.interview)
    passages = [_ending(passage, end) for passage in document.passages]
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
        for position, passage in enumerate(passages, start=1)
    ]


def _end_of_recording(interview: Interview) -> int:
    """Return when the last recording ends, in milliseconds; 0 where nobody knows."""
    recordings = interview.media.exclude(duration_ms=None).values_list("offset_ms", "duration_ms")
    return max((offset + length for offset, length in recordings), default=0)


def _ending(passage: Passage, end_of_recording: int) -> Passage:
    """Let a passage without an end last until the recording ends."""
    if passage.start_ms is None or passage.end_ms is not None:
        return passage
    return replace(passage, end_ms=max(passage.start_ms, end_of_recording))


def _version_before(transcript: Transcript) -> Transcript | None:
    """Return the last version in the same language that has passages."""
    versions = Transcript.objects.filter(
        interview=transcript.interview, language=transcript.language, cues__isnull=False
    )
    return versions.distinct().order_by("version").last()


def _take_over_keys(
    transcript: Transcript,
    cues: list[Cue],
    former: Transcript | None,
    spoken: Sequence[Cue] | None,
) -> None:
    """Let passages that are the same have the same key, and every key occur once."""
    taken: set[str] = set()
    if former is not None:
        before = list(former.cues.order_by("position"))
        _give(cues, before, same_passages(before, cues), taken)
    if spoken is None and transcript.is_translation:
        spoken = _words_spoken(transcript)
    if spoken:
        _give(cues, spoken, translated_passages(spoken, cues), taken)
    keys: set[str] = set()
    for cue in cues:
        while cue.key in keys:
            cue.key = new_key()
        keys.add(cue.key)


def _give(
    cues: list[Cue], sources: Sequence[Cue], matched: Mapping[int, int], taken: set[str]
) -> None:
    have = {cue.key for cue in cues} & taken
    for place, source in matched.items():
        key = sources[source].key
        if key not in taken and cues[place].key not in have:
            cues[place].key = key
            taken.add(key)


def _words_spoken(transcript: Transcript) -> list[Cue]:
    """Return the passages of the original words: of the current version, else of the last."""
    versions = Transcript.objects.filter(interview=transcript.interview)
    versions = versions.exclude(kind=Transcript.Kind.TRANSLATION)
    source = versions.order_by("is_current", "version").last()
    return list(source.cues.order_by("position")) if source is not None else []


def _notes(cues: list[Cue], passages: list[Passage], by: User | None) -> list[Annotation]:
    """Return the notes of the file at their words."""
    notes = []
    for cue, passage in zip(cues, passages, strict=True):
        for note in passage.notes:
            quote = cue.text[note.start : note.end] if note.start is not None else ""
            notes.append(
                Annotation(
                    cue=cue,
                    start=note.start if quote else None,
                    end=note.end if quote else None,
                    quote=quote,
                    body=note.body,
                    created_by=by,
                    updated_by=by,
                )
            )
    return notes


def _redactions(cues: list[Cue], passages: list[Passage]) -> list[CueRedaction]:
    return [
        _redaction(cue, marked)
        for cue, passage in zip(cues, passages, strict=True)
        for marked in passage.withheld
    ]


def _redaction(cue: Cue, marked: MarkedWords) -> CueRedaction:
    """Return words withheld; a passage marked from first to last letter is withheld whole."""
    said = {
        "reason": f"Marked in the file: {marked.how}.",
        "replacement": SHOWN_INSTEAD.get(marked.how, ""),
    }
    if (marked.start, marked.end) == (0, len(cue.text)):
        return CueRedaction(cue=cue, **said)
    quote = cue.text[marked.start : marked.end]
    return CueRedaction(cue=cue, start=marked.start, end=marked.end, quote=quote, **said)


def _let_index_be_looked_at(interview: Interview) -> None:
    """Take back that points tell nothing of what is withheld: more is withheld now."""
    cleared = list(IndexPoint.objects.filter(interview=interview, is_cleared=True))
    for point in cleared:
        point.is_cleared = False
    update_many(IndexPoint, cleared, ["is_cleared"])
