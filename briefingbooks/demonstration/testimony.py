"""The demonstration interview: invented roles, agreements, two transcripts, words withheld."""

from typing import Any

from django.utils import timezone

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from briefingbooks.demonstration.telling import add_documents, add_index, add_notes
from briefingbooks.models import Entry
from collections_app.models import Language, RightsStatement
from oralhistory.consent import record_agreement
from oralhistory.importing import import_transcript
from oralhistory.models import (
    Interview,
    Participation,
    PrivacyCheck,
    ReleaseAgreement,
    Transcript,
)
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.redacting import withhold_words
from oralhistory.versions import make_current

BOOK, ENTRY = "genocide-fax", "talk"
NO_CONSENT_NEEDED = "Demonstration: the words are the editors’ own, the voices synthetic."


def load_interview(demonstration: Demonstration) -> None:
    """Keep the interview; a new one gets its people, transcripts, index and readers.

    It is found again by the entry of the book that quotes it. Its sound comes when everything is
    kept: see `recording`.
    """
    row = reading.document("interview.toml")
    values = _values(row)
    entry = Entry.objects.filter(book__slug=BOOK, key=ENTRY).select_related("interview").first()
    if entry is not None and entry.interview is not None:
        demonstration.compare(entry.interview, values)
        interview = entry.interview
    else:
        interview = demonstration.make(Interview, values)
        _add_parts(demonstration, interview, row)
        interview.publish(by=None)
        demonstration.name("silent interview", row["key"], interview)
    demonstration.name("interview", row["key"], interview)


def _values(row: Row) -> dict[str, Any]:
    return {
        "title": row["title"],
        "date_display": row["date_display"],
        "summary": plain(row["summary"]),
        "circumstances": plain(row["circumstances"]),
        "access_statement": plain(row["access_statement"]),
        "rights": RightsStatement.objects.get(code=row["rights"]),
        "workflow": "approved",
        "is_demonstration": True,
    }


def _add_parts(demonstration: Demonstration, interview: Interview, row: Row) -> None:
    interview.languages.set(Language.objects.filter(code__in=row["languages"]))
    interview.subjects.set(demonstration.get("subject", slug) for slug in row["subjects"])
    people = _add_people(demonstration, interview, row)
    versions = {
        said["language"]: _add_transcript(demonstration, interview, said, people)
        for said in row["transcript"]
    }
    _withhold(versions, row["withheld"])
    spoken = next(one for one in versions.values() if not one.is_translation)
    starts = {cue.position: cue.start_ms for cue in spoken.cues.all()}
    add_notes(demonstration, versions, row["annotation"])
    add_documents(demonstration, interview, row["document"], starts)
    add_index(demonstration, interview, starts)
    _answer_the_six_questions(demonstration, interview, spoken, row["privacy_check"])
    rewrite_public_cues(interview)


def _add_people(
    demonstration: Demonstration, interview: Interview, row: Row
) -> dict[str, Participation]:
    """Return who takes part by each label that a transcript has for them."""
    people: dict[str, Participation] = {}
    for position, person in enumerate(row["person"], start=1):
        part = demonstration.add(
            Participation,
            {
                "interview": interview,
                "role": person["role"],
                "public_name": person["name"],
                "speaker_labels": "\n".join(person["labels"]),
                "position": position,
            },
        )
        uses = {f"allows_{use}": True for use in ReleaseAgreement.USES}
        agreement = ReleaseAgreement(
            participation=part,
            signed_on=timezone.localdate(),
            signed_by="Editors of the demonstration",
            spoken_at=NO_CONSENT_NEEDED,
            **uses,
        )
        record_agreement(agreement, by=None)
        people |= dict.fromkeys(person["labels"], part)
    return people


def _add_transcript(
    demonstration: Demonstration, interview: Interview, row: Row, people: dict[str, Participation]
) -> Transcript:
    transcript = import_transcript(
        interview,
        name=row["file"],
        data=(reading.DATA / row["file"]).read_bytes(),
        language=Language.objects.get(code=row["language"]),
        speakers=people,
        by=None,
        kind=row["kind"],
        made_by=row["made_by"],
    )
    demonstration.written.append(transcript.original)
    if not transcript.is_translation:
        # The sound was made from these words.
        transcript.status = Transcript.Status.AUDITED
    make_current(transcript, by=None)
    return transcript


def _withhold(versions: dict[str, Transcript], row: Row) -> None:
    """Withhold the same words in each language, and when they are heard."""
    sound = reading.document("interview_sound.toml")
    window = {"mute_start_ms": sound["silent_from_ms"], "mute_end_ms": sound["silent_to_ms"]}
    answers = ""
    for language, transcript in versions.items():
        cue, words = transcript.cues.get(position=row["passage"]), row[language]["words"]
        start = cue.text.index(words)
        redaction = withhold_words(
            cue,
            start,
            start + len(words),
            by=None,
            reason=row["reason"],
            replacement=row[language]["replacement"],
            answers=answers,
            **window,
        )
        answers = answers or redaction.key


def _answer_the_six_questions(
    demonstration: Demonstration, interview: Interview, transcript: Transcript, row: Row
) -> None:
    answers = {field: PrivacyCheck.Answer.NO for field, _, _ in PrivacyCheck.QUESTIONS}
    check = {"interview": interview, "transcript": transcript, **answers, **row}
    demonstration.add(PrivacyCheck, check)
