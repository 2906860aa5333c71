"""When and where a document was written: its dateline, the encoding, or else its heading.

TEI P5 `att.datable` (when, from, to, notBefore, notAfter) becomes EDTF (ISO 8601-2:2019): a day,
an interval "1969-05-02/1969-06-11", or one day of a set "[1981-01-20..1981-02-28]". FRUS puts what
the editors supply in square brackets and writes "undated" where the document bears no date.
"""

import re
from calendar import monthrange
from datetime import date, time
from typing import NamedTuple

from lxml import etree

from collections_app.frus.tei import TEI, local_name
from collections_app.frus.text import plain
from collections_app.frus.volume import Certainty, DocumentDate

_MONTHS = "January February March April May June July August September October November December"
_MONTH = "|".join(_MONTHS.split(" "))
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY_IN_WORDS = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:[–-]\d{{1,2}})?,?\s+(?P<year>{_YEAR})"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}),?\s+(?P<year2>{_YEAR}))\b"
)
_ENDS_WITH_DATE = re.compile(
    rf",\s+(?:(?P<place>[A-Z][^,;:]{{1,40}}),\s+)?(?P<date>[Uu]ndated"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?:[–-]\d{{1,2}})?,?\s+\d{{4}}(?:,.{{0,30}})?)\.?$"
)
_UNDATED = re.compile(r"\bundated\b", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T([\d:.]+(?:Z|[+-]\d\d:\d\d)?))?")
_DATABLE = ("when", "from", "to", "notBefore", "notAfter")
_NO_PLACE = re.compile(
    r"\d|\b(?:Meeting|Conference|Session|Volume|No|\w+day|House|Department|Building)\b|declassified"
)


class When(NamedTuple):
    """Date and place of a document; `doubt` says what could not be read, "" if nothing."""

    date: DocumentDate
    place: str
    doubt: str


def read_dateline(document: etree._Element, title: str) -> When:
    """Read the first dateline of a document div; else `frus:doc-dateTime-min/max`; else `title`."""
    dateline = _dateline(document)
    words = plain(dateline).strip() if dateline is not None else ""
    place = _place(dateline, words) if dateline is not None else ""
    found, doubt = _from_dateline(dateline, words) if dateline is not None else (None, "")
    encoded = _from_encoding(document)
    if encoded and (found is None or (found.certainty == Certainty.UNDATED and not found.edtf)):
        shown = found.displayed if found else ""
        found = DocumentDate(encoded, shown, Certainty.INFERRED, basis="encoding")
    ending = _ENDS_WITH_DATE.search(title)
    if not place and ending and ending["place"] and not _NO_PLACE.search(ending["place"]):
        place = ending["place"]
    return When(found or _from_heading(title), place, doubt)


def _dateline(document: etree._Element) -> etree._Element | None:
    for dateline in document.iter(TEI + "dateline"):
        above = [local_name(outer) for outer in dateline.iterancestors()]
        if "attachment" not in above and "note" not in above and _owner(dateline) is document:
            return dateline
    return None


def _owner(element: etree._Element) -> etree._Element:
    return next(outer for outer in element.iterancestors() if local_name(outer) == "div")


def _from_dateline(dateline: etree._Element, words: str) -> tuple[DocumentDate | None, str]:
    dates = [found for found in dateline.iter(TEI + "date") if plain(found) or found.attrib]
    dated = [found for found in dates if _datable(found)]
    hours = list(dateline.iter(TEI + "time"))
    displayed = _displayed([*dates, *hours], words)
    if not dated:
        if _UNDATED.search(words):
            return DocumentDate("", "undated", Certainty.UNDATED, basis="dateline"), ""
        return _in_words(words, "dateline", Certainty.STATED), ""
    chosen, is_supplied = _chosen(dated, words)
    try:
        edtf, hour = _edtf(chosen)
        hour = hour or next((_hour(h.get("when") or h.get("from") or "") for h in hours), "")
    except ValueError:
        doubt = f"The date {dict(chosen)} of the dateline “{words}” is no date"
        return _in_words(words, "dateline", Certainty.STATED), doubt
    inferred = is_supplied or _UNDATED.search(displayed) or not chosen.keys() & {"when", "from"}
    certainty = Certainty.INFERRED if inferred else Certainty.STATED
    return DocumentDate(edtf, displayed, certainty, hour, "dateline"), ""


def _datable(element: etree._Element) -> dict[str, str]:
    return {key: value for key in _DATABLE if (value := element.get(key))}


def _displayed(parts: list[etree._Element], words: str) -> str:
    """Return the words of a dateline from its first date to the end of its last date or hour."""
    texts = [shown for part in parts if (shown := plain(part))]
    if not texts:
        return "undated" if _UNDATED.search(words) else ""
    start = words.find(texts[0])
    end = max(words.rfind(shown) + len(shown) for shown in texts)
    shown = (words[start:end] if 0 <= start < end else texts[0]).strip(" ,[]")
    return shown if re.search(r"[ap]\.\s?m\.$", shown) else shown.rstrip(".")


def _chosen(dated: list[etree._Element], words: str) -> tuple[dict[str, str], bool]:
    """Return the attributes that count, and whether the editors supplied the date in brackets.

    "June 14 [15?], 1949" gives two dates: the bracket corrects the first. Any other two are the
    ends of a span.
    """
    first, last = _datable(dated[0]), _datable(dated[-1])
    before = words[: max(words.find(plain(dated[0])), 0)]
    is_supplied = before.count("[") > before.count("]")
    if len(dated) == 1 or first == last:
        return first, is_supplied
    if re.search(r"\d\s*\[", words):
        return last, True
    start, end = first.get("when") or first.get("from"), last.get("when") or last.get("to")
    return ({"from": start, "to": end} if start and end else first), is_supplied


def _edtf(attributes: dict[str, str]) -> tuple[str, str]:
    """Return EDTF value and hour for TEI's attributes; raise ValueError for what is no date."""
    days = {key: _day(value) for key, value in attributes.items()}
    if "when" in days:
        return days["when"]
    if "from" in days or "to" in days:
        start, hour = days.get("from", ("", ""))
        end, _ = days.get("to", (start, ""))
        return (start, hour) if start == end else (f"{start}/{end}", hour)
    return _one_of(days.get("notBefore", ("", ""))[0], days.get("notAfter", ("", ""))[0]), ""


def _day(written: str) -> tuple[str, str]:
    """Return day and hour of an ISO date, raising ValueError; an hour that is none is left out."""
    found = _ISO.fullmatch(written.strip())
    if not found:
        raise ValueError(written)
    year, month, day, hour = found.groups()
    date(int(year), int(month or 1), int(day or 1))
    return "-".join(part for part in (year, month, day) if part), _hour(hour or "")


def _hour(written: str) -> str:
    try:
        time.fromisoformat(written)
    except ValueError:
        return ""
    return written.replace("+00:00", "Z")


def _one_of(earliest: str, latest: str) -> str:
    """Return the widest plain date that two bounds mean, or the set of days between them."""
    if earliest == latest:
        return earliest
    if earliest[:7] == latest[:7] and earliest[8:] == "01":
        year, month = int(earliest[:4]), int(earliest[5:7])
        if latest[8:] == str(monthrange(year, month)[1]):
            return earliest[:7]
    if earliest[4:] == "-01-01" and latest == earliest[:4] + "-12-31":
        return earliest[:4]
    return f"[{earliest}..{latest}]"


def _from_encoding(document: etree._Element) -> str:
    """Return the span the encoders gave for the document as a whole, "" if none."""
    bounds = {str(name).rpartition("}")[2]: str(value) for name, value in document.items()}
    try:
        earliest, latest = (_day(bounds[f"doc-dateTime-{side}"])[0] for side in ("min", "max"))
    except (KeyError, ValueError):
        return ""
    return _one_of(earliest, latest)


def _from_heading(title: str) -> DocumentDate:
    """Take the date a heading ends with, or one in the first sentence of a calendar entry."""
    entry, end, _ = title.partition(". ")
    if end and (found := _in_words(entry, "heading", Certainty.INFERRED)):
        return found
    ending = _ENDS_WITH_DATE.search(title)
    if ending and _UNDATED.match(ending["date"]):
        return DocumentDate("", "undated", Certainty.UNDATED, basis="heading")
    words = ending["date"] if ending else entry
    found = _in_words(words, "heading", Certainty.STATED if ending else Certainty.INFERRED)
    return found or DocumentDate("", "", Certainty.NOT_STATED)


def _in_words(words: str, basis: str, certainty: Certainty) -> DocumentDate | None:
    found = _DAY_IN_WORDS.search(words)
    if not found:
        return None
    month = _MONTHS.split(" ").index(found["month"] or found["month2"]) + 1
    year, day = int(found["year"] or found["year2"]), int(found["day"] or found["day2"])
    try:
        edtf = date(year, month, day).isoformat()
    except ValueError:
        return None
    return DocumentDate(edtf, found[0], certainty, basis=basis)


def _place(dateline: etree._Element, words: str) -> str:
    named = dateline.find(f".//{TEI}placeName")
    if named is not None:
        shown = plain(named).strip(" ,.[]")
        return "" if _NO_PLACE.search(shown) and "declassified" in shown else shown
    first = re.split(rf",|\b(?:{_MONTH})\b|\bundated\b|\[", words.lstrip("["), flags=re.IGNORECASE)[
        0
    ]
    place = first.strip(" ,.[]")
    return place if place and place[0].isupper() and not _NO_PLACE.search(place) else ""
