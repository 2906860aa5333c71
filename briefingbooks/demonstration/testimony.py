"""The demonstration interview: invented roles, an agreement, a transcript, one withheld passage."""

from typing import Any

from django.utils import timezone

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from briefingbooks.models import Entry
from collections_app.models import Language, RightsStatement
from oralhistory.clock import read_clock
from oralhistory.consent import record_agreement
from oralhistory.importing import import_transcript
from oralhistory.models import (
    Interview,
    Participation,
    PrivacyCheck,
    ReleaseAgreement,
    Transcript,
)
from oralhistory.redacting import withhold
from oralhistory.versions import make_current

BOOK, ENTRY = "genocide-fax", "talk"
NO_CONSENT_NEEDED = "Demonstration: the words are the editors’ own, and nobody is recorded."


def load_interview(demonstration: Demonstration) -> None:
    """Keep the interview; a new one gets its people, transcript and readers.

    It is found again by the entry of the book that quotes it.
    """
    row = reading.document("interview.toml")
    values = _values(row)
    entry = Entry.objects.filter(book__slug=BOOK, key=ENTRY).select_related("interview").first()
    if entry is not None and entry.interview is not None:
        demonstration.compare(entry.interview, values)
        interview = entry.interview
    else:
        interview = demonstration.make(Interview, values)
        interview.languages.set(Language.objects.filter(code__in=row["languages"]))
        interview.subjects.set(demonstration.get("subject", slug) for slug in row["subjects"])
        people = _add_people(demonstration, interview, row)
        transcript = _add_transcript(demonstration, interview, row, people)
        answers = {field: PrivacyCheck.Answer.NO for field, _, _ in PrivacyCheck.QUESTIONS}
        check = {"interview": interview, "transcript": transcript, **answers}
        demonstration.add(PrivacyCheck, check)
        interview.publish(by=None)
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


def _add_people(
    demonstration: Demonstration, interview: Interview, row: Row
) -> dict[str, Participation]:
    people = {}
    for position, person in enumerate(row["person"], start=1):
        part = demonstration.add(
            Participation,
            {
                "interview": interview,
                "role": person["role"],
                "public_name": person["name"],
                "speaker_labels": person["labels"],
                "position": position,
            },
        )
        agreement = ReleaseAgreement(
            participation=part,
            signed_on=timezone.localdate(),
            signed_by="Editors of the demonstration",
            spoken_at=NO_CONSENT_NEEDED,
            allows_record=True,
            allows_transcript=True,
            allows_quotation=True,
        )
        record_agreement(agreement, by=None)
        people[person["labels"]] = part
    return people


def _add_transcript(
    demonstration: Demonstration, interview: Interview, row: Row, people: dict[str, Participation]
) -> Transcript:
    transcript = import_transcript(
        interview,
        name=row["transcript"],
        data=(reading.DATA / row["transcript"]).read_bytes(),
        language=Language.objects.get(code=row["languages"][0]),
        speakers=people,
        by=None,
        made_by=row["made_by"],
    )
    demonstration.written.append(transcript.original)
    make_current(transcript, by=None)
    withheld = row["withheld"]
    withhold(
        transcript.cues.filter(start_ms=read_clock(withheld["at"])),
        by=None,
        reason=withheld["reason"],
        replacement=withheld["replacement"],
    )
    return transcript
