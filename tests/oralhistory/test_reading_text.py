"""SubRip, plain text, tables and Word read: no words lost, no format guessed from a name."""

import io
import zipfile

import pytest

from oralhistory.reading.formats import read_transcript
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript


def read(name: str, text: str, **known: object) -> TranscriptDocument:
    return read_transcript(name, text.encode())


def said(document: TranscriptDocument) -> list[tuple[int | None, int | None, str, str]]:
    return [(one.start_ms, one.end_ms, one.label, one.text) for one in document.passages]


def remarks(document: TranscriptDocument) -> list[str]:
    return [str(remark) for remark in document.remarks]


def test_subrip_is_read_with_short_times_marks_and_any_line_end() -> None:
    document = read(
        "a.srt",
        "\ufeff1\r\n0:0:1,5 --> 0:0:2,75\r\n{\\an8}<i>ROSE: Muraho.</i>\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04.000\r\nNOTE that.\r\n>> JEAN: Yes.\r\n",
    )
    assert said(document) == [
        (1500, 2750, "ROSE", "Muraho."),
        (3000, 4000, "ROSE", "NOTE that."),
        (3000, 4000, "JEAN", "Yes."),
    ]
    assert remarks(document) == []
    assert document.times_given == 2


def test_subrip_words_without_a_time_would_be_lost() -> None:
    document = read("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\nB\n")
    assert document.loses_words
    assert remarks(document)[0].startswith("line 5: These words have no time")


@pytest.mark.parametrize(
    ("name", "text", "file_format"),
    [
        ("words.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\nA", "WebVTT"),
        ("words.txt", "1\n00:00:01,000 --> 00:00:02,000\nA", "SubRip"),
        ("words.txt", "speaker,words\nA,B", "table"),
        ("words.csv", "TIMECODE\tSPEAKER\tTRANSCRIPT\n00:00:01.000\tA\tB", "table"),
        ("words", "Some words.", "plain text"),
        ("words.xml", '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><u>A</u></body></text>'
         "</TEI>", "TEI"),
        ("words.xml", "<ROOT><record><transcript>A</transcript></record></ROOT>", "OHMS"),
    ],
)  # fmt: skip
def test_a_format_is_told_by_what_the_file_holds(name: str, text: str, file_format: str) -> None:
    assert read(name, text).format == file_format


def test_text_is_cut_at_its_times_and_paragraphs() -> None:
    document = read(
        "a.txt",
        "Title\n\n[00:00:05] ROSE: We went\nto Huye [Butare?]. [00:01:00] Then home.\n\n"
        "1:30\nJEAN: Yes.\n\nNo.\n",
    )
    assert said(document) == [
        (None, None, "", "Title"),
        (5000, 60_000, "ROSE", "We went to Huye [Butare?]."),
        (60_000, 90_000, "ROSE", "Then home."),
        (90_000, None, "JEAN", "Yes."),
        (90_000, None, "JEAN", "No."),
    ]
    assert document.times_given == 3


@pytest.mark.parametrize(
    "mark",
    ["[00:00:09]", "(00:00:09)", "00:00:09", "<00:00:09>", "[0:09]", "[00:00:09.000 --> 00:00:10]"],
)
def test_a_time_at_the_beginning_of_a_line_is_written_in_many_ways(mark: str) -> None:
    document = read("a.txt", f"[0:00:01] Rose: We left.\n{mark} Jean: Why?\n{mark} Jean: Rose: no.")
    assert said(document)[:2] == [(1000, 9000, "", "Rose: We left."), (9000, None, "Jean", "Why?")]
    document = read("a.txt", "At 10:30 we left, (10:45) I think.")
    assert said(document) == [(None, None, "", "At 10:30 we left, (10:45) I think.")]


def test_text_without_times_has_passages_without_times() -> None:
    document = read("a.txt", "ROSE: A.\n\nB.\r\n\r\nJEAN: C.")
    assert said(document) == [
        (None, None, "ROSE", "A."),
        (None, None, "ROSE", "B."),
        (None, None, "JEAN", "C."),
    ]


def test_the_frame_of_aviary_is_no_speech() -> None:
    document = read(
        "a.txt",
        "AVIARY TRANSCRIPTION\nTitle: A day\nLanguage: French\nTRANSCRIPTION BEGIN\n[00:00:00]\n"
        "ROSE: Oui.\n[00:01:00]\nJEAN: Non.\nTRANSCRIPTION END\n",
    )
    assert said(document) == [(0, 60_000, "ROSE", "Oui."), (60_000, None, "JEAN", "Non.")]
    assert document.language == "french"
    assert remarks(document) == []
    lost = read("a.txt", "TRANSCRIPTION BEGIN\nA.\nTRANSCRIPTION END\n[1] A note")
    assert lost.loses_words


def test_time_that_goes_back_is_remarked_and_words_stay_in_order() -> None:
    document = read("a.txt", "[00:02:00] A.\n[00:01:00] B.\n[00:03:00] C.")
    assert said(document) == [
        (120_000, 180_000, "", "A."),
        (60_000, 180_000, "", "B."),
        (180_000, None, "", "C."),
    ]
    assert remarks(document) == ["line 2: The time goes back here; the order of words was kept."]


def test_a_table_of_words_has_columns_in_any_order() -> None:
    document = read(
        "a.csv",
        'timestamp,words,speaker,tags\n[0:05],"One &#8212; two,\nthree",Rose:,x;y\n,Four,,\n'
        "1:02:03,Five,Jean,\n",
    )
    assert said(document) == [
        (5000, 3_723_000, "Rose", "One — two,\nthree"),
        (5000, 3_723_000, "Rose", "Four"),
        (3_723_000, None, "Jean", "Five"),
    ]
    assert [one.line for one in document.passages] == [2, 4, 5]
    assert remarks(document) == [
        "line 1: Tags are not kept: describe the interview with subjects and an index."
    ]
    assert [(one.label, one.text) for one in read("a.csv", "words\nOnly").passages] == [
        ("", "Only")
    ]


def test_a_table_with_beginnings_and_ends_says_what_is_wrong() -> None:
    document = read(
        "a.csv",
        "start;end;speaker;text;weather\n10;12.5;A;One\n12;x;;Two;rain\n0:20;0:15;B;Three\n;;B;Four\n",
    )
    assert said(document) == [
        (10_000, 12_500, "A", "One"),
        (12_000, 20_000, "", "Two"),
        (20_000, None, "B", "Three"),
        (None, None, "B", "Four"),
    ]
    assert remarks(document) == [
        "line 1: These columns are not read: “weather”.",
        "line 3: “x” is no time that can be read.",
        "line 3: This passage overlaps that of line 2 by 0.500 seconds.",
        "line 4: This passage ends before it begins; it was taken to last until the next one "
        "begins.",
    ]
    assert document.loses_words


def test_a_table_of_an_index_gives_points() -> None:
    document = read("index.csv", 'time,title,description\n0:00,Begin,"A, b"\n01:43,Next,\n,Lost,\n')
    assert [(one.start_ms, one.words.title) for one in document.index if one.words] == [
        (0, "Begin"),
        (103_000, "Next"),
    ]
    assert document.loses_words


def test_a_column_of_translations_is_a_second_transcript() -> None:
    document = read(
        "a.tsv", "TIMECODE\tSPEAKER\tTRANSCRIPT\tTRANSLATION\n00:00:01.000\tA\tOui\tYes\n"
    )
    assert document.translation is not None
    assert said(document.translation) == [(1000, None, "A", "Yes")]


def codes(written: str) -> TranscriptDocument:
    return read("a.csv", f"TIMECODE\tSPEAKER\tTRANSCRIPT\n00:00:01.000\tAM\t{written}\n")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Well <p3> yes <p> no.", "Well [pause of 3 seconds] yes [pause] no."),
        ("<s(laughing) We went.>", "[laughing] We went."),
        ("A <i(battery change)> B", "A [battery change] B"),
        ("In <? Kigali> then <?3> home", "In [Kigali?] then [unintelligible] home"),
        ("He said <l(es) hola> and <sim yes>", "He said hola and yes"),
        ("2 < 3 > 1", "2 < 3 > 1"),
        ("<b>Bold</b>", "<b>Bold</b>"),
        ("<g(shrugs)>", "[shrugs]"),
    ],
)
def test_codes_become_words(written: str, words: str) -> None:
    assert codes(written).passages[0].text == words


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("My uncle <res killed nobody> then.", [("killed nobody", "not published")]),
        ("<an Jean> and <an Rose>", [("Jean", "anonymized"), ("Rose", "anonymized")]),
        ("<res My <an Jean> left> us", [("My Jean left", "not published")]),
        ("<RES Everything>", [("Everything", "not published")]),
        ("<s(crying) <res secret>> end", [("secret", "not published")]),
        ("open <res until the end", [("until the end", "not published")]),
        ("a <res b <p2> c> d", [("b [pause of 2 seconds] c", "not published")]),
        ("a<res b>c", [("b", "not published")]),
        ("nothing <res > here", []),
    ],
)
def test_words_marked_as_not_for_the_public_are_marked(
    written: str, marked: list[tuple[str, str]]
) -> None:
    passage = codes(written).passages[0]
    found = [(passage.text[one.start : one.end], one.how) for one in passage.withheld]
    assert found == marked


def test_a_code_that_is_a_note_becomes_a_note() -> None:
    passage = codes("In the war <n(1977)> we left.").passages[0]
    assert passage.text == "In the war we left."
    note = passage.notes[0]
    assert (passage.text[note.start : note.end], note.body) == ("war", "1977")


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "title,year\nA,1999\n", '"words\nunclosed', "words,start\n,0:01\n"]
)
def test_a_table_without_words_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTranscript):
        read("a.csv", text)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, **parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, inside in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            text = f'<w:{name} xmlns:w="{WORD}">{inside}</w:{name}>'
            archive.writestr(f"word/{name}.xml", text)
    return packed.getvalue()


def paragraph(*runs: str) -> str:
    inside = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{inside}</w:p>"


def test_word_paragraphs_times_names_and_footnotes_are_read() -> None:
    data = word(
        paragraph("[00:00:05]")
        + paragraph("ROSE: We ", "went to Huye", '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
        + paragraph("<w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>")
        + paragraph("[00:01:00] JEAN:", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>")
        + paragraph("Yes."),
        footnotes='<w:footnote w:type="separator" w:id="1"><w:p/></w:footnote><w:footnote '
        'w:id="2"><w:p><w:r><w:t>A town.</w:t></w:r></w:p></w:footnote>',
    )
    document = read_transcript("a.docx", data)
    assert said(document) == [
        (5000, 60_000, "ROSE", "We went to Huye."),
        (5000, 60_000, "ROSE", "A b c"),
        (60_000, None, "JEAN", "Yes."),
    ]
    note = document.passages[0].notes[0]
    assert (document.passages[0].text[note.start : note.end], note.body) == ("Huye", "A town.")
    assert remarks(document) == [
        "line 0: The document has tracked changes: they were taken as accepted."
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (word(paragraph()), "The document holds no words"),
        (word(paragraph("A"))[:-60], "a Word document or another packed file"),
        (word("<w:p>" + "<x>" * 400 + "</x>" * 400 + "</w:p>"), "no well-formed XML"),
        (word(paragraph("x" * (33 * 2**20))), "unpacks to more than 32 MB"),
    ],
)
def test_a_word_document_that_can_not_be_trusted_is_refused(data: bytes, message: str) -> None:
    packed = io.BytesIO()
    if len(data) > 1_000_000:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as plain,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name in plain.namelist():
                archive.writestr(name, plain.read(name))
        data = packed.getvalue()
    with pytest.raises(UnreadableTranscript, match=message):
        read_transcript("a.docx", data)
