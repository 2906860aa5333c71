"""The desks: what each role may do, what is refused with which words, what follows at once."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collections_app.models import User
from oralhistory.models import (
    Cue,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    ReleaseAgreement,
    Transcript,
)
from oralhistory.public_cues import WITHHELD
from tests import cast
from tests.make import make_item, make_language
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
GROUPS = ["participations", "media", "transcripts", "documents_mentioned"]
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Q>Where?\n\n00:02.000 --> 00:03.000\n<v R>There.\n"
LOSSY = VTT + b"\nWords without a time.\n"


def at(noun: str, page: str, *args: Any) -> str:
    return reverse(f"admin:oralhistory_{noun}_{page}", args=args)


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def sign_in(client: Client, person: Callable[[], User]) -> User:
    user = person()
    client.force_login(user)
    return user


def empty_groups() -> dict[str, Any]:
    return {
        f"{group}-{name}": 0
        for group in GROUPS
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }


def described(**fields: Any) -> dict[str, Any]:
    """What the form of an interview sends."""
    return {
        "title": "A day in Huye",
        "summary": "What the narrator tells of.",
        "workflow": "planned",
        "date_edtf": "2010-03-12",
        "date_certainty": "exact",
        "is_sensitivity_reviewed": "on",
        "languages": [make_language().pk],
        **empty_groups(),
        **fields,
    }


def one_recording(content: bytes, role: str = "access", **fields: Any) -> dict[str, Any]:
    return {
        "media-TOTAL_FORMS": 1,
        "media-0-role": role,
        "media-0-position": 0,
        "media-0-file": SimpleUploadedFile("tape.mp3", content),
        **fields,
    }


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
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")


def import_page(interview: Interview) -> str:
    return at("interview", "import_transcript", interview.pk)


def make_conversation() -> Interview:
    return make_interview(
        narrators=[
            {"public_name": "Rose", "speaker_labels": "R"},
            {"public_name": "Jean", "speaker_labels": "Q"},
        ]
    )


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


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.srt", VTT, "Accepted is WebVTT"),
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


def act(client: Client, noun: str, action: str, records: list[Any], **fields: Any) -> Any:
    sent = {"action": action, "_selected_action": [record.pk for record in records], **fields}
    return client.post(at(noun, "changelist"), sent)


def test_an_editor_makes_a_version_current(client: Client) -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(interview=interview, cues=[{"text": "Yes."}], current=False)
    sign_in(client, cast.editor)
    act(client, "transcript", "make_current", [transcript])
    assert PublicCue.objects.public().get().text == "Yes."
    act(client, "transcript", "take_from_readers", [transcript])
    assert not PublicCue.objects.exists()


def test_a_version_that_lost_a_withheld_passage_is_refused_with_the_moment(client: Client) -> None:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"is_withheld": True}])
    new = make_transcript(interview=interview, current=False)
    sign_in(client, cast.editor)
    act(client, "transcript", "make_current", [new])
    assert "at 0:00, has no counterpart" in words_of(client.get(at("transcript", "changelist")))
    act(client, "transcript", "make_current_as_checked", [new])
    new.refresh_from_db()
    assert new.is_current


def test_a_transcriber_does_not_decide_what_becomes_public(client: Client) -> None:
    interview = make_interview(published=True)
    transcript = make_transcript(interview=interview, cues=[{"is_withheld": True}])
    draft = make_transcript(interview=interview, cues=[{"is_withheld": True}], current=False)
    sign_in(client, cast.transcriber)
    act(client, "transcript", "make_current", [draft])
    act(client, "cue", "give_back", list(transcript.cues.all()))
    draft.refresh_from_db()
    assert not draft.is_current
    assert transcript.cues.get().is_withheld


def test_a_transcriber_begins_a_new_draft(client: Client) -> None:
    transcript = make_transcript(interview=make_interview(), cues=[{"text": "Wrods."}])
    sign_in(client, cast.transcriber)
    answer = act(client, "transcript", "draft_from", [transcript])
    draft = Transcript.objects.get(based_on=transcript)
    assert answer.url == at("transcript", "change", draft.pk)
    assert "Made from version 1" in words_of(client.get(at("transcript", "history", draft.pk)))


def test_passages_are_withheld_for_a_reason_and_given_back(client: Client) -> None:
    interview = make_interview(published=True)
    media = make_media(interview=interview)
    cue = make_transcript(interview=interview, cues=[{"text": "Kanarivogel"}]).cues.get()
    sign_in(client, cast.transcriber)
    question = act(client, "cue", "withhold", [cue])
    assert "never shown to the public" in words_of(question)
    assert not Cue.objects.get().is_withheld
    act(client, "cue", "withhold", [cue], answered="yes", reason="She asked.", replacement="")
    assert PublicCue.objects.get().text == WITHHELD
    assert not media.is_public()
    sign_in(client, cast.editor)
    act(client, "cue", "give_back", [cue])
    assert PublicCue.objects.get().text == WITHHELD, "an editor may not change passages at all"


def test_an_administrator_gives_passages_back(client: Client) -> None:
    cue = make_transcript(interview=make_interview(), cues=[{"is_withheld": True}]).cues.get()
    sign_in(client, cast.administrator)
    act(client, "cue", "give_back", [cue])
    assert not PublicCue.objects.get().is_withheld


def test_it_is_said_who_speaks(client: Client) -> None:
    interview = make_conversation()
    transcript = make_transcript(interview=interview, cues=[{"speaker": None}, {"speaker": None}])
    jean = Participation.objects.get(public_name="Jean")
    sign_in(client, cast.transcriber)
    cues = list(transcript.cues.all())
    assert "Jean" in words_of(act(client, "cue", "say_who_speaks", cues))
    act(client, "cue", "say_who_speaks", cues, answered="yes", speaker=jean.pk)
    assert {cue.speaker_label for cue in PublicCue.objects.all()} == {"Jean"}
    stranger = make_interview().participations.get()
    act(client, "cue", "say_who_speaks", cues, answered="yes", speaker=stranger.pk)
    assert {cue.speaker_label for cue in PublicCue.objects.all()} == {"Jean"}


def test_words_of_a_draft_are_corrected_and_those_of_a_settled_version_not(client: Client) -> None:
    interview = make_interview()
    narrator = interview.participations.get()
    sent = {"position": 1, "start_ms": "0:01", "end_ms": "0:05.5", "text": "Words."}
    sign_in(client, cast.transcriber)
    for current, text in [(False, "Words."), (True, "Wrods.")]:
        cue = make_transcript(
            interview=interview, cues=[{"text": "Wrods."}], current=current
        ).cues.get()
        answer = client.post(at("cue", "change", cue.pk), sent | {"speaker": narrator.pk})
        assert answer.status_code == 302, words_of(answer)
        cue.refresh_from_db()
        assert cue.text == text
    assert "Settled: make a new draft" in words_of(client.get(at("cue", "change", cue.pk)))


def test_a_change_of_a_participant_reaches_readers_at_once(client: Client) -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}])
    make_transcript(interview=interview, cues=[{}])
    narrator = interview.participations.get()
    sign_in(client, cast.cataloguer)
    answer = client.post(
        at("participation", "change", narrator.pk),
        {
            "interview": interview.pk,
            "role": "narrator",
            "identity_mode": "anonymous",
            "public_name": "",
            "position": 0,
        },
    )
    assert answer.status_code == 302, words_of(answer)
    assert PublicCue.objects.get().speaker_label == "Narrator"


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
