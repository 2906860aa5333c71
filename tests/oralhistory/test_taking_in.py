"""What an import makes of a file: versions with lasting keys, notes, redactions and an index."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from collections_app.models import ExternalLink, Language, Subject
from oralhistory import taking_in
from oralhistory.importing import preview_import, take_in
from oralhistory.models import (
    Annotation,
    Cue,
    CueRedaction,
    IndexPoint,
    IndexPointText,
    Interview,
    PublicCue,
    PublicIndexPoint,
    ReviewTask,
    SilencePlan,
    Transcript,
)
from oralhistory.taking_in import Kept
from oralhistory.versions import make_current
from tests.make import make_language, make_subject
from tests.oralhistory.make import (
    make_annotation,
    make_index_point,
    make_interview,
    make_media,
    make_transcript,
)
from tests.oralhistory.test_reading_ohms import NESTED, ohms

pytestmark = pytest.mark.django_db

INDEX = (
    "<index><point><time>0</time><title>Begin</title><title_alt>Début</title_alt>"
    f"<synopsis>A</synopsis><keywords>x;y</keywords><subjects>Churches.;Else</subjects>{NESTED}"
    "</point><point><time>60</time><title>Then</title></point></index>"
)
BILINGUAL = ohms(
    "<language>English</language><transcript_alt_lang>French</transcript_alt_lang>"
    f"<sync>1:|2(1)</sync><sync_alt>1:|2(1)</sync_alt>{INDEX}"
    "<transcript>Yes[[footnote]]1[[/footnote]].\nNo.\n[[footnotes]][[note]]Or not[[/note]]"
    "[[/footnotes]]</transcript><transcript_alt>Oui.\nNon.</transcript_alt>"
)


def french() -> Language:
    return make_language(code="fr", label_en="French")


def take(interview: Interview, name: str, data: bytes | str, **said: Any) -> Kept:
    content = data.encode() if isinstance(data, str) else data
    known: dict[str, Any] = {"language": make_language(), "speakers": {}, "by": None} | said
    return take_in(interview, name=name, data=content, **known)


def captions(*words: str, every: int = 10) -> str:
    blocks = [
        f"{place * every // 60:02}:{place * every % 60:02}.000 --> "
        f"{(place * every + 9) // 60:02}:{(place * every + 9) % 60:02}.000\n{said}"
        for place, said in enumerate(words)
    ]
    return "\n\n".join(["WEBVTT", *blocks])


def keys(transcript: Transcript) -> list[str]:
    return list(transcript.cues.order_by("position").values_list("key", flat=True))


def test_both_languages_of_a_file_become_drafts_with_the_same_keys() -> None:
    interview = make_interview()
    english, second = make_language(code="en", label_en="English"), french()
    preview = preview_import(interview, "a.xml", BILINGUAL)
    assert (preview.language, preview.second_language) == (english, second)
    assert preview.document.counts == {
        "passages in a second language": 2,
        "index points": 2,
        "notes": 1,
        "places marked as not for the public": 0,
    }
    kept = take(interview, "a.xml", BILINGUAL, second_language=second)
    assert kept.translation is not None
    assert (kept.translation.kind, kept.translation.language) == ("translation", second)
    assert keys(kept.transcript) == keys(kept.translation)
    for version in (kept.transcript, kept.translation):
        assert version.original.read() == BILINGUAL
        assert (version.status, version.is_current) == ("draft", False)
    note = Annotation.objects.get()
    assert (note.body, note.quote, note.kind) == ("Or not", "Yes", "footnote")
    assert note.cue.text[note.start : note.end] == "Yes"
    assert not PublicCue.objects.exists()


def test_the_second_language_must_be_said_and_be_another_one() -> None:
    interview = make_interview()
    for wrong in (None, make_language()):
        with pytest.raises(ValidationError, match="language"):
            take(interview, "a.xml", BILINGUAL, second_language=wrong)
    assert not Transcript.objects.exists()
    assert not IndexPoint.objects.exists()


def test_a_failure_in_the_translation_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the index is broken")

    monkeypatch.setattr(taking_in, "keep_index", fail)
    with pytest.raises(RuntimeError):
        take(make_interview(), "a.xml", BILINGUAL, second_language=french())
    assert not Transcript.objects.exists()
    assert not Annotation.objects.exists()


def test_an_index_is_added_once_however_often_it_comes() -> None:
    interview, second = make_interview(), french()
    church = make_subject(label_en="Churches")
    first = take(interview, "a.xml", BILINGUAL, second_language=second)
    assert (len(first.index.added), first.index.known) == (2, 0)
    again = take(interview, "a.xml", BILINGUAL, second_language=second)
    assert (len(again.index.added), again.index.known) == (0, 2)
    begin, then = interview.index_points.order_by("start_ms")
    assert (begin.start_ms, then.start_ms, begin.is_withheld) == (0, 60_000, False)
    assert {text.language_id: text.title for text in begin.texts.all()} == {
        make_language().pk: "Begin",
        "fr": "Début",
    }
    text = begin.texts.get(title="Begin")
    assert (text.synopsis, text.keyword_list) == ("A", ["x", "y", "Else"])
    assert list(begin.subjects.all()) == [church]
    assert [str(place) for place in begin.places.all()] == ["Kigali", "Huye"]
    assert [use.link.url for use in begin.links.all()] == ["https://a.org/1", "http://a.org/2"]
    assert ExternalLink.objects.count() == 2
    assert Subject.objects.count() == 1
    assert "became keywords: 1, for example “Else”" in first.transcript.import_warnings[-1]


def test_a_point_gets_its_words_in_a_further_language() -> None:
    interview = make_interview()
    only = BILINGUAL.replace(b"<title_alt>", b"<x>").replace(b"</title_alt>", b"</x>")
    only = only.replace(b"<transcript_alt>Oui.\nNon.</transcript_alt>", b"")
    take(interview, "a.xml", only)
    assert IndexPointText.objects.count() == 2
    take(interview, "a.xml", BILINGUAL, second_language=french())
    assert IndexPoint.objects.count() == 2
    assert IndexPointText.objects.count() == 3


def test_new_points_of_an_interview_that_readers_see_are_withheld() -> None:
    interview = make_interview(published=True)
    kept = take(interview, "a.xml", BILINGUAL, second_language=french())
    assert all(point.is_withheld for point in kept.index.added)
    assert not PublicIndexPoint.objects.exists()
    assert "the new points of the index are withheld" in kept.transcript.import_warnings[-1]


def test_an_index_without_words_is_kept_with_its_file() -> None:
    interview = make_interview()
    data = ohms(f"{INDEX.replace('title_alt', 'x')}<transcript>No transcript.</transcript>")
    kept = take(interview, "a.xml", data)
    assert not kept.transcript.cues.exists()
    assert kept.transcript.original.read() == data
    assert interview.index_points.count() == 2
    with pytest.raises(ValidationError, match="no words"):
        make_current(kept.transcript, by=None)


def test_passages_that_are_the_same_keep_their_keys_in_a_new_version() -> None:
    interview = make_interview()
    first = take(interview, "a.vtt", captions("We went home.", "Then to the big church.", "Yes."))
    later = captions("A new beginning.", "We went, home!", "Then to the old church.", "Yes.")
    second = take(interview, "b.vtt", later.replace("00:10", "00:00").replace("00:20", "00:10"))
    before, after = keys(first.transcript), keys(second.transcript)
    assert after[1:] == before
    assert after[0] not in before
    assert second.transcript.based_on == first.transcript


def test_a_passage_that_became_another_one_gets_a_new_key() -> None:
    interview = make_interview()
    first = take(interview, "a.vtt", captions("We went home.", "Yes."))
    second = take(interview, "b.vtt", captions("Nobody was there any more.", "Yes."))
    assert keys(second.transcript)[0] != keys(first.transcript)[0]
    assert keys(second.transcript)[1] == keys(first.transcript)[1]


def test_words_that_are_said_again_and_again_do_not_share_a_key() -> None:
    interview = make_interview()
    first = take(interview, "a.vtt", captions("Yes.", "Yes.", "Yes."))
    second = take(interview, "b.vtt", captions("Yes.", "Yes.", "Yes.", "Yes."))
    assert len(set(keys(second.transcript))) == 4
    assert set(keys(first.transcript)) <= set(keys(second.transcript))


def test_a_translation_in_a_file_of_its_own_has_the_keys_of_what_it_translates() -> None:
    interview = make_interview()
    spoken = take(interview, "a.vtt", captions("Yes.", "No."))
    kept = take(interview, "b.vtt", captions("Oui.", "Non."), language=french(), kind="translation")
    assert keys(kept.transcript) == keys(spoken.transcript)


def test_notes_go_along_or_ask_somebody() -> None:
    interview = make_interview()
    first = take(interview, "a.vtt", captions("In Huye then.", "In Kigali now.", "Gone."))
    one, two, three = first.transcript.cues.order_by("position")
    make_annotation(cue=one, quote="Huye", body="A town")
    make_annotation(cue=two, quote="Kigali", body="The capital")
    make_annotation(cue=three, body="Long silence")
    second = take(interview, "b.vtt", captions("Well, in Huye then.", "In the town now.", "Gone."))
    notes = Annotation.objects.filter(cue__transcript=second.transcript).order_by("cue__position")
    found = [(note.body, note.cue.position, note.start, note.anchoring) for note in notes]
    assert found == [
        ("A town", 1, 9, "firm"),
        ("The capital", 2, None, "uncertain"),
        ("Long silence", 3, None, "firm"),
    ]
    assert (second.notes, second.uncertain_notes) == (3, 1)
    task = ReviewTask.objects.get()
    assert (task.kind, task.state, task.interview) == ("anchor", "open", interview)
    assert "1 notes have no certain place: “Kigali”" in task.words
    assert Annotation.objects.filter(cue__transcript=first.transcript).count() == 3


def test_a_note_whose_words_stand_twice_is_uncertain_and_those_of_a_file_come_once() -> None:
    interview = make_interview()
    first = take(interview, "a.vtt", captions("In Huye."))
    make_annotation(cue=first.transcript.cues.get(), quote="Huye", body="A town")
    second = take(interview, "b.vtt", captions("In Huye, in Huye."))
    assert second.uncertain_notes == 1
    other, again = make_interview(), french()
    take(other, "a.xml", BILINGUAL, second_language=again)
    assert take(other, "a.xml", BILINGUAL, second_language=again).notes == 1


CODED = (
    "TIMECODE\tSPEAKER\tTRANSCRIPT\n00:00:01.000\tAM\tMy uncle <res killed them> then.\n"
    "00:00:05.000\tAM\t<an Jean>\n00:00:09.000\tAM\tIn Huye.\n"
)


def test_what_the_file_marks_is_withheld_from_the_first_moment() -> None:
    interview = make_interview(published=True)
    narrator = interview.participations.get()
    kept = take(interview, "a.tsv", CODED, speakers={"AM": narrator})
    redactions = CueRedaction.objects.order_by("cue__position")
    assert [(one.quote, one.is_whole, one.replacement) for one in redactions] == [
        ("killed them", False, ""),
        ("", True, "[name]"),
    ]
    assert {one.reason for one in redactions} == {
        "Marked in the file: not published.",
        "Marked in the file: anonymized.",
    }
    make_current(kept.transcript, by=None)
    told = " ".join(PublicCue.objects.values_list("text", flat=True))
    assert "Huye" in told
    assert "killed" not in told
    assert "Jean" not in told


def test_what_a_draft_marks_is_silent_at_once_and_points_are_looked_at_again() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{"start_ms": 1000, "end_ms": 4000}])
    point = make_index_point(interview=interview, is_cleared=True)
    assert SilencePlan.objects.get(interview=interview).digest == SilencePlan.NOWHERE
    take(interview, "a.tsv", CODED)
    assert SilencePlan.objects.get(interview=interview).digest != SilencePlan.NOWHERE
    point.refresh_from_db()
    assert not point.is_cleared


def test_the_last_passage_lasts_until_the_recording_ends() -> None:
    interview = make_interview()
    text = "[00:00:05] A.\n[00:01:00] B."
    assert last(take(interview, "a.txt", text)).end_ms == 60_000
    make_media(interview=interview, duration_ms=90_000)
    assert last(take(interview, "a.txt", text)).end_ms == 90_000


def last(kept: Kept) -> Cue:
    return kept.transcript.cues.order_by("position").last()


def test_text_without_times_becomes_passages_without_times() -> None:
    kept = take(make_interview(), "a.txt", "A.\n\nB.")
    cues = kept.transcript.cues.order_by("position")
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [
        (None, None, "A."),
        (None, None, "B."),
    ]
