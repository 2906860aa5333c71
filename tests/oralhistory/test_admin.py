"""The desks: what each role may do, what is refused with which words, what follows at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from collections_app.models import User
from oralhistory.models import Interview, MediaFile, ReleaseAgreement
from tests import cast
from tests.make import make_item
from tests.oralhistory.desks import at, described, one_recording, sign_in, words_of
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_media,
    make_mentioned,
    make_transcript,
    sound,
)

pytestmark = pytest.mark.django_db

NOUNS = ["interview", "participation", "releaseagreement", "transcript", "cue"]

MAY_SEE = {
    cast.cataloguer: set(NOUNS),
    cast.transcriber: {"interview", "participation", "transcript", "cue"},
    cast.editor: set(NOUNS),
    cast.director: {"interview"},
    cast.administrator: set(NOUNS),
}


@pytest.mark.parametrize("person", MAY_SEE)
def test_each_desk_opens_for_whom_it_is_meant(client: Client, person: Callable[[], User]) -> None:
    interview = make_interview(title="A day in Huye")
    transcript = make_transcript(interview=interview, cues=[{}])
    make_media(interview=interview)
    make_mentioned(interview=interview, item=make_item(published=True), start_ms=1000)
    records = {
        "interview": interview,
        "participation": interview.participations.get(),
        "releaseagreement": interview.participations.get().agreements.get(),
        "transcript": transcript,
        "cue": transcript.cues.get(),
    }
    sign_in(client, person)
    for noun in NOUNS:
        expected = 200 if noun in MAY_SEE[person] else 403
        assert client.get(at(noun, "changelist")).status_code == expected, noun
        assert client.get(at(noun, "change", records[noun].pk)).status_code == expected, noun


@pytest.mark.parametrize(
    ("person", "nouns"),
    [
        (cast.cataloguer, {"interview", "participation", "releaseagreement", "transcript"}),
        (cast.transcriber, {"transcript", "cue"}),
        (cast.editor, set()),
        (cast.director, set()),
        (cast.administrator, set(NOUNS)),
    ],
)
def test_each_role_adds_what_its_work_needs(
    client: Client, person: Callable[[], User], nouns: set[str]
) -> None:
    sign_in(client, person)
    may_add = {noun for noun in NOUNS if client.get(at(noun, "add")).status_code == 200}
    assert may_add == nouns


def test_a_transcriber_reads_nothing_of_agreements(client: Client) -> None:
    interview = make_interview(narrators=[{"allows": None}])
    make_agreement(participation=interview.participations.get(), notes="Kanarivogel")
    sign_in(client, cast.transcriber)
    said = words_of(client.get(at("interview", "change", interview.pk)))
    assert "signed on" not in said
    assert "Kanarivogel" not in said


def test_an_interview_is_described_with_its_people_and_recordings(client: Client) -> None:
    user = sign_in(client, cast.cataloguer)
    answer = client.post(
        at("interview", "add"),
        described(
            **one_recording(sound(), **{"media-0-duration_ms": "1:02:03"}),
            **{
                "participations-TOTAL_FORMS": 1,
                "participations-0-role": "narrator",
                "participations-0-identity_mode": "identified",
                "participations-0-public_name": "Rose M.",
                "participations-0-position": 0,
                "documents_mentioned-TOTAL_FORMS": 1,
                "documents_mentioned-0-item": make_item().pk,
                "documents_mentioned-0-start_ms": "12:34.5",
                "documents_mentioned-0-position": 0,
            },
        ),
    )
    assert answer.status_code == 302, words_of(answer)
    interview = Interview.objects.get()
    assert (interview.ref, interview.created_by) == ("FTP-OH-0001", user)
    media = interview.media.get()
    assert (media.media_type, media.duration_ms) == ("audio/wav", 3_723_000)
    assert interview.documents_mentioned.get().start_ms == 754_500
    said = words_of(client.get(at("interview", "change", interview.pk)))
    assert "1:02:03" in said
    assert "12:34.500" in said
    assert "has no documented agreement to the record" in said


@pytest.mark.parametrize(
    ("content", "role", "message"),
    [
        (b"<html><script>alert(1)</script>", "access", "Only sound and video are accepted here"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(300), "access", "keep it as a master"),
        (b"", "master", "The submitted file is empty"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_and_nothing_is_kept(
    client: Client, content: bytes, role: str, message: str
) -> None:
    sign_in(client, cast.cataloguer)
    answer = client.post(at("interview", "add"), described(**one_recording(content, role)))
    assert answer.status_code == 200
    assert message in words_of(answer)
    assert not Interview.objects.exists()


def test_a_recording_is_kept_once(client: Client) -> None:
    sign_in(client, cast.cataloguer)
    twice = one_recording(sound()) | {
        "media-TOTAL_FORMS": 2,
        "media-1-role": "access",
        "media-1-position": 1,
        "media-1-file": SimpleUploadedFile("again.mp3", sound()),
    }
    answer = client.post(at("interview", "add"), described(**twice))
    assert "The same recording is in this interview already" in words_of(answer)
    assert not MediaFile.objects.exists()


def test_a_moment_that_is_none_is_refused_at_its_field(client: Client) -> None:
    sign_in(client, cast.cataloguer)
    answer = client.post(
        at("interview", "add"),
        described(**one_recording(sound(), **{"media-0-duration_ms": "an hour"})),
    )
    assert "Write the time as hours, minutes and seconds" in words_of(answer)


def test_an_agreement_is_added_and_works_at_once(client: Client) -> None:
    interview = make_interview(narrators=[{"allows": None}])
    narrator = interview.participations.get()
    sign_in(client, cast.cataloguer)
    answer = client.post(
        at("releaseagreement", "add"),
        {
            "participation": narrator.pk,
            "signed_on": "2010-03-12",
            "signed_by": "The narrator",
            "document": SimpleUploadedFile("Rose's form.pdf", b"%PDF-1.4 a signed form"),
            "allows_record": "on",
        },
    )
    assert answer.status_code == 302, words_of(answer)
    agreement = ReleaseAgreement.objects.get()
    assert (agreement.version, agreement.document_type) == (1, "application/pdf")
    assert "Rose" not in agreement.document.name
    interview.publish(by=None)
    assert interview.is_public()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"signed_on": "2999-01-01"}, "can not be signed in the future"),
        ({"allows_transcript": "on"}, "Nothing can be public without the record"),
        ({"withdrawn_on": "2009-01-01"}, "before the agreement was signed"),
        (
            {"document": SimpleUploadedFile("a.pdf", b"<html>no paper</html>")},
            "neither a PDF, an image of a paper, nor a recording",
        ),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused_at_its_field(
    client: Client, fields: dict[str, Any], message: str
) -> None:
    narrator = make_interview(narrators=[{"allows": None}]).participations.get()
    sign_in(client, cast.cataloguer)
    base = {"participation": narrator.pk, "signed_on": "2010-03-12", "signed_by": "The narrator"}
    answer = client.post(at("releaseagreement", "add"), base | fields)
    assert answer.status_code == 200
    assert message in words_of(answer)
    assert not ReleaseAgreement.objects.exists()


def test_an_agreement_is_neither_changed_nor_deleted_at_any_desk(client: Client) -> None:
    agreement = make_interview().participations.get().agreements.get()
    sign_in(client, cast.administrator)
    assert client.post(at("releaseagreement", "change", agreement.pk), {}).status_code == 403
    assert client.post(at("releaseagreement", "delete", agreement.pk), {}).status_code == 403


def test_a_signed_document_is_given_to_whoever_may_see_agreements(client: Client) -> None:
    agreement = make_agreement(
        participation=make_interview(narrators=[{"allows": None}]).participations.get(),
        document=SimpleUploadedFile("agreement.pdf", b"%PDF-1.4 a signed form"),
        document_type="application/pdf",
        document_sha256="0" * 64,
    )
    address = at("releaseagreement", "document", agreement.pk)
    assert client.get(address).status_code == 302
    for person, status in [(cast.transcriber, 403), (cast.director, 403), (cast.cataloguer, 200)]:
        sign_in(client, person)
        answer = client.get(address)
        assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_publication_is_for_editors_and_refused_while_something_is_missing(client: Client) -> None:
    interview = make_interview(narrators=[{"allows": None}], summary="")
    address = at("interview", "publication", interview.pk, "publish")
    sign_in(client, cast.cataloguer)
    assert client.post(address).status_code == 403
    sign_in(client, cast.editor)
    client.post(address)
    said = words_of(client.get(at("interview", "change", interview.pk)))
    assert "has no documented agreement to the record" in said
    assert "The summary is empty" in said
    make_agreement(participation=interview.participations.get(), signed_on=date(2010, 3, 12))
    Interview.objects.filter(pk=interview.pk).update(summary="What is told.")
    client.post(address)
    assert interview.is_public()


def test_bytes_leave_with_their_record(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    interview = make_interview(narrators=[])
    media = make_media(interview=interview)
    sign_in(client, cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(at("interview", "delete", interview.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not media.file.storage.exists(media.file.name)
