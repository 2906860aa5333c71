"""Quoting from the page of an interview: with who, when, which version, and nothing closed."""

import pytest
from django.test import Client

from oralhistory.cited_interview import MOST_PASSAGES
from oralhistory.models import Interview
from tests.make import make_language
from tests.oralhistory.make import make_interview, make_participation, make_transcript

pytestmark = pytest.mark.django_db


def told(**fields: object) -> Interview:
    interview = make_interview(title="On archives", published=True, **fields)  # type: ignore[arg-type]
    asks = make_participation(interview=interview, role="interviewer", public_name="A. Asker")
    make_transcript(
        interview=interview,
        cues=[
            {"text": "What happened?", "speaker": asks},
            {"text": "A secret\nhour passed.", "words_withheld": "secret"},
            {"text": "Then it rained."},
        ],
    )
    return interview


def asked(interview: Interview, **query: str) -> str:
    answer = Client().get(interview.get_absolute_url(), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_between_two_moments_are_given_with_their_source() -> None:
    interview = told(narrators=[{"public_name": "Rose M."}])
    page = asked(interview, **{"from": "0:05", "to": "0:00:25"})
    figure = page[page.index('<figure class="quoted">') : page.index("</figure>")]
    assert "What happened?" in figure
    assert "A [withheld] hour passed. Then it rained." in figure
    assert "Rose M., interviewed by A. Asker" in figure
    assert "transcription in English, version 1, 0:00:00–0:00:29" in figure
    assert f"http://testserver{interview.get_absolute_url()}#t=0,29" in figure


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("now", "0:10", "Write the time as hours, minutes and seconds"),
        ("", "0:10", "This field is required."),
        ("0:20", "0:10", "The quotation must end after it begins."),
        ("0:10:00", "0:11:00", "Nothing that can be read is said then."),
    ],
)
def test_what_can_not_be_quoted_is_said(start: str, end: str, said: str) -> None:
    page = asked(told(), **{"from": start, "to": end})
    assert said in page
    assert '<figure class="quoted">' not in page


def test_nobody_is_quoted_who_does_not_allow_it() -> None:
    interview = told(narrators=[{"allows": ("record", "transcript")}])
    page = asked(interview, **{"from": "0:00", "to": "0:25"})
    assert "does not allow quotation" in page
    assert '<figure class="quoted">' not in page
    assert page.count("data-unquotable") == 2  # both passages of the narrator
    assert '<figure class="quoted">' in asked(interview, **{"from": "0:00", "to": "0:05"})


def test_a_quotation_is_not_a_whole_transcript() -> None:
    interview = make_interview(published=True)
    cues = [{"text": f"Words {n}."} for n in range(MOST_PASSAGES + 1)]
    make_transcript(interview=interview, cues=cues)
    page = asked(interview, **{"from": "0:00", "to": "1:00:00"})
    assert f"That is {MOST_PASSAGES + 1} passages" in page


def test_in_one_of_several_languages_the_address_names_it() -> None:
    interview = told()
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Quoi ?"}, {"text": "Une heure."}, {"text": "Il a plu."}],
    )
    page = asked(interview, language="fr", **{"from": "0:21", "to": "0:22"})
    assert "Il a plu." in page
    assert "?language=fr#t=20,29" in page


def test_without_times_there_is_nothing_to_ask() -> None:
    interview = make_interview(published=True)
    make_transcript(interview=interview, cues=[{"text": "Once.", "start_ms": None, "end_ms": None}])
    assert 'id="quote"' not in asked(interview)
