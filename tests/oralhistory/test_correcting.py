"""Passages of a draft corrected, cut and joined: nothing withheld is read or heard by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.models import ChangeSet
from oralhistory.closings import Window
from oralhistory.correcting import Outdated, correct, give_speakers
from oralhistory.cutting import merge, split
from oralhistory.models import (
    Annotation,
    Cue,
    CueRedaction,
    Interview,
    Participation,
    PublicCue,
    ReviewTask,
    SilencePlan,
    Transcript,
)
from oralhistory.redacting import withhold, withhold_words
from oralhistory.versions import make_current
from tests.oralhistory.desks import make_conversation
from tests.oralhistory.make import (
    make_annotation,
    make_interview,
    make_transcript,
)

pytestmark = pytest.mark.django_db

SECRET = "Kanarivogel"
WHY = "The narrator asked."


def make_draft(*cues: dict[str, Any], **fields: Any) -> Transcript:
    return make_transcript(interview=make_interview(), cues=cues, current=False, **fields)


def texts(transcript: Transcript) -> list[str]:
    return list(transcript.cues.order_by("position").values_list("text", flat=True))


def withheld(transcript: Transcript) -> list[tuple[int, str]]:
    """Return what is withheld: the order number of the passage, and the words; "" for all."""
    cues = list(transcript.cues.order_by("position"))
    return sorted(
        (cues.index(mark.cue), mark.quote if mark.still_fits(mark.cue.text) else "")
        for mark in CueRedaction.objects.filter(cue__transcript=transcript)
    )


def retype(cue: Cue, text: str) -> Cue:
    return correct(cue, by=None, stood={"text": cue.text}, now={"text": text})


def test_a_correction_is_kept_with_its_history() -> None:
    cue = make_draft({"text": "Wrods."}).cues.get()
    retype(cue, "Words.")
    assert Cue.objects.get().text == "Words."
    assert [row.text for row in Cue.changes.all()] == ["Words.", "Wrods."]
    assert ChangeSet.objects.latest("at").title.startswith("Corrected: passage 1")


def test_what_somebody_else_changed_meanwhile_is_not_written_over() -> None:
    cue = make_draft({"text": "One."}).cues.get()
    retype(cue, "Two.")
    with pytest.raises(Outdated) as refusal:
        retype(cue, "Three.")
    assert refusal.value.cue.text == "Two."
    assert Cue.objects.get().text == "Two."


def test_two_people_who_change_different_fields_do_not_meet() -> None:
    cue = make_draft({"text": "One."}).cues.get()
    retype(cue, "Two.")
    correct(cue, by=None, stood={"end_ms": 9_000}, now={"end_ms": 8_000})
    assert (Cue.objects.get().text, Cue.objects.get().end_ms) == ("Two.", 8_000)


@pytest.mark.parametrize(("field", "value"), [("text", ""), ("end_ms", None), ("start_ms", 20_000)])
def test_what_cannot_stand_in_a_passage_is_refused(field: str, value: object) -> None:
    cue = make_draft({"text": "One."}).cues.get()
    with pytest.raises(ValidationError):
        correct(cue, by=None, stood={field: getattr(cue, field)}, now={field: value})
    assert Cue.objects.get().text == "One."


def test_the_words_of_a_settled_version_stand() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "One. Two."}, {}])
    first = transcript.cues.first()
    with pytest.raises(ValidationError, match="settled"):
        retype(first, "Three.")
    with pytest.raises(ValidationError, match="settled"):
        split(first, 5, by=None)
    with pytest.raises(ValidationError, match="settled"):
        merge(first, by=None)


@pytest.mark.parametrize(
    ("after", "still"),
    [
        (f"In Huye I saw {SECRET} then.", SECRET),
        (f"I saw {SECRET}, then and there.", SECRET),
        (f"Then I did see {SECRET} indeed!", SECRET),
        ("I saw Kanarivögel then.", ""),
        ("I saw nobody then.", ""),
    ],
)
def test_a_withheld_word_stays_withheld_wherever_it_moves(after: str, still: str) -> None:
    transcript = make_draft({"text": f"I saw {SECRET} then.", "words_withheld": SECRET})
    retype(transcript.cues.get(), after)
    assert withheld(transcript) == [(0, still)]


def test_a_withheld_word_that_is_typed_once_more_is_withheld_there_too() -> None:
    transcript = make_draft({"text": f"I saw {SECRET}.", "words_withheld": SECRET})
    retype(transcript.cues.get(), f"{SECRET}! I saw {SECRET}.")
    make_current(transcript, by=None)
    assert PublicCue.objects.get().text == "[withheld]! I saw [withheld]."


def test_a_note_stays_at_its_words_or_somebody_is_asked() -> None:
    transcript = make_draft({"text": "I went to Huye."})
    cue = transcript.cues.get()
    note = make_annotation(cue=cue, quote="Huye")
    cue = retype(cue, "Then I went to Huye.")
    note.refresh_from_db()
    assert (note.start, note.end, note.anchoring) == (15, 19, "firm")
    retype(cue, "Then I went to Kigali.")
    note.refresh_from_db()
    assert note.anchoring == Annotation.Anchoring.UNCERTAIN
    assert "have no certain place" in ReviewTask.objects.get().words


def test_a_passage_is_cut_in_two_and_the_first_part_keeps_its_key() -> None:
    transcript = make_draft({"text": "One. Two."}, {"text": "Three."}, {"text": "Four."})
    cue = transcript.cues.first()
    first, second = split(cue, 5, by=None, at_ms=4_000)
    assert texts(transcript) == ["One.", "Two.", "Three.", "Four."]
    assert first.key == cue.key != second.key
    assert (first.start_ms, first.end_ms, second.start_ms, second.end_ms) == (0, 4000, 4000, 9000)
    assert second.speaker_id == first.speaker_id


def test_without_a_moment_the_time_is_cut_as_the_words_are() -> None:
    transcript = make_draft({"text": "One. Two! "})
    _, second = split(transcript.cues.get(), 5, by=None)
    assert second.start_ms == 4_500


@pytest.mark.parametrize("at", [-1, 0, 9, 99])
def test_no_part_is_left_without_words(at: int) -> None:
    transcript = make_draft({"text": "One. Two."})
    with pytest.raises(ValidationError):
        split(transcript.cues.get(), at, by=None)


@pytest.mark.parametrize(
    ("at", "where"), [(2, [(1, SECRET)]), (20, [(0, SECRET)]), (10, [(0, ""), (1, "")])]
)
def test_a_withheld_word_goes_with_the_part_that_holds_it(
    at: int, where: list[tuple[int, str]]
) -> None:
    transcript = make_draft({"text": f"I saw {SECRET} on that day.", "words_withheld": SECRET})
    before = SilencePlan.objects.get().windows
    split(transcript.cues.get(), at, by=None)
    assert withheld(transcript) == where
    assert SilencePlan.objects.get().windows == before


def test_a_passage_withheld_as_a_whole_is_withheld_in_both_parts() -> None:
    transcript = make_draft({"text": "One. Two.", "is_withheld": True})
    split(transcript.cues.get(), 5, by=None)
    assert withheld(transcript) == [(0, ""), (1, "")]


def test_passages_are_put_together_with_what_is_withheld_of_them() -> None:
    transcript = make_draft(
        {"text": "One.", "is_withheld": True}, {"text": f"Two {SECRET}.", "words_withheld": SECRET}
    )
    key = transcript.cues.first().key
    cue, _ = merge(transcript.cues.first(), by=None)
    assert texts(transcript) == [f"One. Two {SECRET}."]
    assert (cue.key, cue.start_ms, cue.end_ms) == (key, 0, 19_000)
    assert withheld(transcript) == [(0, SECRET), (0, "One.")]
    make_current(transcript, by=None)
    assert PublicCue.objects.get().text == "[withheld] Two [withheld]."


def test_a_note_goes_with_its_words() -> None:
    transcript = make_draft({"text": "One."}, {"text": "In Huye."})
    first, second = transcript.cues.all()
    note = make_annotation(cue=second, quote="Huye")
    cue, _ = merge(first, by=None)
    note.refresh_from_db()
    assert cue.text[note.start : note.end] == "Huye"
    split(cue, 8, by=None)
    note.refresh_from_db()
    assert (note.cue.text, note.start, note.end) == ("Huye.", 0, 4)


def test_two_speakers_are_never_put_into_one_passage() -> None:
    interview = make_conversation()
    rose, jean = interview.participations.all()
    transcript = make_transcript(
        interview=interview, cues=[{"speaker": rose}, {"speaker": jean}], current=False
    )
    with pytest.raises(ValidationError, match="Two people"):
        merge(transcript.cues.first(), by=None)
    assert transcript.cues.count() == 2


def test_a_silence_of_unknown_length_is_not_made_short_by_joining() -> None:
    transcript = make_draft({"text": "One.", "end_ms": 0, "is_withheld": True}, {"text": "Two."})
    assert SilencePlan.objects.get().windows is None
    with pytest.raises(ValidationError, match="end is not known"):
        merge(transcript.cues.first(), by=None)


def test_it_is_said_once_who_every_label_is() -> None:
    interview = make_conversation()
    rose, jean = interview.participations.all()
    transcript = make_transcript(
        interview=interview,
        cues=[{"label": "R", "speaker": None}, {"label": "Q", "speaker": None}, {"speaker": jean}],
        current=False,
    )
    who: dict[tuple[str, int | None], Participation | None] = {
        ("R", None): rose,
        ("Q", None): jean,
    }
    assert give_speakers(transcript, who, by=None) == 2
    assert [cue.speaker for cue in transcript.cues.order_by("position")] == [rose, jean, jean]
    stranger = make_interview().participations.get()
    with pytest.raises(ValidationError):
        give_speakers(transcript, {("R", rose.pk): stranger}, by=None)


PLAIN = ["", "yes", " and then ", "I ", "\U0001f426 ", "é. "]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "split", "merge"]),
        st.integers(0, 9),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from(PLAIN),
    ),
    max_size=8,
)


@contextmanager
def undone() -> Iterator[None]:
    """Let one example leave nothing behind for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def work(transcript: Transcript, steps: list[Any]) -> None:
    """Do what somebody at the desk might do; what is refused is left."""
    for deed, which, one, other, new in steps:
        cues = list(transcript.cues.order_by("position"))
        cue = cues[which % len(cues)]
        start, end = sorted((round(one * len(cue.text)), round(other * len(cue.text))))
        try:
            with transaction.atomic():
                if deed == "edit":
                    retype(cue, cue.text[:start] + new + cue.text[end:])
                elif deed == "split":
                    split(cue, start, by=None)
                else:
                    merge(cue, by=None)
        except ValidationError:
            continue


def heard(interview: Interview, windows: list[Window]) -> list[int]:
    """Return the moments of these windows that a recording would give away now."""
    now = SilencePlan.objects.get(interview=interview).windows
    if now is None:
        return []
    moments = (ms for start, end in windows for ms in range(start, end, 250))
    return [ms for ms in moments if not any(start <= ms < end for start, end in now)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, is_whole=st.booleans())
def test_no_work_at_the_desk_lets_a_withheld_word_be_read_or_heard(
    steps: list[Any], is_whole: bool
) -> None:
    with undone():
        transcript = make_draft(
            {"text": "Before it."},
            {"text": f"I saw {SECRET} and went.", "end_ms": 15_000},
            {"text": f"Again {SECRET}. It was so."},
            {"text": "At the end."},
        )
        cues = list(transcript.cues.order_by("position"))
        if is_whole:
            withhold(cues[1:3], by=None, reason=WHY)
        else:
            for cue in cues[1:3]:
                start = cue.text.index(SECRET)
                withhold_words(cue, start, start + len(SECRET), by=None, reason=WHY)
        windows = SilencePlan.objects.get().windows
        work(transcript, steps)
        interview = Interview.objects.get()
        assert heard(interview, windows) == []
        make_current(transcript, by=None, passages_checked=True)
        assert heard(interview, windows) == []
        read = " ".join(cue.text for cue in PublicCue.objects.order_by("position"))
        # A part of the word that somebody left standing is withheld with its whole passage.
        assert not any(SECRET[at : at + 4] in read for at in range(len(SECRET) - 3))
        positions = list(transcript.cues.values_list("position", flat=True))
        assert len(set(positions)) == len(positions)
