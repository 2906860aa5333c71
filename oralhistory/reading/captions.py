"""WebVTT and SubRip, read with forgiveness (https://www.w3.org/TR/webvtt1/).

Readers of captions drop in silence what they do not understand. Here nothing is dropped without a
remark that names the line, as each dropped passage is something that a person said.
"""

import html
import re
from collections.abc import Iterable, Iterator

from oralhistory.clock import HOUR, LONGEST, MINUTE, SECOND
from oralhistory.reading.labels import with_labels
from oralhistory.transcripts import (
    ACCEPTED_FORMATS,
    LONGEST_LABEL,
    Passage,
    Remark,
    TranscriptDocument,
    UnreadableTranscript,
    checked_times,
)

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_SUBRIP = re.compile(r"\s*\d+[ \t]*(?:\r\n|\n|\r)[ \t]*\d+:\d+:\d+(?:[,.]\d+)?[ \t]*-->")
LINE_END = re.compile(r"\r\n|\n|\r")
_LANGUAGE = re.compile(r"lang(?:uage)?\s*:\s*([A-Za-z]{2,3})\b", re.IGNORECASE)
_COMMENT = re.compile(r"NOTE(?:[ \t].*)?")
_SETTINGS_BLOCK = re.compile(r"(?:STYLE|REGION)[ \t]*")
_TIMES = re.compile(r"[ \t]*([\d:.,]+)[ \t]*-->[ \t]*(\S*)(?:[ \t].*)?")
_TIME = re.compile(r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_STRICT_TIME = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}")
_VOICE_OR_TAG = re.compile(
    r"<v(?:\.[^\s<>]*)?(?P<voice>[ \t\n](?:[^<>]|<[^<>]*>)*)>|<(?P<tag>/?[^<>\s]*)[^<>]*>"
)
_TAG_OF_WEBVTT = re.compile(r"/?(?:c|i|b|u|v|ruby|rt|lang)(?:\.[^>]*)?|[\d:.]+")
_TAG_OF_HTML = re.compile(r"/?(?:em|strong|font|span|p|div|s|small|sub|sup|a)/?", re.IGNORECASE)
_PLACING = re.compile(r"\{\\[^{}\n]*\}")  # {\an8}, as subtitle editors write it
_MARKUP = re.compile(r"<[^<>]*>")
_LINE_BREAK = re.compile(r"/?br/?", re.IGNORECASE)

Line = tuple[int, str]


def read_webvtt(text: str, known: Iterable[str] = (), *, first_line: int = 1) -> TranscriptDocument:
    """Read a WebVTT file. A passage without a voice belongs to the voice before it.

    `known` are labels of speakers, for files that write them before the words; `first_line` is
    where the text begins in a file around it. Raises `UnreadableTranscript` for a text that is
    not WebVTT or holds no passage at all.
    """
    lines = list(enumerate(LINE_END.split(text), start=first_line))
    if not _SIGNATURE.fullmatch(lines[0][1]):
        raise UnreadableTranscript(_what_else(text), first_line)
    reader = _Reader()
    for block in _blocks(reader.after_header(lines[1:])):
        reader.take(block)
    return _finished(reader.document, "WebVTT", known)


def read_subrip(text: str, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read a SubRip file, with times as short as `0:1:2,3`. Raises `UnreadableTranscript`."""
    reader = _Reader(is_subrip=True)
    for block in _blocks(enumerate(LINE_END.split(text), start=1)):
        reader.take(block)
    return _finished(reader.document, "SubRip", known)


def is_webvtt(text: str) -> bool:
    """Whether a text says of itself that it is WebVTT."""
    return bool(_SIGNATURE.fullmatch(LINE_END.split(text[:400])[0]))


def is_subrip(text: str) -> bool:
    """Whether a text begins as SubRip does: a number, and times beneath it."""
    return bool(_SUBRIP.match(text))


def _finished(
    document: TranscriptDocument, file_format: str, known: Iterable[str]
) -> TranscriptDocument:
    document.format = file_format
    if not document.passages:
        faults = "; ".join(str(remark) for remark in document.remarks[:3])
        raise UnreadableTranscript(f"The file holds no passage that can be read. {faults}".strip())
    return checked_times(with_labels(document, known))


def _what_else(text: str) -> str:
    if _SUBRIP.match(text):
        kind = "This looks like SubRip (.srt)."
    elif text.lstrip().startswith("<"):
        kind = "This looks like XML or HTML."
    else:
        kind = "A WebVTT file begins with the word WEBVTT; this one does not."
    return f"{kind} {ACCEPTED_FORMATS}"


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Return the lines between blank lines; passages with no blank line between them apart."""
    block: list[Line] = []
    for number, line in lines:
        if not line.strip():
            if block:
                yield block
            block = []
            continue
        if "-->" in line and _has_times(block) and not _COMMENT.fullmatch(block[0][1]):
            carried = [block.pop()] if block[-1][1].strip().isdigit() else []
            yield block
            block = carried
        block.append((number, line))
    if block:
        yield block


def _has_times(block: list[Line]) -> bool:
    return any("-->" in line for _, line in block)


class _Reader:
    """Takes block after block and remembers who spoke last."""

    def __init__(self, *, is_subrip: bool = False) -> None:
        self.document = TranscriptDocument()
        self.speaker = ""
        self.is_subrip = is_subrip

    def remark(self, line: int, message: str, *, loses_words: bool = False) -> None:
        self.document.remarks.append(Remark(line, message, loses_words))

    def after_header(self, lines: list[Line]) -> list[Line]:
        """Return the lines behind the header, whose language is noted."""
        for index, (_, line) in enumerate(lines):
            if not line.strip() or "-->" in line:
                return lines[index:]
            if found := _LANGUAGE.match(line.strip()):
                self.document.language = found[1].lower()
        return []

    def take(self, block: list[Line]) -> None:
        number, first = block[0]
        where = next((index for index, (_, line) in enumerate(block) if "-->" in line), None)
        if _COMMENT.fullmatch(first) and not self.is_subrip:
            if where is not None:
                message = "A passage inside a comment was not read."
                self.remark(block[where][0], message, loses_words=True)
        elif where is not None:
            self._take_cue(block, where)
        elif self.is_subrip or not _SETTINGS_BLOCK.fullmatch(first):
            words = " ".join(line.strip() for _, line in block)
            advice = "L" if self.is_subrip else "Begin a comment with NOTE; l"
            self.remark(
                number,
                f"These words have no time and belong to no passage: “{_short(words)}”. {advice}"
                "eave no blank line inside a passage.",
                loses_words=True,
            )

    def _take_cue(self, block: list[Line], where: int) -> None:
        number, line = block[where]
        self.document.times_given += 1
        if where > 1:
            self.take(block[: where - 1])
        times = self._times(number, line)
        text = "\n".join(part for _, part in block[where + 1 :])
        if self.is_subrip:
            text = _PLACING.sub("", text)
        if times is None:
            self.remark(
                number,
                f"The time can not be read: “{_short(line)}”. The passage “{_short(text)}” has "
                "no place.",
                loses_words=True,
            )
            return
        said = [(label, words) for label, words in self._voices(number, text) if words]
        if not said:
            self.remark(number, "This passage has no words and was left out.")
        for label, words in said:
            self.document.passages.append(Passage(number, *times, label, words))

    def _times(self, number: int, line: str) -> tuple[int, int | None] | None:
        given = _TIMES.fullmatch(line)
        start = _milliseconds(given[1]) if given else None
        if given is None or start is None:
            return None
        end = _milliseconds(given[2])
        if end is None:
            said = "The end of this passage is missing or can not be read"
            self.remark(number, f"{said}; it was taken to last until the next one begins.")
            return start, None
        if not self.is_subrip and not all(_STRICT_TIME.fullmatch(time) for time in given.groups()):
            self.remark(number, f"The time is not written as WebVTT asks: “{_short(line)}”.")
        return start, end

    def _voices(self, number: int, text: str) -> Iterator[tuple[str, str]]:
        """Return the label and the words of each voice in a passage."""
        words, place = "", 0
        for tag in _VOICE_OR_TAG.finditer(text):
            words += text[place : tag.start()]
            place = tag.end()
            if tag["voice"] is None:
                words += self._instead_of(number, tag)
                continue
            yield self.speaker, _plain(words)
            words, self.speaker = "", self._label(number, tag["voice"])
        yield self.speaker, _plain(words + text[place:])

    def _label(self, number: int, annotation: str) -> str:
        plain = _MARKUP.sub("", annotation)
        label = " ".join(html.unescape(plain).split())
        if plain != annotation:
            self.remark(number, f"Marks were taken out of the name of a speaker: “{label}”.")
        if len(label) > LONGEST_LABEL:
            self.remark(number, f"The name of the speaker is longer than {LONGEST_LABEL} letters.")
        return label[:LONGEST_LABEL]

    def _instead_of(self, number: int, tag: re.Match[str]) -> str:
        name = tag["tag"]
        if _LINE_BREAK.fullmatch(name):
            return "\n"
        if _TAG_OF_WEBVTT.fullmatch(name) or _TAG_OF_HTML.fullmatch(name):
            return ""
        self.remark(number, f"“{_short(tag[0])}” is no mark of WebVTT and was kept as words.")
        return tag[0]


def _milliseconds(time: str) -> int | None:
    match = _TIME.fullmatch(time)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if minutes > 59 or seconds > 59:
        return None
    total = hours * HOUR + minutes * MINUTE + seconds * SECOND
    total += int((match[4] or "0").ljust(3, "0"))
    return total if total < LONGEST else None


def _plain(words: str) -> str:
    lines = (" ".join(line.split(" ")).strip() for line in html.unescape(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _short(words: str, most: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[:most]}…"
