"""A transcript taken in at the desk: looked at first, then kept whole or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from collections_app.models import User
from oralhistory.models import Interview, Transcript
from tests import cast
from tests.make import make_language
from tests.oralhistory.desks import at, make_conversation, sign_in, words_of
from tests.oralhistory.make import make_interview

pytestmark = pytest.mark.django_db

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Q>Where?\n\n00:02.000 --> 00:03.000\n<v R>There.\n"
LOSSY = VTT + b"\nWords without a time.\n"


def import_page(interview: Interview) -> str:
    return at("interview", "import_transcript", interview.pk)


def look(client: Client, interview: Interview, data: bytes, name: str = "a.vtt") -> Any:
    return client.post(import_page(interview), {"file": SimpleUploadedFile(name, data)})


def answers_on(page: Any) -> dict[str, Any]:
    """What the form of a look at a file would send back unchanged."""
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form}
    return {name: getattr(value, "pk", value) for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("person", [cast.transcriber, cast.cataloguer])
def test_a_transcript_is_looked_at_and_then_kept_as_a_draft(
    client: Client, person: Callable[[], User]
) -> None:
    interview = make_conversation()
    user = sign_in(client, person)
    assert client.get(import_page(interview)).status_code == 200
    page = look(client, interview, VTT)
    assert "2 passages" in words_of(page)
    assert not Transcript.objects.exists()
    answer = client.post(import_page(interview), answers_on(page))
    transcript = Transcript.objects.get()
    assert answer.url == at("transcript", "change", transcript.pk)
    assert (transcript.created_by, transcript.is_current) == (user, False)
    assert [cue.speaker.public_name for cue in transcript.cues.all()] == ["Jean", "Rose"]
    assert "Nothing became public" in words_of(client.get(answer.url))
    original = client.get(at("transcript", "original", transcript.pk))
    assert original.getvalue() == VTT


BILINGUAL = (
    b"<ROOT><record><transcript_alt_lang>French</transcript_alt_lang><index><point><time>5</time>"
    b"<title>A</title></point></index><transcript>Q: Where?\n\nX: There.</transcript>"
    b"<transcript_alt>Q: O\xc3\xb9 ?\n\nX: L\xc3\xa0.</transcript_alt></record></ROOT>"
)


def test_a_look_says_what_else_there_is_and_adds_nobody(client: Client) -> None:
    interview = make_conversation()
    make_language(code="fr", label_en="French")
    sign_in(client, cast.cataloguer)
    page = look(client, interview, BILINGUAL, "a.xml")
    words = words_of(page)
    assert "OHMS: 2 passages" in words
    assert "Passages in a second language: 2" in words
    assert "Index points: 1" in words
    assert "Labels that mean nobody who takes part: X." in words
    answers = answers_on(page)
    assert answers["second_language"] == "fr"
    refused = client.post(import_page(interview), answers | {"second_language": ""})
    assert "This field is required" in words_of(refused)
    answer = client.post(import_page(interview), answers)
    assert "new index points: 1" in words_of(client.get(answer.url))
    assert {version.language_id for version in Transcript.objects.all()} == {
        answers["language"],
        "fr",
    }
    assert interview.participations.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.otr", b"Words.", "Accepted are WebVTT"),
        ("a.vtt", "WEBVTT".encode("utf-16"), "Save it as UTF-8"),
        ("a.vtt", b"WEBVTT\n\nNOTE nothing", "holds no passage"),
        ("a.vtt", b"WEBVTT\n\n" + b"x" * 4_200_000, "may have 4 million bytes"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_with_a_reason(
    client: Client, name: str, data: bytes, message: str
) -> None:
    sign_in(client, cast.transcriber)
    assert message in words_of(look(client, make_conversation(), data, name))
    assert not Transcript.objects.exists()


def test_words_that_would_be_lost_are_shown_and_left_out_only_knowingly(client: Client) -> None:
    interview = make_conversation()
    sign_in(client, cast.transcriber)
    page = look(client, interview, LOSSY)
    assert "Words would be lost:</strong> line 9: These words have no time" in words_of(page)
    answers = answers_on(page)
    refused = client.post(import_page(interview), answers)
    assert "This field is required" in words_of(refused)
    assert not Transcript.objects.exists()
    client.post(import_page(interview), answers | {"leave_out": "on"})
    assert Transcript.objects.get().cues.count() == 2


def test_what_was_tampered_with_between_look_and_keep_is_read_again(client: Client) -> None:
    interview = make_conversation()
    sign_in(client, cast.transcriber)
    answers = answers_on(look(client, interview, VTT))
    for content in ("not base64!", "d2hhdGV2ZXI="):
        answer = client.post(import_page(interview), answers | {"content": content})
        assert answer.status_code == 200
    stranger = make_interview().participations.get()
    client.post(import_page(interview), answers | {"speaker_0": stranger.pk})
    assert not Transcript.objects.exists()


@pytest.mark.parametrize("person", [cast.editor, cast.director])
def test_who_may_not_add_transcripts_imports_none(
    client: Client, person: Callable[[], User]
) -> None:
    interview = make_conversation()
    sign_in(client, person)
    assert client.get(import_page(interview)).status_code == 403
    assert look(client, interview, VTT).status_code == 403
