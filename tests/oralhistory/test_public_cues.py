"""What is written down for the public: every reason for which a passage is not in it."""

import pytest

from collections_app import dependants
from collections_app.models import Agent, Privacy
from oralhistory.models import Interview, Participation, PublicCue, Role
from oralhistory.public_cues import NO_AGREEMENT, SPEAKER_UNKNOWN, WITHHELD
from oralhistory.redacting import open_again, withhold
from tests.make import make_agent, make_item, make_language
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarivogel"


def read(interview: Interview, language: str = "en") -> list[tuple[str, str]]:
    """What readers see: the speaker and the words of each passage."""
    found = PublicCue.objects.filter(interview=interview, language=language)
    return list(found.order_by("position").values_list("speaker_label", "text"))


def everything_in(interview: Interview) -> str:
    rows = PublicCue.objects.filter(interview=interview).values()
    return repr(list(rows))


def test_agreed_words_are_read_under_the_public_name() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    make_transcript(interview=interview, cues=[{"text": "I was there."}])
    assert read(interview) == [("Rose M.", "I was there.")]


def test_a_withheld_passage_is_physically_absent() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    withheld = {"text": CANARY, "is_withheld": True, "withheld_reason": CANARY, "label": CANARY}
    make_transcript(interview=interview, cues=[withheld, {"text": "Afterwards."}])
    assert read(interview) == [("Rose M.", WITHHELD), ("Rose M.", "Afterwards.")]
    assert CANARY not in everything_in(interview)


def test_the_words_chosen_instead_are_read() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    instead = "[Passage withheld at the narrator's wish]"
    cues = [{"text": CANARY, "is_withheld": True, "replacement": instead}]
    make_transcript(interview=interview, cues=cues)
    assert read(interview) == [("Rose M.", instead)]


def test_a_speaker_without_agreement_has_neither_words_nor_a_name() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    other = make_participation(
        interview=interview, role=Role.INTERVIEWER, public_name=CANARY, allows=None
    )
    make_transcript(
        interview=interview, cues=[{"text": CANARY, "speaker": other}, {"text": "Yes."}]
    )
    assert read(interview) == [("Interviewer", NO_AGREEMENT), ("Rose M.", "Yes.")]
    assert CANARY not in everything_in(interview)


def test_a_speaker_who_allows_only_the_record_keeps_the_name_and_no_words() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    other = make_participation(interview=interview, public_name="Jean B.", allows=["record"])
    make_transcript(
        interview=interview, cues=[{"text": CANARY, "speaker": other}, {"text": "Yes."}]
    )
    assert read(interview) == [("Jean B.", NO_AGREEMENT), ("Rose M.", "Yes.")]


def test_where_no_narrator_allows_the_transcript_nothing_is_read() -> None:
    interview = make_interview(narrators=[{"allows": ["record", "recording"]}])
    interviewer = make_participation(interview=interview, role=Role.INTERVIEWER)
    make_transcript(interview=interview, cues=[{"speaker": interviewer}, {}])
    assert read(interview) == []


@pytest.mark.parametrize(("allows", "words"), [(["record", "transcript"], "Who?"), (None, None)])
def test_an_unknown_speaker_is_read_only_if_everybody_agrees(
    allows: list[str] | None, words: str | None
) -> None:
    interview = make_interview()
    make_participation(interview=interview, role=Role.INTERPRETER, allows=allows)
    make_transcript(interview=interview, cues=[{"text": "Who?", "speaker": None}])
    assert read(interview) == [("", words or SPEAKER_UNKNOWN)]


def test_what_is_withheld_in_the_words_spoken_is_withheld_in_the_translation() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}, {"is_withheld": True}, {"text": "After."}])
    french = make_language(code="fr", label_en="French")
    cues = [{"text": "Avant."}, {"text": CANARY}, {"text": "Après."}]
    make_transcript(interview=interview, cues=cues, language=french, kind="translation")
    assert [text for _, text in read(interview, "fr")] == ["Avant.", WITHHELD, "Après."]


def test_a_passage_withheld_in_the_translation_is_withheld_in_the_words_spoken() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "Before."}, {"text": CANARY}])
    french = make_language(code="fr", label_en="French")
    cues = [{"text": "Avant."}, {"is_withheld": True}]
    make_transcript(interview=interview, cues=cues, language=french, kind="translation")
    assert [text for _, text in read(interview)] == ["Before.", WITHHELD]


def test_a_draft_is_read_by_nobody() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": CANARY}], current=False)
    assert read(interview) == []


def test_quotation_is_a_use_of_its_own() -> None:
    interview = make_interview(narrators=[{"allows": ["record", "transcript"]}])
    second = make_participation(interview=interview)
    cues = [{}, {"speaker": second}, {"speaker": second, "is_withheld": True}]
    make_transcript(interview=interview, cues=cues)
    assert [cue.is_quotable for cue in PublicCue.objects.all()] == [False, True, False]


def test_a_passage_that_names_a_protected_narrator_is_withheld() -> None:
    narrator = make_agent(
        name="Uwizeye, Béatrice", privacy=Privacy.PSEUDONYM, public_name="Rose", published=True
    )
    interview = make_interview(narrators=[{"agent": narrator}])
    cues = [
        {"text": "Tell me, beatrice  UWIZEYE, what you saw."},
        {"text": "Uwizeye, Béatrice"},
        {"text": "I saw it."},
    ]
    make_transcript(interview=interview, cues=cues)
    assert read(interview) == [("Rose", WITHHELD), ("Rose", WITHHELD), ("Rose", "I saw it.")]


def test_words_shown_instead_do_not_name_a_protected_narrator() -> None:
    narrator = make_agent(name="Uwizeye", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    cue = {"text": "x", "is_withheld": True, "replacement": "[Uwizeye asked for silence]"}
    make_transcript(interview=interview, cues=[cue])
    assert read(interview) == [("Narrator", WITHHELD)]


def test_a_passage_with_the_surname_of_a_protected_narrator_is_withheld() -> None:
    narrator = make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    make_transcript(
        interview=interview, cues=[{"text": "Madame Uwizeye, they said."}, {"text": "Yes."}]
    )
    assert read(interview) == [("Narrator", WITHHELD), ("Narrator", "Yes.")]


@pytest.mark.parametrize("part", ["transcript", "media", "document"])
def test_a_protected_name_beside_the_words_takes_the_interview_back(part: str) -> None:
    narrator = make_agent(name="Uwizeye, Béatrice", published=True, privacy=Privacy.WITHHELD)
    interview = make_interview(narrators=[{"agent": narrator}], published=True)
    if part == "transcript":
        make_transcript(interview=interview, made_by="B. Uwizeye")
    elif part == "media":
        make_media(interview=interview, label="Béatrice Uwizeye, part 1")
    else:
        make_mentioned(interview=interview, item=make_item(published=True), note="Uwizeye's letter")
    assert rewritten(interview).state == "withdrawn"


def test_withholding_and_giving_back_work_at_once() -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    transcript = make_transcript(interview=interview, cues=[{"text": CANARY}])
    cues = list(transcript.cues.all())
    withhold(cues, by=None, reason="She asked.")
    assert read(interview) == [("Rose M.", WITHHELD)]
    open_again(cues, by=None)
    assert read(interview) == [("Rose M.", CANARY)]


def test_a_withdrawn_agreement_takes_the_words_at_once() -> None:
    interview = make_interview()
    second = make_participation(interview=interview, public_name="Jean B.")
    make_transcript(
        interview=interview, cues=[{"text": "Open."}, {"text": CANARY, "speaker": second}]
    )
    assert CANARY in everything_in(interview)
    make_agreement(participation=second, allows=())
    assert CANARY not in everything_in(interview)


def test_a_change_of_privacy_reaches_the_passages() -> None:
    narrator = make_agent(name=CANARY, published=True)
    interview = make_interview(narrators=[{"agent": narrator}])
    make_transcript(interview=interview, cues=[{"text": "I was there."}])
    assert read(interview) == [(CANARY, "I was there.")]
    Agent.objects.filter(pk=narrator.pk).update(privacy=Privacy.WITHHELD)
    dependants.announce_change(Agent.objects.get(pk=narrator.pk))
    assert read(interview) == [("Narrator", "I was there.")]


def test_an_interview_whose_title_names_a_protected_narrator_is_taken_back() -> None:
    narrator = make_agent(name="Uwizeye, Béatrice", published=True)
    interview = make_interview(
        title="Béatrice Uwizeye remembers", narrators=[{"agent": narrator}], published=True
    )
    Agent.objects.filter(pk=narrator.pk).update(privacy=Privacy.WITHHELD)
    dependants.announce_change(Agent.objects.get(pk=narrator.pk))
    interview.refresh_from_db()
    assert interview.state == "withdrawn"
    assert "names a protected person" in interview.withdrawal_reason
    assert not interview.is_public()


def test_a_change_is_told_to_whoever_shows_the_interview(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Interview] = []
    listeners = {Interview: [lambda record, _by: told.append(record)]}
    monkeypatch.setattr(dependants, "_on_change", listeners)
    interview = rewritten(make_interview())
    assert told[-1] == interview


def test_times_and_order_are_kept() -> None:
    interview = make_interview()
    make_transcript(
        interview=interview,
        cues=[{"start_ms": 1500, "end_ms": 2500}, {"start_ms": 4000, "end_ms": 4000}],
    )
    times = PublicCue.objects.values_list("position", "start_ms", "end_ms")
    assert list(times) == [(1, 1500, 2500), (2, 4000, 4000)]


def test_passages_of_a_range_begin_inside_it() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}, {}, {}])
    found = PublicCue.objects.between(10_000, 20_000)
    assert [cue.position for cue in found] == [2]


def test_translations_are_not_words_spoken() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}])
    french = make_language(code="fr", label_en="French")
    make_transcript(interview=interview, cues=[{}], language=french, kind="translation")
    assert [cue.language_id for cue in PublicCue.objects.as_spoken()] == ["en"]


def test_a_participant_who_speaks_can_not_be_removed() -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{}])
    with pytest.raises(Exception, match="protected"):
        Participation.objects.get(interview=interview).delete()
