"""OHMS read: index, marks, notes, both languages, and every known fault of real files."""

from decimal import Decimal

import pytest

from oralhistory.reading.formats import MOST_BYTES, read_transcript
from oralhistory.transcripts import Passage, TranscriptDocument, UnreadableTranscript

NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"


def ohms(body: str, version: str = "5.4") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ROOT xmlns="{NAMESPACE}">'
        f'<record id="1" dt="2020-01-01"><version>{version}</version>\n{body}</record></ROOT>'
    ).encode()


def read(body: str, **options: str) -> TranscriptDocument:
    return read_transcript("a.xml", ohms(body, **options))


def vtt(body: str, which: str = "") -> str:
    return f"<vtt_transcript{which}><![CDATA[{body}]]></vtt_transcript{which}>"


def said(passages: list[Passage]) -> list[tuple[int | None, int | None, str, str]]:
    return [(one.start_ms, one.end_ms, one.label, one.text) for one in passages]


def remarks(document: TranscriptDocument) -> list[str]:
    return [str(remark) for remark in document.remarks]


def test_the_times_of_a_passage_cover_its_words() -> None:
    document = read(
        "<sync>1:|2(3)|5(1)</sync><transcript>ROSE: One two. Three\n"
        "four five six.\nSeven eight.\n\nJEAN: Nine.\nTen.</transcript>"
    )
    assert said(document.passages) == [
        (0, 120_000, "ROSE", "One two. Three four five six."),
        (60_000, 120_000, "ROSE", "Seven eight."),
        (120_000, None, "JEAN", "Nine. Ten."),
    ]
    assert document.times_given == 2


@pytest.mark.parametrize(
    ("sync", "starts"),
    [
        ("1:|2(1)|3(1)", [0, 60_000, 120_000]),
        ("0.5:|2(1)|3(1)", [0, 30_000, 60_000]),
        ("1.0:|2(1)|3(1)", [0, 60_000, 120_000]),
        ("0,5:|2|3", [0, 30_000, 60_000]),
        ("1:|2(1)|2(1)|3(1)", [0, 120_000, 180_000]),
        ("1:|2(1)|nonsense|3(1)", [0, 60_000, 180_000]),
        ("0:|2(1)|3(1)", [0, 60_000, 120_000]),
    ],
)
def test_marks_count_in_intervals_of_any_length(sync: str, starts: list[int]) -> None:
    document = read(f"<sync>{sync}</sync><transcript>One.\nTwo.\nThree.</transcript>")
    assert [one.start_ms for one in document.passages] == starts
    assert [one.text for one in document.passages] == ["One.", "Two.", "Three."]


def test_marks_that_mean_nothing_are_remarked() -> None:
    document = read("<sync>x:|1(1)|?|9(1)</sync><transcript>One.</transcript>")
    assert remarks(document) == [
        "line 3: The interval “x” is none; one minute was taken.",
        "line 3: “?” is no time mark and was left out.",
        "line 3: Time marks for lines behind the last one: 1.",
    ]


def test_marks_without_a_transcript_do_not_keep_the_index_out() -> None:
    document = read(
        "<sync>1:|1(1)|2(1)</sync><index><point><time>6</time><title>Birth</title></point></index>"
        "<transcript/>"
    )
    assert "There are 2 time marks, but no transcript" in remarks(document)[0]
    assert [point.start_ms for point in document.index] == [6000]


@pytest.mark.parametrize(
    "words", ["No transcript.", "No English transcript available at this time.", " \n", "\ufeff"]
)
def test_words_in_the_place_of_a_transcript_are_none(words: str) -> None:
    point = "<index><point><time>0</time><title>A</title></point></index>"
    assert read(f"{point}<transcript>{words}</transcript>").passages == []
    with pytest.raises(UnreadableTranscript, match="neither a transcript nor an index"):
        read(f"<transcript>{words}</transcript>")


def test_labels_have_accents_small_letters_and_lines_of_their_own() -> None:
    document = read(
        "<interviewee>Müller, Rosé</interviewee><transcript>\ufeffENTREVISTADORA: \nSí.\n\n"
        "ÉLISE: No: never.\n\nmüller: Yes.\nIn short: no.\n\nMore.</transcript>"
    )
    assert [(one.label, one.text) for one in document.passages] == [
        ("ENTREVISTADORA", "Sí."),
        ("ÉLISE", "No: never."),
        ("müller", "Yes. In short: no."),
        ("müller", "More."),
    ]


def test_labels_in_small_letters_are_found_where_the_file_uses_them_throughout() -> None:
    document = read("<transcript>Rose: A.\n\nJean: B.\n\nRose: C.\n\nJean: D.</transcript>")
    assert document.speakers == {"Rose": 2, "Jean": 2}
    document = read("<transcript>One thing: A.\n\nB.\n\nC.\n\nD.</transcript>")
    assert document.speakers == {"": 4}


NOTES = "[[footnotes]]\n[[note]]Of [[link]]https://a.org[[/link]][[/note]]\n[[note]]Two[[/note]]\n"


def test_several_references_stand_at_one_note() -> None:
    document = read(
        "<transcript>A: Kigali[[footnote]]1[[/footnote]], once.\n\nB: Huye "
        f"[[footnote]]2[[/footnote]]. Butare\n[[footnote]]1[[/footnote]]\n\n{NOTES}[[/footnotes]]"
        "</transcript>"
    )
    found = [
        (document.passages[place].text[note.start : note.end], note.body)
        for place, note in document.notes
    ]
    assert found == [
        ("Kigali", "Of https://a.org"),
        ("Huye", "Two"),
        ("Butare", "Of https://a.org"),
    ]
    assert [one.text for one in document.passages] == ["Kigali, once.", "Huye. Butare"]
    assert not document.loses_words


def test_a_note_that_nothing_refers_to_would_be_lost() -> None:
    document = read(f"<transcript>Huye [[footnote]]3[[/footnote]]\n{NOTES}</transcript>")
    assert remarks(document) == [
        "line 3: There is no note 3, which is referred to here.",
        "line 5: Nothing refers to note 1: “Of https://a.org”.",
        "line 6: Nothing refers to note 2: “Two”.",
    ]
    assert document.loses_words


def test_captions_inside_have_notes_at_their_words() -> None:
    document = read(
        vtt(
            "WEBVTT\n\nNOTE\nTRANSCRIPTION BEGIN\n\n00:00:01.000 --> 00:00:02.000\n"
            "<v ROSE>In <c.1>Kigali <i>town</i></c> &amp; <c.2>Huye</c>.<br><br>Then.\n\n"
            "00:00:02.000 --> 00:00:02.000\nMore.\n\n01:00:00.000 --> 00:00:00.000\nEnd.\n"
            "NOTE\nTRANSCRIPTION END\n\nNOTE\nANNOTATIONS BEGIN\n"
            '<annotation ref="1">A <a href="https://a.org">town</a></annotation>\n'
            "<annotation ref='2'>Butare</annotation>\nANNOTATIONS END"
        ),
        version="6.0",
    )
    assert document.format == "OHMS 6.0"
    assert said(document.passages) == [
        (1000, 2000, "ROSE", "In Kigali town & Huye.\nThen."),
        (2000, 2000, "ROSE", "More."),
        (3_600_000, None, "ROSE", "End."),
    ]
    found = [
        (document.passages[place].text[note.start : note.end], note.body)
        for place, note in document.notes
    ]
    assert found == [("Kigali town", "A https://a.org town"), ("Huye", "Butare")]
    assert remarks(document) == [
        "line 11: This passage lasts no time.",
        "line 14: This passage ends before it begins; it was taken to last until the next one "
        "begins.",
    ]


def test_captions_without_their_first_word_are_read() -> None:
    document = read(vtt("\n00:00:01.000 --> 00:00:02.000\nYes."))
    assert said(document.passages) == [(1000, 2000, "", "Yes.")]
    assert document.passages[0].line == 4
    assert remarks(document) == ["line 4: The word WEBVTT is missing at the beginning."]


def test_notes_of_captions_that_nothing_refers_to_would_be_lost() -> None:
    document = read(
        vtt(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.7>A</c>\n\nNOTE ANNOTATIONS BEGIN\n"
            '<annotation ref="1">Lost</annotation>'
        )
    )
    assert remarks(document) == [
        "line 5: There is no note 7, which is referred to here.",
        "line 9: Nothing refers to note 1: “Lost”.",
    ]
    assert document.loses_words


def test_the_second_language_is_a_transcript_of_its_own() -> None:
    document = read(
        "<language>French</language><transcript_alt_lang>English</transcript_alt_lang>"
        "<sync>1:|2(1)</sync><sync_alt>1:|2(1)</sync_alt><transcript>Oui.\nNon.</transcript>"
        "<transcript_alt>Yes.\nNo.</transcript_alt>"
    )
    assert (document.language, document.second_language) == ("french", "english")
    assert document.translation is not None
    assert said(document.translation.passages) == [
        (0, 60_000, "", "Yes."),
        (60_000, None, "", "No."),
    ]


FLAT = (
    "<gps>-1.95, 30.06</gps><gps_zoom>17</gps_zoom><gps_text>Kigali</gps_text>"
    "<hyperlink>https://a.org/1</hyperlink><hyperlink_text>One</hyperlink_text>"
)
NESTED = (
    "<gpspoints><gps>-1.95, 30.06</gps><gps_zoom>17</gps_zoom><gps_text>Kigali</gps_text>"
    "</gpspoints><gpspoints><gps></gps><gps_text>Huye</gps_text></gpspoints>"
    "<hyperlinks><hyperlink>https://a.org/1</hyperlink><hyperlink_text>One</hyperlink_text>"
    "</hyperlinks><hyperlinks><hyperlink>http://a.org/2</hyperlink></hyperlinks>"
)


@pytest.mark.parametrize(("parts", "count"), [(FLAT, 1), (NESTED, 2)])
def test_places_and_links_are_read_flat_and_nested(parts: str, count: int) -> None:
    document = read(
        f"<index><point><time>74</time><title>A</title><title_alt>B</title_alt>{parts}"
        "<keywords>x; y;x</keywords><subjects>s</subjects></point></index>"
    )
    point = document.index[0]
    assert point.start_ms == 74_000
    assert len(point.places) == len(point.links) == count
    place = point.places[0]
    assert (place.name, place.latitude, place.longitude, place.zoom) == (
        "Kigali",
        Decimal("-1.950000"),
        Decimal("30.060000"),
        17,
    )
    assert point.links[0].url == "https://a.org/1"
    assert point.words is not None
    assert point.translated is not None
    assert (point.words.keywords, point.words.subjects) == (("x", "y"), ("s",))
    assert document.has_second_language


def test_what_of_a_point_can_not_be_kept_is_remarked() -> None:
    document = read(
        "<index><point><time>soon</time><title>A</title></point><point><time>5</time></point>"
        "<point><time>6</time><synopsis>Words of a synopsis.</synopsis><gps>95, 30</gps>"
        "<hyperlink>javascript:alert(1)</hyperlink></point></index>"
    )
    assert [str(one).split(": ", 1)[1] for one in document.remarks] == [
        "The time “soon” of a point of the index can not be read.",
        "The point at 0:05 says nothing and was left out.",
        "“95, 30” is no place on the globe.",
        "“javascript:alert(1)” () is no address on the web and was left out.",
        "The point at 0:06 has no title; its first words stand for it.",
    ]
    assert document.loses_words
    assert document.index[0].words is not None
    assert document.index[0].words.title == "Words of a synopsis.…"


def test_a_long_title_is_kept_whole_in_the_synopsis() -> None:
    title = "word " * 100
    document = read(f"<index><point><time>1</time><title>{title}</title></point></index>")
    words = document.index[0].words
    assert words is not None
    assert len(words.title) == 300
    assert words.synopsis == title.strip()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE ROOT [<!ENTITY a "b">]><ROOT><record/></ROOT>', "Line 1: The file declares"),
        (
            b'<!DOCTYPE ROOT SYSTEM "file:///etc/passwd"><ROOT><record/></ROOT>',
            "The file declares a document type",
        ),
        (ohms("<title>&unknown;</title>"), "Line 3: This is no well-formed XML"),
        (ohms("<title>"), "This is no well-formed XML"),
        (b"<a/>", "The XML begins with <a>. Of XML, OHMS and TEI are read."),
        (b"<ROOT/>", "The file holds no interviews"),
        (b"<ROOT><record/><record/></ROOT>", "The file holds 2 interviews"),
        (ohms("").decode().encode("utf-16"), "The file is in UTF-16. Save it as UTF-8."),
        (b"<ROOT>" + b"<x>" * 400 + b"</x>" * 400 + b"</ROOT>", "This is no well-formed XML"),
        (b"<ROOT>" + b" " * 50_000_000, "50.0 million bytes; a transcript may have 4.2 million"),
    ],
)
def test_what_is_refused_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableTranscript, match=message):
        read_transcript("a.xml", data)
    assert MOST_BYTES < 50_000_000
