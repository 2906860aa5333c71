"""Dates of a finding aid: the words as printed, and an EDTF value where one can be relied on."""

import re
from dataclasses import dataclass

from collections_app import date_suggestions, dates
from collections_app.ead.units import PrintedDate
from collections_app.models.historical import DateCertainty

LONGEST_WORDS = 160
BRACKETED = "Supplied by the archive, in brackets in its finding aid."
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)?")
_ABOUT = re.compile(
    r"\b(circa|ca|c|approx|approximately|about|around|vers|environ)\b", re.IGNORECASE
)
_DOUBTED = re.compile(r"\?|\b(probably|possibly|perhaps|peut-être|probablement)\b", re.IGNORECASE)
_RELIABLE = (
    re.compile(r"(circa |ca\.? ?|c\. ?|about )?\d{4}\??"),
    re.compile(r"(circa |ca\.? ?|c\. ?)?\d{4} ?[-–/] ?(\d{4}|[2-9]\d|1[3-9])"),
    re.compile(r"(the )?\d{3}0['’]?s"),
    re.compile(r"\d{4},? [^\W\d]{3,9}\.?( \d\d?)?"),
    re.compile(r"\d\d? [^\W\d]{3,9}\.? \d{4}"),
    re.compile(r"[^\W\d]{3,9}\.? (\d\d?, )?\d{4}"),
    re.compile(r"(between|before|after) \d{4}( and \d{4})?"),
)


@dataclass(frozen=True, slots=True)
class Dating:
    """The date of a unit as its record will say it; `messages` are for the report."""

    edtf: str = ""
    words: str = ""
    certainty: str = "exact"
    basis: str = ""
    messages: tuple[tuple[int, str], ...] = ()


def dating_of(printed: list[PrintedDate]) -> Dating:
    """Bring the dates of one unit together: all words in order, the value of the inclusive one."""
    if not printed:
        return Dating()
    words = ", ".join(filter(None, (_said(one, len(printed)) for one in printed)))
    if date_suggestions.means_undated(words):
        return Dating(words=words if words.lower() != "undated" else "")
    messages: list[tuple[int, str]] = []
    chosen = _chosen(printed)
    edtf = _stated(chosen, messages) or _read_from_words(chosen, messages)
    certainty = _certainty(chosen, words, edtf)
    basis = BRACKETED if certainty == "inferred" else ""
    if len(words) <= LONGEST_WORDS and edtf and _reads_alike(edtf, certainty, words):
        words = ""
    return Dating(edtf, words, certainty if edtf or words else "exact", basis, tuple(messages))


def _chosen(printed: list[PrintedDate]) -> PrintedDate:
    """Return the date of the whole unit: not the bulk of it, and one given for machines first."""
    whole = [one for one in printed if one.kind != "bulk"] or printed
    return next((one for one in whole if one.normal), whole[0])


def _said(date: PrintedDate, among: int) -> str:
    text = date.text or date.normal
    is_bulk = date.kind == "bulk" and "bulk" not in text.lower()
    return f"{text} (bulk)" if is_bulk and text else text


def _stated(date: PrintedDate, messages: list[tuple[int, str]]) -> str:
    """Return the machine form that the archive gives, as EDTF; "" with a message if it is none."""
    if date.edtf and (parsed := _parsed(date.edtf)):
        return parsed.edtf
    if not date.normal:
        return ""
    edtf = "/".join(_spread(end.strip()) for end in date.normal.split("/"))
    first, _, last = edtf.partition("/")
    if first and first == last:
        edtf = first
    try:
        return dates.parse(edtf).edtf
    except dates.UnknownDate as refusal:
        said = f"The machine form “{date.normal[:60]}” of the date was left out: {refusal}"
        messages.append((date.line, said))
        return ""


def _spread(end: str) -> str:
    """Write 19940106 as 1994-01-06, and an open end as EDTF does."""
    if match := _COMPACT.fullmatch(end):
        return "-".join(part for part in match.groups() if part)
    return ".." if end.lower() in ("open", "9999") else end.removesuffix("T00:00:00")


def _read_from_words(date: PrintedDate, messages: list[tuple[int, str]]) -> str:
    """Read words of the plain kinds only; what could be read in two ways is left to a person."""
    said = re.sub(r"\s+", " ", date.text).strip(" .,;[]")
    plain = re.sub(r"^circa ", "circa ", said, flags=re.IGNORECASE)
    if not any(shape.fullmatch(plain.lower()) for shape in _RELIABLE):
        return ""
    for group in date_suggestions.readings(plain):
        found = {parsed.edtf for text in group if (parsed := _parsed(text))}
        if len(found) == 1:
            edtf = found.pop()
            messages.append((date.line, f"The date “{date.text}” was read as {edtf}"))
            return edtf
        if found:
            return ""
    return ""


def _parsed(text: str) -> dates.HistoricalDate | None:
    try:
        return dates.parse(text)
    except dates.UnknownDate:
        return None


def _certainty(date: PrintedDate, words: str, edtf: str) -> str:
    if date.edtf and date.certainty in DateCertainty.values:
        return date.certainty
    if re.fullmatch(r"\[[^\]]+\]", date.text) and edtf:
        return "inferred"
    signs = dates.parse(edtf).certainty if edtf else "exact"
    if signs != "exact":
        return signs
    if _DOUBTED.search(words) or date.certainty.lower() in ("questionable", "uncertain"):
        return "questionable"
    is_about = _ABOUT.search(words) or date.certainty.lower() in ("approximate", "circa", "approx")
    return "approximate" if is_about else "exact"


def _reads_alike(edtf: str, certainty: str, words: str) -> bool:
    return dates.words(dates.parse(edtf), "en", certainty) == words
