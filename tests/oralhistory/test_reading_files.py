"""Real files read, counted against readers of the standard library that know nothing of ours."""

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from oralhistory.reading.formats import read_transcript
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript

OHMS = "{https://www.weareavp.com/nunncenter/ohms}"
TEI = "{http://www.tei-c.org/ns/1.0}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Of each OHMS file: points, marks, places, links, notes.
MEASURED = {
    "alyea_OH0010.xml": (15, 0, 0, 2, 0),
    "duarte_OH0344.xml": (7, 28, 1, 0, 0),
    "hanford_OH0139.xml": (9, 141, 0, 3, 2),
    "various_gaps.xml": (0, 22, 0, 0, 0),
    "OHMS-Sample-006.xml": (12, 62, 0, 0, 0),
    "valid_sample_missing.xml": (18, 60, 11, 17, 0),
    "invalid_sample_xml.xml": (64, 0, 0, 0, 0),
}


def read(path: Path) -> TranscriptDocument:
    return read_transcript(path.name, path.read_bytes())


def letters(words: str) -> str:
    """The letters and digits of a text: what must all arrive."""
    return "".join(letter for letter in words if letter.isalnum())


def spoken(document: TranscriptDocument) -> str:
    """All words of a document with each label where it changes."""
    parts, former = [], ""
    for passage in document.passages:
        if passage.label != former:
            parts.append(passage.label)
            former = passage.label
        parts.append(passage.text)
    return letters(" ".join(parts))


def record_of(path: Path) -> ElementTree.Element:
    record = ElementTree.parse(path).getroot().find(f"{OHMS}record")  # noqa: S314
    assert record is not None
    return record


@pytest.mark.parametrize("name", MEASURED)
def test_ohms_files_are_read_whole(shared_data: Path, name: str) -> None:
    path = shared_data / "oral-history" / "ohms" / name
    record, document = record_of(path), read(path)
    points, marks, places, links, notes = MEASURED[name]
    assert len(document.index) == len(record.findall(f".//{OHMS}point")) == points
    sync = record.findtext(f"{OHMS}sync") or ""
    assert document.times_given == len(re.findall(r"\|\d", sync)) == marks
    assert sum(len(point.places) for point in document.index) == places
    written = [one.text or "" for one in record.iter(f"{OHMS}hyperlink")]
    given = sum(1 for address in written if address.strip())
    assert sum(len(point.links) for point in document.index) == given == links
    assert len(document.notes) == notes
    assert not document.loses_words


@pytest.mark.parametrize("name", ["duarte_OH0344.xml", "hanford_OH0139.xml", "various_gaps.xml"])
def test_no_word_of_a_transcript_is_lost(shared_data: Path, name: str) -> None:
    path = shared_data / "oral-history" / "ohms" / name
    text = record_of(path).findtext(f"{OHMS}transcript") or ""
    without_notes = re.sub(r"\[\[footnotes\]\].*|\[\[footnote\]\]\d+\[\[/footnote\]\]", "", text,
                           flags=re.DOTALL)  # fmt: skip
    document = read(path)
    words_without_labels = letters(re.sub(r"(?m)^\s*[A-Z]{4,}:", "", without_notes))
    assert letters(" ".join(one.text for one in document.passages)) == words_without_labels
    turns = len(re.findall(r"(?m)^\s*[A-Z]{4,}:", without_notes))
    changes = [one.label for one in document.passages]
    assert sum(1 for one, other in zip(["", *changes], changes, strict=False) if one != other) <= (
        max(turns, 1)
    )


def test_times_of_marks_never_run_ahead_of_the_words(shared_data: Path) -> None:
    """Word after word: the mark before a word is never later than the passage it is in begins."""
    for name in ("duarte_OH0344.xml", "hanford_OH0139.xml"):
        document = read(shared_data / "oral-history" / "ohms" / name)
        starts = [one.start_ms for one in document.passages]
        assert starts == sorted(starts, key=lambda start: start or 0)
        assert all(one.end_ms is None or one.end_ms > (one.start_ms or 0)
                   for one in document.passages)  # fmt: skip


def test_captions_inside_ohms_are_counted_by_their_arrows(shared_data: Path) -> None:
    path = shared_data / "oral-history" / "ohms" / "chappelear-ohmsvtt-example.xml"
    vtt = record_of(path).findtext(f"{OHMS}vtt_transcript") or ""
    document = read(path)
    assert document.times_given == len(document.passages) == vtt.count("-->") == 13
    assert [str(remark) for remark in document.remarks] == ["line 50: This passage lasts no time."]
    assert document.speakers == {"SCHNEIDER": 3, "CHAPPELEAR": 10}


def test_the_bilingual_file_has_both_languages_in_its_index(shared_data: Path) -> None:
    document = read(shared_data / "oral-history" / "ohms" / "OHMS-Sample-006.xml")
    assert (document.language, document.second_language) == ("spanish", "english")
    assert all(point.words and point.translated for point in document.index)
    assert document.translation is None  # “No English transcript available at this time.”
    assert document.speakers == {"ENTREVISTADORA": 28, "ENTREVISTADO": 28}


def test_a_file_without_words_or_index_is_refused(shared_data: Path) -> None:
    with pytest.raises(UnreadableTranscript, match="neither a transcript nor an index"):
        read(shared_data / "oral-history" / "ohms" / "empty_ohms.xml")


@pytest.mark.parametrize(
    ("name", "lost"),
    [("chunk_test.srt", 0), ("invalid_timeframe.srt", 0), ("sample.srt", 0),
     ("missing_timeframe.srt", 1)],
)  # fmt: skip
def test_subrip_files_are_counted_by_their_arrows(shared_data: Path, name: str, lost: int) -> None:
    path = shared_data / "oral-history" / "srt" / name
    document = read(path)
    assert len(document.passages) == document.times_given == path.read_text().count("-->")
    assert sum(remark.loses_words for remark in document.remarks) == lost


def test_tables_are_counted_by_their_rows(shared_data: Path) -> None:
    folder = shared_data / "oral-history" / "csv"
    with (folder / "armantrout.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["words"].strip()]
    document = read(folder / "armantrout.csv")
    assert len(document.passages) == len(rows) == 525
    assert document.times_given == sum(1 for row in rows if row["timestamp"].strip()) == 33
    with (folder / "index_armantrout.csv").open(encoding="utf-8-sig", newline="") as file:
        points = list(csv.DictReader(file))
    assert len(read(folder / "index_armantrout.csv").index) == len(points) == 21
    document = read(folder / "ohd_fuberlin_transcript-import-template.csv")
    assert [(one.start_ms, one.label) for one in document.passages] == [
        (4241, "INT"), (10_090, "AM"), (13_120, "INT"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["OHMS_Import_Template", "demo-ohd-metadata", "ohd_fuberlin_metadata-import-template"],
)
def test_tables_of_metadata_are_no_transcripts(shared_data: Path, name: str) -> None:
    with pytest.raises(UnreadableTranscript, match="No column is named words"):
        read(shared_data / "oral-history" / "csv" / f"{name}.csv")


def test_word_and_text_are_read_paragraph_by_paragraph(shared_data: Path) -> None:
    folder = shared_data / "oral-history" / "docx_txt"
    data = (folder / "chunk_test.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        root = ElementTree.fromstring(packed.read("word/document.xml"))  # noqa: S314
    texts = ["".join(one.itertext()) for one in root.iter(f"{WORD}p")]
    document = read(folder / "chunk_test.docx")
    assert len(document.passages) == sum(1 for text in texts if text.strip()) == 50
    assert spoken(document) == letters(" ".join(texts))
    text = (folder / "chunk_test.txt").read_text(encoding="utf-8")
    assert spoken(read(folder / "chunk_test.txt")) == letters(text)


def test_tei_utterances_are_counted(shared_data: Path) -> None:
    path = shared_data / "oral-history" / "tei" / "Parla-CLARIN-Exemplar.xml"
    root = ElementTree.parse(path).getroot()  # noqa: S314
    document = read(path)
    utterances = list(root.iter(f"{TEI}u"))
    named = [one for one in document.passages if not one.text.startswith("[")]
    assert len(named) == len(utterances) == 7
    assert spoken_words(named) == letters(" ".join("".join(one.itertext()) for one in utterances))


def spoken_words(passages: list) -> str:
    return letters(" ".join(passage.text for passage in passages))


@pytest.mark.parametrize("name", ["2006-china-cold-war.xml", "2007-detente.xml"])
def test_tei_without_utterances_keeps_every_word_of_its_body(shared_data: Path, name: str) -> None:
    path = shared_data / "oral-history" / "tei" / name
    body = next(ElementTree.parse(path).getroot().iter(f"{TEI}body"))  # noqa: S314
    document = read(path)
    assert not any(one.start_ms for one in document.passages)
    whole = letters("".join(body.itertext()))
    kept = spoken_words(document.passages)
    labels = sum(len(letters(one.label)) for one in document.passages)
    assert len(kept) <= len(whole) <= len(kept) + labels
    with_labels = letters(" ".join(f"{one.label} {one.text}" for one in document.passages))
    for paragraph in body.iter(f"{TEI}p"):
        assert letters("".join(paragraph.itertext()))[-30:] in with_labels
