"""TEI read: utterances with and without times, what is done beside the words, plain texts."""

import pytest

from oralhistory.reading.formats import read_transcript
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript


def read(body: str, header: str = "", text: str = "<text>") -> TranscriptDocument:
    whole = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>\n'
        f"{text}<body>{body}</body></text></TEI>"
    )
    return read_transcript("a.xml", whole.encode())


def said(document: TranscriptDocument) -> list[tuple[int | None, int | None, str, str]]:
    return [(one.start_ms, one.end_ms, one.label, one.text) for one in document.passages]


PEOPLE = (
    '<person xml:id="R"><persName>Rose <surname>M.</surname></persName></person>'
    '<person xml:id="J"><sex value="1"/></person>'
)
TIMELINE = (
    '<text><timeline unit="s" origin="#T0"><when xml:id="T0"/>'
    '<when xml:id="T1" interval="1.5" since="#T0"/><when xml:id="T2" interval="2" since="#T1"/>'
    '<when xml:id="T3" interval="9.25" since="#T0"/></timeline>'
)


def test_utterances_have_the_names_of_the_header_or_of_the_note_before() -> None:
    document = read(
        '<u who="#R">In the church.</u><u who="#J">Yes.</u><note type="speaker">Élise:</note>'
        '<u>No.</u><u who="#R #J">Together.</u>',
        PEOPLE,
    )
    assert said(document) == [
        (None, None, "Rose M.", "In the church."),
        (None, None, "J", "Yes."),
        (None, None, "Élise", "No."),
        (None, None, "Rose M. / J", "Together."),
    ]
    assert document.remarks == []


def test_the_timeline_says_when_blocks_begin_and_end() -> None:
    document = read(
        '<annotationBlock who="#R" start="#T0" end="#T1"><u><seg>One <w>two</w><w>three</w>'
        "<pc>.</pc></seg></u><spanGrp type='lemma'><span>one</span></spanGrp></annotationBlock>"
        '<u who="#J"><anchor synch="#T1"/>Four<anchor synch="#T2"/></u><u start="#T3">Five</u>'
        '<u start="#T9">Six</u>',
        text=TIMELINE,
    )
    assert said(document) == [
        (0, 1500, "R", "One two three."),
        (1500, 3500, "J", "Four"),
        (9250, None, "", "Five"),
        (None, None, "", "Six"),
    ]
    assert [one.message for one in document.remarks] == ["The moment “#T9” is not in the timeline."]


def test_what_is_done_stands_in_brackets_and_notes_at_their_words() -> None:
    document = read(
        '<u>Well <pause dur="PT3.0S"/> yes<vocal><desc>laughs</desc></vocal> in '
        '<unclear>Kigali</unclear> <gap reason="unintelligible"/> or Huye<note>A town.</note> '
        '<gap reason="not published"/></u><kinesic who="#J"><desc>bangs</desc></kinesic>'
        "<incident><desc>Applause</desc></incident>"
    )
    assert [(one.label, one.text) for one in document.passages] == [
        (
            "",
            "Well [pause of 3.0 seconds] yes [laughs] in [Kigali?] [unintelligible] or Huye "
            "[not published]",
        ),
        ("J", "[bangs]"),
        ("", "[Applause]"),
    ]
    note = document.passages[0].notes[0]
    assert document.passages[0].text[note.start : note.end] == "Huye"


def test_notes_beside_utterances_belong_to_a_passage_and_headings_are_remarked() -> None:
    document = read(
        "<div><head>Part one</head><note>Begun at ten.</note><u>Yes.</u><note>Over.</note></div>"
    )
    assert [note.body for _, note in document.notes] == ["Begun at ten.", "Over."]
    assert "“Part one”" in str(document.remarks[0])


def test_words_in_no_utterance_would_be_lost() -> None:
    for stray in ("<div>Stray words.<u>A</u></div>", "<u>A</u><p>Stray words.</p>"):
        document = read(stray)
        assert document.loses_words
        assert "Stray words" in str(document.remarks[0])


def test_an_element_that_names_the_speaker_is_understood() -> None:
    document = read("<div><speaker role='i'>Q:</speaker><u>Where?</u></div>")
    assert said(document) == [(None, None, "Q", "Where?")]
    document = read("<sp><speaker>Rose.</speaker><p>There.</p><p>And here.</p></sp>")
    assert [(one.label, one.text) for one in document.passages] == [
        ("ROSE", "There."),
        ("ROSE", "And here."),
    ]


def test_a_translation_beside_the_words_would_be_lost() -> None:
    document = read(
        "<annotationBlock><u>Oui</u><spanGrp type='translation'><span>Yes</span></spanGrp>"
        "</annotationBlock>"
    )
    assert document.loses_words


def test_a_text_without_utterances_is_read_by_its_paragraphs() -> None:
    document = read(
        "<div><head>Questions</head><p><hi>ROSE:</hi> In the\n church.</p><p>And home.</p>"
        "<list><item>JEAN: <ref>Yes.</ref></item></list></div>"
    )
    assert [(one.label, one.text) for one in document.passages] == [
        ("", "Questions"),
        ("ROSE", "In the church."),
        ("ROSE", "And home."),
        ("JEAN", "Yes."),
    ]


@pytest.mark.parametrize(
    ("header", "text", "language"),
    [
        ("", '<text xml:lang="fr-FR">', "fr"),
        ('<langUsage><language ident="rw"/></langUsage>', "<text>", "rw"),
        ('<language ident="rw"/><language ident="en"/>', "<text>", ""),
    ],
)
def test_the_language_is_that_of_the_text(header: str, text: str, language: str) -> None:
    assert read("<u>A</u>", header, text).language == language


def test_a_file_without_words_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="no words"):
        read("<u/>")
