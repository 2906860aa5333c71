"""The public pages of interviews: complete without scripts, and silent about what is withheld."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collections_app.models import Advisory, Privacy
from oralhistory.models import IdentityMode, Interview, Role
from oralhistory.reading.captions import read_webvtt
from tests import cast
from tests.make import (
    make_advisory,
    make_agent,
    make_item,
    make_language,
    make_place,
    make_subject,
)
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
    rewritten,
    sound,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarivogel"
LIST = "/interviews/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def captions(interview: Interview) -> str:
    return reverse("oralhistory:interview-captions", args=[interview.ref])


def make_open_interview(**fields: Any) -> Interview:
    interview = make_interview(
        narrators=[{"public_name": "Rose M."}],
        place=make_place(name="Huye", published=True),
        **fields,
    )
    make_participation(interview=interview, role=Role.INTERVIEWER, public_name="Jean B.")
    cues = [
        {"text": "I was there.", "start_ms": 754_200, "end_ms": 760_000},
        {"text": "All\nday.", "start_ms": 760_000, "end_ms": 765_000},
    ]
    make_transcript(interview=interview, cues=cues)
    interview.publish(by=None)
    return interview


def test_the_list_says_who_when_where_in_which_language_and_what_is_open(client: Client) -> None:
    interview = make_open_interview(title="A day in Huye")
    said = page(client, LIST)
    for words in ("A day in Huye", "Rose M.", "12 March 2010", "Huye", "English", interview.ref):
        assert words in said
    assert "Transcript open in full. Recording not open." in said


def test_the_list_can_be_narrowed_and_an_unknown_answer_is_left_out(client: Client) -> None:
    subject = make_subject(label_en="Warnings", published=True)
    french = make_language(code="fr", label_en="French")
    first = make_interview(title="First", languages=[french], published=True)
    first.subjects.add(subject)
    make_interview(title="Second", published=True)
    for query in ("language=fr", f"subject={subject.slug}", f"place={first.place.slug}"):
        said = page(client, f"{LIST}?{query}")
        assert ("First" in said, "Second" in said) == (True, False)
    said = page(client, f"{LIST}?language=xx&place=nowhere&page=9")
    assert ("First" in said, "Second" in said) == (True, True)
    assert "There is no interview in the language “xx”" in said


def test_choices_of_the_list_tell_nothing_of_hidden_interviews(client: Client) -> None:
    hidden = make_place(name=CANARY, published=True)
    language = make_language(code="xx", label_en=f"{CANARY} language")
    subject = make_subject(label_en=f"{CANARY} subject", published=True)
    interview = make_interview(place=hidden, languages=[language])
    interview.subjects.add(subject)
    assert CANARY not in page(client, LIST)


def test_the_page_is_complete_without_scripts(client: Client) -> None:
    interview = make_open_interview()
    make_media(interview=interview, duration_ms=4_350_000)
    said = page(client, interview.get_absolute_url())
    for words in (
        "Rose M.",
        "Jean B.",
        "I was there.",
        "All<br>day.",
        "Transcript open in full. Recording open.",
        "1 hour 12 minutes",
        "Transcription in English, version 1, not yet compared with the recording.",
        'preload="none"',
        'data-start="754200" data-end="760000"',
        'id="t=754.2"',
        f'id="p-{interview.transcripts.get().cues.first().key}"',
        "12:34",
    ):
        assert words in said, words
    assert f'src="{captions(interview)}?language=en"' in said


def test_a_moment_has_an_address_in_seconds() -> None:
    interview = make_interview()
    assert interview.moment_url(754_200) == f"/interviews/{interview.ref}/#t=754.2"


def test_the_citation_names_the_version_and_the_address(client: Client) -> None:
    interview = make_open_interview(title="A “day” in Huye")
    said = page(client, interview.get_absolute_url())
    assert (
        "Rose M., interviewed by Jean B., Huye, 12 March 2010. “A ‘day’ in Huye”. Open Record, "
        f"{interview.ref}, transcription in English, version 1, "
        f"http://testserver/interviews/{interview.ref}/ (accessed [day of your visit])."
    ) in said


@pytest.mark.parametrize("kind", [{"content_notice": "Describes killings."}, {}])
def test_a_notice_leaves_the_reader_a_choice(client: Client, kind: dict[str, str]) -> None:
    interview = make_open_interview(**kind)
    if not kind:
        interview.advisories.add(make_advisory(text_en="Describes killings."))
    said = page(client, interview.get_absolute_url())
    assert "Describes killings." in said
    assert said.index("<details") < said.index("I was there.") < said.index("</details>")


def test_without_a_notice_the_words_are_simply_there(client: Client) -> None:
    assert "<details" not in page(client, make_open_interview().get_absolute_url())


def test_a_demonstration_is_marked_in_list_page_and_captions(client: Client) -> None:
    interview = make_open_interview(is_demonstration=True)
    for address in (LIST, interview.get_absolute_url(), captions(interview)):
        assert "Demonstration" in page(client, address)


def test_documents_mentioned_are_linked_with_the_moment(client: Client) -> None:
    interview = make_open_interview()
    item = make_item(title="The cable", published=True)
    make_mentioned(interview=interview, item=item, start_ms=754_200, note="She read it later.")
    make_mentioned(interview=interview, item=make_item(title=CANARY))
    said = page(client, interview.get_absolute_url())
    assert "The cable" in said
    assert "She read it later." in said
    assert f"{interview.get_absolute_url()}#t=754.2" in said
    assert CANARY not in said


def test_a_translation_has_an_address_of_its_own(client: Client) -> None:
    interview = make_open_interview()
    french = make_language(code="fr", label_en="French")
    cues = [{"text": "J'y étais.", "start_ms": 754_200, "end_ms": 760_000}]
    make_transcript(interview=interview, cues=cues, language=french, kind="translation")
    address = interview.get_absolute_url()
    assert "I was there." in page(client, address)
    assert "?language=fr#transcript" in page(client, address)
    assert "J&#x27;y étais." in page(client, f"{address}?language=fr")
    assert "J'y étais." in page(client, f"{captions(interview)}?language=fr")
    assert "I was there." in page(client, f"{address}?language=xx")


def test_captions_are_strict_webvtt_of_the_public_words(client: Client) -> None:
    interview = make_open_interview()
    answer = client.get(captions(interview))
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    document = read_webvtt(answer.content.decode())
    assert document.remarks == []
    assert [(one.label, one.text) for one in document.passages] == [
        ("Rose M.", "I was there."),
        ("Rose M.", "All\nday."),
    ]
    again = client.get(captions(interview), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_names_and_words_can_not_inject_anything(client: Client) -> None:
    evil = '<script>alert("x")</script>'
    interview = make_interview(
        title=evil, summary=evil, access_statement=evil, narrators=[{"public_name": evil}]
    )
    make_transcript(interview=interview, cues=[{"text": evil}])
    interview.publish(by=None)
    for address in (LIST, interview.get_absolute_url(), captions(interview)):
        said = page(client, address)
        assert "alert" in said
        assert evil not in said


def test_hidden_withdrawn_and_missing_answer_alike(client: Client) -> None:
    draft = make_interview()
    withdrawn = make_open_interview()
    withdrawn.withdraw(by=None, reason="A test.")
    embargoed = make_interview(public_from=timezone.now() + timedelta(days=1))
    media = [make_media(interview=one) for one in (draft, withdrawn, embargoed)]
    refs = [draft.ref, withdrawn.ref, embargoed.ref, "FTP-OH-9999"]
    for end in ("", "transcript.vtt", f"media/{media[0].uuid}/recording.wav"):
        answers = [client.get(f"/interviews/{ref}/{end}") for ref in refs]
        assert {answer.status_code for answer in answers} == {404}
    for one in media:
        assert client.get(one.get_absolute_url()).status_code == 404


def test_a_withdrawal_with_a_notice_answers_gone(client: Client) -> None:
    interview = make_open_interview()
    interview.withdraw(by=None, reason="A test.", notice="At the narrator's wish.")
    answer = client.get(interview.get_absolute_url())
    assert answer.status_code == 410
    assert "At the narrator&#x27;s wish." in answer.content.decode()


def test_a_preview_shows_what_readers_will_see_and_says_so(client: Client) -> None:
    interview = make_interview(narrators=[{"public_name": "Rose M."}], title="Not yet")
    make_transcript(
        interview=interview, cues=[{"text": CANARY, "is_withheld": True}, {"text": "Yes."}]
    )
    client.force_login(cast.editor())
    answer = client.get(interview.get_absolute_url())
    said = answer.content.decode()
    assert "Preview" in said
    assert "no-store" in answer["Cache-Control"]
    assert CANARY not in said
    assert "Yes." in said
    assert "Transcript open, 1 passage withheld. Recording not open." in said
    assert "no-store" in client.get(captions(interview))["Cache-Control"]


def test_a_preview_mentions_no_document_that_readers_would_not_see(client: Client) -> None:
    interview = make_interview()
    make_mentioned(interview=interview, item=make_item(title=CANARY))
    client.force_login(cast.editor())
    assert CANARY not in page(client, interview.get_absolute_url())


def make_canary_interview() -> Interview:
    """Make a public interview with a word planted wherever the public must not see it."""
    protected = make_agent(
        name=f"{CANARY}, Béatrice",
        display_name=f"Béatrice {CANARY}",
        history=CANARY,
        notes=CANARY,
        privacy=Privacy.PSEUDONYM,
        public_name="Rose M.",
        published=True,
    )
    interview = make_interview(
        notes=CANARY,
        place=make_place(name=CANARY),
        narrators=[
            {"agent": protected, "speaker_labels": CANARY, "notes": CANARY},
            {"agent": make_agent(name=CANARY), "identity_mode": IdentityMode.ANONYMOUS},
            {"agent": make_agent(name=f"Draft {CANARY}")},
        ],
    )
    make_participation(
        interview=interview, role=Role.INTERVIEWER, public_name=CANARY, allows=None, notes=CANARY
    )
    interview.subjects.add(make_subject(label_en=CANARY))
    make_mentioned(interview=interview, item=make_item(title=CANARY))
    return interview


def plant_in_transcripts(interview: Interview) -> None:
    interviewer = interview.participations.get(role=Role.INTERVIEWER)
    cues = [
        {"text": CANARY, "is_withheld": True, "withheld_reason": CANARY},
        {"text": CANARY, "speaker": interviewer},
        {"text": f"She was Béatrice {CANARY}."},
        {"text": "I was there.", "label": CANARY},
    ]
    make_transcript(interview=interview, cues=cues, notes=CANARY)
    make_transcript(interview=interview, cues=[{"text": CANARY}], current=False)
    french = make_language(code="fr", label_en="French")
    translated = [{"text": CANARY}, {"text": CANARY, "speaker": interviewer}]
    make_transcript(interview=interview, cues=translated, language=french, kind="translation")


def test_nothing_withheld_is_in_any_answer(client: Client) -> None:
    interview = make_canary_interview()
    plant_in_transcripts(interview)
    media = make_media(interview=interview, name=f"{CANARY}.wav")
    interview.publish(by=None)
    hidden = make_interview(title=CANARY, summary=CANARY)
    make_transcript(interview=hidden, cues=[{"text": CANARY}])

    address, vtt = interview.get_absolute_url(), captions(interview)
    for at in (LIST, address, f"{address}?language=fr", vtt, f"{vtt}?language=fr"):
        assert CANARY.casefold() not in page(client, at).casefold(), at
    assert "I was there." in page(client, address)
    assert client.get(media.get_absolute_url()).status_code == 404


def test_an_advisory_for_the_house_only_leaves_the_record(client: Client) -> None:
    interview = make_open_interview()
    interview.advisories.add(make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY))
    rewritten(interview)
    said = page(client, interview.get_absolute_url())
    assert "Transcript not open. Recording not open." in said
    assert "I was there." not in said
    assert client.get(captions(interview)).status_code == 404


def test_a_recording_is_served_whole_and_in_ranges(client: Client) -> None:
    interview = make_open_interview()
    content = sound(1)
    media = make_media(interview=interview, content=content)
    address = media.get_absolute_url()
    whole = client.get(address)
    assert (whole.status_code, whole.getvalue()) == (200, content)
    assert (whole["Content-Type"], whole["X-Content-Type-Options"]) == ("audio/wav", "nosniff")
    part = client.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.getvalue()) == (206, content[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(content)}"
    assert client.get(address, headers={"range": f"bytes={len(content)}-"}).status_code == 416
    assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert client.get(address.replace("recording.wav", "other.wav")).status_code == 404
    other = make_open_interview()
    assert client.get(address.replace(interview.ref, other.ref)).status_code == 404


def test_a_master_is_played_to_the_house_alone(client: Client) -> None:
    interview = make_open_interview()
    master = make_media(interview=interview, role="master")
    assert client.get(master.get_absolute_url()).status_code == 404
    client.force_login(cast.transcriber())
    answer = client.get(master.get_absolute_url())
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_pages_are_read_only(client: Client) -> None:
    interview = make_open_interview()
    media = make_media(interview=interview)
    addresses = [LIST, interview.get_absolute_url(), captions(interview), media.get_absolute_url()]
    assert {client.post(address).status_code for address in addresses} == {405}
