"""What each kind of work says, in the order of a note and of a bibliography (CMOS 17, ch. 14).

Each kind gives the parts of a note without locator, and the sentences of an entry. Pure.
"""

from collections.abc import Callable

from briefingbooks.citing.names import in_a_list, in_a_note
from briefingbooks.citing.pieces import capital, italic, quoted, roman, run_on, said
from briefingbooks.citing.work import Names, Work

Parts = list[str]

QUOTED = ("chapter", "article", "news", "web_page", "posting", "thesis", "interview", "archival")
NO_DATE = "n.d."


def title(work: Work, words: str = "", *, later: bool = False) -> str:
    """Return a title in italics or quotation marks, as its kind has it.

    Case names are in italics in later notes only; resolutions and laws in neither.
    """
    words, language = words or work.title, work.language
    if work.kind in QUOTED:
        return quoted(words, language)
    is_resolution = work.kind == "un_document" and words.startswith(("Resolution", "Decision"))
    if work.kind == "legislation" or is_resolution or (work.kind == "judgment" and not later):
        return roman(words, language)
    return italic(words, language)


def later_title(work: Work, words: str) -> str:
    """Return a title as later notes say it; a programme stands before its broadcast."""
    if work.kind == "interview" and not is_named(work):
        return said(words.lower())
    if work.kind == "broadcast" and work.container:
        return f"{italic(work.container, work.language)}, {quoted(words, work.language)}"
    return title(work, words, later=True)


def who(work: Work, *, turned: bool = False) -> str:
    """Return whom a citation begins with: authors, else editors, else translators."""
    names, role = work.leading
    words = in_a_list(names) if turned else in_a_note(names)
    if work.contributors:
        role = ", ".join(filter(None, [role, f"with {in_a_note(work.contributors)}"]))
    return said(", ".join(filter(None, [words, role])))


def imprint(work: Work) -> str:
    """Place: publisher, date; without a date “n.d.”."""
    house = ": ".join(filter(None, [work.place, work.publisher]))
    return said(", ".join(filter(None, [house, work.date or NO_DATE])))


def _by(words: str, names: Names) -> str:
    return said(f"{words} {in_a_note(names)}") if names else ""


def _edited(work: Work) -> Names:
    return work.editors if work.authors else ()


def _translated(work: Work) -> Names:
    return work.translators if work.authors or work.editors else ()


def _labelled(label: str, words: str) -> str:
    return said(f"{label} {words}" if words[:1].isdigit() else words)


def _series(work: Work) -> str:
    return said(", ".join(filter(None, [work.container, work.number])))


def _book(work: Work) -> Parts:
    made = [_by("ed.", _edited(work)), _by("trans.", _translated(work))]
    which = [said(work.edition), _labelled("vol.", work.volume), _series(work)]
    return [who(work), title(work), *made, *which, f"({imprint(work)})"]


def _book_listed(work: Work) -> Parts:
    made = [_by("Edited by", _edited(work)), _by("Translated by", _translated(work))]
    which = [capital(said(work.edition)), capital(_labelled("vol.", work.volume)), _series(work)]
    return [who(work, turned=True), title(work), *made, *which, imprint(work)]


def _chapter(work: Work) -> Parts:
    inside = f"in {italic(work.container, work.language)}" if work.container else ""
    which = [said(work.edition), _labelled("vol.", work.volume)]
    made = [_by("trans.", _translated(work)), inside, *which, _by("ed.", work.container_editors)]
    return [who(work), title(work), *made, f"({imprint(work)})"]


def _chapter_listed(work: Work) -> Parts:
    inside = run_on(
        f"In {italic(work.container, work.language)}" if work.container else "",
        said(work.edition),
        _labelled("vol.", work.volume),
        _by("edited by", work.container_editors),
        said(work.pages),
    )
    made = [_by("Translated by", _translated(work)), inside]
    return [who(work, turned=True), title(work), *made, imprint(work)]


def _journal(work: Work) -> str:
    """*Journal* 12, no. 3 (1999), as far as each is known."""
    journal = italic(work.container, work.language)
    if not work.volume and not work.issue:
        return run_on(journal, said(work.date or NO_DATE))
    counted = f"{journal} {said(work.volume)}" if work.volume else journal
    return f"{run_on(counted, _labelled('no.', work.issue))} ({said(work.date or NO_DATE)})"


def _article(work: Work) -> Parts:
    return [who(work), title(work), _by("trans.", _translated(work)), _journal(work)]


def _article_listed(work: Work) -> Parts:
    is_counted = work.volume or work.issue
    pages = f"{': ' if is_counted else ''}{said(work.pages)}" if work.pages else ""
    made = _by("Translated by", _translated(work))
    return [who(work, turned=True), title(work), made, run_on(_journal(work), pages)]


def _news(work: Work) -> Parts:
    paper = italic(work.container, work.language)
    return [who(work), title(work), paper, said(work.edition), said(work.date or NO_DATE)]


def _news_listed(work: Work) -> Parts:
    paper, day = italic(work.container, work.language), said(work.date or NO_DATE)
    if not work.leading[0]:  # 14.199: the newspaper stands in the place of an author
        return [paper, title(work), run_on(day, said(work.pages))]
    return [who(work, turned=True), title(work), run_on(paper, day, said(work.pages))]


def _when(work: Work) -> Parts:
    accessed = said(f"accessed {work.accessed}") if work.accessed else ""
    return [said(work.date) or ("" if accessed else NO_DATE), accessed]


def _page(work: Work) -> Parts:
    where = [said(work.genre), said(work.container), said(work.number), said(work.publisher)]
    return [who(work), title(work), *where, *_when(work)]


def _page_listed(work: Work) -> Parts:
    where = [said(work.genre), said(work.container), said(work.number), said(work.publisher)]
    when = [capital(part) for part in _when(work)]
    return [who(work, turned=True), title(work), capital(run_on(*where)), *when]


def _thesis(work: Work) -> Parts:
    return [who(work), title(work), f"({_submitted(work)})"]


def _thesis_listed(work: Work) -> Parts:
    return [who(work, turned=True), title(work), capital(_submitted(work))]


def _submitted(work: Work) -> str:
    kind = work.genre or "thesis"
    return run_on(*(said(one) for one in (kind, work.publisher, work.date or NO_DATE)))


def _un_document(work: Work) -> Parts:
    return [who(work), title(work), said(work.number), f"({imprint(work)})"]


def _un_document_listed(work: Work) -> Parts:
    return [who(work, turned=True), title(work), said(work.number), imprint(work)]


def _law(work: Work) -> Parts:
    where = [said(work.number), italic(work.container, work.language)]
    return [who(work), title(work), *where, said(work.date)]


def _law_listed(work: Work) -> Parts:
    return [who(work, turned=True), run_on(*_law(work)[1:])]


def _judgment(work: Work) -> Parts:
    given = run_on(said(work.publisher), said(work.date or NO_DATE))
    return [title(work), said(work.number), said(work.genre), f"({given})"]


def _judgment_listed(work: Work) -> Parts:
    given = run_on(said(work.publisher), said(work.date or NO_DATE))
    return [title(work), run_on(said(work.number), said(work.genre)), given]


def is_named(work: Work) -> bool:
    """Whether an interview has a title of its own."""
    return work.title.strip().casefold() not in ("interview", "entretien")


def _interview(work: Work) -> Parts:
    by = _by("interview by", work.interviewers) or ("" if is_named(work) else "interview")
    where = [italic(work.container, work.language), said(work.publisher)]
    return [who(work), title(work) if is_named(work) else "", by, *where,
            said(work.date or NO_DATE)]  # fmt: skip


def _interview_listed(work: Work) -> Parts:
    by = _by("Interview by", work.interviewers) or ("" if is_named(work) else "Interview")
    where = [italic(work.container, work.language), said(work.publisher)]
    name = title(work) if is_named(work) else ""
    return [who(work, turned=True), name, by, run_on(*where, said(work.date or NO_DATE))]


def _aired(work: Work) -> str:
    on = f"on {work.publisher}" if work.publisher else ""
    return said(", ".join(filter(None, [f"aired {work.date}" if work.date else NO_DATE, on])))


def _broadcast(work: Work) -> Parts:
    programme = italic(work.container, work.language)
    name = quoted(work.title, work.language) if programme else title(work)
    made = _by("directed by", work.directors)
    return [programme, said(work.number), name, made, _by("interview by", work.interviewers),
            _aired(work)]  # fmt: skip


def _broadcast_listed(work: Work) -> Parts:
    programme = italic(work.container, work.language)
    name = quoted(work.title, work.language) if programme else title(work)
    made = [_by("Directed by", work.directors), _by("Interview by", work.interviewers)]
    return [programme, capital(run_on(said(work.number), name)), *made, capital(_aired(work))]


def _film(work: Work) -> Parts:
    made = _by("directed by", work.directors)
    return [who(work), title(work), made, f"({imprint(work)})", said(work.genre)]


def _film_listed(work: Work) -> Parts:
    directors = said(in_a_list(work.directors)) + ", dir." if work.directors else ""
    lead = who(work, turned=True) or directors
    made = _by("Directed by", work.directors) if lead != directors else ""
    return [lead, title(work), made, imprint(work), capital(said(work.genre))]


def _archival(work: Work) -> Parts:
    where = [said(work.number), said(work.archive_location), said(work.archive)]
    return [who(work), title(work), said(work.date or NO_DATE), *where]


def _archival_listed(work: Work) -> Parts:
    where = run_on(said(work.number), said(work.archive_location), said(work.archive))
    return [who(work, turned=True), title(work), said(work.date or NO_DATE), where]


Layout = Callable[[Work], Parts]

_LAYOUTS: dict[str, tuple[Layout, Layout]] = {
    "chapter": (_chapter, _chapter_listed),
    "article": (_article, _article_listed),
    "news": (_news, _news_listed),
    "web_page": (_page, _page_listed),
    "posting": (_page, _page_listed),
    "thesis": (_thesis, _thesis_listed),
    "un_document": (_un_document, _un_document_listed),
    "legislation": (_law, _law_listed),
    "judgment": (_judgment, _judgment_listed),
    "interview": (_interview, _interview_listed),
    "broadcast": (_broadcast, _broadcast_listed),
    "film": (_film, _film_listed),
    "archival": (_archival, _archival_listed),
}


def of_a_note(work: Work) -> Parts:
    """Return the parts of a first note, in order; empty where nothing is known."""
    return _LAYOUTS.get(work.kind, (_book, _book_listed))[0](work)


def of_an_entry(work: Work) -> Parts:
    """Return the sentences of a bibliography entry, without their full stops."""
    return _LAYOUTS.get(work.kind, (_book, _book_listed))[1](work)
