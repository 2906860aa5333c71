"""What a public interview hides: words, notes, index and restrictions, in two languages."""

from typing import Any

from oralhistory.models import Interview
from oralhistory.redacting import withhold_words
from tests.make import make_language, make_link
from tests.oralhistory.make import (
    make_annotation,
    make_index_point,
    make_privacy_check,
    make_restriction,
    make_transcript,
)


def withheld_in_part(*, shown: str, hidden: str) -> dict[str, Any]:
    """Return a passage of which some words are told and some are not."""
    return {
        "text": f"{shown} before, {hidden} between, and after.",
        "start_ms": 300_000,
        "end_ms": 305_000,
        "words_withheld": hidden,
        "withheld_reason": hidden,
    }


def plant_in_testimony(interview: Interview, *, shown: str, hidden: str) -> None:
    """Plant the hidden word in every part of a public interview that may hide one."""
    plant_in_transcripts(interview, shown=shown, hidden=hidden)
    plant_in_index(interview, shown=shown, hidden=hidden)
    make_restriction(interview=interview, part="recording", public_statement=f"{shown} closed.")
    plant_work(interview, hidden=hidden)
    make_privacy_check(
        interview=interview,
        transcript=interview.transcripts.get(is_current=True, kind="transcription"),
        endangers="settled",
        notes=hidden,
    )


def plant_work(interview: Interview, *, hidden: str) -> None:
    """Add what people of the house write about their work on an interview."""
    interview.sessions.create(number=1, notes=hidden)
    interview.tasks.create(kind="audit", words=hidden, outcome=hidden)


def plant_in_hidden(interview: Interview, *, hidden: str) -> None:
    """Give an interview that nobody outside sees everything that a public one has."""
    plant_work(interview, hidden=hidden)
    make_annotation(cue=interview.transcripts.get().cues.first(), body=hidden)
    make_index_point(interview=interview, title=hidden, places=[{"name": hidden}])
    make_restriction(interview=interview, part="recording", public_statement=hidden)


def plant_in_transcripts(interview: Interview, *, shown: str, hidden: str) -> None:
    """Add notes on a passage withheld in part, and a translation that tells what is withheld."""
    transcript = interview.transcripts.get(is_current=True)
    cue = transcript.cues.get(start_ms=300_000)
    make_annotation(cue=cue, quote="before", body=f"{shown} note.")
    make_annotation(cue=cue, quote=hidden, body=hidden)
    make_annotation(cue=cue, body=hidden, is_shown=False)
    french = make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[
            {"text": f"{shown} traduit."},
            {"text": f"{hidden} traduit."},
            {"text": f"{hidden} traduit, de l'invité."},
            {"text": f"{hidden} traduit, entre.", "start_ms": 300_000, "end_ms": 305_000},
        ],
    )
    last = french.cues.last()
    withhold_words(last, 0, len(hidden), by=None, reason=hidden, answers=cue.redactions.get().key)


def plant_in_index(interview: Interview, *, shown: str, hidden: str) -> None:
    """Add a point that is told, one that is withheld, and one near something withheld."""
    told = make_index_point(
        interview=interview,
        start_ms=500_000,
        title=f"{shown} point",
        words={"synopsis": f"{shown} synopsis", "keywords": shown},
        places=[{"name": f"{shown} hill", "latitude": "-1.95", "longitude": "30.06"}],
    )
    told.links.create(link=make_link(), note=f"{shown} link.")
    everything = {"synopsis": hidden, "partial_transcript": hidden, "keywords": hidden}
    for fields in ({"start_ms": 600_000, "is_withheld": True}, {"start_ms": 300_000}):
        point = make_index_point(
            interview=interview,
            title=hidden,
            words=everything,
            places=[{"name": hidden}],
            **fields,
        )
        point.links.create(link=make_link(title=hidden), note=hidden)
