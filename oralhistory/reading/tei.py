"""TEI: transcriptions of speech (`u`, ISO 24624 with `annotationBlock` and `timeline`), and texts.

A text without `u` is read by its paragraphs, with names before a colon as speakers. What is done
and not said (pauses, laughter) stands in brackets among the words.
"""

from collections.abc import Iterable

from lxml import etree

from oralhistory.reading.flow import Flow
from oralhistory.reading.labels import Labels, remark_rare
from oralhistory.reading.safe_xml import XML_ID, XML_LANG, children, line_of, name_of
from oralhistory.reading.tei_times import Timeline
from oralhistory.reading.tei_words import Spoken, spoken, text_of
from oralhistory.transcripts import (
    LONGEST_LABEL,
    Note,
    Passage,
    TranscriptDocument,
    UnreadableTranscript,
    checked_times,
)

_ROOTS = {"TEI", "TEI.2", "teiCorpus"}
_DONE = {"incident", "vocal", "kinesic", "pause", "gap", "writing", "shift"}
_HEADINGS = {"head", "label", "dateline", "opener", "closer", "signed"}
_PARAGRAPHS = {"p", "ab", "head", "item", "l", "label", "signed", "dateline", "closer", "opener"}


def is_tei(root: etree._Element) -> bool:
    """Whether an XML file is TEI."""
    return name_of(root) in _ROOTS


def read_tei(root: etree._Element, known: Iterable[str] = ()) -> TranscriptDocument:
    """Read what was said. Raises `UnreadableTranscript` for a file without words."""
    document = TranscriptDocument(format="TEI", language=_language(root))
    bodies = [one for one in root.iter() if name_of(one) == "body"]
    if any(name_of(one) == "u" for body in bodies for one in body.iter()):
        reader = _Speech(root, document)
        for body in bodies:
            reader.read(body)
        reader.finish()
        if any(passage.start_ms is not None for passage in document.passages):
            checked_times(document)
    else:
        _read_paragraphs(bodies, document, known)
    if not document.passages:
        raise UnreadableTranscript("The file holds no words that were said.")
    return document


def _language(root: etree._Element) -> str:
    """Return the language of the text, or the only one that the header names."""
    for element in root.iter():
        if name_of(element) in ("text", "body", *_ROOTS) and element.get(XML_LANG):
            return str(element.get(XML_LANG)).split("-")[0].lower()
    named = {
        str(element.get("ident") or "").split("-")[0].lower()
        for element in root.iter()
        if name_of(element) == "language"
    } - {""}
    return named.pop() if len(named) == 1 else ""


class _Speech:
    """Reads utterances in the order of the file."""

    def __init__(self, root: etree._Element, document: TranscriptDocument) -> None:
        self.document = document
        self.timeline = Timeline(root, document)
        self.names = _names(root)
        self.announced = ""
        self.waiting: list[Note] = []

    def read(self, element: etree._Element, around: etree._Element | None = None) -> None:
        """Read the utterances inside an element; `around` is their annotation block."""
        self._stray(element)
        for part in element:
            name = name_of(part)
            if name == "u":
                self._utterance(part, around)
            elif name == "annotationBlock":
                self.read(part, part)
            elif name in ("note", "speaker"):
                self._note(part)
            elif name in _DONE:
                self._done(part)
            elif name in ("spanGrp", "span"):
                self._layer(part)
            elif name in _PARAGRAPHS:
                self._beside(part)
            elif name not in ("listEvent", "timeline", ""):
                self.read(part, around)

    def finish(self) -> None:
        """Keep notes behind the last utterance with it."""
        if self.waiting and self.document.passages:
            last = self.document.passages[-1]
            notes = (*last.notes, *self.waiting)
            self.document.passages[-1] = Passage(
                last.line, last.start_ms, last.end_ms, last.label, last.text, notes, last.withheld
            )

    def _utterance(self, element: etree._Element, around: etree._Element | None) -> None:
        line = line_of(element)
        said = spoken(element)
        if not said.text:
            self.document.remark(line, "This utterance has no words and was left out.")
            return
        start, end = self.timeline.times_of(element, around)
        label = self._label(element, around)
        self._keep(line, start, end, label, said)

    def _keep(
        self, line: int, start: int | None, end: int | None, label: str, said: Spoken
    ) -> None:
        notes = tuple(Note(line, body, *span) for body, span in said.notes)
        passage = Passage(line, start, end, label, said.text, (*self.waiting, *notes))
        self.document.passages.append(passage)
        self.waiting = []
        self.announced = ""

    def _label(self, element: etree._Element, around: etree._Element | None) -> str:
        who = element.get("who") or (around.get("who") if around is not None else "") or ""
        names = [self.names.get(one.lstrip("#"), one.lstrip("#")) for one in str(who).split()]
        return (" / ".join(names) or self.announced)[:LONGEST_LABEL]

    def _note(self, element: etree._Element) -> None:
        words = " ".join(text_of(element).split())
        if "speaker" in (element.get("type"), name_of(element)):
            self.announced = words.rstrip(": ")
        elif words:
            self.waiting.append(Note(line_of(element), words))

    def _done(self, element: etree._Element) -> None:
        said = spoken(element, itself=True)
        if said.text:
            start, end = self.timeline.times_of(element, None)
            who = self._label(element, None) if element.get("who") else ""
            announced = self.announced
            self._keep(line_of(element), start, end, who, said)
            self.announced = announced

    def _layer(self, element: etree._Element) -> None:
        kind = str(element.get("type") or "")
        if "transl" in kind.lower():
            said = "A translation beside the words was not read."
            self.document.remark(line_of(element), said, loses_words=True)

    def _beside(self, element: etree._Element) -> None:
        words = " ".join(text_of(element).split())
        if words:
            said = f"This stands beside what was said and was not read: “{words[:60]}”."
            is_lost = name_of(element) not in _HEADINGS
            self.document.remark(line_of(element), said, loses_words=is_lost)

    def _stray(self, element: etree._Element) -> None:
        """Name words that stand between utterances, in none of them."""
        texts = [(element, element.text), *((part, part.tail) for part in element)]
        for where, text in texts:
            if words := " ".join((text or "").split()):
                said = f"These words stand in no utterance: “{words[:60]}”."
                self.document.remark(line_of(where), said, loses_words=True)


def _names(root: etree._Element) -> dict[str, str]:
    """Return the names of persons by their identifiers, as the header gives them."""
    found: dict[str, str] = {}
    for person in root.iter():
        key = person.get(XML_ID) if name_of(person) in ("person", "personGrp") else None
        names = children(person, "persName") if key else []
        words = (
            " ".join(" ".join(str(part) for part in names[0].itertext()).split()) if names else ""
        )
        if key and words:
            found[str(key)] = words
    return found


def _paragraph(element: etree._Element) -> str:
    """Return the words of a paragraph; the speaker of a drama is a label before a colon."""
    words = " ".join(text_of(element, stop=_PARAGRAPHS).split())
    return f"{words.rstrip(':. ').upper()}:" if words and name_of(element) == "speaker" else words


def _read_paragraphs(
    bodies: list[etree._Element], document: TranscriptDocument, known: Iterable[str]
) -> None:
    lines = [
        (line_of(one), _paragraph(one))
        for body in bodies
        for one in body.iter()
        if name_of(one) in {*_PARAGRAPHS, "speaker"}
    ]
    labels = Labels(known)
    labels.learn(line for _, line in lines if line)
    flow = Flow(document, labels)
    for number, line in lines:
        label, words = labels.split(line)
        if label is not None:
            flow.speaker(label)
        flow.say(number, words)
        flow.end_paragraph()
    document.passages = flow.finish()
    remark_rare(document, labels)
