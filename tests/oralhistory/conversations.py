"""A conversation of which a participant reads the transcript in review."""

from typing import Any

from oralhistory.models import Cue, Interview, NarratorReview
from tests.make import make_agent, make_language
from tests.oralhistory.make import (
    make_annotation,
    make_interview,
    make_participation,
    make_review,
    make_transcript,
)


class Conversation:
    """A published interview of a narrator and somebody whose name is protected."""

    def __init__(self, language: str = "en", **fields: Any) -> None:
        self.interview: Interview = make_interview(narrators=[{"public_name": "Rose"}])
        self.rose = self.interview.participations.get()
        guest = make_agent(name="Uwimana, Odette", privacy="withheld")
        self.guest = make_participation(
            interview=self.interview, role="other", agent=guest, identity_mode="anonymous"
        )
        said = [
            {"text": "I was at the river."},
            {"text": "I heard it from the radio."},
            {"text": "And Odette Uwimana was there."},
            {"text": "I saw her, and Musoni.", "speaker": self.guest, "words_withheld": "Musoni"},
            {"text": "All of a secret.", "speaker": self.guest, "is_withheld": True},
            {"text": "My own withheld words.", "words_withheld": "withheld words"},
        ]
        self.transcript = make_transcript(
            interview=self.interview,
            language=make_language(code=language, label_en=language),
            cues=said,
            **fields,
        )
        make_annotation(cue=self.transcript.cues.first(), body="A note of the house.")  # type: ignore[arg-type]
        self.interview.publish(by=None)

    def sent(self, **fields: Any) -> tuple[NarratorReview, str]:
        return make_review(participation=self.rose, transcript=self.transcript, **fields)

    def cue(self, position: int) -> Cue:
        return self.transcript.cues.get(position=position)
