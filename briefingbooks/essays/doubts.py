"""What an import never decides by itself: two names for a work, editions, vague sources."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from briefingbooks.essays.citation_forms import Form
from briefingbooks.essays.names import (
    folded,
    have_same_first,
    is_institution,
    likeness,
    names_of,
    year_in,
)
from briefingbooks.essays.report import Report
from briefingbooks.essays.standing import Standing, alike_among, same_among
from briefingbooks.essays.works import Cited, Work

BODIES = (
    "United States Holocaust Memorial Museum",
    "National Security Archive",
    "National Archives and Records Administration",
    "United Nations High Commissioner for Refugees",
    "United Nations Department of Peacekeeping Operations",
    "United Nations Economic and Social Council",
    "United Nations Human Rights Council",
    "International Criminal Tribunal for Rwanda",
    "International Committee of the Red Cross",
    "Organization of African Unity",
)
SAME_WORDS = 0.95  # likeness of titles that differ by a comma or so
_VAGUE = re.compile(
    r"(?i)\b(?:declassified (?:\S+ ){0,5}?(?:documents?|memoranda|cables?|records?|excerpts?)|"
    r"relevant (?:\w+ )?archives?|various (?:sources|reports|documents|archives)|"
    r"archival (?:sources|documents)|internal (?:report|documents?)|on file with)"
)


def tell_doubts(
    report: Report,
    notes: Sequence[Sequence[Cited]],
    works: Sequence[Work],
    known: list[Standing],
    bodies: Iterable[str],
) -> None:
    """Add to a report what a person must decide on the works and citations of an essay."""
    for cited in (one for note in notes for one in note):
        _tell_vague(report, cited)
        if cited.why and not _VAGUE.search(cited.citation.words):
            report.decide("not recognized", cited.line, cited.why, cited.citation.words)
    for one, other in combinations(works, 2):
        _tell_pair(report, one, other)
    for work in works:
        if work.is_new:
            _tell_standing(report, work, known)
        _tell_undated(report, work)
        _tell_titles(report, work)
        _tell_body(report, work, [*bodies, *BODIES])


def _tell_vague(report: Report, cited: Cited) -> None:
    words = cited.citation.words.strip()
    if _VAGUE.search(words):
        report.decide("vague source", cited.line, "This does not say which record is meant.", words)
    elif cited.citation.form is Form.WORDS and re.match(r"https?://\S+$", words):
        report.decide("bare address", cited.line, "An address with no description.", words)


def _tell_undated(report: Report, work: Work) -> None:
    if work.lines and not year_in(work.described.year).isdigit():
        words = f"{work.described.authors}, {work.described.title}"
        report.decide("no date", work.lines[0], f"{work.key} has no date.", words)


def _tell_titles(report: Report, work: Work) -> None:
    for title, line in work.titles.items():
        if likeness(title, work.described.title) < SAME_WORDS:
            what = f"This was taken for {work.key}, which is named “{work.described.title}” too."
            report.decide("another title", line, what, title)


def _tell_pair(report: Report, one: Work, other: Work) -> None:
    first, last = one.described, other.described
    if likeness(first.title, last.title) < 0.8:
        return
    line = other.lines[0] if other.lines else 0
    words = f"{last.authors} ({last.year}) {last.title}"
    if not have_same_first(names_of(first.authors), names_of(last.authors)):
        what = "seem to be one work under two authors"
        report.decide("two authors", line, f"{one.key} and {other.key} {what}.", words)
    elif year_in(first.year) != year_in(last.year):
        what = "seem to be two editions of one work"
        report.decide("editions", line, f"{one.key} and {other.key} {what}.", words)


def _tell_standing(report: Report, work: Work, known: list[Standing]) -> None:
    line = work.lines[0] if work.lines else 0
    words = f"{work.described.authors} ({work.described.year}) {work.described.title}"
    same = same_among(work.described, known)
    if len(same) > 1:
        keys = ", ".join(one.key for one in same)
        report.decide("several works known", line, f"This may be any of {keys}; {work.key} is "
                      "proposed beside them.", words)  # fmt: skip
        return
    for one in alike_among(work.described, known):
        if have_same_first(names_of(work.described.authors), one.names):
            what = f"{one.key} of the house seems to be another edition of it"
            report.decide("editions", line, f"{work.key} is proposed; {what}.", words)
        else:
            what = f"{one.key} of the house has this title under another author"
            report.decide("two authors", line, f"{work.key} is proposed; {what}.", words)


def _tell_body(report: Report, work: Work, bodies: list[str]) -> None:
    """Tell of the author of a work that is nearly, not quite, the name of a body that is known."""
    name = work.described.authors
    if not is_institution(name) or folded(name) in map(folded, bodies):
        return
    alike = [body for body in dict.fromkeys(bodies) if _is_nearly(name, body)]
    if alike:
        line = work.lines[0] if work.lines else 0
        report.decide("name of a body", line, f"Is this {' or '.join(alike)}?", name)


def _is_nearly(name: str, body: str) -> bool:
    """Whether all but one of the words are the same, and the others alike in number."""
    ours, theirs = folded(name).split(), folded(body).split()
    if len(ours) < 4 or abs(len(ours) - len(theirs)) > 1:
        return False
    pairs = SequenceMatcher(None, ours, theirs).get_matching_blocks()
    return sum(block.size for block in pairs) >= max(len(ours), len(theirs)) - 1
