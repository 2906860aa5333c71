"""OHMS XML, versions 5.1 to 6.0 (Nunn Center; https://www.oralhistoryonline.org).

No schema is asked: genuine files of older versions fail the schemas of newer ones. What belongs
to the interview as a whole (title, dates, rights) is described at its desk and not taken from here.
"""

import re
from collections.abc import Iterable

from lxml import etree

from oralhistory.reading.ohms_index import read_index
from oralhistory.reading.ohms_text import read_text
from oralhistory.reading.ohms_vtt import read_vtt_of_ohms
from oralhistory.reading.safe_xml import child_text, children, line_of, name_of
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript

_PLACEHOLDER = re.compile(r"\W*no\b[^.\n]{0,60}\btranscript\b[^.\n]{0,60}\.?\W*", re.IGNORECASE)


def is_ohms(root: etree._Element) -> bool:
    """Whether an XML file is one of OHMS: records, with or without their root."""
    return name_of(root).upper() == "ROOT" or (
        name_of(root) == "record" and bool(children(root, "index") or children(root, "transcript"))
    )


def read_ohms(root: etree._Element, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read transcript, index, notes and second language of one interview.

    `known` are labels of speakers. Raises `UnreadableTranscript` for a file that holds no
    interview, several of them, or neither words nor an index.
    """
    record = _record(root)
    known = [*known, *_people(record)]
    document = _words(record, "", known)
    document.language = child_text(record, "language").lower()
    document.second_language = child_text(record, "transcript_alt_lang").lower()
    version = child_text(record, "version")
    document.format = f"OHMS {version}" if version else "OHMS"
    other = _words(record, "_alt", known)
    document.index = read_index(record, document)
    if other.passages:
        other.language = document.second_language
        document.translation = other
    document.remarks += other.remarks
    document.remarks.sort(key=lambda remark: remark.line)
    if document.is_empty:
        raise UnreadableTranscript("The file holds neither a transcript nor an index.")
    return document


def _record(root: etree._Element) -> etree._Element:
    if name_of(root) == "record":
        return root
    records = children(root, "record")
    if len(records) != 1:
        count = len(records) or "no"
        raise UnreadableTranscript(
            f"The file holds {count} interviews; one to a file is read.", line_of(root)
        )
    return records[0]


def _people(record: etree._Element) -> list[str]:
    """Return the names of interviewees and interviewers, and their surnames: likely labels."""
    names = [
        " ".join("".join(str(part) for part in element.itertext()).split())
        for kind in ("interviewee", "interviewer")
        for element in children(record, kind)
    ]
    surnames = [name.split(",")[0] if "," in name else name.split()[-1] for name in names if name]
    return [name for name in (*names, *surnames) if name]


def _words(record: etree._Element, which: str, known: Iterable[str]) -> TranscriptDocument:
    """Read one language of a record: as WebVTT if it has that, else as text with marks."""
    vtt = _field(record, f"vtt_transcript{which}")
    text = _field(record, f"transcript{which}")
    sync = child_text(record, f"sync{which}")
    if vtt is not None:
        document = read_vtt_of_ohms(*vtt, known)
        if text is not None:
            message = "The record has a transcript in WebVTT as well; this one was not read."
            document.remark(text[1], message, loses_words=_says_else(text[0], document))
        return document
    return read_text(text, sync, _line(record, f"sync{which}"), known)


def _says_else(text: str, document: TranscriptDocument) -> bool:
    """Whether a text has more words than those that were read: then some may stand only there."""
    return len(text.split()) > sum(len(one.text.split()) for one in document.passages) * 1.1


def _field(record: etree._Element, name: str) -> tuple[str, int] | None:
    """Return a transcript as it stands and its line; `None` for none and for words in its place."""
    for element in children(record, name):
        text = "".join(str(part) for part in element.itertext())
        if text.strip("\ufeff \t\r\n\xa0") and not _PLACEHOLDER.fullmatch(text.strip("\ufeff \n")):
            return text, line_of(element)
    return None


def _line(record: etree._Element, name: str) -> int:
    return next((line_of(element) for element in children(record, name)), 0)
