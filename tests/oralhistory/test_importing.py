"""Transcripts taken in: looked at first, kept whole or not at all, never public by themselves."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from oralhistory import taking_in
from oralhistory.importing import import_transcript, preview_import, take_in
from oralhistory.models import Cue, PublicCue, Role, Transcript
from oralhistory.reading.formats import MOST_BYTES
from oralhistory.transcripts import UnreadableTranscript
from tests.make import make_language
from tests.oralhistory.make import make_interview, make_participation, make_transcript

pytestmark = pytest.mark.django_db

FILE = b"""\xef\xbb\xbfWEBVTT
Language: fr

00:01.000 --> 00:02.500
<v Q>O\xc3\xb9 ?

00:02.500 --> 00:04.000
<v ROSE>L\xc3\xa0.

00:04.000 --> 00:04.000
Dans l'\xc3\xa9glise.
"""
BILINGUAL = (
    b"<ROOT><record><index><point><time>5</time><title>A</title><title_alt>B</title_alt></point>"
    b"</index><transcript>Q: Where?\n\nROSE: There.</transcript></record></ROOT>"
)
LOSSY = FILE + b"\nWords without a time.\n"


def make_two() -> tuple:
    interview = make_interview(narrators=[{"public_name": "Rose", "speaker_labels": "Rose\nRM"}])
    interviewer = make_participation(
        interview=interview, role=Role.INTERVIEWER, public_name="Interviewer", speaker_labels="Q"
    )
    return interview, interview.participations.get(role=Role.NARRATOR), interviewer


def test_a_look_at_a_file_says_what_it_would_become_and_keeps_nothing() -> None:
    interview, narrator, interviewer = make_two()
    french = make_language(code="fr", label_en="French")
    preview = preview_import(interview, "day 1.vtt", FILE)
    assert preview.language == french
    assert [(one.label, one.passages, one.participation) for one in preview.speakers] == [
        ("Q", 1, interviewer),
        ("ROSE", 2, narrator),
    ]
    assert [str(remark) for remark in preview.document.remarks] == [
        "line 10: This passage lasts no time."
    ]
    assert not Transcript.objects.exists()


def test_an_import_is_a_new_draft_with_the_file_byte_for_byte() -> None:
    interview, narrator, interviewer = make_two()
    transcript = import_transcript(
        interview,
        name="../day 1.vtt",
        data=FILE,
        language=make_language(),
        speakers={"Q": interviewer, "ROSE": narrator},
        by=None,
    )
    assert (transcript.version, transcript.status, transcript.is_current) == (1, "draft", False)
    assert transcript.original.read() == FILE
    assert transcript.original_name == "day 1.vtt"
    assert "day" not in transcript.original.name
    cues = list(transcript.cues.values_list("position", "start_ms", "end_ms", "speaker", "text"))
    assert cues == [
        (1, 1000, 2500, interviewer.pk, "Où ?"),
        (2, 2500, 4000, narrator.pk, "Là."),
        (3, 4000, 4000, narrator.pk, "Dans l'église."),
    ]
    assert transcript.import_warnings == ["line 10: This passage lasts no time."]
    assert not PublicCue.objects.exists()


def test_the_same_file_again_is_a_further_version_and_said() -> None:
    interview, _, _ = make_two()
    words = {"name": "a.vtt", "data": FILE, "language": make_language(), "speakers": {}, "by": None}
    first = import_transcript(interview, **words)
    assert preview_import(interview, "a.vtt", FILE).same_as == first
    assert import_transcript(interview, **words).version == 2


def test_words_are_left_out_only_if_somebody_says_so() -> None:
    interview, _, _ = make_two()
    words = {
        "name": "a.vtt",
        "data": LOSSY,
        "language": make_language(),
        "speakers": {},
        "by": None,
    }
    with pytest.raises(ValidationError, match="line 13: These words have no time"):
        import_transcript(interview, **words)
    assert not Transcript.objects.exists()
    assert import_transcript(interview, **words, leave_out=True).cues.count() == 3


def test_a_speaker_of_another_interview_is_refused() -> None:
    interview, _, _ = make_two()
    stranger = make_interview().participations.get()
    with pytest.raises(ValidationError, match="another interview"):
        import_transcript(
            interview,
            name="a.vtt",
            data=FILE,
            language=make_language(),
            speakers={"Q": stranger},
            by=None,
        )
    assert not Transcript.objects.exists()


def test_a_failure_half_way_leaves_neither_rows_nor_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    interview, _, _ = make_two()
    kept: list[str] = []

    def fail(transcript: Transcript, *_: object) -> list[Cue]:
        kept.append(transcript.original.name)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(taking_in, "_cues", fail)
    with pytest.raises(RuntimeError):
        import_transcript(
            interview, name="a.vtt", data=FILE, language=make_language(), speakers={}, by=None
        )
    assert not Transcript.objects.exists()
    storage = Transcript._meta.get_field("original").storage
    assert kept
    assert not storage.exists(kept[0])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.otr", b"Words.", "named “.otr” can not be read. Accepted are WebVTT"),
        ("a.docx", b"PK\x03\x04", "a Word document or another packed file"),
        ("a.pdf", b"%PDF-1.4", "a PDF"),
        ("a.txt", b"<!DOCTYPE html><html></html>", "a page of HTML"),
        ("a.vtt", "WEBVTT".encode("utf-16"), "UTF-16. Save it as UTF-8"),
        ("a.vtt", b"WEBVTT\n\n" + b"x" * MOST_BYTES, "million bytes"),
    ],
)
def test_other_files_are_refused_with_what_is_accepted(
    name: str, data: bytes, message: str
) -> None:
    interview, _, _ = make_two()
    with pytest.raises(UnreadableTranscript, match=message):
        preview_import(interview, name, data)


def test_a_label_that_could_mean_two_people_is_left_to_a_person() -> None:
    interview = make_interview(narrators=[{"speaker_labels": "A"}, {"speaker_labels": "a"}])
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Yes."
    assert preview_import(interview, "a.vtt", data).speakers[0].participation is None


def test_words_without_a_label_belong_to_the_only_participant() -> None:
    interview = make_interview()
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nYes."
    found = preview_import(interview, "a.vtt", data).speakers[0].participation
    assert found == interview.participations.get()


def test_the_command_checks_without_keeping(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    interview, _, _ = make_two()
    path = tmp_path / "day 1.vtt"
    path.write_bytes(FILE)
    call_command("import_transcript", interview.ref, str(path), "--check")
    said = capsys.readouterr().out
    assert "3 passages" in said
    assert "line 10: This passage lasts no time." in said
    assert not Transcript.objects.exists()


def test_the_command_keeps_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    interview, narrator, _ = make_two()
    path = tmp_path / "day 1.vtt"
    path.write_bytes(FILE)
    make_language(code="fr", label_en="French")
    call_command("import_transcript", interview.ref, str(path), "--language", "fr")
    transcript = Transcript.objects.get()
    assert transcript.language_id == "fr"
    assert transcript.cues.filter(speaker=narrator).count() == 2
    assert "Nothing became public" in capsys.readouterr().out


def test_the_command_says_what_else_a_file_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    interview, _, _ = make_two()
    path = tmp_path / "a.xml"
    path.write_bytes(BILINGUAL)
    make_language(code="en", label_en="English")
    make_language(code="fr", label_en="French")
    options = ["--language", "english", "--second-language", "French"]
    call_command("import_transcript", interview.ref, str(path), *options, "--check")
    said = capsys.readouterr().out
    assert "a.xml: OHMS, 2 passages" in said
    assert "index points: 1" in said
    call_command("import_transcript", interview.ref, str(path), *options)
    assert "new index points: 1" in capsys.readouterr().out
    texts = interview.index_points.get().texts
    assert set(texts.values_list("language", "title")) == {("en", "A"), ("fr", "B")}


@pytest.mark.parametrize(
    ("ref", "content", "options", "message"),
    [
        ("FTP-OH-9999", FILE, [], "There is no interview FTP-OH-9999"),
        ("", b"", [], "The file is empty"),
        ("", None, [], "can not be read: No such file"),
        ("", FILE, ["--language", "xx"], "Say the language"),
        ("", LOSSY, ["--language", "en"], "Words of this file would be lost"),
        ("", LOSSY, ["--check"], "Words of this file would be lost"),
        ("", BILINGUAL, ["--language", "en"], "with --second-language"),
        ("", b"WEBVTT" + b" " * 5_000_000, [], "5.0 million bytes; a transcript may have 4.2"),
    ],
)
def test_the_command_fails_with_a_reason_and_keeps_nothing(
    tmp_path: Path, ref: str, content: bytes | None, options: list[str], message: str
) -> None:
    interview, _, _ = make_two()
    path = tmp_path / "day 1.vtt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("import_transcript", ref or interview.ref, str(path), *options)
    assert not Transcript.objects.exists()


READABLE = {"vtt", "srt", "ohms", "csv", "tei", "docx_txt"}
REFUSED = {
    "empty_ohms.xml",
    "OHMS_Import_Template.csv",
    "demo-ohd-metadata.csv",
    "ohd_fuberlin_metadata-import-template.csv",
}


@pytest.mark.parametrize("folder", sorted(READABLE))
def test_real_files_are_imported_and_read(shared_data: Path, folder: str) -> None:
    interview = make_interview(published=True)
    narrator = interview.participations.get()
    found = sorted((shared_data / "oral-history" / folder).rglob("*.*"))
    files = [path for path in found if path.suffix != ".xsd" and path.name not in REFUSED]
    second = make_language(code="xx", label_en="Another language")
    for path in files:
        data = path.read_bytes()
        preview = preview_import(interview, path.name, data)
        kept = take_in(
            interview,
            name=path.name,
            data=data,
            language=make_language(),
            second_language=second if preview.document.has_second_language else None,
            speakers=dict.fromkeys(preview.document.speakers, narrator),
            by=None,
            leave_out=path.name == "missing_timeframe.srt",
        )
        transcript = kept.transcript
        assert transcript.cues.count() == len(preview.document.passages)
        assert len(kept.index.added) + kept.index.known == len(preview.document.index)
        assert transcript.original.read() == data
    assert Transcript.objects.count() == len(files)


def test_a_corrected_draft_does_not_lose_what_was_withheld() -> None:
    interview, _, _ = make_two()
    make_transcript(
        interview=interview, cues=[{"start_ms": 2600, "end_ms": 3000, "is_withheld": True}]
    )
    data = b"WEBVTT\n\n00:02.500 --> 00:04.000\nKanarivogel"
    transcript = import_transcript(
        interview, name="a.vtt", data=data, language=make_language(), speakers={}, by=None
    )
    assert not transcript.cues.withheld().exists()
    assert not PublicCue.objects.filter(text__contains="Kanarivogel").exists()
