"""What is withheld later finds the passages that were cut or joined meanwhile."""

from typing import Any

import pytest

from oralhistory.cutting import merge, split
from oralhistory.lineage import Lineage
from oralhistory.models import Cue, PublicCue, Transcript
from oralhistory.redacting import withhold, withhold_words
from oralhistory.retiming import retime, shifted
from oralhistory.versions import draft_from, make_current
from tests.make import make_language
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.django_db

SECRET = "Kanarivogel"
NO_TIME = {"start_ms": None, "end_ms": None}
HOUR = 3_600_000


def read() -> str:
    return " ".join(cue.text for cue in PublicCue.objects.order_by("position"))


def make_versions(timed: bool, **fields: Any) -> tuple[Transcript, Transcript]:
    """Make a version that is read and a draft of it, which was moved by an hour if it has times."""
    times = {} if timed else NO_TIME
    texts = ["First of all.", f"One there. Two {SECRET}.", "Three.", "Four."]
    current = make_transcript(
        interview=make_interview(), cues=[{"text": text, **times} for text in texts], **fields
    )
    draft = draft_from(current, by=None)
    if timed:
        retime(draft, shifted(HOUR), by=None)
    return current, draft


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("is_whole", [True, False])
def test_what_is_withheld_after_a_draft_was_cut_stays_withheld_in_both_parts(
    timed: bool, is_whole: bool
) -> None:
    current, draft = make_versions(timed)
    split(draft.cues.all()[1], 11, by=None)
    cue = current.cues.all()[1]
    if is_whole:
        withhold([cue], by=None, reason="She asked.")
    else:
        start = cue.text.index(SECRET)
        withhold_words(cue, start, start + len(SECRET), by=None, reason="She asked.")
    make_current(draft, by=None, passages_checked=True)
    assert SECRET not in read()
    assert ("One there." in read()) is not is_whole
    assert "Three." in read()


@pytest.mark.parametrize("timed", [True, False])
def test_what_is_withheld_after_a_draft_was_joined_stays_withheld(timed: bool) -> None:
    current, draft = make_versions(timed)
    merge(draft.cues.first(), by=None)
    cue = current.cues.all()[1]
    start = cue.text.index(SECRET)
    withhold_words(cue, start, start + len(SECRET), by=None, reason="She asked.")
    make_current(draft, by=None, passages_checked=True)
    assert SECRET not in read()
    assert "First of all. One there." in read()


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("deed", ["split", "merge"])
def test_what_is_withheld_in_a_translation_is_withheld_where_it_was_cut_or_joined(
    timed: bool, deed: str
) -> None:
    current, draft = make_versions(timed)
    french = make_language(code="fr", label_en="French")
    cues = [
        {
            "text": f"Mots {number}.",
            "key": cue.key,
            "start_ms": cue.start_ms,
            "end_ms": cue.end_ms,
        }
        for number, cue in enumerate(current.cues.all())
    ]
    translation = make_transcript(
        interview=current.interview, cues=cues, language=french, kind="translation"
    )
    if deed == "split":
        split(draft.cues.all()[1], 11, by=None)
    else:
        merge(draft.cues.first(), by=None)
    make_current(draft, by=None)
    withhold([translation.cues.all()[1]], by=None, reason="She asked.")
    assert SECRET not in read()
    assert "Four." in read()


def test_times_that_stand_tell_which_passages_are_the_same() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{}, {}], current=False)
    former = list(draft_from(transcript, by=None).cues.all())
    _, second = split(transcript.cues.first(), 3, by=None)
    cues = list(Cue.objects.filter(transcript=transcript).order_by("position"))
    lineage = Lineage(former, cues)
    assert lineage.may_be_the_same(former[0].key, cues[0].key)
    assert not lineage.may_be_the_same(former[0].key, second.key)
    assert not lineage.may_be_the_same("unknown", second.key)
