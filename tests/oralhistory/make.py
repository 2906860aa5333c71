"""Builders of oral-history records. Keyword-only; each record is checked as a form would."""

import wave
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collections_app.models import Agent, ArchivalItem, Language, Place
from oralhistory.consent import record_agreement
from oralhistory.granting import grant, receive
from oralhistory.models import (
    Annotation,
    Cue,
    DocumentMentioned,
    IndexPoint,
    IndexPointPlace,
    IndexPointText,
    Interview,
    InterviewRequest,
    MediaFile,
    NarratorReview,
    Participation,
    PrivacyCheck,
    ReleaseAgreement,
    Restriction,
    Role,
    SilencePlan,
    Transcript,
)
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.recordings import take_facts
from oralhistory.redacting import withhold, withhold_words
from oralhistory.restricting import restrict
from oralhistory.reviewing import send_for_review
from oralhistory.versions import make_current
from tests.make import checked, make_language, make_place, next_number, published_if

EVERYTHING = ("record", "transcript", "recording", "quotation")


def make_interview(
    *,
    title: str = "",
    narrators: Sequence[dict[str, Any]] = ({},),
    languages: Sequence[Language] | None = None,
    place: Place | None = None,
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Interview:
    """Make an interview that lacks nothing for publication; `narrators` are the words of
    `make_participation`, with an agreement to everything unless they say otherwise."""
    defaults = {
        "summary": "What the narrator tells of.",
        "date_edtf": "2010-03-12",
    }
    interview = Interview(
        title=title or f"Interview {next_number()}",
        place=place or make_place(published=True),
        **(defaults | fields),
    )
    checked(interview)
    interview.languages.set([make_language()] if languages is None else languages)
    for words in narrators:
        make_participation(interview=interview, **words)
    make_privacy_check(interview=interview)
    return published_if(interview, published, public_from)


def make_privacy_check(*, interview: Interview, **fields: Any) -> PrivacyCheck:
    """Answer the six questions: no to each, unless the fields say otherwise."""
    answers = {field: PrivacyCheck.Answer.NO for field, _, _ in PrivacyCheck.QUESTIONS}
    return checked(PrivacyCheck(interview=interview, **(answers | fields)))


def make_participation(
    *,
    interview: Interview,
    role: str = Role.NARRATOR,
    agent: Agent | None = None,
    public_name: str = "",
    allows: Iterable[str] | None = EVERYTHING,
    **fields: Any,
) -> Participation:
    """Make a participant who agrees to the uses in `allows`; to nothing at all with `None`."""
    if agent is None and not public_name:
        public_name = f"Speaker {next_number()}"
    fields = {"position": interview.participations.count()} | fields
    person = checked(
        Participation(
            interview=interview, role=role, agent=agent, public_name=public_name, **fields
        )
    )
    if allows is not None:
        make_agreement(participation=person, allows=allows)
    return person


def make_agreement(
    *, participation: Participation, allows: Iterable[str] = EVERYTHING, **fields: Any
) -> ReleaseAgreement:
    """Add a version of an agreement: signed and documented unless the fields say otherwise."""
    fields = {
        "signed_on": date(2010, 3, 12),
        "signed_by": "The participant",
        "spoken_at": "Recording, 0:00:20",
        **{f"allows_{use}": True for use in allows},
    } | fields
    return record_agreement(ReleaseAgreement(participation=participation, **fields), by=None)


def make_transcript(
    *,
    interview: Interview,
    cues: Sequence[dict[str, Any]] = (),
    language: Language | None = None,
    current: bool = True,
    **fields: Any,
) -> Transcript:
    """Make a transcript of `cues` (words of a cue), each of ten seconds after the one before."""
    transcript = Transcript(interview=interview, language=language or make_language(), **fields)
    transcript.full_clean(exclude=["version"])
    transcript.save()
    for number, words in enumerate(cues):
        make_cue(transcript=transcript, number=number, **words)
    if current:
        make_current(transcript, by=None)
        if not transcript.is_translation:
            make_privacy_check(interview=interview, transcript=transcript)
    return transcript


def make_cue(*, transcript: Transcript, number: int, text: str = "", **fields: Any) -> Cue:
    fields = {
        "position": number + 1,
        "start_ms": number * 10_000,
        "end_ms": number * 10_000 + 9_000,
        "speaker": transcript.interview.participations.first(),
    } | fields
    is_withheld = fields.pop("is_withheld", False)
    said = {
        "reason": fields.pop("withheld_reason", "The narrator asked."),
        "replacement": fields.pop("replacement", ""),
    }
    text = text or f"Words {next_number()}."
    words = fields.pop("words_withheld", "")
    cue = checked(Cue(transcript=transcript, text=text, **fields))
    if is_withheld:
        withhold([cue], by=None, **said)
    if words:
        start = text.index(words)
        withhold_words(cue, start, start + len(words), by=None, **said)
    return cue


def make_restriction(*, interview: Interview, part: str, **fields: Any) -> Restriction:
    return restrict(Restriction(interview=interview, part=part, **fields), by=None)


def make_index_point(
    *,
    interview: Interview,
    start_ms: int = 0,
    title: str = "",
    language: Language | None = None,
    places: Sequence[dict[str, Any]] = (),
    words: dict[str, str] | None = None,
    **fields: Any,
) -> IndexPoint:
    """Make a point with its words in one language; `words` are fields of `IndexPointText`."""
    point = checked(IndexPoint(interview=interview, start_ms=start_ms, **fields))
    text = {"title": title or f"Point {next_number()}"} | (words or {})
    checked(IndexPointText(point=point, language=language or make_language(), **text))
    for place in places:
        checked(IndexPointPlace(point=point, **place))
    rewrite_public_cues(interview)
    return point


def make_annotation(*, cue: Cue, body: str = "", **fields: Any) -> Annotation:
    note = checked(Annotation(cue=cue, body=body or f"Note {next_number()}.", **fields))
    rewrite_public_cues(cue.transcript.interview)
    return note


def make_mentioned(
    *, interview: Interview, item: ArchivalItem, start_ms: int | None = None, **fields: Any
) -> DocumentMentioned:
    return checked(DocumentMentioned(interview=interview, item=item, start_ms=start_ms, **fields))


def sound(seconds: float = 0.5) -> bytes:
    """Return a WAV file of silence, different for every length."""
    out = BytesIO()
    with wave.open(out, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(1)
        wav.setframerate(8000)
        wav.writeframes(b"\x80" * int(8000 * seconds))
    return out.getvalue()


def make_recording(
    *,
    interview: Interview,
    role: str = MediaFile.Role.ACCESS,
    content: bytes | None = None,
    name: str = "tape.wav",
    **fields: Any,
) -> MediaFile:
    """Keep a recording as it is brought to the desk."""
    media = MediaFile(interview=interview, role=role, **fields)
    upload = SimpleUploadedFile(name, sound() if content is None else content)
    take_facts(media, upload)
    media.file.save(upload.name, upload, save=False)
    return checked(media)


def make_media(*, interview: Interview, content: bytes | None = None, **fields: Any) -> MediaFile:
    """Keep a recording with the copy for the public that would be made of it; returns the copy.

    The copy has the bytes of the recording: it is what a test says that it is.
    """
    if fields.get("role") == MediaFile.Role.MASTER:
        return make_recording(interview=interview, content=content, **fields)
    source = make_recording(interview=interview, content=content, **fields)
    plan = SilencePlan.objects.filter(interview=interview).first()
    fields = {name: value for name, value in fields.items() if name not in ("role", "name")}
    copy = MediaFile(
        interview=interview,
        role=MediaFile.Role.REDACTED,
        derived_from=source,
        media_type=source.media_type,
        bytes=source.bytes,
        sha256=source.sha256,
        silences=plan.digest if plan else SilencePlan.NOWHERE,
        measured_at=timezone.now(),
        **fields,
    )
    with source.file.open("rb") as stored:
        copy.file.save(source.file.name.rpartition("/")[2], File(stored), save=False)
    return checked(copy)


def rewritten(interview: Interview) -> Interview:
    """Write the public passages of an interview anew, as every desk does after a change."""
    rewrite_public_cues(interview)
    interview.refresh_from_db()
    return interview


def make_access_request(*, interview: Interview, **fields: Any) -> InterviewRequest:
    """Keep a request as the form does; it asks for whatever is open on request."""
    answers = {
        "name": "Ada Reader",
        "email": "ada@example.org",
        "institution": "Example University",
        "purpose": "A thesis about radio.",
        "parts": interview.parts_on_request(),
        "conditions": "I use it for this alone.",
    } | fields
    return receive(interview, answers, sent_as=uuid4())


def make_grant(
    *, interview: Interview, days: int = 30, parts: Sequence[str] = (), **fields: Any
) -> tuple[InterviewRequest, str]:
    """Grant what is asked for; returns the request with its token."""
    asked = make_access_request(interview=interview, **fields)
    until = timezone.localdate() + timedelta(days=days)
    said = {"reason": "Serious work.", "message": "With pleasure."}
    token = grant(asked, parts=parts or asked.parts, until=until, by=None, **said)
    asked.refresh_from_db()
    return asked, token


def make_review(
    *, participation: Participation, transcript: Transcript, days: int = 30, **fields: Any
) -> tuple[NarratorReview, str]:
    """Send a version to a participant; returns the review with its token."""
    until = timezone.localdate() + timedelta(days=days)
    return send_for_review(participation, transcript, until=until, by=None, **fields)
