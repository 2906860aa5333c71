"""Interviews that are public and of which parts are closed, with everything they may hide."""

from typing import Any

from oralhistory.models import Interview
from tests.make import make_agent
from tests.oralhistory.make import (
    make_index_point,
    make_interview,
    make_media,
    make_restriction,
    make_transcript,
)


def closed(*parts: str, level: str = "on_request", title: str = "", **fields: Any) -> Interview:
    """Make a public interview with words, names, withheld words and sound, closed in parts."""
    protected = make_agent(name="Uwimana, Odette", privacy="pseudonym", public_name="Rose")
    interview = make_interview(
        title=title,
        narrators=[{"agent": protected, "identity_mode": "pseudonym", "public_name": "Rose"}],
    )
    make_transcript(
        interview=interview,
        cues=[
            {"text": "What I saw at the river."},
            {"text": "My neighbour Musoni said so.", "words_withheld": "Musoni"},
            {"text": "They called me Odette Uwimana."},
            {"text": "A whole secret.", "is_withheld": True},
        ],
    )
    make_index_point(interview=interview, title="At the river", start_ms=0, end_ms=5_000)
    make_media(interview=interview)
    for part in parts:
        make_restriction(interview=interview, part=part, level=level, **fields)
    interview.publish(by=None)
    return interview
