"""WebVTT read and written: nothing that was said is dropped in silence."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import webvtt

from oralhistory.reading.captions import read_webvtt
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript, decoded
from oralhistory.webvtt import write_webvtt


def read(body: str) -> TranscriptDocument:
    return read_webvtt(f"WEBVTT\n\n{body}")


def said(document: TranscriptDocument) -> list[tuple[str, str]]:
    return [(passage.label, passage.text) for passage in document.passages]


def remarks(document: TranscriptDocument) -> list[str]:
    return [str(remark) for remark in document.remarks]


def test_times_are_read_to_the_millisecond_with_and_without_hours() -> None:
    document = read("00:01.200 --> 01:02:03.456\nA\n\n100:00:00.000 --> x\nB")
    assert [(one.start_ms, one.end_ms) for one in document.passages] == [(1200, 3_723_456)]
    assert remarks(document)[0].startswith("line 6: The time can not be read")


def test_marks_line_ends_headers_settings_and_identifiers_are_understood() -> None:
    text = decoded(
        "\ufeffWEBVTT - a title\r\nKind: captions\r\nLanguage: rw-RW\r\n\r\n"
        "2 - Begins\r\n00:01.000 --> 00:02.000 align:start position:10%\r\nMuraho\r\n".encode()
    )
    document = read_webvtt(text)
    assert said(document) == [("", "Muraho")]
    assert document.language == "rw"
    assert document.remarks == []


def test_comments_styles_and_regions_are_not_words() -> None:
    document = read(
        "STYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE one line\n\nNOTE\nseveral\nlines\n\n"
        "00:01.000 --> 00:02.000\nNOTE that this is said aloud."
    )
    assert said(document) == [("", "NOTE that this is said aloud.")]
    assert document.remarks == []


def test_a_passage_without_a_voice_belongs_to_the_voice_before_it() -> None:
    document = read(
        "00:01.000 --> 00:02.000\n<v Interviewer>Where?\n\n"
        "00:02.000 --> 00:03.000\n<v.loud Rose M.>In the church.</v>\n\n"
        "00:03.000 --> 00:04.000\nThat is where."
    )
    assert said(document) == [
        ("Interviewer", "Where?"),
        ("Rose M.", "In the church."),
        ("Rose M.", "That is where."),
    ]
    assert document.speakers == {"Interviewer": 1, "Rose M.": 2}


def test_several_voices_in_one_passage_are_told_apart() -> None:
    document = read("00:01.000 --> 00:02.000\n<v A>Yes.</v>\n<v B>No.\nNever.</v>")
    assert said(document) == [("A", "Yes."), ("B", "No.\nNever.")]
    assert {(one.start_ms, one.end_ms, one.line) for one in document.passages} == {(1000, 2000, 3)}
    assert document.times_given == 1


def test_entities_and_marks_become_plain_words() -> None:
    document = read(
        "00:01.000 --> 00:02.000\n<v R&amp;M><i>R&eacute;my</i> <c.red>said</c> <00:01.500>"
        "&lt;no&gt; &amp; left.<br><br>Then <lang fr>rien</lang>."
    )
    assert said(document) == [("R&M", "Rémy said <no> & left.\nThen rien.")]


def test_what_is_no_mark_is_kept_as_words_and_remarked() -> None:
    document = read("00:01.000 --> 00:02.000\nThey were <inaudible> and 2 < 3.")
    assert said(document) == [("", "They were <inaudible> and 2 < 3.")]
    assert remarks(document) == [
        "line 3: “<inaudible>” is no mark of WebVTT and was kept as words."
    ]


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("<v <b>Rose</b>>", "Rose"),
        ("<v &lt;script&gt;alert(1)&lt;/script&gt;>", "<script>alert(1)</script>"),
        ("<v  Rose\tM. >", "Rose M."),
    ],
)
def test_a_speaker_label_with_markup_is_plain_text(label: str, plain: str) -> None:
    assert said(read(f"00:01.000 --> 00:02.000\n{label}Yes.")) == [(plain, "Yes.")]


def test_marks_in_a_speaker_label_are_taken_out_with_a_remark() -> None:
    document = read("00:01.000 --> 00:02.000\n<v <b>Rose</b>>Yes.")
    assert remarks(document) == ["line 3: Marks were taken out of the name of a speaker: “Rose”."]


def test_a_missing_or_backward_end_is_the_beginning_of_the_next_passage() -> None:
    document = read("00:01.000 -->\nA\n\n00:03.000 --> 00:00.000\nB\n\n00:07.000 --> 00:06.000\nC")
    assert [(one.start_ms, one.end_ms) for one in document.passages] == [
        (1000, 3000),
        (3000, 7000),
        (7000, None),
    ]
    assert [remark.line for remark in document.remarks] == [3, 6, 9]


def test_a_very_long_label_is_cut_and_remarked() -> None:
    document = read(f"00:01.000 --> 00:02.000\n<v {'x' * 200}>Yes.")
    assert document.passages[0].label == "x" * 160
    assert "longer than 160" in remarks(document)[0]


@pytest.mark.parametrize(
    ("times", "remark"),
    [
        ("00:05.000 --> 00:05.000", "This passage lasts no time."),
        ("00:05.000 --> 00:04.000", "This passage ends before it begins; it was taken to last un"),
        ("00:05.000 -->", "The end of this passage is missing"),
        ("00:05.000 --> align:start", "The end of this passage is missing"),
        ("00:05.000 --> 00:0x.000", "The end of this passage is missing or can not be read"),
        ("00:05 --> 00:06", "The time is not written as WebVTT asks"),
        ("0:00:05,000 --> 0:00:06,000", "The time is not written as WebVTT asks"),
    ],
)
def test_faulty_times_are_remarked_and_their_words_kept(times: str, remark: str) -> None:
    document = read(f"{times}\nWords.")
    assert said(document) == [("", "Words.")]
    assert remarks(document)[0].startswith(f"line 3: {remark}")
    assert not document.loses_words
    assert document.passages[0].start_ms == 5000


@pytest.mark.parametrize(
    "body",
    [
        "00:0x.000 --> 00:05.000\nLost words.",
        "00:61.000 --> 00:62.000\nLost words.",
        "half past two --> three\nLost words.",
        "Lost words without a time.",
        "NOTE\n\nLost words after a blank line in a comment.",
        "NOTE\n1\n00:01.000 --> 00:02.000\nLost words.",
    ],
)
def test_words_that_would_be_lost_are_named_with_their_line(body: str) -> None:
    document = read(f"00:01.000 --> 00:02.000\nKept.\n\n{body}")
    assert said(document) == [("", "Kept.")]
    assert document.loses_words
    assert all(remark.line >= 6 for remark in document.remarks)


def test_overlaps_and_disorder_are_remarked_and_put_in_order() -> None:
    document = read(
        "00:05.000 --> 00:08.000\nB\n\n00:07.500 --> 00:09.000\nC\n\n00:01.000 --> 00:02.000\nA"
    )
    assert [one.text for one in document.passages] == ["A", "B", "C"]
    assert remarks(document) == [
        "line 6: This passage overlaps that of line 3 by 0.500 seconds.",
        "line 9: This passage begins before that of line 6; it was put in its place in time.",
    ]


def test_a_missing_blank_line_between_passages_loses_nothing() -> None:
    document = read(
        "1\n00:01.000 --> 00:02.000\nA\n2\n00:02.000 --> 00:03.000\nB\n00:03.000 --> 00:04.000\nC"
    )
    assert [one.text for one in document.passages] == ["A", "B", "C"]


def test_a_passage_without_words_is_remarked() -> None:
    document = read("00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nB")
    assert remarks(document) == ["line 3: This passage has no words and was left out."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA".encode("utf-16"), "The file is in UTF-16"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA".encode("utf-16-le"), "The file is in UTF-16"),
        ("WEBVTT".encode("utf-32"), "The file is in UTF-32"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\né".encode("latin-1"), "Line 4: This is not UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\0B", "Line 4: There is a null character"),
        (b"", "The file is empty"),
        (b" \n ", "The file is empty"),
        (b"PK\x03\x04 docx", "a Word document or another packed file"),
        (b"%PDF-1.4", "a PDF"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nA", "This looks like SubRip"),
        (b"<?xml version='1.0'?><tt/>", "This looks like XML or HTML"),
        (b"Just some notes", "this one does not. Accepted are WebVTT"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\nA", "this one does not"),
        (b"WEBVTT\n\nNOTE nothing else", "The file holds no passage"),
        (b"WEBVTT\n\nx --> y\nA", "no passage that can be read. line 3"),
    ],
)
def test_what_is_not_webvtt_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableTranscript, match=message):
        read_webvtt(decoded(data))


@dataclass
class Caption:
    position: int
    start_ms: int
    end_ms: int
    speaker_label: str
    text: str


def test_written_captions_can_be_read_again() -> None:
    captions = [
        Caption(2, 5000, 6000, "", "First line\n\nsecond <b> --> & line"),
        Caption(1, 1000, 2500, "Rose & <M>", "Yes."),
    ]
    text = write_webvtt(captions, ["A title --> with an arrow", "line\nbreak"])
    assert text.startswith("WEBVTT\n\nNOTE\nA title --&gt; with an arrow\nline break\n\n1\n")
    document = read_webvtt(text)
    assert document.remarks == []
    assert said(document) == [
        ("Rose & <M>", "Yes."),
        ("Rose & <M>", "First line\nsecond <b> --> & line"),
    ]
    assert [(one.start_ms, one.end_ms) for one in document.passages] == [(1000, 2500), (5000, 6000)]


def test_a_caption_of_no_length_is_shown_until_the_next_or_for_a_second() -> None:
    captions = [Caption(1, 1000, 1000, "", "A"), Caption(2, 4000, 4000, "", "B")]
    document = read_webvtt(write_webvtt(captions, []))
    assert [(one.start_ms, one.end_ms) for one in document.passages] == [(1000, 4000), (4000, 5000)]
    assert document.remarks == []


# What an independent reader finds in the files; it passes over times without milliseconds and
# over an end that can not be read, whose words are kept here.
DROPPED_BY_OTHERS = {"chapters-bbc-education.vtt": 3, "invalid_timeframe.vtt": 1}


def test_real_files_are_read_whole(shared_data: Path) -> None:
    files = sorted((shared_data / "oral-history" / "vtt").rglob("*.vtt"))
    assert files
    for path in files:
        data = path.read_bytes()
        document = read_webvtt(decoded(data))
        assert document.times_given == data.count(b"-->"), path.name
        assert not document.loses_words, path.name
        dropped = DROPPED_BY_OTHERS.get(path.name, 0)
        assert len(document.passages) == len(webvtt.read(path)) + dropped, path.name


def test_real_files_survive_writing_and_reading(shared_data: Path) -> None:
    for path in sorted((shared_data / "oral-history" / "vtt").rglob("*.vtt")):
        first = read_webvtt(decoded(path.read_bytes()))
        captions = [
            Caption(number, one.start_ms, one.end_ms, one.label, one.text)
            for number, one in enumerate(first.passages, start=1)
        ]
        second = read_webvtt(write_webvtt(captions, [path.name]))
        assert said(second) == said(first), path.name
        assert [one.start_ms for one in second.passages] == [one.start_ms for one in first.passages]
