"""The words of an utterance in TEI, with what is done beside them in brackets."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from lxml import etree

from oralhistory.reading.safe_xml import name_of

_APART = {"lb", "pb", "cb", "seg", "s", "p", "row", "cell", "list", "anchor"}
_NOT_SAID = {"fs", "listEvent", "index", "spanGrp", "span", "del", "figure"}
_ALTERNATIVES = {"choice": ("orig", "sic", "abbr"), "app": ("lem",)}

PUT_BY = 4000  # characters

Span = tuple[int | None, int | None]


@dataclass(slots=True)
class Spoken:
    """Words, and the notes on them with the words that each stands behind.

    Only the last words are worked on; those before them are put by, however long it takes.
    """

    notes: list[tuple[str, Span]] = field(default_factory=list)
    _before: list[str] = field(default_factory=list)
    _length: int = 0
    _last: str = ""

    @property
    def text(self) -> str:
        return ("".join(self._before) + self._last).rstrip()

    def add(self, words: str) -> None:
        """Add words; white space is one space wherever it stands."""
        plain = " ".join(words.split())
        if not plain:
            self.space(words)
            return
        self.space(words[0])
        self._last += plain
        self.space(words[-1])
        if len(self._last) > PUT_BY:
            cut = self._last.rfind(" ", 0, PUT_BY // 2) + 1
            self._before.append(self._last[:cut])
            self._length += cut
            self._last = self._last[cut:]

    def space(self, words: str) -> None:
        """Keep words apart where white space stands between them."""
        if words and words[-1:].isspace() and self._last and not self._last.endswith(" "):
            self._last += " "

    def apart(self, words: str) -> None:
        """Add something with a space before and behind it."""
        self.space(" ")
        self.add(words)
        self.space(" ")

    def note(self, body: str) -> None:
        """Keep a note at the last word."""
        said = self._last.rstrip()
        start = said.rfind(" ") + 1
        span = (self._length + start, self._length + len(said)) if said else (None, None)
        self.notes.append((body, span))


def spoken(element: etree._Element, *, itself: bool = False) -> Spoken:
    """Return the words of an element; with `itself` it is something done, not an utterance."""
    said = Spoken()
    if itself:
        _take(element, said)
    else:
        _inside(element, said)
    length = len(said.text)
    said.notes = [(body, _within(span, length)) for body, span in said.notes]
    return said


def text_of(element: etree._Element, *, stop: Collection[str] = ()) -> str:
    """Return the text of an element without that of the elements in `stop` inside it."""
    parts = [element.text or ""]
    for part in element:
        name = name_of(part)
        if name in _APART:
            parts.append(" ")
        if name and name not in stop:
            parts.append(text_of(part, stop=stop))
        parts.append(part.tail or "")
    return "".join(parts)


def _inside(element: etree._Element, said: Spoken) -> None:
    said.add(element.text or "")
    for part in element:
        _take(part, said)
        said.add(part.tail or "")


def _take(part: etree._Element, said: Spoken) -> None:
    name = name_of(part)
    if name in _DONE:
        if words := _DONE[name](part):
            said.apart(f"[{words}]")
    elif name == "note":
        if words := _plain(part):
            said.note(words)
    elif name in _ALTERNATIVES:
        chosen = [one for one in part if name_of(one) in _ALTERNATIVES[name]] or list(part)
        for one in chosen[:1]:
            _inside(one, said)
    elif name and name not in _NOT_SAID:
        if name in _APART or name == "w":
            said.space(" ")
        _inside(part, said)
        if name in _APART:
            said.space(" ")


def _plain(part: etree._Element) -> str:
    return " ".join(text_of(part).split())


def _of_action(part: etree._Element) -> str:
    return _plain(part) or str(part.get("type") or "")


def _of_pause(part: etree._Element) -> str:
    length = str(part.get("dur") or "").removeprefix("PT").removesuffix("S")
    return f"pause of {length} seconds" if length.replace(".", "").isdecimal() else "pause"


def _of_gap(part: etree._Element) -> str:
    return " ".join(str(part.get("reason") or "gap").split())


def _of_unclear(part: etree._Element) -> str:
    words = _plain(part)
    return f"{words}?" if words else "unintelligible"


_DONE: dict[str, Callable[[etree._Element], str]] = {
    "pause": _of_pause,
    "gap": _of_gap,
    "unclear": _of_unclear,
    **dict.fromkeys(("vocal", "kinesic", "incident", "writing", "desc"), _of_action),
}


def _within(span: Span, length: int) -> Span:
    start, end = span
    if start is None or end is None or min(end, length) <= start:
        return None, None
    return start, min(end, length)
