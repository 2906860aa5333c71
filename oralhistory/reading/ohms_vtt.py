"""WebVTT inside OHMS 6.0: passages, words that a note is about, and the notes in a comment.

`<c.1>words</c>` are what note 1 is about; `<annotation ref="1">` in a comment is the note.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from oralhistory.reading.captions import is_webvtt, read_webvtt
from oralhistory.transcripts import Note, Passage, TranscriptDocument

# Characters that no text may hold mark the words while the captions are read.
_OPEN, _CLOSE, _END = "\ufdd0", "\ufdd1", "\ufdd2"

_ANCHOR = re.compile(r"<c\.([0-9]{1,5})>(.*?)(?:</c>|(?=<c\.[0-9])|(?=\n[ \t]*\n)|\Z)", re.DOTALL)
_FRAME = re.compile(
    r"^NOTE[ \t]*\n?[ \t]*TRANSCRIPTION[ \t]+(?:BEGIN|END)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_BLOCK = re.compile(
    r"^NOTE[ \t]*\n?[ \t]*ANNOTATIONS[ \t]+BEGIN\b(.*?)"
    r"(?:^(?:NOTE[ \t]*\n?[ \t]*)?ANNOTATIONS[ \t]+END[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_NOTE = re.compile(
    r"<annotation\b([^<>]{0,400})>(.*?)(?:</annotation\s*>|(?=<annotation\b)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_REF = re.compile(r"\bref\s*=\s*[\"']?\s*([0-9]{1,5})")
_ADDRESS = re.compile(
    r"<a\s[^<>]{0,200}?href\s*=\s*[\"']([^\"'<>]{0,1000})[\"'][^<>]{0,200}>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_MARKS = re.compile(f"{_OPEN}([0-9]+){_CLOSE}|{_END}")


def read_vtt_of_ohms(text: str, first_line: int, known: Iterable[str]) -> TranscriptDocument:
    """Read the captions and notes of a record. `first_line` is where they begin in the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for reserved in (_OPEN, _CLOSE, _END):
        text = text.replace(reserved, "\ufffd")
    led = text.lstrip("\ufeff \t\n")
    first_line += text[: len(text) - len(led)].count("\n")
    notes: dict[int, tuple[int, str]] = {}
    led = _without_notes(_FRAME.sub(_blank, led), first_line, notes)
    led = _ANCHOR.sub(rf"{_OPEN}\1{_CLOSE}\2{_END}", led)
    is_headless = not is_webvtt(led)
    if is_headless:
        led, first_line = f"WEBVTT\n\n{led}", first_line - 2
    document = read_webvtt(led, known, first_line=first_line)
    if is_headless:
        document.remark(first_line + 2, "The word WEBVTT is missing at the beginning.")
    used: set[int] = set()
    document.passages = [_anchored(one, notes, used, document) for one in document.passages]
    for number, (line, body) in notes.items():
        if number not in used:
            said = f"Nothing refers to note {number}: “{body[:60]}”."
            document.remark(line, said, loses_words=True)
    return document


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _without_notes(text: str, first_line: int, notes: dict[int, tuple[int, str]]) -> str:
    def take(block: re.Match[str]) -> str:
        inside, read = block[1], 0
        line = first_line + text.count("\n", 0, block.start(1))
        for place, one in enumerate(_NOTE.finditer(inside), start=1):
            line += inside.count("\n", read, one.start())
            read = one.start()
            given = _REF.search(one[1])
            notes[int(given[1]) if given else place] = (line, _plain(one[2]))
        return _blank(block)

    return _BLOCK.sub(take, text)


def _plain(body: str) -> str:
    """Return a note without markup; the addresses of its links follow their words."""
    body = html.unescape(body) if "<" not in body else body
    with_addresses = _ADDRESS.sub(r" \1 ", body)
    return " ".join(html.unescape(_TAG.sub("", with_addresses)).split())


def _anchored(
    passage: Passage,
    notes: dict[int, tuple[int, str]],
    used: set[int],
    document: TranscriptDocument,
) -> Passage:
    """Put the notes of a passage at their words, and take the marks out of it."""
    text, place = "", 0
    begun: list[tuple[int, int]] = []
    found: list[Note] = []
    for mark in _MARKS.finditer(passage.text):
        text += passage.text[place : mark.start()]
        place = mark.end()
        if mark[1]:
            begun.append((int(mark[1]), len(text)))
        elif begun:
            number, start = begun.pop()
            used.add(number)
            if number in notes:
                found.append(_note(passage.line, notes[number][1], text, start))
            else:
                said = f"There is no note {number}, which is referred to here."
                document.remark(passage.line, said)
    text += passage.text[place:]
    return replace(passage, text=text.rstrip(), notes=tuple(found)) if place else passage


def _note(line: int, body: str, text: str, start: int) -> Note:
    words = text[start:]
    start += len(words) - len(words.lstrip())
    end = len(text.rstrip())
    return Note(line, body, start, end) if end > start else Note(line, body)
