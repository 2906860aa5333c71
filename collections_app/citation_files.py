"""A reference as reference managers take it: RIS, BibTeX and CSL-JSON. Pure: no record, no query.

Names are written as they are read, never taken apart: which part of a Rwandan name is the family
name is not for a program to guess.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_PLAIN_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BIBTEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_BIBTEX_WRITTEN = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a thing is called in each format; `medium` says it where a format has no such type."""

    ris: str
    bibtex: str
    csl: str
    medium: str = ""


# RIS knows no interview; a personal communication is what reference managers make of one.
INTERVIEW = Kind(ris="PCOMM", bibtex="misc", csl="interview", medium="Interview")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of one thing says. `issued` is an EDTF value, `issued_words` how it reads."""

    key: str
    kind: Kind
    title: str
    address: str
    site: str
    accessed: date
    creators: Sequence[str] = ()
    interviewers: Sequence[str] = ()
    issued: str = ""
    issued_words: str = ""
    place: str = ""
    number: str = ""
    version: str = ""
    languages: Sequence[str] = ()
    abstract: str = ""
    rights: str = ""

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day as far as the date is a plain one; nothing otherwise."""
        match = _PLAIN_DATE.fullmatch(self.issued)
        return [int(part) for part in match.groups() if part] if match else []


def as_ris(reference: Reference) -> str:
    """Write RIS: a tag and a value to a line, ended by `ER`. Lines end as the format asks."""
    parts = reference.date_parts
    day = "/".join(f"{part:02d}" for part in [*parts, *[0] * (3 - len(parts))] if part)
    lines = [
        ("TY", reference.kind.ris),
        ("ID", reference.key),
        *(("AU", name) for name in reference.creators),
        *(("A2", name) for name in reference.interviewers),
        ("TI", reference.title),
        ("PY", f"{parts[0]:04d}" if parts else ""),
        ("DA", day or reference.issued_words),
        ("CY", reference.place),
        ("PB", reference.site),
        ("M1", reference.number),
        ("M3", reference.kind.medium),
        ("ET", reference.version),
        *(("LA", language) for language in reference.languages[:1]),
        ("AB", reference.abstract),
        ("UR", reference.address),
        ("Y2", reference.accessed.strftime("%Y/%m/%d")),
    ]
    written = [f"{tag}  - {_one_line(value)}" for tag, value in lines if _one_line(value)]
    return "\r\n".join([*written, "ER  - ", ""])


def as_bibtex(reference: Reference) -> str:
    """Write one BibTeX entry; every special character is escaped, names stand in braces."""
    parts = reference.date_parts
    note = [f"Interviewed by {_listed(reference.interviewers)}" if reference.interviewers else ""]
    note += [reference.version, "" if parts else reference.issued_words]
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.creators),
        "title": f"{{{_escaped(reference.title)}}}",
        "year": f"{parts[0]:04d}" if parts else "",
        "date": "-".join(f"{part:02d}" for part in parts),
        "howpublished": _escaped(reference.kind.medium),
        "address": _escaped(reference.place),
        "organization": _escaped(reference.site),
        "number": _escaped(reference.number),
        "note": _escaped("; ".join(part for part in note if part)),
        "language": _escaped(", ".join(reference.languages)),
        "abstract": _escaped(reference.abstract),
        "url": reference.address,
        "urldate": reference.accessed.isoformat(),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{reference.kind.bibtex}{{{reference.key},\n{body}}}\n"


def as_csl_json(reference: Reference) -> str:
    """Write a list of one item as the schema of the Citation Style Language has it (1.0.2)."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.kind.csl,
        "title": reference.title,
        "author": [{"literal": name} for name in reference.creators],
        "interviewer": [{"literal": name} for name in reference.interviewers],
        "issued": _csl_date(reference),
        "archive": reference.site,
        "archive_location": reference.number,
        "publisher": reference.site,
        "publisher-place": reference.place,
        "version": reference.version,
        "language": reference.languages[0] if reference.languages else "",
        "abstract": reference.abstract,
        "medium": reference.kind.medium,
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


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _escaped(value: str) -> str:
    return _BIBTEX_SPECIAL.sub(
        lambda found: _BIBTEX_WRITTEN.get(found[0], f"\\{found[0]}"), _one_line(value)
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
