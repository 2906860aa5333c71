"""A reference as reference managers take it: RIS, BibTeX and CSL-JSON. Pure: no record, no query.

A name given as one line is written as it is read, never taken apart: which part of a Rwandan name
is the family name is not for a program to guess. A name given in parts keeps them.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

_PLAIN_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
# Where RIS has the editor of the book that a chapter stands in.
_RIS_EDITOR = {"CHAP": "A2"}
# Who publishes a thing, and what it stands in, as BibTeX calls them for each type.
_BIBTEX_HOUSE = {
    "book": ("publisher", "series"),
    "incollection": ("publisher", "booktitle"),
    "article": ("publisher", "journal"),
    "techreport": ("institution", "series"),
    "phdthesis": ("school", "series"),
}
_YEAR = re.compile(r"\b\d{4}\b")
_BIBTEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_BIBTEX_WRITTEN = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a thing is called in each format; `medium` says it where a format has no such type.

    `zotero` is the item type for the head of a page.
    """

    ris: str
    bibtex: str
    csl: str
    medium: str = ""
    zotero: str = "document"


class InParts(Protocol):
    """A name whose parts are known; `literal` is set, and nothing else, where they are not."""

    @property
    def family(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def literal(self) -> str: ...


AnyName = str | InParts

# RIS knows no interview; a personal communication is what reference managers make of one.
INTERVIEW = Kind(
    ris="PCOMM", bibtex="misc", csl="interview", medium="Interview", zotero="interview"
)
REPORT = Kind(ris="RPRT", bibtex="techreport", csl="report", zotero="report")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of one thing says. `issued` is an EDTF value, `issued_words` how it reads.

    `number` is that of a report or series, `call_number` our own reference for what others made.
    """

    key: str
    kind: Kind
    title: str
    address: str
    site: str
    accessed: date
    creators: Sequence[AnyName] = ()
    editors: Sequence[AnyName] = ()
    translators: Sequence[AnyName] = ()
    interviewers: Sequence[AnyName] = ()
    issued: str = ""
    issued_words: str = ""
    place: str = ""
    number: str = ""
    call_number: str = ""
    version: str = ""
    languages: Sequence[str] = ()
    abstract: str = ""
    rights: str = ""
    publisher: str = ""
    is_of_this_site: bool = True
    genre: str = ""
    container: str = ""
    series: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    isbn: str = ""
    archive: str = ""
    archive_location: str = ""
    short_title: str = ""

    @property
    def house(self) -> str:
        """Who publishes it: this site, unless it is a work of others."""
        return self.publisher or (self.site if self.is_of_this_site else "")

    @property
    def numbered(self) -> str:
        """The number in a series, with that of the edition: a report has no other place for it."""
        return ", ".join(filter(None, [self.number, self.edition]))

    @property
    def medium(self) -> str:
        return self.genre or self.kind.medium

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day as far as the date is a plain one; nothing otherwise."""
        match = _PLAIN_DATE.fullmatch(self.issued)
        return [int(part) for part in match.groups() if part] if match else []


def as_ris(reference: Reference) -> str:
    """Write RIS: a tag and a value to a line, ended by `ER`. Lines end as the format asks."""
    parts = reference.date_parts
    is_report = reference.kind.ris == "RPRT"
    lines = [
        ("TY", reference.kind.ris),
        ("ID", reference.key),
        *(("AU", turned(name)) for name in reference.creators),
        *((_RIS_EDITOR.get(reference.kind.ris, "ED"), turned(one)) for one in reference.editors),
        *(("A4", turned(name)) for name in reference.translators),
        *(("A2", turned(name)) for name in reference.interviewers),
        ("TI", reference.title),
        ("ST", reference.short_title),
        ("T2", reference.container or reference.series),
        *_ris_dates(parts, reference.issued_words),
        ("CY", reference.place),
        ("PB", reference.house),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", reference.pages.partition("–")[0]),
        ("EP", reference.pages.partition("–")[2]),
        ("SN" if is_report else "M1", reference.numbered if is_report else reference.number),
        ("M3", reference.medium),
        ("ET", reference.edition or reference.version),
        ("DO", reference.doi),
        ("" if is_report else "SN", reference.isbn),
        ("CN", reference.call_number),
        ("DP", reference.site if reference.call_number else ""),
        ("DB", reference.archive),
        ("AN", reference.archive_location),
        *(("LA", language) for language in reference.languages[:1]),
        ("AB", reference.abstract),
        ("UR", reference.address),
        ("Y2", reference.accessed.strftime("%Y/%m/%d")),
    ]
    written = [f"{tag}  - {_one_line(value)}" for tag, value in lines if tag and _one_line(value)]
    return "\r\n".join([*written, "ER  - ", ""])


def _ris_dates(parts: Sequence[int], words: str) -> list[tuple[str, str]]:
    """Return the date; one in words is read if it has a year of four digits, else it is a note."""
    if parts:
        day = "/".join(f"{part:02d}" for part in parts)
        return [("PY", f"{parts[0]:04d}"), ("DA", day)]
    return [("DA" if _YEAR.search(words) else "N1", words)]


def as_bibtex(reference: Reference) -> str:
    """Write one BibTeX entry; every special character is escaped, names stand in braces."""
    parts = reference.date_parts
    asked = [direct(name) for name in reference.interviewers]
    note = [f"Interviewed by {_listed(asked)}" if asked else ""]
    note += [reference.version, "" if parts else reference.issued_words]
    where = [reference.archive_location, reference.archive]
    note += [", ".join(part for part in where if part)]
    note += [f"{reference.site} {reference.call_number}" if reference.call_number else ""]
    house, container = _BIBTEX_HOUSE.get(reference.kind.bibtex, ("organization", "series"))
    fields = {
        "author": _bibtex_names(reference.creators),
        "editor": _bibtex_names(reference.editors),
        "translator": _bibtex_names(reference.translators),
        "title": f"{{{_escaped(reference.title)}}}",
        "shorttitle": _escaped(reference.short_title),
        container: _escaped(reference.container or reference.series),
        "year": f"{parts[0]:04d}" if parts else "",
        "date": "-".join(f"{part:02d}" for part in parts),
        "howpublished": _escaped(reference.medium) if house == "organization" else "",
        "type": _escaped(reference.medium),
        "address": _escaped(reference.place),
        house: _escaped(reference.house),
        "edition": _escaped(reference.edition),
        "volume": _escaped(reference.volume),
        "number": _escaped(reference.issue or reference.number),
        "pages": _escaped(reference.pages).replace("–", "--"),
        "doi": reference.doi if _is_plain(reference.doi) else _escaped(reference.doi),
        "isbn": _escaped(reference.isbn),
        "note": _escaped("; ".join(part for part in note if part)),
        "language": _escaped(", ".join(reference.languages)),
        "abstract": _escaped(reference.abstract),
        "url": _bibtex_address(reference.address),
        "urldate": reference.accessed.isoformat(),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{reference.kind.bibtex}{{{reference.key},\n{body}}}\n"


def as_csl_json(reference: Reference) -> str:
    """Write a list of one item as the schema of the Citation Style Language has it (1.0.2)."""
    is_held_here = reference.is_of_this_site and not reference.publisher
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.kind.csl,
        "title": reference.title,
        "title-short": reference.short_title,
        "author": [_csl_name(name) for name in reference.creators],
        "editor": [_csl_name(name) for name in reference.editors],
        "translator": [_csl_name(name) for name in reference.translators],
        "interviewer": [_csl_name(name) for name in reference.interviewers],
        "issued": _csl_date(reference),
        "container-title": reference.container,
        "collection-title": reference.series,
        "edition": reference.edition,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "number": reference.number,
        "genre": reference.genre,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "archive": reference.archive or (reference.site if is_held_here else ""),
        "archive_location": reference.archive_location
        or (reference.number if is_held_here and not reference.archive else ""),
        "call-number": reference.call_number,
        "source": reference.site if reference.call_number else "",
        "publisher": reference.house,
        "publisher-place": reference.place,
        "version": reference.version,
        "language": reference.languages[0] if reference.languages else "",
        "abstract": reference.abstract,
        "medium": reference.medium,
        "URL": reference.address,
        "accessed": {"date-parts": [list(reference.accessed.timetuple()[:3])]},
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False)


FORMATS: dict[str, tuple[str, Callable[[Reference], str]]] = {
    "ris": ("application/x-research-info-systems", as_ris),
    "bib": ("application/x-bibtex", as_bibtex),
    "json": ("application/vnd.citationstyles.csl+json", as_csl_json),
}


def _csl_date(reference: Reference) -> dict[str, Any]:
    if parts := reference.date_parts:
        return {"date-parts": [parts]}
    return {"literal": reference.issued_words} if reference.issued_words else {}


def direct(name: AnyName) -> str:
    """Return a name as it is read."""
    if isinstance(name, str):
        return name
    return name.literal or " ".join(filter(None, [name.given, name.family, name.suffix]))


def turned(name: AnyName) -> str:
    """Return a name as lists sort it, if its parts are known."""
    if isinstance(name, str):
        return name
    return name.literal or ", ".join(filter(None, [name.family, name.given, name.suffix]))


def _bibtex_names(names: Sequence[AnyName]) -> str:
    """Names in braces stay whole; of those in parts BibTeX wants “Family, Suffix, Given”."""
    return " and ".join(_bibtex_name(name) for name in names)


def _bibtex_name(name: AnyName) -> str:
    if isinstance(name, str) or name.literal:
        return f"{{{_escaped(direct(name))}}}"
    parts = [f"{{{_escaped(name.family)}}}", _escaped(name.suffix), _escaped(name.given)]
    return ", ".join(part for part in parts if part)


def _bibtex_address(url: str) -> str:
    """Keep an address from closing the field it stands in."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _is_plain(value: str) -> bool:
    return not set(value) & set("{}\\%")


def _csl_name(name: AnyName) -> dict[str, str]:
    if isinstance(name, str) or name.literal:
        return {"literal": direct(name)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: words for part, words in parts.items() if words}


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _escaped(value: str) -> str:
    return _BIBTEX_SPECIAL.sub(
        lambda found: _BIBTEX_WRITTEN.get(found[0], f"\\{found[0]}"), _one_line(value)
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
