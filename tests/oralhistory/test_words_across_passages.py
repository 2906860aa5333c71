"""Withheld words that a transcriber moves from one passage into the next stay withheld."""

import pytest

from oralhistory.correcting import correct
from oralhistory.models import Cue, PublicCue
from oralhistory.versions import draft_from, make_current
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.django_db

SECRET = "Kanarivogel"


def retype(cue: Cue, text: str) -> Cue:
    return correct(cue, by=None, stood={"text": cue.text}, now={"text": text})


@pytest.mark.parametrize("taken_first", [True, False])
@pytest.mark.parametrize("behind", [True, False])
def test_withheld_words_moved_into_the_passage_beside_are_withheld_there(
    *, behind: bool, taken_first: bool
) -> None:
    holder = {"text": f"I met {SECRET}.", "words_withheld": SECRET}
    said = [holder, {"text": "In Paris."}] if behind else [{"text": "In Paris."}, holder]
    current = make_transcript(interview=make_interview(), cues=said)
    draft = draft_from(current, by=None)
    cues = list(draft.cues.order_by("position"))
    taken, given = cues if behind else cues[::-1]
    deeds = [(taken, "I met."), (given, f"In Paris, {SECRET}.")]
    for cue, text in deeds if taken_first else deeds[::-1]:
        retype(cue, text)
    make_current(draft, by=None)
    assert not PublicCue.objects.filter(text__contains=SECRET).exists()
    assert PublicCue.objects.filter(text="In Paris, [withheld].").exists()


def test_other_words_of_a_passage_beside_a_withheld_one_are_told() -> None:
    holder = {"text": f"I met {SECRET}.", "words_withheld": SECRET}
    current = make_transcript(interview=make_interview(), cues=[holder, {"text": "In Paris."}])
    draft = draft_from(current, by=None)
    retype(draft.cues.get(position=2), "In Paris, in spring.")
    make_current(draft, by=None)
    assert PublicCue.objects.filter(text="In Paris, in spring.").exists()
