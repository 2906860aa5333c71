"""The timeline of a TEI transcription: named moments, each so long after another one."""

import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from oralhistory.clock import LONGEST
from oralhistory.reading.moments import moment
from oralhistory.reading.safe_xml import XML_ID, line_of, name_of
from oralhistory.transcripts import TranscriptDocument

_UNITS = {"s": 1000, "sec": 1000, "ms": 1, "min": 60_000, "h": 3_600_000}
_PERIOD = re.compile(r"PT(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6}(?:\.[0-9]{1,9})?)S)?")


class Timeline:
    """Says when an utterance begins and ends, in milliseconds."""

    def __init__(self, root: etree._Element, document: TranscriptDocument) -> None:
        self.document = document
        self._moments: dict[str, int] = {}
        for timeline in root.iter():
            if name_of(timeline) == "timeline":
                self._read(timeline)

    def times_of(
        self, element: etree._Element, around: etree._Element | None
    ) -> tuple[int | None, int | None]:
        """Return the times of an utterance: its own, of its block, or of its anchors."""
        start, end = self._given(element, "start"), self._given(element, "end")
        if around is not None:
            start = self._given(around, "start") if start is None else start
            end = self._given(around, "end") if end is None else end
        anchors = [
            found
            for anchor in element.iter()
            if name_of(anchor) == "anchor"
            and (found := self._moment(str(anchor.get("synch") or ""))) is not None
        ]
        if start is None and anchors:
            start = anchors[0]
        if end is None and len(anchors) > 1:
            end = anchors[-1]
        if start is None:
            return None, None
        self.document.times_given += 1
        return start, end

    def _given(self, element: etree._Element, name: str) -> int | None:
        written = str(element.get(name) or "")
        if not written:
            return None
        found = self._moment(written)
        if found is None:
            said = f"The moment “{written[:30]}” is not in the timeline."
            self.document.remark(line_of(element), said)
        return found

    def _moment(self, written: str) -> int | None:
        if written.startswith("#"):
            return self._moments.get(written[1:])
        found = self._moments.get(written)
        return moment(written, seconds=True) if found is None else found

    def _read(self, timeline: etree._Element) -> None:
        """Follow each moment back to the one it counts from; one that can not be is left out."""
        unit = _UNITS.get(str(timeline.get("unit") or "s"), 1000)
        origin = str(timeline.get("origin") or "").lstrip("#")
        former = ""
        for when in timeline:
            key = str(when.get(XML_ID) or "") if name_of(when) == "when" else ""
            if not key:
                continue
            since = str(when.get("since") or "").lstrip("#")
            found = self._after(when, self._moments.get(since or former or origin), unit)
            if found is None and not when.get("interval") and not when.get("absolute"):
                found = 0 if key == origin or not former else None
            if found is not None and 0 <= found < LONGEST:
                self._moments[key] = found
            former = key

    def _after(self, when: etree._Element, since: int | None, unit: int) -> int | None:
        absolute, interval = str(when.get("absolute") or ""), str(when.get("interval") or "")
        if absolute:
            return moment(absolute, seconds=True)
        length = _length(interval, unit)
        return None if length is None else (since or 0) + length


def _length(written: str, unit: int) -> int | None:
    period = _PERIOD.fullmatch(written)
    if period and written != "PT":
        hours, minutes, whole = (Decimal(part or 0) for part in period.groups())
        return int((hours * 3600 + minutes * 60 + whole) * 1000)
    try:
        length = Decimal(written) * unit
    except InvalidOperation:
        return None
    return int(length) if length.is_finite() and 0 <= length < LONGEST else None
