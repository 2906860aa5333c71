"""The index of OHMS: points with a time, words in up to two languages, places and links.

Files of 5.1 and 5.2 have place and link directly in the point, later ones any number inside
`gpspoints` and `hyperlinks`. Both are read.
"""

import re
from decimal import Decimal

from lxml import etree

from oralhistory.clock import clock
from oralhistory.reading.moments import moment
from oralhistory.reading.safe_xml import child_text, children, line_of
from oralhistory.transcripts import (
    Point,
    PointLink,
    PointPlace,
    PointWords,
    TranscriptDocument,
)

LONGEST_TITLE = 300  # characters
FIRST_WORDS = 8  # that stand for a title where there is none
DEEPEST_ZOOM = 30

_DEGREES = re.compile(
    r"\(?\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*[,; ]\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*\)?"
)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def read_index(record: etree._Element, document: TranscriptDocument) -> list[Point]:
    """Return the points of a record in order of time; remarks go to the document."""
    elements = [point for index in children(record, "index") for point in children(index, "point")]
    points = [point for element in elements if (point := _point(element, document))]
    return sorted(points, key=lambda point: point.start_ms)


def _point(element: etree._Element, document: TranscriptDocument) -> Point | None:
    line = line_of(element)
    written = child_text(element, "time")
    start = moment(written or "0", seconds=True)
    if start is None:
        said = f"The time “{written[:30]}” of a point of the index can not be read."
        document.remark(line, said, loses_words=True)
        return None
    words, translated = _words(element, "", start), _words(element, "_alt", start)
    point = Point(
        line,
        start,
        words,
        translated,
        tuple(_places(element, document)),
        tuple(_links(element, document)),
    )
    if words is None and translated is None:
        if point.places or point.links:
            words = PointWords(f"At {clock(start)}")
            return Point(line, start, words, None, point.places, point.links)
        document.remark(line, f"The point at {clock(start)} says nothing and was left out.")
        return None
    for one, which in ((words, ""), (translated, "_alt")):
        if one and not child_text(element, f"title{which}"):
            said = f"The point at {clock(start)} has no title; its first words stand for it."
            document.remark(line, said)
    return point


def _words(element: etree._Element, which: str, start: int) -> PointWords | None:
    title = " ".join(child_text(element, f"title{which}").split())
    synopsis = child_text(element, f"synopsis{which}")
    partial = child_text(element, f"partial_transcript{which}")
    keywords = _terms(child_text(element, f"keywords{which}"))
    subjects = _terms(child_text(element, f"subjects{which}"))
    if not any((title, synopsis, partial, keywords, subjects)):
        return None
    if len(title) > LONGEST_TITLE:
        synopsis = f"{title}\n\n{synopsis}".strip()
        title = f"{title[: LONGEST_TITLE - 1]}…"
    if not title:
        first = (synopsis or partial or "; ".join(keywords or subjects)).split()
        title = " ".join(first[:FIRST_WORDS])[:LONGEST_TITLE] + "…"
    return PointWords(title[:LONGEST_TITLE], synopsis, partial, keywords, subjects)


def _terms(written: str) -> tuple[str, ...]:
    terms = (" ".join(term.split()) for term in written.split(";"))
    return tuple(dict.fromkeys(term for term in terms if term))


def _places(element: etree._Element, document: TranscriptDocument) -> list[PointPlace]:
    found = []
    for holder in (element, *children(element, "gpspoints")):
        given, name = child_text(holder, "gps"), " ".join(child_text(holder, "gps_text").split())
        if not given and not name:
            continue
        latitude, longitude = _degrees(given)
        if given and latitude is None:
            said = f"“{given[:40]}” is no place on the globe."
            document.remark(line_of(holder), said, loses_words=not name)
            if not name:
                continue
        if child_text(holder, "gps_text_alt"):
            _say_once(document, line_of(holder), "Names of places in the second language")
        zoom = child_text(holder, "gps_zoom")
        is_depth = zoom.isascii() and zoom.isdigit() and len(zoom) < 3
        depth = int(zoom) if is_depth and int(zoom) <= DEEPEST_ZOOM else None
        found.append(PointPlace((name or given)[:200], latitude, longitude, depth))
    return found


def _degrees(written: str) -> tuple[Decimal | None, Decimal | None]:
    match = _DEGREES.fullmatch(written.strip())
    if match is None:
        return None, None
    latitude, longitude = (round(Decimal(part), 6) for part in match.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


def _links(element: etree._Element, document: TranscriptDocument) -> list[PointLink]:
    found: dict[str, PointLink] = {}
    for holder in (element, *children(element, "hyperlinks")):
        url = child_text(holder, "hyperlink")
        title = " ".join(child_text(holder, "hyperlink_text").split())
        if not url and not title:
            continue
        if not _WEB_ADDRESS.fullmatch(url) or len(url) > 1000:
            said = f"“{url[:60]}” ({title[:60]}) is no address on the web and was left out."
            document.remark(line_of(holder), said, loses_words=True)
            continue
        if child_text(holder, "hyperlink_text_alt"):
            _say_once(document, line_of(holder), "Names of links in the second language")
        found.setdefault(url, PointLink(url, title[:LONGEST_TITLE]))
    return list(found.values())


def _say_once(document: TranscriptDocument, line: int, what: str) -> None:
    said = f"{what} are not kept; this is the first."
    if not any(remark.message == said for remark in document.remarks):
        document.remark(line, said)
