"""The works an essay names: gathered from its citations, short forms led to the full ones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify

from briefingbooks.essays.citation_forms import Citation, Described, Form
from briefingbooks.essays.names import (
    folded,
    have_same_first,
    is_institution,
    likeness,
    names_of,
    title_words,
    year_in,
)
from briefingbooks.essays.standing import Standing, same_among

LONGEST = {"authors": 300, "title": 400, "year": 60, "place": 120, "publisher": 200,
           "container": 300, "volume": 60, "number": 120}  # fmt: skip


@dataclass(slots=True)
class Work:
    """A work of the essay: as first described, its key here, and where it is cited."""

    described: Described
    key: str = ""
    standing: Standing | None = None
    forms: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    titles: dict[str, int] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.standing is None


@dataclass(slots=True)
class Cited:
    """A citation of a note, and the work it was led to; `why` tells why to none."""

    citation: Citation
    line: int
    mark: str
    work: Work | None = None
    why: str = ""


def gather(notes: Sequence[Sequence[Cited]], known: list[Standing]) -> list[Work]:
    """Lead the citations of notes to works; return the works in order of their first mention.

    Works that the house knows get its key, the others a proposed one that nothing bears.
    """
    works: list[Work] = []
    for cited in (one for note in notes for one in note):
        if cited.citation.form is Form.FULL and _fits(cited.citation.work):
            cited.work = _full(cited.citation.work, works)
    for position, note in enumerate(notes):
        before = notes[position - 1] if position else ()
        for place, cited in enumerate(note):
            if cited.work is None:
                _lead(cited, note[:place], before, works, known)
    for cited in (one for note in notes for one in note):
        if cited.work is not None:
            cited.work.forms.append(cited.citation.source)
            cited.work.lines.append(cited.line)
            if cited.citation.form is Form.FULL:
                cited.work.titles.setdefault(cited.citation.work.title, cited.line)
    _give_keys(works, known)
    return works


def _fits(work: Described) -> bool:
    return bool(work.title) and all(
        len(getattr(work, name)) <= most for name, most in LONGEST.items()
    )


def _full(described: Described, works: list[Work]) -> Work:
    for work in works:
        if _are_one(work.described, described):
            if len(described.publisher) > len(work.described.publisher):
                work.described = described
            return work
    works.append(Work(described))
    return works[-1]


def _are_one(one: Described, other: Described) -> bool:
    return (
        have_same_first(names_of(one.authors), names_of(other.authors))
        and year_in(one.year) == year_in(other.year)
        and likeness(one.title, other.title) >= 0.75
        and one.volume == other.volume
    )


def _lead(
    cited: Cited, here: Sequence[Cited], before: Sequence[Cited], works: list[Work],
    known: list[Standing],
) -> None:  # fmt: skip
    form = cited.citation.form
    if form is Form.IBID:
        _lead_ibid(cited, here, before)
    elif form in (Form.SHORT, Form.OP_CIT):
        _lead_short(cited, works, known)
    elif form is Form.FULL:
        cited.why = "The description of this work is too long to be kept as one."


def _lead_ibid(cited: Cited, here: Sequence[Cited], before: Sequence[Cited]) -> None:
    named = here or before
    if here:
        cited.work = here[-1].work
    elif len(before) == 1:
        cited.work = before[0].work
    if cited.work is None:
        what = "several works" if len(named) > 1 else "no work that was recognized"
        cited.why = f"“Ibid.” stands behind a note with {what}."


def _lead_short(cited: Cited, works: list[Work], known: list[Standing]) -> None:
    short = cited.citation.work
    found = [work for work in works if _is_short_of(short, work.described, cited.citation.form)]
    if not found:
        found = _from_the_house(short, cited.citation.form, works, known)
    if len(found) == 1:
        cited.work = found[0]
    elif found:
        named = "; ".join(f"{work.described.title} ({work.described.year})" for work in found)
        cited.why = f"This may mean any of {len(found)} works: {named}."
    else:
        cited.why = "This short form leads to no work that is named in full."


def _is_short_of(short: Described, work: Described, form: Form) -> bool:
    names, own = names_of(short.authors), names_of(work.authors)
    if form is Form.OP_CIT:
        begins = folded(short.title)
        is_title = len(begins) >= 5 and title_words(work.title).startswith(begins)
        return is_title or have_same_first(names, own) or _author_and_title(begins, own, work)
    if not have_same_first(names, own):
        return False
    if short.year:
        return year_in(short.year) == year_in(work.year)
    return _is_part_of(short.title, work.title)


def _author_and_title(words: str, own: tuple[str, ...], work: Described) -> bool:
    """Whether “Surname, Short Title” names the work."""
    if not own:
        return False
    last = own[0].split()[-1]
    rest = words.partition(f"{last} ")[2]
    return bool(rest) and title_words(work.title).startswith(rest)


def _is_part_of(short: str, title: str) -> bool:
    one, whole = title_words(short), title_words(title)
    return bool(one) and (f" {one} " in f" {whole} " or likeness(short, title) >= 0.85)


def _from_the_house(
    short: Described, form: Form, works: list[Work], known: list[Standing]
) -> list[Work]:
    """Return works of the house that a short form means, as works of this essay."""
    if form is Form.OP_CIT:
        return []
    found = []
    for one in same_among(short, known) if short.year else ():
        own = Work(Described(" ".join(one.names), one.year, one.title), one.key, one)
        works.append(own)
        found.append(own)
    return found


def _give_keys(works: Iterable[Work], known: list[Standing]) -> None:
    taken = {one.key for one in known}
    for work in works:
        if work.key:
            continue
        same = same_among(work.described, known) if work.described.title else []
        if len(same) == 1:
            work.standing, work.key = same[0], same[0].key
        else:
            work.key = proposed_key(work.described, taken)
            taken.add(work.key)


def proposed_key(work: Described, taken: set[str]) -> str:
    """Return a key for a work: author and year, else author and title; with a letter if taken."""
    year = year_in(work.year)
    behind = year if year.isdigit() else "nd"
    stem = f"{author_slug(work.authors) or slugify(work.title)[:30].strip('-')}-{behind}"
    if work.title.startswith("Resolution"):
        number = re.sub(r"\D+.*$", "", work.title.removeprefix("Resolution ").strip())
        stem = f"{author_slug(work.authors)}-resolution-{number}"
    key, letters = stem[:56], iter("bcdefghijklmnopqrstuvwxyz")
    number_behind = 1
    while key in taken:
        letter = next(letters, "")
        number_behind += 1
        key = f"{stem[:52]}{letter or f'-{number_behind}'}"
    return key


def author_slug(authors: str) -> str:
    """Return the first author for a key or label: a last name, or a body, long ones by initials."""
    if is_institution(authors):
        words = [word for word in slugify(authors).split("-") if word not in _SMALL]
        short = "-".join(words)
        return short if len(words) <= 3 else "".join(word[0] for word in words)
    names = names_of(authors)
    if not names:
        return ""
    is_inverted = "," in authors.partition(" and ")[0]
    name = names[0] if is_inverted else names[0].split()[-1]
    return slugify(name)[:40].strip("-")


_SMALL = {"of", "the", "for", "and", "on", "de", "des", "du", "la", "le", "les", "et", "sur", "in"}
