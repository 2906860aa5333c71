"""The identity of a unit (`did`): title, numbers, dates, extent, boxes, languages, creators."""

from lxml import etree

from collections_app.ead.links import read_digital_object
from collections_app.ead.names import read_origination
from collections_app.ead.opening import children, line_of, name_of
from collections_app.ead.text import folded, paragraphs, words
from collections_app.ead.units import Passage, PrintedDate, SpokenLanguage, Unit

RECORD_CODE = "record-code"
DATES = ("unitdate", "unitdatestructured")


def read_did(did: etree._Element, unit: Unit) -> None:
    """Read every part of a `did` into the unit; a part that is not known becomes a passage."""
    stray = folded(" ".join([did.text or "", *(one.tail or "" for one in did)]))
    if stray:
        unit.passages.append(Passage("text", stray, line_of(did)))
    for child in children(did):
        name = name_of(child)
        if child.get("audience") == "internal" and name not in ("unittitle", *DATES):
            _keep(child, unit, is_internal=True)
        elif read := READERS.get(name):
            read(child, unit)
        else:
            _keep(child, unit)
    _drop_doubled_dates(unit)


def _keep(element: etree._Element, unit: Unit, *, is_internal: bool = False) -> None:
    text = paragraphs(element)
    label = folded(element.get("label") or "")
    if text:
        passage = Passage(name_of(element), text, line_of(element), label, is_internal)
        unit.passages.append(passage)


def _title(element: etree._Element, unit: Unit) -> None:
    """Read the title; a date at its end is the date of the unit and no part of its title."""
    said = words(element)
    dates = [one for one in element.iter() if name_of(one) in DATES]
    for date in dates:
        _date(date, unit)
    if dates and said.endswith(last := words(dates[-1])):
        said = said[: len(said) - len(last)].rstrip(" ,;:") or said
    if not unit.title:
        unit.title = said
    elif said:
        unit.passages.append(Passage("unittitle", said, line_of(element), "Other title"))


def _number(element: etree._Element, unit: Unit) -> None:
    said = words(element)
    kind = element.get("type") or element.get("localtype") or ""
    if kind == RECORD_CODE:
        unit.record_code = said
    elif said:
        unit.numbers.append(said)


def _date(element: etree._Element, unit: Unit) -> None:
    if name_of(element) == "unitdatestructured":
        _structured_date(element, unit)
        return
    kind = element.get("type") or element.get("unitdatetype") or element.get("datechar") or ""
    unit.dates.append(
        PrintedDate(
            text=words(element),
            line=line_of(element),
            normal=(element.get("normal") or "").strip(),
            kind=kind.strip().lower(),
            certainty=folded(element.get("certainty") or ""),
            edtf=_edtf(element),
        )
    )


def _edtf(element: etree._Element) -> str:
    """Return the value that finding aids written here carry, where EAD itself can not hold it."""
    said = element.get("altrender") or ""
    return said.removeprefix("edtf:") if said.startswith("edtf:") else ""


def _structured_date(element: etree._Element, unit: Unit) -> None:
    """Read a date of EAD3 in parts: single days, spans, or a set of both."""
    kind = (element.get("unitdatetype") or "").lower()
    certainty = folded(element.get("certainty") or "")
    for one in element.iter():
        name, line = name_of(one), line_of(one)
        if name == "datesingle":
            normal = (one.get("standarddate") or "").strip()
            unit.dates.append(PrintedDate(words(one), line, normal, kind, certainty))
        elif name == "daterange":
            ends = {name_of(end): end for end in children(one)}
            said = [words(ends[end]) for end in ("fromdate", "todate") if end in ends]
            normal = "/".join(
                ends[end].get("standarddate", "") if end in ends else ""
                for end in ("fromdate", "todate")
            )
            text = " - ".join(filter(None, said))
            unit.dates.append(
                PrintedDate(text, line, "" if normal == "/" else normal, kind, certainty)
            )


def _drop_doubled_dates(unit: Unit) -> None:
    """Leave out a structured date that only repeats the printed one, but keep its machine form."""
    kept: list[PrintedDate] = []
    for date in unit.dates:
        twin = next((one for one in kept if _same(one.text, date.text)), None)
        if twin is None:
            kept.append(date)
        elif date.normal and not twin.normal:
            kept[kept.index(twin)] = date
    unit.dates = [date for date in kept if date.text or date.normal]


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).lower() == "".join(other.split()).lower()


def _extent(element: etree._Element, unit: Unit) -> None:
    if name_of(element) == "physdescset":
        for one in children(element):
            _extent(one, unit)
        return
    if name_of(element) == "physdescstructured":
        said = folded(" ".join(words(one) for one in children(element)))
    else:
        said = folded(paragraphs(element).replace("\n\n", "\n").replace("\n", "; "))
    if said:
        label = folded(element.get("label") or "").rstrip(":")
        unit.extents.append(f"{label}: {said}" if label else said)


def _container(element: etree._Element, unit: Unit) -> None:
    said = words(element)
    kind = element.get("type") or element.get("localtype") or element.get("label") or ""
    kind = folded(kind.replace("_", " ").replace("-", " "))
    if not said:
        return
    starts_alike = said.lower().startswith(kind.lower())
    unit.containers.append(said if not kind or starts_alike else f"{kind} {said}")


def _languages(element: etree._Element, unit: Unit) -> None:
    found = []
    for one in element.iter():
        if name_of(one) == "language":
            code = (one.get("langcode") or "").strip().lower()
            found.append(SpokenLanguage(code, words(one), line_of(one)))
    unit.languages += found
    said = paragraphs(element)
    named = "".join(one.name for one in found)
    if "".join(filter(str.isalpha, said)) != "".join(filter(str.isalpha, named)):
        label = folded(element.get("label") or "")
        unit.passages.append(Passage("langmaterial", said, line_of(element), label))


def _holder(element: etree._Element, unit: Unit) -> None:
    """The name of the archive is found by whoever reads the whole; here its words are kept."""
    if said := paragraphs(element):
        unit.passages.append(Passage("repository", said, line_of(element)))


READERS = {
    "unittitle": _title,
    "unitid": _number,
    "unitdate": _date,
    "unitdatestructured": _date,
    "physdesc": _extent,
    "physdescstructured": _extent,
    "physdescset": _extent,
    "container": _container,
    "langmaterial": _languages,
    "origination": read_origination,
    "repository": _holder,
    "dao": read_digital_object,
    "daogrp": read_digital_object,
    "daoset": read_digital_object,
}
