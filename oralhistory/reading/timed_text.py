"""Plain text: paragraphs, names before a colon, and times in brackets wherever they stand.

Aviary writes a header and a footer around the words; they are no words of the interview.
"""

import re
from collections.abc import Iterable, Sequence

from oralhistory.reading.flow import Flow
from oralhistory.reading.labels import Labels, remark_rare
from oralhistory.reading.moments import IN_BRACKETS, moment
from oralhistory.transcripts import TranscriptDocument, UnreadableTranscript

_LINE_END = re.compile(r"\r\n|\n|\r|\f")
_ALONE = re.compile(r"\s*\(?((?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?)\)?\s*")
_LEADING = re.compile(r"\s*[(<{]?([0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,3})?)[)>}]?(?=\s)")
_BEGIN = re.compile(r"\s*TRANSCRIPTION\s+BEGIN\s*")
_END = re.compile(r"\s*TRANSCRIPTION\s+END\s*")
_LANGUAGE = re.compile(r"\s*Language\s*:\s*([^\W\d_]{2,30})", re.IGNORECASE)

Line = tuple[int, str]


def read_timed_text(text: str, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read plain text, with or without times. Raises `UnreadableTranscript` if it has no words."""
    document = TranscriptDocument(format="plain text")
    lines = list(enumerate(_LINE_END.split(text), start=1))
    read_lines(_without_frame(lines, document), document, known)
    if not document.passages:
        raise UnreadableTranscript("The file holds no words.")
    return document


def read_lines(lines: Sequence[Line], document: TranscriptDocument, known: Iterable[str]) -> None:
    """Put lines of text into a document; an empty line ends a paragraph."""
    labels = Labels(known)
    labels.learn(openings(lines))
    flow = Flow(document, labels)
    for number, line in lines:
        if not line.strip():
            flow.end_paragraph()
            continue
        take_line(flow, number, line)
    document.passages = flow.finish()
    remark_rare(document, labels)


def take_line(flow: Flow, number: int, line: str, *, glued: bool = False) -> None:
    """Take the marks and the words of a line.

    A time alone on it, or one to the second at its beginning, is a mark without brackets too.
    With `glued` the line goes on in the middle of a word and begins with no label.
    """
    if alone := _ALONE.fullmatch(line):
        line = f"[{alone[1]}]"
    elif (leading := _LEADING.match(line)) and not glued:
        line = f"[{leading[1]}]{line[leading.end() :]}"
    place = 0
    for mark in [*IN_BRACKETS.finditer(line), None]:
        words = line[place : mark.start() if mark else len(line)]
        if words.strip():
            label, rest = (None, words) if glued else flow.labels.split(words, opens=flow.opens)
            if label is not None:
                flow.speaker(label)
            flow.say(number, rest, glued=glued)
            glued = False
        if mark is None:
            return
        place = mark.end()
        ms = moment(mark[1])
        if ms is None:
            flow.document.remark(number, f"“{mark[0]}” is no time and was kept as words.")
            flow.say(number, mark[0])
        else:
            flow.mark(number, ms)


def openings(lines: Sequence[Line]) -> list[str]:
    """Return the first line of each paragraph, without a time at its beginning."""
    found: list[str] = []
    is_first = True
    for _, line in lines:
        words = _LEADING.sub(" ", IN_BRACKETS.sub(" ", line), count=1).strip()
        is_timed = IN_BRACKETS.match(line.strip()) or _LEADING.match(line)
        if words and (is_first or is_timed):
            found.append(words)
        is_first = not words
    return found


def _without_frame(lines: list[Line], document: TranscriptDocument) -> list[Line]:
    begins = next((place for place, (_, line) in enumerate(lines) if _BEGIN.fullmatch(line)), None)
    if begins is None:
        return lines
    for _, line in lines[:begins]:
        if found := _LANGUAGE.match(line):
            document.language = found[1].lower()
    inside = lines[begins + 1 :]
    ends = next((place for place, (_, line) in enumerate(inside) if _END.fullmatch(line)), None)
    if ends is None:
        document.remark(lines[-1][0], "The line TRANSCRIPTION END is missing.")
        return inside
    behind = [(number, line) for number, line in inside[ends + 1 :] if line.strip()]
    if behind:
        message = f"What stands behind TRANSCRIPTION END was not read: “{behind[0][1][:60]}”."
        document.remark(behind[0][0], message, loses_words=True)
    return inside[:ends]
