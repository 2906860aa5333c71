"""What programs get of an interview: only public words, in formats that read back as they are."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
import webvtt
from django.test import Client
from lxml import etree

from oralhistory.models import Interview
from oralhistory.reading.formats import read_transcript
from oralhistory.transcripts import TranscriptDocument
from tests import cast
from tests.conftest import SHARED_DATA, skip_or_fail
from tests.make import make_language, make_link, make_subject
from tests.oralhistory.make import (
    make_annotation,
    make_index_point,
    make_interview,
    make_media,
    make_participation,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db

HOSTILE = "=cmd() <b>&amp;</b> --> \x0b ]]> “quoted”, 1\n\nnext"
TEI = "{http://www.tei-c.org/ns/1.0}"
IIIF = SHARED_DATA.parent / "judges" / "schemas" / "iiif_3_0.json"
FORMS = ("vtt", "srt", "txt", "csv", "tei.xml", "ohms.xml")


def told() -> Interview:
    """An interview in two languages with a gap, a note, an index and a recording."""
    interview = make_interview(title="Telling & listening", published=True)
    asks = make_participation(interview=interview, role="interviewer", public_name="A. Asker")
    transcript = make_transcript(
        interview=interview,
        cues=[
            {"text": "What did the cable say?", "speaker": asks},
            {"text": "It named Kigali and a secret street.", "words_withheld": "a secret street"},
            {"text": "All of this is secret.", "is_withheld": True},
            {"text": HOSTILE},
        ],
    )
    first = transcript.cues.get(position=1)
    make_annotation(cue=first, quote="the cable", body="The cable of 11 January 1994.")
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[
            {"text": "Que disait le câble ?"},
            {"text": "Une rue secrète."},
            {"text": "Tout est secret."},
            {"text": "Ensuite."},
        ],
    )
    point = make_index_point(
        interview=interview,
        end_ms=9_000,
        title="The cable",
        words={"synopsis": "What it says.", "keywords": "cable; warning"},
        places=[{"name": "Kigali", "latitude": "-1.95", "longitude": "30.06"}],
    )
    point.links.create(link=make_link(), note="Why it matters.")
    make_media(interview=interview, duration_ms=60_000)
    return interview


def taken(interview: Interview, form: str, **query: str) -> bytes:
    answer = Client().get(f"{interview.get_absolute_url()}transcript.{form}", query)
    assert answer.status_code == 200, form
    return bytes(answer.content)


def read_back(interview: Interview, form: str) -> TranscriptDocument:
    known = [person.public_name for person in interview.participations.all()]
    return read_transcript(f"transcript.{form}", taken(interview, form), known)


@pytest.mark.parametrize("form", FORMS)
def test_no_format_holds_a_withheld_word(form: str) -> None:
    interview = told()
    for language in ("en", "fr"):
        text = taken(interview, form, language=language).decode()
        assert "secr" not in text
    text = taken(interview, form).decode()
    assert "It named Kigali and" in text


@pytest.mark.parametrize("form", FORMS)
def test_every_format_reads_back_with_its_words_speakers_and_times(form: str) -> None:
    interview = told()
    document = read_back(interview, form)
    assert len(document.passages) == 4
    first = document.passages[0]
    assert first.text.replace(" [note 1]", "") == "What did the cable say?"
    assert first.label.casefold() == "a. asker"
    step = 1000 if form == "txt" else 1
    assert [(one.start_ms or 0) // step * step for one in document.passages] == [
        0, 10_000, 20_000, 30_000,
    ]  # fmt: skip
    if form not in ("txt", "ohms.xml"):
        assert [one.end_ms for one in document.passages][:3] == [9_000, 19_000, 29_000]
    assert "“quoted”" in document.passages[3].text
    lost = [remark.message for remark in document.remarks if remark.loses_words]
    assert len(lost) == (1 if form == "txt" else 0), lost  # its notes stand behind the words


def test_ohms_reads_back_with_notes_index_and_second_language() -> None:
    document = read_back(told(), "ohms.xml")
    note = document.passages[0].notes[0]
    assert (note.body, document.passages[0].text[note.start : note.end]) == (
        "The cable of 11 January 1994.",
        "the cable",
    )
    assert (document.language, document.second_language) == ("en", "fr")
    assert document.translation is not None
    assert [one.text for one in document.translation.passages] == [
        "Que disait le câble ?", "[Passage withheld]", "[Passage withheld]", "Ensuite.",
    ]  # fmt: skip
    assert [point.start_ms for point in document.index] == [0]


def test_tei_says_where_something_is_withheld() -> None:
    root = etree.fromstring(taken(told(), "tei.xml"))
    gaps = list(root.iter(f"{TEI}gap"))
    assert [gap.get("reason") for gap in gaps] == ["not published"] * 2
    assert [gap.findtext(f"{TEI}desc") for gap in gaps] == ["withheld", "Passage withheld"]
    assert root.findtext(f".//{TEI}title") == "Telling & listening"
    assert root.find(f".//{TEI}media").get("url").startswith("http://testserver/interviews/")


def test_ohms_is_valid_against_its_schema() -> None:
    path = SHARED_DATA / "oral-history" / "ohms" / "xsd" / "ohms-6.0.xsd"
    if not path.exists():
        skip_or_fail("the schema of OHMS is not beside this checkout")
    schema = etree.XMLSchema(etree.parse(path))
    for interview in (told(), make_indexed()):
        schema.assertValid(etree.fromstring(taken(interview, "ohms.xml")))


def make_indexed() -> Interview:
    """An interview of which only the index is open."""
    interview = make_interview(published=True)
    make_index_point(interview=interview, title="A point")
    make_index_point(interview=interview, title="Un point", language=make_language(code="fr"))
    return interview


def test_captions_are_read_by_another_program_as_they_are() -> None:
    interview = told()
    captions = webvtt.from_buffer(io.BytesIO(taken(interview, "vtt")))
    assert len(captions) == 4
    assert captions[0].voice == "A. Asker"


def test_no_cell_of_the_table_is_run_as_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(taken(told(), "csv").decode(), newline="")))
    assert [row["withheld"] for row in rows] == ["", "in part", "whole", ""]
    assert rows[3]["words"].startswith("'=cmd()")
    assert rows[0]["link"].endswith(f"#p-{rows[0]['key']}")


def test_words_without_times_have_no_captions_and_every_other_format() -> None:
    interview = make_interview(published=True)
    untimed: dict[str, Any] = {"start_ms": None, "end_ms": None}
    make_transcript(interview=interview, cues=[{"text": "Said at no known time.", **untimed}])
    for form in ("vtt", "srt"):
        address = f"{interview.get_absolute_url()}transcript.{form}"
        assert Client().get(address).status_code == 404
    for form in ("txt", "csv", "tei.xml", "ohms.xml"):
        document = read_back(interview, form)
        assert [one.text for one in document.passages] == ["Said at no known time."]
        assert document.passages[0].start_ms is None


def test_the_manifest_has_recording_words_and_index() -> None:
    interview = told()
    manifest = json.loads(Client().get(f"{interview.get_absolute_url()}manifest.json").content)
    (canvas,) = manifest["items"]
    assert canvas["duration"] == 60
    painted = canvas["items"][0]["items"][0]
    assert painted["body"]["type"] == "Sound"
    assert painted["target"] == canvas["id"]
    english, french = canvas["annotations"]
    assert english["items"][0]["body"]["format"] == "text/vtt"
    assert english["items"][2]["target"] == f"{canvas['id']}#t=10,19"
    assert "secr" not in json.dumps(manifest)
    assert french["items"][1]["body"]["language"] == "fr"
    (point,) = manifest["structures"][0]["items"]
    assert point["label"] == {"en": ["The cable"]}
    if not IIIF.exists():
        skip_or_fail("the schema of IIIF is not beside this checkout")
    jsonschema.validate(manifest, json.loads(IIIF.read_text()))


@pytest.mark.parametrize(
    "closed",
    [
        lambda interview: Interview.objects.filter(pk=interview.pk).update(
            content_notice="Killings."
        ),
        lambda interview: make_restriction(interview=interview, part="recording"),
    ],
)
def test_there_is_no_manifest_where_nothing_may_be_heard_unasked(
    closed: Callable[[Interview], object],
) -> None:
    interview = told()
    closed(interview)
    assert Client().get(f"{interview.get_absolute_url()}manifest.json").status_code == 404


def test_a_content_notice_stands_before_the_words_of_every_file() -> None:
    interview = told()
    Interview.objects.filter(pk=interview.pk).update(content_notice="It tells of killings.")
    for form in ("vtt", "txt", "tei.xml", "ohms.xml"):
        assert "It tells of killings." in taken(interview, form).decode()


def test_a_citation_says_who_when_where_and_which_version() -> None:
    interview = told()
    interview.subjects.add(make_subject(published=True))
    address = interview.get_absolute_url()
    (item,) = json.loads(Client().get(f"{address}cite.json").content)
    assert item["type"] == "interview"
    assert item["issued"] == {"date-parts": [[2010, 3, 12]]}
    assert item["interviewer"] == [{"literal": "A. Asker"}]
    assert item["version"] == "transcription in English, version 1"
    ris = Client().get(f"{address}cite.ris").content.decode()
    assert ris.startswith("TY  - PCOMM\r\n")
    assert "DA  - 2010/03/12\r\n" in ris
    assert ris.endswith("ER  - \r\n")
    bibtex = Client().get(f"{address}cite.bib").content.decode()
    assert r"title = {{Telling \& listening}}" in bibtex
    assert Client().get(f"{address}cite.doc").status_code == 404


def test_what_is_not_public_is_a_preview_for_the_house_and_nothing_for_others() -> None:
    interview = make_interview(published=False)
    make_transcript(interview=interview, cues=[{"text": "Not yet."}])
    curator = Client()
    curator.force_login(cast.transcriber())
    for name in ("transcript.txt", "transcript.vtt", "cite.ris"):
        address = f"{interview.get_absolute_url()}{name}"
        assert Client().get(address).status_code == 404
        answer = curator.get(address)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert curator.get(f"{interview.get_absolute_url()}manifest.json").status_code == 404


def test_a_file_that_is_known_is_not_sent_again() -> None:
    interview = told()
    address = f"{interview.get_absolute_url()}transcript.tei.xml"
    answer = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)


def test_words_are_looked_for_in_what_the_manifest_tells() -> None:
    interview = told()
    manifest = Client().get(f"{interview.get_absolute_url()}manifest.json").json()
    [service] = manifest["service"]
    assert service == {
        "id": f"http://testserver{interview.get_absolute_url()}search",
        "type": "SearchService2",
    }
    found = Client().get(f"{interview.get_absolute_url()}search", {"q": "cable"}).json()
    assert [one["body"]["language"] for one in found["items"]] == ["en", "fr"]
    told_at = [
        one["target"]
        for page in manifest["items"][0]["annotations"]
        for one in page["items"]
        if "TextualBody" in one["body"]["type"]
    ]
    assert {one["target"] for one in found["items"]} <= set(told_at)
    selector = found["annotations"][0]["items"][0]["target"]["selector"][0]
    assert (selector["prefix"], selector["exact"]) == ("What did the ", "cable")
    for word in ("secret", "withheld"):
        answer = Client().get(f"{interview.get_absolute_url()}search", {"q": word}).json()
        assert answer["items"] == [] or word == "secret", answer
        assert "secret street" not in json.dumps(answer)


def test_an_interview_that_asks_first_is_not_looked_through() -> None:
    interview = told()
    Interview.objects.filter(pk=interview.pk).update(content_notice="Tells of killings.")
    assert Client().get(f"{interview.get_absolute_url()}search?q=cable").status_code == 404
