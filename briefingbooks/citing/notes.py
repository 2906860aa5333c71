"""Works as notes and bibliography print them: Chicago notes and bibliography, 17th edition.

The house never prints “ibid.” (14.34 allows it): notes are read one by one, in popovers, quoted
extracts and files. Nor does it use the three-em dash for a repeated author (14.67). Dates are
written day, month, year. Everything returned is safe HTML. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from briefingbooks.citing import layouts, locators
from briefingbooks.citing.names import folded, in_a_note, in_short
from briefingbooks.citing.pieces import plain, run_on, said, sentences
from briefingbooks.citing.work import Work
from collections_app.languages import shown_language

_ARTICLES = {
    "en": re.compile(r"(?:a|an|the) ", re.IGNORECASE),
    "fr": re.compile(r"(?:le |la |les |un |une |des |l['’])", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class ShortForm:
    """How later notes of one book name a work: nobody else's there reads the same.

    Where nothing told it apart, `is_whole` says that later notes repeat the first form.
    """

    names: str
    title: str
    also: str = ""
    is_whole: bool = False


def first_note(work: Work, place: str = "") -> str:
    """Return the first citation of a work, with a locator if one is given; without full stop."""
    at = locators.locator(place, work.kind)
    parts = layouts.of_a_note(work)
    if work.kind == "article" and (work.volume or work.issue):
        pages = said(at or work.pages)
        is_after_colon = bool(pages) and (not at or locators.is_page(at))
        return run_on(*parts, f": {pages}" if is_after_colon else pages)
    if work.kind == "chapter":
        at = at or work.pages
    return run_on(*parts, said(at))


def short_note(work: Work, place: str = "", form: ShortForm | None = None) -> str:
    """Return a later citation: family name, short title, locator; never “ibid.”."""
    form = form or short_form(work)
    if form.is_whole:
        return first_note(work, place)
    at = said(locators.locator(place, work.kind))
    name = layouts.later_title(work, form.title)
    return run_on(said(form.names), name, f"({said(form.also)})" if form.also else "", at)


def short_form(work: Work) -> ShortForm:
    """Return the short form of a work that stands alone."""
    return ShortForm(in_short(_later_names(work)), work.later_title)


def short_forms(works: Iterable[Work]) -> dict[str, ShortForm]:
    """Return the short form of each work cited in one book, by key (14.30 to 14.33).

    Two authors of one family name are told apart by their whole names. Two works that would read
    the same are told apart by the whole title, else the date, the edition, the publisher, the
    place.
    """
    works = list({work.key: work for work in works}.values())
    forms = {work.key: short_form(work) for work in works}
    for group in _alike(works, lambda work: forms[work.key].names):
        whole = {work.key: in_a_note(_later_names(work)) for work in group}
        if len({folded(words) for words in whole.values()}) > 1:
            for work in group:
                forms[work.key] = replace(forms[work.key], names=whole[work.key])
    for group in _alike(works, lambda work: _reads(forms[work.key])):
        _tell_apart(group, forms)
    return forms


def bibliography_entry(work: Work, *, is_of_house: bool = False) -> str:
    """Return the line of the bibliography, with the address of the work where it has one.

    The address of a work `is_of_house` leads nowhere else, and is not marked as external.
    """
    address = said(work.address)
    css, mark = ("", "") if is_of_house else (' class="external"', _external())
    link = f'<a{css} href="{address}">{address}{mark}</a>' if address else ""
    return sentences(*layouts.of_an_entry(work), link)


def _external() -> str:
    """Say that a link leads away: a word of the page, which is not always that of the citation."""
    language, words = shown_language(), _("(external link)")
    mark = "" if language == "en" else f' lang="{language}"'
    return f' <span class="external-mark"{mark}>{words}</span>'


def in_order(works: Iterable[Work]) -> list[Work]:
    """Return works as a bibliography lists them: by author, then title, then date."""
    return sorted(works, key=order)


def order(work: Work) -> tuple[str, str, str, str]:
    """Return what a work is put in order by: names, title without its article, date, key."""
    names = work.leading[0] or (work.directors if work.kind == "film" else ())
    title = folded(without_article(work.title, work.language))
    if names:
        return " ".join(folded(name.inverted) for name in names), title, work.edtf, work.key
    is_under_container = work.kind in ("news", "broadcast") and work.container
    first = folded(without_article(work.container, work.language)) if is_under_container else title
    return first, title, work.edtf, work.key


def without_article(words: str, language: str) -> str:
    """Return words without the article they begin with, as indexes file them (16.56)."""
    found = _ARTICLES.get(language[:2])
    bare = words.lstrip("‘“«'\"[( ")
    return found.sub("", bare, count=1) if found and found.match(bare) else bare


def as_words(html: str) -> str:
    """Return a citation as plain words."""
    return plain(html)


def _later_names(work: Work) -> Sequence:
    if work.kind in ("judgment", "film", "broadcast"):
        return ()
    names, role = work.leading
    return () if role == "trans." else names


def _reads(form: ShortForm) -> str:
    return folded(f"{form.names} {form.title}")


def _alike(works: list[Work], by: Callable[[Work], str]) -> list[list[Work]]:
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        groups[by(work)].append(work)
    return [group for words, group in groups.items() if words and len(group) > 1]


def _tell_apart(group: list[Work], forms: dict[str, ShortForm]) -> None:
    if len({folded(work.title) for work in group}) == len(group):
        for work in group:
            forms[work.key] = replace(forms[work.key], title=work.title)
        return
    for field in ("date", "edition", "publisher", "place", "number"):
        said_apart = [getattr(work, field) for work in group]
        if all(said_apart) and len(set(said_apart)) == len(group):
            for work, words in zip(group, said_apart, strict=True):
                forms[work.key] = replace(forms[work.key], also=words)
            return
    for work in group:
        forms[work.key] = replace(forms[work.key], is_whole=True)
