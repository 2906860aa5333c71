"""Words are looked for across interviews, in what the public may read, at the second they stand."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from collections_app.models import Advisory, Privacy
from collections_app.search_index.asking import understood
from collections_app.search_index.rows import Row
from oralhistory.list_page import ListPage, assemble_list
from oralhistory.models import IdentityMode, Interview, MediaFile, PublicCue, Role
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.searched_words import TESTIMONY
from tests.make import make_agent, make_language, make_place, make_subject
from tests.oralhistory.make import (
    make_index_point,
    make_interview,
    make_media,
    make_participation,
    make_restriction,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db

WORD = "Gikongoro"
FRENCH = {"code": "fr", "label_en": "French"}


def told(*texts: str | dict[str, Any], title: str = "", **fields: Any) -> Interview:
    """Make a public interview in which these passages are told, ten seconds apart."""
    interview = make_interview(title=title, **fields)
    cues = [{"text": text} if isinstance(text, str) else text for text in texts]
    make_transcript(interview=interview, cues=cues)
    interview.publish(by=None)
    return interview


def listed(q: str = "", **answers: str) -> ListPage:
    query = QueryDict(mutable=True)
    query.update({"q": q} if q else {})
    query.update(answers)
    return assemble_list(query, AnonymousUser())


def found(q: str = WORD, **answers: str) -> list[Interview]:
    return [entry.card.interview for entry in listed(q, **answers).entries]


def shown(client: Client, q: str = WORD, **answers: str) -> str:
    answer = client.get("/interviews/", {"q": q} | answers)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def test_a_hit_is_quoted_with_the_word_marked_and_opens_at_its_second(client: Client) -> None:
    interview = told("Nothing.", "We fled to Gikongoro by night.", title="Flight")
    text = shown(client, "gikongoro")
    assert "1 interview with “gikongoro” in the title, the summary, a passage or the index." in text
    assert f'href="/interviews/{interview.ref}/#t=10">0:10</a> · Speaker' in text
    assert "We fled to <mark>Gikongoro</mark> by night." in text
    assert f'<a href="/interviews/{interview.ref}/?q=gikongoro">1 passage</a>' in text


def test_three_hits_are_shown_and_all_are_counted() -> None:
    told(*[f"{WORD}, {number}." for number in range(9)])
    (entry,) = listed(WORD).entries
    assert entry.found is not None
    assert [moment.clock for moment in entry.found.moments] == ["0:00", "0:10", "0:20"]
    assert entry.found.numbers.in_words == "9 passages"


def test_the_most_hits_come_first_or_the_earliest_date() -> None:
    few = told(f"{WORD}.", date_edtf="2001-01-01")
    many = told(f"{WORD}.", f"{WORD}!", date_edtf="2009-01-01")
    told("Elsewhere.")
    assert found() == [many, few]
    assert found(sort="date") == [few, many]
    assert "by passages found" in listed(WORD).said
    assert "by date of the interview" in listed(WORD, sort="date").said


def test_a_translation_opens_in_its_language_and_does_not_count_twice() -> None:
    interview = told("They spoke of Gikongoro and of witnesses.")
    french = make_language(**FRENCH)
    make_transcript(
        interview=interview,
        language=french,
        kind="translation",
        cues=[{"text": "Ils parlaient de Gikongoro et des témoins."}],
    )
    (entry,) = listed(WORD).entries
    assert entry.found is not None
    assert entry.found.numbers.in_words == "1 passage, 1 in translation"
    assert [moment.url for moment in entry.found.moments] == [
        f"/interviews/{interview.ref}/#t=0",
        f"/interviews/{interview.ref}/?language=fr#t=0",
    ]
    (entry,) = listed("temoin").entries
    assert entry.found is not None
    assert entry.found.moments[0].language == "French"
    assert entry.found.numbers.in_words == "1 passage in translation"


def test_a_passage_without_a_time_is_opened_itself() -> None:
    interview = told({"text": f"In {WORD}.", "start_ms": None, "end_ms": None})
    key = PublicCue.objects.get(interview=interview).key
    (entry,) = listed(WORD).entries
    assert entry.found is not None
    assert entry.found.moments[0].url == f"/interviews/{interview.ref}/#p-{key}"


def test_the_index_is_searched_in_title_synopsis_and_keywords() -> None:
    interview = told("Words.")
    make_index_point(
        interview=interview,
        start_ms=4_500,
        title="The roadblock",
        words={"synopsis": "How they passed.", "keywords": "Barriers; Nyabarongo"},
    )
    for question in ("roadblock", "passing", "nyabarongo", '"How they"'):
        (entry,) = listed(question).entries
        assert entry.found is not None
        (moment,) = entry.found.moments
        assert moment.is_of_index
        assert moment.url == f"/interviews/{interview.ref}/#t=4.5"
        assert entry.found.numbers.in_words == "1 point of the index"


def test_words_withheld_are_not_found_nor_what_stands_instead() -> None:
    told(
        {
            "text": f"The commander of {WORD} came.",
            "words_withheld": WORD,
            "replacement": "Placeword",
        },
        {"text": f"All of {WORD} knew.", "is_withheld": True, "replacement": "Placeword"},
    )
    assert found() == []
    assert found("Placeword") == []
    assert len(found("commander")) == 1
    assert TESTIMONY.counts(understood(WORD)) == {}


def test_a_translation_of_withheld_words_is_not_found() -> None:
    interview = told({"text": "A secret place.", "is_withheld": True}, "Another.")
    make_transcript(
        interview=interview,
        language=make_language(**FRENCH),
        kind="translation",
        cues=[{"text": f"C'était {WORD}."}, {"text": "Un autre."}],
    )
    rewrite_public_cues(interview)
    assert found() == []
    assert len(found("autre")) == 1


def test_what_is_withheld_later_leaves_the_index_with_it() -> None:
    interview = told(f"In {WORD}.")
    assert found() == [interview]
    make_restriction(interview=interview, part="transcript")
    assert found() == []
    assert TESTIMONY.counts(understood(WORD)) == {}


def test_drafts_and_withdrawn_interviews_are_not_found_or_counted(client: Client) -> None:
    draft = make_interview()
    make_transcript(interview=draft, cues=[{"text": f"In {WORD}."}])
    withdrawn = told(f"In {WORD}.")
    withdrawn.withdraw(by=None, reason="Asked by the narrator.")
    nothing = shown(client, "Nothingbird")
    assert shown(client).replace(WORD, "Nothingbird") == nothing
    assert "No interview with" in nothing
    assert TESTIMONY.groups() == set()


def test_an_embargo_hides_an_interview_up_to_its_second() -> None:
    due = timezone.now().replace(microsecond=0) + timedelta(days=1)
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": f"In {WORD}."}])
    interview.publish(by=None, public_from=due)
    assert TESTIMONY.counts(understood(WORD)) == {}
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        assert found() == []
    with time_machine.travel(due, tick=False):
        assert found() == [interview]


def test_a_person_under_a_pseudonym_is_found_by_neither_name_nor_choice(client: Client) -> None:
    person = make_agent(name="Uwamahoro, Secret", published=True)
    interview = make_interview()
    narrator = make_participation(
        interview=interview,
        agent=person,
        identity_mode=IdentityMode.PSEUDONYM,
        public_name="Beata",
    )
    make_transcript(
        interview=interview, cues=[{"text": "Uwamahoro was my name then.", "speaker": narrator}]
    )
    interview.publish(by=None)
    assert found("Uwamahoro") == []
    assert "Uwamahoro" not in shown(client, "nothing")
    assert listed(person=person.slug).problems
    assert len(listed(person=person.slug).entries) == 1


def test_a_person_whose_privacy_changed_is_no_choice() -> None:
    person = make_agent(name="Habimana, Open", published=True)
    interview = told("Words.", narrators=[{"agent": person}])
    assert found("", person=person.slug) == [interview]
    person.privacy = Privacy.WITHHELD
    person.save()
    assert listed(person=person.slug).problems


def test_people_are_chosen_with_their_role() -> None:
    person = make_agent(published=True)
    interview = told("Words.", narrators=[{"agent": person}])
    other = told("Words.")
    make_participation(interview=other, agent=person, role=Role.INTERVIEWER)
    rewritten(other)
    assert set(found("", person=person.slug)) == {interview, other}
    assert found("words", person=person.slug, role="narrator") == [interview]
    assert found("", person=person.slug, role="interviewer") == [other]
    assert found("", role="interviewer") == [other]


def test_places_and_subjects_are_those_of_the_interview_or_spoken_of() -> None:
    place, elsewhere = make_place(published=True), make_place(published=True)
    subject = make_subject(published=True)
    held = told("Words.", place=place)
    speaks = told("Words.", place=elsewhere)
    point = make_index_point(interview=speaks, places=[{"place": place}])
    assert set(found("", place=place.slug)) == {held, speaks}
    assert listed(subject=subject.slug).problems
    point.subjects.add(subject)
    assert found("words", subject=subject.slug) == [speaks]
    assert "held in or telling of" in listed("words", place=place.slug).said


def test_years_recordings_transcripts_and_languages_narrow() -> None:
    early = told("Words.", date_edtf="2001-05", languages=[make_language(**FRENCH)])
    late = told("Words.", date_edtf="2010")
    make_media(interview=late)
    closed = told({"text": "Words.", "is_withheld": True}, date_edtf="2020")
    assert found("", year_to="2001") == [early]
    assert found("", year_from="2002") == [late, closed]
    assert found("words", year_from="2001", year_to="2001") == [early]
    assert found("", recording="yes") == [late]
    assert found("", transcript="yes") == [early, late]
    assert found("", language="fr") == [early]
    assert listed(year_from="2005", year_to="2001").problems
    assert listed(year_from="x").problems
    MediaFile.objects.filter(interview=late).update(silences="others")
    assert found("", recording="yes") == []


@pytest.mark.parametrize("notice", ["own", "advisory"])
def test_behind_a_notice_words_are_counted_and_not_quoted(client: Client, notice: str) -> None:
    interview = told(f"In {WORD}, heard by Placeword.", f"{WORD} again.")
    make_index_point(interview=interview, title=f"{WORD} and Placeword")
    if notice == "own":
        Interview.objects.filter(pk=interview.pk).update(content_notice="Of violence.")
    else:
        interview.advisories.add(
            Advisory.objects.create(code="v", label_en="Violence", text_en="Of violence.")
        )
    text = shown(client)
    assert "2 passages, 1 point of the index</a>. A notice comes before the words" in text
    assert f'href="/interviews/{interview.ref}/?q={WORD}"' in text
    assert "Placeword" not in text
    assert "<mark>" not in text


def test_an_empty_answer_helps_and_a_question_without_words_is_said(client: Client) -> None:
    told("Words.")
    text = shown(client, "Nyamata refugees")
    assert "No interview with “Nyamata” and" in text
    assert "Ask again without the words" in text
    text = shown(client, "😀")
    assert "“😀” holds no word to look for. It was left out." in text
    assert "1 interview" in text
    assert "“the” stands in nearly every passage and was left out." in shown(client, "the words")


@pytest.mark.parametrize(
    "question",
    ['"', '""', "'", "NEAR(a b)", "words:x", "*", "a*", "(", "\\", "x\x00y", "😀", "é" * 10_000,
     "the of and", "le la les", '"the of"', "a' | 'b", "%", "_", "-x", "{", "\u202eabc", "\ud7ff"],
)  # fmt: skip
def test_no_question_is_an_error(client: Client, question: str) -> None:
    told(f"In {WORD} x y words near.")
    shown(client, question)


def test_markup_in_passages_and_questions_stays_text(client: Client) -> None:
    told(f"<b>{WORD}</b> <script>x</script>")
    answer = client.get("/interviews/", {"q": f"<i>{WORD}</i>"}).content.decode()
    assert "&lt;b&gt;" not in answer or "<b>" not in answer
    assert "<script>x" not in answer
    assert f"<i>{WORD}" not in answer


def test_results_come_in_pages(client: Client) -> None:
    for _ in range(11):
        told(f"In {WORD}.")
    text = shown(client)
    assert "Page 1 of 2" in text
    assert f"q={WORD}&page=2" in text
    assert "There is no page 9" in shown(client, page="9")


def test_the_index_can_be_written_anew_and_loses_what_is_no_more(capsys: Any) -> None:
    interview = told(f"In {WORD}.")
    TESTIMONY.forget([interview.pk])
    TESTIMONY.write(interview.pk + 1, [Row(1, 1, f"In {WORD}.", "e")])
    assert found() == []
    call_command("rebuild_search")
    assert "Written anew for searching: 1 interviews." in capsys.readouterr().out
    assert found() == [interview]
    assert TESTIMONY.groups() == {interview.pk}
    call_command("rebuild_search", after=("interviews", interview.pk))
    assert "0 interviews." in capsys.readouterr().out


def test_what_the_index_holds_is_what_readers_may_read() -> None:
    """Rows that another transaction has since replaced are never quoted."""
    interview = told(f"In {WORD}.")
    PublicCue.objects.filter(interview=interview).delete()
    (entry,) = listed(WORD).entries
    assert entry.found is not None
    assert entry.found.moments == []


def test_a_newer_version_takes_the_place_of_the_one_before() -> None:
    interview = told("Formerly Nyamata.")
    make_transcript(interview=interview, cues=[{"text": f"Then {WORD}."}])
    assert found() == [interview]
    assert found("Nyamata") == []
