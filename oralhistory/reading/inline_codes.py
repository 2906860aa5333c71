"""The codes that Oral-History.Digital writes among the words of a transcript.

`<res words>` are not to be published and `<an words>` are to be kept nameless: they stay words
and are marked, so that the public never gets them. Everything else becomes plain words.
"""

import re
from dataclasses import dataclass, field

from oralhistory.transcripts import MarkedWords, Note, Passage, TranscriptDocument

DEEPEST = 40  # codes inside one another

_CODE = re.compile(
    r"<(?P<name>res|an|sim|p|s|i|n|l|m|g|v|ld|nl|\?)"
    r"(?P<number>[0-9]{1,4}|\?)?(?:\((?P<said>[^()<>]*)\))?(?=[\s>])[ \t]*",
    re.IGNORECASE,
)
_HOW = {"res": "not published", "an": "anonymized"}
_SIGN = re.compile("[<>]")
_LOOKS_LIKE_A_CODE = re.compile(r"<[^\s<>]")


@dataclass(slots=True)
class _Words:
    """Words as they are written out; offsets count in `text`."""

    line: int
    document: TranscriptDocument
    text: str = ""
    notes: list[Note] = field(default_factory=list)
    withheld: list[MarkedWords] = field(default_factory=list)

    def add(self, words: str) -> None:
        if not self.text or self.text.endswith((" ", "\n")):
            words = words.lstrip(" ")
        self.text += words

    def note(self, body: str) -> None:
        words = self.text.rstrip()
        start = max(words.rfind(" "), words.rfind("\n")) + 1
        span = (start, len(words)) if words else (None, None)
        self.notes.append(Note(self.line, body, *span))

    def withhold(self, start: int, how: str) -> None:
        marked = self.text[start:]
        start += len(marked) - len(marked.lstrip())
        end = len(self.text.rstrip())
        if end <= start:
            return
        while self.withheld and self.withheld[-1].start >= start:
            self.withheld.pop()
        self.withheld.append(MarkedWords(start, end, how))


@dataclass(slots=True)
class _Open:
    """A code whose end has not come yet."""

    name: str
    start: int
    closing: str = ""


def passage_of(
    line: int,
    times: tuple[int | None, int | None],
    label: str,
    written: str,
    document: TranscriptDocument,
) -> Passage:
    """Return a passage with its codes written out in words, marked, or made into notes."""
    words = _Words(line, document)
    written = " ".join(written.split())
    opened: list[_Open] = []
    place = 0
    while place < len(written):
        code = _CODE.match(written, place) if len(opened) < DEEPEST else None
        if code is not None:
            opened.append(_begin(code, words))
            place = code.end()
        elif written[place] == ">" and opened:
            _end(opened.pop(), words)
            place += 1
        else:
            if _LOOKS_LIKE_A_CODE.match(written, place):
                words.document.remark(line, "A code that nobody knows was kept as words.")
            following = _next(written, place + 1)
            words.add(written[place:following])
            place = following
    for code_left in reversed(opened):
        words.document.remark(line, f"The code <{code_left.name} is not closed in this passage.")
        _end(code_left, words)
    text = words.text.rstrip()
    return Passage(line, *times, label, text, tuple(words.notes), tuple(words.withheld))


def _next(written: str, place: int) -> int:
    """Return where the next code may begin or end."""
    found = _SIGN.search(written, place)
    return found.start() if found else len(written)


def _begin(code: re.Match[str], words: _Words) -> _Open:
    name, number, said = code["name"].lower(), code["number"], (code["said"] or "").strip()
    if name == "n":
        if said:
            words.note(said)
        return _Open(name, len(words.text))
    if name == "?":
        words.add("[unintelligible]" if number else "[")
        return _Open(name, len(words.text), "" if number else "?]")
    if name == "p":
        count = f" of {number} seconds" if number and number != "?" else ""
        words.add(f"[pause{count}]")
    elif said and name != "l":
        words.add(f"[{said}]")
        if words.text:
            words.add(" ")
    return _Open(name, len(words.text))


def _end(code: _Open, words: _Words) -> None:
    if code.closing:
        words.text = words.text.rstrip(" ") + code.closing
    elif code.start == len(words.text) and words.text.endswith("] "):
        words.text = words.text[:-1]
    if code.name in _HOW:
        words.withhold(code.start, _HOW[code.name])
