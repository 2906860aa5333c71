"""Which format a transcript file has: told by what it holds, and only then by its name."""

import codecs
import re
from collections.abc import Iterable
from pathlib import PurePath

from oralhistory.reading.captions import is_subrip, is_webvtt, read_subrip, read_webvtt
from oralhistory.reading.ohms import is_ohms, read_ohms
from oralhistory.reading.safe_xml import name_of, open_xml
from oralhistory.reading.tables import is_table, read_table
from oralhistory.reading.tei import is_tei, read_tei
from oralhistory.reading.timed_text import read_timed_text
from oralhistory.reading.word import is_word, read_word
from oralhistory.transcripts import (
    ACCEPTED_FORMATS,
    TranscriptDocument,
    UnreadableTranscript,
    decoded,
)

MOST_BYTES = 4 * 1024 * 1024

_TEXT_ENDINGS = {".txt", ".text", ".md", ""}
_TABLE_ENDINGS = {".csv", ".tsv", ".tab"}
_XML_ENDINGS = {".xml", ".ohms", ".tei"}
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z])")


def read_transcript(name: str, data: bytes, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read a transcript file of any format; `known` are labels of its speakers.

    Raises `UnreadableTranscript` with the line and what to do about it.
    """
    refuse_size(len(data))
    if data.startswith(b"PK\x03\x04") and is_word(data):
        return read_word(data, known)
    led = data.removeprefix(codecs.BOM_UTF8)
    ending = PurePath(name).suffix.lower()
    if _HTML.match(led[:200]):
        raise UnreadableTranscript(f"This is a page of HTML. {ACCEPTED_FORMATS}")
    if (_XML.match(led[:200]) and ending not in _TEXT_ENDINGS - {""}) or ending in _XML_ENDINGS:
        return _read_xml(led, known)
    return _read_text(ending, decoded(data), known)


def refuse_size(size: int) -> None:
    """Raise `UnreadableTranscript` for a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise UnreadableTranscript(
            f"The file has {size / 1_000_000:.1f} million bytes; a transcript may have "
            f"{MOST_BYTES / 1_000_000:.1f} million. It was not opened."
        )


def _read_xml(data: bytes, known: Iterable[str]) -> TranscriptDocument:
    if b"\0" in data or not data.strip():
        decoded(data)  # says why it is refused
    root = open_xml(data.lstrip())
    if is_ohms(root):
        return read_ohms(root, known)
    if is_tei(root):
        return read_tei(root, known)
    raise UnreadableTranscript(
        f"The XML begins with <{name_of(root)[:40]}>. Of XML, OHMS and TEI are read."
    )


def _read_text(ending: str, text: str, known: Iterable[str]) -> TranscriptDocument:
    if is_webvtt(text) or ending == ".vtt":
        return read_webvtt(text, known)
    if is_subrip(text) or ending == ".srt":
        return read_subrip(text, known)
    if ending in _TABLE_ENDINGS or is_table(text):
        return read_table(text, known)
    if ending in _TEXT_ENDINGS:
        return read_timed_text(text, known)
    raise UnreadableTranscript(f"A file named “{ending}” can not be read. {ACCEPTED_FORMATS}")
