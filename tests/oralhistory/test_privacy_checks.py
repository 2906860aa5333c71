"""Six questions before an interview goes to the public: asked at the desk, never changed."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from collections_app.publication import NotReady
from oralhistory.models import PrivacyCheck
from tests import cast
from tests.oralhistory.desks import at, sign_in, words_of
from tests.oralhistory.make import make_interview, make_privacy_check, make_transcript

pytestmark = pytest.mark.django_db

ANSWERS = {field: "no" for field, _, _ in PrivacyCheck.QUESTIONS}


def test_nothing_is_published_before_the_questions_are_answered() -> None:
    interview = make_interview()
    PrivacyCheck.objects.all().delete()
    with pytest.raises(NotReady, match="Nobody has answered the six questions"):
        interview.publish(by=None)


def test_something_open_keeps_an_interview_back_until_it_is_dealt_with() -> None:
    interview = make_interview()
    make_privacy_check(interview=interview, endangers="open", notes="At 0:10.")
    with pytest.raises(NotReady, match="not dealt with"):
        interview.publish(by=None)
    make_privacy_check(interview=interview, endangers="settled", notes="At 0:10, withheld.")
    interview.publish(by=None)
    assert interview.is_public()


def test_the_questions_are_answered_about_the_version_that_readers_get() -> None:
    interview = make_interview()
    make_transcript(interview=interview)
    old = PrivacyCheck.objects.latest("pk").transcript
    make_transcript(interview=interview)
    make_privacy_check(interview=interview, transcript=old)
    with pytest.raises(NotReady, match="were not answered about"):
        interview.publish(by=None)


@pytest.mark.parametrize("answer", ["settled", "open"])
def test_whoever_says_yes_says_where(answer: str) -> None:
    with pytest.raises(ValidationError, match="Say where"):
        make_privacy_check(interview=make_interview(), is_bound_by_law=answer)


def test_a_check_is_never_changed() -> None:
    check = make_privacy_check(interview=make_interview())
    check.endangers = "open"
    with pytest.raises(ValidationError, match="never changed"):
        check.save()
    with pytest.raises(ValidationError, match="never changed"):
        PrivacyCheck.objects.update(endangers="no")


def test_a_transcriber_answers_at_the_desk(client: Client) -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview)
    person = sign_in(client, cast.transcriber)
    address = at("privacycheck", "add")
    form = words_of(client.get(f"{address}?interview={interview.pk}"))
    assert "Could anybody alive be put in danger?" in form
    answer = client.post(address, {"interview": interview.pk, **ANSWERS, "endangers": ""})
    assert "This field is required" in words_of(answer)
    client.post(address, {"interview": interview.pk, "transcript": transcript.pk, **ANSWERS})
    check = interview.privacy_checks.first()
    assert check is not None
    assert (check.created_by, check.transcript, check.is_passed) == (person, transcript, True)
    shown = client.get(at("privacycheck", "change", check.pk))
    assert "Save" not in words_of(shown).split("<form", 1)[-1].split("</form>")[0]


def test_a_version_of_another_interview_is_refused() -> None:
    other = make_transcript(interview=make_interview())
    with pytest.raises(ValidationError, match="another interview"):
        make_privacy_check(interview=make_interview(), transcript=other)
