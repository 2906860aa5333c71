"""Whatever is in a file, a reader reads it or says why not; nothing else ever happens."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oralhistory.clock import LONGEST
from oralhistory.reading.formats import read_transcript
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript
from tests.oralhistory.test_reading_ohms import FLAT, NESTED, NOTES, ohms, vtt
from tests.oralhistory.test_reading_text import paragraph, word

SEEDS: dict[str, bytes] = {
    "a.vtt": b"WEBVTT\nLanguage: fr\n\nNOTE x\n\n1\n00:01.000 --> 00:02.000\n<v A>B <i>c</i></v>\n",
    "a.srt": b"1\n0:0:1,5 --> 0:0:2,75\n{\\an8}<i>A: B</i>\n\n2\n00:00:03,000 --> 4\nC\n",
    "a.txt": b"TRANSCRIPTION BEGIN\n[00:05] ROSE: A [1:00] b.\n\n1:30\nJean: c\nTRANSCRIPTION END",
    "a.csv": b'speaker,words,tags,timestamp\nA,"B, c",x,[0:05]\n,D,,1:02:03\n',
    "b.csv": b"TIMECODE\tSPEAKER\tTRANSCRIPT\n00:00:01.000\tA\t<res b <an c>> <n(d)> <? e> <p3>\n",
    "c.csv": b"start;end;speaker;text;translation\n1;2;A;B;C\n0:03;0:01;;D;\n",
    "a.xml": ohms(
        f"<sync>1:|1(2)|2(1)</sync><index><point><time>1</time><title>A</title>{FLAT}</point>"
        f"<point><time>2</time><title_alt>B</title_alt>{NESTED}</point></index><transcript>ROSE: A "
        f"b[[footnote]]1[[/footnote]].\n\nC\n{NOTES}</transcript>"
    ),
    "b.xml": ohms(
        vtt(
            "WEBVTT\n\nNOTE\nTRANSCRIPTION BEGIN\n\n00:01.000 --> 00:02.000\n<v A><c.1>B</c> c\n\n"
            'NOTE\nANNOTATIONS BEGIN\n<annotation ref="1">D</annotation>\nANNOTATIONS END'
        )
    ),
    "c.xml": (
        b'<TEI><text xml:lang="fr"><timeline unit="s"><when xml:id="T0"/><when xml:id="T1" '
        b'interval="1" since="#T0"/></timeline><body><note type="speaker">A:</note><u who="#A" '
        b'start="#T0" end="#T1">B <pause dur="PT3S"/><gap reason="x"/><note>C</note> <w>d</w></u>'
        b"<incident><desc>E</desc></incident></body></text></TEI>"
    ),
    "a.docx": word(paragraph("[0:05] A: b") + paragraph("C")),
}
ENDINGS = [".vtt", ".srt", ".txt", ".csv", ".tsv", ".xml", ".docx", ".pdf", ""]


def holds_together(document: TranscriptDocument) -> None:
    """Whatever was read could be kept."""
    assert not document.is_empty
    translated = document.translation.passages if document.translation else []
    for one in [*document.passages, *translated]:
        assert one.text.strip()
        assert len(one.label) <= 160
        assert (one.start_ms is None) <= (one.end_ms is None)
        assert 0 <= (one.start_ms or 0) <= LONGEST
        if one.end_ms is not None:
            assert (one.start_ms or 0) <= one.end_ms <= LONGEST
        for note in one.notes:
            assert note.body.strip()
            assert (note.start is None) == (note.end is None)
            assert note.start is None or 0 <= note.start < (note.end or 0) <= len(one.text)
        for marked in one.withheld:
            assert 0 <= marked.start < marked.end <= len(one.text)
    for point in document.index:
        assert 0 <= point.start_ms < LONGEST
        for words in (point.words, point.translated):
            assert words is None or 0 < len(words.title) <= 300


def read_or_refuse(name: str, data: bytes) -> None:
    try:
        document = read_transcript(name, data)
    except UnreadableTranscript:
        return
    holds_together(document)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_read(name: str) -> None:
    holds_together(read_transcript(name, SEEDS[name]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ENDINGS), st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_random_files_are_read_or_refused(ending: str, content: bytes | str) -> None:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    read_or_refuse(f"a{ending}", data)


PIECES = [
    b"", b"<", b">", b"\n", b"\n\n", b":", b"[", b"]]", b"&", b"&#0;", b"\0", b"\xff", b"-->",
    b'"', b",", b"99999999999999999999", b"-1", b"0", b"<v >", b"<c.1>", b"</c>", b"<res ",
    b"\t", b"[[note]]",
    b"[[footnote]]9[[/footnote]]", "\u0660\u0661".encode(), "\ufdd0\ufdd1".encode(), "é:".encode(),
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"PT", b"NaN", b"Infinity", b"1e999", b"[00:61:99]",
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SEEDS)))
    content = SEEDS[name]
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = packed.read("word/document.xml")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 12))
        piece = data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
        content = content[:start] + piece + content[start + length :]
    if name.endswith(".docx"):
        packed_again = io.BytesIO()
        with zipfile.ZipFile(packed_again, "w") as archive:
            archive.writestr("word/document.xml", content)
        content = packed_again.getvalue()
    read_or_refuse(name, content)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 400))
def test_a_damaged_packed_file_is_refused(piece: bytes, start: int) -> None:
    whole = SEEDS["a.docx"]
    read_or_refuse("a.docx", whole[:start] + piece + whole[start + len(piece) :])
