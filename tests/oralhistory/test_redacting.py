"""Words withheld inside a passage: in the transcript, its translations, its notes and the sound."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collections_app.models import Privacy
from oralhistory.closings import WITHHELD, WORDS_WITHHELD
from oralhistory.models import (
    Cue,
    CueRedaction,
    Interview,
    Participation,
    PublicCue,
    PublicNote,
    SilencePlan,
    Transcript,
)
from oralhistory.redacting import (
    change_redaction,
    give_back,
    open_again,
    withhold,
    withhold_words,
)
from oralhistory.versions import draft_from, make_current
from tests.make import make_agent, make_language
from tests.oralhistory.make import (
    make_annotation,
    make_cue,
    make_interview,
    make_participation,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarivogel"


def read(interview: Interview, language: str = "en") -> list[str]:
    found = PublicCue.objects.filter(interview=interview, language=language)
    return list(found.order_by("position").values_list("text", flat=True))


def windows(interview: Interview) -> list[list[int]] | None:
    return SilencePlan.objects.get(interview=interview).windows


def mark(cue: Cue, words: str, **said: object) -> CueRedaction:
    start = cue.text.index(words)
    said = {"reason": "She asked."} | said
    return withhold_words(cue, start, start + len(words), by=None, **said)


def made_in_two_languages() -> tuple[Interview, Cue, Cue]:
    interview = make_interview()
    english = make_transcript(interview=interview, cues=[{"text": f"I saw {CANARY} there."}])
    french = make_transcript(
        interview=interview,
        cues=[{"text": f"J'y ai vu {CANARY}."}],
        language=make_language(code="fr", label_en="French"),
        kind=Transcript.Kind.TRANSLATION,
    )
    return interview, english.cues.get(), french.cues.get()


def test_words_are_withheld_and_the_rest_of_the_passage_is_read() -> None:
    interview = make_interview()
    text = f"I saw {CANARY} there."
    cue = make_transcript(interview=interview, cues=[{"text": text}]).cues.get()
    mark(cue, CANARY, replacement="[a neighbour]")
    passage = PublicCue.objects.get()
    assert (passage.text, passage.gaps) == ("I saw [a neighbour] there.", [[6, 19]])
    assert (passage.is_withheld, passage.is_partial, passage.is_quotable) == (False, True, True)
    assert windows(interview) == [[0, 9000]]


def test_what_is_said_instead_does_not_name_a_protected_person() -> None:
    narrator = make_agent(name="Uwizeye", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    cue = make_transcript(interview=interview, cues=[{"text": "He said Yes."}]).cues.get()
    mark(cue, "Yes", replacement="[Uwizeye]")
    assert read(interview) == [f"He said {WORDS_WITHHELD}."]


def test_marking_a_protected_name_opens_the_passage_around_it() -> None:
    narrator = make_agent(name="Uwizeye", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    cues = make_transcript(interview=interview, cues=[{"text": "Call me Uwizeye, I said."}]).cues
    assert read(interview) == [WITHHELD]
    mark(cues.get(), "Uwizeye", replacement="[name]")
    assert read(interview) == ["Call me [name], I said."]


def test_a_translation_is_closed_until_the_same_words_are_marked_in_it() -> None:
    interview, english, french = made_in_two_languages()
    redaction = mark(english, CANARY)
    assert read(interview, "fr") == [WITHHELD]
    mark(french, CANARY, answers=redaction.key)
    assert read(interview, "fr") == [f"J'y ai vu {WORDS_WITHHELD}."]
    assert read(interview) == [f"I saw {WORDS_WITHHELD} there."]
    assert windows(interview) == [[0, 9000]]


def test_words_marked_only_in_the_translation_close_the_words_spoken() -> None:
    interview, _, french = made_in_two_languages()
    mark(french, CANARY)
    assert read(interview) == [WITHHELD]
    assert windows(interview) == [[0, 9000]]


def test_somebody_can_say_that_nothing_of_it_is_told_in_a_passage() -> None:
    interview, english, french = made_in_two_languages()
    redaction = mark(english, "there")
    withhold_words(french, 0, 0, by=None, reason="Not said.", answers=redaction.key)
    assert read(interview, "fr") == [f"J'y ai vu {CANARY}."]


def test_a_second_redaction_closes_the_translation_again() -> None:
    interview, english, french = made_in_two_languages()
    first = mark(english, "there")
    withhold_words(french, 0, 0, by=None, reason="Not said.", answers=first.key)
    mark(english, CANARY)
    assert read(interview, "fr") == [WITHHELD]


def test_giving_back_in_one_language_leaves_the_other_withheld() -> None:
    interview, english, french = made_in_two_languages()
    redaction = mark(english, CANARY)
    mark(french, CANARY, answers=redaction.key)
    give_back([redaction], by=None)
    assert read(interview, "fr") == [f"J'y ai vu {WORDS_WITHHELD}."]
    assert read(interview) == [WITHHELD]
    assert windows(interview) == [[0, 9000]]
    give_back(CueRedaction.objects.select_related("cue__transcript"), by=None)
    assert read(interview) == [f"I saw {CANARY} there."]
    assert windows(interview) == []


def test_words_that_moved_close_the_whole_passage() -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{"text": f"I saw {CANARY}."}])
    mark(transcript.cues.get(), CANARY)
    Cue.objects.update(text=f"That day I saw {CANARY}.")
    assert read(rewritten(interview)) == [WITHHELD]


@pytest.mark.parametrize(
    ("start", "end", "said", "message"),
    [
        (0, 99, {}, "not in the passage"),
        (3, 2, {}, "not in the passage"),
        (2, 2, {}, "Mark the words"),
        (0, 3, {"reason": " "}, "Say why"),
        (7, 11, {}, "withheld already"),
        (0, 1, {"mute_start_ms": 5}, "both ends"),
        (0, 1, {"mute_start_ms": 5, "mute_end_ms": 5}, "ends before it begins"),
    ],
)
def test_a_redaction_that_can_not_be_is_refused(
    start: int, end: int, said: dict[str, object], message: str
) -> None:
    cue = make_transcript(interview=make_interview(), cues=[{"text": "I saw them."}]).cues.get()
    mark(cue, "them")
    with pytest.raises(ValidationError, match=message):
        withhold_words(cue, start, end, by=None, **({"reason": "She asked."} | said))
    assert CueRedaction.objects.count() == 1


def test_the_silence_is_as_long_as_the_passage_until_somebody_listened() -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{"text": "One two."}, {}, {}])
    first, second, _ = transcript.cues.all()
    redaction = mark(first, "two")
    withhold([second], by=None, reason="She asked.")
    assert windows(interview) == [[0, 9000], [10_000, 19_000]]
    change_redaction(redaction, by=None, mute_start_ms=4_000, mute_end_ms=10_000)
    assert windows(interview) == [[4_000, 19_000]]


def test_something_withheld_without_a_time_closes_every_recording() -> None:
    interview = make_interview()
    cue = {"text": "One two.", "start_ms": None, "end_ms": None, "words_withheld": "two"}
    transcript = make_transcript(interview=interview, cues=[cue])
    plan = SilencePlan.objects.get()
    assert (plan.windows, plan.digest) == (None, SilencePlan.NOT_KNOWN)
    redaction = transcript.cues.get().redactions.get()
    change_redaction(redaction, by=None, mute_start_ms=1, mute_end_ms=2)
    assert windows(interview) == [[1, 2]]


def test_of_a_passage_without_a_length_nobody_knows_how_long_the_silence_must_be() -> None:
    interview = make_interview()
    cue = {"text": "One.", "start_ms": 5_000, "end_ms": 5_000, "is_withheld": True}
    transcript = make_transcript(interview=interview, cues=[cue])
    assert windows(interview) is None
    redaction = transcript.cues.get().redactions.get()
    change_redaction(redaction, by=None, mute_start_ms=4_000, mute_end_ms=9_000)
    assert windows(interview) == [[4_000, 9_000]]


def test_a_mark_in_a_draft_silences_the_recording() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}])
    make_transcript(interview=interview, cues=[{}, {"is_withheld": True}], current=False)
    assert windows(rewritten(interview)) == [[10_000, 19_000]]


def test_whoever_does_not_allow_the_recording_is_not_heard() -> None:
    interview = make_interview()
    guest = make_participation(interview=interview, role="other", allows=["record", "transcript"])
    make_transcript(interview=interview, cues=[{}, {"speaker": guest, "text": "I, too."}])
    assert read(interview)[1] == "I, too."
    assert windows(interview) == [[10_000, 19_000]]


def test_without_times_a_translation_that_follows_the_words_spoken_is_found_by_its_key() -> None:
    interview = make_interview()
    untimed = {"start_ms": None, "end_ms": None}
    english = make_transcript(
        interview=interview,
        cues=[{"text": CANARY, **untimed}, {"text": "Free.", **untimed}],
    )
    keys = list(english.cues.values_list("key", flat=True))
    french = make_language(code="fr", label_en="French")
    make_transcript(
        interview=interview,
        cues=[
            {"text": text, "key": key, **untimed}
            for text, key in zip([CANARY, "Libre."], keys, strict=True)
        ],
        language=french,
        kind=Transcript.Kind.TRANSLATION,
    )
    withhold([english.cues.first()], by=None, reason="She asked.")
    assert read(interview, "fr") == [WITHHELD, "Libre."]


def test_without_times_and_keys_nobody_can_tell_and_the_whole_translation_is_closed() -> None:
    interview = make_interview()
    english = make_transcript(interview=interview, cues=[{"text": CANARY}, {"text": "Free."}])
    make_transcript(
        interview=interview,
        cues=[{"text": text, "start_ms": None, "end_ms": None} for text in (CANARY, "Libre.")],
        language=make_language(code="fr", label_en="French"),
        kind=Transcript.Kind.TRANSLATION,
    )
    withhold([english.cues.first()], by=None, reason="She asked.")
    assert read(interview, "fr") == [WITHHELD, WITHHELD]
    assert read(interview) == [WITHHELD, "Free."]


def test_a_new_version_keeps_the_same_words_withheld() -> None:
    interview = make_interview()
    old = make_transcript(interview=interview, cues=[{"text": f"I saw {CANARY}."}])
    mark(old.cues.get(), CANARY, until=date(2040, 1, 1))
    draft = draft_from(old, by=None)
    cue = draft.cues.get()
    assert cue.key == old.cues.get().key
    assert cue.redactions.get().until == date(2040, 1, 1)
    cue.text = f"That day I saw {CANARY}."
    cue.save()
    cue.redactions.all().delete()
    make_current(draft, by=None)
    assert read(interview) == [f"That day I saw {WORDS_WITHHELD}."]


def test_where_the_words_are_gone_the_whole_passage_is_withheld_in_a_new_version() -> None:
    interview = make_interview()
    old = make_transcript(interview=interview, cues=[{"text": f"I saw {CANARY}."}])
    mark(old.cues.get(), CANARY)
    make_transcript(interview=interview, cues=[{"text": "I saw Kanari-Vogel."}])
    assert read(interview) == [WITHHELD]


def test_a_note_is_told_only_beside_words_that_are_told() -> None:
    interview = make_interview()
    transcript = make_transcript(
        interview=interview, cues=[{"text": f"I saw {CANARY} in Huye."}, {"text": "Yes."}]
    )
    first, second = transcript.cues.all()
    make_annotation(cue=first, quote="Huye", body="Then called Butare.")
    make_annotation(cue=first, quote=CANARY, body=CANARY)
    make_annotation(cue=second, body="Nodded.")
    make_annotation(cue=second, body=CANARY, is_shown=False)
    assert PublicNote.objects.count() == 3
    mark(first, CANARY)
    notes = list(PublicNote.objects.all())
    passage = PublicCue.objects.get(position=1)
    assert [(note.number, note.body) for note in notes] == [
        (1, "Then called Butare."),
        (2, "Nodded."),
    ]
    assert passage.text[notes[0].start : notes[0].end] == "Huye"
    open_again([first], by=None)
    withhold([first, second], by=None, reason="She asked.")
    assert not PublicNote.objects.exists()


def test_a_note_that_names_a_protected_person_is_not_told() -> None:
    narrator = make_agent(name="Uwizeye", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    cue = make_transcript(interview=interview, cues=[{}]).cues.get()
    make_annotation(cue=cue, body="That is Uwizeye.")
    assert not PublicNote.objects.exists()


def test_a_settled_passage_can_be_withheld_and_its_words_stand() -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "Words."}])
    cue = transcript.cues.get()
    withhold([cue], by=None, reason="She asked.", until=date(2050, 1, 1))
    withhold([cue], by=None, reason="And he.", replacement="[closed]")
    redaction = CueRedaction.objects.get()
    assert (redaction.reason, redaction.replacement, redaction.until) == (
        "And he.",
        "[closed]",
        None,
    )


def test_untimed_passages_are_read_by_whoever_may_read() -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, current=False)
    make_cue(transcript=transcript, number=0, start_ms=None, end_ms=None, text="Without times.")
    make_current(transcript, by=None)
    assert read(interview) == ["Without times."]
    assert Participation.objects.exists()
